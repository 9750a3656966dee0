//! The connection to the library's file.

use std::{path::Path, time::Duration};

use rusqlite::Connection;

use crate::{LibraryError, schema};

/// How long to wait for another program that writes.
const PATIENCE: Duration = Duration::from_secs(5);

/// A library that is open. Its methods wait for the disk.
#[derive(Debug)]
pub struct Database {
    pub(crate) connection: Connection,
}

impl Database {
    /// A number that grows with each row that is written, by whichever program.
    pub(crate) fn changes(&self) -> u64 {
        let by_others: i64 =
            self.connection.query_row("PRAGMA data_version", [], |row| row.get(0)).unwrap_or_default();
        self.connection.total_changes() + by_others.unsigned_abs()
    }

    /// Opens the library in the file at `path`, which is made where there is none.
    ///
    /// # Errors
    /// When the file cannot be made or used, is no library, or was written by a newer program.
    pub fn open(path: &Path) -> Result<Self, LibraryError> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        Self::over(Connection::open(path)?)
    }

    /// A library that is gone with this value.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn in_memory() -> Result<Self, LibraryError> {
        Self::over(Connection::open_in_memory()?)
    }

    fn over(mut connection: Connection) -> Result<Self, LibraryError> {
        connection.busy_timeout(PATIENCE)?;
        // Readers do not wait for a writer, and a killed program loses nothing that was committed.
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "normal")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        schema::migrate(&mut connection)?;
        Ok(Self { connection })
    }
}
