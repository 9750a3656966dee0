//! An article laid out for a width: once, since a highlight is paint and moves nothing.

mod style;

use std::{cell::OnceCell, collections::BTreeSet, ops::Range, sync::Arc};

use egui::{Galley, Rect, Vec2};
use tingxinwen::article::{Article, Block, BlockKind, Picture, Span, SpanKind, TextRange};

use crate::{
    look::{Paragraph, Setting},
    theme::{Theme, page_bold, size},
};
use style::Style;

/// Runs of page furniture at least this long are folded into one row.
const FOLD: usize = 3;

/// Room for Zhuyin beside a character, as a part of its size.
const ZHUYIN_ROOM: f32 = 0.64;

/// The least height of a line with Zhuyin, as a multiple of its text: three symbols stand one below another.
const ZHUYIN_LINE: f32 = 2.08;

/// Space between what says where the article is from, in points.
const ORIGIN_GAP: f32 = 16.0;

/// Space between what is not read and what is, in points.
const STEP: f32 = 12.0;

/// What a [`Row`] shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// A block of the article: an index into [`Article::blocks`].
    Block(usize),
    /// A folded run of blocks that starts at this index, and how many they are.
    Folded(usize, usize),
    /// A picture of the article: an index into [`Article::pictures`].
    Picture(usize),
    /// The site that the article is from.
    Site,
}

/// A piece of the page that stands by itself.
pub struct Row {
    /// What it shows.
    pub kind: RowKind,
    /// The text of the article that it shows; empty when folded.
    pub range: TextRange,
    /// Where it starts, from the top of the page, in points.
    pub top: f32,
    /// Where its text starts, from the left edge of the column, in points.
    pub left: f32,
    /// Its height, in points.
    pub height: f32,
    /// Whether it says where the article is from: site, author, date.
    is_origin: bool,
    /// Its text, laid out; of a picture what it shows, where the page says that.
    pub paragraph: Paragraph,
    /// The size of its text, in points.
    size: f32,
    /// Whether it is read aloud.
    pub spoken: bool,
    /// The block that it shows; none when folded.
    pub block: Option<Block>,
    /// The picture that it shows.
    pub picture: Option<Picture>,
    /// The address of the other article that it names.
    pub link: Option<String>,
    /// The links within it: where they stand, and their addresses.
    pub links: Vec<(TextRange, String)>,
    /// The footnotes to it, in order.
    pub footnotes: Vec<Footnote>,
    /// Where Zhuyin stands beside the characters, once it was asked for.
    zhuyin: OnceCell<Vec<Beside>>,
}

/// A character, and how it is read.
pub struct Beside {
    /// The box of the character, from the row's own corner; its Zhuyin stands at the right of it.
    pub place: Rect,
    /// Its reading.
    pub symbols: String,
}

/// Whether the pictures of an article are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pictures {
    /// In their places.
    Shown,
    /// Not at all: none is fetched.
    Hidden,
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
    /// Whether pictures are shown.
    pub pictures: Pictures,
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
        let mut page = Self { rows: Vec::new(), height: 0.0 };
        for kind in row_kinds(article, unfolded, look.pictures) {
            let text = match kind {
                RowKind::Block(idx) => article.slice(article.blocks()[idx].range).to_owned(),
                RowKind::Picture(idx) => article.pictures()[idx].alt.clone(),
                RowKind::Folded(_, count) => folded_words(count),
                RowKind::Site => article.meta.site.clone().unwrap_or_default(),
            };
            page.push(ctx, article, look, kind, &text);
        }
        page
    }

    /// Puts a row of `kind` with `text` below the others; beside the last where both say what the article is from.
    fn push(&mut self, ctx: &egui::Context, article: &Article, look: &Look, kind: RowKind, text: &str) {
        let block = match kind {
            RowKind::Block(idx) => Some(article.blocks()[idx]),
            RowKind::Folded(..) | RowKind::Picture(_) | RowKind::Site => None,
        };
        let style = match (&block, kind) {
            (Some(block), _) => Style::of(block, look, text),
            (None, RowKind::Site) => Style::site(look),
            (None, _) => Style::faint(&look.theme, look.scale()),
        };
        let at = match kind {
            RowKind::Block(idx) | RowKind::Folded(idx, _) => article.blocks()[idx].range.start,
            RowKind::Picture(idx) => article.pictures()[idx].at,
            RowKind::Site => 0,
        };
        let range = block.map_or(TextRange::new(at, at), |block| block.range);
        let spoken = block.is_some_and(|block| block.spoken);
        let has_zhuyin = look.zhuyin && spoken;
        let setting = Setting {
            strong: page_bold(style.font.size),
            font: style.font,
            color: style.color,
            line: (style.size * if has_zhuyin { style.line.max(ZHUYIN_LINE) } else { style.line }).round(),
            width: look.width - style.left,
            room: if has_zhuyin { style.size * ZHUYIN_ROOM } else { 0.0 },
        };
        let emphasized = if block.is_some() { emphasized(article, range) } else { Vec::new() };
        let paragraph = Paragraph::new(ctx, text, range, &setting, &emphasized);
        let height = match kind {
            RowKind::Picture(idx) => picture_height(&article.pictures()[idx], look.width),
            RowKind::Block(_) | RowKind::Folded(..) | RowKind::Site => paragraph.galley.size().y,
        };
        let width = paragraph.galley.size().x;
        let is_origin = kind == RowKind::Site || block.is_some_and(|block| !spoken && is_origin(&block));
        let row = Row {
            kind,
            range,
            top: 0.0,
            left: style.left,
            height,
            is_origin,
            paragraph,
            size: style.size,
            spoken,
            block,
            picture: match kind {
                RowKind::Picture(idx) => article.pictures().get(idx).cloned(),
                RowKind::Block(_) | RowKind::Folded(..) | RowKind::Site => None,
            },
            link: block.and_then(|block| link_of(article, &block)),
            links: if spoken { links_in(article, range) } else { Vec::new() },
            footnotes: if spoken { footnotes_in(article, range) } else { Vec::new() },
            zhuyin: OnceCell::new(),
        };
        let (top, left) = match self.rows.last() {
            None => (0.0, row.left),
            Some(before) => {
                let right = before.left + before.galley().size().x + ORIGIN_GAP + row.left;
                if before.is_origin && is_origin && right + width <= look.width {
                    (before.top, right)
                } else {
                    // What is read stands clear of what is not.
                    let step = if spoken && !before.spoken { STEP } else { 0.0 };
                    (self.height + style.space_above + step, row.left)
                }
            }
        };
        self.height = top + height + style.space_below;
        self.rows.push(Row { top, left, ..row });
    }

    /// The row that shows the byte at `offset`.
    pub fn row_of(&self, offset: u32) -> Option<&Row> {
        self.rows.iter().find(|row| row.range.contains(offset))
    }

    /// The rows that show between `top` and `bottom`, in points.
    pub fn rows_between(&self, top: f32, bottom: f32) -> &[Row] {
        let first = self.rows.partition_point(|row| row.top + row.height < top);
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

    /// The footnotes whose mark stands at `offset`.
    pub fn footnotes_at(&self, offset: u32) -> Vec<Footnote> {
        self.footnotes.iter().filter(|footnote| footnote.range.contains(offset)).cloned().collect()
    }

    /// The size of its letters, in points.
    pub fn letter(&self) -> f32 {
        self.size
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
                let mut place = self.boxes(range).into_iter().next()?;
                let letter = self.paragraph.text()[bytes].chars().next()?;
                place.max.x -= self.paragraph.room_behind(letter);
                Some(Beside { place, symbols })
            };
            readings(self.paragraph.text()).into_iter().filter_map(beside).collect()
        })
    }
}

/// The address of the other article that `block` names.
fn link_of(article: &Article, block: &Block) -> Option<String> {
    if block.kind != BlockKind::Related {
        return None;
    }
    let span = article.spans(block.range).find_map(|span| match &span.kind {
        SpanKind::Link { url } => Some(url.clone()),
        SpanKind::Emphasis | SpanKind::Strong | SpanKind::Ruby { .. } | SpanKind::Footnote { .. } => None,
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

/// A footnote to a row's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Footnote {
    /// The character before its mark.
    pub range: TextRange,
    /// Its mark; may be empty.
    pub label: String,
    /// What it says.
    pub text: String,
}

/// The footnotes whose marks stand in `range`.
pub fn footnotes_in(article: &Article, range: TextRange) -> Vec<Footnote> {
    let footnote = |span: &Span| match &span.kind {
        SpanKind::Footnote { label, text } => {
            Some(Footnote { range: span.range, label: label.clone(), text: text.clone() })
        }
        SpanKind::Emphasis | SpanKind::Strong | SpanKind::Ruby { .. } | SpanKind::Link { .. } => None,
    };
    article.spans(range).filter_map(footnote).collect()
}

/// The links within the block at `range`.
fn links_in(article: &Article, range: TextRange) -> Vec<(TextRange, String)> {
    let address = |kind: &SpanKind| match kind {
        SpanKind::Link { url } => Some(url.clone()),
        SpanKind::Emphasis | SpanKind::Strong | SpanKind::Ruby { .. } | SpanKind::Footnote { .. } => None,
    };
    let links = article.spans(range).filter_map(|span| Some((span.range, address(&span.kind)?)));
    links.filter(|(_, address)| address.starts_with("http")).collect()
}

/// Whether `block` says who wrote the article, or when.
fn is_origin(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Byline | BlockKind::Date)
}

/// The height of the room for `picture` in a column `width` wide, in points: its own shape where the page tells it,
/// so that nothing moves when it comes, but never higher than it is wide.
fn picture_height(picture: &Picture, width: f32) -> f32 {
    let (w, h) = picture.size.filter(|(w, h)| *w > 0 && *h > 0).unwrap_or((16, 9));
    (width * (h as f32 / w as f32)).min(width).round()
}

/// The rows of `article` in their order: what says where it is from right below the headline, the rest as on its page.
fn row_kinds(article: &Article, unfolded: &BTreeSet<usize>, with_pictures: Pictures) -> Vec<RowKind> {
    let blocks = article.blocks();
    let is_furniture = |idx: usize| blocks[idx].kind == BlockKind::Furniture && !blocks[idx].spoken;
    let title = blocks.iter().position(|block| block.kind == BlockKind::Title).filter(|idx| *idx == 0);
    // Between the headline and the text that is read.
    let body = title.map_or(0, |title| {
        let next = blocks.iter().skip(title + 1).position(|block| block.spoken);
        next.map_or(title + 1, |next| title + 1 + next)
    });
    let is_raised = |idx: usize| (1..body).contains(&idx) && !blocks[idx].spoken && is_origin(&blocks[idx]);
    let mut kinds = Vec::new();
    if title.is_some() {
        kinds.push(RowKind::Block(0));
        kinds.extend(article.meta.site.as_ref().map(|_| RowKind::Site));
        kinds.extend((1..body).filter(|idx| is_raised(*idx)).map(RowKind::Block));
    }
    let pictures = match with_pictures {
        Pictures::Shown => article.pictures(),
        Pictures::Hidden => &[],
    };
    let mut idx = usize::from(title.is_some());
    while idx < blocks.len() {
        if is_raised(idx) {
            idx += 1;
            continue;
        }
        let start = blocks[idx].range.start;
        let first = pictures.partition_point(|picture| picture.at < start);
        let here = pictures[first..].iter().take_while(|picture| picture.at == start).count();
        kinds.extend((first..first + here).map(RowKind::Picture));
        // What was raised out of its midst does not part it.
        let run = (idx..blocks.len()).take_while(|&idx| is_furniture(idx) || is_raised(idx)).count();
        let furniture = (idx..idx + run).filter(|&idx| is_furniture(idx)).count();
        // Buttons between headline and text are in the way, however few they are.
        let fold = if idx < body { 1 } else { FOLD };
        if furniture >= fold && !unfolded.contains(&idx) {
            kinds.push(RowKind::Folded(idx, furniture));
            idx += run;
        } else {
            let whole: Range<usize> = idx..idx + run.max(1);
            kinds.extend(whole.clone().filter(|idx| !is_raised(*idx)).map(RowKind::Block));
            idx = whole.end;
        }
    }
    kinds
}
