//! Block overrides file: the blocks that the listener switched, kept between runs as a line of JSON per article.
//!
//! The article opened last is on the last line; when there are too many, the first lines go. A line that cannot be read
//! stays as it is; a file that cannot be is set aside before another is written.

use std::{collections::HashMap, fs, io, path::Path, path::PathBuf};

use serde::{Deserialize, Serialize};
use tingxinwen_core::document::Document;
use tingxinwen_store::{Folder, Lock, read, set_aside, write};

use crate::article::{Article, BlockOverride};

/// The most articles in the file.
pub const MOST_ARTICLES: usize = 200;
/// The most overrides of one article in it.
pub const MOST_BLOCKS: usize = 500;
/// The largest file that is read, in bytes; larger ones are not ours.
const MAX_BYTES: u64 = 8 << 20;

/// A line of the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Entry {
    /// The article's identity: [`Article::id`].
    article: String,
    /// The fields of a [`BlockOverride`]: fingerprint of the text in 16 hexadecimal digits, place among equal blocks,
    /// whether it is read.
    blocks: Vec<(String, usize, bool)>,
}

/// What a line of the file holds.
enum Line {
    Entry(Entry),
    /// Something else, as it is.
    Other(Vec<u8>),
}

impl Line {
    fn of(line: &[u8]) -> Self {
        serde_json::from_slice(line).map_or_else(|_| Self::Other(line.to_owned()), Self::Entry)
    }

    fn entry(self) -> Option<Entry> {
        match self {
            Self::Entry(entry) => Some(entry),
            Self::Other(_) => None,
        }
    }

    fn is_of(&self, article: &str) -> bool {
        match self {
            Self::Entry(entry) => entry.article == article,
            Self::Other(_) => false,
        }
    }
}

/// The file's path on this system, `None` if the system names no folder for data.
pub fn path() -> Option<PathBuf> {
    Folder::Data.path().map(|folder| folder.join("blocks.jsonl"))
}

/// `article` with its overrides from the file at `path`; its line moves to the end of the file.
pub fn applied(path: &Path, article: Article) -> Article {
    // Without a lock nothing is written: another window would lose what it saves meanwhile.
    let lock = Lock::of(path).inspect_err(warn).ok();
    let mut lines = load(path).inspect_err(warn).unwrap_or_default();
    let key = article.id().0;
    let Some(at) = lines.iter().position(|line| line.is_of(&key)) else { return article };
    let Some(entry) = lines.remove(at).entry() else { return article };
    let article = article.with_block_overrides(&entry.overrides());
    if at < lines.len() && lock.is_some() {
        lines.push(Line::Entry(entry));
        // The order is not kept then, which is no reason not to read.
        save(path, &lines).inspect_err(warn).ok();
    }
    article
}

/// `document` with the overrides of its parts from the file at `path`.
pub fn applied_to_parts(path: &Path, document: Document) -> Document {
    if document.parts().len() == 1 {
        let path = path.to_owned();
        return document.with_articles(move |article| applied(&path, article));
    }
    let lines = load(path).inspect_err(warn).unwrap_or_default();
    let entries: HashMap<String, Entry> =
        lines.into_iter().filter_map(Line::entry).map(|entry| (entry.article.clone(), entry)).collect();
    if entries.is_empty() {
        return document;
    }
    document.with_articles(move |article| match entries.get(&article.id().0) {
        Some(entry) => article.with_block_overrides(&entry.overrides()),
        None => article,
    })
}

fn warn(error: &io::Error) {
    tracing::warn!(kind = ?error.kind(), "the block overrides are not read, or their order is not saved");
}

/// Saves the overrides of `article` in the file at `path`, in one step: a crash leaves the file as it was.
///
/// # Errors
/// Those of the disk.
pub fn keep(path: &Path, article: &Article) -> io::Result<()> {
    let _lock = Lock::of(path)?;
    let mut lines = match load(path) {
        Ok(lines) => lines,
        Err(error) => {
            let aside = set_aside(path)?;
            tracing::warn!(kind = ?error.kind(), aside = ?aside.file_name(), "unreadable block overrides are set aside");
            Vec::new()
        }
    };
    let key = article.id().0;
    lines.retain(|line| !line.is_of(&key));
    let overrides = article.block_overrides();
    if !overrides.is_empty() {
        let fields = |one: &BlockOverride| (format!("{:016x}", one.text), one.nth, one.spoken);
        let blocks = overrides.iter().take(MOST_BLOCKS).map(fields).collect();
        lines.push(Line::Entry(Entry { article: key, blocks }));
    }
    let surplus = lines.len().saturating_sub(MOST_ARTICLES);
    save(path, &lines[surplus..])
}

impl Entry {
    fn overrides(&self) -> Vec<BlockOverride> {
        let parsed = |(text, nth, spoken): &(String, usize, bool)| {
            let text = u64::from_str_radix(text, 16).ok()?;
            Some(BlockOverride { text, nth: *nth, spoken: *spoken })
        };
        self.blocks.iter().filter_map(parsed).collect()
    }
}

/// The lines of the file at `path`; none where there is no such file.
///
/// # Errors
/// Where it cannot be read, or is too large to be ours.
fn load(path: &Path) -> io::Result<Vec<Line>> {
    if fs::metadata(path).is_ok_and(|file| file.len() > MAX_BYTES) {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let bytes = read(path)?.unwrap_or_default();
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
    Ok(lines.map(Line::of).collect())
}

fn save(path: &Path, lines: &[Line]) -> io::Result<()> {
    let mut bytes = Vec::new();
    for line in lines {
        match line {
            Line::Entry(entry) => serde_json::to_writer(&mut bytes, entry)?,
            Line::Other(line) => bytes.extend_from_slice(line),
        }
        bytes.push(b'\n');
    }
    write(path, &bytes)
}
