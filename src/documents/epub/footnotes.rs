//! Footnotes of a book: their texts, found by the addresses that their marks lead to.

use std::collections::{BTreeSet, HashMap};

use tingxinwen_core::article::{BlockKind, Span, SpanKind};

use super::File;
use crate::archive::{percent_decoded, resolved};

/// The file and the id in it to which `href` leads from the file `from`; `None` where it names no id.
pub(super) fn target(from: &str, href: &str) -> Option<(String, String)> {
    let (path, id) = href.split_once('#')?;
    let name = if path.is_empty() { Some(from.to_owned()) } else { resolved(from, path) };
    Some((name.map(|name| percent_decoded(&name)).unwrap_or_default(), percent_decoded(id)))
}

/// Puts the texts of footnotes in the place of their addresses; takes away those that lead to none.
pub(super) fn fill_in(files: &mut [File]) {
    let texts = texts(files);
    for file in files {
        let name = &file.name;
        for block in &mut file.chapter.blocks {
            block.draft.spans.retain_mut(|span| {
                let SpanKind::Footnote { text, .. } = &mut span.kind else { return true };
                let found = target(name, text).and_then(|at| texts.get(&at));
                found.map(|found| text.clone_from(found)).is_some()
            });
        }
    }
}

/// The text of each footnote to which a mark leads: its block, and the blocks of notes up to the next one with an id
/// that leads back to a mark.
fn texts(files: &[File]) -> HashMap<(String, String), String> {
    let marks = files.iter().flat_map(|file| file.chapter.note_marks.iter().map(|href| (&file.name, href)));
    let wanted: BTreeSet<(String, String)> = marks.filter_map(|(name, href)| target(name, href)).collect();
    let mut texts = HashMap::new();
    for file in files {
        let starts: Vec<(usize, &String)> = file
            .chapter
            .anchors
            .iter()
            .filter(|(id, _)| wanted.contains(&(file.name.clone(), id.clone())))
            .map(|(id, block)| (*block, id))
            .collect();
        let others = file.chapter.anchors.iter().map(|(_, block)| *block);
        let is_back = |block: &usize| file.chapter.blocks.get(*block).is_some_and(|block| block.leads_back);
        let ends: BTreeSet<usize> =
            others.filter(is_back).chain(starts.iter().map(|(block, _)| *block)).collect();
        for (start, id) in &starts {
            let end = ends.range(start + 1..).next();
            let blocks = file.chapter.blocks.get(*start..).unwrap_or_default();
            let blocks = &blocks[..end.map_or(blocks.len(), |end| (end - start).min(blocks.len()))];
            let notes = blocks.iter().take_while(|block| block.draft.kind == BlockKind::Note);
            let text = notes.map(|block| block.draft.text.trim()).collect::<Vec<_>>().join(" ");
            if !text.is_empty() {
                let text = text.chars().take(Span::FOOTNOTE_CHARS).collect();
                texts.insert((file.name.clone(), (*id).clone()), text);
            }
        }
    }
    texts
}
