//! Flow: all blocks of a document in reading order, its pages and contents; cut into the parts of a [`Document`].

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use tingxinwen_core::{
    article::{
        Article, BlockDraft, BlockKind, DocumentFault, Meta, Notice, OpenError, Reason, RecordedSound,
        TextRange, fingerprint,
    },
    document::{Document, DocumentId, DocumentMeta, PageStart, Part},
};

/// The largest picture of a cover that is taken, in bytes.
const MOST_COVER_BYTES: usize = 8 << 20;

/// What a reader makes of a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Flow {
    /// Blocks in reading order, none of them blank; notes where they stand, which moves them to the end of their part.
    pub(crate) blocks: Vec<BlockDraft>,
    /// Where pages begin: a block, a byte in it, and the page's number.
    pub(crate) pages: Vec<(usize, u32, String)>,
    /// The table of contents; made from the headings where it is empty.
    pub(crate) contents: Vec<Entry>,
    /// Title, author, narrator.
    pub(crate) meta: DocumentMeta,
    /// The file of the picture on its cover.
    pub(crate) cover: Option<Vec<u8>>,
    /// The files of sound to which the recordings of its blocks point.
    pub(crate) sounds: Vec<RecordedSound>,
    /// Whether some of what was recorded is missing or damaged.
    pub(crate) lacks_recordings: bool,
}

/// A line of the table of contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The index of the block that it leads to.
    pub(crate) block: usize,
    /// Its depth, 1 for the outermost.
    pub(crate) level: u8,
    /// Its words.
    pub(crate) title: String,
}

impl Flow {
    /// Adds a block, unless it is blank.
    pub(crate) fn push(&mut self, draft: BlockDraft) {
        if draft.text.chars().any(|c| !c.is_whitespace()) {
            self.blocks.push(draft);
        }
    }

    /// Adds a block of `kind` without spans, unless it is blank.
    pub(crate) fn add(&mut self, kind: BlockKind, text: impl Into<String>) {
        self.push(BlockDraft::new(kind, Reason::Kind, text));
    }

    /// Makes items of the paragraphs that begin with a bullet, or two or more of them with numbers that go up, and takes
    /// these away: some programs write lists as text.
    pub(crate) fn find_lists(&mut self) {
        for at in 0..self.blocks.len() {
            if let Some(after) =
                is_paragraph(&self.blocks[at]).then(|| after_bullet(&self.blocks[at].text)).flatten()
            {
                make_item(&mut self.blocks[at], after);
            }
            let Some((1, _)) = self.numbered(at) else { continue };
            let count = (at..self.blocks.len())
                .zip(1..)
                .take_while(|(at, number)| self.numbered(*at).is_some_and(|(found, _)| found == *number));
            let count = count.count();
            for item in at..at + if count > 1 { count } else { 0 } {
                if let Some((_, after)) = self.numbered(item) {
                    make_item(&mut self.blocks[item], after);
                }
            }
        }
    }

    /// The number that the paragraph `at` begins with, and the bytes up to its words.
    fn numbered(&self, at: usize) -> Option<(u32, usize)> {
        let draft = self.blocks.get(at).filter(|draft| is_paragraph(draft))?;
        let text = draft.text.trim_start();
        let open = text.strip_prefix(['(', '（']).unwrap_or(text);
        let digits = open.bytes().take_while(u8::is_ascii_digit).count();
        let after = open[digits..].strip_prefix(['.', ')', '）', '、'])?;
        let words = after.trim_start();
        let is_apart = words.len() < after.len() || words.starts_with(|c: char| c >= '\u{2E80}');
        let number = open[..digits].parse().ok()?;
        is_apart.then(|| (number, draft.text.len() - words.len()))
    }

    /// The document of this flow, which was read from `source`; it is known by its text.
    ///
    /// # Errors
    /// [`OpenError::NoArticle`] where nothing of it is text that is read.
    pub(crate) fn into_document(mut self, source: Option<&str>) -> Result<Document, OpenError> {
        if self.contents.is_empty() {
            self.contents = self.headings();
        }
        self.contents.retain(|entry| entry.block < self.blocks.len());
        self.contents.sort_by_key(|entry| entry.block);
        self.contents.dedup_by_key(|entry| entry.block);
        let cuts: Vec<usize> = self.contents.iter().map(|entry| entry.block).collect();
        self.leave_out_cut_recordings(&cuts);
        let mut starts: Vec<(usize, Option<&Entry>)> =
            self.contents.iter().map(|entry| (entry.block, Some(entry))).collect();
        if starts.first().is_none_or(|(block, _)| *block > 0) {
            starts.insert(0, (0, None));
        }
        let texts = self.blocks.iter().map(|draft| draft.text.as_str());
        let id = DocumentId(format!("text:{:016x}", fingerprint(&texts.collect::<Vec<_>>().join("\n"))));
        let mut parts = Vec::new();
        let mut page: Option<&str> = None;
        let mut pages = self.pages.iter().peekable();
        for (at, (start, entry)) in starts.iter().enumerate() {
            let end = starts.get(at + 1).map_or(self.blocks.len(), |(block, _)| *block);
            let order = in_order(&self.blocks[*start..end]);
            let meta = Meta { source: source.map(str::to_owned), ..Meta::default() };
            // Each is in one part.
            let blank = || BlockDraft::new(BlockKind::Paragraph, Reason::Kind, "");
            let drafts =
                order.iter().map(|index| std::mem::replace(&mut self.blocks[start + index], blank()));
            let mut article = Article::new(meta, drafts);
            article.set_recorded_sounds(&self.sounds);
            if self.lacks_recordings && article.has_speech() {
                article.meta.notice = Some(Notice::RecordingsMissing);
                // Told once.
                self.lacks_recordings = false;
            }
            let mut own: Vec<PageStart> = Vec::new();
            own.extend(page.map(|label| PageStart { byte: 0, label: label.to_owned() }));
            while let Some((block, byte, label)) = pages.next_if(|(block, ..)| *block < end) {
                page = Some(label);
                let place = order.iter().position(|index| start + index == *block);
                let Some(block) = place.and_then(|place| article.blocks().get(place)) else { continue };
                let byte = (block.range.start + byte).min(block.range.end);
                own.retain(|before| before.byte != byte);
                own.push(PageStart { byte, label: label.clone() });
            }
            own.sort_by_key(|page| page.byte);
            parts.push(Part {
                title: entry.map(|entry| entry.title.clone()),
                level: entry.map_or(1, |entry| entry.level),
                body: article.into(),
                pages: own,
            });
        }
        if parts.len() > 1 {
            parts.retain(|part| part.bytes() > 0);
        }
        if !parts.iter().any(Part::has_speech) {
            return Err(OpenError::NoArticle);
        }
        let mut document =
            Document::of_parts(id, parts).ok_or(OpenError::Document(DocumentFault::Damaged))?;
        document.meta = self.meta;
        document.cover = self.cover.filter(|cover| cover.len() <= MOST_COVER_BYTES).map(Arc::from);
        Ok(document)
    }

    /// Takes away recordings that go on after the block at one of `starts`, where another part begins: the sound of both would
    /// be heard in each.
    fn leave_out_cut_recordings(&mut self, starts: &[usize]) {
        let part_of = |block: usize| starts.partition_point(|start| *start <= block);
        let mut parts = HashMap::new();
        let mut cut = HashSet::new();
        for (at, draft) in self.blocks.iter().enumerate() {
            for one in &draft.recorded {
                let sound = (one.sound, one.begin, one.end);
                if *parts.entry(sound).or_insert(part_of(at)) != part_of(at) {
                    cut.insert(sound);
                }
            }
        }
        if !cut.is_empty() {
            for draft in &mut self.blocks {
                draft.recorded.retain(|one| !cut.contains(&(one.sound, one.begin, one.end)));
            }
        }
    }

    /// Contents made of the headings: those of the outermost level that has several, and of the levels above it.
    fn headings(&self) -> Vec<Entry> {
        let is_heading = |draft: &BlockDraft| draft.kind == BlockKind::Heading;
        let of_level =
            |level: u8| self.blocks.iter().filter(|draft| is_heading(draft) && draft.level == level).count();
        let level = (1..=6).find(|level| of_level(*level) > 1).unwrap_or(6);
        let blocks = self.blocks.iter().enumerate();
        let chapters = blocks.filter(|(_, draft)| is_heading(draft) && draft.level <= level);
        let least =
            self.blocks.iter().filter(|draft| is_heading(draft)).map(|draft| draft.level).min().unwrap_or(1);
        chapters
            .map(|(block, draft)| Entry {
                block,
                level: draft.level.saturating_sub(least) + 1,
                title: draft.text.split_whitespace().collect::<Vec<_>>().join(" "),
            })
            .collect()
    }
}

fn is_paragraph(draft: &BlockDraft) -> bool {
    matches!(draft.kind, BlockKind::Paragraph | BlockKind::ListItem)
}

/// The bytes of `text` up to the words after its bullet.
fn after_bullet(text: &str) -> Option<usize> {
    let start = text.trim_start();
    let sign = start.strip_prefix(['•', '●', '◦', '▪', '‣', '·', '\u{F0B7}', '■', '◆']);
    // These are other signs too, and bullets only with a space.
    let line = || start.strip_prefix(['-', '–', '*', '+']).filter(|words| words.starts_with([' ', '\t']));
    let words = sign.or_else(line)?.trim_start();
    (!words.is_empty()).then(|| text.len() - words.len())
}

fn make_item(draft: &mut BlockDraft, after: usize) {
    draft.kind = BlockKind::ListItem;
    draft.text.drain(..after);
    for span in &mut draft.spans {
        let moved = |at: u32| at.saturating_sub(after as u32);
        span.range = TextRange::new(moved(span.range.start), moved(span.range.end));
    }
}

/// Whether `text` is what stands over a table of contents.
pub(crate) fn is_contents_heading(text: &str) -> bool {
    let text = text.trim().to_lowercase().replace(['\u{3000}', ' '], "");
    ["目錄", "目次", "目录", "contents", "tableofcontents", "章節目錄"].contains(&text.as_str())
}

/// The order in which `blocks` stand in their part: notes after all others.
fn in_order(blocks: &[BlockDraft]) -> Vec<usize> {
    let is_note = |index: &usize| blocks[*index].kind == BlockKind::Note;
    let (notes, others): (Vec<usize>, Vec<usize>) = (0..blocks.len()).partition(is_note);
    others.into_iter().chain(notes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heading(level: u8, text: &str) -> BlockDraft {
        BlockDraft { level, ..BlockDraft::new(BlockKind::Heading, Reason::Kind, text) }
    }

    #[test]
    fn lists_that_are_written_as_text_lose_their_marks() {
        let mut flow = Flow::default();
        for text in ["1.\u{A0}先。", "2. 後。", "3 月。", "1. 只有一項。", "• 點。", "2026. 年。"]
        {
            flow.add(BlockKind::Paragraph, text);
        }
        flow.find_lists();
        let found: Vec<(BlockKind, &str)> =
            flow.blocks.iter().map(|draft| (draft.kind, draft.text.as_str())).collect();
        assert_eq!(
            found,
            [
                (BlockKind::ListItem, "先。"),
                (BlockKind::ListItem, "後。"),
                (BlockKind::Paragraph, "3 月。"),
                (BlockKind::Paragraph, "1. 只有一項。"),
                (BlockKind::ListItem, "點。"),
                (BlockKind::Paragraph, "2026. 年。"),
            ]
        );
    }

    #[test]
    fn a_document_is_cut_at_its_chapters_with_its_notes_last_and_its_pages_kept() {
        let mut flow = Flow::default();
        flow.push(heading(1, "書名"));
        flow.pages.push((flow.blocks.len(), 0, "1".to_owned()));
        flow.push(heading(2, "第一章"));
        flow.add(BlockKind::Note, "註");
        flow.add(BlockKind::Paragraph, "甲。");
        flow.pages.push((flow.blocks.len(), 0, "2".to_owned()));
        flow.add(BlockKind::Paragraph, "乙。");
        flow.push(heading(2, "第二章"));
        flow.push(heading(3, "一節"));
        flow.add(BlockKind::Paragraph, "丙。");
        let document = flow.into_document(None).unwrap();
        let parts: Vec<(Option<&str>, u8, String)> = document
            .parts()
            .iter()
            .map(|part| (part.title.as_deref(), part.level, part.article().text().to_owned()))
            .collect();
        assert_eq!(
            parts,
            [
                (Some("書名"), 1, "書名".to_owned()),
                (Some("第一章"), 2, "第一章\n甲。\n乙。\n註".to_owned()),
                (Some("第二章"), 2, "第二章\n一節\n丙。".to_owned()),
            ]
        );
        let chapter = &document.parts()[1];
        assert_eq!((chapter.page_at(0), chapter.page_at(17)), (Some("1"), Some("2")));
        assert_eq!(document.parts()[2].page_at(0), Some("2"), "the page that goes on");
        assert_eq!(document.parts()[0].page_at(0), None);
    }
}
