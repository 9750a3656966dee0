//! Signs on buttons, painted: no font has all of them in one style.

use egui::{Color32, Painter, Rect, Response, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::theme::Theme;

/// A sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// A triangle.
    Play,
    /// Two bars.
    Pause,
    /// To the sentence before.
    Previous,
    /// To the sentence after.
    Next,
    /// To the paragraph before.
    PreviousParagraph,
    /// To the paragraph after.
    NextParagraph,
    /// A loudspeaker.
    Loud,
    /// A loudspeaker, struck out.
    Muted,
    /// A minus.
    Less,
    /// A plus.
    More,
}

/// A round button with a sign; `label` is what screen readers and tests know it by.
pub fn button_ui(ui: &mut Ui, icon: Icon, label: &str, diameter: f32, theme: &Theme) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(diameter, diameter), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), label));
    let is_main = matches!(icon, Icon::Play | Icon::Pause);
    let hovered = response.hovered() || response.has_focus();
    let painter = ui.painter();
    if is_main {
        let fill = if hovered { theme.accent.gamma_multiply(0.88) } else { theme.accent };
        painter.circle_filled(rect.center(), diameter / 2.0, fill);
    } else if hovered {
        painter.circle_filled(rect.center(), diameter / 2.0, theme.line);
    }
    if response.has_focus() {
        painter.circle_stroke(rect.center(), diameter / 2.0 + 2.0, Stroke::new(2.0, theme.accent));
    }
    let color = match (is_main, ui.is_enabled()) {
        (true, _) => theme.on_accent,
        (false, true) => theme.ink,
        (false, false) => theme.faint_ink,
    };
    paint(painter, icon, rect.shrink(diameter * 0.3), color);
    response
}

fn paint(painter: &Painter, icon: Icon, rect: Rect, color: Color32) {
    let (left, right, top, bottom) = (rect.left(), rect.right(), rect.top(), rect.bottom());
    let (middle, centre) = (rect.center().y, rect.center().x);
    let stroke = Stroke::new((rect.width() * 0.14).max(1.6), color);
    let triangle = |from: f32, to: f32| {
        let points = vec![pos2(from, top), pos2(to, middle), pos2(from, bottom)];
        painter.add(Shape::convex_polygon(points, color, Stroke::NONE));
    };
    let bar = |x: f32, width: f32| {
        painter.rect_filled(Rect::from_min_max(pos2(x, top), pos2(x + width, bottom)), 1.0, color);
    };
    // An angle that points to where it goes.
    let chevron = |x: f32, direction: f32| {
        let reach = rect.width() * 0.24 * direction;
        let points = vec![pos2(x - reach, top), pos2(x + reach, middle), pos2(x - reach, bottom)];
        painter.add(Shape::line(points, stroke));
    };
    let double = |direction: f32| {
        for at in [-0.3, 0.3] {
            chevron(centre + at * rect.width(), direction);
        }
    };
    match icon {
        // The eye sees a triangle's middle left of its box's.
        Icon::Play => triangle(left + rect.width() * 0.14, right + rect.width() * 0.06),
        Icon::Pause => {
            bar(left + rect.width() * 0.1, rect.width() * 0.28);
            bar(right - rect.width() * 0.38, rect.width() * 0.28);
        }
        Icon::Previous => chevron(centre, -1.0),
        Icon::Next => chevron(centre, 1.0),
        Icon::PreviousParagraph => double(-1.0),
        Icon::NextParagraph => double(1.0),
        Icon::Less => {
            painter.hline(left..=right, middle, stroke);
        }
        Icon::More => {
            painter.hline(left..=right, middle, stroke);
            painter.vline(centre, top..=bottom, stroke);
        }
        Icon::Loud | Icon::Muted => paint_loudspeaker(painter, icon, rect, color),
    }
}

fn paint_loudspeaker(painter: &Painter, icon: Icon, rect: Rect, color: Color32) {
    let at = |x: f32, y: f32| rect.min + rect.size() * vec2(x, y);
    let stroke = Stroke::new((rect.width() * 0.12).max(1.5), color);
    painter.rect_filled(Rect::from_min_max(at(-0.1, 0.32), at(0.2, 0.68)), 0.0, color);
    let cone = vec![at(0.1, 0.4), at(0.45, 0.05), at(0.45, 0.95), at(0.1, 0.6)];
    painter.add(Shape::convex_polygon(cone, color, Stroke::NONE));
    if icon == Icon::Muted {
        painter.line_segment([at(0.65, 0.3), at(1.05, 0.7)], stroke);
        painter.line_segment([at(1.05, 0.3), at(0.65, 0.7)], stroke);
    } else {
        for reach in [0.28_f32, 0.55] {
            let arc = (-5..=5).map(|step| {
                let angle = step as f32 * 0.17;
                at(0.5 + reach * angle.cos(), 0.5 + reach * angle.sin())
            });
            painter.add(Shape::line(arc.collect(), stroke));
        }
    }
}
