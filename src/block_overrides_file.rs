//! Block overrides file: the blocks that the listener switched, kept between runs as a line of JSON per article.
//!
//! The article opened last is on the last line; when there are too many, the first lines go.

use std::{collections::HashMap, fs, io, path::Path, path::PathBuf};

use serde::{Deserialize, Serialize};
use tingxinwen_core::document::Document;
use tingxinwen_store::{Folder, Lock, read, write};

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

/// The file's path on this system, `None` if the system names no folder for data.
pub fn path() -> Option<PathBuf> {
    Folder::Data.path().map(|folder| folder.join("blocks.jsonl"))
}

/// `article` with its overrides from the file at `path`; its line moves to the end of the file.
pub fn applied(path: &Path, article: Article) -> Article {
    // Without a lock nothing is written: another window would lose what it saves meanwhile.
    let lock = Lock::of(path).inspect_err(warn).ok();
    let mut entries = load(path);
    let key = article.id().0;
    let Some(at) = entries.iter().position(|entry| entry.article == key) else { return article };
    let entry = entries.remove(at);
    let article = article.with_block_overrides(&entry.overrides());
    if at < entries.len() && lock.is_some() {
        entries.push(entry);
        // The order is not kept then, which is no reason not to read.
        save(path, &entries).inspect_err(warn).ok();
    }
    article
}

/// `document` with the overrides of its parts from the file at `path`.
pub fn applied_to_parts(path: &Path, document: Document) -> Document {
    if document.parts().len() == 1 {
        let path = path.to_owned();
        return document.with_articles(move |article| applied(&path, article));
    }
    let entries: HashMap<String, Entry> =
        load(path).into_iter().map(|entry| (entry.article.clone(), entry)).collect();
    if entries.is_empty() {
        return document;
    }
    document.with_articles(move |article| match entries.get(&article.id().0) {
        Some(entry) => article.with_block_overrides(&entry.overrides()),
        None => article,
    })
}

fn warn(error: &io::Error) {
    tracing::warn!(kind = ?error.kind(), "the order of the block overrides is not saved");
}

/// Saves the overrides of `article` in the file at `path`, in one step: a crash leaves the file as it was.
///
/// # Errors
/// Those of the disk.
pub fn keep(path: &Path, article: &Article) -> io::Result<()> {
    let _lock = Lock::of(path)?;
    let mut entries = load(path);
    let key = article.id().0;
    entries.retain(|entry| entry.article != key);
    let overrides = article.block_overrides();
    if !overrides.is_empty() {
        let fields = |one: &BlockOverride| (format!("{:016x}", one.text), one.nth, one.spoken);
        let blocks = overrides.iter().take(MOST_BLOCKS).map(fields).collect();
        entries.push(Entry { article: key, blocks });
    }
    let surplus = entries.len().saturating_sub(MOST_ARTICLES);
    save(path, &entries[surplus..])
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

/// The entries of the file at `path`, without damaged lines; none if there is no such file or it is too large.
fn load(path: &Path) -> Vec<Entry> {
    if fs::metadata(path).is_ok_and(|file| file.len() > MAX_BYTES) {
        return Vec::new();
    }
    let bytes = read(path).ok().flatten().unwrap_or_default();
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
