//! Sentences that the listener marked, with notes.

use rusqlite::params;
use serde::Serialize;
use tingxinwen_core::document::{DocumentId, Place};

use crate::{Database, LibraryError, UnixSecs};

/// A marked sentence.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Highlight {
    /// Its number in the library.
    pub id: i64,
    /// Where it stands.
    pub place: Place,
    /// Its words.
    pub quote: String,
    /// What the listener says of it; may be empty.
    pub note: String,
    /// When it was marked.
    pub made: UnixSecs,
}

impl Database {
    /// Marks `quote` at `place`; returns its number.
    ///
    /// # Errors
    /// Those of the disk, and a document that is not in the library.
    pub fn highlight(
        &mut self,
        place: &Place,
        quote: &str,
        note: &str,
        now: UnixSecs,
    ) -> Result<i64, LibraryError> {
        let json = serde_json::to_string(place).map_err(|error| LibraryError::Refused(error.to_string()))?;
        Ok(self.connection.query_row(
            "INSERT INTO highlights (key, place, quote, note, made)
             SELECT key, ?2, ?3, ?4, ?5 FROM documents WHERE id = ?1 RETURNING id",
            params![place.document.0, json, quote, note, now.0],
            |row| row.get(0),
        )?)
    }

    /// Replaces the note of the mark `id`.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn set_note(&mut self, id: i64, note: &str) -> Result<(), LibraryError> {
        self.connection.execute("UPDATE highlights SET note = ?2 WHERE id = ?1", params![id, note])?;
        Ok(())
    }

    /// Takes the mark `id` away.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn remove_highlight(&mut self, id: i64) -> Result<(), LibraryError> {
        self.connection.execute("DELETE FROM highlights WHERE id = ?1", [id])?;
        Ok(())
    }

    /// The marks in the document `id`, in the order in which they were made.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn highlights(&self, id: &DocumentId) -> Result<Vec<Highlight>, LibraryError> {
        let sql = "SELECT h.id, h.place, h.quote, h.note, h.made FROM highlights h JOIN documents USING (key)
                   WHERE documents.id = ?1 ORDER BY h.id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([&id.0], |row| {
            let place = serde_json::from_str(&row.get::<_, String>(1)?);
            let place = place.map_err(|error| {
                rusqlite::Error::FromSqlConversionFailure(1, rusqlite::types::Type::Text, error.into())
            })?;
            Ok(Highlight {
                id: row.get(0)?,
                place,
                quote: row.get(2)?,
                note: row.get(3)?,
                made: UnixSecs(row.get(4)?),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
