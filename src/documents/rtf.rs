//! RTF reader (Rich Text Format 1.9.1): text in any code page, without styles and hidden text, notes apart.

mod words;

use encoding_rs::Encoding;
use tingxinwen_core::{article::BlockKind, document::DocumentMeta};

use crate::{flow::Flow, paragraph::Paragraph};
use words::{encoding_of_charset, encoding_of_page, is_skipped, symbol};

/// How deeply groups may nest; what is deeper is left out.
const MAX_DEPTH: usize = 512;

/// What a group has set.
#[derive(Clone, Copy, Debug, Default)]
struct State {
    /// How many characters stand for each `\u` where it is not known.
    skip: Option<usize>,
    /// Of the current font.
    encoding: Option<&'static Encoding>,
    is_hidden: bool,
    is_skipped: bool,
    in_note: bool,
    /// In the table of fonts, or of styles, or the title or author.
    table: Table,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Table {
    #[default]
    None,
    Fonts,
    Styles,
    Info,
    Title,
    Author,
}

/// What a paragraph has set.
#[derive(Clone, Copy, Debug, Default)]
struct Setting {
    outline: Option<u8>,
    is_item: bool,
    in_table: bool,
    style: Option<i32>,
}

struct Reader<'a> {
    rest: &'a [u8],
    flow: Flow,
    stack: Vec<State>,
    state: State,
    setting: Setting,
    paragraph: Paragraph,
    note: Paragraph,
    notes: Vec<Paragraph>,
    /// How many notes there were.
    numbered: u32,
    /// Bytes that are still to be decoded, since a character may be two.
    bytes: Vec<u8>,
    /// The encoding of the whole file, and of each font.
    page: &'static Encoding,
    fonts: Vec<(i32, &'static Encoding)>,
    font: i32,
    /// Heading levels of styles.
    styles: Vec<(i32, u8)>,
    /// How many characters after a `\u` are still to be left out.
    skip: usize,
    /// The first half of a character beyond the basic plane.
    high: Option<u16>,
    title: String,
    author: String,
}

/// Reads the document that `bytes` are, as far as it can be read.
pub(crate) fn read(bytes: &[u8]) -> Flow {
    let mut reader = Reader {
        rest: bytes,
        flow: Flow::default(),
        stack: Vec::new(),
        state: State::default(),
        setting: Setting::default(),
        paragraph: Paragraph::default(),
        note: Paragraph::default(),
        notes: Vec::new(),
        numbered: 0,
        bytes: Vec::new(),
        page: encoding_rs::WINDOWS_1252,
        fonts: Vec::new(),
        font: 0,
        styles: Vec::new(),
        skip: 0,
        high: None,
        title: String::new(),
        author: String::new(),
    };
    while reader.step() {}
    reader.end_paragraph();
    let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    reader.flow.meta = DocumentMeta::new(said(&reader.title), said(&reader.author));
    reader.flow
}

impl Reader<'_> {
    /// Reads a group's brace, a control word or a character; whether there was one.
    fn step(&mut self) -> bool {
        let Some((&byte, rest)) = self.rest.split_first() else {
            self.decode();
            return false;
        };
        self.rest = rest;
        match byte {
            b'{' => {
                self.decode();
                if self.stack.len() < MAX_DEPTH {
                    self.stack.push(self.state);
                }
                self.skip = 0;
            }
            b'}' => {
                self.decode();
                let was_note = self.state.in_note;
                self.state = self.stack.pop().unwrap_or_default();
                if was_note && !self.state.in_note {
                    let note = std::mem::take(&mut self.note);
                    self.numbered += 1;
                    self.paragraph.footnote(&self.numbered.to_string(), note.text());
                    self.notes.push(note);
                }
                self.skip = 0;
            }
            b'\\' => self.control(),
            b'\r' | b'\n' => {}
            byte => self.byte(byte),
        }
        true
    }

    fn control(&mut self) {
        let Some((&first, rest)) = self.rest.split_first() else { return };
        if !first.is_ascii_alphabetic() {
            self.rest = rest;
            match first {
                b'\'' => {
                    let hex = rest.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
                    if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                        self.rest = &rest[2..];
                        self.byte(byte);
                    }
                }
                b'~' => self.push(" "),
                b'_' => self.push("-"),
                b'-' => {}
                b'*' => {
                    self.state.is_skipped |= self.state.table == Table::None && !self.is_known_destination();
                }
                b'\r' | b'\n' => self.end_paragraph(),
                byte => self.byte(byte),
            }
            return;
        }
        let letters = self.rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let (word, rest) = self.rest.split_at(letters);
        let sign = usize::from(rest.first() == Some(&b'-'));
        let digits = rest[sign..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let number = if digits > 0 { std::str::from_utf8(&rest[..sign + digits]).ok() } else { None };
        let end = if digits > 0 { sign + digits } else { 0 };
        let space = usize::from(rest.get(end) == Some(&b' '));
        self.rest = &rest[end + space..];
        let word = String::from_utf8_lossy(word).into_owned();
        let value = number.and_then(|number| number.parse::<i64>().ok()).map(|number| number as i32);
        self.word(&word, value);
    }

    /// Whether the destination after `\*` is one whose text is of the document.
    fn is_known_destination(&self) -> bool {
        let known: [&[u8]; 3] = [b"\\shptxt", b"\\footnote", b"\\nesttableprops"];
        known.iter().any(|word| self.rest.starts_with(word))
    }

    fn word(&mut self, word: &str, value: Option<i32>) {
        if word != "u" {
            self.decode();
            self.skip = 0;
        }
        if self.state.is_skipped {
            return;
        }
        let is_on = value != Some(0);
        match word {
            "ansicpg" => self.page = value.and_then(encoding_of_page).unwrap_or(self.page),
            "mac" => self.page = encoding_rs::MACINTOSH,
            "uc" => self.state.skip = Some(value.unwrap_or(1).clamp(0, 16) as usize),
            "u" => self.unicode(value.unwrap_or(0)),
            "fonttbl" => self.state.table = Table::Fonts,
            "stylesheet" => self.state.table = Table::Styles,
            // Both may come twice, in a code page and in Unicode.
            "title" if self.state.table != Table::None => {
                self.title.clear();
                self.state.table = Table::Title;
            }
            "author" if self.state.table != Table::None => {
                self.author.clear();
                self.state.table = Table::Author;
            }
            "info" => self.state.table = Table::Info,
            "f" => {
                self.font = value.unwrap_or(0);
                self.state.encoding =
                    self.fonts.iter().find(|(font, _)| *font == self.font).map(|(_, it)| *it);
            }
            "fcharset" if self.state.table == Table::Fonts => {
                let found = value.and_then(encoding_of_charset);
                self.fonts.extend(found.map(|encoding| (self.font, encoding)));
            }
            "outlinelevel" => {
                let level =
                    value.filter(|level| (0..9).contains(level)).map(|level| (level as u8).min(5) + 1);
                match (self.state.table, self.setting.style, level) {
                    (Table::Styles, Some(style), Some(level)) => self.styles.push((style, level)),
                    _ => self.setting.outline = level,
                }
            }
            "s" => self.setting.style = value,
            "footnote" => self.state.in_note = true,
            "v" => self.state.is_hidden = is_on,
            "deleted" => self.state.is_hidden = is_on,
            "plain" => self.state.is_hidden = false,
            "pard" => self.setting = Setting::default(),
            "intbl" => self.setting.in_table = true,
            "ls" => self.setting.is_item = value.is_some_and(|list| list != 0),
            "pntext" | "listtext" => {
                self.setting.is_item = true;
                self.state.is_skipped = true;
            }
            "par" | "sect" => self.end_paragraph(),
            "row" | "nestrow" => self.end_row(),
            "cell" | "nestcell" => self.push(" "),
            "page" => {}
            word if is_skipped(word) => self.state.is_skipped = true,
            word => {
                if let Some(text) = symbol(word) {
                    self.push(text);
                }
            }
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
        } else {
            self.bytes.push(byte);
        }
    }

    fn unicode(&mut self, value: i32) {
        self.decode();
        self.skip = self.state.skip.unwrap_or(1);
        let unit = (value & 0xFFFF) as u16;
        let units: Vec<u16> = self.high.take().into_iter().chain([unit]).collect();
        if (0xD800..0xDC00).contains(&unit) {
            self.high = Some(unit);
            return;
        }
        let text: String = char::decode_utf16(units).filter_map(Result::ok).collect();
        self.push(&text);
    }

    /// Adds the bytes so far as text in the encoding of their font.
    fn decode(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let encoding = self.state.encoding.unwrap_or(self.page);
        // What is no text in a font of symbols or of the West may be in the file's own encoding.
        let (text, _, failed) = encoding.decode(&bytes);
        let text =
            if failed || encoding == encoding_rs::WINDOWS_1252 { self.page.decode(&bytes).0 } else { text };
        let text = text.into_owned();
        self.push(&text);
    }

    fn push(&mut self, text: &str) {
        match self.state {
            State { table: Table::Title, .. } => self.title.push_str(text),
            State { table: Table::Author, .. } => self.author.push_str(text),
            State { table: Table::Fonts | Table::Styles | Table::Info, .. } => {}
            State { is_hidden: true, .. } | State { is_skipped: true, .. } => {}
            State { in_note: true, .. } => self.note.push(text),
            State { .. } => self.paragraph.push(text),
        }
    }

    fn end_paragraph(&mut self) {
        self.decode();
        if self.state.table != Table::None || self.state.is_skipped {
            return;
        }
        if self.state.in_note {
            self.note.push(" ");
            return;
        }
        if self.setting.in_table {
            self.paragraph.push(" ");
            return;
        }
        let style = self.setting.style;
        let of_style = || self.styles.iter().find(|(id, _)| Some(*id) == style).map(|(_, level)| *level);
        let level = self.setting.outline.or_else(of_style);
        let kind = match level {
            Some(_) => BlockKind::Heading,
            None if self.setting.is_item => BlockKind::ListItem,
            None => BlockKind::Paragraph,
        };
        self.finish(kind, level.unwrap_or(0));
    }

    fn end_row(&mut self) {
        self.decode();
        self.finish(BlockKind::TableRow, 0);
    }

    fn finish(&mut self, kind: BlockKind, level: u8) {
        let draft = self.paragraph.take(kind, level);
        self.flow.push(draft);
        for mut note in std::mem::take(&mut self.notes) {
            let draft = note.take(BlockKind::Note, 0);
            self.flow.push(draft);
        }
    }
}
