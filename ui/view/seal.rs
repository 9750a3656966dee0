//! The seal of a source: its first character on one of six colours.

use egui::{Align2, Rect, Ui, vec2};

use crate::theme::{SEALS, Theme, bold};

/// Draws the seal of `source`, `side` points wide.
pub fn seal_ui(ui: &mut Ui, source: &str, side: f32, theme: &Theme) {
    let (rect, _) = ui.allocate_exact_size(vec2(side, side), egui::Sense::hover());
    paint_seal(ui, rect, source, theme);
}

/// Paints it in `rect`.
pub fn paint_seal(ui: &Ui, rect: Rect, source: &str, theme: &Theme) {
    let name = source.trim();
    let first = name.chars().find(|c| c.is_alphanumeric()).unwrap_or('聽');
    let hash = name.bytes().fold(0_usize, |hash, byte| hash.wrapping_mul(31).wrapping_add(usize::from(byte)));
    ui.painter().rect_filled(rect, rect.width() * 0.22, SEALS[hash % SEALS.len()]);
    let letter: String = first.to_uppercase().collect();
    let font = bold((rect.width() * 0.52).round());
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, letter, font, theme.on_seal());
}
