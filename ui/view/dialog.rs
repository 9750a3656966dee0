//! The small windows: what to open, and the keys.

use egui::{Grid, Key, RichText, ScrollArea, TextEdit};

use super::escape;
use crate::{
    actions::{Action, Group, KeyMap},
    look::dialog,
    theme::{Theme, bold, size},
    words::Words,
};

/// What the listener did in [`open_ui`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenChoice {
    /// Nothing yet.
    Waiting,
    /// Went away.
    Cancelled,
    /// Typed or pasted this.
    Given(String),
    /// Wants to look for a file.
    ChooseFile,
}

/// Asks for an address, a path or text; `draft` is what is typed so far.
pub fn open_ui(ctx: &egui::Context, words: &Words, draft: &mut String) -> OpenChoice {
    let mut choice = OpenChoice::Waiting;
    let closes = escape::closes(ctx);
    dialog(ctx, &words.open(), |ui| {
        let label = ui.label(words.address_or_text());
        let field = TextEdit::multiline(draft)
            .desired_width(480.0_f32.min(ctx.content_rect().width() - 44.0))
            .desired_rows(4)
            .return_key(None);
        let field = ui.add(field).labelled_by(label.id);
        if !field.has_focus() && draft.is_empty() {
            field.request_focus();
        }
        ui.horizontal(|ui| {
            let given = ui.button(words.open()).clicked() || ui.input(|input| input.key_pressed(Key::Enter));
            if given && !draft.trim().is_empty() {
                choice = OpenChoice::Given(std::mem::take(draft));
            }
            if ui.button(words.choose_file()).clicked() {
                choice = OpenChoice::ChooseFile;
            }
            if ui.button(words.close()).clicked() {
                choice = OpenChoice::Cancelled;
            }
        });
    });
    if closes { OpenChoice::Cancelled } else { choice }
}

/// Lists the keys, group by group; `true` when the listener has seen enough.
pub fn keys_ui(ctx: &egui::Context, keys: &KeyMap, words: &Words, theme: &Theme) -> bool {
    let mut done = escape::closes(ctx);
    dialog(ctx, &words.action_keys(), |ui| {
        let height = ctx.content_rect().height() - 160.0;
        ScrollArea::vertical().max_height(height).show(ui, |ui| {
            Grid::new("keys").num_columns(2).spacing([28.0, 8.0]).show(ui, |ui| {
                let mut row = |keys: String, effect: String| {
                    ui.label(RichText::new(keys).font(bold(size::CONTROL)).color(theme.accent));
                    ui.label(effect);
                    ui.end_row();
                };
                for group in Group::ALL {
                    for &action in Action::ALL.iter().filter(|action| action.group() == group) {
                        if let Some(keys) = keys.shown(action, words) {
                            row(keys, action.label(words));
                        }
                    }
                }
                for (gesture, effect) in words.gestures() {
                    row(gesture, effect);
                }
            });
        });
        ui.add_space(8.0);
        ui.label(RichText::new(words.keys_hint()).color(theme.faint_ink));
        done |= ui.button(words.close()).clicked();
    });
    done
}
