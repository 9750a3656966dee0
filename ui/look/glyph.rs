//! Signs of the icon fonts: Phosphor, regular and filled.

use egui::{
    Align2, Color32, FontId, Painter, Pos2, Response, RichText, Role, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, vec2,
};

use crate::theme::{self, Theme};

/// A sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    /// Books on a shelf: the library.
    Books,
    /// A list that is played: the queue.
    Queue,
    /// A magnifying glass.
    Search,
    /// A cross.
    Close,
    /// A filled triangle.
    Play,
    /// A tick.
    Check,
    /// Six dots: what can be dragged.
    Handle,
    /// A circular arrow.
    Again,
}

impl Glyph {
    fn char(self) -> char {
        match self {
            Self::Books => '\u{E758}',
            Self::Queue => '\u{E6AC}',
            Self::Search => '\u{E30C}',
            Self::Close => '\u{E4F6}',
            Self::Play => '\u{E3D0}',
            Self::Check => '\u{E182}',
            Self::Handle => '\u{EAE2}',
            Self::Again => '\u{E036}',
        }
    }

    fn font(self, size: f32) -> FontId {
        match self {
            Self::Play => theme::filled_icons(size),
            Self::Books
            | Self::Queue
            | Self::Search
            | Self::Close
            | Self::Check
            | Self::Handle
            | Self::Again => theme::icons(size),
        }
    }

    /// Paints it, `size` points high.
    pub fn paint(self, painter: &Painter, centre: Pos2, size: f32, color: Color32) {
        painter.text(centre, Align2::CENTER_CENTER, self.char(), self.font(size), color);
    }

    /// As text of `size` points.
    pub fn text(self, size: f32) -> RichText {
        RichText::new(self.char()).font(self.font(size))
    }
}

/// A square button of `side` points with a sign; `label` is what screen readers and tests know it by, and its tooltip.
pub fn glyph_button_ui(ui: &mut Ui, glyph: Glyph, label: &str, side: f32, theme: &Theme) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(side, side), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), label));
    let painter = ui.painter();
    if response.hovered() {
        painter.rect_filled(rect, 8.0, theme.pointed);
    }
    if response.has_focus() {
        painter.rect_stroke(rect, 8.0, Stroke::new(2.0, theme.accent), StrokeKind::Inside);
    }
    let color = if ui.is_enabled() { theme.ink2 } else { theme.faint_ink };
    let size = (side * 0.5).round();
    glyph.paint(painter, rect.center(), size, color);
    response.on_hover_text(label)
}
