//! The log: what a report of a fault needs, in files of a day each. Never the text of articles, never keys.

use std::{
    fs, io,
    panic::{self, PanicHookInfo},
    path::PathBuf,
};

use tingxinwen_store::Folder;
use tracing_appender::{
    non_blocking::{self, WorkerGuard},
    rolling::{RollingFileAppender, Rotation},
};
use tracing_subscriber::EnvFilter;

/// The environment variable that says what is logged, as `tracing_subscriber` has it: `tingxinwen=debug`.
const VARIABLE: &str = "TINGXINWEN_LOG";
/// What is logged without it: our own packages are `tingxinwen…`.
const USUAL: &str = "warn,tingxinwen=info,tingxinwen_article=info,tingxinwen_net=info,tingxinwen_ui=info,tingxinwen_voices=info";
/// Days of which files are kept.
const FILES: usize = 7;
const PREFIX: &str = "tingxinwen";
const SUFFIX: &str = "log";

/// Writes the log as long as it lives; what was logged last is written when it is dropped.
#[must_use = "the log ends with it"]
pub struct LogGuard(#[expect(dead_code, reason = "lives as long as the log")] WorkerGuard);

/// The folder of the log, where this system has a place for it.
pub fn folder() -> Option<PathBuf> {
    Folder::State.path().map(|folder| folder.join("log"))
}

/// Starts the log. A panic is logged with its place, not with its words, which may hold text of an article. Without a
/// place to write, nothing is logged.
pub fn start() -> Option<LogGuard> {
    let folder = folder()?;
    fs::create_dir_all(&folder).ok()?;
    let files = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix(PREFIX)
        .filename_suffix(SUFFIX)
        .max_log_files(FILES)
        .build(folder)
        .ok()?;
    let (writer, guard) = non_blocking::NonBlockingBuilder::default().thread_name("log").finish(files);
    let filter = EnvFilter::try_from_env(VARIABLE).unwrap_or_else(|_| EnvFilter::new(USUAL));
    let log = tracing_subscriber::fmt().with_writer(writer).with_ansi(false).with_env_filter(filter);
    // Somebody else may log already: a test.
    log.try_init().ok()?;
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |panic: &PanicHookInfo<'_>| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panic");
        before(panic);
    }));
    tracing::info!(version = env!("CARGO_PKG_VERSION"), os = std::env::consts::OS, "started");
    Some(LogGuard(guard))
}

/// The last `lines` lines of the newest file of the log.
///
/// # Errors
/// Where the folder or the file cannot be read.
pub fn tail(lines: usize) -> io::Result<Vec<String>> {
    let folder = folder().ok_or(io::ErrorKind::NotFound)?;
    let is_log = |path: &PathBuf| path.extension().is_some_and(|end| end == SUFFIX);
    let files = fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).filter(is_log);
    // Their names hold the day.
    let newest = files.max().ok_or(io::ErrorKind::NotFound)?;
    let text = String::from_utf8_lossy(&fs::read(newest)?).into_owned();
    let all: Vec<&str> = text.lines().collect();
    Ok(all[all.len().saturating_sub(lines)..].iter().map(|line| (*line).to_owned()).collect())
}
