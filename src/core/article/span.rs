//! Spans: stretches of a block's text that are more than their words.

use super::TextRange;

/// A stretch of text with a meaning of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Where it stands in [`Article::text`](super::Article::text), within one block.
    pub range: TextRange,
    /// What it is.
    pub kind: SpanKind,
}

/// What a span is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpanKind {
    /// Stressed: HTML's `em` and `i`.
    Emphasis,
    /// Strongly stressed: HTML's `strong` and `b`.
    Strong,
    /// A link.
    Link {
        /// Where it leads: absolute where the address of the page is known.
        url: String,
    },
    /// Words over which their author wrote how they are said.
    Ruby {
        /// That reading: Zhuyin, Pinyin, kana or other words.
        reading: String,
    },
    /// The mark of a note: `[1]`, a raised digit.
    Note,
}
