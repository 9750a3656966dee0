//! The queue beside the page: what comes next, in order.

use egui::{
    Align, CursorIcon, DragAndDrop, Id, Key, Label, Layout, Modifiers, Rect, RichText, Role, ScrollArea,
    Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};
use tingxinwen::{
    session::{ItemId, QueueCommand, QueueItem, QueueSnapshot, QueueState},
    speech::Frames,
};

use super::{
    row::{paint_line, paint_title},
    seal::paint_seal,
    seek_bar::time,
};
use crate::{
    look::{Glyph, glyph_button_ui},
    theme::{Theme, bold, regular},
    words::Words,
};

/// The height of an item, in points.
const ROW: f32 = 84.0;

/// Draws the queue; what the listener does is pushed onto `commands`. Returns whether it is to be closed.
pub fn queue_ui(
    ui: &mut Ui,
    queue: &QueueSnapshot,
    words: &Words,
    theme: &Theme,
    commands: &mut Vec<QueueCommand>,
) -> bool {
    let mut closes = false;
    let head = vec2(ui.available_width(), 52.0);
    ui.allocate_ui_with_layout(head, Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        closes = glyph_button_ui(ui, Glyph::Close, &words.close(), 36.0, theme).clicked();
        if !queue.items.is_empty()
            && glyph_button_ui(ui, Glyph::Trash, &words.queue_clear(), 36.0, theme).clicked()
        {
            commands.push(QueueCommand::Clear);
        }
        if queue.undo.is_some() && glyph_button_ui(ui, Glyph::Undo, &words.undo(), 36.0, theme).clicked() {
            commands.push(QueueCommand::Undo);
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add_space(12.0);
            ui.label(RichText::new(words.queue()).font(bold(17.0)));
            ui.add_space(6.0);
            if !queue.items.is_empty() {
                let length = time(Frames::from_secs_f64(queue.secs()));
                let told = words.queue_state(queue.items.len() as u64, length);
                ui.add(Label::new(RichText::new(told).size(13.0).color(theme.ink2)).truncate());
            }
        });
    });
    if queue.items.is_empty() {
        ui.add_space(24.0);
        ui.vertical_centered(|ui| {
            ui.label(Glyph::Queue.text(32.0).color(theme.ink2));
            ui.label(RichText::new(words.queue_empty()).font(bold(15.0)));
            ui.add(Label::new(RichText::new(words.queue_empty_hint()).size(13.0).color(theme.ink2)).wrap());
        });
        return closes;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().auto_shrink(false).show_rows(ui, ROW, queue.items.len(), |ui, rows| {
        for at in rows {
            item_ui(ui, at, queue, words, theme, commands);
        }
    });
    closes
}

fn item_ui(
    ui: &mut Ui,
    at: usize,
    queue: &QueueSnapshot,
    words: &Words,
    theme: &Theme,
    commands: &mut Vec<QueueCommand>,
) {
    let item = &queue.items[at];
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let response = ui.interact(rect, Id::unique(("queued", item.id)), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, item.name()));
    response.dnd_set_drag_payload(item.id);
    let is_pointed = response.hovered() || response.has_focus() || ui.rect_contains_pointer(rect);
    if is_pointed {
        ui.painter().rect_filled(rect.shrink2(vec2(0.0, 2.0)), 8.0, theme.pointed);
    }
    if response.has_focus() {
        ui.painter().rect_stroke(
            rect.shrink(2.0),
            8.0,
            Stroke::new(2.0, theme.accent),
            egui::StrokeKind::Inside,
        );
        move_by_keys(ui, item.id, at, queue.items.len(), commands);
    }
    Glyph::Handle.paint(ui.painter(), pos2(rect.left() + 12.0, rect.center().y), 18.0, theme.faint_ink);
    let seal = Rect::from_min_size(pos2(rect.left() + 26.0, rect.top() + 14.0), vec2(36.0, 36.0));
    paint_seal(ui, seal, item.site.as_deref().unwrap_or(&item.name()), theme);
    let mut text =
        Rect::from_min_max(pos2(seal.right() + 12.0, rect.top() + 10.0), rect.max - vec2(8.0, 6.0));
    if is_pointed {
        text.max.x -= 76.0;
    }
    let title = paint_title(ui, text.min, &item.name(), regular(15.0), theme.ink, text.width());
    let (facts, color) = facts_of(item, words, theme);
    paint_line(ui, text.min + vec2(0.0, title + 3.0), &facts, regular(13.0), color, text.width());
    if is_pointed {
        let place =
            Rect::from_min_max(pos2(text.max.x + 2.0, rect.center().y - 18.0), rect.max - vec2(4.0, 0.0));
        let mut actions =
            ui.new_child(UiBuilder::new().max_rect(place).layout(Layout::left_to_right(Align::Min)));
        actions.spacing_mut().item_spacing.x = 0.0;
        let has_failed = matches!(item.state, QueueState::Failed(_));
        let (glyph, label) =
            if has_failed { (Glyph::Again, words.queue_retry()) } else { (Glyph::Play, words.queue_play()) };
        if glyph_button_ui(&mut actions, glyph, &label, 36.0, theme).clicked() {
            commands.push(if has_failed {
                QueueCommand::Retry(item.id)
            } else {
                QueueCommand::Play(item.id)
            });
        }
        if glyph_button_ui(&mut actions, Glyph::Close, &words.queue_remove(), 36.0, theme).clicked() {
            commands.push(QueueCommand::Remove(item.id));
        }
    }
    if response.double_clicked() {
        commands.push(QueueCommand::Play(item.id));
    }
    take_dropped(ui, rect, at, queue, theme, commands);
    response.on_hover_cursor(CursorIcon::Grab);
}

/// Where it is from, how long it takes, and what is known of it.
fn facts_of(item: &QueueItem, words: &Words, theme: &Theme) -> (String, egui::Color32) {
    let mut parts: Vec<String> = item.site.iter().cloned().collect();
    parts.extend(item.secs.map(|secs| time(Frames::from_secs_f64(secs))));
    let color = match &item.state {
        QueueState::Failed(reason) => {
            parts = vec![reason.clone()];
            theme.danger
        }
        QueueState::Loading => {
            parts.push(words.queue_loading());
            theme.ink2
        }
        QueueState::Waiting => {
            parts.push(words.queue_waiting());
            theme.ink2
        }
        QueueState::Ready => theme.ink2,
    };
    (parts.join("　"), color)
}

/// Moves the item that has the keyboard.
fn move_by_keys(ui: &Ui, id: ItemId, at: usize, count: usize, commands: &mut Vec<QueueCommand>) {
    let (up, down, remove) = ui.input_mut(|input| {
        (
            input.consume_key(Modifiers::ALT, Key::ArrowUp),
            input.consume_key(Modifiers::ALT, Key::ArrowDown),
            input.consume_key(Modifiers::NONE, Key::Delete),
        )
    });
    if up && at > 0 {
        commands.push(QueueCommand::Move(id, at - 1));
    }
    if down && at + 1 < count {
        commands.push(QueueCommand::Move(id, at + 1));
    }
    if remove {
        commands.push(QueueCommand::Remove(id));
    }
}

/// Draws where a dragged item would go, and puts it there when it is let go.
fn take_dropped(
    ui: &Ui,
    rect: Rect,
    at: usize,
    queue: &QueueSnapshot,
    theme: &Theme,
    commands: &mut Vec<QueueCommand>,
) {
    let Some(dragged) = DragAndDrop::payload::<ItemId>(ui.ctx()) else { return };
    let Some(pointer) = ui.input(|input| input.pointer.interact_pos()).filter(|pos| rect.contains(*pos))
    else {
        return;
    };
    let is_below = pointer.y > rect.center().y;
    let line = if is_below { rect.bottom() } else { rect.top() };
    ui.painter().hline(rect.x_range(), line, Stroke::new(3.0, theme.accent));
    ui.painter().circle_filled(pos2(rect.left() + 4.0, line), 5.0, theme.accent);
    if ui.input(|input| input.pointer.any_released()) {
        let to = if is_below { at + 1 } else { at };
        // Without the item itself, those after it are one further up.
        let from = queue.items.iter().position(|item| item.id == *dragged);
        let to = if from.is_some_and(|from| from < to) { to - 1 } else { to };
        if from != Some(to) {
            commands.push(QueueCommand::Move(*dragged, to));
        }
    }
}
