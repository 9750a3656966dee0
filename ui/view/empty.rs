//! What is shown when nothing is open.

use egui::{Align, Button, Frame, Key, Label, Layout, Margin, RichText, TextEdit, Ui, vec2};

use crate::{
    theme::{Theme, bold, size},
    words::Words,
};

/// The width of the field, in points, where there is room for it.
const FIELD: f32 = 520.0;
/// The height of the field and its buttons, in points.
const HEIGHT: f32 = 40.0;

/// What the listener did in [`empty_ui`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EmptyChoice {
    /// Nothing.
    Waiting,
    /// Typed or pasted this.
    Given(String),
    /// Wants to choose a file.
    ChooseFile,
}

/// Says how to open something, with a field for an address; `typed` is what stands in it.
pub fn empty_ui(ui: &mut Ui, typed: &mut String, words: &Words, theme: &Theme) -> EmptyChoice {
    let mut choice = EmptyChoice::Waiting;
    Frame::new().inner_margin(Margin::symmetric(24, 0)).show(ui, |ui| {
        ui.vertical_centered(|ui| {
            ui.add_space(ui.available_height() * 0.24);
            ui.label(RichText::new(words.app_name()).font(bold(44.0)).color(theme.accent));
            ui.add_space(18.0);
            let row = vec2(FIELD.min(ui.available_width()), HEIGHT);
            ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
                let open = Button::new(RichText::new(words.open()).color(theme.on_accent)).fill(theme.accent);
                let opens = ui.add(open.min_size(vec2(72.0, HEIGHT - 4.0))).clicked();
                let field = TextEdit::singleline(typed)
                    .hint_text(words.address_or_text())
                    .desired_width(f32::INFINITY)
                    .margin(vec2(10.0, 9.0));
                let field = ui.add(field);
                ui.ctx().accesskit_node_builder(field.id, |node| node.set_label(words.address_or_text()));
                let enters = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
                if (opens || enters) && !typed.trim().is_empty() {
                    choice = EmptyChoice::Given(std::mem::take(typed));
                }
            });
            ui.add_space(10.0);
            if ui.button(words.choose_file()).clicked() {
                choice = EmptyChoice::ChooseFile;
            }
            ui.add_space(14.0);
            let hint = RichText::new(words.empty_hint()).size(size::CONTROL).color(theme.ink2);
            ui.add(Label::new(hint).wrap());
        });
    });
    choice
}
