//! Files of sound in a book, read from where they lie: what is stored as it is, is not held in memory.

use std::{
    fs::File,
    io::{self, Cursor, ErrorKind, Read, Seek, SeekFrom},
    sync::Arc,
};

use tingxinwen_core::article::{BookFile, RecordedSound};
use zip::{CompressionMethod, ZipArchive};

use crate::archive::entry_names;

/// The largest file of sound that is unpacked into memory, in bytes: an hour and a half at 128 kbit/s.
const MOST_UNPACKED: u64 = 96 << 20;

/// A file of sound that is open.
#[derive(Debug)]
pub struct SoundBytes {
    store: Store,
    /// Where it starts in the store.
    from: u64,
    len: u64,
    at: u64,
}

#[derive(Debug)]
enum Store {
    File(File),
    Bytes(Cursor<Shared>),
}

/// Bytes that others hold too.
#[derive(Clone, Debug)]
struct Shared(Arc<Vec<u8>>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Read for Store {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(buf),
            Self::Bytes(bytes) => bytes.read(buf),
        }
    }
}

impl Seek for Store {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Self::File(file) => file.seek(to),
            Self::Bytes(bytes) => bytes.seek(to),
        }
    }
}

impl SoundBytes {
    /// Opens `sound` of `book`.
    ///
    /// # Errors
    /// Where the book or the sound in it is not there any more or is another one, or it is packed and too large to be
    /// unpacked.
    pub fn open(book: &BookFile, sound: &RecordedSound) -> io::Result<Self> {
        let store = match (&book.bytes, &book.path) {
            (Some(bytes), _) => Store::Bytes(Cursor::new(Shared(Arc::clone(bytes)))),
            (None, Some(path)) => Store::File(File::open(path)?),
            (None, None) => return Err(ErrorKind::NotFound.into()),
        };
        let mut zip = ZipArchive::new(store).map_err(io::Error::other)?;
        let at = entry_names(&mut zip).get(&sound.name).copied().ok_or(ErrorKind::NotFound)?;
        let entry = zip.by_index(at).map_err(io::Error::other)?;
        if (entry.crc32(), entry.size()) != (sound.crc32, sound.bytes) {
            return Err(ErrorKind::NotFound.into());
        }
        if entry.compression() == CompressionMethod::Stored {
            let from = entry.data_start().ok_or(ErrorKind::InvalidData)?;
            drop(entry);
            return Ok(Self { store: zip.into_inner(), from, len: sound.bytes, at: 0 });
        }
        if sound.bytes > MOST_UNPACKED {
            return Err(ErrorKind::FileTooLarge.into());
        }
        let mut bytes = Vec::new();
        entry.take(sound.bytes).read_to_end(&mut bytes)?;
        let len = bytes.len() as u64;
        Ok(Self { store: Store::Bytes(Cursor::new(Shared(Arc::new(bytes)))), from: 0, len, at: 0 })
    }

    /// How many bytes it has.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
}

impl Read for SoundBytes {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let left = self.len.saturating_sub(self.at);
        let count = buf.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        self.store.seek(SeekFrom::Start(self.from + self.at))?;
        let read = self.store.read(&mut buf[..count])?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for SoundBytes {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.len.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}
