//! The record of an export of several files: which of them are done, so that one that was stopped goes on.

use std::{
    collections::BTreeSet,
    io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{ExportError, Order, PlannedFile, Speech};

/// What the record is called; it is hidden, and goes when all is done.
const NAME: &str = ".tingxinwen-export.json";

/// Which files of an export are done.
pub(super) struct Record {
    path: PathBuf,
    /// Whether there is more than one file.
    is_kept: bool,
    stored: Stored,
}

#[derive(Default, Serialize, Deserialize)]
struct Stored {
    /// What was wanted.
    order: String,
    /// The indexes of the files that are done.
    done: BTreeSet<usize>,
}

impl Record {
    /// The record in `folder` of an earlier export of the same `files`, of what is there of them; an empty one where there is none.
    pub(super) fn of(folder: &Path, files: &[PlannedFile], order: &Order, speech: &Speech<'_>) -> Self {
        let (path, own) = (folder.join(NAME), fingerprint(files, order, speech));
        let text = tingxinwen_store::read_text(&path).ok().flatten();
        let stored = text.and_then(|text| serde_json::from_str::<Stored>(&text).ok());
        let mut stored = stored.filter(|stored| stored.order == own).unwrap_or_default();
        stored.order = own;
        stored.done.retain(|&idx| files.get(idx).is_some_and(|file| file.path.is_file()));
        Self { path, is_kept: files.len() > 1, stored }
    }

    /// Whether the file with this index is done.
    pub(super) fn has(&self, idx: usize) -> bool {
        self.stored.done.contains(&idx)
    }

    /// Notes that it is.
    pub(super) fn note(&mut self, idx: usize) -> Result<(), ExportError> {
        self.stored.done.insert(idx);
        if !self.is_kept {
            return Ok(());
        }
        let text = serde_json::to_vec(&self.stored).map_err(io::Error::other)?;
        tingxinwen_store::write_readable(&self.path, &text).map_err(ExportError::file(&self.path))
    }

    /// Forgets it: all is done.
    pub(super) fn remove(self) {
        if self.is_kept {
            std::fs::remove_file(&self.path).ok();
        }
    }
}

/// A number that tells what is wanted: which texts, as what, by whom.
fn fingerprint(files: &[PlannedFile], order: &Order, speech: &Speech<'_>) -> String {
    let mut hash = Sha256::new();
    hash.update(format!("{:?}{:?}{:?}{:?}", order.kind, order.quality, order.speed, order.subtitles));
    hash.update(format!("{:?}{:?}", speech.orders, speech.blocks));
    for file in files {
        hash.update(file.path.as_os_str().as_encoded_bytes());
        hash.update(format!("{:?}", file.tags));
        for part in file.document.parts() {
            // Of a long text the length is enough: it is made anew at each reading.
            match &part.body {
                tingxinwen_core::document::PartBody::Made(article) => hash.update(article.text()),
                tingxinwen_core::document::PartBody::Long { bytes, .. } => hash.update(bytes.to_le_bytes()),
            }
        }
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
