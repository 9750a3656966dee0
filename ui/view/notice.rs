//! What the listener should know, above the bar.

use egui::{Align, Frame, Layout, Margin, RichText, Ui};
use tingxinwen::player::{Command, Snapshot, Sound};

use crate::{theme::Theme, words::Words};

/// Draws a strip a piece of news; nothing when there is none.
pub fn notice_ui(
    ui: &mut Ui,
    snapshot: &Snapshot,
    words: &Words,
    theme: &Theme,
    commands: &mut Vec<Command>,
) {
    if let Some(notice) = &snapshot.notice {
        strip_ui(ui, theme, |ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if ui.button(words.close).clicked() {
                    commands.push(Command::DismissNotice);
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add(egui::Label::new(words.notice(notice)).wrap());
                });
            });
        });
    }
    if let (Sound::None(reason), Some(_)) = (&snapshot.sound, &snapshot.script) {
        strip_ui(ui, theme, |ui| {
            ui.label(RichText::new(words.no_sound)).on_hover_text(reason);
        });
    }
}

fn strip_ui(ui: &mut Ui, theme: &Theme, content: impl FnOnce(&mut Ui)) {
    Frame::new().fill(theme.notice).inner_margin(Margin::symmetric(14, 8)).corner_radius(6).show(ui, |ui| {
        ui.set_width(ui.available_width());
        content(ui);
    });
    ui.add_space(4.0);
}
