//! What is read: one string, blocks of it, and byte ranges into it.
//!
//! An [`Article`] holds all that was found on a page, in reading order, also what is not read
//! aloud: the window shows that dimmed. Types here do no IO.

mod best_range;
mod byline;
mod copied;
mod date;
mod decode;

mod fetch;
mod html;
mod language;
mod limits;
mod markdown;
mod open;
mod phrases;
mod shingles;
mod source;
mod wrapped;

pub use language::{Language, is_han};
pub use limits::Limits;
pub use open::{open, open_within};
pub use source::{OpenError, Source};

/// A half-open range of bytes of [`Article::text`], on `char` boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextRange {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl TextRange {
    /// `start..end`; an `end` before `start` counts as `start`.
    pub fn new(start: u32, end: u32) -> Self {
        Self { start, end: end.max(start) }
    }

    /// Whether the byte at `offset` lies inside.
    pub fn contains(self, offset: u32) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Length in bytes.
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether no byte lies inside.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The same range, `by` bytes further on.
    pub fn shifted(self, by: u32) -> Self {
        Self::new(self.start + by, self.end + by)
    }

    /// As `std` indexes strings.
    pub fn as_usize(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// What a block is on its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// The headline, once.
    Title,
    /// Who wrote it: 記者×××／台北報導.
    Byline,
    /// When it was published, as the page says it.
    Date,
    /// A heading inside the article.
    Heading,
    /// A paragraph of the article.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A quotation set apart.
    Quote,
    /// A row of a table.
    TableRow,
    /// The words under a picture, with its credit.
    Caption,
    /// Program text.
    Code,
    /// A row of tags.
    Tags,
    /// The title of another article: 延伸閱讀, 相關新聞.
    Related,
    /// The rest of the page: menus, tickers, share rows, adverts, comment rules.
    Furniture,
}

impl BlockKind {
    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Byline => "byline",
            Self::Date => "date",
            Self::Heading => "heading",
            Self::Paragraph => "paragraph",
            Self::ListItem => "list_item",
            Self::Quote => "quote",
            Self::TableRow => "table_row",
            Self::Caption => "caption",
            Self::Code => "code",
            Self::Tags => "tags",
            Self::Related => "related",
            Self::Furniture => "furniture",
        }
    }

    /// Whether such a block is read aloud unless the listener says otherwise.
    pub fn is_spoken(self) -> bool {
        match self {
            Self::Title | Self::Heading | Self::Paragraph | Self::ListItem | Self::Quote | Self::TableRow => {
                true
            }
            Self::Byline
            | Self::Date
            | Self::Caption
            | Self::Code
            | Self::Tags
            | Self::Related
            | Self::Furniture => false,
        }
    }
}

/// A piece of the page that stands by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands in [`Article::text`]; without line breaks at its ends.
    pub range: TextRange,
    /// Whether it is read aloud; what is not is shown dimmed.
    pub spoken: bool,
}

/// Another article that the page points to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its title, as the page has it.
    pub title: String,
    /// Its address, where the page has one: absolute.
    pub url: Option<String>,
}

/// What is known of an article besides its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// Where it came from: an address or a path.
    pub source: Option<String>,
    /// The name of the site or paper.
    pub site: Option<String>,
    /// When it was published: an ISO 8601 date, or date and time with zone where the page has them.
    pub published: Option<String>,
    /// Tags, in the page's order.
    pub tags: Vec<String>,
    /// Other articles that the page points to.
    pub related: Vec<Link>,
}

/// Every line of a web page with the facts that speak for and against its being read, in the order
/// of the weights that they are multiplied by; `html/fit.py` fits these.
pub fn evidence(page: &[u8]) -> Vec<(String, Vec<f32>)> {
    html::evidence_of(&decode::decode(page, None))
}

/// An article and all of its page that is worth showing, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    text: String,
    blocks: Vec<Block>,
    /// What is known besides the text.
    pub meta: Meta,
    /// The language of most of what is spoken.
    pub language: Language,
}

impl Article {
    /// An article of these blocks, in reading order, each read aloud as its kind says.
    ///
    /// Blocks without a visible character are left out; line breaks inside a block become spaces,
    /// but for [`BlockKind::Code`]. The language is taken from the spoken text.
    pub fn new<S: AsRef<str>>(meta: Meta, blocks: impl IntoIterator<Item = (BlockKind, S)>) -> Self {
        let mut text = String::new();
        let mut kept = Vec::new();
        for (kind, words) in blocks {
            let words = words.as_ref().trim();
            // Ranges are 32 bits wide; the limits on page size keep far below.
            if words.is_empty() || text.len() + words.len() >= u32::MAX as usize {
                continue;
            }
            if !text.is_empty() {
                text.push('\n');
            }
            let start = text.len() as u32;
            if kind == BlockKind::Code {
                text.push_str(words);
            } else {
                text.extend(words.chars().map(|c| if c == '\n' || c == '\r' { ' ' } else { c }));
            }
            kept.push(Block {
                kind,
                range: TextRange::new(start, text.len() as u32),
                spoken: kind.is_spoken(),
            });
        }
        let language =
            Language::of(kept.iter().filter(|block| block.spoken).map(|block| &text[block.range.as_usize()]));
        Self { text, blocks: kept, meta, language }
    }

    /// All text, blocks parted by line breaks.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The blocks in reading order; their ranges do not overlap.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The text in `range`, or nothing where `range` is not one of this article's.
    pub fn slice(&self, range: TextRange) -> &str {
        self.text.get(range.as_usize()).unwrap_or_default()
    }

    /// The headline, where there is one.
    pub fn title(&self) -> Option<&str> {
        self.first(BlockKind::Title)
    }

    /// Who wrote it, as the page says it.
    pub fn byline(&self) -> Option<&str> {
        self.first(BlockKind::Byline)
    }

    /// Whether anything is read aloud.
    pub fn has_speech(&self) -> bool {
        self.blocks.iter().any(|block| block.spoken)
    }

    fn first(&self, kind: BlockKind) -> Option<&str> {
        let block = self.blocks.iter().find(|block| block.kind == kind)?;
        Some(self.slice(block.range))
    }
}
