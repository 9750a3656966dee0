//! The listener's library: every opened article with its text, how far it was heard, tags, highlights, and the queue
//! of what comes next; searchable.
//!
//! One SQLite file. [`Library`] is the handle: a thread of its own owns the connection, so that nobody waits for the
//! disk who does not ask to. [`Database`] is what that thread works with, and what a command without a window uses.
//!
//! Safe when killed: each change is a transaction in a write-ahead log. Two programs may have the file open.

mod body;
mod book_files;
mod database;
mod documents;
mod entry;
mod fault;
mod feed_item;
mod feed_items;
mod feeds;
mod highlights;
mod queue;
mod schema;
mod search;
mod tags;
mod thread;
mod transfer;

pub use database::Database;
pub use entry::{Counts, Entry, Filter, Progress, Query, Sort, UnixSecs};
pub use fault::LibraryError;
pub use feed_item::{FeedItem, FeedQuery, FeedText, ItemState, NewFeedItem};
pub use feeds::{Feed, FeedKey, InToday, NewFeed, Refreshed};
pub use highlights::Highlight;
pub use queue::{QueueSource, QueuedItem};
pub use schema::SCHEMA;
pub use search::{Excerpt, fold};
pub use thread::Library;
pub use transfer::Imported;

use std::path::PathBuf;

use tingxinwen_store::Folder;

/// The library's file on this system; `None` if the system names no folder for data.
pub fn path() -> Option<PathBuf> {
    Folder::Data.path().map(|folder| folder.join("library.sqlite"))
}

/// The variables that name folders of the program now, and the folders: for a program that is started without them.
pub fn folder_variables() -> Vec<(&'static str, String)> {
    let named = |folder: &Folder| {
        let value = std::env::var(folder.variable()).ok().filter(|value| !value.is_empty())?;
        Some((folder.variable(), value))
    };
    Folder::ALL.iter().filter_map(named).collect()
}
