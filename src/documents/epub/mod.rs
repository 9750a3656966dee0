//! EPUB 2 and 3 (EPUB 3.3, OPF 2.0.1): chapters in spine order, contents, notes out of the flow.

mod contents;
mod encryption;
mod footnotes;
mod overlay;
mod package;

use std::collections::HashMap;

use tingxinwen_article::{Chapter, ChapterBlock, Narration, decode};
use tingxinwen_core::{
    article::{BlockKind, DocumentFault, OpenError},
    document::DocumentMeta,
};

use crate::{
    archive::{Archive, resolved},
    flow::{Entry, Flow, is_contents_heading},
    parallel,
    xml::Element,
};
use package::Package;

/// Share of a page's characters that are links, in percent, above which it is a contents page.
const CONTENTS_PERCENT: usize = 60;

/// A chapter and the name of its file.
pub(crate) struct File {
    name: String,
    chapter: Chapter,
    /// The index of its first block in the flow.
    first: usize,
}

impl File {
    /// The chapter of the file `name`.
    pub(crate) fn new(name: String, chapter: Chapter) -> Self {
        Self { name, chapter, first: 0 }
    }
}

/// The flow of a book of these files, without its contents pages and with its notes told apart. Where no line of it is a
/// heading, the short first line of each file is one.
pub(crate) fn flow_of(files: Vec<File>, meta: DocumentMeta) -> Flow {
    /// The longest such line, in characters.
    const CHARS: usize = 60;
    let (mut flow, files) = joined(files, meta);
    if !flow.blocks.iter().any(|draft| draft.kind == BlockKind::Heading) {
        for file in files {
            let first = flow.blocks.get_mut(file.first);
            if let Some(draft) = first
                .filter(|draft| draft.kind == BlockKind::Paragraph && draft.text.chars().count() <= CHARS)
            {
                (draft.kind, draft.level) = (BlockKind::Heading, 1);
            }
        }
    }
    flow
}

/// Reads the book in `archive`.
///
/// # Errors
/// [`OpenError::Document`]: protected, damaged, too large.
pub(crate) fn read(archive: &Archive<'_>) -> Result<Flow, OpenError> {
    let fault = OpenError::Document;
    let package = Package::find(archive).map_err(fault)?.ok_or(fault(DocumentFault::Damaged))?;
    if let Some(lock) = encryption::lock(archive, &package).map_err(fault)? {
        return Err(fault(DocumentFault::Protected(lock)));
    }
    let mut packed = Vec::new();
    for name in &package.spine {
        // A file that is missing or climbs out of the archive is left out; the rest of the book opens.
        packed.extend(archive.read(name).map_err(fault)?.map(|bytes| (name, bytes)));
    }
    let overlays = overlay::read(archive, &package).map_err(fault)?;
    let none = Narration::new();
    let chapters = parallel::each(&packed, |(name, bytes)| {
        Chapter::read_narrated(&decode(bytes, None), overlays.of_files.get(*name).unwrap_or(&none))
    });
    let names = packed.into_iter().map(|(name, _)| name.clone());
    let files = names.zip(chapters).map(|(name, chapter)| File::new(name, chapter)).collect();
    let Package { title, author, narrator, .. } = &package;
    let meta = DocumentMeta { title: title.clone(), author: author.clone(), narrator: narrator.clone() };
    let (mut flow, files) = joined(files, meta);
    (flow.sounds, flow.lacks_recordings) = (overlays.sounds, overlays.is_damaged);
    if flow.blocks.is_empty() {
        return Err(OpenError::NoArticle);
    }
    flow.contents = entries(&contents::read(archive, &package).map_err(fault)?, &files, &flow);
    flow.cover = package.cover.and_then(|name| cover(archive, &name));
    Ok(flow)
}

/// The picture on the cover of the book in `archive`: that called `name`, or on the page that is called so.
fn cover(archive: &Archive<'_>, name: &str) -> Option<Vec<u8>> {
    let bytes = archive.read(name).ok()??;
    if !name.ends_with("html") && !name.ends_with(".htm") {
        return Some(bytes);
    }
    // A page that shows it: as a picture of HTML or of SVG.
    let page = Element::parse(&decode(&bytes, None))?;
    let html = page.descendants("img").into_iter().filter_map(|image| image.attribute("src"));
    let svg = page.descendants("image").into_iter().filter_map(|image| image.attribute("href"));
    let picture = html.chain(svg).find_map(|href| resolved(name, href))?;
    archive.read(&picture).ok()?
}

/// The flow of `files`, and those of them that are read, each with its place in it.
fn joined(mut files: Vec<File>, meta: DocumentMeta) -> (Flow, Vec<File>) {
    files.retain(|file| !is_contents_page(&file.chapter));
    mark_notes(&mut files);
    footnotes::fill_in(&mut files);
    let mut flow = Flow { meta, ..Flow::default() };
    for file in &mut files {
        file.first = flow.blocks.len();
        flow.pages.extend(
            file.chapter.pages.iter().map(|(block, byte, label)| (file.first + block, *byte, label.clone())),
        );
        let blocks = std::mem::take(&mut file.chapter.blocks);
        flow.blocks.extend(blocks.into_iter().map(|block| block.draft));
    }
    (flow, files)
}

/// Whether a chapter is a list of links to others: a page of contents that is in the spine.
fn is_contents_page(chapter: &Chapter) -> bool {
    /// So many blocks at least.
    const LEAST: usize = 4;
    let chars: usize = chapter.blocks.iter().map(|block| block.draft.text.chars().count()).sum();
    let is_heading = |block: &ChapterBlock| is_contents_heading(&block.draft.text);
    if chapter.blocks.first().is_some_and(is_heading) && chapter.blocks.len() == 1 {
        return true;
    }
    chapter.blocks.len() >= LEAST && chapter.linked_chars * 100 >= chars * CONTENTS_PERCENT
}

/// Makes notes of the blocks to which a mark leads, in any file, and which lead back; in a file of notes alone also of
/// the blocks that follow.
fn mark_notes(files: &mut [File]) {
    let mut targets: HashMap<String, Vec<String>> = HashMap::new();
    for file in &*files {
        for (name, id) in
            file.chapter.note_marks.iter().filter_map(|href| footnotes::target(&file.name, href))
        {
            targets.entry(name).or_default().push(id);
        }
    }
    for file in files {
        let Some(ids) = targets.get(&file.name) else { continue };
        let mut starts = vec![false; file.chapter.blocks.len()];
        for (id, block) in &file.chapter.anchors {
            if ids.contains(id)
                && let Some(ChapterBlock { leads_back: true, .. }) = file.chapter.blocks.get(*block)
            {
                starts[*block] = true;
            }
        }
        // A file of notes alone: nothing but headings stands before the first of them.
        let before = starts.iter().position(|is_note| *is_note).unwrap_or(0);
        let is_all_notes =
            file.chapter.blocks[..before].iter().all(|block| block.draft.kind == BlockKind::Heading);
        let mut is_after_note = false;
        for (block, is_note) in file.chapter.blocks.iter_mut().zip(starts) {
            let draft = &mut block.draft;
            is_after_note = is_note || is_after_note && is_all_notes && draft.kind != BlockKind::Heading;
            if is_after_note {
                (draft.kind, draft.level) = (BlockKind::Note, 0);
            }
        }
    }
}

/// The lines of `contents` that lead to text that is read; none where they lead nowhere, as those that converters make
/// of the marks of notes.
fn entries(contents: &[contents::Line], files: &[File], flow: &Flow) -> Vec<Entry> {
    let place = |line: &contents::Line| {
        let file = files.iter().find(|file| file.name == line.file)?;
        let anchor = line.fragment.as_ref().and_then(|id| {
            file.chapter.anchors.iter().find(|(anchor, _)| anchor == id).map(|(_, block)| *block)
        });
        let block = file.first + anchor.unwrap_or(0);
        let is_read = flow.blocks.get(block).is_some_and(|draft| draft.kind != BlockKind::Note);
        let has_words = line.title.chars().filter(|c| c.is_alphanumeric()).count() > 0;
        (is_read && has_words).then(|| Entry { block, level: line.level, title: line.title.clone() })
    };
    let lines: Vec<Entry> = contents.iter().filter_map(place).collect();
    if lines.len() * 2 < contents.len() { Vec::new() } else { lines }
}

/// The words of `element`, `None` where there are none.
fn words(element: &Element) -> Option<String> {
    Some(element.text()).filter(|text| !text.is_empty())
}
