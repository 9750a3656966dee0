//! Styles of a DOCX: what paragraphs are, by the chain of styles that theirs is based on.

use std::collections::HashMap;

use crate::xml::Element;

/// The longest chain of styles; one that bites its tail is longer.
const MAX_CHAIN: usize = 32;

/// What the style of a paragraph says of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    /// The level of a heading, from 1 on.
    pub(super) heading: Option<u8>,
    /// Whether its paragraphs are items of a list.
    pub(super) is_item: bool,
    /// Whether its text is hidden.
    pub(super) is_hidden: bool,
    /// What its name, or that of one it is based on, says.
    pub(super) role: Option<Role>,
}

/// What a style's name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The title of the document.
    Title,
    /// A quotation.
    Quote,
    /// A caption.
    Caption,
    /// A line of the table of contents.
    Contents,
}

/// The styles of a document, by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Own>,
}

/// What a style says itself.
#[derive(Debug, Default)]
struct Own {
    based_on: Option<String>,
    /// 9 is the level of body text.
    outline: Option<u8>,
    is_item: Option<bool>,
    is_hidden: Option<bool>,
    name: String,
}

impl Styles {
    /// Those of `styles.xml`.
    pub(super) fn of(root: &Element) -> Self {
        let styles = root.children().filter(|child| child.name == "style").filter_map(|style| {
            let paragraph = style.child("pPr");
            let own = Own {
                based_on: value(style.child("basedOn")).map(str::to_owned),
                outline: paragraph.and_then(|properties| value(properties.child("outlineLvl"))?.parse().ok()),
                is_item: paragraph.and_then(|properties| properties.child("numPr")).map(is_numbered),
                is_hidden: style.child("rPr").and_then(is_hidden),
                name: value(style.child("name")).unwrap_or_default().to_lowercase(),
            };
            Some((style.attribute("styleId")?.to_owned(), own))
        });
        Self { styles: styles.collect() }
    }

    /// What the style `id` says, with what it inherits.
    pub(super) fn find(&self, id: &str) -> Style {
        let mut found = Style::default();
        let (mut outline, mut is_item, mut hidden, mut heading_name) = (None, None, None, None);
        let mut next = Some(id);
        for _ in 0..MAX_CHAIN {
            let Some(own) = next.and_then(|id| self.styles.get(id)) else { break };
            outline = outline.or(own.outline);
            is_item = is_item.or(own.is_item);
            hidden = hidden.or(own.is_hidden);
            heading_name = heading_name.or_else(|| heading_level(&own.name));
            found.role = found.role.or_else(|| role(&own.name));
            next = own.based_on.as_deref();
        }
        // A style that is not defined may still be called one of Word's own names.
        if !self.styles.contains_key(id) {
            heading_name = heading_level(&id.to_lowercase());
        }
        found.heading = match outline {
            Some(level) => (level < 9).then_some(level.min(5) + 1),
            None => heading_name,
        };
        found.is_item = is_item.unwrap_or(false);
        found.is_hidden = hidden.unwrap_or(false);
        found
    }
}

/// The value of a property.
pub(super) fn value(property: Option<&Element>) -> Option<&str> {
    property?.attribute("val")
}

/// Whether a property is switched on, off, or not there.
pub(super) fn switch(property: Option<&Element>) -> Option<bool> {
    let value = property?.attribute("val").unwrap_or("true");
    Some(!matches!(value, "0" | "false" | "off" | "none"))
}

/// Whether the properties of a run say that it is hidden.
pub(super) fn is_hidden(run: &Element) -> Option<bool> {
    switch(run.child("vanish")).or_else(|| switch(run.child("webHidden")))
}

/// Whether numbering properties name a list; 0 takes a paragraph out of that of its style.
pub(super) fn is_numbered(numbering: &Element) -> bool {
    value(numbering.child("numId")).is_none_or(|id| id != "0")
}

fn heading_level(name: &str) -> Option<u8> {
    let rest = name.strip_prefix("heading").or_else(|| name.strip_prefix("標題"))?;
    rest.trim().parse().ok().filter(|level| (1..=9).contains(level)).map(|level: u8| level.min(6))
}

fn role(name: &str) -> Option<Role> {
    match name {
        "title" | "標題" => Some(Role::Title),
        "caption" | "table caption" | "image caption" | "標號" => Some(Role::Caption),
        "toc heading" | "目錄標題" => Some(Role::Contents),
        _ if name.starts_with("toc ") || name.starts_with("table of figures") => Some(Role::Contents),
        _ if name.contains("quot") || name == "block text" || name.contains("引文") => Some(Role::Quote),
        _ => None,
    }
}
