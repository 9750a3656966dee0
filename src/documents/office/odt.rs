//! ODT reader (ISO/IEC 26300): the text as it would be printed, without page headers, notes apart.

use tingxinwen_core::{
    article::{BlockKind, DocumentFault, Lock, OpenError},
    document::DocumentMeta,
};

use super::odt_styles::Styles;
use crate::{
    archive::Archive,
    flow::Flow,
    paragraph::Paragraph,
    xml::{Element, Node},
};

/// The most spaces that are written as a number.
const MAX_SPACES: usize = 8;

/// Reads the document in `archive`.
///
/// # Errors
/// [`OpenError::Document`]: damaged, encrypted, too large.
pub(crate) fn read(archive: &Archive<'_>) -> Result<Flow, OpenError> {
    let tree = |name: &str| -> Result<Option<Element>, OpenError> {
        Ok(archive.text(name).map_err(OpenError::Document)?.and_then(|xml| Element::parse(&xml)))
    };
    let manifest = tree("META-INF/manifest.xml")?;
    if manifest.is_some_and(|manifest| !manifest.descendants("encryption-data").is_empty()) {
        return Err(OpenError::Document(DocumentFault::Protected(Lock::Office)));
    }
    let content = tree("content.xml")?.ok_or(OpenError::Document(DocumentFault::Damaged))?;
    let mut styles = Styles::default();
    if let Some(root) = tree("styles.xml")? {
        styles.add(&root);
    }
    styles.add(&content);
    let mut reader = Reader { styles, ..Reader::default() };
    if let Some(meta) = tree("meta.xml")?.as_ref().and_then(|root| root.child("meta")) {
        let said = |name: &str| meta.child(name).map(Element::text).filter(|text| !text.is_empty());
        let author = said("initial-creator").or_else(|| said("creator"));
        reader.flow.meta = DocumentMeta::new(said("title"), author);
    }
    if let Some(text) = content.path(&["body", "text"]) {
        reader.blocks(text, Setting::default());
    }
    Ok(reader.flow)
}

/// Where blocks stand.
#[derive(Clone, Copy, Debug, Default)]
struct Setting {
    in_list: bool,
    in_note: bool,
    in_row: bool,
}

#[derive(Default)]
struct Reader {
    flow: Flow,
    styles: Styles,
    paragraph: Paragraph,
    /// Notes and text boxes of the paragraph, and whether each is a note.
    asides: Vec<(Element, bool)>,
    page: u32,
}

impl Reader {
    fn blocks(&mut self, parent: &Element, setting: Setting) {
        for child in parent.children() {
            match child.name.as_str() {
                "p" | "h" => self.paragraph(child, setting),
                "list" => self.blocks(child, Setting { in_list: true, ..setting }),
                "section" if child.attribute("display") == Some("none") => {}
                "list-item" | "list-header" | "section" | "numbered-paragraph" => self.blocks(child, setting),
                "table" => self.table(child, setting),
                "frame" | "text-box" | "a" => self.blocks(child, setting),
                "soft-page-break" => self.page_break(),
                // Deleted text, generated contents and indexes, forms, comments.
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, element: &Element, setting: Setting) {
        let style = element.attribute("style-name").unwrap_or_default();
        if self.styles.is_hidden(style) {
            return;
        }
        self.inline(element);
        if setting.in_row {
            self.paragraph.push(" ");
            return;
        }
        let level = element.attribute("outline-level").and_then(|level| level.parse().ok());
        let level = if element.name == "h" { level.or(Some(1)) } else { self.styles.outline(style) };
        let is_called = |word: &str| self.styles.is_called(style, word);
        let kind = match level {
            _ if setting.in_note => BlockKind::Note,
            _ if is_called("title") && !is_called("sub") && self.flow.blocks.is_empty() => BlockKind::Title,
            Some(_) => BlockKind::Heading,
            None if is_called("caption") => BlockKind::Caption,
            None if setting.in_list || self.styles.is_item(style) => BlockKind::ListItem,
            None if is_called("quot") => BlockKind::Quote,
            None => BlockKind::Paragraph,
        };
        let level = level.filter(|_| kind == BlockKind::Heading).map_or(0, |level: u8| level.clamp(1, 6));
        let draft = self.paragraph.take(kind, level);
        if kind == BlockKind::Title {
            self.flow.meta.title.get_or_insert_with(|| draft.text.trim().to_owned());
        }
        self.flow.push(draft);
        self.finish_asides(setting);
    }

    fn finish_asides(&mut self, setting: Setting) {
        for (aside, is_note) in std::mem::take(&mut self.asides) {
            let in_note = setting.in_note || is_note;
            self.blocks(&aside, Setting { in_note, ..Setting::default() });
        }
    }

    fn table(&mut self, table: &Element, setting: Setting) {
        let rows = table.descendants("table-row");
        let is_data =
            rows.iter().any(|row| row.children().filter(|cell| cell.name == "table-cell").count() > 1);
        for row in rows {
            for cell in row.children().filter(|cell| cell.name == "table-cell") {
                self.blocks(cell, Setting { in_row: is_data || setting.in_row, ..setting });
            }
            if is_data && !setting.in_row {
                let kind = if setting.in_note { BlockKind::Note } else { BlockKind::TableRow };
                let draft = self.paragraph.take(kind, 0);
                self.flow.push(draft);
                self.finish_asides(setting);
            }
        }
    }

    fn inline(&mut self, parent: &Element) {
        for node in &parent.nodes {
            let child = match node {
                Node::Text(text) => {
                    self.paragraph.push_collapsed(text);
                    continue;
                }
                Node::Element(child) => child,
            };
            match child.name.as_str() {
                "s" => {
                    let count = child.attribute("c").and_then(|count| count.parse().ok()).unwrap_or(1);
                    self.paragraph.push(&" ".repeat(usize::min(count, MAX_SPACES)));
                }
                "tab" => self.paragraph.push(" "),
                "line-break" => self.paragraph.push("\n"),
                "soft-page-break" => self.page_break(),
                "note" => {
                    let label = child.child("note-citation").map(Element::text).unwrap_or_default();
                    if let Some(body) = child.child("note-body") {
                        self.paragraph.footnote(&label, &body.text());
                        self.asides.push((body.clone(), true));
                    }
                }
                "ruby" => {
                    let from = self.paragraph.len();
                    if let Some(base) = child.child("ruby-base") {
                        self.inline(base);
                    }
                    if let Some(reading) = child.child("ruby-text") {
                        self.paragraph.read_as(from, &reading.text());
                    }
                }
                "frame" | "custom-shape" | "g" => {
                    let boxes = child.descendants("text-box").into_iter();
                    let own = (child.name == "custom-shape").then_some(child);
                    self.asides.extend(boxes.chain(own).map(|inner| (inner.clone(), false)));
                }
                "annotation" | "annotation-end" | "page-number" | "page-count" | "hidden-text"
                | "hidden-paragraph" | "bookmark" | "bookmark-start" | "bookmark-end" | "change"
                | "change-start" | "change-end" | "reference-mark" | "toc-mark" => {}
                _ => {
                    let style = child.attribute("style-name").unwrap_or_default();
                    if !self.styles.is_hidden(style) {
                        self.inline(child);
                    }
                }
            }
        }
    }

    fn page_break(&mut self) {
        if self.page == 0 {
            self.flow.pages.insert(0, (0, 0, "1".to_owned()));
            self.page = 1;
        }
        self.page += 1;
        self.flow.pages.push((self.flow.blocks.len(), self.paragraph.len() as u32, self.page.to_string()));
    }
}
