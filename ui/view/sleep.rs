//! The menu of the sleep timer.

use std::time::Duration;

use egui::{Button, Ui, containers::menu::MenuButton, vec2};
use tingxinwen::app::SleepChoice;

use crate::words::Words;

/// The times that can be chosen, in minutes.
const MINUTES: [u64; 8] = [5, 10, 15, 20, 30, 45, 60, 90];

/// Shows the button of the menu, with what is left, and the menu while it is open; returns what was chosen.
/// The button is `width` points wide, whatever it says.
pub fn sleep_ui(
    ui: &mut Ui,
    now: SleepChoice,
    left: Option<Duration>,
    width: f32,
    words: &Words,
) -> Option<SleepChoice> {
    let mut chosen = None;
    let button = Button::new(label(now, left, words)).min_size(vec2(width, 0.0));
    MenuButton::from_button(button).ui(ui, |ui| {
        let mut choice = |ui: &mut Ui, choice: SleepChoice, label: String| {
            if ui.selectable_label(now == choice, label).clicked() {
                chosen = Some(choice);
                ui.close();
            }
        };
        choice(ui, SleepChoice::Off, words.sleep_off());
        for minutes in MINUTES {
            choice(ui, SleepChoice::After(Duration::from_secs(minutes * 60)), words.sleep_minutes(minutes));
        }
        choice(ui, SleepChoice::EndOfArticle, words.sleep_end_of_article());
    });
    chosen
}

/// What the button says: the timer's name, or what is left of it.
fn label(now: SleepChoice, left: Option<Duration>, words: &Words) -> String {
    match (now, left) {
        (SleepChoice::After(_), Some(left)) => words.sleep_minutes(left.as_secs().div_ceil(60)),
        (SleepChoice::EndOfArticle, _) => words.sleep_end_of_article(),
        (SleepChoice::Off | SleepChoice::After(_), _) => words.sleep_menu(),
    }
}
