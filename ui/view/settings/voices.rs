//! The section of voices: their order, a trial of each, and how far ahead sound is made.

use egui::{
    Align, ComboBox, DragValue, Frame, Id, Key, Label, Layout, Margin, Modifiers, RichText, Stroke, TextEdit,
    Ui,
};
use tingxinwen::{
    app::{LANGUAGES, VoiceChoice},
    settings::AHEAD_SECS,
    speech::VoiceId,
};

use super::{Draft, SettingsChoice, heading_ui, name_ui};
use crate::{
    look::{Button, Glyph, Ground, glyph_button_ui, segments_ui},
    theme::{Theme, bold, size},
    words::Words,
};

/// What is to become of a voice of the list.
#[derive(Clone, Copy)]
enum Moved {
    /// It changes places with the one below.
    Down(usize),
    /// It is not asked any more.
    Gone(usize),
}

/// Draws the section.
pub fn voices_ui(
    ui: &mut Ui,
    words: &Words,
    theme: &Theme,
    voices: &[VoiceChoice],
    draft: &mut Draft,
    choices: &mut Vec<SettingsChoice>,
) {
    let languages = LANGUAGES.into_iter().enumerate().map(|(at, language)| (at, words.language(language)));
    segments_ui(ui, &mut draft.shown, languages.collect::<Vec<_>>(), theme);
    ui.add_space(4.0);
    let mut moved = None;
    let list = draft.lists[draft.shown].clone();
    let card = Frame::new()
        .fill(theme.raised)
        .stroke(Stroke::new(1.0, theme.line))
        .corner_radius(12)
        .inner_margin(Margin::symmetric(16, 4));
    card.show(ui, |ui| {
        for (at, id) in list.iter().enumerate() {
            if at > 0 {
                ui.separator();
            }
            voice_ui(ui, at, id, list.len(), words, theme, voices, draft, &mut moved, choices);
        }
        ui.set_width(ui.available_width());
    });
    let list = &mut draft.lists[draft.shown];
    match moved {
        Some(Moved::Down(at)) if at + 1 < list.len() => list.swap(at, at + 1),
        Some(Moved::Gone(at)) if at < list.len() => {
            list.remove(at);
        }
        Some(Moved::Down(_) | Moved::Gone(_)) | None => (),
    }
    ui.add_space(8.0);
    add_ui(ui, words, voices, draft);
    heading_ui(ui, &words.ahead_menu());
    ui.horizontal_wrapped(|ui| {
        let label = ui.label(RichText::new(words.ahead()).color(theme.ink2));
        ui.add(DragValue::new(&mut draft.ahead_secs).range(AHEAD_SECS)).labelled_by(label.id);
    });
}

#[expect(clippy::too_many_arguments, reason = "a row of the section, with all that its section has")]
fn voice_ui(
    ui: &mut Ui,
    at: usize,
    id: &VoiceId,
    count: usize,
    words: &Words,
    theme: &Theme,
    voices: &[VoiceChoice],
    draft: &Draft,
    moved: &mut Option<Moved>,
    choices: &mut Vec<SettingsChoice>,
) {
    let name = voices.iter().find(|voice| voice.id == *id).map_or(id.0.as_str(), |voice| voice.name.as_str());
    let language = LANGUAGES[draft.shown];
    let row = ui.scope(|ui| {
        ui.allocate_ui_with_layout(
            egui::vec2(ui.available_width(), 52.0),
            Layout::right_to_left(Align::Center),
            |ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                if glyph_button_ui(ui, Glyph::Close, &words.voice_remove(), 36.0, theme).clicked() {
                    *moved = Some(Moved::Gone(at));
                }
                ui.add_enabled_ui(at + 1 < count, |ui| {
                    if glyph_button_ui(ui, Glyph::Down, &words.voice_down(), 36.0, theme).clicked() {
                        *moved = Some(Moved::Down(at));
                    }
                });
                ui.add_enabled_ui(at > 0, |ui| {
                    if glyph_button_ui(ui, Glyph::Up, &words.voice_up(), 36.0, theme).clicked() {
                        *moved = Some(Moved::Down(at - 1));
                    }
                });
                let label = words.voice_try();
                let tries = Button::new(&label).glyph(Glyph::Play).text(&label).ground(Ground::Bordered);
                if tries.ui(ui, theme).clicked() {
                    choices.push(SettingsChoice::Try(id.clone(), language));
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let numbered = RichText::new(format!("{}. {name}", at + 1)).font(bold(size::CONTROL));
                    ui.add(Label::new(numbered).truncate());
                    if id.0 != name {
                        let place =
                            id.0.split_once(':')
                                .map_or_else(|| words.embedded(), |(service, _)| service.to_owned());
                        let place = RichText::new(place).size(size::SMALL).color(theme.ink2);
                        ui.add(Label::new(place).truncate());
                    }
                });
            },
        );
        if let Some((_, trial)) = draft.trial.as_ref().filter(|(voice, _)| voice == id) {
            ui.label(RichText::new(words.trial(trial)).size(size::SMALL).color(theme.ink2));
        }
    });
    // With the keyboard on one of its buttons, Alt and an arrow move it.
    let focused = ui.memory(|memory| memory.focused());
    let is_within = focused
        .and_then(|id: Id| ui.ctx().read_response(id))
        .is_some_and(|response| row.response.rect.contains_rect(response.rect));
    if is_within {
        let (up, down) = ui.input_mut(|input| {
            (
                input.consume_key(Modifiers::ALT, Key::ArrowUp),
                input.consume_key(Modifiers::ALT, Key::ArrowDown),
            )
        });
        if up && at > 0 {
            *moved = Some(Moved::Down(at - 1));
        }
        if down {
            *moved = Some(Moved::Down(at));
        }
    }
}

/// Adds a voice that there is, or one by its service and name.
fn add_ui(ui: &mut Ui, words: &Words, voices: &[VoiceChoice], draft: &mut Draft) {
    let language = LANGUAGES[draft.shown];
    ui.horizontal_wrapped(|ui| {
        let list = &mut draft.lists[draft.shown];
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
