//! The window of settings: voices and their order, services (beside this file), what is kept.

use std::collections::{BTreeMap, BTreeSet};

use egui::{Align2, ComboBox, DragValue, RichText, ScrollArea, Sides, TextEdit, Ui, Window};
use tingxinwen::{
    app::{LANGUAGES, VoiceChoice},
    article::Language,
    settings::{AHEAD_SECS, Account, Settings},
    speech::{VoiceError, VoiceId},
};
use tingxinwen_voices::services::{Listed, is_open_to_all};

use super::{escape, services::services_ui};
use crate::{
    locale::Locale,
    preview::Outcome,
    theme::{Theme, bold, size},
    words::Words,
};

/// The width of the window, in points, where there is room for it.
const WIDTH: f32 = 560.0;
/// What lies around the window's content: margins and the title.
const FRAME: egui::Vec2 = egui::vec2(44.0, 96.0);
/// The height of the row at the bottom, with the line above it.
const FOOT: f32 = 52.0;
const GIGABYTE: f64 = 1e9;
const MOST_KEPT_GB: f64 = 100.0;

/// What the listener did in [`settings_ui`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingsChoice {
    /// Wants to hear a voice.
    Try(VoiceId, Language),
    /// Wants to know which voices a service has.
    ListVoices(String),
    /// Wants what was changed.
    Save,
    /// Drops what is kept.
    ClearKept,
    /// Went away.
    Closed,
}

/// What is in the window until it is saved.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The voices of each of [`LANGUAGES`], the wanted one first.
    lists: [Vec<VoiceId>; LANGUAGES.len()],
    /// The language whose voices are shown, by its place in [`LANGUAGES`].
    shown: usize,
    pub(super) services: BTreeMap<String, Account>,
    pub(super) with_key: BTreeSet<String>,
    /// Keys typed just now.
    pub(super) keys: BTreeMap<String, String>,
    /// The service that is shown.
    pub(super) service: String,
    pub(super) listing: Listing,
    new_voice: String,
    pub(super) new_service: String,
    /// Whether the embedded voice finds the times of others' words.
    pub(super) aligns: bool,
    kept_gb: f64,
    ahead_secs: u32,
    /// The language of the program's own words.
    locale: Locale,
    /// Unknown until it was counted.
    kept_bytes: Option<u64>,
    trial: Option<(VoiceId, Outcome)>,
    /// Whether it is being saved.
    saving: bool,
    /// Why it could not be saved.
    problem: Option<String>,
}

/// The voices that a service says it has.
#[derive(Clone, Debug, Default)]
pub(super) enum Listing {
    /// Nobody asked.
    #[default]
    Unknown,
    /// The service of that name is being asked.
    Asked(String),
    /// It answered.
    Known(String, Result<Vec<Listed>, VoiceError>),
}

impl Draft {
    /// What holds now: `settings`, and all `services`.
    pub fn new(settings: &Settings, services: BTreeMap<String, Account>) -> Self {
        Self {
            lists: LANGUAGES.map(|language| settings.voices.order.of(language).to_vec()),
            service: services.keys().next().cloned().unwrap_or_default(),
            services,
            aligns: settings.voices.align_words,
            kept_gb: settings.sound_cache.limit_bytes as f64 / GIGABYTE,
            ahead_secs: settings.playback.ahead_secs(),
            locale: Locale::parse(&settings.looks.language).unwrap_or_default(),
            ..Self::default()
        }
    }

    /// `settings` with what was changed.
    pub fn settings(&self, settings: &Settings) -> Settings {
        let mut settings = settings.clone();
        settings.sound_cache.limit_bytes = (self.kept_gb * GIGABYTE) as u64;
        settings.voices.align_words = self.aligns;
        settings.playback.set_ahead_secs(self.ahead_secs);
        // A tag of a later version stays, unless the listener chose another.
        if Locale::parse(&settings.looks.language).unwrap_or_default() != self.locale {
            settings.looks.language = self.locale.tag().to_owned();
        }
        for (language, order) in LANGUAGES.into_iter().zip(&self.lists) {
            settings.voices.order.set(language, order.iter().cloned());
        }
        for (name, account) in &self.services {
            let usual = Account { kind: account.kind, ..Account::default() };
            // What the listener left alone is not theirs.
            let is_theirs = *account != usual || self.keys().any(|(with_key, _)| with_key == name);
            if is_theirs || settings.services.contains_key(name) {
                settings.services.insert(name.clone(), account.clone());
            }
        }
        settings
    }

    /// The keys that were typed.
    pub fn keys(&self) -> impl Iterator<Item = (&str, &str)> {
        self.keys.iter().map(|(name, key)| (name.as_str(), key.as_str())).filter(|(_, key)| !key.is_empty())
    }

    /// Shows how trying `voice` goes.
    pub fn tell(&mut self, voice: VoiceId, trial: Outcome) {
        self.trial = Some((voice, trial));
    }

    /// Shows that it is being saved.
    pub fn tell_saving(&mut self) {
        (self.saving, self.problem) = (true, None);
    }

    /// Shows why it could not be saved.
    pub fn tell_problem(&mut self, problem: String) {
        (self.saving, self.problem) = (false, Some(problem));
    }

    /// Shows how much is kept.
    pub fn tell_kept(&mut self, bytes: u64) {
        self.kept_bytes = Some(bytes);
    }

    /// Shows which services have a key.
    pub fn tell_keys(&mut self, names: BTreeSet<String>) {
        self.with_key = names;
    }

    /// Shows which voices `service` has.
    pub fn tell_voices(&mut self, service: String, voices: Result<Vec<Listed>, VoiceError>) {
        self.listing = Listing::Known(service, voices);
    }

    /// The service called `name`, as it would be set up.
    pub fn account(&self, name: &str) -> Option<Account> {
        self.services.get(name).cloned()
    }

    /// The voices of the language that is shown, the wanted one first.
    pub(super) fn list(&mut self) -> &mut Vec<VoiceId> {
        &mut self.lists[self.shown]
    }

    /// Whether nothing would go without encryption that the listener did not allow.
    fn is_safe(&self) -> bool {
        self.services
            .values()
            .all(|account| account.plain_http || !account.address.as_deref().is_some_and(is_open_to_all))
    }
}

/// Draws the window.
pub fn settings_ui(
    ctx: &egui::Context,
    words: &Words,
    theme: &Theme,
    voices: &[VoiceChoice],
    draft: &mut Draft,
) -> Option<SettingsChoice> {
    let mut choice = None;
    let closes = escape::closes_form(ctx, "settings");
    let room = ctx.content_rect().size() - FRAME;
    Window::new(words.settings())
        .collapsible(false)
        .resizable(false)
        .anchor(Align2::CENTER_CENTER, [0.0, 0.0])
        .show(ctx, |ui| {
            ui.set_width(WIDTH.min(room.x));
            // The row at the bottom stays, however little room there is and whatever it has to tell.
            let foot = if draft.problem.is_some() { 2.0 * FOOT } else { FOOT };
            ScrollArea::vertical().max_height((room.y - foot).max(80.0)).show(ui, |ui| {
                voices_ui(ui, words, theme, voices, draft, &mut choice);
                ui.separator();
                services_ui(ui, words, theme, draft, &mut choice);
                ui.checkbox(&mut draft.aligns, words.services_align())
                    .on_hover_text(words.services_align_hint());
                ui.separator();
                kept_ui(ui, words, theme, draft, &mut choice);
                ui.separator();
                language_ui(ui, words, draft);
            });
            ui.separator();
            if let Some(problem) = &draft.problem {
                ui.label(RichText::new(problem).color(theme.accent));
            }
            ui.horizontal(|ui| {
                if ui.add_enabled(draft.is_safe() && !draft.saving, egui::Button::new(words.save())).clicked()
                {
                    choice = Some(SettingsChoice::Save);
                }
                if ui.button(words.close()).clicked() {
                    choice = Some(SettingsChoice::Closed);
                }
                if draft.saving {
                    ui.spinner();
                }
            });
        });
    if closes { Some(SettingsChoice::Closed) } else { choice }
}

pub(super) fn heading_ui(ui: &mut Ui, theme: &Theme, text: &str) {
    ui.label(RichText::new(text).font(bold(size::CONTROL + 1.0)).color(theme.accent));
}

fn voices_ui(
    ui: &mut Ui,
    words: &Words,
    theme: &Theme,
    voices: &[VoiceChoice],
    draft: &mut Draft,
    choice: &mut Option<SettingsChoice>,
) {
    ui.horizontal(|ui| {
        heading_ui(ui, theme, &words.voices());
        for (idx, language) in LANGUAGES.into_iter().enumerate() {
            ui.selectable_value(&mut draft.shown, idx, words.language(language));
        }
    });
    ui.label(RichText::new(words.voices_hint()).color(theme.faint_ink));
    let language = LANGUAGES[draft.shown];
    let name_of = |id: &VoiceId| {
        voices.iter().find(|voice| voice.id == *id).map_or_else(|| id.0.clone(), |voice| voice.name.clone())
    };
    let list = &mut draft.lists[draft.shown];
    let (mut swap, mut gone) = (None, None);
    for (idx, id) in list.iter().enumerate() {
        let name = format!("{}. {}", idx + 1, name_of(id));
        let buttons = |ui: &mut Ui| {
            // From right to left.
            if ui.button(words.voice_remove()).clicked() {
                gone = Some(idx);
            }
            if ui.add_enabled(idx + 1 < list.len(), egui::Button::new(words.voice_down())).clicked() {
                swap = Some(idx);
            }
            if ui.add_enabled(idx > 0, egui::Button::new(words.voice_up())).clicked() {
                swap = Some(idx - 1);
            }
            if ui.button(words.voice_try()).on_hover_text(&id.0).clicked() {
                *choice = Some(SettingsChoice::Try(id.clone(), language));
            }
        };
        Sides::new().shrink_left().show(ui, |ui| ui.label(name), buttons);
        if let Some((_, trial)) = draft.trial.as_ref().filter(|(voice, _)| voice == id) {
            ui.label(RichText::new(words.trial(trial)).color(theme.faint_ink));
        }
    }
    if let Some(first) = swap {
        list.swap(first, first + 1);
    }
    if let Some(idx) = gone {
        list.remove(idx);
    }
    ui.horizontal_wrapped(|ui| {
        let picker = ComboBox::from_id_salt("add-voice")
            .truncate()
            .width(190.0)
            .selected_text(words.voice_add())
            .show_ui(ui, |ui| {
                for voice in
                    voices.iter().filter(|voice| voice.language == language && !list.contains(&voice.id))
                {
                    if ui.selectable_label(false, &voice.name).clicked() {
                        list.push(voice.id.clone());
                        break;
                    }
                }
            });
        name_ui(ui, &picker.response, &words.voice_add());
        let field =
            TextEdit::singleline(&mut draft.new_voice).hint_text(words.voice_other()).desired_width(190.0);
        let field = ui.add(field);
        name_ui(ui, &field, &words.voice_other());
        let typed = VoiceId(draft.new_voice.trim().to_owned());
        let is_new = typed.0.contains(':') && !list.contains(&typed);
        if ui.add_enabled(is_new, egui::Button::new(words.add())).clicked() {
            list.push(typed);
            draft.new_voice.clear();
        }
    });
}

fn kept_ui(
    ui: &mut Ui,
    words: &Words,
    theme: &Theme,
    draft: &mut Draft,
    choice: &mut Option<SettingsChoice>,
) {
    heading_ui(ui, theme, &words.kept());
    ui.horizontal_wrapped(|ui| {
        ui.label(draft.kept_bytes.map_or_else(|| "…".to_owned(), |bytes| words.kept_bytes(bytes)));
        if ui.button(words.kept_clear()).clicked() {
            *choice = Some(SettingsChoice::ClearKept);
        }
        ui.add_space(12.0);
        let label = ui.label(words.kept_limit());
        let value = DragValue::new(&mut draft.kept_gb).range(0.0..=MOST_KEPT_GB).speed(0.1).max_decimals(1);
        ui.add(value).labelled_by(label.id);
    });
    ui.horizontal_wrapped(|ui| {
        let label = ui.label(words.ahead());
        ui.add(DragValue::new(&mut draft.ahead_secs).range(AHEAD_SECS)).labelled_by(label.id);
    });
}

/// The language of the program's own words; each is called what it calls itself.
fn language_ui(ui: &mut Ui, words: &Words, draft: &mut Draft) {
    ui.horizontal_wrapped(|ui| {
        ui.label(words.words_language());
        let shown = ComboBox::from_id_salt("locale").selected_text(words.locale(draft.locale));
        let shown = shown.show_ui(ui, |ui| {
            for locale in Locale::ALL {
                ui.selectable_value(&mut draft.locale, locale, words.locale(locale));
            }
        });
        name_ui(ui, &shown.response, &words.words_language());
    });
}

/// Gives a field the name that screen readers say.
pub(super) fn name_ui(ui: &Ui, response: &egui::Response, label: &str) {
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(label));
}
