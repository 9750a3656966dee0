//! What was spoken, kept on disk: an article heard once is there again without voice or network.
//!
//! A file an utterance, named by the hash of what was said: a line of JSON, the sound as FLAC, and a
//! checksum of both. Files take their names only when they are whole, so that neither a killed program nor
//! a second window leaves half of one; what is damaged is dropped, and spoken again.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime},
};

use directories::ProjectDirs;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::cache::Key;
use crate::{
    article::TextRange,
    speech::{Clip, Frames, Mark, Timing},
};

mod flac;

/// The environment variable that names another folder.
const VARIABLE: &str = "TINGXINWEN_CACHE";
const ENDING: &str = "said";
const DRAFT: &str = ".draft-";
/// A draft that old belongs to a program that was killed.
const ABANDONED: Duration = Duration::from_secs(3600);
/// What is left when the limit is reached, so that not every sentence makes room anew.
const ROOM: f64 = 0.9;
const CHECKSUM: usize = 32;

/// Why something was not kept.
#[derive(Debug, thiserror::Error)]
pub enum KeptError {
    /// The disk is full, or the folder may not be written.
    #[error("cannot keep sound in {path}: {source}", path = .path.display())]
    Disk {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The codec failed.
    #[error("cannot compress sound: {0}")]
    Codec(String),
}

/// The sounds kept in a folder. Several programs may share it.
#[derive(Debug)]
pub struct Kept {
    folder: PathBuf,
    limit: AtomicU64,
    /// About how many bytes are there; `None` until counted. Another program's show at the next count.
    used: Mutex<Option<u64>>,
}

/// What is said of the sound.
#[derive(Serialize, Deserialize)]
struct Head {
    /// All that the sound depends on: two keys of one hash are told apart.
    key: String,
    /// The length of the text in bytes.
    text: u32,
    timing: String,
    /// Where each word is in the text, when it is heard, and when its syllables start.
    marks: Vec<(u32, u32, u64, u64, Vec<u64>)>,
}

impl Kept {
    /// What may be kept unless the listener says otherwise: some ten hours.
    pub const DEFAULT_LIMIT: u64 = 1_000_000_000;

    /// `$TINGXINWEN_CACHE`, or where this system keeps what can be made again, if it names a folder for that.
    pub fn path() -> Option<PathBuf> {
        if let Some(named) = std::env::var_os(VARIABLE).filter(|path| !path.is_empty()) {
            return Some(PathBuf::from(named));
        }
        ProjectDirs::from("tw", "", "tingxinwen").map(|dirs| dirs.cache_dir().join("said"))
    }

    /// What is kept in `folder`, which is made if it is not there; no more than `limit` bytes stay, and
    /// with a limit of 0 nothing is kept.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn open(folder: &Path, limit: u64) -> Result<Self, KeptError> {
        let disk = |source| KeptError::Disk { path: folder.to_owned(), source };
        fs::create_dir_all(folder).map_err(disk)?;
        Ok(Self { folder: folder.to_owned(), limit: AtomicU64::new(limit), used: Mutex::new(None) })
    }

    /// How many bytes are kept now, this program's and others'.
    pub fn bytes(&self) -> u64 {
        self.files().iter().map(|file| file.bytes).sum()
    }

    /// How many bytes may be kept.
    pub fn limit(&self) -> u64 {
        self.limit.load(Ordering::Relaxed)
    }

    /// From now on, no more than `limit` bytes stay.
    pub fn set_limit(&self, limit: u64) {
        self.limit.store(limit, Ordering::Relaxed);
        // What is there is counted anew.
        *self.used() = None;
        self.make_room(0);
    }

    /// Drops everything.
    pub fn clear(&self) {
        for file in self.files() {
            fs::remove_file(file.path).ok();
        }
        *self.used() = Some(0);
    }

    /// The sound of `key`, for text that starts at byte `start`.
    pub(super) fn get(&self, key: &Key, start: u32) -> Option<Clip> {
        let path = self.path_of(key);
        let bytes = fs::read(&path).ok()?;
        let clip = match read(&bytes, key, start) {
            Ok(clip) => clip,
            Err(Unreadable::OtherKey) => return None,
            Err(Unreadable::Damaged) => {
                fs::remove_file(&path).ok();
                return None;
            }
        };
        // The time of the file is when it was last heard.
        if let Ok(file) = File::options().append(true).open(&path) {
            file.set_modified(SystemTime::now()).ok();
        }
        Some(clip)
    }

    /// Keeps `clip`.
    ///
    /// # Errors
    /// On a full disk; what was there is still there.
    pub(super) fn put(&self, key: &Key, clip: &Clip) -> Result<(), KeptError> {
        if self.limit() == 0 {
            return Ok(());
        }
        let disk = |source| KeptError::Disk { path: self.folder.clone(), source };
        let bytes = written(key, clip)?;
        let mut draft = tempfile::Builder::new().prefix(DRAFT).tempfile_in(&self.folder).map_err(disk)?;
        draft.write_all(&bytes).map_err(disk)?;
        draft.persist(self.path_of(key)).map_err(|error| disk(error.error))?;
        self.make_room(bytes.len() as u64);
        Ok(())
    }

    /// Drops what was not heard for longest once more is kept than may be.
    fn make_room(&self, added: u64) {
        let mut used = self.used();
        let now = match *used {
            Some(before) => before + added,
            None => {
                self.sweep();
                self.bytes()
            }
        };
        *used = Some(now);
        let limit = self.limit();
        if now <= limit {
            return;
        }
        let mut files = self.files();
        files.sort_by_key(|file| file.heard);
        let mut left: u64 = files.iter().map(|file| file.bytes).sum();
        for file in files {
            if left as f64 <= limit as f64 * ROOM {
                break;
            }
            // Whatever another program dropped first is gone all the same.
            fs::remove_file(file.path).ok();
            left -= file.bytes;
        }
        *used = Some(left);
    }

    /// Removes drafts of programs that were killed.
    fn sweep(&self) {
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let is_draft = entry.file_name().to_string_lossy().starts_with(DRAFT);
            let age = entry.metadata().and_then(|meta| meta.modified()).ok().and_then(|at| at.elapsed().ok());
            if is_draft && age.is_some_and(|age| age > ABANDONED) {
                fs::remove_file(entry.path()).ok();
            }
        }
    }

    fn files(&self) -> Vec<KeptFile> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let file = |entry: fs::DirEntry| {
            let path = entry.path();
            let meta = entry.metadata().ok()?;
            let is_ours = path.extension().is_some_and(|end| end == ENDING);
            is_ours.then_some(KeptFile { path, bytes: meta.len(), heard: meta.modified().ok() })
        };
        entries.filter_map(file).collect()
    }

    fn path_of(&self, key: &Key) -> PathBuf {
        let hash = Sha256::digest(key.as_str());
        let name: String = hash[..16].iter().map(|byte| format!("{byte:02x}")).collect();
        self.folder.join(name).with_extension(ENDING)
    }

    fn used(&self) -> std::sync::MutexGuard<'_, Option<u64>> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct KeptFile {
    path: PathBuf,
    bytes: u64,
    heard: Option<SystemTime>,
}

enum Unreadable {
    Damaged,
    OtherKey,
}

fn written(key: &Key, clip: &Clip) -> Result<Vec<u8>, KeptError> {
    let start = clip.source().start;
    let mark = |mark: &Mark| {
        let syllables = mark.syllables.iter().map(|at| at.0).collect();
        (mark.source.start - start, mark.source.end - start, mark.start.0, mark.end.0, syllables)
    };
    let timing = match clip.timing() {
        Timing::Model => "model",
        Timing::Measured => "measured",
        Timing::Aligned => "aligned",
        Timing::Estimated => "estimated",
    };
    let head = Head {
        key: key.as_str().to_owned(),
        text: clip.source().len(),
        timing: timing.to_owned(),
        marks: clip.marks().iter().map(mark).collect(),
    };
    let codec = |error: String| KeptError::Codec(error);
    let mut bytes = serde_json::to_vec(&head).map_err(|error| codec(error.to_string()))?;
    bytes.push(b'\n');
    bytes.extend(flac::encode(clip.samples()).map_err(codec)?);
    let sum = Sha256::digest(&bytes);
    bytes.extend_from_slice(&sum);
    Ok(bytes)
}

fn read(bytes: &[u8], key: &Key, start: u32) -> Result<Clip, Unreadable> {
    let (body, sum) = bytes.split_last_chunk::<CHECKSUM>().ok_or(Unreadable::Damaged)?;
    if Sha256::digest(body)[..] != sum[..] {
        return Err(Unreadable::Damaged);
    }
    let line = body.iter().position(|&byte| byte == b'\n').ok_or(Unreadable::Damaged)?;
    let head: Head = serde_json::from_slice(&body[..line]).map_err(|_| Unreadable::Damaged)?;
    if head.key != key.as_str() {
        return Err(Unreadable::OtherKey);
    }
    let samples = flac::decode(&body[line + 1..]).ok_or(Unreadable::Damaged)?;
    let timing = match head.timing.as_str() {
        "model" => Timing::Model,
        "measured" => Timing::Measured,
        "aligned" => Timing::Aligned,
        _ => Timing::Estimated,
    };
    let mark = |(from, to, at, until, syllables): (u32, u32, u64, u64, Vec<u64>)| Mark {
        source: TextRange::new(start + from, start + to),
        start: Frames(at),
        end: Frames(until),
        syllables: syllables.into_iter().map(Frames).collect(),
    };
    let source = TextRange::new(start, start + head.text);
    Clip::new(source, samples.into(), head.marks.into_iter().map(mark).collect(), timing)
        .ok_or(Unreadable::Damaged)
}

#[cfg(test)]
mod tests;
