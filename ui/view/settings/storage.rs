//! The section of what is on disk, and the language of the program's own words.

use egui::{ComboBox, DragValue, RichText, Ui};

use super::{Draft, SettingsChoice, heading_ui, name_ui};
use crate::{locale::Locale, theme::Theme, words::Words};

/// Gigabytes that sound may take at the most.
const MOST_KEPT_GB: f64 = 100.0;

/// Draws the section of storage.
pub fn storage_ui(
    ui: &mut Ui,
    words: &Words,
    theme: &Theme,
    draft: &mut Draft,
    choices: &mut Vec<SettingsChoice>,
) {
    heading_ui(ui, &words.kept());
    ui.horizontal_wrapped(|ui| {
        ui.label(draft.kept_bytes.map_or_else(|| "…".to_owned(), |bytes| words.kept_bytes(bytes)));
        if ui.button(words.kept_clear()).clicked() {
            choices.push(SettingsChoice::ClearKept);
        }
    });
    ui.horizontal_wrapped(|ui| {
        let label = ui.label(RichText::new(words.kept_limit()).color(theme.ink2));
        let value = DragValue::new(&mut draft.kept_gb).range(0.0..=MOST_KEPT_GB).speed(0.1).max_decimals(1);
        ui.add(value).labelled_by(label.id);
    });
}

/// The language of the program's own words; each is called what it calls itself.
pub fn language_ui(ui: &mut Ui, words: &Words, locale: &mut Locale) {
    heading_ui(ui, &words.words_language());
    let shown = ComboBox::from_id_salt("locale").selected_text(words.locale(*locale));
    let shown = shown.show_ui(ui, |ui| {
        for choice in Locale::ALL {
            ui.selectable_value(locale, choice, words.locale(choice));
        }
    });
    name_ui(ui, &shown.response, &words.words_language());
}
