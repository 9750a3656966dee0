//! The single blocks that the listener switched by hand, kept between runs: a line of JSON an article.
//!
//! The article that was open last stands last; when there are too many, the first go.

use std::{fs, io, path::Path, path::PathBuf};

use serde::{Deserialize, Serialize};
use tingxinwen_store::{Folder, Lock, write};

use crate::article::{Article, Single};

/// How many articles are kept.
pub const MOST_ARTICLES: usize = 200;
/// How many blocks of one.
pub const MOST_BLOCKS: usize = 500;
/// The longest file that is read, in bytes; ours are smaller.
const MAX_BYTES: u64 = 8 << 20;

/// A line of the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Entry {
    /// See [`Article::id`].
    article: String,
    /// Text in hexadecimal digits, how many before it say the same, whether it is read.
    blocks: Vec<(String, usize, bool)>,
}

/// Where they are kept on this system, if it names a folder for such files.
pub fn path() -> Option<PathBuf> {
    Folder::Data.path().map(|folder| folder.join("blocks.jsonl"))
}

/// `article` with what the listener switched in it before, as the file at `path` has it.
pub fn applied(path: &Path, article: Article) -> Article {
    let mut entries = load(path);
    let key = article.id().0;
    let Some(at) = entries.iter().position(|entry| entry.article == key) else { return article };
    let entry = entries.remove(at);
    let article = article.with_singles(&entry.singles());
    if at < entries.len() {
        entries.push(entry);
        // A disk that is full forgets the order, which is no reason not to read.
        save(path, &entries).ok();
    }
    article
}

/// Keeps what the listener switched in `article`, in one step: whoever is stopped in the middle leaves
/// the file as it was.
///
/// # Errors
/// Those of the disk.
pub fn keep(path: &Path, article: &Article) -> io::Result<()> {
    let _lock = Lock::of(path)?;
    let mut entries = load(path);
    let key = article.id().0;
    entries.retain(|entry| entry.article != key);
    let singles = article.singles();
    if !singles.is_empty() {
        let told = |single: &Single| (format!("{:016x}", single.text), single.nth, single.spoken);
        let blocks = singles.iter().take(MOST_BLOCKS).map(told).collect();
        entries.push(Entry { article: key, blocks });
    }
    let surplus = entries.len().saturating_sub(MOST_ARTICLES);
    save(path, &entries[surplus..])
}

impl Entry {
    fn singles(&self) -> Vec<Single> {
        let single = |(text, nth, spoken): &(String, usize, bool)| {
            let text = u64::from_str_radix(text, 16).ok()?;
            Some(Single { text, nth: *nth, spoken: *spoken })
        };
        self.blocks.iter().filter_map(single).collect()
    }
}

/// What the file at `path` has; damaged lines are left out.
fn load(path: &Path) -> Vec<Entry> {
    if fs::metadata(path).is_ok_and(|file| file.len() > MAX_BYTES) {
        return Vec::new();
    }
    let bytes = fs::read(path).unwrap_or_default();
    bytes.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect()
}

fn save(path: &Path, entries: &[Entry]) -> io::Result<()> {
    let mut text = String::new();
    for entry in entries {
        text += &serde_json::to_string(entry)?;
        text.push('\n');
    }
    write(path, text.as_bytes())
}
