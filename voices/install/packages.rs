//! Runs the package clients: `pip download` and `npm pack`.
//!
//! Only the clients know where their registries are; all that is wanted of them is an archive in a
//! folder.

use std::{
    ffi::{OsStr, OsString},
    fs,
    io::Read,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::{FetchError, Limits};
use crate::catalog::Client;

/// How often a running client is looked at.
const POLL: Duration = Duration::from_millis(50);

/// How a client may be called: programs and the arguments that come first.
fn commands(client: Client) -> &'static [(&'static str, &'static [&'static str])] {
    match client {
        Client::Pip => &[("pip3", &[]), ("pip", &[]), ("python3", &["-m", "pip"])],
        Client::Npm => &[("npm", &[])],
    }
}

/// The Debian package that holds a client.
fn debian_package(client: Client) -> &'static str {
    match client {
        Client::Pip => "python3-pip",
        Client::Npm => "npm",
    }
}

/// The command that fetches `package`, for people.
pub(super) fn describe(client: Client, package: &str) -> String {
    match client {
        Client::Pip => format!("pip download {package}"),
        Client::Npm => format!("npm pack {package}"),
    }
}

/// Fetches `package` into `folder`, which is empty, and gives its archive.
///
/// # Errors
/// [`FetchError::NoClient`] where none is found in `path`; [`FetchError::Client`] with the end of what it
/// said where it failed; [`FetchError::TimeOut`].
pub(super) fn fetch(
    client: Client,
    package: &str,
    folder: &Path,
    path: &OsStr,
    limits: &Limits,
) -> Result<PathBuf, FetchError> {
    let mut last = FetchError::NoClient { package: debian_package(client) };
    for (name, first) in commands(client) {
        let Some(program) = find(name, path) else { continue };
        let mut command = Command::new(program);
        command.args(*first).env("PATH", path).current_dir(folder);
        match client {
            Client::Pip => command
                .args(["download", "--no-deps", "--no-input", "--disable-pip-version-check", "--quiet"])
                .args(["--dest", ".", package]),
            Client::Npm => command.args(["pack", "--silent", "--no-update-notifier", package]),
        };
        match run(&mut command, folder, limits) {
            Ok(()) => return archive_in(folder),
            // Python may be there without pip: the next way to call it.
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// The program called `name` in one of the folders of `path`.
fn find(name: &str, path: &OsStr) -> Option<PathBuf> {
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd"] } else { &[""] };
    std::env::split_paths(path)
        .flat_map(|folder| endings.iter().map(move |ending| folder.join(format!("{name}{ending}"))))
        .find(|program| program.is_file())
}

fn run(command: &mut Command, folder: &Path, limits: &Limits) -> Result<(), FetchError> {
    let start_error = |error| FetchError::file(folder, error);
    // What it says goes to a file: a pipe that nobody empties would stop it.
    let said = folder.join(".said");
    let out = fs::File::create(&said).map_err(start_error)?;
    let again = out.try_clone().map_err(start_error)?;
    let program = command.get_program().to_owned();
    let mut child = command.stdin(Stdio::null()).stdout(out).stderr(again).spawn().map_err(|error| {
        FetchError::Client { said: format!("{}: {error}", PathBuf::from(&program).display()) }
    })?;
    let start = Instant::now();
    let status = loop {
        match child.try_wait().map_err(start_error)? {
            Some(status) => break status,
            None if start.elapsed() > limits.client => {
                child.kill().ok();
                child.wait().ok();
                return Err(FetchError::TimeOut(limits.client));
            }
            None => thread::sleep(POLL),
        }
    };
    if status.success() {
        return fs::remove_file(&said).map_err(start_error);
    }
    Err(FetchError::Client { said: last_words(&said, limits) })
}

/// The end of what a client said.
fn last_words(said: &Path, limits: &Limits) -> String {
    let mut bytes = Vec::new();
    // Nothing to read says nothing.
    fs::File::open(said).and_then(|file| file.take(1 << 20).read_to_end(&mut bytes)).ok();
    let from = bytes.len().saturating_sub(limits.client_output_bytes);
    let words = String::from_utf8_lossy(&bytes[from..]).split_whitespace().collect::<Vec<_>>().join(" ");
    if words.is_empty() { "it failed without a word".to_owned() } else { words }
}

fn archive_in(folder: &Path) -> Result<PathBuf, FetchError> {
    let is_archive = |path: &PathBuf| {
        path.extension()
            .and_then(OsStr::to_str)
            .is_some_and(|ending| matches!(ending, "whl" | "tgz" | "gz" | "zip"))
    };
    let entries = fs::read_dir(folder).map_err(|error| FetchError::file(folder, error))?;
    entries
        .flatten()
        .map(|entry| entry.path())
        .find(is_archive)
        .ok_or_else(|| FetchError::Client { said: "it left no archive".to_owned() })
}

/// The folders in which this process looks for programs.
pub(super) fn inherited_path() -> OsString {
    std::env::var_os("PATH").unwrap_or_default()
}
