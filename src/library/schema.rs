//! The schema of the library's file, and the steps from each released one to the next.

use rusqlite::Connection;

use crate::LibraryError;

/// The newest schema: the value of `PRAGMA user_version`.
pub const SCHEMA: u32 = 1;

/// The step to each schema from the one before.
const STEPS: [&str; SCHEMA as usize] = [FIRST];

/// `search` holds no text of its own: its rows are those of `documents` by `key`, in single characters (see `search`).
const FIRST: &str = "
CREATE TABLE documents (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    site TEXT,
    byline TEXT,
    published TEXT,
    source TEXT,
    language TEXT NOT NULL,
    chars INTEGER NOT NULL,
    added INTEGER NOT NULL,
    opened INTEGER NOT NULL,
    body BLOB NOT NULL,
    secs REAL,
    heard REAL NOT NULL DEFAULT 0,
    heard_at INTEGER,
    place TEXT,
    removed INTEGER
) STRICT;
CREATE INDEX documents_by_last ON documents (max(opened, added));
CREATE TABLE addresses (
    address TEXT PRIMARY KEY,
    key INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE tags (
    tag TEXT NOT NULL,
    key INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    PRIMARY KEY (tag, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE highlights (
    id INTEGER PRIMARY KEY,
    key INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    place TEXT NOT NULL,
    quote TEXT NOT NULL,
    note TEXT NOT NULL,
    made INTEGER NOT NULL
) STRICT;
CREATE TABLE queue (
    item INTEGER PRIMARY KEY AUTOINCREMENT,
    position INTEGER NOT NULL,
    source TEXT NOT NULL,
    title TEXT,
    site TEXT,
    secs REAL,
    failed TEXT
) STRICT;
CREATE VIRTUAL TABLE search USING fts5 (
    title, body, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
";

/// Brings the file behind `connection` to [`SCHEMA`], in one transaction.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), LibraryError> {
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let found: u32 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > SCHEMA {
        return Err(LibraryError::Newer { found, known: SCHEMA });
    }
    for step in &STEPS[found as usize..] {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", SCHEMA)?;
    Ok(transaction.commit()?)
}
