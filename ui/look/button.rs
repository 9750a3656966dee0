//! Buttons of our own: a sign, words, or both, on a ground that shows when it is pointed at or on.

use egui::{
    Color32, FontId, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, text::LayoutJob,
    text::TextWrapping, vec2,
};

use super::Glyph;
use crate::theme::{Theme, bold, regular, size};

/// Space within a button at both sides, in points.
const SIDE: f32 = 10.0;
/// Space between sign and words, in points.
const GAP: f32 = 6.0;

/// What a button looks like when nothing is done to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Nothing.
    Bare,
    /// A border.
    Bordered,
    /// The accent.
    Filled,
}

/// A button; its name is what screen readers and tests know it by.
#[derive(Clone, Debug)]
pub struct Button<'a> {
    name: &'a str,
    text: Option<&'a str>,
    glyph: Option<Glyph>,
    is_glyph_last: bool,
    height: f32,
    width: Option<f32>,
    ground: Ground,
    is_on: bool,
}

impl<'a> Button<'a> {
    /// A button called `name`, 36 points high, with nothing on it yet.
    pub fn new(name: &'a str) -> Self {
        Self {
            name,
            text: None,
            glyph: None,
            is_glyph_last: false,
            height: 36.0,
            width: None,
            ground: Ground::Bare,
            is_on: false,
        }
    }

    /// The same with `text` on it.
    pub fn text(self, text: &'a str) -> Self {
        Self { text: (!text.is_empty()).then_some(text), ..self }
    }

    /// The same with a sign before the words.
    pub fn glyph(self, glyph: Glyph) -> Self {
        Self { glyph: Some(glyph), ..self }
    }

    /// The same with a sign behind the words.
    pub fn glyph_last(self, glyph: Glyph) -> Self {
        Self { glyph: Some(glyph), is_glyph_last: true, ..self }
    }

    /// The same so high, in points.
    pub fn height(self, height: f32) -> Self {
        Self { height, ..self }
    }

    /// The same so wide, in points, whatever is on it.
    pub fn width(self, width: f32) -> Self {
        Self { width: Some(width), ..self }
    }

    /// The same on `ground`.
    pub fn ground(self, ground: Ground) -> Self {
        Self { ground, ..self }
    }

    /// The same, lit up or not.
    pub fn on(self, is_on: bool) -> Self {
        Self { is_on, ..self }
    }

    /// Draws it.
    pub fn ui(self, ui: &mut Ui, theme: &Theme) -> Response {
        let sign = if self.text.is_some() { 18.0 } else { 20.0 };
        let text = self.text.map(|text| {
            let font = if self.is_on { bold(size::CONTROL) } else { regular(size::CONTROL) };
            let room = self
                .width
                .map_or(f32::INFINITY, |width| width - if self.glyph.is_some() { 34.0 } else { 8.0 });
            galley(ui, text, font, room)
        });
        let text_width = text.as_ref().map_or(0.0, |text| text.size().x);
        let gap = if self.glyph.is_some() && text.is_some() { GAP } else { 0.0 };
        let content = text_width + gap + if self.glyph.is_some() { sign } else { 0.0 };
        let usual = if self.text.is_some() { content + 2.0 * SIDE } else { self.height };
        let (rect, response) =
            ui.allocate_exact_size(vec2(self.width.unwrap_or(usual), self.height), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), self.name));
        let color = self.paint_ground(ui, rect, &response, theme);
        let mut x = rect.center().x - content / 2.0;
        let middle = rect.center().y;
        let put_glyph = |x: &mut f32| {
            if let Some(glyph) = self.glyph {
                glyph.paint(ui.painter(), pos2(*x + sign / 2.0, middle), sign, color);
                *x += sign + gap;
            }
        };
        if !self.is_glyph_last {
            put_glyph(&mut x);
        }
        if let Some(text) = text {
            let top = middle - text.size().y / 2.0;
            ui.painter().galley_with_override_text_color(pos2(x, top), text, color);
            x += text_width + gap;
        }
        if self.is_glyph_last {
            put_glyph(&mut x);
        }
        response
    }

    /// Paints what is behind it; returns the colour of what is on it.
    fn paint_ground(&self, ui: &Ui, rect: Rect, response: &Response, theme: &Theme) -> Color32 {
        let painter = ui.painter();
        let is_enabled = ui.is_enabled();
        let is_pressed = response.is_pointer_button_down_on();
        let fill = match (self.ground, is_pressed, response.hovered()) {
            (Ground::Filled, false, false) => Some(theme.accent),
            (Ground::Filled, _, _) => Some(theme.accent.gamma_multiply(0.88)),
            (_, true, _) => Some(theme.pressed),
            (_, false, _) if self.is_on => Some(theme.selected),
            (_, false, true) => Some(theme.pointed),
            (Ground::Bordered, false, false) => Some(theme.raised),
            (Ground::Bare, false, false) => None,
        };
        if let Some(fill) = fill.filter(|_| is_enabled) {
            painter.rect_filled(rect, 8.0, fill);
        }
        if self.ground == Ground::Bordered {
            painter.rect_stroke(rect, 8.0, Stroke::new(1.0, theme.line), StrokeKind::Inside);
        }
        if response.has_focus() {
            painter.rect_stroke(rect, 8.0, Stroke::new(2.0, theme.accent), StrokeKind::Inside);
        }
        match (is_enabled, self.ground, self.is_on) {
            (false, _, _) => theme.faint_ink,
            (true, Ground::Filled, _) => theme.on_accent,
            (true, _, true) => theme.accent,
            (true, _, false) => theme.ink2,
        }
    }
}

/// `text` on one line, cut with an ellipsis after `width` points.
pub fn galley(ui: &Ui, text: &str, font: FontId, width: f32) -> std::sync::Arc<egui::Galley> {
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font, Color32::PLACEHOLDER);
    job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
    ui.ctx().fonts_mut(|fonts| fonts.layout_job(job))
}
