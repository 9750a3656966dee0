//! QR codes (ISO/IEC 18004): an address for the camera of a phone.

use egui::{Color32, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use qrcode::{Color, EcLevel, QrCode};

/// The width of the light margin that cameras need, in modules.
const MARGIN: usize = 4;

/// A QR code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    /// Modules of a side, without the margin.
    width: usize,
    /// Whether each module is dark, line by line.
    dark: Vec<bool>,
}

impl Qr {
    /// The code of `text`; `None` where it is too long for one.
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
        let dark = code.to_colors().into_iter().map(|color| color == Color::Dark).collect();
        Some(Self { width: code.width(), dark })
    }

    /// Draws it `side` points wide, margin included, black on white in every theme; screen readers call it `name`.
    pub fn ui(&self, ui: &mut Ui, name: &str, side: f32) {
        let (place, response) = ui.allocate_exact_size(vec2(side, side), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
        ui.painter().rect_filled(place, 0.0, Color32::WHITE);
        for bar in self.bars(place, ui.pixels_per_point()) {
            ui.painter().rect_filled(bar, 0.0, Color32::BLACK);
        }
    }

    /// The dark bars of a code in `place`: modules that touch in a line are one, and all edges lie between pixels.
    fn bars(&self, place: Rect, pixels_per_point: f32) -> Vec<Rect> {
        let modules = (self.width + 2 * MARGIN) as f32;
        let side = (place.width() * pixels_per_point / modules).floor().max(1.0) / pixels_per_point;
        let on_pixel = |at: f32| (at * pixels_per_point).round() / pixels_per_point;
        let spare = (place.width() - side * modules).max(0.0) / 2.0 + MARGIN as f32 * side;
        let (left, top) = (on_pixel(place.left() + spare), on_pixel(place.top() + spare));
        let mut bars = Vec::new();
        for (row, line) in self.dark.chunks(self.width).enumerate() {
            let mut at = 0;
            for run in line.chunk_by(|one, next| one == next) {
                if run.first() == Some(&true) {
                    let corner = pos2(left + at as f32 * side, top + row as f32 * side);
                    bars.push(Rect::from_min_size(corner, vec2(run.len() as f32 * side, side)));
                }
                at += run.len();
            }
        }
        bars
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str = "http://192.168.100.200:8017/0123456789abcdef0123456789abcdef/feed.xml";

    /// What a camera reads of a picture whose pixels `is_dark` tells.
    fn read(side: usize, is_dark: impl Fn(usize, usize) -> bool) -> String {
        let pixels = (0..side * side).map(|at| if is_dark(at % side, at / side) { 0 } else { 255 });
        let pixels: Vec<u8> = pixels.collect();
        let code = quircs::Quirc::default().identify(side, side, &pixels).next().unwrap().unwrap();
        String::from_utf8(code.decode().unwrap().payload).unwrap()
    }

    #[test]
    fn a_camera_reads_the_address_at_every_scale() {
        let code = Qr::of(ADDRESS).unwrap();
        for (scale, side) in [(1.0, 148.0), (1.25, 148.0), (1.5, 148.0), (2.0, 148.0), (1.0, 211.0)] {
            let place = Rect::from_min_size(pos2(7.3, 11.9), vec2(side, side));
            let bars = code.bars(place, scale);
            assert!(bars.iter().all(|bar| place.contains_rect(*bar)));
            let pixels = (side * scale) as usize;
            let at = |pixel: usize, from: f32| from + (pixel as f32 + 0.5) / scale;
            let is_dark = |x, y| {
                let point = pos2(at(x, place.left()), at(y, place.top()));
                bars.iter().any(|bar| bar.contains(point))
            };
            assert_eq!(read(pixels, is_dark), ADDRESS, "{scale} {side}");
        }
        assert_eq!(Qr::of(&"a".repeat(4_000)), None);
    }
}
