//! What goes wrong with a library.

/// Why the library did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LibraryError {
    /// The file cannot be read or written.
    #[error("the library's file cannot be used: {0}")]
    File(std::io::ErrorKind),
    /// The file is no library, or is damaged.
    #[error("not a library: {0}")]
    NotALibrary(String),
    /// The file was written by a newer program.
    #[error("the library was written by a newer program (schema {found}, known {known})")]
    Newer {
        /// The schema of the file.
        found: u32,
        /// The newest that this program knows.
        known: u32,
    },
    /// Another program had it locked for too long.
    #[error("another program holds the library")]
    Busy,
    /// SQLite refused.
    #[error("{0}")]
    Refused(String),
    /// The library's thread has ended.
    #[error("the library is closed")]
    Closed,
}

impl From<rusqlite::Error> for LibraryError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                Self::NotALibrary(error.to_string())
            }
            Some(ErrorCode::DiskFull) => Self::File(std::io::ErrorKind::StorageFull),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
                Self::File(std::io::ErrorKind::PermissionDenied)
            }
            Some(ErrorCode::CannotOpen) => Self::File(std::io::ErrorKind::NotFound),
            Some(_) | None => Self::Refused(error.to_string()),
        }
    }
}

impl From<std::io::Error> for LibraryError {
    fn from(error: std::io::Error) -> Self {
        Self::File(error.kind())
    }
}
