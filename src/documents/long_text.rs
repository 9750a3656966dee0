//! Plain text of any length: cut at its chapters without being read as a whole; a part is read when it is wanted.

use std::{
    fs::File,
    io::{self, Read as _, Seek as _, SeekFrom},
    ops::Range,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use tingxinwen_article::Charset;
use tingxinwen_core::{
    article::{Article, Meta, fingerprint},
    document::{Document, DocumentId, DocumentMeta, Part, PartBody, PartSource},
};

use crate::text;

/// From this size on a text is not held as a whole, in bytes.
pub(crate) const LONG_BYTES: u64 = 4 << 20;
/// How much is read at once to find chapters, and the longest part without any, in bytes.
const CHUNK_BYTES: u64 = 1 << 20;
/// From this size on a part ends with its line, in bytes.
const PART_BYTES: u64 = 128 << 10;
/// How much of the beginning, the middle and the end tells the charset, in bytes.
const SAMPLE_BYTES: u64 = 128 << 10;
/// The longest line that may name a chapter, in bytes.
const LINE_BYTES: usize = 240;
/// How many characters of its first line name a part without a chapter.
const NAME_CHARS: usize = 24;

/// Where a text lies.
#[derive(Debug)]
pub(crate) enum Store {
    /// In a file, which stays open.
    File(Mutex<File>),
    /// In memory.
    Memory(Arc<Vec<u8>>),
}

/// A text and where its parts begin.
#[derive(Debug)]
struct LongText {
    store: Store,
    charset: Charset,
    parts: Vec<Range<u64>>,
    source: Option<String>,
}

/// The beginning of a part.
struct Start {
    byte: u64,
    level: u8,
    title: String,
}

/// The document of the text in `store`, in the file `name` and from `source`.
///
/// # Errors
/// Those of the disk.
pub(crate) fn document(store: Store, name: &str, source: Option<&str>) -> io::Result<Option<Document>> {
    let size = store.size()?;
    let sample = store.sample(size)?;
    let charset = Charset::told(&sample, None);
    let starts = Scan { store: &store, charset, size, line_break: line_break(&sample) }.starts()?;
    let ends = starts.iter().skip(1).map(|start| start.byte).chain([size]);
    let parts = starts.iter().zip(ends).map(|(start, end)| start.byte..end).collect();
    let titles: Vec<&str> = starts.iter().map(|start| start.title.as_str()).collect();
    let beginning = charset.characters(&sample);
    let id = DocumentId(format!(
        "text:{:016x}",
        fingerprint(&format!("{size}\n{}\n{beginning}", titles.join("\n")))
    ));
    let source = source.map(str::to_owned);
    let text = Arc::new(LongText { store, charset, parts, source });
    let least = starts.iter().map(|start| start.level).min().unwrap_or(1);
    let parts = starts.into_iter().enumerate().map(|(index, start)| Part {
        title: Some(start.title),
        level: start.level - (least - 1),
        body: PartBody::Long {
            source: Arc::<LongText>::clone(&text),
            index,
            bytes: text.parts[index].end - text.parts[index].start,
        },
        pages: Vec::new(),
    });
    let document = Document::of_parts(id, parts.collect());
    Ok(document.map(|mut document| {
        let stem = Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        document.meta = DocumentMeta::new(stem.filter(|stem| stem != "-"), None);
        document
    }))
}

impl PartSource for LongText {
    fn article(&self, part: usize) -> Article {
        let meta = Meta { source: self.source.clone(), ..Meta::default() };
        let bytes = self.parts.get(part).map(|range| self.store.read(range.clone()));
        let bytes = bytes.transpose().unwrap_or_else(|error| {
            tracing::warn!(kind = ?error.kind(), "a part of a long text cannot be read");
            None
        });
        Article::new(meta, text::read(&self.charset.decode(&bytes.unwrap_or_default())).blocks)
    }
}

impl Store {
    fn size(&self) -> io::Result<u64> {
        match self {
            Self::File(file) => Ok(lock(file).metadata()?.len()),
            Self::Memory(bytes) => Ok(bytes.len() as u64),
        }
    }

    /// The bytes in `range`, or those of them that there are.
    fn read(&self, range: Range<u64>) -> io::Result<Vec<u8>> {
        match self {
            Self::File(file) => {
                let mut file = lock(file);
                file.seek(SeekFrom::Start(range.start))?;
                let mut bytes = Vec::new();
                (&mut *file).take(range.end - range.start).read_to_end(&mut bytes)?;
                Ok(bytes)
            }
            Self::Memory(bytes) => {
                Ok(bytes.get(range.start as usize..range.end as usize).unwrap_or_default().to_vec())
            }
        }
    }

    /// Whole lines of the beginning, the middle and the end of a text of `size` bytes.
    fn sample(&self, size: u64) -> io::Result<Vec<u8>> {
        let mut sample = Vec::new();
        for start in [0, size / 4 * 2, size.saturating_sub(SAMPLE_BYTES) & !1] {
            let bytes = self.read(start..(start + SAMPLE_BYTES).min(size))?;
            let is_break = |byte: &u8| *byte == b'\n';
            let from = if start == 0 { 0 } else { bytes.iter().position(is_break).map_or(0, |at| at + 1) };
            let to = bytes.iter().rposition(is_break).map_or(bytes.len(), |at| at + 1).max(from);
            sample.extend_from_slice(&bytes[from..to]);
        }
        Ok(sample)
    }
}

fn lock(file: &Mutex<File>) -> std::sync::MutexGuard<'_, File> {
    file.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What lines end with in a text with this `sample`: a carriage return alone in those of old systems.
fn line_break(sample: &[u8]) -> u8 {
    if sample.contains(&b'\n') || !sample.contains(&b'\r') { b'\n' } else { b'\r' }
}

/// The search for the parts of a text.
struct Scan<'a> {
    store: &'a Store,
    charset: Charset,
    size: u64,
    line_break: u8,
}

impl Scan<'_> {
    /// The beginnings of its parts, the first at its start.
    fn starts(&self) -> io::Result<Vec<Start>> {
        let mut starts: Vec<Start> = Vec::new();
        let mut at = 0;
        while at < self.size {
            let chunk = self.store.read(at..(at + CHUNK_BYTES).min(self.size))?;
            if chunk.is_empty() {
                break;
            }
            let is_last = at + chunk.len() as u64 >= self.size;
            let mut from = 0;
            while let Some(end) = self.line_end(&chunk, from, is_last) {
                self.take(&chunk[from..end], at + from as u64, &mut starts);
                from = end;
            }
            at += from.max(1) as u64;
        }
        Ok(starts)
    }

    /// Where the line that begins at `from` ends in `chunk`; `None` where it goes on after it.
    fn line_end(&self, chunk: &[u8], from: usize, is_last: bool) -> Option<usize> {
        let rest = &chunk[from..];
        let end = match self.charset.ascii_byte() {
            None => rest.iter().position(|byte| *byte == self.line_break).map(|at| at + 1),
            Some(place) => rest
                .chunks_exact(2)
                .position(|pair| pair[place] == self.line_break && pair[1 - place] == 0)
                .map(|at| (at + 1) * 2),
        };
        match end {
            Some(end) => Some(from + end),
            None if rest.is_empty() => None,
            None if is_last => Some(chunk.len()),
            // A line as long as all that is read at once is cut.
            None if from == 0 => Some(self.between_characters(chunk)),
            None => None,
        }
    }

    /// The last place in `chunk` that is between two characters, as far as its bytes tell.
    fn between_characters(&self, chunk: &[u8]) -> usize {
        if self.charset.ascii_byte().is_some() {
            return chunk.len() & !1;
        }
        // No charset has these as the second byte of a character, nor the others as the first of one.
        let is_end = |byte: &u8| *byte < b'0';
        if std::str::from_utf8(chunk).map_or_else(|error| error.valid_up_to() + 4 > chunk.len(), |_| true) {
            return std::str::from_utf8(chunk).map_or_else(|error| error.valid_up_to(), str::len);
        }
        chunk.iter().rposition(is_end).map_or(chunk.len(), |at| at + 1)
    }

    /// Takes the `line` at `byte`, where a part may begin.
    fn take(&self, line: &[u8], byte: u64, starts: &mut Vec<Start>) {
        let is_due = starts.last().is_none_or(|last| byte - last.byte >= PART_BYTES);
        if line.len() > LINE_BYTES && !is_due {
            return;
        }
        let words = self.charset.characters(&line[..line.len().min(LINE_BYTES)]);
        let words = words.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
        let chapter = if line.len() > LINE_BYTES { None } else { text::chapter_level(words) };
        let title = match chapter {
            Some(_) => words.split_whitespace().collect::<Vec<_>>().join(" "),
            None if !is_due || words.is_empty() && !starts.is_empty() => return,
            None => words.chars().filter(|c| *c != char::REPLACEMENT_CHARACTER).take(NAME_CHARS).collect(),
        };
        let level = chapter.or_else(|| starts.last().map(|last| last.level)).unwrap_or(1);
        starts.push(Start { byte, level, title });
    }
}
