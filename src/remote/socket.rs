//! Where sockets stand: a folder that only the listener may enter, with a file for each program that runs.
//!
//! The name of a file says nothing; the newest is the program that was started last. On Windows, where sockets are
//! no files, it marks the named pipe of that name.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU32, Ordering},
    time::SystemTime,
};

use interprocess::local_socket::{ListenerOptions, Name, tokio::Listener};
use tingxinwen_store::Folder;

const EXTENSION: &str = "socket";

/// The folder of sockets on this system.
pub fn folder() -> Option<PathBuf> {
    Folder::Runtime.path()
}

/// Listens at a new socket in `folder`. It has its name only when it can be connected to, so that nobody takes it
/// for one that was left behind.
pub(super) fn listen(folder: &Path) -> io::Result<(Listener, PathBuf)> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    make_private(folder)?;
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("{}-{count:04}", process::id());
    let (new, path) = (folder.join(format!("{name}.new")), folder.join(format!("{name}.{EXTENSION}")));
    // Of a program that had the same number and was killed.
    remove(&new);
    let options = ListenerOptions::new().name(bound_name(&new, &path)?).reclaim_name(false);
    let listener = options.create_tokio()?;
    #[cfg(not(unix))]
    fs::write(&new, [])?;
    fs::rename(&new, &path)?;
    Ok((listener, path))
}

/// All sockets in `folder`, also those that programs left behind; the newest first.
pub(super) fn sockets(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.flatten().map(|entry| entry.path());
    let is_socket = |path: &PathBuf| path.extension().is_some_and(|end| end == EXTENSION);
    let mut found: Vec<(SystemTime, PathBuf)> =
        paths.filter(is_socket).filter_map(|path| Some((modified(&path)?, path))).collect();
    found.sort_by(|a, b| b.cmp(a));
    found.into_iter().map(|(_, path)| path).collect()
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::symlink_metadata(path).and_then(|metadata| metadata.modified()).ok()
}

/// Removes the socket at `path`; one that is gone already needs no error.
pub(super) fn remove(path: &Path) {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            tracing::warn!(%error, "a socket stays behind");
        }
        Ok(()) | Err(_) => (),
    }
}

/// Whether `error`, on connecting, says that the program at the other end is gone.
pub(super) fn is_left_behind(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::ConnectionRefused | io::ErrorKind::NotFound)
}

/// Makes `folder` one that nobody else can enter. Fails where it belongs to somebody else.
fn make_private(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// The name that a listener binds whose socket stands at `new` first and at `path` then.
#[cfg(unix)]
fn bound_name(new: &Path, _path: &Path) -> io::Result<Name<'static>> {
    use interprocess::local_socket::{GenericFilePath, ToFsName as _};
    new.to_owned().to_fs_name::<GenericFilePath>()
}

/// The name that a listener binds whose file stands at `new` first and at `path` then.
#[cfg(not(unix))]
fn bound_name(_new: &Path, path: &Path) -> io::Result<Name<'static>> {
    connected_name(path)
}

/// The name to connect to for the socket at `path`.
#[cfg(unix)]
pub(super) fn connected_name(path: &Path) -> io::Result<Name<'static>> {
    bound_name(path, path)
}

/// The name to connect to for the file at `path`. The pipes of all users have one list, in which the number of a program
/// is there once.
#[cfg(not(unix))]
pub(super) fn connected_name(path: &Path) -> io::Result<Name<'static>> {
    use interprocess::local_socket::{GenericNamespaced, ToNsName as _};
    let stem = path.file_stem().ok_or(io::ErrorKind::InvalidInput)?;
    format!("tingxinwen-{}", stem.to_string_lossy()).to_ns_name::<GenericNamespaced>()
}
