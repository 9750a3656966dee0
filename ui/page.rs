//! An article laid out for a width: once, since a highlight is paint and moves nothing.

use std::{cell::OnceCell, collections::BTreeSet, ops::Range, sync::Arc};

use egui::{
    Color32, FontId, Galley, Rect, Vec2,
    text::{CCursor, LayoutJob, TextFormat},
    vec2,
};
use tingxinwen::article::{Article, Block, BlockKind, SpanKind, TextRange, is_han};

use crate::{
    look::{self, Set},
    theme::{self, Theme, bold, regular, size},
};

/// Runs of page furniture at least this long are folded into one row.
const FOLD: usize = 3;

/// Room for Zhuyin beside a character, as a part of its size.
const ZHUYIN_ROOM: f32 = 0.6;

/// Space between what is not read and what is, in points.
const STEP: f32 = 12.0;

/// What a [`Row`] shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// A block of the article: an index into [`Article::blocks`].
    Block(usize),
    /// A folded run of blocks that starts at this index, and how many they are.
    Folded(usize, usize),
}

/// A piece of the page that stands by itself.
pub struct Row {
    /// What it shows.
    pub kind: RowKind,
    /// The text of the article that it shows; empty when folded.
    pub range: TextRange,
    /// Where it starts, from the top of the page, in points.
    pub top: f32,
    /// Its text, laid out.
    pub galley: Arc<Galley>,
    /// Whether it is read aloud.
    pub spoken: bool,
    /// The block that it shows; none when folded.
    pub block: Option<Block>,
    /// The address of the other article that it names.
    pub link: Option<String>,
    text: String,
    /// Chars of `galley` that are line breaks put in by us, in order.
    breaks: Vec<usize>,
    /// Where Zhuyin stands beside the characters, once it was asked for.
    zhuyin: OnceCell<Vec<Beside>>,
}

/// A character, and how it is read.
pub struct Beside {
    /// The box of the character, room for its Zhuyin included, from the row's own corner.
    pub place: Rect,
    /// Its reading.
    pub symbols: String,
}

/// How a page is to look.
#[derive(Clone, Copy, PartialEq)]
pub struct Look {
    /// Colours.
    pub theme: Theme,
    /// Width of the column, in points.
    pub width: f32,
    /// Whether there is room for Zhuyin beside the characters of what is read.
    pub zhuyin: bool,
    /// The size of what is read, in points.
    pub size: f32,
    /// The height of its lines, as a multiple of that.
    pub line: f32,
}

impl Look {
    /// How much larger text is than it usually is.
    fn scale(&self) -> f32 {
        self.size / size::BODY
    }
}

/// All rows of an article at one width.
pub struct Page {
    /// From top to bottom.
    pub rows: Vec<Row>,
    /// Height of all, in points.
    pub height: f32,
}

impl Page {
    /// Lays out `article`. Folded runs whose first block is in `unfolded` are shown in full.
    pub fn new(
        ctx: &egui::Context,
        article: &Article,
        look: &Look,
        unfolded: &BTreeSet<usize>,
        folded_words: impl Fn(usize) -> String,
    ) -> Self {
        let Look { theme, width, zhuyin, .. } = look;
        let mut rows: Vec<Row> = Vec::new();
        let mut top = 0.0;
        for kind in row_kinds(article, unfolded) {
            let (text, block, style) = match kind {
                RowKind::Block(idx) => {
                    let block = article.blocks()[idx];
                    (article.slice(block.range).to_owned(), Some(block), Style::of(&block, look))
                }
                RowKind::Folded(_, count) => (folded_words(count), None, Style::faint(theme, look.scale())),
            };
            let (RowKind::Block(idx) | RowKind::Folded(idx, _)) = kind;
            let at = article.blocks()[idx].range.start;
            let range = block.map_or(TextRange::new(at, at), |block| block.range);
            let spoken = block.is_some_and(|block| block.spoken);
            if let Some(before) = rows.last() {
                top += style.space_above;
                // What is read stands clear of what is not.
                if spoken && !before.spoken {
                    top += STEP;
                }
            }
            let room = if *zhuyin && spoken { style.font.size * ZHUYIN_ROOM } else { 0.0 };
            let (galley, breaks) = lay_out(ctx, &text, &style, *width, room);
            let height = galley.size().y;
            let zhuyin = OnceCell::new();
            let link = block.and_then(|block| link_of(article, &block));
            rows.push(Row { kind, range, top, galley, spoken, block, link, text, breaks, zhuyin });
            top += height + style.space_below;
        }
        Self { rows, height: top }
    }

    /// The row that shows the byte at `offset`.
    pub fn row_of(&self, offset: u32) -> Option<&Row> {
        let after = self.rows.partition_point(|row| row.range.start <= offset);
        self.rows[..after].iter().rev().find(|row| row.range.contains(offset))
    }

    /// The rows that show between `top` and `bottom`, in points.
    pub fn rows_between(&self, top: f32, bottom: f32) -> &[Row] {
        let first = self.rows.partition_point(|row| row.top + row.galley.size().y < top);
        let last = self.rows.partition_point(|row| row.top <= bottom);
        &self.rows[first..last.max(first)]
    }
}

impl Row {
    /// The boxes around the text of `range`, a box a line, from the row's own corner.
    pub fn boxes(&self, range: TextRange) -> Vec<Rect> {
        let start = range.start.max(self.range.start);
        let end = range.end.min(self.range.end);
        if start >= end {
            return Vec::new();
        }
        let chars = self.char_at(start)..self.char_at(end);
        let mut boxes = Vec::new();
        let mut first = 0;
        for row in &self.galley.rows {
            let glyphs = &row.row.glyphs;
            let (low, high) = (chars.start.max(first), chars.end.min(first + glyphs.len()));
            if low < high {
                let (left, right) = (&glyphs[low - first], &glyphs[high - first - 1]);
                boxes.push(Rect::from_min_max(
                    row.pos + vec2(left.pos.x, 0.0),
                    row.pos + vec2(right.pos.x + right.advance_width, row.row.size.y),
                ));
            }
            first += glyphs.len() + usize::from(row.ends_with_newline);
        }
        boxes
    }

    /// Zhuyin for its characters; `readings` gives it for bytes of the row's text, and is asked once.
    pub fn zhuyin(&self, readings: impl FnOnce(&str) -> Vec<(Range<usize>, String)>) -> &[Beside] {
        self.zhuyin.get_or_init(|| {
            let beside = |(bytes, symbols): (Range<usize>, String)| {
                let start = self.range.start;
                let range = TextRange::new(start + bytes.start as u32, start + bytes.end as u32);
                Some(Beside { place: self.boxes(range).into_iter().next()?, symbols })
            };
            readings(&self.text).into_iter().filter_map(beside).collect()
        })
    }

    /// The byte of the article under `pos`, from the row's own corner.
    pub fn offset_at(&self, pos: Vec2) -> u32 {
        let mut cursor = self.galley.cursor_from_pos(pos);
        // A cursor goes to the nearer gap between two characters; the listener means the character.
        let at = self.galley.pos_from_cursor(cursor);
        if at.center().x > pos.x {
            cursor = CCursor::new(cursor.index.0.saturating_sub(1));
        }
        let shown = cursor.index.0;
        let chars = shown - self.breaks.iter().filter(|&&at| at < shown).count();
        let bytes = self.text.char_indices().nth(chars).map_or(self.text.len(), |(at, _)| at);
        self.range.start + (bytes as u32).min(self.range.len().saturating_sub(1))
    }

    /// The char of the galley that shows the byte at `offset`.
    fn char_at(&self, offset: u32) -> usize {
        let bytes = (offset - self.range.start) as usize;
        let chars = self.text.get(..bytes).map_or(0, |before| before.chars().count());
        // Each break before it moves it one further.
        self.breaks.iter().fold(chars, |at, &line_break| if line_break <= at { at + 1 } else { at })
    }
}

struct Style {
    font: FontId,
    line: f32,
    color: Color32,
    space_above: f32,
    space_below: f32,
}

impl Style {
    fn of(block: &Block, look: &Look) -> Self {
        let (theme, scale) = (&look.theme, look.scale());
        let body = Self {
            font: regular(look.size),
            line: look.line,
            color: if block.spoken { theme.ink } else { theme.faint_ink },
            space_above: 0.0,
            space_below: 20.0,
        };
        match block.kind {
            BlockKind::Title => Self {
                font: bold(size::TITLE * scale),
                line: size::TITLE_LINE,
                space_above: 16.0,
                space_below: 14.0,
                ..body
            },
            BlockKind::Heading => Self {
                font: bold(size::HEADING * scale),
                line: size::TITLE_LINE,
                space_above: 12.0,
                space_below: 12.0,
                ..body
            },
            BlockKind::Byline | BlockKind::Date => {
                Self { color: body.color, space_below: 4.0, ..Self::faint(theme, scale) }
            }
            BlockKind::Caption
            | BlockKind::Credit
            | BlockKind::Embed
            | BlockKind::Tags
            | BlockKind::Related
            | BlockKind::Furniture
                if !block.spoken =>
            {
                Self::faint(theme, scale)
            }
            BlockKind::ListItem | BlockKind::TableRow => Self { space_below: 10.0, ..body },
            BlockKind::Paragraph
            | BlockKind::Quote
            | BlockKind::Code
            | BlockKind::Caption
            | BlockKind::Credit
            | BlockKind::Embed
            | BlockKind::Tags
            | BlockKind::Related
            | BlockKind::Furniture => body,
        }
    }

    fn faint(theme: &Theme, scale: f32) -> Self {
        Self {
            font: regular(size::FAINT * scale),
            line: 1.6,
            color: theme.faint_ink,
            space_above: 4.0,
            space_below: 8.0,
        }
    }
}

/// The address of the other article that `block` names.
fn link_of(article: &Article, block: &Block) -> Option<String> {
    if block.kind != BlockKind::Related {
        return None;
    }
    let span = article.spans(block.range).find_map(|span| match &span.kind {
        SpanKind::Link { url } => Some(url.clone()),
        SpanKind::Emphasis | SpanKind::Strong | SpanKind::Ruby { .. } | SpanKind::Note => None,
    });
    let title = article.slice(block.range);
    let told = || article.meta.related.iter().find(|link| link.title == title)?.url.clone();
    span.or_else(told).filter(|address| address.starts_with("http"))
}

fn row_kinds(article: &Article, unfolded: &BTreeSet<usize>) -> Vec<RowKind> {
    let blocks = article.blocks();
    let is_furniture = |idx: usize| blocks[idx].kind == BlockKind::Furniture && !blocks[idx].spoken;
    let mut kinds = Vec::new();
    let mut idx = 0;
    while idx < blocks.len() {
        let run = (idx..blocks.len()).take_while(|&idx| is_furniture(idx)).count();
        if run >= FOLD && !unfolded.contains(&idx) {
            kinds.push(RowKind::Folded(idx, run));
            idx += run;
        } else {
            let whole: Range<usize> = idx..idx + run.max(1);
            kinds.extend(whole.clone().map(RowKind::Block));
            idx = whole.end;
        }
    }
    kinds
}

/// Marks that open a quotation or bracket: they may not end a line.
const OPENERS: &str = "「『（《〈【〔［｛“‘";

/// Lays out `text` with no opening mark at the end of a line, where `egui` leaves some; returns the
/// chars at which lines were broken for that.
fn lay_out(
    ctx: &egui::Context,
    text: &str,
    style: &Style,
    width: f32,
    room: f32,
) -> (Arc<Galley>, Vec<usize>) {
    let plain = TextFormat {
        font_id: style.font.clone(),
        color: style.color,
        line_height: Some((style.font.size * style.line).round()),
        ..TextFormat::default()
    };
    let mut shown = text.to_owned();
    let mut breaks = Vec::new();
    loop {
        let mut job = LayoutJob::default();
        let mut is_after = false;
        for (run, set) in look::runs(&shown) {
            let mut rest = &shown[run];
            while let Some(first) = rest.chars().next() {
                // As many letters as stand behind the same kind.
                let (mut end, mut last) = (0, first);
                for (at, c) in rest.char_indices() {
                    if at > 0 && is_han(last) != is_after {
                        break;
                    }
                    (end, last) = (at + c.len_utf8(), c);
                }
                let font_id = match set {
                    Set::Plain => style.font.clone(),
                    Set::English => theme::english(&style.font),
                };
                // The space of a letter stands before it: it is wanted behind Chinese characters.
                let extra_letter_spacing = if is_after { room } else { 0.0 };
                job.append(&rest[..end], 0.0, TextFormat { font_id, extra_letter_spacing, ..plain.clone() });
                (rest, is_after) = (&rest[end..], is_han(last));
            }
        }
        job.wrap.max_width = width - room;
        let galley = ctx.fonts_mut(|fonts| fonts.layout_job(job));
        let Some(at) = dangling_opener(&galley) else { return (galley, breaks) };
        let Some((byte, _)) = shown.char_indices().nth(at) else { return (galley, breaks) };
        shown.insert(byte, '\n');
        breaks.push(at);
    }
}

/// The char of the first opening mark that ends a line which could do without it.
fn dangling_opener(galley: &Galley) -> Option<usize> {
    let mut first = 0;
    let (_, rows) = galley.rows.split_last()?;
    for row in rows {
        let glyphs = &row.row.glyphs;
        let openers = glyphs.iter().rev().take_while(|glyph| OPENERS.contains(glyph.chr)).count();
        if !row.ends_with_newline && openers > 0 && openers < glyphs.len() {
            return Some(first + glyphs.len() - openers);
        }
        first += glyphs.len() + usize::from(row.ends_with_newline);
    }
    None
}
