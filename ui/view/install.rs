//! The strip that offers to install the built-in voices, and shows how far that is.

use egui::{Align, Label, Layout, Rect, RichText, Sense, Ui, vec2};

use super::notice::strip_ui;
use crate::{
    look::{Button, Ground},
    theme::{Theme, size},
    words::Words,
};

/// The width of the band that shows how far it is, in points.
const BAND: f32 = 160.0;

/// How an installation stands.
#[derive(Clone, Debug, PartialEq)]
pub enum InstallShown {
    /// Voices are missing.
    Offered,
    /// What is going on, and how much of it is done, of 1, where that is known.
    Working(String, Option<f32>),
    /// Why it failed.
    Failed(String),
}

/// Draws the strip; whether the listener wants the voices installed.
pub fn install_ui(ui: &mut Ui, shown: &InstallShown, words: &Words, theme: &Theme) -> bool {
    let mut wants = false;
    strip_ui(ui, theme, |ui| {
        let row = vec2(ui.available_width(), 36.0);
        ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
            let label = match shown {
                InstallShown::Offered => Some(words.install_voices()),
                InstallShown::Failed(_) => Some(words.queue_retry()),
                InstallShown::Working(..) => None,
            };
            if let Some(label) = label {
                wants = Button::new(&label).text(&label).ground(Ground::Filled).ui(ui, theme).clicked();
            }
            if let InstallShown::Working(_, Some(share)) = shown {
                let (place, _) = ui.allocate_exact_size(vec2(BAND, 6.0), Sense::hover());
                ui.painter().rect_filled(place, 3.0, theme.track);
                let done = Rect::from_min_size(place.min, vec2(BAND * share.clamp(0.0, 1.0), 6.0));
                ui.painter().rect_filled(done, 3.0, theme.accent);
            } else if matches!(shown, InstallShown::Working(..)) {
                ui.spinner();
            }
            ui.with_layout(Layout::left_to_right(Align::Center).with_main_wrap(true), |ui| {
                let text = match shown {
                    InstallShown::Offered => words.install_offer(),
                    InstallShown::Working(text, _) => text.clone(),
                    InstallShown::Failed(why) => why.clone(),
                };
                ui.add(Label::new(RichText::new(text).size(size::CONTROL)).wrap());
            });
        });
    });
    wants
}
