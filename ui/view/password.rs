//! The card that asks for the password of an encrypted document.

use egui::{Key, TextEdit};
use tingxinwen::{app::Question, article::DocumentFault};

use super::escape;
use crate::{look::dialog, words::Words};

/// The width of the card, in points.
const WIDTH: f32 = 360.0;

/// What the listener did in [`password_ui`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PasswordChoice {
    /// Nothing yet.
    Waiting,
    /// Has none: the document stays closed.
    Cancelled,
    /// Typed this.
    Given(String),
}

/// Asks `question`; `draft` is what is typed so far.
pub fn password_ui(
    ctx: &egui::Context,
    words: &Words,
    question: &Question,
    draft: &mut String,
) -> PasswordChoice {
    let mut choice = PasswordChoice::Waiting;
    let closes = escape::closes(ctx);
    let name = question.name.rsplit(['/', '\\']).next().unwrap_or(&question.name);
    dialog(ctx, &words.password(), |ui| {
        ui.set_width(WIDTH.min(ctx.content_rect().width() - 44.0));
        let label = ui.label(words.password_prompt(name));
        let field = TextEdit::singleline(draft).password(true).desired_width(f32::INFINITY);
        let field = ui.add(field).labelled_by(label.id);
        if !field.has_focus() && draft.is_empty() {
            field.request_focus();
        }
        if question.fault == DocumentFault::WrongPassword {
            ui.label(words.document_wrong_password());
        }
        ui.horizontal(|ui| {
            let given = ui.button(words.open()).clicked() || ui.input(|input| input.key_pressed(Key::Enter));
            if given && !draft.is_empty() {
                choice = PasswordChoice::Given(std::mem::take(draft));
            }
            if ui.button(words.close()).clicked() {
                choice = PasswordChoice::Cancelled;
            }
        });
    });
    if closes { PasswordChoice::Cancelled } else { choice }
}
