//! The library: a search, filters, and a row for each document.

use egui::{
    Align, Button, CursorIcon, Label, Layout, Pos2, Rect, RichText, Role, ScrollArea, Sense, Stroke,
    TextEdit, Ui, UiBuilder, WidgetInfo, pos2, text::LayoutJob, vec2,
};
use tingxinwen::{core::document::DocumentId, speech::Frames};
use tingxinwen_library::{Counts, Entry, Filter, Query};

use super::{
    row::{paint_job, paint_line, paint_title},
    seal::paint_seal,
    seek_bar::time,
};
use crate::{
    look::{Glyph, glyph_button_ui},
    theme::{Theme, bold, regular},
    words::Words,
};

/// The height of a row, in points.
const ROW: f32 = 88.0;
/// The same with an excerpt.
const ROW_WITH_EXCERPT: f32 = 112.0;
/// The button that closes it, in points.
const CLOSE: f32 = 36.0;
/// Seconds of speech a character, for what was never played.
const SECS_A_CHAR: f64 = 0.24;
/// Space at the sides, in points.
const SIDE: f32 = 12.0;

/// What the library shows.
pub struct LibraryShown<'a> {
    /// What is searched; the view changes it as the listener types.
    pub query: &'a mut Query,
    /// The documents that were found.
    pub entries: &'a [Entry],
    /// How many there are.
    pub counts: Counts,
    /// The document that is open.
    pub open: Option<&'a DocumentId>,
    /// The headline of what was removed last.
    pub removed: Option<&'a str>,
    /// Whether documents can be added to a queue.
    pub has_queue: bool,
    /// Why there is no list.
    pub error: Option<String>,
    /// Whether the search takes the keyboard.
    pub focuses: bool,
}

/// What the listener did in [`library_ui`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LibraryChoice {
    /// Searches or filters otherwise.
    Changed,
    /// Opens a document.
    Open(DocumentId),
    /// Plays it later.
    Enqueue(DocumentId),
    /// Removes it; its headline.
    Remove(DocumentId, String),
    /// Brings back what was removed last.
    Undo,
    /// Went away.
    Closed,
}

/// Draws the library.
pub fn library_ui(
    ui: &mut Ui,
    shown: &mut LibraryShown<'_>,
    words: &Words,
    theme: &Theme,
    choices: &mut Vec<LibraryChoice>,
) {
    search_ui(ui, shown, words, theme, choices);
    filters_ui(ui, shown, words, theme, choices);
    if let Some(title) = shown.removed {
        ui.horizontal(|ui| {
            if ui.button(words.undo()).clicked() {
                choices.push(LibraryChoice::Undo);
            }
            let told = RichText::new(words.library_removed(title)).size(13.0).color(theme.ink2);
            ui.add(Label::new(told).truncate());
        });
    }
    if let Some(error) = &shown.error {
        ui.add(Label::new(RichText::new(error).color(theme.danger)).wrap());
        return;
    }
    if shown.entries.is_empty() {
        ui.add_space(24.0);
        let is_searched = !shown.query.words.trim().is_empty();
        let told =
            if is_searched { words.library_nothing(shown.query.words.trim()) } else { words.library_empty() };
        ui.vertical_centered(|ui| ui.label(RichText::new(told).color(theme.ink2)));
        return;
    }
    let row = if shown.entries.iter().any(|entry| entry.excerpt.is_some()) { ROW_WITH_EXCERPT } else { ROW };
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().auto_shrink(false).show_rows(ui, row, shown.entries.len(), |ui, rows| {
        for entry in &shown.entries[rows] {
            row_ui(ui, entry, row, shown, words, theme, choices);
        }
    });
}

fn search_ui(
    ui: &mut Ui,
    shown: &mut LibraryShown<'_>,
    words: &Words,
    theme: &Theme,
    choices: &mut Vec<LibraryChoice>,
) {
    ui.horizontal(|ui| {
        let field = TextEdit::singleline(&mut shown.query.words)
            .hint_text(words.library_search())
            .desired_width(ui.available_width() - CLOSE - 12.0)
            .prefix(Glyph::Search.text(18.0).color(theme.ink2))
            .margin(vec2(8.0, 7.0));
        let field = ui.add(field);
        ui.ctx().accesskit_node_builder(field.id, |node| node.set_label(words.library_search()));
        if shown.focuses {
            field.request_focus();
        }
        if field.changed() {
            choices.push(LibraryChoice::Changed);
        }
        if glyph_button_ui(ui, Glyph::Close, &words.close(), CLOSE, theme).clicked() {
            choices.push(LibraryChoice::Closed);
        }
    });
}

fn filters_ui(
    ui: &mut Ui,
    shown: &mut LibraryShown<'_>,
    words: &Words,
    theme: &Theme,
    choices: &mut Vec<LibraryChoice>,
) {
    let counts = shown.counts;
    let filters = [
        (Filter::All, words.filter_all(), counts.all),
        (Filter::Unheard, words.filter_unheard(), counts.unheard),
        (Filter::Begun, words.filter_begun(), counts.begun),
        (Filter::Heard, words.filter_heard(), counts.heard),
    ];
    ui.horizontal_wrapped(|ui| {
        ui.visuals_mut().selection.bg_fill = theme.selected;
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        ui.spacing_mut().button_padding = vec2(10.0, 4.0);
        for (filter, label, count) in filters {
            let label = RichText::new(words.filter_count(label, count)).size(13.0);
            let button = Button::selectable(shown.query.filter == filter, label).corner_radius(14.0);
            if ui.add(button).clicked() && shown.query.filter != filter {
                shown.query.filter = filter;
                choices.push(LibraryChoice::Changed);
            }
        }
    });
    ui.add_space(4.0);
}

fn row_ui(
    ui: &mut Ui,
    entry: &Entry,
    height: f32,
    shown: &LibraryShown<'_>,
    words: &Words,
    theme: &Theme,
    choices: &mut Vec<LibraryChoice>,
) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, entry.title.as_str()));
    let is_open = shown.open == Some(&entry.id);
    let is_pointed = response.hovered() || response.has_focus() || ui.rect_contains_pointer(rect);
    let fill = if is_open { theme.selected } else { theme.pointed };
    if is_open || is_pointed {
        ui.painter().rect_filled(rect.shrink2(vec2(0.0, 2.0)), 8.0, fill);
    }
    let ring = Rect::from_center_size(pos2(rect.left() + SIDE + 16.0, rect.top() + 30.0), vec2(32.0, 32.0));
    paint_ring(ui, ring, entry.heard, theme);
    let mut text =
        Rect::from_min_max(pos2(ring.right() + SIDE, rect.top() + 10.0), rect.max - vec2(SIDE, 8.0));
    if is_pointed {
        text.max.x -= 76.0;
    }
    let title = paint_title(ui, text.min, &entry.title, bold(15.0), theme.ink, text.width());
    let mut at = text.min + vec2(0.0, title + 3.0);
    if let Some(excerpt) = &entry.excerpt {
        let mut job = marked(&excerpt.text, &excerpt.hits, theme);
        job.wrap.max_width = text.width();
        job.wrap.max_rows = 1;
        paint_job(ui, at, job, theme.ink2);
        at.y += 24.0;
    }
    paint_facts(ui, at, text.right(), entry, words, theme);
    if is_pointed {
        let place =
            Rect::from_min_max(pos2(text.max.x + 4.0, rect.center().y - 18.0), rect.max - vec2(8.0, 0.0));
        let mut actions =
            ui.new_child(UiBuilder::new().max_rect(place).layout(Layout::left_to_right(Align::Min)));
        actions.spacing_mut().item_spacing.x = 0.0;
        if shown.has_queue
            && glyph_button_ui(&mut actions, Glyph::Queue, &words.queue_add(), 36.0, theme).clicked()
        {
            choices.push(LibraryChoice::Enqueue(entry.id.clone()));
        }
        if glyph_button_ui(&mut actions, Glyph::Close, &words.queue_remove(), 36.0, theme).clicked() {
            choices.push(LibraryChoice::Remove(entry.id.clone(), entry.title.clone()));
        }
    }
    if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
        choices.push(LibraryChoice::Open(entry.id.clone()));
    }
}

/// Paints where it is from, how long it takes, and how much of it was heard, up to `right`.
fn paint_facts(ui: &Ui, corner: Pos2, right: f32, entry: &Entry, words: &Words, theme: &Theme) {
    let mut at = corner;
    let put = |text: &str, at: &mut Pos2| {
        at.x += paint_line(ui, *at, text, regular(13.0), theme.ink2, right - at.x) + 10.0;
    };
    let site = entry.site.clone().or_else(|| host_of(entry.source.as_deref()?));
    if let Some(site) = &site {
        paint_seal(ui, Rect::from_min_size(at + vec2(0.0, 2.0), vec2(16.0, 16.0)), site, theme);
        at.x += 22.0;
        put(site, &mut at);
    }
    let length = entry.secs.unwrap_or(f64::from(entry.chars) * SECS_A_CHAR);
    put(&time(Frames::from_secs_f64(length)), &mut at);
    if entry.heard > 0.0 {
        let percent = (entry.heard * 100.0).round() as u64;
        put(&if entry.heard >= 1.0 { words.heard_all() } else { words.heard_part(percent) }, &mut at);
    }
}

fn host_of(address: &str) -> Option<String> {
    let rest = address.split_once("://")?.1;
    Some(rest.split('/').next()?.trim_start_matches("www.").to_owned())
}

/// A ring that fills as the document is heard, with a tick once it was, else a triangle.
fn paint_ring(ui: &Ui, rect: Rect, heard: f64, theme: &Theme) {
    let (centre, radius) = (rect.center(), rect.width() / 2.0 - 1.5);
    let painter = ui.painter();
    painter.circle_stroke(centre, radius, Stroke::new(3.0, theme.track));
    let share = heard.clamp(0.0, 1.0) as f32;
    let steps = (share * 48.0).ceil() as usize;
    let arc: Vec<egui::Pos2> = (0..=steps)
        .map(|step| {
            let turn = (step as f32 / 48.0).min(share) * std::f32::consts::TAU;
            centre + vec2(turn.sin(), -turn.cos()) * radius
        })
        .collect();
    if share > 0.0 {
        painter.add(egui::Shape::line(arc, Stroke::new(3.0, theme.accent)));
    }
    let (glyph, color) = if share >= 1.0 { (Glyph::Check, theme.accent) } else { (Glyph::Play, theme.ink2) };
    glyph.paint(painter, centre, 15.0, color);
}

/// `text` with `hits` marked.
fn marked(text: &str, hits: &[std::ops::Range<usize>], theme: &Theme) -> LayoutJob {
    let mut job = LayoutJob::default();
    let plain = egui::TextFormat { font_id: regular(13.0), color: theme.ink2, ..egui::TextFormat::default() };
    let hit = egui::TextFormat { background: theme.sentence, color: theme.ink, ..plain.clone() };
    let mut at = 0;
    for range in hits {
        let (Some(before), Some(found)) = (text.get(at..range.start), text.get(range.clone())) else {
            continue;
        };
        job.append(before, 0.0, plain.clone());
        job.append(found, 0.0, hit.clone());
        at = range.end;
    }
    job.append(text.get(at..).unwrap_or_default(), 0.0, plain);
    job
}
