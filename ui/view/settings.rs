//! The window of settings: voices and their order, services and their keys, what is kept.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use egui::{Align2, ComboBox, DragValue, Grid, Key, RichText, ScrollArea, Sides, TextEdit, Ui, Window};
use tingxinwen::{
    article::Language,
    settings::{Account, SentText, ServiceKind, Settings},
    speech::{VoiceError, VoiceId},
};
use tingxinwen_voices::services::is_open_to_all;

use super::transport::VoiceChoice;
use crate::{
    setup::LANGUAGES,
    theme::{Theme, bold, size},
    words::{SettingsWords, Words},
};

const GIGABYTE: f64 = 1e9;
const MOST_KEPT_GB: f64 = 100.0;
/// In place of a key that is there.
const DOTS: &str = "••••••••";

/// How trying a voice goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trial {
    /// No sound yet.
    Waiting,
    /// It was heard.
    Heard {
        /// After so long.
        first_sound: Duration,
    },
    /// There was none.
    Failed(VoiceError),
}

/// What the listener did in [`settings_ui`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingsChoice {
    /// Wants to hear a voice.
    Try(VoiceId, Language),
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
    services: BTreeMap<String, Account>,
    with_key: BTreeSet<String>,
    /// Keys typed just now.
    keys: BTreeMap<String, String>,
    service: String,
    new_voice: String,
    new_service: String,
    kept_gb: f64,
    kept_bytes: u64,
    trial: Option<(VoiceId, Trial)>,
    /// Why it could not be saved.
    problem: Option<String>,
}

impl Draft {
    /// What holds now: `settings`, all `services`, and which of them have a key.
    pub fn new(
        settings: &Settings,
        services: BTreeMap<String, Account>,
        has_key: impl Fn(&str) -> bool,
        kept_bytes: u64,
    ) -> Self {
        let list =
            |language| settings.voice(language).into_iter().chain(settings.stand_by(language)).collect();
        Self {
            lists: LANGUAGES.map(list),
            with_key: services.keys().filter(|name| has_key(name)).cloned().collect(),
            service: services.keys().next().cloned().unwrap_or_default(),
            services,
            kept_gb: settings.kept_bytes() as f64 / GIGABYTE,
            kept_bytes,
            ..Self::default()
        }
    }

    /// `settings` with what was changed.
    pub fn settings(&self, settings: &Settings) -> Settings {
        let mut settings = settings.clone().with_kept_bytes((self.kept_gb * GIGABYTE) as u64);
        for (language, list) in LANGUAGES.into_iter().zip(&self.lists) {
            settings = settings.with_voices(language, list);
        }
        for (name, account) in &self.services {
            let usual = Account { kind: account.kind, ..Account::default() };
            // What the listener left alone is not theirs.
            let is_theirs = *account != usual || self.keys().any(|(with_key, _)| with_key == name);
            if is_theirs || settings.services().contains_key(name) {
                settings = settings.with_service(name, account.clone());
            }
        }
        settings
    }

    /// The keys that were typed.
    pub fn keys(&self) -> impl Iterator<Item = (&str, &str)> {
        self.keys.iter().map(|(name, key)| (name.as_str(), key.as_str())).filter(|(_, key)| !key.is_empty())
    }

    /// Shows how trying `voice` goes.
    pub fn tell(&mut self, voice: VoiceId, trial: Trial) {
        self.trial = Some((voice, trial));
    }

    /// Shows why it could not be saved.
    pub fn tell_problem(&mut self, problem: String) {
        self.problem = Some(problem);
    }

    /// Shows how much is kept.
    pub fn tell_kept(&mut self, bytes: u64) {
        self.kept_bytes = bytes;
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
    let own = words.settings();
    Window::new(own.title)
        .collapsible(false)
        .resizable(false)
        .anchor(Align2::CENTER_CENTER, [0.0, -30.0])
        .show(ctx, |ui| {
            ui.set_width(560.0);
            ScrollArea::vertical().max_height(ctx.content_rect().height() - 220.0).show(ui, |ui| {
                voices_ui(ui, words, theme, voices, draft, &mut choice);
                ui.separator();
                services_ui(ui, own, theme, draft);
                ui.separator();
                kept_ui(ui, words, theme, draft, &mut choice);
            });
            ui.separator();
            if let Some(problem) = &draft.problem {
                ui.label(RichText::new(problem).color(theme.accent));
            }
            ui.horizontal(|ui| {
                if ui.add_enabled(draft.is_safe(), egui::Button::new(own.save)).clicked() {
                    choice = Some(SettingsChoice::Save);
                }
                if ui.button(words.close).clicked() {
                    choice = Some(SettingsChoice::Closed);
                }
            });
        });
    if ctx.input(|input| input.key_pressed(Key::Escape)) { Some(SettingsChoice::Closed) } else { choice }
}

fn heading_ui(ui: &mut Ui, theme: &Theme, text: &str) {
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
    let own = words.settings();
    ui.horizontal(|ui| {
        heading_ui(ui, theme, own.order);
        for (idx, language) in LANGUAGES.into_iter().enumerate() {
            ui.selectable_value(&mut draft.shown, idx, words.language(language));
        }
    });
    ui.label(RichText::new(own.order_hint).color(theme.faint_ink));
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
            if ui.button(own.remove).clicked() {
                gone = Some(idx);
            }
            if ui.add_enabled(idx + 1 < list.len(), egui::Button::new(own.down)).clicked() {
                swap = Some(idx);
            }
            if ui.add_enabled(idx > 0, egui::Button::new(own.up)).clicked() {
                swap = Some(idx - 1);
            }
            if ui.button(own.try_voice).on_hover_text(&id.0).clicked() {
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
    ui.horizontal(|ui| {
        let picker =
            ComboBox::from_id_salt("add-voice").width(190.0).selected_text(own.add_voice).show_ui(ui, |ui| {
                for voice in
                    voices.iter().filter(|voice| voice.language == language && !list.contains(&voice.id))
                {
                    if ui.selectable_label(false, &voice.name).clicked() {
                        list.push(voice.id.clone());
                        break;
                    }
                }
            });
        name_ui(ui, &picker.response, own.add_voice);
        let field =
            TextEdit::singleline(&mut draft.new_voice).hint_text(own.other_voice).desired_width(190.0);
        let field = ui.add(field);
        name_ui(ui, &field, own.other_voice);
        let typed = VoiceId(draft.new_voice.trim().to_owned());
        let is_new = typed.0.contains(':') && !list.contains(&typed);
        if ui.add_enabled(is_new, egui::Button::new(own.add)).clicked() {
            list.push(typed);
            draft.new_voice.clear();
        }
    });
}

fn services_ui(ui: &mut Ui, own: &SettingsWords, theme: &Theme, draft: &mut Draft) {
    ui.horizontal(|ui| {
        heading_ui(ui, theme, own.services);
        let picker = ComboBox::from_id_salt("service")
            .width(140.0)
            .selected_text(draft.service.clone())
            .show_ui(ui, |ui| {
                for name in draft.services.keys() {
                    ui.selectable_value(&mut draft.service, name.clone(), name);
                }
            });
        name_ui(ui, &picker.response, own.services);
        let field =
            TextEdit::singleline(&mut draft.new_service).hint_text(own.new_service).desired_width(150.0);
        let field = ui.add(field);
        name_ui(ui, &field, own.new_service);
        let name = draft.new_service.trim().to_owned();
        let is_new = !name.is_empty()
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !draft.services.contains_key(&name);
        if ui.add_enabled(is_new, egui::Button::new("＋")).on_hover_text(own.add).clicked() {
            let address = Some("http://127.0.0.1:8880".to_owned());
            // A server without captions says so, and is asked without.
            let account = Account { address, captions: true, ..Account::default() };
            draft.services.insert(name.clone(), account);
            draft.service = name;
            draft.new_service.clear();
        }
    });
    let service = draft.service.clone();
    let Some(account) = draft.services.get_mut(&service) else { return };
    Grid::new("service-fields").num_columns(2).spacing([16.0, 6.0]).show(ui, |ui| {
        let kind = account.kind;
        if matches!(kind, ServiceKind::OpenAi) {
            optional_ui(ui, own.address, &mut account.address);
        }
        if matches!(kind, ServiceKind::Azure) {
            optional_ui(ui, own.region, &mut account.region);
        }
        if matches!(kind, ServiceKind::OpenAi | ServiceKind::ElevenLabs) {
            optional_ui(ui, own.model, &mut account.model);
        }
        if !matches!(kind, ServiceKind::Edge | ServiceKind::System) {
            let key = draft.keys.entry(service.clone()).or_default();
            let hint = if draft.with_key.contains(&service) {
                format!("{DOTS} {}", own.key_is_set)
            } else {
                String::new()
            };
            let label = ui.label(own.key);
            let field = TextEdit::singleline(key).password(true).hint_text(hint).desired_width(380.0);
            ui.add(field).labelled_by(label.id);
            ui.end_row();
        }
        sent_text_ui(ui, own, account);
    });
    if matches!(account.kind, ServiceKind::OpenAi) {
        ui.checkbox(&mut account.captions, own.captions);
    }
    if account.address.as_deref().is_some_and(is_open_to_all) {
        ui.checkbox(&mut account.plain_http, own.allow_plain);
    }
}

fn sent_text_ui(ui: &mut Ui, own: &SettingsWords, account: &mut Account) {
    let name_of = |text| match text {
        SentText::Spoken => own.as_spoken,
        SentText::Written => own.as_written,
    };
    ui.label(own.sent_text);
    let mut text = account.sent_text();
    let picker =
        ComboBox::from_id_salt("sent-text").width(300.0).selected_text(name_of(text)).show_ui(ui, |ui| {
            for way in [SentText::Spoken, SentText::Written] {
                ui.selectable_value(&mut text, way, name_of(way));
            }
        });
    name_ui(ui, &picker.response, own.sent_text);
    // What is usual may change with the program; what the listener wants does not.
    account.text = Some(text).filter(|&text| text != account.kind.usual_text());
    ui.end_row();
}

fn optional_ui(ui: &mut Ui, label: &str, value: &mut Option<String>) {
    let label = ui.label(label);
    let mut text = value.clone().unwrap_or_default();
    let field = TextEdit::singleline(&mut text).desired_width(380.0);
    if ui.add(field).labelled_by(label.id).changed() {
        *value = Some(text).filter(|text| !text.trim().is_empty());
    }
    ui.end_row();
}

fn kept_ui(
    ui: &mut Ui,
    words: &Words,
    theme: &Theme,
    draft: &mut Draft,
    choice: &mut Option<SettingsChoice>,
) {
    let own = words.settings();
    heading_ui(ui, theme, own.kept);
    ui.horizontal(|ui| {
        ui.label(words.kept_now(draft.kept_bytes));
        if ui.button(own.clear).clicked() {
            *choice = Some(SettingsChoice::ClearKept);
        }
        ui.add_space(12.0);
        let label = ui.label(own.kept_limit);
        let value = DragValue::new(&mut draft.kept_gb).range(0.0..=MOST_KEPT_GB).speed(0.1).max_decimals(1);
        ui.add(value).labelled_by(label.id);
    });
}

/// Gives a field the name that screen readers say.
fn name_ui(ui: &Ui, response: &egui::Response, label: &str) {
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(label));
}
