//! Where files are kept on this machine.

use std::{
    env, io,
    path::{Path, PathBuf},
};

use tingxinwen_store::Folder;

use crate::catalog::Asset;

/// Where packages keep voices, seen from the folder of the program: as on Unix, beside it, and in a bundle of macOS.
const PACKAGED: [&str; 3] = ["../share/tingxinwen", "share/tingxinwen", "../Resources"];

/// The folder of all that the program keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataDir {
    root: PathBuf,
    /// Folders with voices that came along with the program, which are only read.
    packaged: Vec<PathBuf>,
}

impl DataDir {
    /// `$TINGXINWEN_DATA`, or this system's place for a program's data (on Linux
    /// `~/.local/share/tingxinwen`); `None` for a user without a home.
    ///
    /// Voices that are missing there are also looked for where packages keep theirs.
    pub fn find() -> Option<Self> {
        let program = env::current_exe().and_then(dunce::canonicalize).ok();
        let beside = program.as_deref().and_then(Path::parent);
        let packaged = beside.map(|folder| PACKAGED.iter().map(|path| folder.join(path)).collect());
        Folder::Data.path().map(|root| Self { root, packaged: packaged.unwrap_or_default() })
    }

    /// `root` itself; it need not exist yet.
    pub fn at(root: PathBuf) -> Self {
        Self { root, packaged: Vec::new() }
    }

    /// The same, with voices in `folder` too that came along with the program.
    pub fn with_packaged(mut self, folder: PathBuf) -> Self {
        self.packaged.push(folder);
        self
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where models are kept.
    pub fn models(&self) -> PathBuf {
        self.root.join("models")
    }

    /// Where `asset` is kept when it is fetched.
    pub fn own_path(&self, asset: &Asset) -> PathBuf {
        place(&self.root, asset)
    }

    /// Where `asset` is read from: the listener's own, else one that came with the program.
    pub fn path(&self, asset: &Asset) -> PathBuf {
        let own = self.own_path(asset);
        if is_whole(&own, asset) {
            return own;
        }
        let packaged = self.packaged.iter().map(|folder| place(folder, asset));
        packaged.into_iter().find(|path| is_whole(path, asset)).unwrap_or(own)
    }

    /// Whether `asset` is there in its full length. Files get their name only when they are whole and
    /// checked, so that length is enough to tell.
    pub fn has(&self, asset: &Asset) -> bool {
        is_whole(&self.path(asset), asset)
    }

    /// A file that is locked while the lasting ones are changed.
    pub(crate) fn lock(&self) -> io::Result<std::fs::File> {
        std::fs::create_dir_all(&self.root)?;
        let options = std::fs::File::options().create(true).truncate(false).write(true).clone();
        options.open(self.root.join(".install.lock"))
    }
}

/// Where `asset` is kept below `folder`.
pub(crate) fn place(folder: &Path, asset: &Asset) -> PathBuf {
    asset.file.split('/').fold(folder.to_owned(), |path, name| path.join(name))
}

fn is_whole(path: &Path, asset: &Asset) -> bool {
    path.metadata().is_ok_and(|meta| meta.is_file() && meta.len() == asset.bytes)
}
