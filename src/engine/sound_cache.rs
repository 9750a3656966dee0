//! The sound cache: what was spoken, kept on disk, so that an article heard once is there again without voice or
//! network.
//!
//! A file an utterance, named by the hash of its key. Files take their names only when they are whole, so that
//! neither a killed program nor a second window leaves half of one; what is damaged is dropped, and spoken again.
//! Sound that was kept at the listener's wish and not heard yet is pinned: its file has another ending, so that a
//! pin is set and taken off by one rename.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime},
};

use sha2::{Digest, Sha256};
use tingxinwen_store::Folder;

use super::{key::SoundKey, lock};
use crate::speech::Clip;

mod file;
mod flac;

use file::Unreadable;

/// How names of ordinary files end, and those of pinned ones.
const ORDINARY: &str = "said";
const PINNED: &str = "pinned";
const DRAFT: &str = ".draft-";
/// A draft that old belongs to a program that was killed.
const ABANDONED: Duration = Duration::from_secs(3600);
/// The share that is left of the room for ordinary files when it is used up, so that not every sentence makes
/// room anew.
const ROOM: f64 = 0.9;

/// Why sound was not kept.
#[derive(Debug, thiserror::Error)]
pub enum SoundCacheError {
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
    /// What is to be pinned does not fit beside what is pinned already.
    #[error("the settings leave {} MB for sound, which is not enough", .limit / 1_000_000)]
    Full {
        /// Bytes that may be kept.
        limit: u64,
    },
}

/// The sounds kept in a folder. Several programs may share it.
#[derive(Debug)]
pub struct SoundCache {
    folder: PathBuf,
    limit: AtomicU64,
    /// About how many bytes are there; `None` until counted. Another program's show at the next count.
    used: Mutex<Option<u64>>,
    /// Held from the look whether there is room for a pin until it is there: several threads keep an article.
    pinning: Mutex<()>,
}

/// Whether a sound that is put in is to stay until it was heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pin {
    /// It goes when it was not used for longest.
    No,
    /// It stays.
    UntilHeard,
}

impl SoundCache {
    /// Bytes that may be kept unless the listener says otherwise: some ten hours.
    pub const DEFAULT_LIMIT: u64 = 1_000_000_000;

    /// Its folder, where this system has a place for what can be made again.
    pub fn path() -> Option<PathBuf> {
        Folder::Cache.path().map(|folder| folder.join("said"))
    }

    /// The folder that it is in.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The cache in `folder`, which is made if it is not there; no more than `limit` bytes stay, and with a limit
    /// of 0 nothing is kept.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn open(folder: &Path, limit: u64) -> Result<Self, SoundCacheError> {
        let disk = |source| SoundCacheError::Disk { path: folder.to_owned(), source };
        fs::create_dir_all(folder).map_err(disk)?;
        Ok(Self {
            folder: folder.to_owned(),
            limit: AtomicU64::new(limit),
            used: Mutex::new(None),
            pinning: Mutex::default(),
        })
    }

    /// How many bytes are kept now, this program's and others'.
    pub fn bytes(&self) -> u64 {
        self.files().iter().map(|file| file.bytes).sum()
    }

    /// How many bytes may be kept.
    pub fn limit(&self) -> u64 {
        self.limit.load(Ordering::Relaxed)
    }

    /// From now on, no more than `limit` bytes stay; pinned sound goes last.
    pub fn set_limit(&self, limit: u64) {
        self.limit.store(limit, Ordering::Relaxed);
        // What is there is counted anew.
        *lock(&self.used) = None;
        self.make_room(0);
    }

    /// Drops everything, pinned or not.
    pub fn clear(&self) {
        for file in self.files() {
            remove(&file.path);
        }
        *lock(&self.used) = Some(0);
    }

    /// The sound of `key`, to be heard, for text that starts at byte `start`. Takes its pin off.
    pub(crate) fn hear(&self, key: &SoundKey, start: u32) -> Option<Clip> {
        let clip = self.copy(key, start)?;
        let pinned = self.path_of(key, Pin::UntilHeard);
        if pinned.exists()
            && let Err(error) = fs::rename(&pinned, self.path_of(key, Pin::No))
        {
            // Another program was first, or the pin stays.
            tracing::debug!(%error, "a pin was not taken off");
        }
        Some(clip)
    }

    /// The sound of `key`, to be written elsewhere: its pin stays.
    pub(crate) fn copy(&self, key: &SoundKey, start: u32) -> Option<Clip> {
        // Once more, since another program may rename it between the first two looks.
        let (path, bytes) = [Pin::No, Pin::UntilHeard, Pin::No].into_iter().find_map(|pin| {
            let path = self.path_of(key, pin);
            match fs::read(&path) {
                Ok(bytes) => Some((path, bytes)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => None,
                Err(error) => {
                    tracing::warn!(path = %path.display(), %error, "the sound cache cannot be read");
                    None
                }
            }
        })?;
        let clip = match file::read(&bytes, key, start) {
            Ok(clip) => clip,
            Err(Unreadable::OtherKey) => return None,
            Err(Unreadable::Damaged) => {
                tracing::warn!(path = %path.display(), "a damaged file of the sound cache is dropped");
                remove(&path);
                return None;
            }
        };
        touch(&path);
        Some(clip)
    }

    /// Keeps `clip`; pinned sound stays pinned.
    ///
    /// # Errors
    /// On a full disk; what was there is still there.
    pub(crate) fn put(&self, key: &SoundKey, clip: &Clip) -> Result<(), SoundCacheError> {
        if self.limit() == 0 {
            return Ok(());
        }
        let is_pinned = self.path_of(key, Pin::UntilHeard).exists();
        self.write(key, &file::write(key, clip)?, if is_pinned { Pin::UntilHeard } else { Pin::No })
    }

    /// Keeps `clip` until it was heard.
    ///
    /// # Errors
    /// On a full disk, or where it does not fit beside what is pinned already.
    pub(crate) fn put_pinned(&self, key: &SoundKey, clip: &Clip) -> Result<(), SoundCacheError> {
        let bytes = file::write(key, clip)?;
        let _pinning = lock(&self.pinning);
        self.check_room_for_pin(bytes.len() as u64)?;
        self.write(key, &bytes, Pin::UntilHeard)?;
        remove(&self.path_of(key, Pin::No));
        Ok(())
    }

    /// Keeps the sound of `key`, which is there, until it was heard.
    ///
    /// # Errors
    /// Where it does not fit beside what is pinned already, or the folder may not be written.
    pub(crate) fn pin(&self, key: &SoundKey) -> Result<(), SoundCacheError> {
        let (ordinary, pinned) = (self.path_of(key, Pin::No), self.path_of(key, Pin::UntilHeard));
        let _pinning = lock(&self.pinning);
        // Neither there nor pinned: another program dropped it, and the renaming says so.
        if let Ok(meta) = fs::metadata(&ordinary) {
            self.check_room_for_pin(meta.len())?;
        } else if pinned.exists() {
            return Ok(());
        }
        fs::rename(ordinary, pinned).map_err(|source| self.disk(source))
    }

    fn check_room_for_pin(&self, bytes: u64) -> Result<(), SoundCacheError> {
        let pinned: u64 = self.files().iter().filter(|file| file.is_pinned).map(|file| file.bytes).sum();
        let limit = self.limit();
        if pinned + bytes > limit { Err(SoundCacheError::Full { limit }) } else { Ok(()) }
    }

    fn write(&self, key: &SoundKey, bytes: &[u8], pin: Pin) -> Result<(), SoundCacheError> {
        let disk = |source| self.disk(source);
        let mut draft = tempfile::Builder::new().prefix(DRAFT).tempfile_in(&self.folder).map_err(disk)?;
        draft.write_all(bytes).map_err(disk)?;
        draft.persist(self.path_of(key, pin)).map_err(|error| disk(error.error))?;
        self.make_room(bytes.len() as u64);
        Ok(())
    }

    /// Once more is kept than may be, drops what was not used for longest; of pinned sound only what is above the
    /// limit by itself.
    fn make_room(&self, added: u64) {
        let mut used = lock(&self.used);
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
        files.sort_by_key(|file| (file.is_pinned, file.used));
        let sum = |files: &[CachedFile]| files.iter().map(|file| file.bytes).sum::<u64>();
        let pinned = sum(&files[files.partition_point(|file| !file.is_pinned)..]);
        let least = pinned + (limit.saturating_sub(pinned) as f64 * ROOM) as u64;
        let mut left = sum(&files);
        for file in files {
            if left <= if file.is_pinned { limit } else { least } {
                break;
            }
            remove(&file.path);
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
                remove(&entry.path());
            }
        }
    }

    fn files(&self) -> Vec<CachedFile> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let file = |entry: fs::DirEntry| {
            let path = entry.path();
            let is_pinned = match path.extension()?.to_str()? {
                ORDINARY => false,
                PINNED => true,
                _ => return None,
            };
            let meta = entry.metadata().ok()?;
            Some(CachedFile { path, bytes: meta.len(), used: meta.modified().ok(), is_pinned })
        };
        entries.filter_map(file).collect()
    }

    fn path_of(&self, key: &SoundKey, pin: Pin) -> PathBuf {
        let hash = Sha256::digest(key.as_str());
        let name: String = hash[..16].iter().map(|byte| format!("{byte:02x}")).collect();
        let ending = match pin {
            Pin::No => ORDINARY,
            Pin::UntilHeard => PINNED,
        };
        self.folder.join(name).with_extension(ending)
    }

    fn disk(&self, source: io::Error) -> SoundCacheError {
        SoundCacheError::Disk { path: self.folder.clone(), source }
    }
}

struct CachedFile {
    path: PathBuf,
    bytes: u64,
    /// When it was last read or written.
    used: Option<SystemTime>,
    is_pinned: bool,
}

/// Removes a file. One that is not there was removed by another program.
fn remove(path: &Path) {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            tracing::warn!(path = %path.display(), %error, "a file of the sound cache was not removed");
        }
        Ok(()) | Err(_) => (),
    }
}

/// Says that a file was used now.
fn touch(path: &Path) {
    let touched =
        File::options().append(true).open(path).and_then(|file| file.set_modified(SystemTime::now()));
    if let Err(error) = touched {
        tracing::debug!(%error, "the time of a file of the sound cache was not set");
    }
}

/// What a file of the cache says of `clip`, without its key and checksum: for tests of [`cached_clip`].
pub fn cache_body(clip: &Clip) -> Option<Vec<u8>> {
    file::body("", clip).ok()
}

/// The sound of a text that starts at byte `start`, in a file of the cache without its checksum; `None` where it is
/// damaged.
pub fn cached_clip(body: &[u8], start: u32) -> Option<Clip> {
    file::read_body(body, start).map(|(_, clip)| clip)
}

#[cfg(test)]
mod tests;
