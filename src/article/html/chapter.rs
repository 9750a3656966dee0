//! Chapter reader: from the markup of a book's chapter to all of its blocks, its notes apart.
//!
//! Nothing is judged: a book has no furniture. What EPUB and WAI-ARIA name (footnotes, page breaks, contents) is told
//! by `epub:type` and `role`; what older books do not name, by the links that lead from a mark to its note and back.

use dom_query::NodeRef;

use super::{
    super::{
        BlockDraft, BlockKind, Reason, Recording, Span, TextRange,
        limits::{BASE_NODES, BOOK_BYTES_PER_NODE, MAX_CHAPTER_BLOCKS},
        steps, wrapped,
    },
    chapter_terms::{Terms, is_arrow, is_mark, is_row},
    formula, marks,
    narrated::{Narrated, Narration, between},
    parse::parse_within,
    spans::{Mark, Spans},
    tags::{self, Flow},
    xhtml::as_html,
};

/// The longest text of a picture that stands for a character which fonts lack, in characters.
const CHARACTER_ALT: usize = 2;

/// A chapter: the blocks of one file of a book.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chapter {
    /// Its blocks in reading order, notes among them.
    pub blocks: Vec<ChapterBlock>,
    /// The ids of its elements, and for each the index of the first block at or after it.
    pub anchors: Vec<(String, usize)>,
    /// Where pages of the printed book begin: a block, a byte in it, and the page's number.
    pub pages: Vec<(usize, u32, String)>,
    /// The addresses that marks of notes lead to, as they are written; the text of each
    /// [`Footnote`](super::super::SpanKind::Footnote) is such an address too.
    pub note_marks: Vec<String>,
    /// How many of its characters are the text of links.
    pub linked_chars: usize,
}

/// A block of a chapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChapterBlock {
    /// The block.
    pub draft: BlockDraft,
    /// Whether it leads back to a mark: it is a note if a mark leads to it.
    pub leads_back: bool,
}

impl Chapter {
    /// Reads `markup`, which may be XHTML or HTML.
    pub fn read(markup: &str) -> Self {
        Self::read_narrated(markup, &Narration::new())
    }

    /// The same, of which a narrator has recorded what `narration` says.
    pub fn read_narrated(markup: &str, narration: &Narration) -> Self {
        let html = as_html(markup);
        let doc = parse_within(&html, BASE_NODES + html.len() / BOOK_BYTES_PER_NODE).doc;
        let mut reader = Reader { narrated: Narrated::new(narration), ..Reader::default() };
        if let Some(body) = doc.body() {
            reader.children(&body, Setting::default());
        }
        reader.flush(Setting::default());
        reader.chapter
    }
}

/// What the elements around a text say of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Setting {
    kind: Option<BlockKind>,
    level: u8,
    /// In a note, or in a list of notes.
    in_note: bool,
    in_code: bool,
}

#[derive(Default)]
struct Reader<'a> {
    chapter: Chapter,
    text: String,
    spans: Spans,
    narrated: Narrated<'a>,
    /// Whether the block begins with a link whose text is a mark, or has one that leads back to a mark.
    leads_back: bool,
    /// How many rows are open: their cells stand side by side.
    rows: usize,
}

impl Reader<'_> {
    /// Reads all nodes below `node`; [`parse_within`] has bounded how deep they nest.
    fn children(&mut self, node: &NodeRef<'_>, setting: Setting) {
        for child in node.children_it(false) {
            if self.chapter.blocks.len() >= MAX_CHAPTER_BLOCKS {
                return;
            }
            steps::add(1);
            if child.is_text() {
                self.push(&child.text(), setting);
            } else if child.is_element() {
                let is_recorded = child.attr("id").is_some_and(|id| self.narrated.open(&id, &self.text));
                self.element(&child, setting);
                if is_recorded {
                    self.narrated.close(&self.text);
                }
            }
        }
    }

    fn element(&mut self, node: &NodeRef<'_>, outer: Setting) {
        let Some(name) = node.node_name() else { return };
        let name = name.as_ref();
        let terms = Terms::of(node);
        for id in [node.attr("id"), node.attr("name").filter(|_| name == "a")].into_iter().flatten() {
            // An anchor at the end of a block belongs to it.
            self.chapter.anchors.push((id.to_string(), self.chapter.blocks.len()));
        }
        if terms.has(&["pagebreak", "doc-pagebreak"]) {
            self.page_break(node);
            return;
        }
        let is_hidden = node.has_attr("hidden")
            || node.attr("style").is_some_and(|style| style.replace(' ', "").contains("display:none"));
        if is_hidden || name == "nav" || terms.has(&["toc", "landmarks", "page-list", "doc-toc"]) {
            return;
        }
        match name {
            "a" if self.link(node, &terms, outer) => return,
            "sup" => return self.raised(node, outer),
            "img" | "image" => return self.picture(node, outer),
            "br" => {
                self.text.push('\n');
                return;
            }
            "hr" => return self.flush(outer),
            "rt" => return self.spans.read(&node.text(), &self.text),
            "rtc" => {
                let is_whole = node.children_it(false).all(|child| !child.has_name("rt"));
                if is_whole {
                    self.spans.read(&node.text(), &self.text);
                } else {
                    self.children(node, outer);
                }
                return;
            }
            "math" => return self.push(&formula::text(node), outer),
            _ => {}
        }
        match tags::flow(name) {
            Flow::Skipped | Flow::Break => {}
            Flow::Inline => self.inline(node, name, outer),
            Flow::Cell if self.rows > 0 => {
                if !self.text.is_empty() {
                    self.text.push(' ');
                }
                self.children(node, outer);
            }
            Flow::Cell | Flow::Block => self.block(node, name, &terms, outer),
        }
    }

    fn inline(&mut self, node: &NodeRef<'_>, name: &str, setting: Setting) {
        let mark = Mark::of(name).map(|mark| (mark, self.text.len()));
        if let Some((mark, _)) = mark {
            self.spans.open(mark, &self.text);
        }
        let blocks = self.chapter.blocks.len();
        self.children(node, setting);
        if let Some((mark, from)) = mark {
            let from = if self.chapter.blocks.len() == blocks { from } else { 0 };
            self.spans.close(mark, node, &self.text, from);
        }
    }

    fn block(&mut self, node: &NodeRef<'_>, name: &str, terms: &Terms, outer: Setting) {
        let is_in_row = self.rows > 0;
        if !is_in_row {
            self.flush(outer);
        } else if !self.text.is_empty() {
            self.text.push(' ');
        }
        let mut setting = outer;
        setting.in_note |= terms.is_note(node);
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                setting.kind = Some(BlockKind::Heading);
                setting.level = tags::level(name).unwrap_or(1);
            }
            "blockquote" => setting.kind = Some(BlockKind::Quote),
            "li" | "dt" | "dd" => setting.kind = Some(BlockKind::ListItem),
            "figcaption" | "caption" => setting.kind = Some(BlockKind::Caption),
            "pre" => {
                setting.kind = Some(BlockKind::Code);
                setting.in_code = true;
            }
            "tr" if is_row(node) => {
                setting.kind = Some(BlockKind::TableRow);
                self.rows += 1;
                self.children(node, setting);
                self.rows -= 1;
                if self.rows == 0 {
                    self.flush(setting);
                }
                return;
            }
            _ => {}
        }
        self.children(node, setting);
        if !is_in_row {
            self.flush(setting);
        }
    }

    /// Whether the link `node` is the mark of a note or leads back to one, so that its words are not text.
    fn link(&mut self, node: &NodeRef<'_>, terms: &Terms, setting: Setting) -> bool {
        let Some(href) = node.attr("href") else { return false };
        let text = node.text();
        let text = text.trim();
        // Kindle's own addresses within a book.
        let kindle = href.strip_prefix("kindle:pos:");
        let Some(id) = href.split_once('#').map(|(_, id)| id).or(kindle) else {
            // Some notes lead back to the whole chapter.
            let leads_back = setting.in_note && is_mark(text) && self.text.trim().is_empty();
            if !leads_back {
                self.chapter.linked_chars += text.chars().count();
            }
            return leads_back;
        };
        let (is_mark, is_first) = (is_mark(text), self.text.trim().is_empty());
        let is_back = terms.has(&["backlink", "doc-backlink"]) || is_arrow(text);
        self.leads_back |= is_mark && is_first || is_back;
        if is_back || is_mark && setting.in_note {
            return true;
        }
        let is_named = terms.has(&["noteref", "doc-noteref"])
            || terms.classes.iter().any(|class| ["noteref", "footnote-ref"].contains(&class.as_str()));
        let is_raised = node.descendants_it().any(|inner| inner.has_name("sup"))
            || node.ancestors_it(Some(2)).any(|outer| outer.has_name("sup"));
        if is_named || is_mark && (is_raised || is_first) || marks::is_note(text, id, &self.text) {
            self.chapter.note_marks.push(href.to_string());
            self.spans.footnote(&self.text, text, &href);
            return true;
        }
        self.chapter.linked_chars += text.chars().count();
        false
    }

    /// A raised `node`: the mark of a note, a power, or words with links among them.
    fn raised(&mut self, node: &NodeRef<'_>, setting: Setting) {
        if node.descendants_it().any(|inner| inner.has_name("a")) {
            self.children(node, setting);
            return;
        }
        match marks::raised(node, &self.text) {
            Some(marks::Mark::Note(_) | marks::Mark::Nothing) => {}
            Some(marks::Mark::Words(words)) => self.push(&words, setting),
            None => self.children(node, setting),
        }
    }

    fn picture(&mut self, node: &NodeRef<'_>, setting: Setting) {
        let alt = node.attr("alt").unwrap_or_default();
        let alt = alt.trim();
        if alt.is_empty() {
            return;
        }
        // 難字: a picture of a character that fonts lack.
        if alt.chars().count() <= CHARACTER_ALT && !alt.is_ascii() {
            self.push(alt, setting);
            return;
        }
        let has_caption = node.ancestors_it(Some(3)).any(|outer| {
            outer.has_name("figure") && outer.descendants_it().any(|inner| inner.has_name("figcaption"))
        });
        if !has_caption && self.text.trim().is_empty() {
            self.flush(setting);
            self.push(alt, setting);
            self.flush(Setting { kind: Some(BlockKind::Caption), ..setting });
        }
    }

    fn page_break(&mut self, node: &NodeRef<'_>) {
        let label = ["title", "aria-label"].into_iter().find_map(|name| node.attr(name));
        let label = label.map_or_else(|| node.text().trim().to_owned(), |label| label.trim().to_owned());
        if !label.is_empty() {
            self.chapter.pages.push((self.chapter.blocks.len(), self.text.len() as u32, label));
        }
        // Some books have all that follows inside of it.
        let holds_text = node.children_it(false).any(|child| child.is_element());
        if holds_text {
            self.children(node, Setting::default());
        }
    }

    /// Adds `text`: white space as one space, none where only the source breaks its line between Han.
    fn push(&mut self, text: &str, setting: Setting) {
        steps::add(text.len());
        if setting.in_code {
            self.text.push_str(text);
            return;
        }
        let mut gap = String::new();
        for c in text.chars() {
            if matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{AD}' | '\u{2060}') {
            } else if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{C}' | '\u{A0}') {
                gap.push(c);
            } else {
                self.space(&gap, Some(c));
                gap.clear();
                self.text.push(c);
            }
        }
        self.space(&gap, None);
    }

    fn space(&mut self, gap: &str, next: Option<char>) {
        let last = self.text.chars().next_back();
        let is_there = last.is_none_or(|last| last == ' ' || last == '\n');
        let is_wide = |c: char| c >= '\u{2E80}';
        let is_break = gap.contains(['\n', '\r']) && last.is_some_and(is_wide) && next.is_none_or(is_wide);
        if !gap.is_empty() && !is_there && !is_break {
            self.text.push(' ');
        }
    }

    fn flush(&mut self, setting: Setting) {
        let text = std::mem::take(&mut self.text);
        let spans = self.spans.take();
        let recorded = self.narrated.take(&text);
        let leads_back = std::mem::take(&mut self.leads_back);
        if text.trim().is_empty() {
            return;
        }
        let kind = match setting.kind {
            _ if setting.in_note => BlockKind::Note,
            Some(kind) => kind,
            None => BlockKind::Paragraph,
        };
        let level = if kind == BlockKind::Heading { setting.level } else { 0 };
        let mut add = |text: String, spans: Vec<Span>, recorded: Vec<Recording>| {
            let draft = BlockDraft { level, spans, recorded, ..BlockDraft::new(kind, Reason::Kind, text) };
            self.chapter.blocks.push(ChapterBlock { draft, leads_back });
        };
        let is_broken = text.trim().contains('\n');
        if kind == BlockKind::Code || kind == BlockKind::Heading || kind == BlockKind::TableRow || !is_broken
        {
            add(text, spans, recorded);
            return;
        }
        // Lines that were broken by hand: verses, or a text that was wrapped at some width.
        let raw = text.lines().filter(|line| !line.trim().is_empty()).count();
        let lines = wrapped::lines(&text);
        if lines.len() < raw {
            lines.into_iter().for_each(|line| add(line, Vec::new(), Vec::new()));
            return;
        }
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let end = start + line.len() as u32;
            let inside = spans.iter().filter(|span| span.range.start >= start && span.range.end <= end);
            let moved = |at: u32| at - start;
            let own = inside.map(|span| Span {
                range: TextRange::new(moved(span.range.start), moved(span.range.end)),
                kind: span.kind.clone(),
            });
            if !line.trim().is_empty() {
                add(line.to_owned(), own.collect(), between(&recorded, start, end));
            }
            start = end;
        }
    }
}
