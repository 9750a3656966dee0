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
    Ok(read(path)?.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}

/// The bytes of the file at `path`; `None` where there is none.
///
/// # Errors
/// Where it cannot be read, or is no regular file: a pipe or a device may never end.
pub fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let found = fs::metadata(path);
    if found.is_ok_and(|found| !found.is_file()) {
        return Err(ErrorKind::InvalidInput.into());
    }
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
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
    write_for(path, bytes, Readers::Owner)
}

/// As [`write()`], for whoever may read the listener's files, by the umask; into what is there and no file: a pipe, a
/// device.
///
/// # Errors
/// As [`write()`].
pub fn write_readable(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
        return fs::write(path, bytes);
    }
    write_for(path, bytes, Readers::ByUmask)
}

fn write_for(path: &Path, bytes: &[u8], readers: Readers) -> io::Result<()> {
    let path = dunce::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = folder_of(&path);
    fs::create_dir_all(folder)?;
    let mut draft = draft(folder, readers)?;
    draft.write_all(bytes)?;
    draft.as_file().sync_all()?;
    draft.persist(&path)?;
    // Only then is its new name on the disk, too; some systems cannot open a folder.
    File::open(folder).and_then(|folder| folder.sync_all()).ok();
    Ok(())
}

/// Who may read a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Its owner only.
    Owner,
    /// Whoever may read any program's files, by the listener's umask.
    ByUmask,
}

/// A draft in `folder` of a file that `readers` may read; drafts that were left there by programs that were killed are
/// removed.
///
/// # Errors
/// Where the folder cannot be read or written.
pub fn draft(folder: &Path, readers: Readers) -> io::Result<NamedTempFile> {
    /// How drafts are called.
    const ENDING: &str = ".tingxinwen-draft";
    let is_draft = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().ends_with(ENDING);
    for entry in fs::read_dir(folder)?.flatten().filter(is_draft) {
        // Whoever still writes to one holds its lock. It is held here until the file is gone, so that one who has just
        // made it knows.
        if let Ok(left) = File::open(entry.path())
            && left.try_lock().is_ok()
        {
            fs::remove_file(entry.path()).ok();
        }
    }
    let mut builder = tempfile::Builder::new();
    let_in(&mut builder, readers);
    builder.prefix(".").suffix(ENDING);
    loop {
        let draft = builder.tempfile_in(folder)?;
        draft.as_file().lock()?;
        // Another program that swept between the two lines took it for one that was left.
        if draft.path().exists() {
            return Ok(draft);
        }
    }
}

/// Lets `readers` read what `builder` makes.
#[cfg(unix)]
fn let_in(builder: &mut tempfile::Builder<'_, '_>, readers: Readers) {
    use std::os::unix::fs::PermissionsExt as _;
    if readers == Readers::ByUmask {
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
}

/// On Windows a file has the readers of its folder.
#[cfg(not(unix))]
fn let_in(_: &mut tempfile::Builder<'_, '_>, _: Readers) {}

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
    fn drafts_that_were_left_are_swept_and_others_stay() {
        let folder = tempfile::tempdir().unwrap();
        let (left, held) = (".a.tingxinwen-draft", ".b.tingxinwen-draft");
        fs::write(folder.path().join(left), "x").unwrap();
        let writing = File::create(folder.path().join(held)).unwrap();
        writing.lock().unwrap();
        write(&folder.path().join("c"), b"y").unwrap();
        let mut names: Vec<_> =
            fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, [held, "c"]);
    }

    #[test]
    fn drafts_that_are_made_at_the_same_time_are_not_taken_for_left_ones() {
        let folder = tempfile::tempdir().unwrap();
        thread::scope(|scope| {
            for thread in 0..8 {
                let path = folder.path().join(thread.to_string());
                scope.spawn(move || (0..60).for_each(|_| write(&path, b"x").unwrap()));
            }
        });
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 8);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_may_never_end_is_not_read() {
        let error = read_text(Path::new("/dev/zero")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
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
