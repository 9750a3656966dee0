//! The menu of how the page looks: colours, size of text, height of lines, width of the column.

use egui::{
    PopupCloseBehavior, Slider, Ui,
    containers::menu::{MenuButton, MenuConfig},
};
use tingxinwen::settings::{LineHeight, Looks, ThemeChoice};

use crate::words::Words;

/// Shows the button of the menu, and the menu over `looks` while it is open; what is chosen is put into `looks`.
pub fn looks_ui(ui: &mut Ui, looks: &mut Looks, words: &Words) {
    let stays = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    MenuButton::new(words.looks_menu()).config(stays).ui(ui, |ui| {
        ui.label(words.looks_theme());
        ui.horizontal_wrapped(|ui| {
            for theme in ThemeChoice::ALL {
                ui.radio_value(&mut looks.theme, theme, words.theme(theme));
            }
        });
        ui.separator();
        let mut size = looks.text_size();
        if ui.add(Slider::new(&mut size, Looks::TEXT_SIZES).text(words.looks_text_size())).changed() {
            looks.set_text_size(size);
        }
        let mut column = looks.column();
        if ui.add(Slider::new(&mut column, Looks::COLUMNS).text(words.looks_column())).changed() {
            looks.set_column(column);
        }
        ui.separator();
        ui.label(words.looks_lines());
        ui.horizontal(|ui| {
            for lines in LineHeight::ALL {
                ui.radio_value(&mut looks.lines, lines, words.line_height(lines));
            }
        });
    });
}
