//! The settings in the page's place: a section at a time, and what each is found by.

mod about;
mod draft;
mod keys;
mod playback;
mod services;
mod storage;
mod voice_row;
mod voices;

use egui::{Label, Response, RichText, Ui};
use tingxinwen::{article::Language, speech::VoiceId};

pub use about::about_ui;
pub use draft::Draft;
pub use keys::{KeyChange, KeyList, KeyScope, keys_ui};
pub use playback::playback_ui;
pub use services::services_ui;
pub use storage::{language_ui, storage_ui};
pub use voices::voices_ui;

use crate::{
    actions::Action,
    look::Glyph,
    theme::{Theme, bold, size},
    words::Words,
};

/// What the listener did in the sections of voices, services and storage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingsChoice {
    /// Wants to hear a voice.
    Try(VoiceId, Language),
    /// Wants to know which voices a service has.
    ListVoices(String),
    /// Wants services as they were changed.
    Save,
    /// Drops the sound that is kept.
    ClearKept,
}

/// A section of the settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Section {
    /// Who speaks, in which order.
    #[default]
    Voices,
    /// How the sound is played, and what happens between articles.
    Playback,
    /// Speech services.
    Services,
    /// What is read, and with whose readings.
    Reading,
    /// How the page looks, and the language of the program's own words.
    Looks,
    /// Keys.
    Keys,
    /// Sound and files on disk.
    Storage,
    /// The program itself.
    About,
}

impl Section {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 8] = [
        Self::Voices,
        Self::Playback,
        Self::Services,
        Self::Reading,
        Self::Looks,
        Self::Keys,
        Self::Storage,
        Self::About,
    ];

    /// Its name.
    pub fn label(self, words: &Words) -> String {
        match self {
            Self::Voices => words.voices(),
            Self::Playback => words.playback_section(),
            Self::Services => words.services(),
            Self::Reading => words.blocks_menu(),
            Self::Looks => words.looks_menu(),
            Self::Keys => words.keys_section(),
            Self::Storage => words.storage(),
            Self::About => words.about(),
        }
    }

    /// What it is about, in a line; empty where its name says it.
    pub fn hint(self, words: &Words) -> String {
        match self {
            Self::Voices => words.voices_hint(),
            Self::Services => words.services_hint(),
            Self::Keys => words.keys_how_to(),
            Self::Playback | Self::Reading | Self::Looks | Self::Storage | Self::About => String::new(),
        }
    }

    /// Its sign.
    pub fn glyph(self) -> Glyph {
        match self {
            Self::Voices => Glyph::Voice,
            Self::Playback => Glyph::Speaker,
            Self::Services => Glyph::Services,
            Self::Reading => Glyph::Checklist,
            Self::Looks => Glyph::Palette,
            Self::Keys => Glyph::Keyboard,
            Self::Storage => Glyph::Storage,
            Self::About => Glyph::Info,
        }
    }

    /// Whether all words of `query` stand in what it shows.
    pub fn is_found_by(self, query: &str, words: &Words) -> bool {
        let mut shown = vec![self.label(words), self.hint(words)];
        match self {
            Self::Voices => shown.extend([words.voice_try(), words.voices_more(), words.ahead()]),
            Self::Playback => shown.extend([
                words.pause_between(),
                words.chime(),
                words.short_pauses(),
                words.pause_for_others(),
                words.notices(),
            ]),
            Self::Services => shown.extend([
                words.service_address(),
                words.service_key(),
                words.service_model(),
                words.services_align(),
                "Azure OpenAI ElevenLabs Google Edge".to_owned(),
            ]),
            Self::Reading => {
                shown.extend(tingxinwen::article::BlockKind::ALL.map(|kind| words.kind(kind)));
                shown.extend([
                    words.readings_taiwan(),
                    words.readings_mainland(),
                    words.pronunciation_menu(),
                ]);
            }
            Self::Looks => shown.extend([
                words.looks_text_size(),
                words.looks_column(),
                words.looks_lines(),
                words.zhuyin(),
                words.looks_pictures(),
                words.words_language(),
            ]),
            Self::Keys => shown.extend(Action::ALL.iter().map(|action| action.label(words))),
            Self::Storage => shown.extend([words.kept(), words.kept_limit(), words.kept_clear()]),
            Self::About => shown.push(words.app_name()),
        }
        let shown = shown.join(" ").to_lowercase();
        query.to_lowercase().split_whitespace().all(|word| shown.contains(word))
    }
}

/// The heading of a section.
pub fn head_ui(ui: &mut Ui, section: Section, words: &Words, theme: &Theme) {
    ui.add_space(20.0);
    ui.label(RichText::new(section.label(words)).font(bold(size::HEADING)));
    let hint = section.hint(words);
    if !hint.is_empty() {
        ui.add(Label::new(RichText::new(hint).color(theme.ink2)).wrap());
    }
    ui.add_space(8.0);
}

/// The heading of a part of a section.
fn heading_ui(ui: &mut Ui, text: &str) {
    ui.add_space(12.0);
    ui.label(RichText::new(text).font(bold(size::CONTROL + 1.0)));
    ui.add_space(2.0);
}

/// Gives a field the name that screen readers say.
fn name_ui(ui: &Ui, response: &Response, label: &str) {
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(label));
}
