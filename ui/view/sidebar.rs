//! The sidebar and the rail: where the listener is, and where else there is to go.

use egui::{
    Align2, Frame, Key, Margin, Rect, Response, Role, ScrollArea, Sense, Stroke, StrokeKind, TextEdit, Ui,
    WidgetInfo, pos2, vec2,
};

use super::seal::paint_seal;
use crate::{
    actions::{Action, KeyMap},
    look::{Button, Glyph, Ground, galley, glyph_button_ui},
    theme::{Theme, bold, regular, size},
    words::Words,
};

/// The height of a row, in points.
const ROW: f32 = 40.0;
/// The height of a row of a source.
const SOURCE: f32 = 36.0;
/// Buttons of the rail.
const RAIL_BUTTON: f32 = 44.0;
/// Space at the sides.
const SIDE: f32 = 12.0;

/// What the page's place shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Destination {
    /// The article that is open, or how to open one.
    #[default]
    Article,
    /// The library.
    Library,
    /// The subscriptions.
    Feeds,
    /// The settings.
    Settings,
}

/// What the sidebar shows.
pub struct SidebarShown<'a> {
    /// What the page's place shows.
    pub destination: Destination,
    /// How many articles wait in the queue, where there is one, and whether it is shown.
    pub queue: Option<(usize, bool)>,
    /// How many items of feeds are new, where there are feeds.
    pub feeds: Option<u64>,
    /// How many articles the library has, where there is one.
    pub library: Option<u64>,
    /// What is searched in the library.
    pub search: &'a mut String,
    /// Sources, and how many articles of each the library has.
    pub sites: &'a [(String, u64)],
    /// The source whose articles are listed.
    pub site: Option<&'a str>,
    /// Whether there are settings.
    pub has_settings: bool,
    /// Whether the search takes the keyboard.
    pub focuses: bool,
}

/// What the listener did in the sidebar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SidebarChoice {
    /// Asked for something.
    Do(Action),
    /// Wants to see what is read.
    ShowArticle,
    /// Searches the library.
    Search,
    /// Wants all of the library.
    ShowLibrary,
    /// Wants what there is of a source.
    ShowSite(String),
    /// Wants the rail instead of the sidebar, or the other way round.
    Fold,
}

/// A place to go: its sign alone, the same when it is shown, its name, and how much there is.
struct Place {
    choice: SidebarChoice,
    glyph: Glyph,
    glyph_on: Glyph,
    label: String,
    count: Option<u64>,
    is_on: bool,
}

fn places(shown: &SidebarShown<'_>, words: &Words) -> Vec<Place> {
    let is_at = |destination| shown.destination == destination;
    let mut places = vec![Place {
        choice: SidebarChoice::ShowArticle,
        glyph: Glyph::Wave,
        glyph_on: Glyph::Wave,
        label: words.now_playing(),
        count: None,
        is_on: is_at(Destination::Article),
    }];
    places.extend(shown.queue.map(|(count, is_shown)| Place {
        choice: SidebarChoice::Do(Action::Queue),
        glyph: Glyph::Queue,
        glyph_on: Glyph::FilledQueue,
        label: words.queue(),
        count: Some(count as u64),
        is_on: is_shown,
    }));
    places.extend(shown.library.map(|count| Place {
        choice: SidebarChoice::ShowLibrary,
        glyph: Glyph::Books,
        glyph_on: Glyph::FilledBooks,
        label: words.library(),
        count: Some(count),
        is_on: is_at(Destination::Library) && shown.site.is_none(),
    }));
    places.extend(shown.feeds.map(|count| Place {
        choice: SidebarChoice::Do(Action::Feeds),
        glyph: Glyph::Feed,
        glyph_on: Glyph::FilledFeed,
        label: words.feeds(),
        count: Some(count),
        is_on: is_at(Destination::Feeds),
    }));
    places
}

/// Draws the sidebar.
pub fn sidebar_ui(
    ui: &mut Ui,
    shown: &mut SidebarShown<'_>,
    words: &Words,
    keys: &KeyMap,
    theme: &Theme,
) -> Option<SidebarChoice> {
    let mut choice = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let (seal, _) = ui.allocate_exact_size(vec2(28.0, 52.0), Sense::hover());
        paint_mark(ui, Rect::from_center_size(seal.center(), vec2(28.0, 28.0)), theme);
        ui.add_space(10.0);
        let name = galley(ui, &words.app_name(), bold(17.0), 130.0);
        let (place, _) = ui.allocate_exact_size(vec2(ui.available_width() - 36.0, 52.0), Sense::hover());
        let corner = pos2(place.left(), place.center().y - name.size().y / 2.0);
        ui.painter().galley_with_override_text_color(corner, name, theme.ink);
        if glyph_button_ui(ui, Glyph::Sidebar, &words.sidebar_fold(), 36.0, theme).clicked() {
            choice = Some(SidebarChoice::Fold);
        }
    });
    let label = Action::Open.label(words);
    let width = ui.available_width();
    let add = Button::new(&label).glyph(Glyph::Plus).text(&label).width(width).height(ROW);
    let add = add.ground(Ground::Bordered).ui(ui, theme);
    if add.clicked() {
        choice = Some(SidebarChoice::Do(Action::Open));
    }
    add.on_hover_text(keys.tip(Action::Open, words));
    if shown.library.is_some() {
        ui.add_space(8.0);
        if search_ui(ui, shown.search, &words.library_search(), shown.focuses, theme) {
            choice = Some(SidebarChoice::Search);
        }
    }
    ui.add_space(12.0);
    for place in places(shown, words) {
        let count = place.count.filter(|&count| count > 0).map(|count| count.to_string());
        let glyph = if place.is_on { place.glyph_on } else { place.glyph };
        let row = row_ui(ui, ROW, place.is_on, &place.label, count.as_deref(), theme, |ui, rect, ink| {
            glyph.paint(ui.painter(), rect.center(), 20.0, ink);
        });
        if row.clicked() {
            choice = Some(place.choice);
        }
    }
    let foot = if shown.has_settings { ROW + 12.0 } else { 0.0 };
    sources_ui(ui, shown, foot, words, theme, &mut choice);
    if shown.has_settings {
        ui.add_space((ui.available_height() - foot).max(0.0));
        let label = Action::Settings.label(words);
        let row = row_ui(ui, ROW, false, &label, None, theme, |ui, rect, ink| {
            Glyph::Gear.paint(ui.painter(), rect.center(), 20.0, ink);
        });
        if row.clicked() {
            choice = Some(SidebarChoice::Do(Action::Settings));
        }
    }
    choice
}

/// The sources of the library, as many as there is room for.
fn sources_ui(
    ui: &mut Ui,
    shown: &SidebarShown<'_>,
    foot: f32,
    words: &Words,
    theme: &Theme,
    choice: &mut Option<SidebarChoice>,
) {
    let room = ui.available_height() - foot - 44.0;
    if shown.sites.is_empty() || room < SOURCE {
        return;
    }
    ui.add_space(16.0);
    let (head, _) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::hover());
    let heading = galley(ui, &words.sources(), regular(size::SMALL), head.width());
    let corner = pos2(head.left() + SIDE, head.center().y - heading.size().y / 2.0);
    ui.painter().galley_with_override_text_color(corner, heading, theme.ink2);
    ScrollArea::vertical().max_height(room).show(ui, |ui| {
        for (site, count) in shown.sites {
            let is_on = shown.destination == Destination::Library && shown.site == Some(site);
            let count = count.to_string();
            let row = row_ui(ui, SOURCE, is_on, site, Some(&count), theme, |ui, rect, _| {
                paint_seal(ui, Rect::from_center_size(rect.center(), vec2(20.0, 20.0)), site, theme);
            });
            if row.clicked() {
                *choice = Some(SidebarChoice::ShowSite(site.clone()));
            }
        }
    });
}

/// Draws the rail.
pub fn rail_ui(ui: &mut Ui, shown: &SidebarShown<'_>, words: &Words, theme: &Theme) -> Option<SidebarChoice> {
    let mut choice = None;
    ui.spacing_mut().item_spacing.y = 4.0;
    ui.vertical_centered(|ui| {
        ui.add_space(4.0);
        let mut button =
            |ui: &mut Ui, label: &str, glyph: Glyph, is_on: bool, asked: SidebarChoice| -> Rect {
                let button = Button::new(label).glyph(glyph).height(RAIL_BUTTON).on(is_on).ui(ui, theme);
                let rect = button.rect;
                if is_on {
                    paint_tick(ui, rect.left() - 10.0, rect.center().y, theme);
                }
                if button.on_hover_text(label).clicked() {
                    choice = Some(asked);
                }
                rect
            };
        button(ui, &words.sidebar_fold(), Glyph::Sidebar, false, SidebarChoice::Fold);
        let open = Action::Open.label(words);
        button(ui, &open, Glyph::Plus, false, SidebarChoice::Do(Action::Open));
        if shown.library.is_some() {
            button(ui, &words.library_search(), Glyph::Search, false, SidebarChoice::Search);
        }
        for place in places(shown, words) {
            let glyph = if place.is_on { place.glyph_on } else { place.glyph };
            let is_queue = place.glyph == Glyph::Queue;
            let rect = button(ui, &place.label, glyph, place.is_on, place.choice);
            if let Some(count) = place.count.filter(|&count| count > 0 && is_queue) {
                paint_badge(ui, rect.right_top() + vec2(2.0, 1.0), &count.to_string(), theme);
            }
        }
        if shown.has_settings {
            ui.add_space((ui.available_height() - RAIL_BUTTON - 8.0).max(0.0));
            let label = Action::Settings.label(words);
            button(ui, &label, Glyph::Gear, false, SidebarChoice::Do(Action::Settings));
        }
    });
    choice
}

/// The field of the search; whether something was typed, or it was pressed.
pub(super) fn search_ui(ui: &mut Ui, search: &mut String, hint: &str, focuses: bool, theme: &Theme) -> bool {
    let frame = Frame::new()
        .fill(theme.raised)
        .stroke(Stroke::new(1.0, theme.edge))
        .corner_radius(8)
        .inner_margin(Margin::symmetric(10, 0));
    frame
        .show(ui, |ui| {
            ui.set_height(34.0);
            let field = TextEdit::singleline(search)
                .hint_text(hint)
                .desired_width(ui.available_width())
                .frame(Frame::NONE)
                .align(egui::Align2::LEFT_CENTER)
                .margin(vec2(0.0, 7.0))
                .prefix(Glyph::Search.text(18.0).color(theme.ink2));
            let field = ui.add(field);
            ui.ctx().accesskit_node_builder(field.id, |node| node.set_label(hint));
            if focuses {
                field.request_focus();
            }
            let clears = field.has_focus() && ui.input(|input| input.key_pressed(Key::Escape));
            if clears {
                search.clear();
            }
            field.changed() || field.gained_focus() || clears
        })
        .inner
}

/// A row: what `paint` puts into its first place, its name, and a count at the right.
pub(super) fn row_ui(
    ui: &mut Ui,
    height: f32,
    is_on: bool,
    label: &str,
    count: Option<&str>,
    theme: &Theme,
    paint: impl FnOnce(&Ui, Rect, egui::Color32),
) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    let name = count.map_or_else(|| label.to_owned(), |count| format!("{label} {count}"));
    response.widget_info(|| WidgetInfo::selected(Role::Button, ui.is_enabled(), is_on, name.as_str()));
    let painter = ui.painter();
    if is_on {
        painter.rect_filled(rect, 8.0, theme.selected);
        paint_tick(ui, rect.left() - SIDE, rect.center().y, theme);
    } else if response.hovered() {
        painter.rect_filled(rect, 8.0, theme.pointed);
    }
    if response.has_focus() {
        painter.rect_stroke(rect, 8.0, Stroke::new(2.0, theme.accent), StrokeKind::Inside);
    }
    let ink = if is_on { theme.accent } else { theme.ink };
    let sign = Rect::from_center_size(pos2(rect.left() + 22.0, rect.center().y), vec2(24.0, 24.0));
    paint(ui, sign, if is_on { theme.accent } else { theme.ink2 });
    let mut right = rect.right() - SIDE;
    if let Some(count) = count {
        let font = if is_on { bold(size::SMALL) } else { regular(size::SMALL) };
        let count = galley(ui, count, font, 60.0);
        right -= count.size().x;
        let corner = pos2(right, rect.center().y - count.size().y / 2.0);
        ui.painter().galley_with_override_text_color(corner, count, if is_on { ink } else { theme.ink2 });
    }
    let font = if is_on { bold(size::CONTROL) } else { regular(size::CONTROL) };
    let left = rect.left() + 44.0;
    let text = galley(ui, label, font, right - 8.0 - left);
    let corner = pos2(left, rect.center().y - text.size().y / 2.0);
    ui.painter().galley_with_override_text_color(corner, text, ink);
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// The tick at the edge of what is shown.
fn paint_tick(ui: &Ui, left: f32, middle: f32, theme: &Theme) {
    let tick = Rect::from_min_size(pos2(left, middle - 12.0), vec2(4.0, 24.0));
    ui.painter().rect_filled(tick, 2.0, theme.accent);
}

/// A count on a round ground that ends at `corner`.
fn paint_badge(ui: &Ui, corner: egui::Pos2, text: &str, theme: &Theme) {
    let width = (galley(ui, text, bold(11.0), 40.0).size().x + 9.0).max(17.0);
    let rect = Rect::from_min_size(pos2(corner.x - width, corner.y), vec2(width, 17.0));
    ui.painter().rect_filled(rect, 8.5, theme.accent);
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, text, bold(11.0), theme.on_accent);
}

/// The program's own seal.
fn paint_mark(ui: &Ui, rect: Rect, theme: &Theme) {
    ui.painter().rect_filled(rect, 6.0, theme.accent);
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, "聽", bold(16.0), theme.on_accent);
}
