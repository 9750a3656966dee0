//! The schema of the library's file, and the steps from each released one to the next.

use rusqlite::Connection;

use crate::LibraryError;

/// The newest schema: the value of `PRAGMA user_version`.
pub const SCHEMA: u32 = 3;

/// The step to each schema from the one before.
const STEPS: [&str; SCHEMA as usize] = [FIRST, SECOND, THIRD];

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

/// Feeds and their items. Texts are deflated; `told` is 1 once an item was in a report of new ones, `same_as` the item
/// that told the same story before, `seen` and `last` when it was first and last in its feed.
const SECOND: &str = "
CREATE TABLE feeds (
    key INTEGER PRIMARY KEY,
    address TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    site TEXT,
    folder TEXT NOT NULL DEFAULT '',
    in_today INTEGER NOT NULL DEFAULT 1,
    etag TEXT,
    modified TEXT,
    checked INTEGER,
    due INTEGER NOT NULL DEFAULT 0,
    refused_until INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    problem TEXT,
    ended INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE feed_items (
    key INTEGER PRIMARY KEY,
    feed INTEGER NOT NULL REFERENCES feeds ON DELETE CASCADE,
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    folded TEXT NOT NULL,
    address TEXT,
    canonical TEXT,
    published INTEGER,
    author TEXT,
    teaser TEXT,
    body BLOB,
    secs REAL,
    seen INTEGER NOT NULL,
    last INTEGER NOT NULL,
    position INTEGER NOT NULL,
    state INTEGER NOT NULL DEFAULT 0,
    told INTEGER NOT NULL DEFAULT 0,
    same_as INTEGER REFERENCES feed_items ON DELETE SET NULL,
    UNIQUE (feed, id)
) STRICT;
CREATE INDEX feed_items_by_address ON feed_items (address);
CREATE INDEX feed_items_by_canonical ON feed_items (canonical);
CREATE INDEX feed_items_by_title ON feed_items (folded);
";

/// The pictures on covers of books, as they are in them.
const THIRD: &str = "
CREATE TABLE covers (
    key INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
    picture BLOB NOT NULL
) STRICT;
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
