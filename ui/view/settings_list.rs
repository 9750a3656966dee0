//! The sections of the settings: a list in the sidebar's place, or chips above the page.

use egui::{RichText, Ui};

use super::{
    settings::Section,
    sidebar::{row_ui, search_ui},
};
use crate::{
    look::{Button, Glyph, Ground},
    theme::{Theme, bold, size},
    words::Words,
};

/// The height of a row, in points.
const ROW: f32 = 40.0;

/// What the listener asked for in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingsAsked {
    /// Nothing.
    Nothing,
    /// A section.
    Section(Section),
    /// What was there before the settings.
    Back,
}

/// Draws the list; what is searched leaves those sections in which it stands.
pub fn list_ui(ui: &mut Ui, now: Section, query: &mut String, words: &Words, theme: &Theme) -> SettingsAsked {
    let mut asked = SettingsAsked::Nothing;
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.add_space(8.0);
    let label = words.back();
    if Button::new(&label).glyph(Glyph::Back).text(&label).ui(ui, theme).clicked() {
        asked = SettingsAsked::Back;
    }
    ui.add_space(8.0);
    ui.label(RichText::new(words.settings()).font(bold(size::HEADING)));
    ui.add_space(8.0);
    let changed = search_ui(ui, query, &words.settings_search(), false, theme);
    ui.add_space(12.0);
    let found: Vec<Section> =
        Section::ALL.into_iter().filter(|section| section.is_found_by(query, words)).collect();
    for section in &found {
        let glyph = section.glyph();
        let is_on = *section == now;
        let row = row_ui(ui, ROW, is_on, &section.label(words), None, theme, |ui, rect, ink| {
            glyph.paint(ui.painter(), rect.center(), 20.0, ink);
        });
        if row.clicked() {
            asked = SettingsAsked::Section(*section);
        }
    }
    if found.is_empty() {
        ui.label(RichText::new(words.library_nothing(query.as_str())).color(theme.ink2));
    }
    match found.first() {
        // What is searched is shown.
        Some(first) if changed && !query.is_empty() && !found.contains(&now) => {
            SettingsAsked::Section(*first)
        }
        Some(_) | None => asked,
    }
}

/// Draws the sections side by side; the one that was chosen.
pub fn chips_ui(ui: &mut Ui, now: Section, words: &Words, theme: &Theme) -> Option<Section> {
    let mut chosen = None;
    ui.spacing_mut().item_spacing = egui::vec2(6.0, 6.0);
    for section in Section::ALL {
        let label = section.label(words);
        let chip = Button::new(&label).text(&label).ground(Ground::Bordered).on(section == now);
        if chip.ui(ui, theme).clicked() {
            chosen = Some(section);
        }
    }
    chosen
}
