//! The bar over the whole article: what was heard, what is ready, and a way to go elsewhere.

use egui::{CornerRadius, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use tingxinwen::{
    player::{Command, Snapshot},
    speech::Frames,
};

use crate::{theme::Theme, words::Words};

/// The bar's height, in points.
const HEIGHT: f32 = 24.0;
/// What was made, and what was heard.
const BAND: f32 = 6.0;
/// What is not made yet.
const THIN: f32 = 2.0;

/// `0:07`, `1:02:03`.
pub fn time(frames: Frames) -> String {
    let secs = frames.as_secs_f64() as u64;
    let (hours, minutes, secs) = (secs / 3600, secs / 60 % 60, secs % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{secs:02}") } else { format!("{minutes}:{secs:02}") }
}

/// The total: marked as an estimate while some of it is one.
pub fn total(snapshot: &Snapshot, words: &Words) -> String {
    let total = time(snapshot.clock.total());
    if snapshot.clock.is_estimated() { words.about_time(total) } else { total }
}

/// The time from `now` to the end at the chosen speed, with a minus before it. It changes when [`time`] of `now` does,
/// and both together are the total.
pub fn left(snapshot: &Snapshot, now: Frames) -> String {
    let secs = |frames: Frames| frames.as_secs_f64().floor();
    let left = secs(snapshot.clock.total()) - secs(now);
    format!("−{}", time(Frames::from_secs_f64(left / f64::from(snapshot.speed.factor()))))
}

/// Draws the bar with `now` marked on it.
pub fn seek_bar_ui(
    ui: &mut Ui,
    snapshot: &Snapshot,
    now: Frames,
    words: &Words,
    theme: &Theme,
    commands: &mut Vec<Command>,
) {
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::click_and_drag());
    let total = snapshot.clock.total();
    response.widget_info(|| {
        let text = words.position(time(now), self::total(snapshot, words));
        WidgetInfo {
            value: Some(now.as_secs_f64()),
            ..WidgetInfo::labeled(Role::Slider, ui.is_enabled(), text)
        }
    });
    let share = |frames: Frames| frames.0 as f32 / total.0.max(1) as f32;
    let track = Rect::from_center_size(rect.center(), vec2(rect.width(), BAND));
    let part = |from: f32, to: f32| {
        let x = |share: f32| egui::lerp(track.x_range(), share.clamp(0.0, 1.0));
        Rect::from_min_max(pos2(x(from), track.top()), pos2(x(to), track.bottom()))
    };
    let painter = ui.painter();
    let round = CornerRadius::same(3);
    let thin = Rect::from_center_size(rect.center(), vec2(rect.width(), THIN));
    painter.rect_filled(thin, CornerRadius::same(1), theme.edge.gamma_multiply(0.6));
    for (start, end) in joined(snapshot.clock.measured()) {
        painter.rect_filled(part(share(start), share(end)), round, theme.ready);
    }
    let pointed = response.interact_pointer_pos().map(|pos| (pos.x - track.left()) / track.width().max(1.0));
    let shown = pointed.filter(|_| response.dragged()).unwrap_or(share(now)).clamp(0.0, 1.0);
    painter.rect_filled(part(0.0, shown), round, theme.accent);
    let knob = if response.hovered() || response.dragged() || response.has_focus() { 8.0 } else { 6.0 };
    painter.circle_filled(pos2(part(0.0, shown).right(), track.center().y), knob, theme.accent);
    let frames_at = |share: f32| Frames((f64::from(share.clamp(0.0, 1.0)) * total.0 as f64) as u64);
    if let (true, Some(at)) = (response.clicked() || response.drag_stopped(), pointed) {
        commands.push(Command::SeekToTime(frames_at(at)));
    }
    if let Some(pos) = response.hover_pos() {
        let at = frames_at((pos.x - track.left()) / track.width().max(1.0));
        response.on_hover_text_at_pointer(time(at));
    }
}

/// Neighbours made one, so that no seams show between them.
fn joined(parts: impl Iterator<Item = (Frames, Frames)>) -> Vec<(Frames, Frames)> {
    let mut all: Vec<(Frames, Frames)> = Vec::new();
    for (start, end) in parts {
        match all.last_mut() {
            Some(last) if last.1 == start => last.1 = end,
            Some(_) | None => all.push((start, end)),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_as_on_any_player() {
        let of = |secs: u64| time(Frames::from_millis(secs * 1000));
        assert_eq!(of(7), "0:07");
        assert_eq!(of(192), "3:12");
        assert_eq!(of(3_723), "1:02:03");
    }

    #[test]
    fn neighbours_are_one() {
        let parts = [(0, 2), (2, 5), (7, 9)].map(|(a, b)| (Frames(a), Frames(b)));
        assert_eq!(joined(parts.into_iter()), vec![(Frames(0), Frames(5)), (Frames(7), Frames(9))]);
    }
}
