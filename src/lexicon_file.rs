//! The file of the listener's lexicon, `lexicon.txt` beside the settings.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use directories::ProjectDirs;

use crate::text::{Lexicon, LineError};

/// Where it is kept on this system, if it names a folder for such files.
pub fn path() -> Option<PathBuf> {
    ProjectDirs::from("tw", "", "tingxinwen").map(|dirs| dirs.config_dir().join("lexicon.txt"))
}

/// The lexicon in `path` and the lines of it that are wrong. Where there is no such file, an empty one.
///
/// # Errors
/// Where the file is there and cannot be read.
pub fn load(path: &Path) -> io::Result<(Lexicon, Vec<LineError>)> {
    match fs::read(path) {
        // Bytes that are no text spoil their own line only.
        Ok(bytes) => Ok(Lexicon::parse(&String::from_utf8_lossy(&bytes))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Default::default()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_and_none_is_empty() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lexicon.txt");
        assert_eq!(load(&path).unwrap(), Default::default());
        fs::write(&path, b"\xef\xbb\xbf\xe8\xa1\x8c hang2\r\n\xff\xfe ma1\r\nAI =\xe6\x84\x9b\r\n").unwrap();
        let (lexicon, errors) = load(&path).unwrap();
        assert_eq!(lexicon.to_text(), "行\thang2\nAI\t=愛\n");
        assert_eq!(errors.len(), 1);
        assert_eq!(errors[0].to_string(), "line 2: not in UTF-8");
        assert!(load(folder.path()).is_err());
    }
}
