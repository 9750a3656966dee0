//! The section about the program: its version, where the listener's files are, and how to report a fault.

use std::path::PathBuf;

use egui::{CollapsingHeader, Label, RichText, ScrollArea, TextStyle, Ui};

use super::heading_ui;
use crate::{
    LICENCES, VERSION,
    theme::{Theme, bold, size},
    words::Words,
};

/// Draws it; `files` are the listener's own, each with its name.
pub fn about_ui(ui: &mut Ui, words: &Words, theme: &Theme, files: &[(String, PathBuf)]) {
    ui.label(RichText::new(words.about_version(VERSION)).font(bold(size::CONTROL)));
    ui.add(Label::new(RichText::new(words.about_licence()).color(theme.ink2)).wrap());
    CollapsingHeader::new(words.about_licences()).show(ui, licences_ui);
    heading_ui(ui, &words.about_files());
    for (name, path) in files {
        ui.label(RichText::new(name).size(size::SMALL).color(theme.ink2));
        ui.add(Label::new(path.display().to_string()).wrap().selectable(true));
    }
    heading_ui(ui, &words.about_report());
    ui.add(Label::new(words.about_report_how()).wrap().selectable(true));
}

/// Draws the texts of the licences, as many lines of them as are in sight.
fn licences_ui(ui: &mut Ui) {
    /// How high they are shown, in points.
    const HEIGHT: f32 = 280.0;
    let lines: Vec<&str> = LICENCES.lines().collect();
    let row = ui.text_style_height(&TextStyle::Small);
    ScrollArea::both().max_height(HEIGHT).auto_shrink(false).show_rows(ui, row, lines.len(), |ui, rows| {
        for line in &lines[rows] {
            ui.add(Label::new(RichText::new(*line).text_style(TextStyle::Small)).extend().selectable(true));
        }
    });
}
