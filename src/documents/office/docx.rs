//! DOCX reader (ISO/IEC 29500-1): the text as it would be printed, without page headers, notes apart.

use std::collections::HashMap;

use tingxinwen_core::{
    article::{BlockKind, DocumentFault, OpenError},
    document::DocumentMeta,
};

use super::docx_styles::{Role, Style, Styles, is_hidden, is_numbered, value};
use crate::{
    archive::{Archive, resolved},
    flow::{Flow, is_contents_heading},
    paragraph::Paragraph,
    xml::{Element, Node},
};

/// Reads the document in `archive`.
///
/// # Errors
/// [`OpenError::Document`]: damaged, too large.
pub(crate) fn read(archive: &Archive<'_>) -> Result<Flow, OpenError> {
    let tree = |name: &str| -> Result<Option<Element>, OpenError> {
        Ok(archive.text(name).map_err(OpenError::Document)?.and_then(|xml| Element::parse(&xml)))
    };
    let main = match tree("_rels/.rels")? {
        Some(relations) => main_part(&relations),
        None => None,
    };
    let main = main.unwrap_or_else(|| "word/document.xml".to_owned());
    let root = tree(&main)?.ok_or(OpenError::Document(DocumentFault::Damaged))?;
    let beside = |file: &str| resolved(&main, file).unwrap_or_default();
    let styles = tree(&beside("styles.xml"))?.map(|root| Styles::of(&root)).unwrap_or_default();
    let mut reader = Reader { styles, ..Reader::default() };
    for (file, kind) in [("footnotes.xml", NoteKind::Foot), ("endnotes.xml", NoteKind::End)] {
        if let Some(notes) = tree(&beside(file))? {
            reader.notes.extend(
                notes
                    .children()
                    .filter(|note| note.attribute("type").is_none())
                    .filter_map(|note| Some(((kind, note.attribute("id")?.to_owned()), note.clone()))),
            );
        }
    }
    if let Some(core) = tree("docProps/core.xml")? {
        let said = |name: &str| core.child(name).map(Element::text).filter(|text| !text.is_empty());
        reader.flow.meta = DocumentMeta::new(said("title"), said("creator"));
    }
    if let Some(body) = root.child("body") {
        reader.blocks(body);
    }
    for (block, name) in &reader.bookmarks {
        if let Some(draft) = reader.flow.blocks.get_mut(*block).filter(|_| reader.marked.contains(name)) {
            (draft.kind, draft.level) = (BlockKind::Note, 0);
        }
    }
    Ok(reader.flow)
}

/// The main part that the package's relations name.
fn main_part(relations: &Element) -> Option<String> {
    let is_main = |relation: &&Element| {
        relation.attribute("Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
    };
    resolved("", relations.children().find(is_main)?.attribute("Target")?)
}

/// Whose number a note has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum NoteKind {
    Foot,
    End,
}

#[derive(Default)]
struct Reader {
    flow: Flow,
    styles: Styles,
    notes: HashMap<(NoteKind, String), Element>,
    paragraph: Paragraph,
    /// Fields that are open, the innermost last.
    fields: Vec<Field>,
    /// How many marks of notes there were, which number them.
    numbered: u32,
    /// Notes that the paragraph refers to.
    cited: Vec<(NoteKind, String)>,
    /// Text boxes that are anchored in the paragraph.
    boxes: Vec<Element>,
    /// Bookmarks that marks of notes lead to, where a converter knew no notes.
    marked: Vec<String>,
    /// The bookmarks of each block.
    bookmarks: Vec<(usize, String)>,
    page: u32,
    /// Whether what is read is a note.
    in_note: bool,
    in_row: bool,
}

/// A complex field.
#[derive(Default)]
struct Field {
    code: String,
    is_result: bool,
}

impl Field {
    fn is_contents(&self) -> bool {
        let code = self.code.trim_start();
        ["TOC", "INDEX", "TOA"].iter().any(|name| {
            code.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\\']))
        })
    }
}

impl Reader {
    /// Reads what stands in a body, a cell, a note or a text box.
    fn blocks(&mut self, parent: &Element) {
        for child in parent.children() {
            match child.name.as_str() {
                "p" => self.paragraph(child),
                "tbl" => self.table(child),
                "sdt" if is_contents(child) => {}
                "del" | "moveFrom" | "sectPr" => {}
                "AlternateContent" => self.choice(child, Self::blocks),
                "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" | "smartTag" => self.blocks(child),
                _ => {}
            }
        }
    }

    /// Reads one alternative of several: the first that holds anything.
    fn choice(&mut self, element: &Element, read: fn(&mut Self, &Element)) {
        let alternatives =
            element.children().filter(|child| child.name == "Choice" || child.name == "Fallback");
        if let Some(first) = alternatives.into_iter().find(|one| !one.nodes.is_empty()) {
            read(self, first);
        }
    }

    fn paragraph(&mut self, element: &Element) {
        let properties = element.child("pPr");
        let own = |name: &str| properties.and_then(|properties| properties.child(name));
        let mut style = value(own("pStyle")).map(|id| self.styles.find(id)).unwrap_or_default();
        if let Some(level) = value(own("outlineLvl")).and_then(|level| level.parse::<u8>().ok()) {
            style.heading = (level < 9).then_some(level.min(5) + 1);
        }
        if let Some(numbering) = own("numPr") {
            style.is_item = is_numbered(numbering);
        }
        // The end of a paragraph may be deleted: then the next goes on in it.
        let mark = own("rPr");
        let is_joined =
            mark.is_some_and(|mark| mark.child("del").is_some() || mark.child("moveFrom").is_some());
        self.runs(element, style.is_hidden);
        if is_joined {
            return;
        }
        if self.in_row {
            self.paragraph.push(" ");
        } else {
            self.finish(style);
        }
    }

    /// Ends the paragraph: adds its block, the notes that it refers to, and its text boxes.
    fn finish(&mut self, style: Style) {
        let is_empty = self.flow.blocks.is_empty();
        let kind = match style {
            _ if self.in_note => BlockKind::Note,
            Style { role: Some(Role::Title), .. } if is_empty => BlockKind::Title,
            Style { role: Some(Role::Caption), .. } => BlockKind::Caption,
            Style { heading: Some(_), .. } => BlockKind::Heading,
            Style { role: Some(Role::Title), .. } => BlockKind::Heading,
            Style { role: Some(Role::Quote), .. } => BlockKind::Quote,
            Style { is_item: true, .. } => BlockKind::ListItem,
            Style { role: None | Some(Role::Contents), .. } => BlockKind::Paragraph,
        };
        let level = if kind == BlockKind::Heading { style.heading.unwrap_or(1) } else { 0 };
        let draft = self.paragraph.take(kind, level);
        if style.role == Some(Role::Contents) {
            return;
        }
        if kind == BlockKind::Title {
            self.flow.meta.title.get_or_insert_with(|| draft.text.trim().to_owned());
        }
        self.flow.push(draft);
        self.finish_asides();
    }

    /// Adds the notes and text boxes of what has just ended.
    fn finish_asides(&mut self) {
        let boxes = std::mem::take(&mut self.boxes);
        for (kind, id) in std::mem::take(&mut self.cited) {
            if let Some(note) = self.notes.remove(&(kind, id)) {
                let was_in_note = std::mem::replace(&mut self.in_note, true);
                self.blocks(&note);
                self.in_note = was_in_note;
            }
        }
        for inner in boxes {
            self.blocks(&inner);
        }
    }

    fn table(&mut self, table: &Element) {
        let rows = table.descendants("tr");
        let is_data = rows.iter().any(|row| row.children().filter(|cell| cell.name == "tc").count() > 1);
        if self.in_row || !is_data {
            for row in rows {
                row.descendants("tc").into_iter().for_each(|cell| self.blocks(cell));
            }
            return;
        }
        for row in table.children().flat_map(rows_in) {
            if row.child("trPr").is_some_and(|properties| properties.child("del").is_some()) {
                continue;
            }
            self.in_row = true;
            self.cells(row);
            self.in_row = false;
            let kind = if self.in_note { BlockKind::Note } else { BlockKind::TableRow };
            let row = self.paragraph.take(kind, 0);
            self.flow.push(row);
            self.finish_asides();
        }
    }

    fn cells(&mut self, row: &Element) {
        for child in row.children() {
            match child.name.as_str() {
                "tc" => self.blocks(child),
                "sdt" | "sdtContent" | "customXml" => self.cells(child),
                _ => {}
            }
        }
    }

    /// Reads the runs in a paragraph, a link, an insertion.
    fn runs(&mut self, parent: &Element, is_hidden_style: bool) {
        for child in parent.children() {
            match child.name.as_str() {
                "r" => self.run(child, is_hidden_style),
                "ruby" => self.ruby(child, is_hidden_style),
                "pPr" | "rPr" | "del" | "moveFrom" | "rt" | "bookmarkEnd" | "proofErr" => {}
                "bookmarkStart" => {
                    let name = child.attribute("name").unwrap_or_default().to_owned();
                    self.bookmarks.push((self.flow.blocks.len(), name));
                }
                "hyperlink" if is_note_link(child) => {
                    self.marked.extend(child.attribute("anchor").map(str::to_owned));
                }
                "sdt" if is_contents(child) => {}
                "fldSimple" => {
                    let field = Field {
                        code: child.attribute("instr").unwrap_or_default().to_owned(),
                        is_result: true,
                    };
                    if !field.is_contents() {
                        self.runs(child, is_hidden_style);
                    }
                }
                "AlternateContent" => self.choice(child, |reader, one| reader.runs(one, false)),
                "t" if parent.name != "r" => {
                    let text = raw_text(child);
                    self.push(&text);
                }
                _ => self.runs(child, is_hidden_style),
            }
        }
    }

    fn run(&mut self, run: &Element, is_hidden_style: bool) {
        let properties = run.child("rPr");
        let style = properties.and_then(|properties| value(properties.child("rStyle")));
        let hidden = properties.and_then(is_hidden);
        let hidden =
            hidden.unwrap_or(is_hidden_style || style.is_some_and(|id| self.styles.find(id).is_hidden));
        for child in run.children() {
            match child.name.as_str() {
                "fldChar" => self.field(child.attribute("fldCharType").unwrap_or_default()),
                "instrText" => {
                    let code = raw_text(child);
                    if let Some(field) = self.fields.last_mut() {
                        field.code.push_str(&code);
                    }
                }
                _ if hidden => {}
                "t" => self.push(&raw_text(child)),
                "tab" | "ptab" => self.push(" "),
                "br" if child.attribute("type").is_none_or(|kind| kind == "textWrapping") => self.push("\n"),
                "cr" => self.push("\n"),
                "noBreakHyphen" => self.push("-"),
                "lastRenderedPageBreak" => self.page_break(),
                "footnoteReference" => self.cite(NoteKind::Foot, child),
                "endnoteReference" => self.cite(NoteKind::End, child),
                "ruby" => self.ruby(child, false),
                "AlternateContent" => self.choice(child, |reader, one| reader.boxes_in(one)),
                "drawing" | "pict" | "object" => self.boxes_in(child),
                _ => {}
            }
        }
    }

    fn field(&mut self, kind: &str) {
        match kind {
            "begin" => self.fields.push(Field::default()),
            "separate" => {
                let Some(field) = self.fields.last_mut() else { return };
                field.is_result = true;
                let is_over = |text: &str| is_contents_heading(text);
                if field.is_contents() && self.flow.blocks.last().is_some_and(|last| is_over(&last.text)) {
                    self.flow.blocks.pop();
                }
            }
            _ => {
                self.fields.pop();
            }
        }
    }

    fn push(&mut self, text: &str) {
        if self.fields.iter().all(|field| field.is_result && !field.is_contents()) {
            self.paragraph.push(text);
        }
    }

    fn cite(&mut self, kind: NoteKind, reference: &Element) {
        let Some(id) = reference.attribute("id") else { return };
        let key = (kind, id.to_owned());
        if let Some(note) = self.notes.get(&key) {
            let note: String = note.descendants("t").into_iter().map(raw_text).collect();
            self.numbered += 1;
            self.paragraph.footnote(&self.numbered.to_string(), &note);
        }
        self.cited.push(key);
    }

    fn ruby(&mut self, ruby: &Element, is_hidden_style: bool) {
        let from = self.paragraph.len();
        if let Some(base) = ruby.child("rubyBase") {
            self.runs(base, is_hidden_style);
        }
        if let Some(reading) = ruby.child("rt") {
            self.paragraph.read_as(from, &reading.text());
        }
    }

    fn boxes_in(&mut self, element: &Element) {
        self.boxes.extend(element.descendants("txbxContent").into_iter().cloned());
    }

    /// Where the program that wrote the file began a page: the first page is 1.
    fn page_break(&mut self) {
        if self.in_note {
            return;
        }
        if self.page == 0 {
            self.flow.pages.insert(0, (0, 0, "1".to_owned()));
            self.page = 1;
        }
        self.page += 1;
        self.flow.pages.push((self.flow.blocks.len(), self.paragraph.len() as u32, self.page.to_string()));
    }
}

/// Whether a structured part of the document is its table of contents.
fn is_contents(part: &Element) -> bool {
    let gallery = part.path(&["sdtPr", "docPartObj", "docPartGallery"]);
    value(gallery).is_some_and(|name| name.eq_ignore_ascii_case("Table of Contents"))
}

/// Whether a link within the document is the mark of a note, or leads back to one.
fn is_note_link(link: &Element) -> bool {
    /// The longest mark, in characters.
    const CHARS: usize = 5;
    let text = link.text();
    let bare = text.trim_matches(|c: char| "[]()↩↑^\u{FE0E}\u{FE0F} ".contains(c));
    link.attribute("anchor").is_some()
        && !text.is_empty()
        && text.chars().count() <= CHARS
        && bare.chars().all(|c| c.is_ascii_digit() || "*†‡".contains(c))
}

/// The rows that `child` of a table is or holds.
fn rows_in(child: &Element) -> Vec<&Element> {
    match child.name.as_str() {
        "tr" => vec![child],
        "sdt" | "sdtContent" | "customXml" | "ins" => child.children().flat_map(rows_in).collect(),
        _ => Vec::new(),
    }
}

/// The text in `element`, its spaces as they are.
fn raw_text(element: &Element) -> String {
    let text = element.nodes.iter().map(|node| match node {
        Node::Text(text) => text.as_str(),
        Node::Element(_) => "",
    });
    text.collect()
}
