//! What is shown when nothing is open.

use egui::{Frame, Label, Margin, RichText, Ui};

use crate::{
    theme::{Theme, bold, size},
    words::Words,
};

/// Says how to open something.
pub fn empty_ui(ui: &mut Ui, words: &Words, theme: &Theme) {
    Frame::new().inner_margin(Margin::symmetric(24, 0)).show(ui, |ui| {
        ui.vertical_centered(|ui| {
            ui.add_space(ui.available_height() * 0.28);
            ui.label(RichText::new(words.app_name()).font(bold(44.0)).color(theme.accent));
            ui.add_space(14.0);
            let hint = RichText::new(words.empty_hint()).size(size::CONTROL + 2.0).color(theme.faint_ink);
            ui.add(Label::new(hint).wrap());
        });
    });
}
