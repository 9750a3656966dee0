//! The section of voices: their order, all others, a trial of each, and how far ahead sound is made.

use egui::{DragValue, Frame, Id, Key, Margin, Modifiers, RichText, Stroke, TextEdit, Ui};
use tingxinwen::{
    app::{LANGUAGES, VoiceChoice},
    settings::AHEAD_SECS,
    speech::VoiceId,
};

use super::{Draft, SettingsChoice, heading_ui, name_ui, voice_row::VoiceRow};
use crate::{
    look::{Button, Glyph, Ground, glyph_button_ui, segments_ui},
    theme::Theme,
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
    let language = LANGUAGES[draft.shown];
    let order = draft.lists[draft.shown].clone();
    let mut moved = None;
    card(theme).show(ui, |ui| {
        for (at, id) in order.iter().enumerate() {
            if at > 0 {
                ui.separator();
            }
            let voice = voices.iter().find(|voice| voice.id == *id);
            let row = VoiceRow { id, voice, number: Some(at + 1), language };
            let rect = ui.scope(|ui| {
                row.ui(ui, draft, words, theme, choices, |ui| {
                    place_ui(ui, at, order.len(), words, theme, &mut moved);
                });
            });
            move_by_keys(ui, at, rect.response.rect, &mut moved);
        }
        ui.set_width(ui.available_width());
    });
    heading_ui(ui, &words.voices_more());
    let mut added = None;
    let others = voices.iter().filter(|voice| voice.language == language && !order.contains(&voice.id));
    card(theme).show(ui, |ui| {
        for (at, voice) in others.enumerate() {
            if at > 0 {
                ui.separator();
            }
            let row = VoiceRow { id: &voice.id, voice: Some(voice), number: None, language };
            row.ui(ui, draft, words, theme, choices, |ui| {
                let label = words.voice_add_named(&voice.name);
                if glyph_button_ui(ui, Glyph::Plus, &label, 36.0, theme).clicked() {
                    added = Some(voice.id.clone());
                }
            });
        }
        other_ui(ui, words, theme, draft);
        ui.set_width(ui.available_width());
    });
    let list = &mut draft.lists[draft.shown];
    list.extend(added);
    match moved {
        Some(Moved::Down(at)) if at + 1 < list.len() => list.swap(at, at + 1),
        Some(Moved::Gone(at)) if at < list.len() => {
            list.remove(at);
        }
        Some(Moved::Down(_) | Moved::Gone(_)) | None => (),
    }
    heading_ui(ui, &words.ahead_menu());
    ui.horizontal_wrapped(|ui| {
        let label = ui.label(RichText::new(words.ahead()).color(theme.ink2));
        ui.add(DragValue::new(&mut draft.ahead_secs).range(AHEAD_SECS)).labelled_by(label.id);
    });
}

fn card(theme: &Theme) -> Frame {
    Frame::new()
        .fill(theme.raised)
        .stroke(Stroke::new(1.0, theme.line))
        .corner_radius(12)
        .inner_margin(Margin::symmetric(16, 4))
}

/// The buttons that move a voice of the order, which is at `at` of `count`, or remove it.
fn place_ui(ui: &mut Ui, at: usize, count: usize, words: &Words, theme: &Theme, moved: &mut Option<Moved>) {
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
}

/// With the keyboard on one of the buttons in `rect`, Alt and an arrow move the voice at `at`.
fn move_by_keys(ui: &Ui, at: usize, rect: egui::Rect, moved: &mut Option<Moved>) {
    let focused = ui.memory(|memory| memory.focused());
    let is_within = focused
        .and_then(|id: Id| ui.ctx().read_response(id))
        .is_some_and(|response| rect.contains_rect(response.rect));
    if !is_within {
        return;
    }
    let (up, down) = ui.input_mut(|input| {
        (input.consume_key(Modifiers::ALT, Key::ArrowUp), input.consume_key(Modifiers::ALT, Key::ArrowDown))
    });
    if up && at > 0 {
        *moved = Some(Moved::Down(at - 1));
    }
    if down {
        *moved = Some(Moved::Down(at));
    }
}

/// Adds a voice by its service and name.
fn other_ui(ui: &mut Ui, words: &Words, theme: &Theme, draft: &mut Draft) {
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        let list = &mut draft.lists[draft.shown];
        let field =
            TextEdit::singleline(&mut draft.new_voice).hint_text(words.voice_other()).desired_width(220.0);
        let field = ui.add(field);
        name_ui(ui, &field, &words.voice_other());
        let typed = VoiceId(draft.new_voice.trim().to_owned());
        let is_new = typed.0.contains(':') && !list.contains(&typed);
        let label = words.add();
        let add = Button::new(&label).text(&label).ground(Ground::Bordered);
        if ui.add_enabled_ui(is_new, |ui| add.ui(ui, theme)).inner.clicked() {
            list.push(typed);
            draft.new_voice.clear();
        }
    });
    ui.add_space(8.0);
}
