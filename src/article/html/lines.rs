//! Line walker: from a parsed page to its lines, the visible texts between block borders, with where they stand.

use std::hash::{DefaultHasher, Hash, Hasher};

use dom_query::{Document, NodeRef};

use super::{
    super::{Span, limits::MAX_LINES, phrases, shingles::words_of, steps},
    hints::{self, Hints},
    spans::{self, Mark, Spans},
    tags::{self, Element, Flow},
};

/// A link inside a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Anchor {
    pub(super) text: String,
    pub(super) href: String,
}

/// A line: a visible text between two borders of block elements.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub(super) text: String,
    /// The words of the text: see [`words_of`].
    pub(super) words: Vec<u64>,
    pub(super) element: Element,
    /// The level of a heading, 1 to 6; else 0.
    pub(super) level: u8,
    /// Emphasis, links and readings in it, as byte ranges of the text.
    pub(super) spans: Vec<Span>,
    pub(super) hints: Hints,
    /// Its links, in order.
    pub(super) anchors: Vec<Anchor>,
    /// How many of its characters belong to links.
    pub(super) linked_chars: usize,
    /// The `datetime` of an element in it: `<time datetime>`.
    pub(super) datetime: Option<String>,
    /// The block elements that it stands in, numbered in the page's order: its own, the one around
    /// that, and the next.
    pub(super) inside: [u32; 3],
    /// Lines of one design have the same: the names and classes of the inner two of these elements.
    pub(super) design: u64,
    /// How many elements it stands in.
    pub(super) depth: usize,
    /// Whether a picture is all that stands between it and the line before.
    pub(super) is_under_picture: bool,
    /// Whether it is set in the middle.
    pub(super) is_centered: bool,
}

/// All lines of `doc` in reading order, hidden ones too if `with_hidden`.
pub(super) fn lines(doc: &Document, with_hidden: bool) -> Vec<Line> {
    let mut walker = Walker { with_hidden, ..Walker::default() };
    if let Some(body) = doc.body() {
        walker.run(&body);
    }
    walker.flush();
    walker.lines
}

#[derive(Default)]
struct Walker {
    with_hidden: bool,
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
    /// For a table's row: whether its cells are read one after the other.
    is_data_row: bool,
    /// Where the link's text begins, for a link.
    anchor_from: Option<usize>,
    /// See [`Line::inside`].
    inside: [u32; 3],
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
        let mut flow = tags::flow(name);
        if flow == Flow::Cell && !outer.is_data_row {
            flow = Flow::Block;
        }
        match flow {
            Flow::Skipped => {
                if name == "rt" {
                    self.spans.read(&node.text(), &self.text);
                }
                self.is_under_picture |= self.text.trim().is_empty() && name == "img" && is_picture(&element);
                return false;
            }
            Flow::Break => {
                self.flush();
                return false;
            }
            Flow::Inline | Flow::Block | Flow::Cell => {}
        }
        let own = hints::of(&element);
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
        } else if flow == Flow::Cell && !self.text.is_empty() {
            self.text.push(' ');
        }
        let mark = Mark::of(name).map(|mark| (mark, self.text.len()));
        if let Some((mark, _)) = mark {
            self.spans.open(mark, &self.text);
        }
        let level = tags::level(name).unwrap_or(outer.level);
        let is_link = name == "a" && element.attr("href").is_some();
        let anchor_from = is_link.then_some(self.text.len());
        self.preformatted += usize::from(name == "pre");
        if let Some(when) = element.attr("datetime").filter(|when| !when.is_empty()) {
            self.datetime.get_or_insert_with(|| when.trim().to_owned());
        }
        let is_data_row = name == "tr" && is_data_row(node);
        let is_centered = is_centered(name, &element).unwrap_or(outer.is_centered);
        let (mut inside, mut designs) = (outer.inside, outer.designs);
        if flow == Flow::Block {
            self.blocks += 1;
            inside = [self.blocks, outer.inside[0], outer.inside[1]];
            designs = [design(name, element.attr("class").as_deref()), outer.designs[0]];
        }
        let element = match tags::element(name) {
            Some(Element::Row) if !is_data_row => Element::Plain,
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
            is_data_row,
            anchor_from,
            inside,
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
        if let Some(from) = open.anchor_from.filter(|from| *from < self.text.len()) {
            // Nothing in a link that a block inside it has already ended.
            if let Some(text) = self.text.get(from..).map(str::trim).filter(|text| !text.is_empty()) {
                self.linked_chars += text.chars().count();
                let href = node.attr("href").unwrap_or_default().trim().to_owned();
                self.anchors.push(Anchor { text: text.to_owned(), href });
            }
        } else if open.anchor_from.is_some()
            && let Some(line) = self.lines.last_mut().filter(|line| line.anchors.is_empty())
            && let Some(href) = node.attr("href")
        {
            // <a><div>…</div></a>: the line just ended is the link's.
            line.linked_chars = line.text.chars().count();
            line.anchors.push(Anchor { text: line.text.clone(), href: href.trim().to_owned() });
        }
        self.preformatted -= usize::from(node.has_name("pre"));
        self.open.pop();
    }

    fn push(&mut self, text: &str) {
        steps::add(text.len());
        if text.contains(|c: char| !c.is_whitespace()) {
            let hints = self.open.last().map(|open| open.hints).unwrap_or_default();
            self.hints = Some(self.hints.map_or(hints, |common| common & hints));
        }
        if self.preformatted > 0 {
            self.text.push_str(text);
            return;
        }
        for c in text.chars() {
            if c.is_whitespace() || c == '\u{200B}' || c == '\u{FEFF}' {
                if c != '\u{200B}' && c != '\u{FEFF}' && !self.text.ends_with(' ') && !self.text.is_empty() {
                    self.text.push(' ');
                }
            } else {
                self.text.push(c);
            }
        }
    }

    fn flush(&mut self) {
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
            is_centered: open.is_centered,
        });
    }
}

/// A hash of an element's design: its name and classes without digits, which only number them.
fn design(name: &str, class: Option<&str>) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    for c in class.unwrap_or_default().chars().filter(|c| !c.is_ascii_digit()) {
        c.hash(&mut hasher);
    }
    hasher.finish()
}

/// Whether an `img` is a picture, and not a dot, a letter or a ruler.
fn is_picture(element: &dom_query::Element) -> bool {
    /// The least width and height, in pixels.
    const LEAST: u32 = 100;
    let size = |name: &str| {
        let value = element.attr(name)?;
        value.trim_end_matches("px").trim().parse::<u32>().ok()
    };
    ["width", "height"].into_iter().filter_map(size).all(|pixels| pixels >= LEAST)
}

/// Whether the element centers its text; `None` if it does not say.
fn is_centered(name: &str, element: &dom_query::Element) -> Option<bool> {
    let align = element.attr("align").filter(|_| name != "table");
    let style = || {
        let style = element.attr("style")?;
        let (_, rest) = style.split_once("text-align")?;
        let value = rest.trim_start_matches([' ', ':']).split([';', ' ', '!']).next()?;
        Some(value.eq_ignore_ascii_case("center"))
    };
    style().or_else(|| Some(align?.eq_ignore_ascii_case("center"))).or((name == "center").then_some(true))
}

/// Whether the row holds data, and not the page's columns, as old pages do.
fn is_data_row(row: &NodeRef<'_>) -> bool {
    /// A row of data has few cells with few elements.
    const MAX_NODES: usize = 80;
    let mut nodes = 0;
    row.descendants_it().take(MAX_NODES).all(|node| {
        nodes += 1;
        steps::add(1);
        let Some(element) = node.element_ref() else { return true };
        matches!(tags::flow(&element.name.local), Flow::Inline | Flow::Cell | Flow::Skipped)
    }) && nodes < MAX_NODES
}

impl Line {
    /// A line by itself.
    pub(super) fn of(element: Element, text: &str) -> Self {
        Self { text: text.to_owned(), words: words_of(text), element, ..Self::default() }
    }

    /// Whether it is a caption: by its element, its words, or how it is set, in the middle, right under a picture,
    /// and no sentence. Of 38 lines that are set so on the Chinese development pages, 34 are not counted to the
    /// article.
    pub(super) fn is_caption(&self) -> bool {
        /// The longest of them, in characters.
        const CHARS: usize = 60;
        let is_set_so = self.is_under_picture && self.is_centered;
        self.element == Element::Caption
            || phrases::is_caption(&self.text)
            || is_set_so && !phrases::ends_sentence(&self.text) && self.text.chars().count() <= CHARS
    }

    /// Share of the line that belongs to links, 0 to 1.
    pub(super) fn link_share(&self) -> f32 {
        self.linked_chars as f32 / self.text.chars().count().max(1) as f32
    }
}
