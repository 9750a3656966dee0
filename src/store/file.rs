//! Reading, and writing whole or not at all.

use std::{
    ffi::OsString,
    fs::{self, File},
    io::{self, ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

/// The text of the file at `path`; `None` where there is none. Bytes that are not UTF-8 become U+FFFD, so that they
/// spoil their own line only.
///
/// # Errors
/// Where the file is there and cannot be read.
pub fn read_text(path: &Path) -> io::Result<Option<String>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Writes `bytes` to `path` in one step, and makes the folder where it is missing: a program that is killed, or a
/// disk that is full, leaves the old file. Only its owner may read it. A symbolic link stays one.
///
/// # Errors
/// Where the folder or the file cannot be written; the old file is then as it was.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = folder_of(&path);
    fs::create_dir_all(folder)?;
    let mut draft = NamedTempFile::new_in(folder)?;
    draft.write_all(bytes)?;
    draft.as_file().sync_all()?;
    draft.persist(&path)?;
    Ok(())
}

/// Renames the file at `path`, which cannot be read, to a name that is free beside it, and gives that: `x.toml` to
/// `x.toml.unreadable` or `x.toml.unreadable-2`.
///
/// # Errors
/// Where it cannot be renamed, or every name is taken.
pub fn set_aside(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or(ErrorKind::InvalidInput)?;
    let with = |ending: &str| {
        let mut name = OsString::from(name);
        name.push(ending);
        path.with_file_name(name)
    };
    let mut names = (2..100).map(|count| with(&format!(".unreadable-{count}")));
    let first = with(".unreadable");
    let free = std::iter::once(first).chain(names.by_ref()).find(|name| !name.exists());
    let free = free.ok_or(ErrorKind::AlreadyExists)?;
    fs::rename(path, &free)?;
    Ok(free)
}

/// Keeps other programs that take the same lock from changing a file between its being read and written.
#[derive(Debug)]
pub struct Lock(File);

impl Lock {
    /// Waits for the lock of the file at `path`: an empty file beside it, `.x.toml.lock`.
    ///
    /// # Errors
    /// Where that file cannot be made.
    pub fn of(path: &Path) -> io::Result<Self> {
        let mut name = OsString::from(".");
        name.push(path.file_name().ok_or(ErrorKind::InvalidInput)?);
        name.push(".lock");
        fs::create_dir_all(folder_of(path))?;
        let file =
            File::options().create(true).truncate(false).write(true).open(path.with_file_name(name))?;
        file.lock()?;
        Ok(Self(file))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing the file lets it go all the same.
        self.0.unlock().ok();
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/a.toml");
        assert_eq!(read_text(&path).unwrap(), None);
        write(&path, "甲".as_bytes()).unwrap();
        write(&path, b"\xff = 1").unwrap();
        assert_eq!(read_text(&path).unwrap().unwrap(), "\u{FFFD} = 1");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
        assert!(write(&path.join("below"), b"").is_err());
        assert!(read_text(folder.path()).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_one_and_what_is_written_is_its_owners() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};

        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("real.toml"), folder.path().join("link.toml"));
        fs::write(&file, "old").unwrap();
        symlink(&file, &link).unwrap();
        write(&link, b"new").unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn what_cannot_be_read_is_set_aside_under_a_free_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        for expected in ["a.toml.unreadable", "a.toml.unreadable-2"] {
            fs::write(&path, "[").unwrap();
            assert_eq!(set_aside(&path).unwrap(), folder.path().join(expected));
            assert!(!path.exists());
        }
        assert!(set_aside(&path).is_err(), "there is nothing to set aside");
    }

    #[test]
    fn changes_under_a_lock_do_not_overwrite_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("count");
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let _lock = Lock::of(&path).unwrap();
                    let text = read_text(&path).unwrap().unwrap_or_default();
                    write(&path, format!("{text}x").as_bytes()).unwrap();
                });
            }
        });
        assert_eq!(read_text(&path).unwrap().unwrap(), "xxxxxxxx");
    }
}
