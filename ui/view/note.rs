//! The card in which the listener notes something on a sentence.

use egui::{Key, Label, Modifiers, RichText, TextEdit};

use super::escape;
use crate::{look::dialog, theme::Theme, words::Words};

/// The width of the card, in points, where the window has room for it.
const WIDTH: f32 = 420.0;

/// What the listener did in [`note_ui`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoteChoice {
    /// Nothing yet.
    Waiting,
    /// Leaves things as they were.
    Cancelled,
    /// Keeps what is written.
    Done,
}

/// Shows `quote` and what is written on it so far, in `draft`.
pub fn note_ui(
    ctx: &egui::Context,
    words: &Words,
    theme: &Theme,
    quote: &str,
    draft: &mut String,
) -> NoteChoice {
    let mut choice = NoteChoice::Waiting;
    let closes = escape::closes(ctx);
    dialog(ctx, &words.note(), |ui| {
        ui.set_width(WIDTH.min(ctx.content_rect().width() - 44.0));
        let label = ui.add(Label::new(RichText::new(quote).color(theme.ink2)).wrap());
        let field = TextEdit::multiline(draft).desired_width(f32::INFINITY).desired_rows(4);
        let field = ui.add(field).labelled_by(label.id);
        if !field.has_focus() && draft.is_empty() {
            field.request_focus();
        }
        ui.horizontal(|ui| {
            let ctrl_enter = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
            if ui.button(words.save()).clicked() || ctrl_enter {
                choice = NoteChoice::Done;
            }
            if ui.button(words.close()).clicked() {
                choice = NoteChoice::Cancelled;
            }
        });
    });
    if closes { NoteChoice::Cancelled } else { choice }
}
