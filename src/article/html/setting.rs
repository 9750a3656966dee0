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
