//! How far an export is, file by file.

use egui::{Label, Rect, RichText, ScrollArea, Sense, Ui, pos2, vec2};

use super::{ExportChoice, ExportShown, FileShown, ROW, foot_ui};
use crate::{
    look::{Button, Glyph, Ground},
    theme::{Theme, bold, regular, size},
    view::row::paint_line,
    words::Words,
};

/// The height of the band that shows how far it is, in points.
const BAND: f32 = 8.0;
/// How many rows of files are seen before they scroll.
const ROWS: f32 = 6.0;

/// How far it is.
pub(super) fn progress_ui(ui: &mut Ui, words: &Words, theme: &Theme, shown: &ExportShown) {
    let (head, side) = match (&shown.failed, shown.is_done) {
        (Some(_), _) => (words.export_failed(), String::new()),
        (None, true) => (words.export_done(), String::new()),
        (None, false) => {
            let head = match shown.files.len() {
                0 => words.export_opening(),
                count => words.export_making(shown.current + 1, count),
            };
            let percent = (shown.share * 100.0) as u32;
            let side = match (shown.is_paused, shown.left) {
                (true, _) => words.export_paused(percent),
                (false, Some(left)) if left.as_secs() >= 90 => {
                    words.export_minutes_left(percent, left.as_secs().div_ceil(60))
                }
                (false, Some(left)) => words.export_seconds_left(percent, left.as_secs().max(1)),
                (false, None) => words.export_percent(percent),
            };
            (head, side)
        }
    };
    ui.horizontal(|ui| {
        ui.label(RichText::new(head).font(bold(size::CONTROL)));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.label(RichText::new(side).color(theme.ink2));
        });
    });
    let share = if shown.is_done { 1.0 } else { shown.share };
    band_ui(ui, ui.available_width(), share, theme);
    ScrollArea::vertical().max_height(ROW * ROWS).auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for file in &shown.files {
            file_ui(ui, words, theme, file);
        }
    });
    for note in shown.failed.iter().chain(&shown.notes) {
        let color = if shown.failed.as_ref() == Some(note) { theme.danger } else { theme.ink2 };
        ui.add(Label::new(RichText::new(note).size(size::CONTROL).color(color)).wrap());
    }
}

/// What can be done with it.
pub(super) fn buttons_ui(
    ui: &mut Ui,
    words: &Words,
    theme: &Theme,
    shown: &ExportShown,
    choice: &mut ExportChoice,
) {
    foot_ui(ui, &words.export_hint(), theme, |ui| {
        let mut button = |label: String, ground: Ground, done: ExportChoice| {
            if Button::new(&label).text(&label).ground(ground).ui(ui, theme).clicked() {
                *choice = done;
            }
        };
        if shown.is_done {
            button(words.export_show(), Ground::Filled, ExportChoice::ShowFolder);
            button(words.close(), Ground::Bare, ExportChoice::Again);
        } else if shown.failed.is_some() {
            if shown.is_in_the_way {
                button(words.export_replace(), Ground::Filled, ExportChoice::Replace);
            } else {
                button(words.queue_retry(), Ground::Filled, ExportChoice::Start);
            }
            button(words.close(), Ground::Bare, ExportChoice::Again);
        } else {
            button(words.export_background(), Ground::Filled, ExportChoice::Closed);
            let pause = if shown.is_paused { words.export_go_on() } else { words.export_pause() };
            button(pause, Ground::Bare, ExportChoice::TogglePause);
            button(words.export_cancel(), Ground::Bare, ExportChoice::Cancel);
        }
    });
}

/// A file, and how far it is.
fn file_ui(ui: &mut Ui, words: &Words, theme: &Theme, file: &FileShown) {
    let (row, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let state = match file.share {
        Some(share) if share >= 1.0 => words.export_file_done(),
        Some(share) => words.export_percent((share * 100.0) as u32),
        None => words.queue_waiting(),
    };
    let name = format!("{} {state}", file.title);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ListItem, true, &name));
    let (font, middle) = (regular(size::CONTROL), row.center().y);
    let corner = pos2(row.left(), middle - size::CONTROL * 0.7);
    paint_line(ui, corner, &file.title, font.clone(), theme.ink, row.width() - 220.0);
    let is_done = file.share.is_some_and(|share| share >= 1.0);
    let color = if is_done { theme.ok } else { theme.ink2 };
    let corner = pos2(row.right() - 48.0, middle - size::SMALL * 0.7);
    paint_line(ui, corner, &state, regular(size::SMALL), color, 48.0);
    if is_done {
        Glyph::CheckCircle.paint(ui.painter(), pos2(row.right() - 60.0, middle), 16.0, theme.ok);
    }
    if let Some(share) = file.share.filter(|_| !is_done) {
        let place = Rect::from_min_size(pos2(row.right() - 200.0, middle - 3.0), vec2(120.0, 6.0));
        paint_band(ui, place, share, theme);
    }
}

fn band_ui(ui: &mut Ui, width: f32, share: f32, theme: &Theme) {
    let (place, response) = ui.allocate_exact_size(vec2(width, BAND), Sense::hover());
    response.widget_info(|| egui::WidgetInfo {
        value: Some(f64::from(share) * 100.0),
        ..egui::WidgetInfo::new(egui::Role::ProgressIndicator)
    });
    paint_band(ui, place, share, theme);
}

fn paint_band(ui: &Ui, place: Rect, share: f32, theme: &Theme) {
    let round = place.height() / 2.0;
    ui.painter().rect_filled(place, round, theme.track);
    let done = Rect::from_min_size(place.min, vec2(place.width() * share.clamp(0.0, 1.0), place.height()));
    ui.painter().rect_filled(done, round, theme.accent);
}
