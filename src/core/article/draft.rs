//! Block draft: a block that an extractor has found, before it is part of an article.

use super::{BlockKind, Picture, Reason, Recording, Span};

/// A block before it is part of an [`Article`](super::Article), with a text of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockDraft {
    /// Its kind.
    pub kind: BlockKind,
    /// Why it has this kind.
    pub reason: Reason,
    /// The level of a heading, 1 to 6; 0 where it has none.
    pub level: u8,
    /// Its text.
    pub text: String,
    /// Spans with byte ranges of [`text`](Self::text), in order of their starts.
    pub spans: Vec<Span>,
    /// The pictures that stand right before it; where is not said yet.
    pub pictures: Vec<Picture>,
    /// What a narrator has recorded of it, with byte ranges of [`text`](Self::text).
    pub recorded: Vec<Recording>,
}

impl BlockDraft {
    /// A draft without level, spans, pictures and recordings.
    pub fn new(kind: BlockKind, reason: Reason, text: impl Into<String>) -> Self {
        Self {
            kind,
            reason,
            level: 0,
            text: text.into(),
            spans: Vec::new(),
            pictures: Vec::new(),
            recorded: Vec::new(),
        }
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
