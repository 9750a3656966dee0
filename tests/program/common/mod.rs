//! What several tests need.

#![allow(dead_code, reason = "who uses it takes a part of it")]
#![allow(clippy::wildcard_enum_match_arm, reason = "tests look for one effect among all")]

pub(crate) mod desk;
pub(crate) mod world;

use tingxinwen::{
    article::{Article, BlockKind, Language, Meta, TextRange},
    speech::{Clip, Frames, Mark, Timing},
    text::{Piece, Script},
};

/// An article of a block a line.
pub(crate) fn article(text: &str) -> Article {
    let mut article = Article::new(Meta::default(), text.lines().map(|line| (BlockKind::Paragraph, line)));
    article.language = Language::Mandarin;
    article
}

/// A fifth of a second for each char of `piece`, with a mark each, and its pause.
pub(crate) fn clip_for(script: &Script, piece: Piece) -> Clip {
    const CHAR: u64 = 4_800;
    let mut at = 0;
    let mut marks = Vec::new();
    for (idx, c) in script.article().slice(piece.range).char_indices() {
        let start = piece.range.start + idx as u32;
        let (from, to) = (Frames(at), Frames(at + CHAR));
        let source = TextRange::new(start, start + c.len_utf8() as u32);
        marks.push(Mark { source, start: from, end: to, syllables: vec![from] });
        at += CHAR;
    }
    let samples = vec![0.1; (at + piece.pause.0) as usize];
    Clip::new(piece.range, samples.into(), marks, Timing::Model).expect("marks in order")
}
