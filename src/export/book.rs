//! An EPUB of a document: a chapter a part, each with its sound and the times of its sentences.

use std::{
    io::{Seek, Write},
    sync::Arc,
};

use tingxinwen_core::document::Document;
use tingxinwen_encode::{
    book::{BookBlock, BookBlockKind, BookChapter, BookSentence, BookWriter},
    subtitles::SubtitleFormat,
};

use super::{
    Chapter, ExportError, Exported, Report, Speech, Wanted,
    sentences::Said,
    sound::{Captions, Heard, spoken},
};
use crate::{
    article::{Block, BlockKind, TextRange},
    player::script_of,
    speech::Frames,
    text::Script,
};

/// Writes `document` into `out`, as [`sound`](super::sound()) does.
pub(super) fn write(
    document: &Document,
    speech: &Speech<'_>,
    wanted: &Wanted<'_>,
    out: impl Write + Seek,
    subtitles: Vec<(SubtitleFormat, Box<dyn Write + '_>)>,
    progress: &(dyn Fn(f32) + Sync),
) -> Result<Exported, ExportError> {
    let mut captions = Captions::begin(subtitles, &wanted.tags)?;
    let mut book = BookWriter::begin(&wanted.tags, out)?;
    let (mut report, mut chapters, mut len) = (Report::default(), Vec::new(), Frames(0));
    let total = document.parts().iter().map(|part| part.bytes()).sum::<u64>().max(1);
    let mut before = 0;
    for (idx, part) in document.parts().iter().enumerate() {
        let share = |of_part: f32| (before as f32 + part.bytes() as f32 * of_part) / total as f32;
        let alone = Document::of_parts(document.id().clone(), vec![part.clone()]);
        let track = alone.as_ref().map(|alone| speech.track(alone)).filter(|track| !track.is_silent());
        if let Some(track) = track {
            let mut said = Vec::new();
            let mut heard =
                Heard { at: len, captions: &mut captions, said: &mut |one| said.push(Times::of(one, len)) };
            let own = wanted.clone();
            let part_progress = |of_part: f32| progress(share(of_part));
            let exported = spoken(&track, own, book.sound()?, &mut heard, &part_progress)?;
            let script = script_of(part, speech.blocks);
            let title = part.title.clone().unwrap_or_else(|| wanted.tags.title.clone());
            book.chapter(&BookChapter {
                title,
                blocks: blocks(&script, &said, exported.len),
                len: exported.len,
            })?;
            chapters.push(Chapter { title: part.title.clone(), level: part.level, start: len });
            len = len + exported.len;
            report.add(exported.report, idx);
        }
        before += part.bytes();
    }
    if chapters.is_empty() {
        return Err(ExportError::Silent);
    }
    captions.end()?;
    book.finish()?;
    Ok(Exported { chapters, len, report })
}

/// When a sentence is heard, in its chapter.
struct Times {
    range: TextRange,
    start: Frames,
}

impl Times {
    fn of(said: &Said, chapter: Frames) -> Self {
        let start = said.sentence.words.first().map_or(Frames(0), |word| word.start.saturating_sub(chapter));
        Self { range: said.range, start }
    }
}

/// The text of `script` that is read, with the times of the sentences that were `said`, of a chapter that is `len` long.
/// Each lasts until the next begins, so that its light does not flicker.
fn blocks(script: &Arc<Script>, said: &[Times], len: Frames) -> Vec<BookBlock> {
    let article = script.article();
    let mut blocks: Vec<BookBlock> = Vec::new();
    let mut last = None;
    let sentences = script.sentences();
    for (number, sentence) in sentences.iter().enumerate() {
        let range = sentence.range;
        let at = article.blocks().partition_point(|block| block.range.end <= range.start);
        let Some(block) = article.blocks().get(at) else { continue };
        let idx = said.binary_search_by_key(&range.start, |times| times.range.start).ok();
        let heard = idx.map(|idx| {
            let start = if idx == 0 { Frames(0) } else { said[idx].start };
            (start, said.get(idx + 1).map_or(len, |next| next.start).max(start))
        });
        // With the space between it and the next.
        let next = sentences.get(number + 1).filter(|next| next.block == sentence.block);
        let end = next.map_or(range.end, |next| next.range.start);
        let text = article.slice(TextRange::new(range.start, end)).to_owned();
        let sentence = BookSentence { text, heard };
        if last.replace(at) == Some(at)
            && let Some(block) = blocks.last_mut()
        {
            block.sentences.push(sentence);
            continue;
        }
        blocks.push(BookBlock { kind: kind(block), sentences: vec![sentence] });
    }
    blocks
}

/// What `block` is in a book.
fn kind(block: &Block) -> BookBlockKind {
    match block.kind {
        BlockKind::Title => BookBlockKind::Heading(1),
        BlockKind::Heading => BookBlockKind::Heading(block.level.max(2)),
        BlockKind::ListItem => BookBlockKind::Item,
        BlockKind::Quote => BookBlockKind::Quote,
        BlockKind::Byline
        | BlockKind::Date
        | BlockKind::Paragraph
        | BlockKind::TableRow
        | BlockKind::Caption
        | BlockKind::Credit
        | BlockKind::Code
        | BlockKind::Embed
        | BlockKind::Tags
        | BlockKind::Related
        | BlockKind::Note
        | BlockKind::Furniture => BookBlockKind::Paragraph,
    }
}
