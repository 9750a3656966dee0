//! Spans: emphasis, links, the author's readings and footnotes within a block's text.

use serde::{Deserialize, Serialize};

use super::TextRange;

/// A span: a stretch of text with markup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// Its bytes in [`Article::text`](super::Article::text), within one block.
    pub range: TextRange,
    /// Its kind.
    pub kind: SpanKind,
}

impl Span {
    /// The longest text that a footnote is shown with, in characters.
    pub const FOOTNOTE_CHARS: usize = 4000;

    /// A footnote whose mark stands after `text`; `None` where nothing stands before it.
    pub fn footnote(text: &str, label: &str, note: impl Into<String>) -> Option<Self> {
        let (start, last) = text.char_indices().rev().find(|(_, c)| !c.is_whitespace())?;
        let range = TextRange::new(start as u32, (start + last.len_utf8()) as u32);
        let label =
            label.trim_matches(|c: char| c.is_whitespace() || "[]()［］（）〔〕".contains(c)).to_owned();
        Some(Self { range, kind: SpanKind::Footnote { label, text: note.into() } })
    }
}

/// The kind of a span.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpanKind {
    /// Stressed: HTML's `em` and `i`.
    Emphasis,
    /// Strongly stressed: HTML's `strong` and `b`.
    Strong,
    /// A link.
    Link {
        /// Its address: absolute where the address of the page is known.
        url: String,
    },
    /// Words with a reading by their author: HTML's `ruby`.
    Ruby {
        /// The reading: Zhuyin, Pinyin, kana or other words.
        reading: String,
    },
    /// What a footnote or endnote is to: the last character before its mark, which is not in the text.
    Footnote {
        /// Its mark: `1`, `*`; may be empty.
        label: String,
        /// What it says.
        text: String,
    },
}
