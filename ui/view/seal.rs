//! The seal of a source: its first character on one of six colours.

use egui::{Align2, Color32, Rect, TextureHandle, Ui, pos2, vec2};

use crate::theme::{SEALS, Theme, bold};

/// Draws the seal of `source`, `side` points wide.
pub fn seal_ui(ui: &mut Ui, source: &str, side: f32, theme: &Theme) {
    let (rect, _) = ui.allocate_exact_size(vec2(side, side), egui::Sense::hover());
    paint_seal(ui, rect, source, theme);
}

/// Paints the cover `texture` in the middle of `rect`, as large as there is room.
pub fn paint_cover(ui: &Ui, rect: Rect, texture: &TextureHandle) {
    let whole = texture.size_vec2();
    let scale = (rect.width() / whole.x).min(rect.height() / whole.y);
    let place = Rect::from_center_size(rect.center(), whole * scale);
    let part = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
    let image = egui::epaint::RectShape::filled(place, 4.0, Color32::WHITE);
    ui.painter().add(image.with_texture(texture.id(), part));
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
