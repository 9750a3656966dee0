//! Subscriptions: today's news, a list of feeds, and a row for each headline.

use egui::{
    Align, ComboBox, CursorIcon, Key, Label, Layout, Rect, RichText, Role, ScrollArea, Sense, Stroke,
    TextEdit, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};
use tingxinwen::speech::Frames;
use tingxinwen_feeds::sites;
use tingxinwen_library::{Feed, FeedItem, FeedKey, FeedQuery, InToday, ItemState};

use super::{
    row::{paint_line, paint_title},
    seal::paint_seal,
    seek_bar::time,
};
use crate::{
    look::{Button, Glyph, Ground, Stays, glyph_button_ui, popover},
    theme::{Theme, bold, regular, size},
    words::Words,
};

/// The height of a row, in points.
const ROW: f32 = 84.0;
/// Space at the sides, in points.
const SIDE: f32 = 12.0;
/// The widest that rows are, in points.
const WIDEST: f32 = 1000.0;

/// What the subscriptions show.
pub struct FeedsShown<'a> {
    /// All feeds.
    pub feeds: &'a [Feed],
    /// The items that were found.
    pub items: &'a [FeedItem],
    /// How many items today's news has, and how long they take, in seconds at normal speed.
    pub today: (usize, f64),
    /// What is listed; the view changes it.
    pub query: &'a mut FeedQuery,
    /// The address that is being typed.
    pub typed: &'a mut String,
    /// The item that the pointer or the keyboard is on.
    pub pointed: &'a mut Option<i64>,
    /// Whether the field for an address takes the keyboard.
    pub focuses: bool,
    /// Whether servers are being asked.
    pub is_busy: bool,
    /// Whether items can be added to a queue.
    pub has_queue: bool,
    /// What was done last, or what went wrong.
    pub told: Option<Result<String, String>>,
    /// Why there is no list.
    pub error: Option<String>,
}

/// What the listener did in [`feeds_ui`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeedsChoice {
    /// Searches, or wants another feed listed.
    Changed,
    /// Opens an item.
    Open(i64),
    /// Plays it later.
    Enqueue(i64),
    /// Plays all that is listed and new later.
    EnqueueAll,
    /// Plays today's news.
    PlayToday,
    /// Asks the servers.
    Refresh,
    /// Adds the feed of this address.
    Add(String),
    /// Removes a feed.
    Remove(FeedKey),
    /// Chooses whether a feed is part of today's news.
    SetInToday(FeedKey, InToday),
}

/// Draws the subscriptions.
pub fn feeds_ui(
    ui: &mut Ui,
    shown: &mut FeedsShown<'_>,
    words: &Words,
    theme: &Theme,
    choices: &mut Vec<FeedsChoice>,
) {
    ui.set_max_width(ui.available_width().min(WIDEST));
    head_ui(ui, shown, words, theme, choices);
    add_ui(ui, shown, words, theme, choices);
    match &shown.told {
        Some(Ok(told)) => drop(ui.label(RichText::new(told).size(size::SMALL).color(theme.ink2))),
        Some(Err(told)) => drop(ui.add(Label::new(RichText::new(told).color(theme.danger)).wrap())),
        None => (),
    }
    if let Some(error) = &shown.error {
        ui.add(Label::new(RichText::new(error).color(theme.danger)).wrap());
        return;
    }
    if shown.feeds.is_empty() {
        suggestions_ui(ui, words, theme, choices);
        return;
    }
    filters_ui(ui, shown, words, theme, choices);
    if shown.items.is_empty() {
        ui.add_space(48.0);
        ui.vertical_centered(|ui| ui.label(RichText::new(words.feeds_nothing()).font(bold(size::CONTROL))));
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().auto_shrink(false).show_rows(ui, ROW, shown.items.len(), |ui, rows| {
        for item in &shown.items[rows] {
            row_ui(ui, item, shown.has_queue, shown.pointed, words, theme, choices);
        }
    });
}

/// The heading, today's news, and the button that asks the servers.
fn head_ui(
    ui: &mut Ui,
    shown: &FeedsShown<'_>,
    words: &Words,
    theme: &Theme,
    choices: &mut Vec<FeedsChoice>,
) {
    let room = vec2(ui.available_width(), 52.0);
    ui.allocate_ui_with_layout(room, Layout::right_to_left(Align::Center), |ui| {
        if shown.is_busy {
            ui.spinner();
        } else if glyph_button_ui(ui, Glyph::Again, &words.feeds_refresh(), 36.0, theme).clicked() {
            choices.push(FeedsChoice::Refresh);
        }
        let (count, secs) = shown.today;
        if count > 0 && shown.has_queue {
            let minutes = (secs / 60.0).ceil().max(1.0) as u64;
            let label = words.todays_news(count, minutes);
            let play = Button::new(&label).glyph(Glyph::Play).text(&label).ground(Ground::Filled);
            if play.ui(ui, theme).clicked() {
                choices.push(FeedsChoice::PlayToday);
            }
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add(Label::new(RichText::new(words.feeds()).font(bold(size::HEADING))).truncate());
        });
    });
}

/// The field for the address of a site.
fn add_ui(
    ui: &mut Ui,
    shown: &mut FeedsShown<'_>,
    words: &Words,
    theme: &Theme,
    choices: &mut Vec<FeedsChoice>,
) {
    ui.horizontal(|ui| {
        let label = words.feed_add();
        let width = ui.available_width() - 156.0;
        let field = TextEdit::singleline(shown.typed).hint_text(words.feed_address()).desired_width(width);
        let field = ui.add(field);
        ui.ctx().accesskit_node_builder(field.id, |node| node.set_label(words.feed_address()));
        if shown.focuses {
            field.request_focus();
        }
        let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let button = Button::new(&label).glyph(Glyph::Plus).text(&label).ground(Ground::Bordered);
        let is_pressed = button.ui(ui, theme).clicked();
        let address = shown.typed.trim();
        let more = glyph_button_ui(ui, Glyph::More, &words.feeds_suggested(), 36.0, theme);
        popover(&more, Stays::UntilLeft, 280.0, theme, |ui| {
            ScrollArea::vertical().max_height(420.0).show(ui, |ui| sites_ui(ui, shown.feeds, theme, choices));
        });
        if (is_entered || is_pressed) && !address.is_empty() {
            choices.push(FeedsChoice::Add(address.to_owned()));
        }
    });
    ui.add_space(6.0);
}

/// Which feed or folder is listed, the search, and what is done with the feed.
fn filters_ui(
    ui: &mut Ui,
    shown: &mut FeedsShown<'_>,
    words: &Words,
    theme: &Theme,
    choices: &mut Vec<FeedsChoice>,
) {
    let feed = shown.feeds.iter().find(|feed| Some(feed.key) == shown.query.feed);
    ui.horizontal_wrapped(|ui| {
        let name = feed.map(|feed| feed.title.clone()).or_else(|| shown.query.folder.clone());
        let combo = ComboBox::from_id_salt("feed").width(220.0).truncate();
        let combo = combo
            .selected_text(name.unwrap_or_else(|| words.filter_all()))
            .show_ui(ui, |ui| which_ui(ui, shown.feeds, shown.query, words));
        if combo.inner == Some(true) {
            choices.push(FeedsChoice::Changed);
        }
        let search = TextEdit::singleline(&mut shown.query.words);
        let search = ui.add(search.hint_text(words.feeds_search()).desired_width(180.0));
        ui.ctx().accesskit_node_builder(search.id, |node| node.set_label(words.feeds_search()));
        if search.changed() {
            choices.push(FeedsChoice::Changed);
        }
        let new = shown.items.iter().filter(|item| item.state == ItemState::New).count();
        if shown.has_queue && new > 0 {
            let label = words.feeds_queue_all(new);
            let button = Button::new(&label).glyph(Glyph::Queue).text(&label).ground(Ground::Bordered);
            if button.ui(ui, theme).clicked() {
                choices.push(FeedsChoice::EnqueueAll);
            }
        }
        if let Some(feed) = feed {
            let mut is_in_today = feed.in_today == InToday::Chosen;
            if ui.checkbox(&mut is_in_today, words.feed_in_today()).changed() {
                let choice = if is_in_today { InToday::Chosen } else { InToday::LeftOut };
                choices.push(FeedsChoice::SetInToday(feed.key, choice));
            }
            if glyph_button_ui(ui, Glyph::Trash, &words.feed_remove(), 36.0, theme).clicked() {
                choices.push(FeedsChoice::Remove(feed.key));
            }
        }
    });
    if let Some(problem) = feed.and_then(|feed| feed.problem.as_deref()) {
        ui.add(Label::new(RichText::new(words.kept_feed_problem(problem)).color(theme.danger)).wrap());
    }
    ui.add_space(6.0);
}

/// All, folders and feeds; whether another was chosen.
fn which_ui(ui: &mut Ui, feeds: &[Feed], query: &mut FeedQuery, words: &Words) -> bool {
    let before = (query.feed, query.folder.clone());
    if ui.selectable_label(query.feed.is_none() && query.folder.is_none(), words.filter_all()).clicked() {
        (query.feed, query.folder) = (None, None);
    }
    let mut folder = "";
    for feed in feeds {
        if feed.folder != folder {
            folder = &feed.folder;
            let is_on = query.folder.as_deref() == Some(folder);
            if ui.selectable_label(is_on, RichText::new(folder).font(bold(size::SMALL))).clicked() {
                (query.feed, query.folder) = (None, Some(folder.to_owned()));
            }
        }
        let count = if feed.new > 0 { format!(" {}", feed.new) } else { String::new() };
        let broken = if feed.problem.is_some() { " ⚠" } else { "" };
        let name = format!("{}{count}{broken}", feed.title);
        if ui.selectable_label(query.feed == Some(feed.key), name).clicked() {
            (query.feed, query.folder) = (Some(feed.key), None);
        }
    }
    before != (query.feed, query.folder.clone())
}

/// Sites to begin with; nothing is asked of them before one is chosen.
fn suggestions_ui(ui: &mut Ui, words: &Words, theme: &Theme, choices: &mut Vec<FeedsChoice>) {
    ui.add_space(16.0);
    ui.label(RichText::new(words.feeds_empty()).font(bold(size::CONTROL)));
    ui.label(RichText::new(words.feeds_empty_hint()).size(size::SMALL).color(theme.ink2));
    ui.add_space(8.0);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| sites_ui(ui, &[], theme, choices));
}

/// The sites to begin with that are not among `feeds`.
fn sites_ui(ui: &mut Ui, feeds: &[Feed], theme: &Theme, choices: &mut Vec<FeedsChoice>) {
    let mut folder = "";
    for site in sites::sites().filter(|site| feeds.iter().all(|feed| feed.address != site.address)) {
        if site.folder != folder {
            folder = site.folder;
            ui.add_space(8.0);
            ui.label(RichText::new(folder).size(size::SMALL).color(theme.ink2));
        }
        let button = Button::new(site.name).glyph(Glyph::Plus).text(site.name);
        if button.ui(ui, theme).on_hover_text(site.address).clicked() {
            choices.push(FeedsChoice::Add(site.address.to_owned()));
        }
    }
}

fn row_ui(
    ui: &mut Ui,
    item: &FeedItem,
    has_queue: bool,
    pointed: &mut Option<i64>,
    words: &Words,
    theme: &Theme,
    choices: &mut Vec<FeedsChoice>,
) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, item.title.as_str()));
    let is_pointed = response.hovered() || response.has_focus() || ui.rect_contains_pointer(rect);
    if is_pointed {
        *pointed = Some(item.key);
        ui.painter().rect_filled(rect.shrink2(vec2(0.0, 2.0)), 12.0, theme.pointed);
    } else {
        ui.painter().hline(rect.left() + 16.0..=rect.right(), rect.bottom(), Stroke::new(1.0, theme.line));
    }
    let is_new = item.state == ItemState::New;
    if is_new {
        ui.painter().circle_filled(pos2(rect.left() + 6.0, rect.top() + 22.0), 4.0, theme.accent);
    }
    let mut text = Rect::from_min_max(rect.min + vec2(SIDE + 8.0, 10.0), rect.max - vec2(SIDE, 6.0));
    if is_pointed && has_queue {
        text.max.x -= 48.0;
    }
    let (font, ink) = if is_new { (bold(16.0), theme.ink) } else { (regular(16.0), theme.ink2) };
    let height = paint_title(ui, text.min, &item.title, font, ink, text.width());
    let mut at = pos2(text.left(), text.top() + height + 4.0);
    paint_seal(ui, Rect::from_min_size(at + vec2(0.0, 1.0), vec2(18.0, 18.0)), &item.feed_title, theme);
    at.x += 26.0;
    let day = item.published.and_then(|published| tingxinwen_feeds::date_text(published.0));
    let day = day.and_then(|day| Some(day.get(..16)?.replace('T', " ")));
    let length = item.secs.map(|secs| time(Frames::from_secs_f64(secs)));
    for fact in [Some(item.feed_title.clone()), day, length].into_iter().flatten() {
        at.x += paint_line(ui, at, &fact, regular(size::SMALL), theme.ink2, text.right() - at.x) + 10.0;
    }
    if is_pointed && has_queue {
        let place = Rect::from_min_max(pos2(text.max.x + 8.0, rect.center().y - 18.0), rect.max);
        let mut beside =
            ui.new_child(UiBuilder::new().max_rect(place).layout(Layout::left_to_right(Align::Min)));
        if glyph_button_ui(&mut beside, Glyph::Queue, &words.queue_add(), 36.0, theme).clicked() {
            choices.push(FeedsChoice::Enqueue(item.key));
        }
    }
    if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
        choices.push(FeedsChoice::Open(item.key));
    }
}
