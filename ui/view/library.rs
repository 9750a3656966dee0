//! The library: a search, filters, and a row for each document.

use egui::{
    Align, CursorIcon, Label, Layout, Popup, Pos2, Rect, RichText, Role, ScrollArea, Sense, Stroke, Ui,
    UiBuilder, Vec2, WidgetInfo, pos2, text::LayoutJob, vec2,
};
use tingxinwen::{core::document::DocumentId, speech::Frames};
use tingxinwen_library::{Counts, Entry, Query};

use super::{
    library_filters::{filters_ui, sort_ui, tags_ui},
    row::{paint_job, paint_line},
    seal::{paint_cover, paint_seal},
    seek_bar::time,
    sidebar,
};
use crate::{
    covers::Covers,
    look::{Button, Glyph, Ground, Stays, glyph_button_ui, popover},
    theme::{Theme, bold, regular, size},
    words::Words,
};

/// The height of a row, in points.
const ROW: f32 = 80.0;
/// The same with an excerpt.
const ROW_WITH_EXCERPT: f32 = 106.0;
/// The room of a cover, in points.
const COVER: Vec2 = vec2(38.0, 54.0);
/// Seconds of speech a character, for what was never played.
const SECS_A_CHAR: f64 = 0.24;
/// Space at the sides, in points.
const SIDE: f32 = 12.0;
/// The widest that rows are, in points.
const WIDEST: f32 = 1000.0;
/// A row so wide has room for buttons with words, in points.
const WIDE: f32 = 640.0;

/// What the library shows.
pub struct LibraryShown<'a> {
    /// What is searched; the view changes it as the listener types.
    pub query: &'a mut Query,
    /// The documents that were found.
    pub entries: &'a [Entry],
    /// How many there are.
    pub counts: Counts,
    /// The listener's tags, and how many documents have each.
    pub tags: &'a [(String, u64)],
    /// The tag that is being typed.
    pub new_tag: &'a mut String,
    /// The covers of books.
    pub covers: &'a Covers,
    /// The document that is open.
    pub open: Option<&'a DocumentId>,
    /// The headline of what was removed last.
    pub removed: Option<&'a str>,
    /// Whether documents can be added to a queue.
    pub has_queue: bool,
    /// Why there is no list.
    pub error: Option<String>,
    /// Whether there is a field for the search here.
    pub has_search: bool,
    /// Whether the search takes the keyboard.
    pub focuses: bool,
}

/// What the listener did in [`library_ui`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LibraryChoice {
    /// Searches, filters or sorts otherwise.
    Changed,
    /// Opens a document.
    Open(DocumentId),
    /// Plays it later.
    Enqueue(DocumentId),
    /// Gives it these tags.
    Tag(DocumentId, Vec<String>),
    /// Removes it; its headline.
    Remove(DocumentId, String),
    /// Brings back what was removed last.
    Undo,
}

/// Draws the library.
pub fn library_ui(
    ui: &mut Ui,
    shown: &mut LibraryShown<'_>,
    words: &Words,
    theme: &Theme,
    choices: &mut Vec<LibraryChoice>,
) {
    ui.set_max_width(ui.available_width().min(WIDEST));
    head_ui(ui, shown, words, theme, choices);
    if shown.has_search {
        search_ui(ui, shown, words, theme, choices);
    }
    filters_ui(ui, shown, words, theme, choices);
    if let Some(title) = shown.removed {
        ui.horizontal(|ui| {
            if ui.button(words.undo()).clicked() {
                choices.push(LibraryChoice::Undo);
            }
            let told = RichText::new(words.library_removed(title)).size(size::SMALL).color(theme.ink2);
            ui.add(Label::new(told).truncate());
        });
    }
    if let Some(error) = &shown.error {
        ui.add(Label::new(RichText::new(error).color(theme.danger)).wrap());
        return;
    }
    if shown.entries.is_empty() {
        ui.add_space(48.0);
        let is_searched = !shown.query.words.trim().is_empty();
        let told =
            if is_searched { words.library_nothing(shown.query.words.trim()) } else { words.library_empty() };
        ui.vertical_centered(|ui| {
            ui.label(Glyph::Books.text(32.0).color(theme.ink2));
            ui.label(RichText::new(told).font(bold(size::CONTROL)));
        });
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

/// What is listed, and its order.
fn head_ui(
    ui: &mut Ui,
    shown: &mut LibraryShown<'_>,
    words: &Words,
    theme: &Theme,
    choices: &mut Vec<LibraryChoice>,
) {
    ui.allocate_ui_with_layout(
        vec2(ui.available_width(), 52.0),
        Layout::right_to_left(Align::Center),
        |ui| {
            if sort_ui(ui, &mut shown.query.sort, words, theme) {
                choices.push(LibraryChoice::Changed);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let title = shown.query.site.clone().unwrap_or_else(|| words.library());
                ui.add(Label::new(RichText::new(title).font(bold(size::HEADING))).truncate());
                let searched = shown.query.words.trim();
                if !searched.is_empty() {
                    let told = words.library_found(shown.entries.len() as u64, searched);
                    let told = RichText::new(told).size(size::CONTROL).color(theme.ink2);
                    ui.add(Label::new(told).truncate());
                }
            });
        },
    );
}

fn search_ui(
    ui: &mut Ui,
    shown: &mut LibraryShown<'_>,
    words: &Words,
    theme: &Theme,
    choices: &mut Vec<LibraryChoice>,
) {
    if sidebar::search_ui(ui, &mut shown.query.words, &words.library_search(), shown.focuses, theme) {
        choices.push(LibraryChoice::Changed);
    }
    ui.add_space(8.0);
}

fn row_ui(
    ui: &mut Ui,
    entry: &Entry,
    height: f32,
    shown: &mut LibraryShown<'_>,
    words: &Words,
    theme: &Theme,
    choices: &mut Vec<LibraryChoice>,
) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, entry.title.as_str()));
    let is_open = shown.open == Some(&entry.id);
    let has_menu = ui.data(|data| data.get_temp::<DocumentId>(menu_id())).as_ref() == Some(&entry.id);
    let is_pointed = response.hovered() || response.has_focus() || ui.rect_contains_pointer(rect) || has_menu;
    let fill = if is_open { theme.selected } else { theme.pointed };
    if is_open || is_pointed {
        ui.painter().rect_filled(rect.shrink2(vec2(0.0, 2.0)), 12.0, fill);
    } else {
        ui.painter().hline(rect.left() + 68.0..=rect.right(), rect.bottom(), Stroke::new(1.0, theme.line));
    }
    let ring = Rect::from_min_size(rect.min + vec2(SIDE, 14.0), vec2(40.0, 40.0));
    paint_ring(ui, ring, entry.heard, theme);
    let mut text =
        Rect::from_min_max(pos2(ring.right() + SIDE + 4.0, rect.top() + 12.0), rect.max - vec2(SIDE, 8.0));
    let is_wide = rect.width() > WIDE;
    if let Some(cover) = entry.has_cover.then(|| shown.covers.of_library(ui.ctx(), &entry.id)).flatten() {
        paint_cover(ui, Rect::from_min_size(text.min, COVER), &cover);
        text.min.x += COVER.x + SIDE;
    }
    if is_pointed {
        text.max.x -= if is_wide { 220.0 } else { 112.0 };
    }
    paint_line(ui, text.min, &entry.title, bold(16.0), theme.ink, text.width());
    let mut at = text.min + vec2(0.0, 27.0);
    if let Some(excerpt) = &entry.excerpt {
        let mut job = marked(&excerpt.text, &excerpt.hits, theme);
        job.wrap.max_width = text.width();
        job.wrap.max_rows = 1;
        paint_job(ui, at, job, theme.ink2);
        at.y += 26.0;
    }
    paint_facts(ui, at, text.right(), entry, words, theme);
    if is_pointed {
        let place =
            Rect::from_min_max(pos2(text.max.x + 8.0, rect.center().y - 18.0), rect.max - vec2(8.0, 0.0));
        let mut actions =
            ui.new_child(UiBuilder::new().max_rect(place).layout(Layout::left_to_right(Align::Min)));
        actions.spacing_mut().item_spacing.x = 4.0;
        actions_ui(&mut actions, entry, is_wide, shown, words, theme, choices);
    }
    if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
        choices.push(LibraryChoice::Open(entry.id.clone()));
    }
}

/// What can be done with a document, while the pointer or the keyboard is on it.
fn actions_ui(
    ui: &mut Ui,
    entry: &Entry,
    is_wide: bool,
    shown: &mut LibraryShown<'_>,
    words: &Words,
    theme: &Theme,
    choices: &mut Vec<LibraryChoice>,
) {
    if is_wide {
        let label = words.library_listen();
        let listen = Button::new(&label).glyph(Glyph::Play).text(&label).ground(Ground::Filled);
        if listen.ui(ui, theme).clicked() {
            choices.push(LibraryChoice::Open(entry.id.clone()));
        }
    }
    if shown.has_queue {
        let (label, text) = (words.queue_add(), words.queue());
        let button = Button::new(&label).glyph(Glyph::Queue).ground(Ground::Bordered);
        let button = if is_wide { button.text(&text) } else { button };
        if button.ui(ui, theme).clicked() {
            choices.push(LibraryChoice::Enqueue(entry.id.clone()));
        }
    }
    let more = glyph_button_ui(ui, Glyph::More, &words.library_more(), 36.0, theme);
    popover(&more, Stays::UntilLeft, 260.0, theme, |ui| {
        if let Some(tags) = tags_ui(ui, &entry.tags, shown.tags, shown.new_tag, words, theme) {
            choices.push(LibraryChoice::Tag(entry.id.clone(), tags));
        }
        ui.separator();
        if crate::look::menu_row_ui(ui, Some(Glyph::Trash), &words.queue_remove(), "", theme).clicked() {
            choices.push(LibraryChoice::Remove(entry.id.clone(), entry.title.clone()));
            ui.close();
        }
    });
    // The row stays as it is while its menu is open, wherever the pointer is.
    let is_open = Popup::is_id_open(ui.ctx(), Popup::default_response_id(&more));
    ui.data_mut(|data| {
        if is_open {
            data.insert_temp(menu_id(), entry.id.clone());
        } else if data.get_temp::<DocumentId>(menu_id()).as_ref() == Some(&entry.id) {
            data.remove::<DocumentId>(menu_id());
        }
    });
}

/// Where the context remembers whose menu is open.
fn menu_id() -> egui::Id {
    egui::Id::unique("menu of a document")
}

/// Paints where it is from, how long it takes, and how much of it was heard, up to `right`.
fn paint_facts(ui: &Ui, corner: Pos2, right: f32, entry: &Entry, words: &Words, theme: &Theme) {
    let mut at = corner;
    let put = |text: &str, at: &mut Pos2| {
        at.x += paint_line(ui, *at, text, regular(size::SMALL), theme.ink2, right - at.x) + 10.0;
    };
    let site = entry.site.clone().or_else(|| host_of(entry.source.as_deref()?));
    if let Some(site) = &site {
        paint_seal(ui, Rect::from_min_size(at + vec2(0.0, 1.0), vec2(18.0, 18.0)), site, theme);
        at.x += 26.0;
        put(site, &mut at);
    }
    if let Some(day) = entry.published.as_deref().and_then(|time| time.get(..10)) {
        put(day, &mut at);
    }
    let length = entry.secs.unwrap_or(f64::from(entry.chars) * SECS_A_CHAR);
    put(&time(Frames::from_secs_f64(length)), &mut at);
    if entry.heard > 0.0 {
        let percent = (entry.heard * 100.0).round() as u64;
        put(&if entry.heard >= 1.0 { words.heard_all() } else { words.heard_part(percent) }, &mut at);
    }
    for tag in &entry.tags {
        put(&format!("#{tag}"), &mut at);
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
