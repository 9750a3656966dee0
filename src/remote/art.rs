//! The cover of what is played, as a file that other programs of the desktop can show.

use std::{
    io::{self, Write as _},
    sync::{Arc, Mutex},
};

use tempfile::TempPath;
use tingxinwen_store::Folder;

use crate::engine::lock;

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
    std::fs::create_dir_all(&folder)?;
    // Of a program that is killed, the system removes it with the folder.
    let mut file = tempfile::Builder::new().prefix("cover-").tempfile_in(&folder)?;
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
