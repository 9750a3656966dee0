//! Fetches the files of voices into the data folder.
//!
//! A file gets its name only when it is whole, checked and on the disk, so that whatever has its name
//! can be used. One process installs at a time; a second one waits and then finds the work done.

mod archive;
mod download;
mod error;
mod limits;
mod packages;
mod progress;

use std::{
    collections::HashMap,
    ffi::OsString,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    thread,
};

use tempfile::{NamedTempFile, TempDir};
use tingxinwen_core::speech::VoiceId;

pub use error::{FetchError, InstallError};
pub use limits::Limits;
pub use progress::{Progress, Silent, Step};

use crate::{
    catalog::{Asset, Catalog, Client, Engine, Entry, Part, Source},
    data_dir::{DataDir, place},
    sum,
};

/// What the names of folders start with in which package clients work.
const FETCHING: &str = ".fetching-";

/// How much of what is there already is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// The length: enough, unless something was changed or lost since.
    Length,
    /// Every byte, so that damage is found and repaired. Takes up to a second for a model.
    Checksum,
}

/// A place that holds the files of voices under the names that they have in the data folder: a copy of that folder, or a
/// server that has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A folder of this machine.
    Folder(PathBuf),
    /// An address; names are put behind it after a `/`.
    Address(String),
}

impl Origin {
    fn of(&self, asset: &Asset) -> Source {
        match self {
            Self::Folder(folder) => Source::File { file: place(folder, asset) },
            Self::Address(address) => {
                Source::Address { address: format!("{}/{}", address.trim_end_matches('/'), asset.file) }
            }
        }
    }
}

/// Installs voices.
#[derive(Clone, Debug)]
pub struct Installer {
    catalog: Catalog,
    data: DataDir,
    limits: Limits,
    path: OsString,
    check: Check,
    origin: Option<Origin>,
}

impl Installer {
    /// Installs voices of `catalog` into `data`, with the package clients on this process's `PATH`.
    pub fn new(catalog: Catalog, data: DataDir) -> Self {
        let path = packages::inherited_path();
        Self { catalog, data, limits: Limits::default(), path, check: Check::Checksum, origin: None }
    }

    /// Looks for package clients in the folders of `path` instead.
    pub fn with_path(self, path: OsString) -> Self {
        Self { path, ..self }
    }

    /// Looks in `origin` before all sources of the catalogue.
    pub fn with_origin(self, origin: Origin) -> Self {
        Self { origin: Some(origin), ..self }
    }

    /// With other limits.
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Looks so closely at what is there; [`Check::Checksum`] unless told.
    pub fn with_check(self, check: Check) -> Self {
        Self { check, ..self }
    }

    /// Fetches whatever `voices` need and is not there. May take minutes; may be called from anywhere,
    /// also from within an async runtime.
    ///
    /// # Errors
    /// [`InstallError`]; what was fetched before stays.
    pub fn install(&self, voices: &[VoiceId], progress: &dyn Progress) -> Result<(), InstallError> {
        let entries = voices
            .iter()
            .map(|id| self.catalog.voice(id).ok_or_else(|| InstallError::Unknown(id.clone())))
            .collect::<Result<Vec<_>, _>>()?;
        // The blocking HTTP client must not run on a thread of an async runtime.
        let result = thread::scope(|scope| scope.spawn(|| self.install_all(&entries, progress)).join());
        progress.tell(&Step::Finished);
        result.unwrap_or(Err(InstallError::Stopped))
    }

    fn install_all(&self, entries: &[&Entry], progress: &dyn Progress) -> Result<(), InstallError> {
        let _lock = lock(&self.data, progress)?;
        remove_converted(&self.data.models());
        let mut session = Session { installer: self, progress, folder: None, archives: HashMap::new() };
        let needs_model = entries.iter().any(|entry| entry.engine == Engine::Kokoro);
        let shared = self.catalog.kokoro.iter().filter(|_| needs_model);
        for asset in shared.chain(entries.iter().flat_map(|entry| &entry.assets)) {
            if !self.is_there(asset)? {
                session.fetch(asset)?;
            }
        }
        session.take_the_rest();
        Ok(())
    }

    fn is_there(&self, asset: &Asset) -> Result<bool, InstallError> {
        let path = self.data.path(asset);
        match self.check {
            Check::Length => Ok(self.data.has(asset)),
            Check::Checksum if !self.data.has(asset) => Ok(false),
            Check::Checksum => match sum::of_file(&path) {
                Ok(found) => Ok(found == asset.sha256),
                Err(source) => Err(InstallError::File { path, source }),
            },
        }
    }
}

/// Waits until no other process installs into `data`; the lock ends with the process, however it ends.
fn lock(data: &DataDir, progress: &dyn Progress) -> Result<fs::File, InstallError> {
    let error = |source| InstallError::File { path: data.root().to_owned(), source };
    let file = data.lock().map_err(error)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(fs::TryLockError::WouldBlock) => {
            progress.tell(&Step::Waiting);
            file.lock().map_err(error)?;
        }
        Err(fs::TryLockError::Error(source)) => return Err(error(source)),
    }
    Ok(file)
}

/// One installation; its archives are fetched once and serve all their assets.
struct Session<'i> {
    installer: &'i Installer,
    progress: &'i dyn Progress,
    /// Where package clients put their archives; made when needed.
    folder: Option<TempDir>,
    archives: HashMap<(Client, String), PathBuf>,
}

impl Session<'_> {
    /// Gets `asset` from the first source that has it.
    fn fetch(&mut self, asset: &Asset) -> Result<(), InstallError> {
        let path = self.installer.data.own_path(asset);
        let folder = path.parent().unwrap_or(self.installer.data.root());
        fs::create_dir_all(folder)
            .map_err(|source| InstallError::File { path: folder.to_owned(), source })?;
        let mut tried = Vec::new();
        let given = self.installer.origin.as_ref().map(|origin| origin.of(asset));
        for source in given.iter().chain(&asset.sources) {
            let name = describe(source);
            self.progress.tell(&Step::Trying { file: &asset.file, source: &name });
            let result = match source {
                Source::Package { client, parts } => {
                    self.unpack(*client, parts).and_then(|bytes| put(&bytes, asset, &path))
                }
                Source::Address { address } => self.download(asset, address, &path),
                Source::File { file } => fs::read(file)
                    .map_err(|error| FetchError::Unreadable(error.kind()))
                    .and_then(|bytes| put(&bytes, asset, &path)),
            };
            match result {
                Ok(()) => {
                    self.progress.tell(&Step::Done { file: &asset.file });
                    return Ok(());
                }
                Err(FetchError::File { path, source }) => return Err(InstallError::File { path, source }),
                Err(why) => {
                    self.progress.tell(&Step::Failed { source: &name, why: &why });
                    tried.push((name, why));
                }
            }
        }
        Err(InstallError::NoSource {
            file: asset.file.clone(),
            path,
            bytes: asset.bytes,
            sha256: asset.sha256.clone(),
            tried,
        })
    }

    fn download(&self, asset: &Asset, address: &str, path: &Path) -> Result<(), FetchError> {
        // With the checksum in its name, what is left of another version is not gone on from.
        let part = path.with_extension(format!("{}.part", asset.sha256.get(..8).unwrap_or_default()));
        download::download(asset, address, &part, &self.installer.limits, self.progress)?;
        fs::rename(&part, path).map_err(|error| FetchError::file(path, error))
    }

    /// The members `parts`, put together.
    fn unpack(&mut self, client: Client, parts: &[Part]) -> Result<Vec<u8>, FetchError> {
        let mut whole = Vec::new();
        for part in parts {
            let archive = self.archive(client, &part.package)?;
            let mut found = archive::members(&archive, &[&part.member], &self.installer.limits)?;
            let bytes =
                found.remove(&part.member).ok_or_else(|| FetchError::NoMember(part.member.clone()))?;
            whole.extend_from_slice(&bytes);
        }
        Ok(whole)
    }

    /// The archive of `package`, fetched unless it has been.
    fn archive(&mut self, client: Client, package: &str) -> Result<PathBuf, FetchError> {
        let key = (client, package.to_owned());
        if let Some(archive) = self.archives.get(&key) {
            return Ok(archive.clone());
        }
        let data = self.installer.data.root();
        if self.folder.is_none() {
            // In the data folder: the system's own place for such may be small, or in memory.
            remove_left(data);
            let folder = tempfile::Builder::new().prefix(FETCHING).tempdir_in(data);
            self.folder = Some(folder.map_err(|error| FetchError::file(data, error))?);
        }
        let folder = self.folder.as_ref().map_or(data, TempDir::path).join(self.archives.len().to_string());
        // What an attempt at the same package left there.
        fs::remove_dir_all(&folder).ok();
        fs::create_dir_all(&folder).map_err(|error| FetchError::file(&folder, error))?;
        let archive =
            packages::fetch(client, package, &folder, &self.installer.path, &self.installer.limits)?;
        self.archives.insert(key, archive.clone());
        Ok(archive)
    }

    /// Keeps what else the fetched archives hold: other voices. Nobody asked, so that nothing is said
    /// where it fails.
    fn take_the_rest(&mut self) {
        let installer = self.installer;
        for ((client, package), archive) in &self.archives {
            let mut wanted: HashMap<&str, &Asset> = HashMap::new();
            for asset in installer.catalog.assets().filter(|asset| !installer.data.has(asset)) {
                for source in &asset.sources {
                    match source {
                        Source::Package { client: its, parts } => {
                            if let [part] = parts.as_slice()
                                && its == client
                                && part.package == *package
                            {
                                wanted.insert(&part.member, asset);
                            }
                        }
                        Source::Address { .. } | Source::File { .. } => {}
                    }
                }
            }
            let names: Vec<&str> = wanted.keys().copied().collect();
            if names.is_empty() {
                continue;
            }
            for (name, bytes) in archive::members(archive, &names, &installer.limits).unwrap_or_default() {
                if let Some(asset) = wanted.get(name.as_str())
                    && put(&bytes, asset, &installer.data.path(asset)).is_ok()
                {
                    self.progress.tell(&Step::Done { file: &asset.file });
                }
            }
        }
    }
}

/// Removes what earlier versions made of the download; that it fails is no harm.
fn remove_converted(models: &Path) {
    for entry in fs::read_dir(models).into_iter().flatten().flatten() {
        if entry.file_name().to_str().is_some_and(|name| name.starts_with("kokoro-f32-")) {
            fs::remove_file(entry.path()).ok();
        }
    }
}

/// Removes what killed installations left; there is no other one, as the lock is ours.
fn remove_left(data: &Path) {
    for entry in fs::read_dir(data).into_iter().flatten().flatten() {
        if entry.file_name().to_str().is_some_and(|name| name.starts_with(FETCHING)) {
            fs::remove_dir_all(entry.path()).ok();
        }
    }
}

/// `source` for people.
fn describe(source: &Source) -> String {
    match source {
        Source::Package { client, parts } => {
            let packages: Vec<&str> = parts.iter().map(|part| part.package.as_str()).collect();
            packages::describe(*client, &packages.join(" "))
        }
        Source::Address { address } => address.clone(),
        Source::File { file } => file.display().to_string(),
    }
}

/// Writes `bytes` to `path` if they are `asset`.
fn put(bytes: &[u8], asset: &Asset, path: &Path) -> Result<(), FetchError> {
    if sum::of_bytes(bytes) != asset.sha256 {
        return Err(FetchError::Checksum);
    }
    write_whole(bytes, path).map_err(|error| FetchError::file(path, error))
}

fn write_whole(bytes: &[u8], path: &Path) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
