//! Chapters: the parts of a document, or the headings of an article that is its only part.

use tingxinwen_core::document::Document;

use crate::{article::BlockKind, speech::Frames, text::Script};

/// A part of a document in its sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chapter {
    /// Its name; `None` for what stands before the first title, and for a document of one part.
    pub title: Option<String>,
    /// Its depth in the table of contents, 1 for the outermost.
    pub level: u8,
    /// Where in the sound it starts.
    pub start: Frames,
}

/// Notes where chapters start.
pub(super) struct Chapters<'a> {
    document: &'a Document,
    /// The part that is read, and the block of it.
    part: Option<usize>,
    block: Option<u32>,
    found: Vec<Chapter>,
}

impl<'a> Chapters<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        Self { document, part: None, block: None, found: Vec::new() }
    }

    /// Notes that the text of `script`, which is part `part`, is read from byte `from` on, heard from `at`.
    pub(super) fn push(&mut self, part: usize, script: &Script, from: u32, at: Frames) {
        if self.part.replace(part) != Some(part) {
            self.block = None;
            let of = &self.document.parts()[part];
            self.found.push(Chapter { title: of.title.clone(), level: of.level, start: at });
        }
        if self.document.parts().len() > 1 {
            return;
        }
        let article = script.article();
        let blocks = article.blocks();
        let next = blocks.partition_point(|block| block.range.end <= from);
        let Some(block) = blocks.get(next).filter(|block| block.range.start <= from) else { return };
        let is_new = self.block.replace(block.range.start) != Some(block.range.start);
        if is_new && block.kind == BlockKind::Heading {
            let title = Some(article.slice(block.range).to_owned());
            self.found.push(Chapter { title, level: block.level, start: at });
        }
    }

    /// The parts of which anything was spoken, or headings, in order.
    pub(super) fn end(self) -> Vec<Chapter> {
        self.found
    }
}
