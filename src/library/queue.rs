//! The queue as it is stored: what comes next, in order.

use std::path::PathBuf;

use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};

use crate::{Database, LibraryError};

/// What a queued item is fetched from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QueueSource {
    /// A web page, or the identity of a document of the library.
    Address(String),
    /// A local file.
    File(PathBuf),
    /// Text itself.
    Text(String),
}

/// An item of the queue.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QueuedItem {
    /// Its number, which no other item ever has.
    pub item: i64,
    /// What it is fetched from.
    pub source: QueueSource,
    /// Its headline, once known.
    pub title: Option<String>,
    /// The name of its site, once known.
    pub site: Option<String>,
    /// Its length in seconds at normal speed, once known; an estimate.
    pub secs: Option<f64>,
    /// Why it could not be opened, in words.
    pub failed: Option<String>,
}

impl Database {
    /// The queue in order. Items that cannot be read any more are left out.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn queue(&self) -> Result<Vec<QueuedItem>, LibraryError> {
        let sql = "SELECT item, source, title, site, secs, failed FROM queue ORDER BY position, item";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([], item)?;
        Ok(rows.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    /// Puts `items` in place of the whole queue.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn set_queue(&mut self, items: &[QueuedItem]) -> Result<(), LibraryError> {
        let transaction = self.connection.transaction()?;
        transaction.execute("DELETE FROM queue", [])?;
        for (position, item) in items.iter().enumerate() {
            let source = serde_json::to_string(&item.source)
                .map_err(|error| LibraryError::Refused(error.to_string()))?;
            transaction.execute(
                "INSERT INTO queue (item, position, source, title, site, secs, failed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![item.item, position, source, item.title, item.site, item.secs, item.failed],
            )?;
        }
        Ok(transaction.commit()?)
    }

    /// Adds `sources` to the end of the queue, for a program that runs later; returns how many items there are then.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn enqueue(&mut self, sources: &[QueueSource]) -> Result<usize, LibraryError> {
        let transaction = self.connection.transaction()?;
        for source in sources {
            let source =
                serde_json::to_string(source).map_err(|error| LibraryError::Refused(error.to_string()))?;
            transaction.execute(
                "INSERT INTO queue (position, source) SELECT ifnull(max(position), -1) + 1, ?1 FROM queue",
                [source],
            )?;
        }
        let count = transaction.query_row("SELECT count(*) FROM queue", [], |row| row.get(0))?;
        transaction.commit()?;
        Ok(count)
    }
}

fn item(row: &Row<'_>) -> rusqlite::Result<Option<QueuedItem>> {
    let source: String = row.get(1)?;
    let Ok(source) = serde_json::from_str(&source) else { return Ok(None) };
    Ok(Some(QueuedItem {
        item: row.get(0)?,
        source,
        title: row.get(2)?,
        site: row.get(3)?,
        secs: row.get(4)?,
        failed: row.get(5)?,
    }))
}
