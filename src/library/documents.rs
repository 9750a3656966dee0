//! Documents: kept when opened, found again, listed, removed.

use std::{path::PathBuf, time::Duration};

use rusqlite::{OptionalExtension as _, Row, params, params_from_iter, types::Value};
use tingxinwen_core::{
    article::{Article, Language},
    document::{Document, DocumentId, Part, Resume},
};

use crate::{
    Counts, Database, Entry, Filter, LibraryError, Progress, Query, Sort, UnixSecs, body,
    search::{excerpt, indexed, query_of},
};

/// Bytes of a character of a long text, about.
const BYTES_A_CHAR: u64 = 3;

/// What is listed of a document, in the order in which [`entry`] takes it.
const COLUMNS: &str = "d.id, d.title, d.site, d.byline, d.published, d.source, d.language, d.chars, d.secs, d.added, \
    d.opened, d.heard, d.heard_at, \
    (SELECT group_concat(tag, char(10)) FROM (SELECT tag FROM tags WHERE tags.key = d.key ORDER BY tag)), \
    EXISTS (SELECT 1 FROM covers WHERE covers.key = d.key)";

impl Database {
    /// Keeps `document`, which was fetched by the name of `address`, as of `now`. What is known of it stays: how far
    /// it was heard, its tags.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn keep(
        &mut self,
        document: &Document,
        address: Option<&str>,
        now: UnixSecs,
    ) -> Result<(), LibraryError> {
        let first = document.first();
        let title = document.name();
        let text: String = if document.is_long() {
            // Of what is too long to be kept, only the beginning is searched.
            spoken(first)
        } else {
            let texts = document.parts().iter().map(|part| spoken(&part.article()));
            texts.collect::<Vec<_>>().join("\n")
        };
        let chars = match document.is_long() {
            true => document.parts().iter().map(Part::bytes).sum::<u64>() / BYTES_A_CHAR,
            false => text.chars().filter(|c| c.is_alphanumeric()).count() as u64,
        };
        let meta = &first.meta;
        let transaction = self.connection.transaction()?;
        let key: i64 = transaction.query_row(
            "INSERT INTO documents (id, title, site, byline, published, source, language, chars, added, opened, body)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, ?10)
             ON CONFLICT (id) DO UPDATE SET title = ?2, site = ?3, byline = ?4, published = ?5, source = ?6,
                 language = ?7, chars = ?8, body = ?10, removed = NULL
             RETURNING key",
            params![
                document.id().0,
                title,
                meta.site,
                document.meta.author.as_deref().or(first.byline()),
                meta.published,
                meta.source,
                first.language.tag(),
                chars,
                now.0,
                body::written(document)?,
            ],
            |row| row.get(0),
        )?;
        if let Some(cover) = &document.cover {
            transaction.execute(
                "INSERT OR REPLACE INTO covers (key, picture) VALUES (?1, ?2)",
                params![key, &cover[..]],
            )?;
        }
        transaction.execute("DELETE FROM search WHERE rowid = ?1", [key])?;
        transaction.execute(
            "INSERT INTO search (rowid, title, body) VALUES (?1, ?2, ?3)",
            params![key, indexed(&title), indexed(&text)],
        )?;
        for address in address.into_iter().chain(meta.source.as_deref()) {
            transaction.execute(
                "INSERT OR REPLACE INTO addresses (address, key) VALUES (?1, ?2)",
                params![address, key],
            )?;
        }
        Ok(transaction.commit()?)
    }

    /// The document with this identity, or that was opened by this address, with the place where the listener stopped
    /// as of `now`; `None` where there is none or it was removed.
    ///
    /// # Errors
    /// Those of the disk, and a text that is damaged.
    pub fn document(&self, id_or_address: &str, now: UnixSecs) -> Result<Option<Document>, LibraryError> {
        let found = self.connection.query_row(
            "SELECT id, body FROM documents
             WHERE removed IS NULL AND (id = ?1 OR key = (SELECT key FROM addresses WHERE address = ?1))
             ORDER BY id = ?1 DESC LIMIT 1",
            [id_or_address],
            |row| Ok((row.get(0)?, row.get(1)?)),
        );
        let Some((id, body)): Option<(String, Vec<u8>)> = found.optional()? else { return Ok(None) };
        if body.is_empty() {
            return Ok(None);
        }
        let mut document = body::read(&id, &body)?;
        document.resume = self.resume(document.id(), now)?;
        document.cover = self.cover(document.id())?.map(Into::into);
        Ok(Some(document))
    }

    /// The file of the picture on the cover of the document `id`.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn cover(&self, id: &DocumentId) -> Result<Option<Vec<u8>>, LibraryError> {
        let sql = "SELECT picture FROM covers JOIN documents USING (key) WHERE id = ?1";
        Ok(self.connection.query_row(sql, [&id.0], |row| row.get(0)).optional()?)
    }

    /// The file of the document with this identity, where its text is too long to be kept here.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn long_text(&self, id: &str) -> Result<Option<PathBuf>, LibraryError> {
        let found = self.connection.query_row(
            "SELECT source FROM documents WHERE removed IS NULL AND id = ?1 AND length(body) = 0",
            [id],
            |row| row.get::<_, Option<String>>(0),
        );
        Ok(found.optional()?.flatten().map(PathBuf::from))
    }

    /// Where the listener stopped in the document `id`, as of `now`, unless it was heard to its end.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn resume(&self, id: &DocumentId, now: UnixSecs) -> Result<Option<Resume>, LibraryError> {
        let stopped = self.connection.query_row(
            "SELECT place, heard_at FROM documents
             WHERE id = ?1 AND heard < 1 AND removed IS NULL AND place IS NOT NULL AND heard_at IS NOT NULL",
            [&id.0],
            |row| Ok((row.get(0)?, row.get(1)?)),
        );
        let Some((place, heard_at)): Option<(String, i64)> = stopped.optional()? else { return Ok(None) };
        let rested = Duration::from_secs(u64::try_from(now.0.saturating_sub(heard_at)).unwrap_or(0));
        // A place that cannot be read is as good as none.
        Ok(serde_json::from_str(&place).ok().map(|place| Resume { place, rested }))
    }

    /// Notes that the listener opened the document `id`, as of `now`. What was opened or heard later than that, by a clock
    /// that was ahead, counts as before it from then on.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn note_opened(&mut self, id: &DocumentId, now: UnixSecs) -> Result<(), LibraryError> {
        self.connection.execute(
            "UPDATE documents
             SET opened = min(opened, ?1 - 1), added = min(added, ?1 - 1), heard_at = min(heard_at, ?1 - 1)
             WHERE max(opened, added) > ?1 OR heard_at > ?1",
            [now.0],
        )?;
        self.set_opened(id, now)
    }

    /// Notes that the document `id` was opened `at` some time.
    pub(crate) fn set_opened(&self, id: &DocumentId, at: UnixSecs) -> Result<(), LibraryError> {
        self.connection.execute("UPDATE documents SET opened = ?2 WHERE id = ?1", params![id.0, at.0])?;
        Ok(())
    }

    /// The document that was opened or heard last, whether or not to its end.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn last_heard(&self) -> Result<Option<DocumentId>, LibraryError> {
        let last = self.connection.query_row(
            "SELECT id FROM documents WHERE removed IS NULL AND max(opened, ifnull(heard_at, 0)) > 0
             ORDER BY max(opened, ifnull(heard_at, 0)) DESC, key DESC LIMIT 1",
            [],
            |row| row.get(0),
        );
        Ok(last.optional()?.map(DocumentId))
    }

    /// Notes how far the listener is in a document, as of `now`.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn record(&mut self, progress: &Progress, now: UnixSecs) -> Result<(), LibraryError> {
        let place = serde_json::to_string(&progress.place)
            .map_err(|error| LibraryError::Refused(error.to_string()))?;
        self.connection.execute(
            "UPDATE documents SET place = ?2, heard = ?3, secs = ?4, heard_at = ?5 WHERE id = ?1",
            params![progress.place.document.0, place, progress.heard.clamp(0.0, 1.0), progress.secs, now.0],
        )?;
        Ok(())
    }

    /// Removes a document from lists and search; [`restore`](Self::restore) brings it back until
    /// [`forget_removed`](Self::forget_removed).
    ///
    /// # Errors
    /// Those of the disk.
    pub fn remove(&mut self, id: &DocumentId, now: UnixSecs) -> Result<(), LibraryError> {
        self.connection.execute("UPDATE documents SET removed = ?2 WHERE id = ?1", params![id.0, now.0])?;
        Ok(())
    }

    /// Brings a removed document back.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn restore(&mut self, id: &DocumentId) -> Result<(), LibraryError> {
        self.connection.execute("UPDATE documents SET removed = NULL WHERE id = ?1", [&id.0])?;
        Ok(())
    }

    /// Deletes for good what was removed before `before`.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn forget_removed(&mut self, before: UnixSecs) -> Result<(), LibraryError> {
        let transaction = self.connection.transaction()?;
        transaction.execute(
            "DELETE FROM search WHERE rowid IN (SELECT key FROM documents WHERE removed < ?1)",
            [before.0],
        )?;
        transaction.execute("DELETE FROM documents WHERE removed < ?1", [before.0])?;
        Ok(transaction.commit()?)
    }

    /// The documents that `query` asks for.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn list(&self, query: &Query) -> Result<Vec<Entry>, LibraryError> {
        let words = query_of(&query.words);
        let mut values: Vec<Value> = Vec::new();
        let mut bind = |value: Value| {
            values.push(value);
            format!("?{}", values.len())
        };
        let mut from = "documents d".to_owned();
        let mut wanted = vec!["d.removed IS NULL".to_owned()];
        if let Some(words) = &words {
            from += " JOIN search ON search.rowid = d.key";
            wanted.push(format!("search MATCH {}", bind(Value::Text(words.clone()))));
        }
        wanted.extend(condition(query.filter).map(str::to_owned));
        if let Some(site) = &query.site {
            wanted.push(format!("d.site = {}", bind(Value::Text(site.clone()))));
        }
        if let Some(tag) = &query.tag {
            wanted.push(format!(
                "d.key IN (SELECT key FROM tags WHERE tag = {})",
                bind(Value::Text(tag.clone()))
            ));
        }
        let order = match query.sort {
            Sort::Recent if words.is_some() => "bm25(search, 8.0, 1.0), max(d.opened, d.added) DESC",
            Sort::Recent => "max(d.opened, d.added) DESC, d.key DESC",
            Sort::Published => "d.published IS NULL, d.published DESC, d.key DESC",
            Sort::Title => "d.title, d.key",
            Sort::Length => "d.chars, d.key",
        };
        let limit = bind(i64::from(query.limit).into());
        let wanted = wanted.join(" AND ");
        let body = if words.is_some() { "d.body" } else { "NULL" };
        let sql =
            format!("SELECT {COLUMNS}, {body} FROM {from} WHERE {wanted} ORDER BY {order} LIMIT {limit}");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), |row| {
            let mut entry = entry(row)?;
            if let Some(body) = row.get::<_, Option<Vec<u8>>>("body").unwrap_or_default() {
                entry.excerpt = excerpt_of(&entry.id, &body, &query.words);
            }
            Ok(entry)
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many documents there are.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn counts(&self) -> Result<Counts, LibraryError> {
        Ok(self.connection.query_row(
            "SELECT count(*), count(*) FILTER (WHERE heard = 0), count(*) FILTER (WHERE heard > 0 AND heard < 1),
                 count(*) FILTER (WHERE heard = 1) FROM documents WHERE removed IS NULL",
            [],
            |row| {
                Ok(Counts { all: row.get(0)?, unheard: row.get(1)?, begun: row.get(2)?, heard: row.get(3)? })
            },
        )?)
    }

    /// The sites of the library, the one with most documents first.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn sites(&self) -> Result<Vec<(String, u64)>, LibraryError> {
        let sql = "SELECT site, count(*) FROM documents WHERE removed IS NULL AND site IS NOT NULL
                   GROUP BY site ORDER BY count(*) DESC, site";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn condition(filter: Filter) -> Option<&'static str> {
    match filter {
        Filter::All => None,
        Filter::Unheard => Some("d.heard = 0"),
        Filter::Begun => Some("d.heard > 0 AND d.heard < 1"),
        Filter::Heard => Some("d.heard = 1"),
    }
}

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let language: String = row.get(6)?;
    let tags: Option<String> = row.get(13)?;
    let english = Language::English;
    Ok(Entry {
        id: DocumentId(row.get(0)?),
        title: row.get(1)?,
        site: row.get(2)?,
        byline: row.get(3)?,
        published: row.get(4)?,
        source: row.get(5)?,
        language: if language == english.tag() { english } else { Language::Mandarin },
        chars: row.get(7)?,
        secs: row.get(8)?,
        added: UnixSecs(row.get(9)?),
        opened: UnixSecs(row.get(10)?),
        heard: row.get(11)?,
        heard_at: row.get::<_, Option<i64>>(12)?.map(UnixSecs),
        tags: tags.iter().flat_map(|tags| tags.lines()).map(str::to_owned).collect(),
        has_cover: row.get(14)?,
        excerpt: None,
    })
}

/// Where `words` stand in the text of a document; none where they stand in its title alone, or the text is damaged.
fn excerpt_of(id: &DocumentId, body: &[u8], words: &str) -> Option<crate::Excerpt> {
    let document = body::read(&id.0, body).ok()?;
    let mut texts = document.parts().iter().map(|part| without_title(&part.article()));
    texts.find_map(|text| excerpt(&text, words))
}

fn without_title(article: &Article) -> String {
    let spoken = spoken(article);
    let title = article.title().unwrap_or_default();
    spoken.strip_prefix(title).unwrap_or(&spoken).trim_start().to_owned()
}

/// What of `article` is read aloud.
fn spoken(article: &Article) -> String {
    let blocks = article.blocks().iter().filter(|block| block.spoken).map(|block| article.slice(block.range));
    blocks.collect::<Vec<_>>().join("\n")
}
