//! What several tests need.

#![allow(dead_code, reason = "who uses it takes a part of it")]
#![allow(clippy::wildcard_enum_match_arm, reason = "tests look for one effect among all")]

pub(crate) mod desk;
pub(crate) mod world;

use tingxinwen::{
    article::{Article, BlockKind, Language, Meta, TextRange},
    speech::{Clip, Frames, Mark, Portion, Timing},
    text::{Piece, Script},
};

/// Asks `found` again and again until there is something; fails when there never is.
pub(crate) fn wait_for<T>(what: &str, mut found: impl FnMut() -> Option<T>) -> T {
    for _ in 0..4_000 {
        if let Some(found) = found() {
            return found;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    panic!("it never comes to this: {what}")
}

/// An article of a block a line.
pub(crate) fn article(text: &str) -> Article {
    let mut article = Article::new(Meta::default(), text.lines().map(|line| (BlockKind::Paragraph, line)));
    article.language = Language::Mandarin;
    article
}

/// A fifth of a second for each char of `piece`, with a mark each, and its pause.
pub(crate) fn clip_for(script: &Script, piece: Piece) -> Clip {
    clip_of(script, piece, 4_800)
}

/// The same with `frames` for each char.
pub(crate) fn clip_of(script: &Script, piece: Piece, frames: u64) -> Clip {
    let mut at = 0;
    let mut marks = Vec::new();
    for (idx, c) in script.article().slice(piece.range).char_indices() {
        let start = piece.range.start + idx as u32;
        let (from, to) = (Frames(at), Frames(at + frames));
        let source = TextRange::new(start, start + c.len_utf8() as u32);
        marks.push(Mark { source, start: from, end: to, syllables: vec![from] });
        at += frames;
    }
    let samples = vec![0.1; (at + piece.pause.0) as usize];
    Clip::new(piece.range, samples.into(), marks, Timing::Model).expect("marks in order")
}

/// The part of `clip` between two frames; its last word is unfinished unless it ends there.
pub(crate) fn portion(clip: &Clip, from: u64, to: u64) -> Portion {
    let marks: Vec<Mark> = clip
        .marks()
        .iter()
        .filter(|mark| mark.start.0 < to && from < mark.end.0)
        .map(|mark| {
            let (start, end) = (mark.start.0.max(from) - from, mark.end.0.min(to) - from);
            Mark {
                source: mark.source,
                start: Frames(start),
                end: Frames(end),
                syllables: vec![Frames(start)],
            }
        })
        .collect();
    let said =
        clip.marks().iter().find(|mark| to < mark.end.0).map_or(clip.source().end, |mark| mark.source.start);
    let source = TextRange::new(marks[0].source.start, marks[marks.len() - 1].source.end);
    let samples = clip.samples()[from as usize..to as usize].into();
    Portion { clip: Clip::new(source, samples, marks, clip.timing()).expect("marks in order"), said }
}
