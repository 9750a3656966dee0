//! The cover of what is played, as a file that other programs of the desktop can show.

use std::{
    fs,
    io::{self, Write as _},
    sync::{Arc, Mutex},
    time::Duration,
};

use tempfile::TempPath;
use tingxinwen_store::Folder;

use crate::engine::lock;

/// How the names of such files begin.
const PREFIX: &str = "cover-";
/// One that old belongs to a program that was killed.
const ABANDONED: Duration = Duration::from_secs(86_400);

/// The file of the cover that was told last; gone with this value.
#[derive(Default)]
pub(super) struct CoverFile(Mutex<Option<(Arc<[u8]>, TempPath)>>);

impl CoverFile {
    /// The address of a file that is `cover`; `None` where there is no place for it.
    pub(super) fn address(&self, cover: Option<&Arc<[u8]>>) -> Option<String> {
        let mut file = lock(&self.0);
        let Some(cover) = cover else {
            *file = None;
            return None;
        };
        if file.as_ref().is_none_or(|(of, _)| !Arc::ptr_eq(of, cover)) {
            let written = written(cover).inspect_err(|error| tracing::info!(%error, "no cover on the bus"));
            *file = Some((Arc::clone(cover), written.ok()?));
        }
        let (_, path) = file.as_ref()?;
        tingxinwen_article::file_address(path)
    }
}

fn written(cover: &[u8]) -> io::Result<TempPath> {
    let folder = Folder::Runtime.path().ok_or(io::ErrorKind::NotFound)?;
    fs::create_dir_all(&folder)?;
    for entry in fs::read_dir(&folder)?.flatten() {
        let is_cover = entry.file_name().to_string_lossy().starts_with(PREFIX);
        let age = entry.metadata().and_then(|about| about.modified()).ok().and_then(|at| at.elapsed().ok());
        if is_cover && age.is_some_and(|age| age > ABANDONED) {
            // Another program may be first.
            fs::remove_file(entry.path()).ok();
        }
    }
    let mut file = tempfile::Builder::new().prefix(PREFIX).tempfile_in(&folder)?;
    file.write_all(cover)?;
    Ok(file.into_temp_path())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cover_is_one_file_as_long_as_it_is_shown() {
        let file = CoverFile::default();
        let cover: Arc<[u8]> = vec![0xFF, 0xD8, 0xFF].into();
        let address = file.address(Some(&cover)).unwrap();
        assert_eq!(file.address(Some(&cover)).as_ref(), Some(&address));
        let path = std::path::PathBuf::from(address.strip_prefix("file://").unwrap());
        assert_eq!(std::fs::read(&path).unwrap(), *cover);
        assert_eq!(file.address(None), None);
        assert!(!path.exists());
    }
}
