//! Where files are kept on this machine.

use std::{
    io,
    path::{Path, PathBuf},
};

use tingxinwen_store::Folder;

use crate::catalog::Asset;

/// The folder of all that the program keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataDir {
    root: PathBuf,
}

impl DataDir {
    /// `$TINGXINWEN_DATA`, or this system's place for a program's data (on Linux
    /// `~/.local/share/tingxinwen`); `None` for a user without a home.
    pub fn find() -> Option<Self> {
        Folder::Data.path().map(Self::at)
    }

    /// `root` itself; it need not exist yet.
    pub fn at(root: PathBuf) -> Self {
        Self { root }
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where models are kept.
    pub fn models(&self) -> PathBuf {
        self.root.join("models")
    }

    /// Where `asset` is kept.
    pub fn path(&self, asset: &Asset) -> PathBuf {
        asset.file.split('/').fold(self.root.clone(), |path, name| path.join(name))
    }

    /// Whether `asset` is there in its full length. Files get their name only when they are whole and
    /// checked, so that length is enough to tell.
    pub fn has(&self, asset: &Asset) -> bool {
        self.path(asset).metadata().is_ok_and(|meta| meta.is_file() && meta.len() == asset.bytes)
    }

    /// A file that is locked while the lasting ones are changed.
    pub(crate) fn lock(&self) -> io::Result<std::fs::File> {
        std::fs::create_dir_all(&self.root)?;
        let options = std::fs::File::options().create(true).truncate(false).write(true).clone();
        options.open(self.root.join(".install.lock"))
    }
}
