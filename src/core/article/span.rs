//! Spans: emphasis, links, the author's readings and note marks within a block's text.

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
    /// The mark of a note: `[1]`, a raised digit.
    Note,
}
