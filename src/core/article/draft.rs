//! A block that an extractor has found and that is not part of an article yet.

use super::{BlockKind, Reason, Span};

/// A block on its way into an [`Article`](super::Article).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockDraft {
    /// What it is.
    pub kind: BlockKind,
    /// Why it is taken for that.
    pub reason: Reason,
    /// The level of a heading, 1 to 6; 0 where it has none.
    pub level: u8,
    /// Its words.
    pub text: String,
    /// Spans of them, with byte ranges of [`text`](Self::text), in order of their starts.
    pub spans: Vec<Span>,
}

impl BlockDraft {
    /// A block of plain words.
    pub fn new(kind: BlockKind, reason: Reason, text: impl Into<String>) -> Self {
        Self { kind, reason, level: 0, text: text.into(), spans: Vec::new() }
    }
}

impl<S: AsRef<str>> From<(BlockKind, S)> for BlockDraft {
    fn from((kind, text): (BlockKind, S)) -> Self {
        Self::new(kind, Reason::Kind, text.as_ref())
    }
}

impl<S: AsRef<str>> From<(BlockKind, Reason, S)> for BlockDraft {
    fn from((kind, reason, text): (BlockKind, Reason, S)) -> Self {
        Self::new(kind, reason, text.as_ref())
    }
}
