//! The article, with the paragraph, sentence and word that is heard.

use std::sync::Arc;

use egui::{
    Align, Color32, CursorIcon, Galley, PointerButton, Pos2, Rect, Response, Role, ScrollArea, Sense, Stroke,
    StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};
use tingxinwen::{article::TextRange, player::Command, text::FrontEnd};

use super::{
    footnotes::paint_marks,
    row_signs::{paint_sign, picture_ui},
};
use crate::{
    look::{Glyph, glyph_button_ui},
    page::{Footnote, Page, Row, RowKind},
    pictures::ArticlePictures,
    theme::{HEAD, RADIUS, Theme},
    view::zhuyin::{zhuyin_of, zhuyin_ui},
    words::Words,
};

/// The tick beside the scroll bar, at the height of what is heard, in points.
const TICK: egui::Vec2 = vec2(10.0, 3.0);

/// What is lit up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Highlight {
    /// The sentence that is read.
    pub sentence: Option<TextRange>,
    /// The word that is heard.
    pub word: Option<TextRange>,
}

/// What the listener did to the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Touch {
    /// The first block of a folded run that was opened.
    pub unfold: Option<usize>,
    /// Whether the page was scrolled by hand.
    pub scrolled: bool,
    /// Whether the spoken sentence is out of sight.
    pub out_of_sight: bool,
    /// How far the page is scrolled, in points.
    pub top: f32,
    /// The byte of the article whose word's reading was asked for.
    pub asked: Option<u32>,
    /// The address of another article that is to be played later.
    pub enqueued: Option<String>,
    /// The address of a link that was pressed, the byte of the article there, and where on the screen.
    pub pressed_link: Option<(String, u32, Pos2)>,
    /// The footnotes whose mark was pressed.
    pub pressed_footnotes: Vec<Footnote>,
    /// What the pointer did that is dragged over the text.
    pub dragged: Option<Dragged>,
    /// Whether the page was pressed.
    pub pressed: bool,
}

/// What a pointer does that is dragged over the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Dragged {
    /// It went down at this byte of the article.
    From(u32),
    /// It is at this byte.
    To(u32),
    /// It was let go, at this place of the screen.
    End(Pos2),
}

/// How the page is read aloud, where Zhuyin is shown.
pub type Readings<'a> = Option<&'a FrontEnd>;

/// How far keys scroll the page: up is positive.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scrolling {
    /// Points.
    pub points: f32,
    /// Heights of what is in sight.
    pub pages: f32,
}

/// What is shown with the page.
pub struct Showing<'a> {
    /// What is lit up.
    pub highlight: Highlight,
    /// The width of the column, in points.
    pub width: f32,
    /// What is selected.
    pub selected: Option<TextRange>,
    /// The sentences that the listener marked, in order.
    pub marked: &'a [TextRange],
    /// Where what is searched stands.
    pub hits: &'a [TextRange],
    /// The hit that is shown among them.
    pub hit: Option<TextRange>,
    /// Whether to bring that into sight.
    pub shows_hit: bool,
    /// Whether to bring that into sight.
    pub bring_back: bool,
    /// How far to scroll, in points, where the page is no longer what it was.
    pub scroll_to: Option<f32>,
    /// How far keys scroll it.
    pub scroll: Scrolling,
    /// The article's pictures.
    pub pictures: &'a ArticlePictures,
    /// Whose Zhuyin stands beside the characters.
    pub readings: Readings<'a>,
    /// What is said.
    pub words: &'a Words,
    /// Colours.
    pub theme: &'a Theme,
}

/// Draws `page`.
pub fn reader_ui(ui: &mut Ui, page: &Page, showing: &Showing<'_>, commands: &mut Vec<Command>) -> Touch {
    let mut touch = Touch::default();
    let Showing { highlight, theme, .. } = *showing;
    let width = showing.width;
    let mut scroll = ScrollArea::vertical().auto_shrink(false);
    if let Some(top) = showing.scroll_to {
        scroll = scroll.vertical_scroll_offset(top);
    }
    let output = scroll.show_viewport(ui, |ui, viewport| {
        touch.top = viewport.top();
        let (area, _) =
            ui.allocate_exact_size(vec2(ui.available_width(), page.height + 2.0 * HEAD), Sense::hover());
        let left = area.center().x - width / 2.0;
        let corner = |row: &Row| Pos2::new(left + row.left, area.top() + HEAD + row.top);
        let shown = page.rows_between(viewport.top() - HEAD, viewport.bottom() - HEAD);
        for row in shown {
            row_ui(ui, row, corner(row), showing, commands, &mut touch);
            if let Some(front_end) = showing.readings.filter(|_| row.spoken) {
                zhuyin_ui(ui, row.zhuyin(|text| zhuyin_of(front_end, text)), corner(row), theme);
            }
        }
        if touch.dragged.is_none()
            && let Some(pos) =
                ui.ctx().dragged_id().and_then(|_| ui.input(|input| input.pointer.latest_pos()))
        {
            touch.dragged = offset_under(shown, pos, left, area.top() + HEAD).map(Dragged::To);
        }
        let spoken = highlight.sentence.and_then(|range| Some((page.row_of(range.start)?, range)));
        if let Some((row, range)) = spoken {
            let place = corner(row).to_vec2();
            let boxes = row.boxes(range);
            if let Some(lines) = boxes.into_iter().reduce(Rect::union).map(|lines| lines.translate(place)) {
                touch.out_of_sight = !ui.clip_rect().intersects(lines.shrink2(vec2(0.0, 8.0)));
                let middle = ui.clip_rect().shrink2(vec2(0.0, ui.clip_rect().height() / 4.0));
                if showing.bring_back
                    && !(middle.contains(lines.left_top()) && middle.contains(lines.left_bottom()))
                {
                    ui.scroll_to_rect(lines, Some(Align::Center));
                }
            }
        }
        if let (true, Some(hit)) = (showing.shows_hit, showing.hit)
            && let Some(row) = page.row_of(hit.start)
            && let Some(lines) = row.boxes(hit).into_iter().reduce(Rect::union)
        {
            ui.scroll_to_rect(lines.translate(corner(row).to_vec2()), Some(Align::Center));
        }
        touch.scrolled = scroll_by_keys(ui, showing.scroll) | is_scrolled_by_hand(ui);
    });
    if let Some(row) = highlight.sentence.and_then(|range| page.row_of(range.start)) {
        let share = (HEAD + row.top) / (page.height + 2.0 * HEAD);
        let area = output.inner_rect;
        let place = pos2(area.right() - TICK.x / 2.0, egui::lerp(area.y_range(), share.clamp(0.0, 1.0)));
        ui.painter().rect_filled(Rect::from_center_size(place, TICK), 1.5, theme.accent);
    }
    touch
}

fn row_ui(
    ui: &mut Ui,
    row: &Row,
    corner: Pos2,
    showing: &Showing<'_>,
    commands: &mut Vec<Command>,
    touch: &mut Touch,
) {
    let Showing { highlight, words, theme, .. } = *showing;
    let rect = Rect::from_min_size(corner, row.galley().size());
    // Ids stay with the row, however many rows are in sight.
    let id = ui.scope_id().with(("row", row.range.start, row.top as i32));
    let response = ui.interact(rect.intersect(ui.clip_rect()), id, Sense::click_and_drag());
    let role = match row.kind {
        RowKind::Folded(..) => Role::Button,
        RowKind::Picture(_) => Role::Image,
        RowKind::Block(_) | RowKind::Site => Role::Label,
    };
    response.widget_info(|| WidgetInfo::labeled(role, true, row.galley().text()));
    if let Some(picture) = &row.picture {
        picture_ui(ui, row, picture, Rect::from_min_size(corner, vec2(showing.width, row.height)), showing);
        return;
    }
    take_dragged(&response, row, corner, touch);
    for place in showing.selected.into_iter().flat_map(|range| row.boxes(range)) {
        ui.painter().rect_filled(place.translate(corner.to_vec2()), 0.0, theme.selected);
    }
    paint_lines(ui, row, corner, showing.marked, theme.ink2);
    paint_lines(ui, row, corner, showing.hits, theme.accent);
    if let Some(hit) = showing.hit.filter(|hit| row.range.contains(hit.start)) {
        for place in row.boxes(hit) {
            let place = place.translate(corner.to_vec2()).expand2(vec2(1.0, -4.0));
            ui.painter().rect_stroke(place, RADIUS, Stroke::new(2.0, theme.accent), StrokeKind::Outside);
        }
    }
    paint_highlight(ui, row, corner, highlight, theme);
    for (range, _) in &row.links {
        for place in row.boxes(*range) {
            let place = place.translate(corner.to_vec2()).expand2(vec2(0.0, -3.0));
            ui.painter().hline(place.x_range(), place.bottom(), Stroke::new(1.0, theme.edge));
        }
    }
    paint_sign(ui, row, corner, theme);
    ui.painter().galley(corner, row.galley().clone(), theme.ink);
    paint_word(ui, row, corner, highlight, theme);
    paint_marks(ui, row, corner, theme);
    match row.kind {
        RowKind::Folded(first, _) => {
            let line = rect.bottom() + 2.0;
            ui.painter().hline(rect.x_range(), line, Stroke::new(1.0, theme.line));
            if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
                touch.unfold = Some(first);
            }
        }
        RowKind::Picture(_) | RowKind::Site => (),
        RowKind::Block(index) if row.spoken => {
            let response = response.on_hover_cursor(CursorIcon::PointingHand);
            if response.clicked() && ui.input(|input| input.modifiers.command) {
                commands.push(Command::ToggleBlock(index));
            } else if let (true, Some(pos)) = (response.clicked(), response.interact_pointer_pos()) {
                let offset = row.offset_at(pos - corner);
                match (row.link_at(offset), row.footnotes_at(offset)) {
                    (Some(address), _) => touch.pressed_link = Some((address.to_owned(), offset, pos)),
                    (None, footnotes) if !footnotes.is_empty() => touch.pressed_footnotes = footnotes,
                    (None, _) => commands.push(Command::SeekTo(offset)),
                }
            }
            if let (true, Some(pos)) = (response.secondary_clicked(), response.interact_pointer_pos()) {
                touch.asked = Some(row.offset_at(pos - corner));
            }
        }
        RowKind::Block(index) => {
            if let Some(address) = &row.link {
                let place = Rect::from_center_size(pos2(corner.x - 24.0, rect.center().y), vec2(32.0, 32.0));
                let mut gutter = ui.new_child(UiBuilder::new().max_rect(place));
                if glyph_button_ui(&mut gutter, Glyph::Queue, &words.queue_add(), 32.0, theme).clicked() {
                    touch.enqueued = Some(address.clone());
                }
            }
            let why = |ui: &mut Ui| {
                ui.label(row.block.map(|block| words.why_silent(&block)).unwrap_or_default());
            };
            let response = response.on_hover_cursor(CursorIcon::PointingHand).on_hover_ui_at_pointer(why);
            if response.clicked() {
                commands.push(Command::ToggleBlock(index));
            }
        }
    }
}

/// The byte of the article under `pos`, or the nearest of the rows that are shown.
fn offset_under(rows: &[Row], pos: Pos2, left: f32, top: f32) -> Option<u32> {
    let corner = |row: &Row| Pos2::new(left + row.left, top + row.top);
    let text = |row: &&Row| row.block.is_some();
    let under = rows.iter().filter(text).find(|row| pos.y < corner(row).y + row.height);
    let row = under.or_else(|| rows.iter().rev().find(text))?;
    Some(row.offset_at(pos - corner(row)))
}

/// Notes what the pointer does that went down on `row`.
fn take_dragged(response: &Response, row: &Row, corner: Pos2, touch: &mut Touch) {
    touch.pressed |= response.clicked();
    let Some(pos) = response.interact_pointer_pos() else { return };
    if row.block.is_none() || !response.dragged_by(PointerButton::Primary) && !response.drag_stopped() {
        return;
    }
    if response.drag_started() {
        let start = response.ctx.input(|input| input.pointer.press_origin()).unwrap_or(pos);
        touch.dragged = Some(Dragged::From(row.offset_at(start - corner)));
    } else if response.drag_stopped() {
        touch.dragged = Some(Dragged::End(pos));
    }
}

/// Paints a line under those of `ranges`, which are in order, that lie in `row`.
fn paint_lines(ui: &Ui, row: &Row, corner: Pos2, ranges: &[TextRange], color: Color32) {
    let first = ranges.partition_point(|range| range.end <= row.range.start);
    for range in ranges[first..].iter().take_while(|range| range.start < row.range.end) {
        for place in row.boxes(*range) {
            let place = place.translate(corner.to_vec2()).expand2(vec2(1.0, -4.0));
            ui.painter().rect_filled(place.with_min_y(place.bottom() - 2.0), 0.0, color);
        }
    }
}

/// Paints boxes behind the text rather than colouring the text itself: backgrounds of text step up
/// and down where fonts change within a line.
fn paint_highlight(ui: &Ui, row: &Row, corner: Pos2, highlight: Highlight, theme: &Theme) {
    let Some(sentence) = highlight.sentence.filter(|sentence| row.range.contains(sentence.start)) else {
        return;
    };
    let painter = ui.painter();
    let bar = Rect::from_min_size(corner - vec2(16.0 + row.left, 0.0), vec2(3.0, row.height));
    painter.rect_filled(bar, 1.5, theme.accent);
    let place = corner.to_vec2();
    for lines in row.boxes(sentence) {
        painter.rect_filled(lines.translate(place).expand2(vec2(3.0, -2.0)), RADIUS, theme.sentence);
    }
}

/// Paints the word that is heard over its text: its box, and the word again in the ink that is read on it.
fn paint_word(ui: &Ui, row: &Row, corner: Pos2, highlight: Highlight, theme: &Theme) {
    let Some(word) = highlight.word.filter(|word| row.range.contains(word.start)) else { return };
    for place in row.boxes(word) {
        paint_word_box(ui, place.translate(corner.to_vec2()), corner, row.galley(), theme);
    }
}

/// Paints the box of a word at `place`, and what of `galley`, whose corner is at `corner`, lies in it.
pub(super) fn paint_word_box(ui: &Ui, place: Rect, corner: Pos2, galley: &Arc<Galley>, theme: &Theme) {
    let place = place.expand2(vec2(2.0, -3.0));
    let painter = ui.painter();
    painter.rect_filled(place, RADIUS, theme.word);
    // Its shape tells it from the sentence too, for whoever sees no difference of colour.
    painter.rect_filled(place.with_min_y(place.bottom() - 3.0), 1.0, theme.word_edge);
    let clip = place.intersect(ui.clip_rect());
    painter.with_clip_rect(clip).galley_with_override_text_color(corner, galley.clone(), theme.word_ink);
}

/// Scrolls as keys asked for; whether they did.
fn scroll_by_keys(ui: &Ui, by: Scrolling) -> bool {
    let by = by.points + by.pages * ui.clip_rect().height() * 0.9;
    if by != 0.0 {
        ui.scroll_with_delta(vec2(0.0, by));
    }
    by != 0.0
}

fn is_scrolled_by_hand(ui: &Ui) -> bool {
    let on_page = ui.rect_contains_pointer(ui.clip_rect());
    on_page
        && ui.input(|input| input.events.iter().any(|event| matches!(event, egui::Event::MouseWheel { .. })))
}
