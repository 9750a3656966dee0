//! Feeds: which the listener added, when each was asked, and what is wrong with it.

use rusqlite::{OptionalExtension as _, Row, params};
use serde::Serialize;

use crate::{Database, LibraryError, UnixSecs, feed_item::key_of};

/// The number of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct FeedKey(pub i64);

/// Whether the new items of a feed are part of today's news.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InToday {
    /// They are.
    #[default]
    Chosen,
    /// They are not.
    LeftOut,
}

/// A feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Its number.
    pub key: FeedKey,
    /// Its address.
    pub address: String,
    /// Its name.
    pub title: String,
    /// The address of its site.
    pub site: Option<String>,
    /// The folders that it is in, the outermost first, joined by `/`; empty outside of all.
    pub folder: String,
    /// Whether it is part of today's news.
    pub in_today: InToday,
    /// The `ETag` of its last answer.
    pub etag: Option<String>,
    /// The `Last-Modified` of its last answer.
    pub modified: Option<String>,
    /// When it was asked last.
    pub checked: Option<UnixSecs>,
    /// When it is asked again.
    pub due: UnixSecs,
    /// Until when its server asked not to be asked.
    pub refused_until: UnixSecs,
    /// How often in a row it failed.
    pub failures: u32,
    /// What is wrong with it, as it was written by who asked.
    pub problem: Option<String>,
    /// Whether it was taken away for good.
    pub has_ended: bool,
    /// How many of its items are new to the listener.
    pub new: u64,
}

/// A feed to be added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewFeed {
    /// Its address.
    pub address: String,
    /// Its name.
    pub title: String,
    /// The address of its site.
    pub site: Option<String>,
    /// The folders that it goes into.
    pub folder: String,
}

/// What a refresh found out about a feed; what is `None` of the first four stays as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refreshed {
    /// Its name as it says; the listener's own name for it stays.
    pub title: Option<String>,
    /// Where it is from now on.
    pub moved_to: Option<String>,
    /// The address of its site.
    pub site: Option<String>,
    /// Its `ETag` and `Last-Modified`.
    pub validators: Option<(Option<String>, Option<String>)>,
    /// When it is asked again.
    pub due: UnixSecs,
    /// Until when its server asked not to be asked.
    pub refused_until: UnixSecs,
    /// How often in a row it failed.
    pub failures: u32,
    /// What is wrong with it.
    pub problem: Option<String>,
    /// Whether it was taken away for good.
    pub has_ended: bool,
}

impl Database {
    /// All feeds, by folder and name.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn feeds(&self) -> Result<Vec<Feed>, LibraryError> {
        let sql =
            "SELECT key, address, title, site, folder, in_today, etag, modified, checked, due, refused_until,
                failures, problem, ended,
                (SELECT count(*) FROM feed_items WHERE feed = feeds.key AND state = 0)
            FROM feeds ORDER BY folder, title, key";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([], feed)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Adds a feed; one that is there already stays as it is.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn add_feed(&mut self, new: &NewFeed) -> Result<FeedKey, LibraryError> {
        self.connection.execute(
            "INSERT INTO feeds (address, title, site, folder) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (address) DO NOTHING",
            params![new.address, new.title, new.site, new.folder],
        )?;
        let key =
            self.connection
                .query_row("SELECT key FROM feeds WHERE address = ?1", [&new.address], |row| row.get(0))?;
        Ok(FeedKey(key))
    }

    /// Removes a feed and its items; the articles that were opened stay.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn remove_feed(&mut self, key: FeedKey) -> Result<(), LibraryError> {
        self.connection.execute("DELETE FROM feeds WHERE key = ?1", [key.0])?;
        Ok(())
    }

    /// Chooses whether a feed is part of today's news.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn set_in_today(&mut self, key: FeedKey, in_today: InToday) -> Result<(), LibraryError> {
        let value = i64::from(in_today == InToday::Chosen);
        self.connection.execute("UPDATE feeds SET in_today = ?2 WHERE key = ?1", params![key.0, value])?;
        Ok(())
    }

    /// Notes what a refresh found out, as of `now`.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn note_refreshed(
        &mut self,
        key: FeedKey,
        refreshed: &Refreshed,
        now: UnixSecs,
    ) -> Result<(), LibraryError> {
        let transaction = self.connection.transaction()?;
        if let Some(title) = &refreshed.title {
            // One that was added without a name is called by its address until it was read.
            transaction.execute(
                "UPDATE feeds SET title = ?2 WHERE key = ?1 AND title IN (address, '')",
                params![key.0, title],
            )?;
        }
        if let Some(address) = &refreshed.moved_to {
            // One that moved to where another is already is asked at its old address on.
            transaction
                .execute("UPDATE OR IGNORE feeds SET address = ?2 WHERE key = ?1", params![key.0, address])?;
        }
        if let Some((etag, modified)) = &refreshed.validators {
            transaction.execute(
                "UPDATE feeds SET etag = ?2, modified = ?3 WHERE key = ?1",
                params![key.0, etag, modified],
            )?;
        }
        transaction.execute(
            "UPDATE feeds SET site = ifnull(?2, site), due = ?3, refused_until = ?4, failures = ?5, problem = ?6,
                 ended = ?7, checked = ?8 WHERE key = ?1",
            params![
                key.0,
                refreshed.site,
                refreshed.due.0,
                refreshed.refused_until.0,
                refreshed.failures,
                refreshed.problem,
                i64::from(refreshed.has_ended),
                now.0,
            ],
        )?;
        Ok(transaction.commit()?)
    }

    /// The address of the feed that the item is in that is opened by `source`.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn feed_of_item(&self, source: &str) -> Result<Option<String>, LibraryError> {
        let found = self.connection.query_row(
            "SELECT feeds.address FROM feed_items JOIN feeds ON feeds.key = feed_items.feed
             WHERE feed_items.address = ?1 OR feed_items.key = ?2 LIMIT 1",
            params![source, key_of(source)],
            |row| row.get(0),
        );
        Ok(found.optional()?)
    }
}

fn feed(row: &Row<'_>) -> rusqlite::Result<Feed> {
    Ok(Feed {
        key: FeedKey(row.get(0)?),
        address: row.get(1)?,
        title: row.get(2)?,
        site: row.get(3)?,
        folder: row.get(4)?,
        in_today: if row.get::<_, i64>(5)? == 0 { InToday::LeftOut } else { InToday::Chosen },
        etag: row.get(6)?,
        modified: row.get(7)?,
        checked: row.get::<_, Option<i64>>(8)?.map(UnixSecs),
        due: UnixSecs(row.get(9)?),
        refused_until: UnixSecs(row.get(10)?),
        failures: row.get(11)?,
        problem: row.get(12)?,
        has_ended: row.get::<_, i64>(13)? != 0,
        new: row.get(14)?,
    })
}
