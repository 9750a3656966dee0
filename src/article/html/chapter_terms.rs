//! Terms of a chapter's elements: what EPUB and WAI-ARIA call them, and the marks of notes.

use dom_query::NodeRef;

/// What an element is called by `epub:type` and `role`, and its classes; all in lower case.
pub(super) struct Terms {
    terms: Vec<String>,
    pub(super) classes: Vec<String>,
}

impl Terms {
    pub(super) fn of(node: &NodeRef<'_>) -> Self {
        let words = |name: &str| -> Vec<String> {
            let value = node.attr(name).unwrap_or_default();
            value.split_whitespace().map(str::to_ascii_lowercase).collect()
        };
        let mut terms = words("epub:type");
        terms.extend(words("role"));
        Self { terms, classes: words("class") }
    }

    pub(super) fn has(&self, names: &[&str]) -> bool {
        self.terms.iter().any(|term| names.contains(&term.as_str()))
    }

    /// Whether the element of `node` is a note or a list of notes.
    pub(super) fn is_note(&self, node: &NodeRef<'_>) -> bool {
        const TYPES: &[&str] = &[
            "footnote",
            "endnote",
            "rearnote",
            "footnotes",
            "endnotes",
            "rearnotes",
            "doc-footnote",
            "doc-endnote",
            "doc-endnotes",
        ];
        const CLASSES: &[&str] = &["footnotes", "endnotes", "footnote", "endnote", "footnote-text"];
        let is_named = self.classes.iter().any(|class| CLASSES.contains(&class.as_str()));
        self.has(TYPES) || is_named && !node.has_name("body") && !node.has_name("span")
    }
}

/// The longest mark of a note, in characters: `[12]`.
const MARK_CHARS: usize = 6;

/// Whether `text` may be the mark of a note: a number, perhaps in brackets, or a sign.
pub(super) fn is_mark(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| "[]［］〔〕()（）.．^註注".contains(c) || c.is_whitespace());
    let is_number = bare.chars().all(|c| c.is_numeric() || "⁰¹²³⁴⁵⁶⁷⁸⁹".contains(c));
    let is_sign = bare.chars().all(|c| "*†‡§¶※＊".contains(c));
    let is_named = text.chars().any(|c| c == '註' || c == '注');
    !text.is_empty()
        && text.chars().count() <= MARK_CHARS
        && (is_number || is_sign)
        && (!bare.is_empty() || is_named || text.starts_with(['[', '［', '〔']))
}

/// Whether `text` only leads back to the mark of a note.
pub(super) fn is_arrow(text: &str) -> bool {
    let bare: String =
        text.chars().filter(|c| !c.is_whitespace() && *c != '\u{FE0E}' && *c != '\u{FE0F}').collect();
    !bare.is_empty() && bare.chars().all(|c| "↩↑⏎↵←⤴▲^«".contains(c))
        || matches!(bare.as_str(), "返回" | "回正文")
}

/// Whether the row `node` has more than one cell; a table of one column is layout.
pub(super) fn is_row(node: &NodeRef<'_>) -> bool {
    node.children_it(false).filter(|cell| cell.has_name("td") || cell.has_name("th")).take(2).count() > 1
}
