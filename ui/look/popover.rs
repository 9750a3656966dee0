//! What opens from a button: a card beside it, and the rows and choices on it.

use egui::{
    Align, Align2, Context, CornerRadius, Frame, Layout, Margin, Popup, PopupCloseBehavior, RectAlign,
    Response, RichText, Role, Sense, Shadow, Stroke, Ui, WidgetInfo, Window, pos2, vec2,
};

use super::Glyph;
use super::button::galley;
use crate::theme::{Theme, bold, regular, size};

/// The height of a row, in points.
const ROW: f32 = 40.0;
/// What a choice among several is wider than its words, in points.
const SEGMENT: f32 = 24.0;

/// Whether a press within closes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stays {
    /// It closes with the first press.
    UntilPressed,
    /// It stays until something else is pressed.
    UntilLeft,
}

/// The frame of a card.
pub fn card_frame(theme: &Theme) -> Frame {
    Frame::new()
        .fill(theme.raised)
        .stroke(Stroke::new(1.0, theme.line))
        .corner_radius(CornerRadius::same(12))
        .inner_margin(Margin::same(16))
        .shadow(Shadow { offset: [0, 8], blur: 24, spread: 0, color: egui::Color32::from_black_alpha(41) })
}

/// Shows `content` below its `title` on a card in the middle of the window, a little above it.
pub fn dialog(ctx: &Context, title: &str, content: impl FnOnce(&mut Ui)) {
    let theme = Theme::of(ctx);
    let card = Window::new(title).title_bar(false).collapsible(false).resizable(false);
    card.anchor(Align2::CENTER_CENTER, [0.0, -40.0]).frame(card_frame(&theme)).show(ctx, |ui| {
        // The card bears this name already, for screen readers.
        let heading = galley(ui, title, bold(size::CONTROL), ui.available_width());
        let (place, _) = ui.allocate_exact_size(heading.size(), Sense::hover());
        ui.painter().galley_with_override_text_color(place.min, heading, theme.ink);
        content(ui);
    });
}

/// Shows `content` on a card of `width` points beside `anchor`, whose press opens and closes it.
pub fn popover<R>(
    anchor: &Response,
    stays: Stays,
    width: f32,
    theme: &Theme,
    content: impl FnOnce(&mut Ui) -> R,
) -> Option<R> {
    let close = match stays {
        Stays::UntilPressed => PopupCloseBehavior::CloseOnClick,
        Stays::UntilLeft => PopupCloseBehavior::CloseOnClickOutside,
    };
    let room = anchor.ctx.content_rect().width() - 52.0;
    Popup::from_toggle_button_response(anchor)
        .align(RectAlign::BOTTOM_END)
        .align_alternatives(&[RectAlign::TOP_END, RectAlign::BOTTOM_START, RectAlign::TOP_START])
        .gap(8.0)
        .close_behavior(close)
        .frame(card_frame(theme))
        .width(width.min(room))
        .show(|ui| {
            ui.set_width(width.min(room));
            content(ui)
        })
        .map(|shown| shown.inner)
}

/// The heading of a card.
pub fn heading_ui(ui: &mut Ui, text: String) {
    ui.label(RichText::new(text).font(bold(size::CONTROL)));
}

/// A row that can be chosen, with a tick where it is.
pub fn choice_row_ui(ui: &mut Ui, text: &str, note: &str, is_on: bool, theme: &Theme) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), is_on, text));
    let ground = rect.expand2(vec2(8.0, 0.0));
    if is_on {
        ui.painter().rect_filled(ground, 8.0, theme.selected);
    } else if response.hovered() {
        ui.painter().rect_filled(ground, 8.0, theme.pointed);
    }
    if response.has_focus() {
        ui.painter().rect_stroke(ground, 8.0, Stroke::new(2.0, theme.accent), egui::StrokeKind::Inside);
    }
    let (font, ink) =
        if is_on { (bold(size::CONTROL), theme.accent) } else { (regular(size::CONTROL), theme.ink) };
    let label = galley(ui, text, font, rect.width() - 32.0);
    let note_at = rect.left() + label.size().x + 10.0;
    let middle = rect.center().y;
    ui.painter().galley_with_override_text_color(
        pos2(rect.left(), middle - label.size().y / 2.0),
        label,
        ink,
    );
    if !note.is_empty() {
        let note = galley(ui, note, regular(13.0), rect.right() - 28.0 - note_at);
        let corner = pos2(note_at, middle - note.size().y / 2.0);
        ui.painter().galley_with_override_text_color(corner, note, theme.ink2);
    }
    if is_on {
        Glyph::Check.paint(ui.painter(), pos2(rect.right() - 10.0, middle), 18.0, theme.accent);
    }
    response
}

/// A row of a menu: a sign, what it does, and its key.
pub fn menu_row_ui(ui: &mut Ui, glyph: Option<Glyph>, text: &str, key: &str, theme: &Theme) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), text));
    let ground = rect.expand2(vec2(8.0, 0.0));
    if response.hovered() && ui.is_enabled() {
        ui.painter().rect_filled(ground, 8.0, theme.pointed);
    }
    if response.has_focus() {
        ui.painter().rect_stroke(ground, 8.0, Stroke::new(2.0, theme.accent), egui::StrokeKind::Inside);
    }
    let ink = if ui.is_enabled() { theme.ink } else { theme.faint_ink };
    let middle = rect.center().y;
    let mut left = rect.left();
    if let Some(glyph) = glyph {
        glyph.paint(ui.painter(), pos2(left + 9.0, middle), 18.0, theme.ink2);
    }
    left += 28.0;
    let key = galley(ui, key, regular(12.0), 120.0);
    let label = galley(ui, text, regular(size::CONTROL), rect.right() - key.size().x - 8.0 - left);
    ui.painter().galley_with_override_text_color(pos2(left, middle - label.size().y / 2.0), label, ink);
    let corner = pos2(rect.right() - key.size().x, middle - key.size().y / 2.0);
    ui.painter().galley_with_override_text_color(corner, key, theme.faint_ink);
    response
}

/// One of several choices side by side; whether another was chosen.
pub fn segments_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    now: &mut T,
    choices: impl IntoIterator<Item = (T, String)>,
    theme: &Theme,
) -> bool {
    let mut changed = false;
    let choices: Vec<_> = choices
        .into_iter()
        .map(|(choice, label)| {
            let is_on = *now == choice;
            let font = if is_on { bold(size::CONTROL) } else { regular(size::CONTROL) };
            let text = galley(ui, &label, font, 200.0);
            (choice, label, text)
        })
        .collect();
    let width: f32 = choices.iter().map(|(_, _, text)| text.size().x + SEGMENT + 2.0).sum();
    Frame::new().fill(theme.control).corner_radius(8).inner_margin(Margin::same(3)).show(ui, |ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let layout = Layout::left_to_right(Align::Center);
        ui.allocate_ui_with_layout(vec2(width - 2.0, 32.0), layout, |ui| {
            for (choice, label, text) in choices {
                let is_on = *now == choice;
                let (rect, response) =
                    ui.allocate_exact_size(vec2(text.size().x + SEGMENT, 32.0), Sense::click());
                response.widget_info(|| {
                    WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), is_on, label.as_str())
                });
                if is_on {
                    ui.painter().rect_filled(rect, 6.0, theme.raised);
                }
                if response.has_focus() {
                    let stroke = Stroke::new(2.0, theme.accent);
                    ui.painter().rect_stroke(rect, 6.0, stroke, egui::StrokeKind::Inside);
                }
                let ink = if is_on || response.hovered() { theme.ink } else { theme.ink2 };
                let corner = rect.center() - text.size() / 2.0;
                ui.painter().galley_with_override_text_color(corner, text, ink);
                if response.clicked() && !is_on {
                    *now = choice;
                    changed = true;
                }
            }
        });
    });
    changed
}

/// A switch with its words at the left; whether it was switched.
pub fn switch_row_ui(ui: &mut Ui, label: &str, is_on: &mut bool, theme: &Theme) -> bool {
    let (row, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), *is_on, label));
    let text = galley(ui, label, regular(size::CONTROL), row.width() - 52.0);
    let corner = pos2(row.left(), row.center().y - text.size().y / 2.0);
    ui.painter().galley_with_override_text_color(corner, text, theme.ink2);
    let track = egui::Rect::from_min_size(pos2(row.right() - 40.0, row.center().y - 12.0), vec2(40.0, 24.0));
    let painter = ui.painter();
    if *is_on {
        painter.rect_filled(track, 12.0, theme.accent);
        painter.circle_filled(pos2(track.right() - 12.0, track.center().y), 8.0, theme.on_accent);
    } else {
        painter.rect_stroke(track, 12.0, Stroke::new(2.0, theme.edge), egui::StrokeKind::Inside);
        painter.circle_filled(pos2(track.left() + 12.0, track.center().y), 6.0, theme.edge);
    }
    if response.has_focus() {
        painter.rect_stroke(
            track.expand(3.0),
            15.0,
            Stroke::new(2.0, theme.accent),
            egui::StrokeKind::Inside,
        );
    }
    let switched = response.clicked();
    *is_on ^= switched;
    switched
}

/// A slider over all of 0 to 1, `width` points wide.
pub fn slider_ui(ui: &mut Ui, value: &mut f32, label: &str, width: f32, theme: &Theme) -> Response {
    let (rect, mut response) = ui.allocate_exact_size(vec2(width, 36.0), Sense::click_and_drag());
    let before = *value;
    let track = egui::Rect::from_center_size(rect.center(), vec2(width - 12.0, 4.0));
    if let Some(pos) = response.interact_pointer_pos().filter(|_| response.dragged() || response.clicked()) {
        *value = egui::remap_clamp(pos.x, track.x_range(), 0.0..=1.0);
    }
    *value = (*value + arrow_steps(ui, &response) * 0.05).clamp(0.0, 1.0);
    if (*value - before).abs() > f32::EPSILON {
        response.mark_changed();
    }
    response.widget_info(|| WidgetInfo {
        value: Some(f64::from(*value)),
        ..WidgetInfo::labeled(Role::Slider, ui.is_enabled(), label)
    });
    let painter = ui.painter();
    let at = egui::lerp(track.x_range(), *value);
    let ink = if response.hovered() || response.has_focus() { theme.accent } else { theme.ink2 };
    painter.rect_filled(track, 2.0, theme.track);
    painter.rect_filled(track.with_max_x(at), 2.0, ink);
    painter.circle_filled(pos2(at, track.center().y), 6.0, ink);
    response
}

/// How often the arrow keys went right, less how often they went left, while `response` has the keyboard.
pub fn arrow_steps(ui: &Ui, response: &Response) -> f32 {
    if !response.has_focus() {
        return 0.0;
    }
    let filter = egui::EventFilter { horizontal_arrows: true, ..Default::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    ui.input(|input| {
        input.num_presses(egui::Key::ArrowRight) as f32 - input.num_presses(egui::Key::ArrowLeft) as f32
    })
}
