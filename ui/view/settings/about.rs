//! The section about the program: its version, where the listener's files are, and how to report a fault.

use std::path::PathBuf;

use egui::{Label, RichText, Ui};

use super::heading_ui;
use crate::{
    theme::{Theme, bold, size},
    words::Words,
};

/// Draws it; `files` are the listener's own, each with its name.
pub fn about_ui(ui: &mut Ui, words: &Words, theme: &Theme, files: &[(String, PathBuf)]) {
    ui.label(RichText::new(words.about_version(env!("CARGO_PKG_VERSION"))).font(bold(size::CONTROL)));
    ui.add(Label::new(RichText::new(words.about_licence()).color(theme.ink2)).wrap());
    heading_ui(ui, &words.about_files());
    for (name, path) in files {
        ui.label(RichText::new(name).size(size::SMALL).color(theme.ink2));
        ui.add(Label::new(path.display().to_string()).wrap().selectable(true));
    }
    heading_ui(ui, &words.about_report());
    ui.add(Label::new(words.about_report_how()).wrap().selectable(true));
}
