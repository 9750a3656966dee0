//! Passages: the pieces of a document in order; a part is cut into sentences when its turn comes, and forgotten after it.

use std::sync::Arc;

use tingxinwen_core::document::Document;

use crate::{
    article::{BlockFilter, Language, TextRange},
    player::script_of,
    text::{Haste, Piece, Script},
};

/// A stretch of the text of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The index of its part.
    pub part: usize,
    /// Its bytes of the part's text.
    pub range: TextRange,
}

impl Passage {
    /// Its words in `document`; nothing where that has no such part.
    pub fn text(self, document: &Document) -> String {
        let part = document.parts().get(self.part);
        part.map_or_else(String::new, |part| part.article().slice(self.range).to_owned())
    }
}

/// A piece that is to be spoken.
pub(super) struct Planned {
    pub(super) passage: Passage,
    pub(super) piece: Piece,
    /// The part that it is of.
    pub(super) script: Arc<Script>,
    /// The share of the document's text up to its end, from 0 to 1.
    pub(super) share: f32,
}

impl Planned {
    /// The language of its part.
    pub(super) fn language(&self) -> Language {
        self.script.article().language
    }
}

/// All pieces of a document that are read.
pub(super) struct Passages<'a> {
    document: &'a Document,
    blocks: &'a BlockFilter,
    /// The part that is read, and its script where it has been reached.
    part: usize,
    script: Option<Arc<Script>>,
    /// The byte of the part that is read next.
    offset: u32,
    /// Bytes of the parts before this one, and of all.
    before: u64,
    total: u64,
}

impl<'a> Passages<'a> {
    /// The pieces of `document`, of the blocks that `blocks` wants read.
    pub(super) fn new(document: &'a Document, blocks: &'a BlockFilter) -> Self {
        let total = document.parts().iter().map(|part| part.bytes()).sum();
        Self { document, blocks, part: 0, script: None, offset: 0, before: 0, total }
    }
}

impl Iterator for Passages<'_> {
    type Item = Planned;

    fn next(&mut self) -> Option<Planned> {
        loop {
            let part = self.document.parts().get(self.part)?;
            let script = self.script.get_or_insert_with(|| script_of(part, self.blocks));
            if let Some(piece) = script.piece_at(self.offset, Haste::LookAhead) {
                self.offset = piece.range.end.max(self.offset + 1);
                let passage = Passage { part: self.part, range: piece.range };
                let done = self.before + u64::from(piece.range.end).min(part.bytes());
                let share = done as f32 / self.total as f32;
                return Some(Planned { passage, piece, script: Arc::clone(script), share });
            }
            (self.script, self.offset) = (None, 0);
            self.before += part.bytes();
            self.part += 1;
        }
    }
}
