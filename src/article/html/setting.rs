//! Setting of an element: its design, whether it centers its text, whether a table row carries content.

use std::hash::{DefaultHasher, Hash, Hasher};

use dom_query::NodeRef;

use super::{
    super::steps,
    tags::{self, Flow},
};

/// A hash of an element's design: its name and classes without digits, which only number them.
pub(super) fn design(name: &str, class: Option<&str>) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    for c in class.unwrap_or_default().chars().filter(|c| !c.is_ascii_digit()) {
        c.hash(&mut hasher);
    }
    hasher.finish()
}

/// Whether the element centers its text; `None` if it does not say.
pub(super) fn is_centered(name: &str, element: &dom_query::Element) -> Option<bool> {
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
pub(super) fn is_data_row(row: &NodeRef<'_>) -> bool {
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

/// Whether the inline element `node` is one of the pieces that a block other than a paragraph is made of, and stands apart
/// from the piece before, as a page's style shows it: `<div><span>文／林小月</span><span>2025.10.12</span></div>`.
pub(super) fn is_set_apart(node: &NodeRef<'_>) -> bool {
    /// A shorter piece is a part of a word in colours.
    const LEAST: usize = 2;
    let is_piece = |node: &NodeRef<'_>| {
        steps::add(1);
        let letters =
            node.children_it(false).find(NodeRef::is_text).map(|text| text.text().trim().chars().count());
        node.has_name("span") && letters.is_some_and(|letters| letters >= LEAST)
    };
    let is_of_pieces =
        |block: &NodeRef<'_>| ["div", "header", "section", "footer"].iter().any(|name| block.has_name(name));
    is_piece(node)
        && node.prev_sibling().is_some_and(|before| is_piece(&before))
        && node.parent().is_some_and(|block| is_of_pieces(&block))
}
