//! Line walker: from a parsed page to its lines, the visible texts between block borders, with where they stand.

use std::collections::HashSet;

use dom_query::{Document, NodeRef};

use super::{
    super::{Picture, limits::MAX_LINES, shingles::words_of, steps},
    consistency, date_rules, formula,
    hints::{self, Hints},
    line::{Anchor, Line},
    marks, picture, preserved,
    setting::{design, is_centered, is_data_row, is_set_apart},
    spans::{self, Mark, Spans},
    tags::{self, Element, Flow},
};

/// All lines of `doc` in reading order, hidden ones too if `with_hidden`.
pub(super) fn lines(doc: &Document, with_hidden: bool) -> Vec<Line> {
    let concealed = marks::concealed_by(doc.select("style").nodes().iter().copied());
    let mut walker = Walker { with_hidden, concealed, ..Walker::default() };
    if let Some(body) = doc.body() {
        walker.run(&body);
    }
    walker.flush();
    consistency::tell_pictures(&mut walker.lines);
    walker.lines
}

#[derive(Default)]
struct Walker {
    with_hidden: bool,
    /// The page's own classes that conceal; see [`marks`].
    concealed: HashSet<String>,
    /// The ids of the notes that marks led to so far.
    notes: HashSet<String>,
    /// Whether a line break that is kept came after the text so far.
    is_broken: bool,
    /// Whether the text so far is the first letter of a word, set apart.
    is_initial: bool,
    lines: Vec<Line>,
    /// OpenElement elements: what they make of the lines inside.
    open: Vec<OpenElement>,
    text: String,
    anchors: Vec<Anchor>,
    spans: Spans,
    linked_chars: usize,
    /// What all of the line's text so far stands in.
    hints: Option<Hints>,
    datetime: Option<String>,
    /// How many open elements keep line breaks.
    preformatted: usize,
    /// How many block elements there were.
    blocks: u32,
    /// How many `article` elements there were.
    stories: u32,
    /// The pictures since the last line.
    pictures: Vec<Picture>,
    /// Whether there was a picture since the last line.
    is_under_picture: bool,
}

#[derive(Clone, Copy, Default)]
struct OpenElement {
    element: Element,
    /// See [`Line::level`].
    level: u8,
    /// What the element marks, and where its text begins.
    mark: Option<(Mark, usize)>,
    hints: Hints,
    flow: Flow,
    is_centered: bool,
    /// Whether line breaks in its text are kept, and blank lines part paragraphs.
    keeps_breaks: bool,
    /// For a table's row: whether its cells are read one after the other.
    is_data_row: bool,
    /// Where the link's text begins, for a link.
    anchor_from: Option<usize>,
    /// How many lines there were before the element.
    lines_before: usize,
    /// See [`Line::inside`].
    inside: [u32; 3],
    /// See [`Line::story`].
    story: u32,
    /// Of the innermost block and of the one around it; see [`Line::design`].
    designs: [u64; 2],
}

impl Walker {
    /// Visits all nodes below `root`, without recursion, since pages nest without limit.
    fn run(&mut self, root: &NodeRef<'_>) {
        let mut next = root.first_child();
        while let Some(node) = next {
            let goes_down = self.enter(&node);
            if goes_down && let Some(child) = node.first_child() {
                next = Some(child);
                continue;
            }
            if goes_down {
                self.leave(&node);
            }
            let mut at = node;
            next = loop {
                if let Some(sibling) = at.next_sibling() {
                    break Some(sibling);
                }
                match at.parent() {
                    Some(parent) if parent.id != root.id => {
                        self.leave(&parent);
                        at = parent;
                    }
                    _ => break None,
                }
            };
            if self.lines.len() >= MAX_LINES {
                return;
            }
        }
    }

    /// Opens `node`; whether its children are to be visited.
    fn enter(&mut self, node: &NodeRef<'_>) -> bool {
        steps::add(1);
        if node.is_text() {
            let text = node.text();
            self.push(&text);
            return false;
        }
        let Some(element) = node.element_ref() else { return false };
        let name: &str = &element.name.local;
        let outer = self.open.last().copied().unwrap_or_default();
        match marks::of(node, &element, name, &self.text, &self.concealed) {
            Some(marks::Mark::Nothing) => return false,
            Some(marks::Mark::Note(ids)) => {
                self.notes.extend(ids);
                return false;
            }
            Some(marks::Mark::Words(words)) => {
                self.push(&words);
                return false;
            }
            None => {}
        }
        let mut flow = tags::flow(name);
        if flow == Flow::Cell && !outer.is_data_row {
            flow = Flow::Block;
        }
        match flow {
            Flow::Skipped => {
                if name == "math" {
                    self.push(&formula::text(node));
                } else if name == "rt" {
                    self.spans.read(&node.text(), &self.text);
                }
                if name == "img" {
                    self.is_under_picture |= self.text.trim().is_empty() && picture::is_picture(&element);
                    self.pictures.extend(picture::picture(&element));
                }
                return false;
            }
            Flow::Break => {
                self.flush();
                return false;
            }
            Flow::Inline | Flow::Block | Flow::Cell => {}
        }
        let mut own = hints::of(&element);
        // A formula is hidden where its picture is shown.
        if own.has(Hints::HIDDEN) && node.descendants_it().take(2).any(|inner| inner.has_name("math")) {
            own = own.without(Hints::HIDDEN);
        }
        let id = element.attr("id").filter(|_| !self.notes.is_empty());
        if id.is_some_and(|id| self.notes.contains(&*id)) {
            own = own | Hints::NOTES;
        }
        let hints = outer.hints | own;
        // Date and byline side by side in a page's head: `<span class=date>…</span> <span class=byline>…`.
        let says_origin =
            own.has(Hints::BYLINE | Hints::DATE) && !outer.hints.has(Hints::BYLINE | Hints::DATE);
        if flow == Flow::Inline && says_origin && outer.element == Element::Plain {
            flow = Flow::Block;
        }
        if hints.has(Hints::HIDDEN) && !self.with_hidden {
            return false;
        }
        if flow == Flow::Block {
            self.flush();
        } else if !self.text.is_empty() && (flow == Flow::Cell || is_set_apart(node)) {
            self.text.push(' ');
        }
        let mark = Mark::of(name).map(|mark| (mark, self.text.len()));
        if let Some((mark, _)) = mark {
            self.spans.open(mark, &self.text);
        }
        let level = tags::level(name).unwrap_or(outer.level);
        let is_link = name == "a" && element.attr("href").is_some();
        let anchor_from = is_link.then_some(self.text.len());
        let is_prose = name == "pre" && preserved::is_prose(&node.text());
        self.preformatted += usize::from(name == "pre" && !is_prose);
        let keeps_breaks = outer.keeps_breaks
            || is_prose
            || flow == Flow::Block && (hints::keeps_breaks(&element) || preserved::has_paragraphs(node));
        if let Some(when) = date_rules::stated(&element) {
            self.datetime.get_or_insert(when);
        }
        let is_data_row = name == "tr" && is_data_row(node);
        let is_centered = is_centered(name, &element).unwrap_or(outer.is_centered);
        let (mut inside, mut designs) = (outer.inside, outer.designs);
        if flow == Flow::Block {
            self.blocks += 1;
            inside = [self.blocks, outer.inside[0], outer.inside[1]];
            designs = [design(name, element.attr("class").as_deref()), outer.designs[0]];
        }
        let is_story = own.has(Hints::ARTICLE);
        self.stories += u32::from(is_story);
        let story = if is_story { self.stories } else { outer.story };
        let element = match tags::element(name) {
            Some(Element::Row) if !is_data_row => Element::Plain,
            Some(Element::Code) if is_prose => Element::Paragraph,
            // A paragraph of a quote is the quote.
            Some(Element::Paragraph) if outer.element.holds_paragraphs() => outer.element,
            Some(element) => element,
            None => outer.element,
        };
        self.open.push(OpenElement {
            element,
            level,
            mark,
            hints,
            flow,
            is_centered,
            keeps_breaks,
            is_data_row,
            anchor_from,
            lines_before: self.lines.len(),
            inside,
            story,
            designs,
        });
        true
    }

    fn leave(&mut self, node: &NodeRef<'_>) {
        let Some(open) = self.open.last().copied() else { return };
        if open.flow == Flow::Block {
            self.flush();
        }
        let open = self.open.last().copied().unwrap_or(open);
        if let Some((mark, from)) = open.mark {
            self.spans.close(mark, node, &self.text, from);
        }
        self.is_initial |= open.flow == Flow::Inline && hints::is_initial(node, self.text.trim());
        if let Some(from) = open.anchor_from.filter(|from| *from < self.text.len()) {
            // Nothing in a link that a block inside it has already ended.
            if let Some(text) = self.text.get(from..).map(str::trim).filter(|text| !text.is_empty()) {
                self.linked_chars += text.chars().count();
                let href = node.attr("href").unwrap_or_default().trim().to_owned();
                self.anchors.push(Anchor { text: text.to_owned(), href });
            }
        } else if open.anchor_from.is_some()
            && self.lines.len() > open.lines_before
            && let Some(line) = self.lines.last_mut().filter(|line| line.anchors.is_empty())
            && let Some(href) = node.attr("href")
        {
            // <a><div>…</div></a>: the line just ended is the link's.
            line.linked_chars = line.text.chars().count();
            line.anchors.push(Anchor { text: line.text.clone(), href: href.trim().to_owned() });
        }
        let is_code = node.has_name("pre") && open.element == Element::Code;
        self.preformatted = self.preformatted.saturating_sub(usize::from(is_code));
        self.open.pop();
    }

    fn push(&mut self, text: &str) {
        steps::add(text.len());
        let keeps_breaks = self.open.last().is_some_and(|open| open.keeps_breaks);
        if self.preformatted > 0 || !keeps_breaks {
            self.add(text);
            return;
        }
        for (at, line) in text.split('\n').enumerate() {
            let is_blank = line.trim().is_empty();
            if at > 0 && self.is_broken && is_blank {
                self.flush();
            }
            self.is_broken |= at > 0 && !self.text.trim().is_empty();
            if is_blank {
                if !self.is_broken {
                    self.add(line);
                }
                continue;
            }
            if std::mem::take(&mut self.is_broken) {
                if !preserved::goes_on(&self.text, line) {
                    self.flush();
                } else if self.text.ends_with(|c: char| c.is_ascii() && c != ' ') {
                    self.text.push(' ');
                }
            }
            self.add(line);
        }
    }

    /// Adds `text` to the line, its spaces and line breaks as one space.
    fn add(&mut self, text: &str) {
        if text.contains(|c: char| !c.is_whitespace()) {
            let hints = self.open.last().map(|open| open.hints).unwrap_or_default();
            self.hints = Some(self.hints.map_or(hints, |common| common & hints));
        }
        if self.preformatted > 0 {
            self.text.push_str(text);
            return;
        }
        let text = self.without_empty_brackets(text);
        let text = self.after_initial(text);
        for c in text.chars() {
            // A soft hyphen is where a word may be broken, not a part of it.
            let is_invisible = matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{AD}' | '\u{2060}');
            if c.is_whitespace() && !self.text.ends_with(' ') && !self.text.is_empty() {
                self.text.push(' ');
            } else if !c.is_whitespace() && !is_invisible {
                self.text.push(c);
            }
        }
    }

    /// `text` without the bracket that it begins with, if marks of notes are all that stood in the brackets: `[<a
    /// href=#n1>1</a>–<a href=#n3>3</a>]`.
    fn without_empty_brackets<'t>(&mut self, text: &'t str) -> &'t str {
        let Some(rest) = text.strip_prefix(']').filter(|_| !self.notes.is_empty()) else { return text };
        let inner = self.text.trim_end_matches([' ', ',', '-', '–', '—', ';']);
        if !inner.ends_with('[') {
            return text;
        }
        self.text.truncate(inner.len() - 1);
        rest
    }

    /// `text` without the space that it begins with, and none before it, if it goes on with a word whose first letter is
    /// set apart: `<span class=dropcap>T</span> he ferry`.
    fn after_initial<'t>(&mut self, text: &'t str) -> &'t str {
        let rest = text.trim_start();
        if rest.is_empty() || !std::mem::take(&mut self.is_initial) || !rest.starts_with(char::is_lowercase) {
            return text;
        }
        self.text.truncate(self.text.trim_end().len());
        rest
    }

    fn flush(&mut self) {
        (self.is_broken, self.is_initial) = (false, false);
        let text = std::mem::take(&mut self.text);
        let anchors = std::mem::take(&mut self.anchors);
        let mut spans = self.spans.take();
        let linked_chars = std::mem::take(&mut self.linked_chars);
        let hints = self.hints.take().unwrap_or_default();
        let datetime = self.datetime.take();
        let open = self.open.last().copied().unwrap_or_default();
        // A link goes on after the block that ended inside it.
        steps::add(self.open.len());
        for outer in &mut self.open {
            outer.anchor_from = outer.anchor_from.map(|_| 0);
            outer.mark = outer.mark.map(|(mark, _)| (mark, 0));
        }
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return;
        }
        let before = text.len() - text.trim_start().len();
        let text = if open.element == Element::Code { text.trim_end() } else { trimmed };
        if open.element != Element::Code {
            spans::shift(&mut spans, before);
        }
        let linked_chars = if hints.has(Hints::LINK) { trimmed.chars().count() } else { linked_chars };
        self.lines.push(Line {
            text: text.to_owned(),
            words: words_of(text),
            element: open.element,
            level: open.level,
            spans,
            hints,
            anchors,
            linked_chars,
            datetime,
            inside: open.inside,
            design: open.designs[0].rotate_left(1) ^ open.designs[1],
            depth: self.open.len(),
            is_under_picture: std::mem::take(&mut self.is_under_picture),
            pictures: std::mem::take(&mut self.pictures),
            is_centered: open.is_centered,
            is_told: false,
            story: open.story,
        });
    }
}
