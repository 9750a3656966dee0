//! The whole library as one file, to take along or to keep safe.

use std::{fs::File, path::Path};

use rusqlite::{Connection, OpenFlags, OptionalExtension as _, params};
use tingxinwen_core::document::DocumentId;
use tingxinwen_store::Readers;

use crate::{Database, LibraryError, Progress, UnixSecs, body, schema};

/// What came of an import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Documents that are new here.
    pub added: u64,
    /// Documents that were here already; how far they were heard is taken over where that was later.
    pub known: u64,
}

impl Database {
    /// Writes the library to the file at `path`, which appears whole or not at all.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn export(&self, path: &Path) -> Result<(), LibraryError> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // Closed, since SQLite opens it itself.
        let draft = tingxinwen_store::draft(folder, Readers::ByUmask)?.into_temp_path();
        let name = draft.to_str().ok_or(LibraryError::File(std::io::ErrorKind::InvalidFilename))?;
        self.connection.execute("VACUUM INTO ?1", [name])?;
        // Windows lets only who may write a file have it put on the disk.
        File::options().write(true).open(&draft)?.sync_all()?;
        draft.persist(path).map_err(|error| error.error)?;
        Ok(())
    }

    /// Takes over the documents, tags and marks of the library in the file at `path`, which stays as it is.
    ///
    /// # Errors
    /// Those of the disk; when it is no library, or a newer program's.
    pub fn import(&mut self, path: &Path, now: UnixSecs) -> Result<Imported, LibraryError> {
        let copy = tempfile_beside(path, now)?;
        let result = Connection::open_with_flags(&copy, OpenFlags::SQLITE_OPEN_READ_WRITE)
            .map_err(LibraryError::from)
            .and_then(|mut other| {
                let version: u32 = other.query_row("PRAGMA user_version", [], |row| row.get(0))?;
                if version == 0 {
                    return Err(LibraryError::NotALibrary(path.display().to_string()));
                }
                schema::migrate(&mut other)?;
                self.take_over(&Self { connection: other }, now)
            });
        std::fs::remove_file(&copy).ok();
        result
    }

    fn take_over(&mut self, other: &Self, now: UnixSecs) -> Result<Imported, LibraryError> {
        let mut imported = Imported::default();
        let mut statement = other.connection.prepare(
            "SELECT id, body, heard, heard_at, place, secs, opened, added FROM documents WHERE removed IS NULL ORDER BY opened",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (id, blob): (String, Vec<u8>) = (row.get(0)?, row.get(1)?);
            let theirs: Option<i64> = row.get(3)?;
            let ours: Option<Option<i64>> = self
                .connection
                .query_row("SELECT heard_at FROM documents WHERE id = ?1 AND removed IS NULL", [&id], |row| {
                    row.get(0)
                })
                .optional()?;
            match ours {
                Some(_) => imported.known += 1,
                // A long text lies in a file of another machine.
                None if blob.is_empty() => continue,
                None => {
                    let mut document = body::read(&id, &blob)?;
                    document.cover = other.cover(document.id())?.map(Into::into);
                    self.keep(&document, None, UnixSecs(row.get(7)?))?;
                    self.set_opened(document.id(), UnixSecs(row.get(6)?))?;
                    imported.added += 1;
                }
            }
            let place = row.get::<_, Option<String>>(4)?.and_then(|place| serde_json::from_str(&place).ok());
            if let (Some(place), true) = (place, theirs > ours.flatten()) {
                let progress = Progress {
                    place,
                    heard: row.get(2)?,
                    secs: row.get::<_, Option<f64>>(5)?.unwrap_or(0.0),
                };
                self.record(&progress, theirs.map_or(now, UnixSecs))?;
            }
            self.take_over_marks(other, &DocumentId(id))?;
        }
        Ok(imported)
    }

    fn take_over_marks(&mut self, other: &Self, id: &DocumentId) -> Result<(), LibraryError> {
        let sql = "SELECT tag FROM tags JOIN documents USING (key) WHERE id = ?1";
        let mut statement = other.connection.prepare_cached(sql)?;
        let tags = statement.query_map([&id.0], |row| row.get::<_, String>(0))?;
        for tag in tags {
            self.connection.execute(
                "INSERT OR IGNORE INTO tags (tag, key) SELECT ?2, key FROM documents WHERE id = ?1",
                params![id.0, tag?],
            )?;
        }
        let ours = self.highlights(id)?;
        for mark in other.highlights(id)? {
            if !ours.iter().any(|our| our.place == mark.place && our.quote == mark.quote) {
                self.highlight(&mark.place, &mark.quote, &mark.note, mark.made)?;
            }
        }
        Ok(())
    }
}

/// A copy of the file at `path` that may be changed; what is beside it may not be ours to write.
fn tempfile_beside(path: &Path, now: UnixSecs) -> Result<std::path::PathBuf, LibraryError> {
    let name = format!("tingxinwen-import-{}-{}.sqlite", std::process::id(), now.0);
    let copy = std::env::temp_dir().join(name);
    std::fs::copy(path, &copy)?;
    Ok(copy)
}
