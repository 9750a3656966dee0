//! Styles of an ODT: what paragraphs are and what text is hidden, by the chain of their parents.

use std::collections::HashMap;

use crate::xml::Element;

/// The longest chain of styles; one that bites its tail is longer.
const MAX_CHAIN: usize = 32;

/// The styles of a document, by their names.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Own>,
}

#[derive(Debug)]
struct Own {
    parent: Option<String>,
    outline: Option<u8>,
    is_hidden: Option<bool>,
    is_item: bool,
}

impl Styles {
    /// Adds those of `content.xml` or `styles.xml`.
    pub(super) fn add(&mut self, root: &Element) {
        let folders = ["styles", "automatic-styles"].into_iter().filter_map(|name| root.child(name));
        for style in folders.flat_map(Element::children).filter(|child| child.name == "style") {
            let Some(name) = style.attribute("name") else { continue };
            let properties = style.child("text-properties");
            let own = Own {
                parent: style.attribute("parent-style-name").map(str::to_owned),
                outline: style.attribute("default-outline-level").and_then(|level| level.parse().ok()),
                is_hidden: properties
                    .and_then(|text| text.attribute("display"))
                    .map(|display| display == "none"),
                is_item: style.attribute("list-style-name").is_some_and(|list| !list.is_empty()),
            };
            self.styles.insert(name.to_owned(), own);
        }
    }

    /// The style `name` and those that it inherits from.
    fn chain<'s>(&'s self, name: &'s str) -> impl Iterator<Item = (&'s str, Option<&'s Own>)> {
        let next = |before: &(&'s str, Option<&'s Own>)| {
            let parent = before.1?.parent.as_deref()?;
            Some((parent, self.styles.get(parent)))
        };
        std::iter::successors(Some((name, self.styles.get(name))), next).take(MAX_CHAIN)
    }

    /// Whether text of the style `name` is hidden.
    pub(super) fn is_hidden(&self, name: &str) -> bool {
        self.chain(name).find_map(|(_, own)| own?.is_hidden).unwrap_or(false)
    }

    /// The level of headings of the style `name`.
    pub(super) fn outline(&self, name: &str) -> Option<u8> {
        self.chain(name)
            .find_map(|(_, own)| own?.outline)
            .filter(|level| *level > 0)
            .map(|level| level.min(6))
    }

    /// Whether paragraphs of the style `name` are items of a list by themselves.
    pub(super) fn is_item(&self, name: &str) -> bool {
        self.chain(name).any(|(_, own)| own.is_some_and(|own| own.is_item))
    }

    /// Whether the style `name`, or one that it inherits from, has a name that holds `word`.
    pub(super) fn is_called(&self, name: &str, word: &str) -> bool {
        self.chain(name).any(|(name, _)| name.to_lowercase().contains(word))
    }
}
