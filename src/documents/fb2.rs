//! FB2 reader (FictionBook 2.1): sections as chapters, notes from the bodies that follow the first.

use std::collections::HashMap;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use tingxinwen_core::{
    article::{BlockKind, DocumentFault, OpenError},
    document::DocumentMeta,
};

use crate::{
    flow::Flow,
    paragraph::Paragraph,
    xml::{Element, Node},
};

/// Reads the book in `xml`.
///
/// # Errors
/// [`OpenError::Document`] where it is damaged.
pub(crate) fn read(xml: &str) -> Result<Flow, OpenError> {
    let root = Element::parse(xml).filter(|root| root.name == "FictionBook");
    let root = root.ok_or(OpenError::Document(DocumentFault::Damaged))?;
    let mut reader = Reader::default();
    if let Some(info) = root.path(&["description", "title-info"]) {
        let title = info.child("book-title").map(Element::text).filter(|title| !title.is_empty());
        let authors: Vec<String> = info
            .children()
            .filter(|child| child.name == "author")
            .map(name_of)
            .filter(|name| !name.is_empty())
            .collect();
        let author = (!authors.is_empty()).then(|| authors.join("、"));
        reader.flow.meta = DocumentMeta::new(title, author);
    }
    for section in root.descendants("section") {
        if let Some(id) = section.attribute("id") {
            // Its title is the number that the mark has.
            let text: Vec<String> =
                section.children().filter(|child| child.name != "title").map(Element::text).collect();
            reader.notes.insert(id.to_owned(), text.join(" "));
        }
    }
    let mut has_text = false;
    for body in root.children().filter(|child| child.name == "body") {
        let is_notes =
            has_text || body.attribute("name").is_some_and(|name| name == "notes" || name == "comments");
        reader.in_notes = is_notes;
        reader.section(body, 0);
        has_text |= !is_notes;
    }
    reader.flow.cover = cover(&root);
    Ok(reader.flow)
}

/// The picture on the cover of the book with this `root`.
fn cover(root: &Element) -> Option<Vec<u8>> {
    let image = root.path(&["description", "title-info", "coverpage", "image"])?;
    let id = image.attribute("href")?.strip_prefix('#')?;
    let binary = root.children().find(|child| child.name == "binary" && child.attribute("id") == Some(id))?;
    let packed: String = binary.text().split_whitespace().collect();
    BASE64_STANDARD.decode(packed).ok()
}

/// The name of an author: first name, middle name, last name; else the nickname.
fn name_of(author: &Element) -> String {
    let part = |name: &str| author.child(name).map(Element::text).filter(|text| !text.is_empty());
    let names: Vec<String> =
        ["first-name", "middle-name", "last-name"].into_iter().filter_map(part).collect();
    if names.is_empty() { part("nickname").unwrap_or_default() } else { names.join(" ") }
}

#[derive(Default)]
struct Reader {
    flow: Flow,
    in_notes: bool,
    /// The text of each section that has an id.
    notes: HashMap<String, String>,
}

impl Reader {
    fn section(&mut self, parent: &Element, depth: u8) {
        for child in parent.children() {
            match child.name.as_str() {
                "section" => self.section(child, (depth + 1).min(6)),
                "title" => self.title(child, depth.max(1)),
                "subtitle" => self.block(child, BlockKind::Heading, (depth + 1).min(6)),
                "p" => self.block(child, BlockKind::Paragraph, 0),
                "epigraph" | "cite" => self.quote(child),
                "poem" | "stanza" | "annotation" => self.section(child, depth),
                "v" | "text-author" | "date" => self.block(child, BlockKind::Paragraph, 0),
                "table" => self.table(child),
                _ => {}
            }
        }
    }

    /// The lines of a title are one heading; the number over a note is none.
    fn title(&mut self, title: &Element, level: u8) {
        let text: Vec<String> = title.children().map(Element::text).filter(|line| !line.is_empty()).collect();
        let text = text.join(" ");
        let is_number = text.chars().all(|c| c.is_numeric() || "[](). ".contains(c));
        if self.in_notes {
            if !is_number && !self.flow.blocks.is_empty() {
                self.flow.add(BlockKind::Note, text);
            }
            return;
        }
        let mut paragraph = Paragraph::default();
        paragraph.push(&text);
        let draft = paragraph.take(BlockKind::Heading, level);
        self.flow.push(draft);
    }

    fn quote(&mut self, parent: &Element) {
        for child in parent.children() {
            match child.name.as_str() {
                "p" | "v" | "text-author" | "subtitle" => self.block(child, BlockKind::Quote, 0),
                "table" => self.table(child),
                _ => self.quote(child),
            }
        }
    }

    fn table(&mut self, table: &Element) {
        for row in table.descendants("tr") {
            let cells: Vec<String> = row.children().map(Element::text).collect();
            self.flow.add(BlockKind::TableRow, cells.join(" "));
        }
    }

    fn block(&mut self, element: &Element, kind: BlockKind, level: u8) {
        let mut paragraph = Paragraph::default();
        self.inline(element, &mut paragraph);
        let kind = if self.in_notes { BlockKind::Note } else { kind };
        let level = if kind == BlockKind::Heading { level } else { 0 };
        let draft = paragraph.take(kind, level);
        self.flow.push(draft);
    }

    fn inline(&self, parent: &Element, paragraph: &mut Paragraph) {
        for node in &parent.nodes {
            match node {
                Node::Text(text) => paragraph.push_collapsed(text),
                Node::Element(child) if child.name == "a" && child.attribute("type") == Some("note") => {
                    let id = child.attribute("href").and_then(|href| href.strip_prefix('#'));
                    if let Some(note) = id.and_then(|id| self.notes.get(id)) {
                        paragraph.footnote(&child.text(), note);
                    }
                }
                Node::Element(child) if child.name == "image" => {}
                Node::Element(child) => self.inline(child, paragraph),
            }
        }
    }
}
