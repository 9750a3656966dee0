//! What is read: one string, blocks of it, and byte ranges into it.
//!
//! An [`Article`] holds all that was found on a page, in reading order, also what is not read
//! aloud: the window shows that dimmed. Types here do no IO.

mod best_range;
mod block;
mod byline;
mod choice;
mod continued;
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
mod singles;
mod source;
mod wording;
mod wrapped;

use serde::Serialize;

pub use block::{Block, BlockKind, Reason};
pub use choice::{ReadingChoice, Tables};
pub use language::{Language, is_han};
pub use limits::Limits;
pub use open::{open, open_within};
pub use singles::{Single, fingerprint};
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
    /// When it was last changed, if that was later: as [`published`](Self::published).
    pub modified: Option<String>,
    /// The address under which the page wants to be known: absolute.
    pub canonical: Option<String>,
    /// The address of its leading picture: absolute. Nothing fetches it.
    pub image: Option<String>,
    /// What the listener should know before hearing it.
    pub notice: Option<Notice>,
    /// Tags, in the page's order.
    pub tags: Vec<String>,
    /// Other articles that the page points to.
    pub related: Vec<Link>,
}

/// What the listener should know of an article before hearing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Notice {
    /// The site keeps the rest for its subscribers: what is here is its beginning.
    OnlyTheBeginning,
    /// It goes on on other pages, which could not all be fetched.
    PartsMissing,
}

impl Notice {
    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::OnlyTheBeginning => "only_the_beginning",
            Self::PartsMissing => "parts_missing",
        }
    }
}

/// A line of a web page and what speaks for and against its being read; `html/fit.py` fits what that
/// amounts to.
#[derive(Clone, Debug, Serialize)]
pub struct Evidence {
    /// The line.
    pub text: String,
    /// Its facts, in the order of the trees' questions: shares are 0 to 1, lengths and distances logarithms.
    pub facts: Vec<f32>,
}

/// The evidence about every line of a web page.
pub fn evidence(page: &[u8]) -> Vec<Evidence> {
    html::evidence_of(&decode::decode(page, None))
}

/// A part of what finds an article in a web page, to be left out to see what it gains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The vote of `dom_smoothie`.
    Readability,
    /// The vote of `trafilatura`.
    Trafilatura,
    /// The densest run of text.
    Run,
    /// JSON-LD's text.
    Told,
    /// The fitted trees; without them two of three votes decide.
    Trees,
    /// Rules for single sites.
    Sites,
    /// Data in the page, and text that it hides until its scripts run.
    Data,
}

/// The article of a web page, found without one of the parts that usually find it.
///
/// # Errors
/// As [`open`].
pub fn extract_without(page: &[u8], part: Option<Part>) -> Result<Article, OpenError> {
    html::extract_without(&decode::decode(page, None), part)
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
        Self::explained(meta, blocks.into_iter().map(|(kind, words)| (kind, Reason::Kind, words)))
    }

    /// As [`new`](Self::new), with the reason for each block's kind.
    pub fn explained<S: AsRef<str>>(
        meta: Meta,
        blocks: impl IntoIterator<Item = (BlockKind, Reason, S)>,
    ) -> Self {
        let mut text = String::new();
        let mut kept = Vec::new();
        for (kind, reason, words) in blocks {
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
                reason,
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
