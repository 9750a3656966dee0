//! The listener's own tags.

use rusqlite::params;
use tingxinwen_core::document::DocumentId;

use crate::{Database, LibraryError};

impl Database {
    /// Gives the document `id` these tags in place of those it has. Blank ones are none.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn set_tags(&mut self, id: &DocumentId, tags: &[String]) -> Result<(), LibraryError> {
        let transaction = self.connection.transaction()?;
        transaction
            .execute("DELETE FROM tags WHERE key = (SELECT key FROM documents WHERE id = ?1)", [&id.0])?;
        for tag in tags
            .iter()
            .map(|tag| tag.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|tag| !tag.is_empty())
        {
            transaction.execute(
                "INSERT OR IGNORE INTO tags (tag, key) SELECT ?2, key FROM documents WHERE id = ?1",
                params![id.0, tag],
            )?;
        }
        Ok(transaction.commit()?)
    }

    /// All tags, with the number of documents of each.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn tags(&self) -> Result<Vec<(String, u64)>, LibraryError> {
        let sql = "SELECT tag, count(*) FROM tags JOIN documents USING (key) WHERE removed IS NULL
                   GROUP BY tag ORDER BY tag";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
