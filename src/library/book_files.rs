//! Books whose sound is heard long after they were opened, kept beside the library where they came from elsewhere.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use tingxinwen_core::{
    article::{BookFile, fingerprint},
    document::{Document, DocumentId},
};

use crate::{Database, LibraryError};

/// How the names of their files end.
const ENDING: &str = "book";

impl Database {
    /// Puts the book of `document` into a file beside the library, where it has recordings and came from no file; those of
    /// books that are not in the library any more are removed.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn keep_book_file(&self, document: &mut Document) -> Result<(), LibraryError> {
        let Some(bytes) = document.book_file().and_then(|book| book.bytes) else { return Ok(()) };
        let Some(folder) = self.book_folder() else { return Ok(()) };
        fs::create_dir_all(&folder)?;
        self.sweep(&folder)?;
        let path = folder.join(name(document.id()));
        tingxinwen_store::write(&path, &bytes)?;
        let path = path.to_str().ok_or(LibraryError::File(std::io::ErrorKind::InvalidFilename))?;
        document.set_book_file(&BookFile { path: Some(path.to_owned()), bytes: None });
        Ok(())
    }

    /// Where they lie; `None` for a library in memory.
    fn book_folder(&self) -> Option<PathBuf> {
        let path = self.connection.path().filter(|path| !path.is_empty())?;
        Some(Path::new(path).parent()?.join("books"))
    }

    /// Removes the files in `folder` of books that are not in the library.
    fn sweep(&self, folder: &Path) -> Result<(), LibraryError> {
        let mut statement = self.connection.prepare_cached("SELECT id FROM documents")?;
        let ids = statement.query_map([], |row| Ok(name(&DocumentId(row.get(0)?))))?;
        let known: BTreeSet<String> = ids.collect::<Result<_, _>>()?;
        for entry in fs::read_dir(folder)?.flatten() {
            let file = entry.file_name().to_string_lossy().into_owned();
            if file.ends_with(ENDING) && !known.contains(&file) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

fn name(id: &DocumentId) -> String {
    format!("{:016x}.{ENDING}", fingerprint(&id.0))
}
