//! XML as a tree: lenient, bounded in depth and in the number of nodes, names without their prefixes.

use quick_xml::{Reader, XmlVersion, escape::resolve_html5_entity, events::Event};

/// How deeply elements may nest; the content of deeper ones counts as that of the last.
const MAX_DEPTH: usize = 256;
/// How many nodes a tree may have; what follows is left out.
const MAX_NODES: usize = 8_000_000;

/// An element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Element {
    /// Its name without a prefix.
    pub(crate) name: String,
    /// Its attributes: names as they are written, with their prefixes.
    attributes: Vec<(String, String)>,
    /// What it holds.
    pub(crate) nodes: Vec<Node>,
}

/// What an element holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// An element.
    Element(Element),
    /// Text.
    Text(String),
}

impl Element {
    /// The root of `xml`, as far as it can be read.
    pub(crate) fn parse(xml: &str) -> Option<Self> {
        let mut reader = Reader::from_str(xml);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        let mut open: Vec<Self> = vec![Self::default()];
        let (mut deeper, mut nodes) = (0_usize, 0_usize);
        while let Ok(event) = reader.read_event() {
            nodes += 1;
            if nodes > MAX_NODES {
                break;
            }
            match event {
                Event::Start(_) if open.len() >= MAX_DEPTH => deeper += 1,
                Event::Start(tag) => open.push(Self::of(&tag)),
                Event::End(_) if deeper > 0 => deeper -= 1,
                Event::End(_) if open.len() > 1 => close(&mut open),
                Event::Empty(tag) => {
                    let element = Self::of(&tag);
                    top(&mut open, |parent| parent.nodes.push(Node::Element(element)));
                }
                Event::Text(text) => {
                    let text = text.xml_content(XmlVersion::Explicit1_0).unwrap_or_default();
                    top(&mut open, |parent| parent.push(&text));
                }
                Event::CData(text) => {
                    let text = String::from_utf8_lossy(&text).into_owned();
                    top(&mut open, |parent| parent.push(&text));
                }
                Event::GeneralRef(name) => {
                    let text = match name.resolve_char_ref() {
                        Ok(Some(c)) => c.to_string(),
                        Ok(None) | Err(_) => {
                            let name = String::from_utf8_lossy(&name).into_owned();
                            resolve_html5_entity(&name).unwrap_or_default().to_owned()
                        }
                    };
                    top(&mut open, |parent| parent.push(&text));
                }
                Event::Eof => break,
                Event::End(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
        while open.len() > 1 {
            close(&mut open);
        }
        open.pop()?.nodes.into_iter().find_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    fn of(tag: &quick_xml::events::BytesStart<'_>) -> Self {
        let name = String::from_utf8_lossy(tag.local_name().as_ref()).into_owned();
        let mut all = tag.attributes();
        let attributes = all.with_checks(false).flatten().map(|attribute| {
            let value = String::from_utf8_lossy(&attribute.value).into_owned();
            let value = quick_xml::escape::unescape_with(&value, resolve_html5_entity)
                .map_or_else(|_| value.clone(), |value| value.into_owned());
            (String::from_utf8_lossy(attribute.key.as_ref()).into_owned(), value)
        });
        Self { name, attributes: attributes.collect(), nodes: Vec::new() }
    }

    fn push(&mut self, text: &str) {
        match self.nodes.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            Some(Node::Element(_)) | None if text.is_empty() => {}
            Some(Node::Element(_)) | None => self.nodes.push(Node::Text(text.to_owned())),
        }
    }

    /// The value of the attribute `name`, with or without a prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let is_named =
            |found: &str| found == name || found.rsplit_once(':').is_some_and(|(_, local)| local == name);
        self.attributes.iter().find(|(found, _)| is_named(found)).map(|(_, value)| value.as_str())
    }

    /// The elements in it.
    pub(crate) fn children(&self) -> impl Iterator<Item = &Self> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element in it called `name`.
    pub(crate) fn child(&self, name: &str) -> Option<&Self> {
        self.children().find(|child| child.name == name)
    }

    /// The element that is reached by these names, each in the one before.
    pub(crate) fn path(&self, names: &[&str]) -> Option<&Self> {
        names.iter().try_fold(self, |element, name| element.child(name))
    }

    /// All elements below it called `name`, in order.
    pub(crate) fn descendants<'e>(&'e self, name: &str) -> Vec<&'e Self> {
        let mut found = Vec::new();
        let mut open: Vec<&Self> = vec![self];
        while let Some(element) = open.pop() {
            if element.name == name {
                found.push(element);
            }
            let children: Vec<&Self> = element.children().collect();
            open.extend(children.into_iter().rev());
        }
        found
    }

    /// All its text, with its white space as single spaces.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.add_text(&mut text);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn add_text(&self, text: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Element(element) => element.add_text(text),
                Node::Text(own) => text.push_str(own),
            }
        }
    }
}

fn top(open: &mut [Element], change: impl FnOnce(&mut Element)) {
    if let Some(element) = open.last_mut() {
        change(element);
    }
}

fn close(open: &mut Vec<Element>) {
    if let Some(element) = open.pop() {
        top(open, |parent| parent.nodes.push(Node::Element(element)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_read_as_far_as_it_goes() {
        let root = Element::parse(
            "<?xml version='1.0'?><a:r x='1' p:y='&lt;2'><b>甲&amp;乙&nbsp;&#x4E19;<![CDATA[<丁>]]></b><c/>",
        )
        .unwrap();
        assert_eq!((root.name.as_str(), root.attribute("y")), ("r", Some("<2")));
        assert_eq!(root.child("b").map(Element::text).as_deref(), Some("甲&乙 丙<丁>"));
        assert!(root.child("c").is_some());
        assert_eq!(Element::parse("no markup"), None);
        let deep = "<d>".repeat(100_000) + "底";
        assert_eq!(Element::parse(&deep).map(|root| root.text()).as_deref(), Some("底"));
    }
}
