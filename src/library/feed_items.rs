//! Items of feeds: what came, what is new to the listener, and which tell the same story.

use std::io::{Read as _, Write as _};

use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use rusqlite::{OptionalExtension as _, Row, Transaction, params, params_from_iter, types::Value};

use crate::{
    Database, FeedItem, FeedKey, FeedQuery, FeedText, ItemState, LibraryError, NewFeedItem, UnixSecs,
    feed_item::key_of, fold,
};

/// How many items of a feed are new when it is read for the first time: a day's worth, not its archive.
const NEW_AT_FIRST: usize = 20;
/// How long an item stays that its feed has no more, in seconds.
const STAYS_SECS: i64 = 60 * 24 * 60 * 60;
/// How far apart the same story is told, in seconds.
const SAME_WITHIN_SECS: i64 = 3 * 24 * 60 * 60;
/// The most bytes that a stored text may unfold to.
const MOST_BYTES: u64 = 4 << 20;
/// The most items of today's news: about five hours.
const MOST_OF_TODAY: u32 = 100;

const COLUMNS: &str = "i.key, i.feed, f.title, i.title, i.address, i.published, i.seen, i.teaser,
    ifnull((SELECT d.secs FROM addresses a JOIN documents d ON d.key = a.key WHERE a.address = i.address), i.secs),
    i.state, i.told, i.same_as";
/// The newest first; those of one moment as their feed has them.
const ORDER: &str = "ifnull(i.published, i.seen) DESC, i.feed, i.position";

impl Database {
    /// Takes in the items that a feed has as of `now`; returns how many came anew. `is_same_story` compares title and
    /// texts of two items that have the same title.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn take_feed_items(
        &mut self,
        feed: FeedKey,
        items: &[NewFeedItem],
        now: UnixSecs,
        is_same_story: &dyn Fn(&str, &str, &str) -> bool,
    ) -> Result<usize, LibraryError> {
        let transaction = self.connection.transaction()?;
        let known: i64 =
            transaction
                .query_row("SELECT count(*) FROM feed_items WHERE feed = ?1", [feed.0], |row| row.get(0))?;
        let mut added = 0;
        for (position, item) in items.iter().enumerate() {
            let body = item.text.as_deref().map(deflated).transpose()?;
            let folded: String = item.title.chars().flat_map(fold).collect();
            let changed = transaction.execute(
                "UPDATE feed_items SET title = ?3, folded = ?4, address = ?5, canonical = ?6, author = ?8, teaser = ?9,
                     published = ifnull(?7, published), body = ?10, secs = ?11, position = ?12, last = ?13
                 WHERE feed = ?1 AND id = ?2",
                params![
                    feed.0, item.id, item.title, folded, item.address, item.canonical,
                    item.published.map(|at| at.0), item.author, item.teaser, body, item.secs, position, now.0
                ],
            )?;
            if changed > 0 {
                continue;
            }
            let same = same_story(&transaction, feed, item, &folded, now, is_same_story)?;
            let is_of_archive = known == 0 && position >= NEW_AT_FIRST;
            let state = same
                .map_or(if is_of_archive { ItemState::Passed } else { ItemState::New }, |(_, state)| state);
            transaction.execute(
                "INSERT INTO feed_items (feed, id, title, folded, address, canonical, published, author, teaser, body,
                     secs, position, seen, last, state, same_as)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?13, ?14, ?15)",
                params![
                    feed.0, item.id, item.title, folded, item.address, item.canonical,
                    item.published.map(|at| at.0), item.author, item.teaser, body, item.secs, position, now.0,
                    number_of(state), same.map(|(key, _)| key)
                ],
            )?;
            added += 1;
        }
        transaction.execute(
            "DELETE FROM feed_items WHERE feed = ?1 AND last < ?2",
            params![feed.0, now.0 - STAYS_SECS],
        )?;
        transaction.commit()?;
        Ok(added)
    }

    /// The items that `query` asks for. Of a story that several feeds tell, the first is listed, unless one feed is
    /// asked for.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn feed_items(&self, query: &FeedQuery) -> Result<Vec<FeedItem>, LibraryError> {
        let mut values: Vec<Value> = Vec::new();
        let mut bind = |value: Value| {
            values.push(value);
            format!("?{}", values.len())
        };
        let mut wanted = Vec::new();
        match query.feed {
            Some(feed) => wanted.push(format!("i.feed = {}", bind(feed.0.into()))),
            None => wanted.push("i.same_as IS NULL".to_owned()),
        }
        if let Some(folder) = &query.folder {
            let name = bind(Value::Text(folder.clone()));
            wanted.push(format!(
                "(f.folder = {name} OR substr(f.folder, 1, length({name}) + 1) = {name} || '/')"
            ));
        }
        if let Some(state) = query.state {
            wanted.push(format!("i.state = {}", bind(number_of(state).into())));
        }
        for word in query.words.split_whitespace() {
            let folded = word.chars().flat_map(fold).collect();
            wanted.push(format!("instr(i.folded, {}) > 0", bind(Value::Text(folded))));
        }
        let limit = bind(i64::from(query.limit).into());
        self.items(&format!("WHERE {} ORDER BY {ORDER} LIMIT {limit}", wanted.join(" AND ")), values)
    }

    /// Today's news: what is new in the chosen feeds, each story once, in the order of publication.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn todays_items(&self) -> Result<Vec<FeedItem>, LibraryError> {
        let sql = format!(
            "WHERE i.state = 0 AND f.in_today = 1 AND (i.same_as IS NULL OR NOT EXISTS (
                 SELECT 1 FROM feed_items o JOIN feeds g ON g.key = o.feed
                 WHERE o.key = i.same_as AND g.in_today = 1))
             ORDER BY {ORDER} LIMIT {MOST_OF_TODAY}"
        );
        let mut items = self.items(&sql, Vec::new())?;
        items.reverse();
        Ok(items)
    }

    /// Notes what the listener did with items; those that tell the same story go with them.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn mark_feed_items(&mut self, keys: &[i64], state: ItemState) -> Result<(), LibraryError> {
        let transaction = self.connection.transaction()?;
        for key in keys {
            transaction.execute(
                "UPDATE feed_items SET state = ?2
                 WHERE ifnull(same_as, key) = (SELECT ifnull(same_as, key) FROM feed_items WHERE key = ?1)",
                params![key, number_of(state)],
            )?;
        }
        Ok(transaction.commit()?)
    }

    /// Notes that the listener took the item that is opened by `source`.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn take_feed_item(&mut self, source: &str) -> Result<(), LibraryError> {
        let keys = {
            let mut statement = self
                .connection
                .prepare_cached("SELECT key FROM feed_items WHERE address = ?1 OR key = ?2")?;
            let rows = statement.query_map(params![source, key_of(source)], |row| row.get(0))?;
            rows.collect::<Result<Vec<i64>, _>>()?
        };
        self.mark_feed_items(&keys, ItemState::Taken)
    }

    /// Notes that a report told of all items of a feed.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn note_told(&mut self, feed: FeedKey) -> Result<(), LibraryError> {
        self.connection.execute("UPDATE feed_items SET told = 1 WHERE feed = ?1 AND told = 0", [feed.0])?;
        Ok(())
    }

    /// The article that a feed has itself of the item that is opened by `source`.
    ///
    /// # Errors
    /// Those of the disk, and a text that is damaged.
    pub fn feed_text(&self, source: &str) -> Result<Option<FeedText>, LibraryError> {
        let found = self.connection.query_row(
            "SELECT title, author, published, body FROM feed_items
             WHERE (address = ?1 OR key = ?2) AND body IS NOT NULL ORDER BY length(body) DESC LIMIT 1",
            params![source, key_of(source)],
            |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, Option<i64>>(2)?, row.get::<_, Vec<u8>>(3)?)),
        );
        let Some((title, author, published, body)) = found.optional()? else { return Ok(None) };
        let text = inflated(&body)?;
        Ok(Some(FeedText { title, author, published: published.map(UnixSecs), text }))
    }

    /// The middle of the lengths of all documents, in seconds; `None` where none was played.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn median_secs(&self) -> Result<Option<f64>, LibraryError> {
        let found = self.connection.query_row(
            "SELECT secs FROM documents WHERE secs IS NOT NULL ORDER BY secs
             LIMIT 1 OFFSET (SELECT count(secs) / 2 FROM documents)",
            [],
            |row| row.get(0),
        );
        Ok(found.optional()?)
    }

    fn items(&self, rest: &str, values: Vec<Value>) -> Result<Vec<FeedItem>, LibraryError> {
        let sql = format!("SELECT {COLUMNS} FROM feed_items i JOIN feeds f ON f.key = i.feed {rest}");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), item)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// The first item that tells the story of `item`, and its state.
fn same_story(
    transaction: &Transaction<'_>,
    feed: FeedKey,
    item: &NewFeedItem,
    folded: &str,
    now: UnixSecs,
    is_same_story: &dyn Fn(&str, &str, &str) -> bool,
) -> Result<Option<(i64, ItemState)>, LibraryError> {
    let text = comparable(item.text.as_deref(), item.teaser.as_deref());
    let when = item.published.unwrap_or(now).0;
    let mut statement = transaction.prepare_cached(
        "SELECT ifnull(same_as, key), state, canonical IS NOT NULL AND canonical = ?1, body, teaser, feed
         FROM feed_items
         WHERE (canonical = ?1 OR folded = ?2 AND abs(ifnull(published, seen) - ?3) < ?4) ORDER BY key LIMIT 20",
    )?;
    let mut rows = statement.query(params![item.canonical, folded, when, SAME_WITHIN_SECS])?;
    while let Some(row) = rows.next()? {
        let same = (row.get(0)?, state_of(row.get(1)?));
        if row.get(2)? {
            return Ok(Some(same));
        }
        // What one feed has under one title twice are two stories, such as each day's weather.
        if row.get::<_, i64>(5)? == feed.0 {
            continue;
        }
        let body = row.get::<_, Option<Vec<u8>>>(3)?.map(|body| inflated(&body)).transpose()?;
        let teaser: Option<String> = row.get(4)?;
        if is_same_story(&item.title, &text, &comparable(body.as_deref(), teaser.as_deref())) {
            return Ok(Some(same));
        }
    }
    Ok(None)
}

/// What of an item is compared with another.
fn comparable(text: Option<&str>, teaser: Option<&str>) -> String {
    text.or(teaser).unwrap_or_default().to_owned()
}

fn item(row: &Row<'_>) -> rusqlite::Result<FeedItem> {
    Ok(FeedItem {
        key: row.get(0)?,
        feed: FeedKey(row.get(1)?),
        feed_title: row.get(2)?,
        title: row.get(3)?,
        address: row.get(4)?,
        published: row.get::<_, Option<i64>>(5)?.map(UnixSecs),
        seen: UnixSecs(row.get(6)?),
        teaser: row.get(7)?,
        secs: row.get(8)?,
        state: state_of(row.get(9)?),
        is_untold: row.get::<_, i64>(10)? == 0,
        same_as: row.get(11)?,
    })
}

fn number_of(state: ItemState) -> i64 {
    match state {
        ItemState::New => 0,
        ItemState::Passed => 1,
        ItemState::Taken => 2,
    }
}

fn state_of(number: i64) -> ItemState {
    match number {
        0 => ItemState::New,
        1 => ItemState::Passed,
        _ => ItemState::Taken,
    }
}

fn deflated(text: &str) -> Result<Vec<u8>, LibraryError> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes())?;
    Ok(encoder.finish()?)
}

fn inflated(body: &[u8]) -> Result<String, LibraryError> {
    let mut text = String::new();
    let damaged = |error: std::io::Error| LibraryError::NotALibrary(error.to_string());
    ZlibDecoder::new(body).take(MOST_BYTES).read_to_string(&mut text).map_err(damaged)?;
    Ok(text)
}
