//! Tests of the library, through what other packages see of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod documents;
mod queue;
mod safety;

use tingxinwen_core::{
    article::{Article, BlockKind, Meta, TextRange},
    document::{Document, Place},
};
use tingxinwen_library::{Database, Progress, Query, UnixSecs};

/// A page with this address, title and text.
pub(crate) fn page(address: &str, title: &str, text: &str) -> Document {
    let meta = Meta { source: Some(address.to_owned()), site: Some("島報".to_owned()), ..Meta::default() };
    Article::new(meta, [(BlockKind::Title, title), (BlockKind::Paragraph, text)]).into()
}

pub(crate) fn titles(database: &Database, query: &Query) -> Vec<String> {
    database.list(query).unwrap().into_iter().map(|entry| entry.title).collect()
}

pub(crate) fn words(words: &str) -> Query {
    Query { words: words.to_owned(), limit: 50, ..Query::default() }
}

/// As heard up to this share, at the byte.
pub(crate) fn progress(document: &Document, byte: u32, heard: f64) -> Progress {
    let article = document.first();
    let sentence = article.blocks().last().map_or(TextRange::new(0, 0), |block| block.range);
    Progress { place: Place::new(document.id().clone(), 0, article, sentence, byte), heard, secs: 61.5 }
}

pub(crate) const NOW: UnixSecs = UnixSecs(1_764_000_000);
