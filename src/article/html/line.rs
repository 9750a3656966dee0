//! Line: a visible text of a page between two block borders, with where it stands.

use super::{
    super::{Picture, Span, phrases, shingles::words_of},
    hints::Hints,
    tags::Element,
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
    /// The pictures between it and the line before, their addresses as the page writes them.
    pub(super) pictures: Vec<Picture>,
    /// Whether it is set in the middle.
    pub(super) is_centered: bool,
    /// Whether it is one of many lines under pictures that are the page's text.
    pub(super) is_told: bool,
    /// The number of the innermost `article` element around it, 0 where there is none.
    pub(super) story: u32,
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
            || is_set_so
                && !self.is_told
                && !phrases::ends_sentence(&self.text)
                && self.text.chars().count() <= CHARS
    }

    /// Share of the line that belongs to links, 0 to 1.
    pub(super) fn link_share(&self) -> f32 {
        self.linked_chars as f32 / self.text.chars().count().max(1) as f32
    }
}
