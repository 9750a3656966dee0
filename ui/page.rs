//! An article laid out for a width: once, since a highlight is paint and moves nothing.

use std::{cell::OnceCell, collections::BTreeSet, ops::Range, sync::Arc};

use egui::{Color32, FontId, Galley, Rect, Vec2};
use tingxinwen::article::{Article, Block, BlockKind, SpanKind, TextRange};

use crate::{
    look::{Paragraph, Setting},
    theme::{Theme, bold, regular, size},
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
    pub paragraph: Paragraph,
    /// Whether it is read aloud.
    pub spoken: bool,
    /// The block that it shows; none when folded.
    pub block: Option<Block>,
    /// The address of the other article that it names.
    pub link: Option<String>,
    /// The links within it: where they stand, and their addresses.
    pub links: Vec<(TextRange, String)>,
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
            let room = if *zhuyin && spoken { style.size * ZHUYIN_ROOM } else { 0.0 };
            let setting = Setting {
                strong: bold(style.font.size),
                font: style.font,
                color: style.color,
                line: (style.size * style.line).round(),
                width: *width,
                room,
            };
            let emphasized = if block.is_some() { emphasized(article, range) } else { Vec::new() };
            let paragraph = Paragraph::new(ctx, &text, range, &setting, &emphasized);
            let height = paragraph.galley.size().y;
            let zhuyin = OnceCell::new();
            let link = block.and_then(|block| link_of(article, &block));
            let links = if spoken { links_in(article, range) } else { Vec::new() };
            rows.push(Row { kind, range, top, paragraph, spoken, block, link, links, zhuyin });
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
        let first = self.rows.partition_point(|row| row.top + row.galley().size().y < top);
        let last = self.rows.partition_point(|row| row.top <= bottom);
        &self.rows[first..last.max(first)]
    }
}

impl Row {
    /// Its text, laid out.
    pub fn galley(&self) -> &Arc<Galley> {
        &self.paragraph.galley
    }

    /// The boxes around the text of `range`, a box a line, from the row's own corner.
    pub fn boxes(&self, range: TextRange) -> Vec<Rect> {
        self.paragraph.boxes(range)
    }

    /// The byte of the article under `pos`, from the row's own corner.
    pub fn offset_at(&self, pos: Vec2) -> u32 {
        self.paragraph.offset_at(pos)
    }

    /// The address of the link at `offset`.
    pub fn link_at(&self, offset: u32) -> Option<&str> {
        self.links.iter().find(|(range, _)| range.contains(offset)).map(|(_, address)| address.as_str())
    }

    /// Zhuyin for its characters; `readings` gives it for bytes of the row's text, and is asked once.
    pub fn zhuyin(&self, readings: impl FnOnce(&str) -> Vec<(Range<usize>, String)>) -> &[Beside] {
        self.zhuyin.get_or_init(|| {
            let beside = |(bytes, symbols): (Range<usize>, String)| {
                let start = self.range.start;
                let range = TextRange::new(start + bytes.start as u32, start + bytes.end as u32);
                Some(Beside { place: self.boxes(range).into_iter().next()?, symbols })
            };
            readings(self.paragraph.text()).into_iter().filter_map(beside).collect()
        })
    }
}

struct Style {
    font: FontId,
    /// The size of its text, in points.
    size: f32,
    /// The height of its lines, as a multiple of that.
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
            size: look.size,
            line: look.line,
            color: if block.spoken { theme.ink } else { theme.faint_ink },
            space_above: 0.0,
            space_below: 20.0,
        };
        match block.kind {
            BlockKind::Title => Self {
                font: bold(size::TITLE * scale),
                size: size::TITLE * scale,
                line: size::TITLE_LINE,
                space_above: 16.0,
                space_below: 14.0,
                ..body
            },
            BlockKind::Heading => Self {
                font: bold(size::HEADING * scale),
                size: size::HEADING * scale,
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
            | BlockKind::Note
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
            | BlockKind::Note
            | BlockKind::Furniture => body,
        }
    }

    fn faint(theme: &Theme, scale: f32) -> Self {
        Self {
            font: regular(size::FAINT * scale),
            size: size::FAINT * scale,
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

/// The bytes of the block at `range` that stand out.
fn emphasized(article: &Article, range: TextRange) -> Vec<Range<usize>> {
    let within = |span: TextRange| {
        let start = span.start.max(range.start) - range.start;
        start as usize..(span.end.min(range.end).max(range.start) - range.start) as usize
    };
    article
        .spans(range)
        .filter(|span| matches!(span.kind, SpanKind::Emphasis | SpanKind::Strong))
        .map(|span| within(span.range))
        .collect()
}

/// The links within the block at `range`.
fn links_in(article: &Article, range: TextRange) -> Vec<(TextRange, String)> {
    let address = |kind: &SpanKind| match kind {
        SpanKind::Link { url } => Some(url.clone()),
        SpanKind::Emphasis | SpanKind::Strong | SpanKind::Ruby { .. } | SpanKind::Note => None,
    };
    let links = article.spans(range).filter_map(|span| Some((span.range, address(&span.kind)?)));
    links.filter(|(_, address)| address.starts_with("http")).collect()
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
