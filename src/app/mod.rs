//! The program between engine and listener: settings, voices, front-end and sound cache, and what makes one follow
//! the other. A window, a terminal and a command are made on top of it.

mod application;
mod exports;
mod feeds;
pub mod log;
mod pages;
mod passwords;
mod program;
mod progress;
mod queue;
mod sleep;
mod voice_set;

use std::{io, path::PathBuf, sync::Arc};

use tingxinwen_library::{Library, UnixSecs};
pub use tingxinwen_store::write_readable;

pub use application::{Application, SaveError, VoiceChoice};
pub use exports::{ExportOf, ExportStep, add_covers};
pub use feeds::{FeedsCommand, FeedsHandle, FeedsStatus};
pub use pages::{Pages, source_of, with_block_overrides};
pub use passwords::{Passwords, Question};
pub use program::{News, Program};
pub use queue::{OpenErrorWords, PlaybackNow, QueueHandle};
pub use sleep::{SleepChoice, SleepTimer};
pub use voice_set::{LANGUAGES, LAST_RESORT, VoiceSet};

use crate::{
    engine::SoundCache,
    lexicon_file,
    settings::Settings,
    text::{FrontEnd, LineError},
};

/// What of the listener's lexicon does not hold; the rest of it does.
#[derive(Debug)]
pub struct LexiconProblem {
    /// Its file.
    pub path: PathBuf,
    /// What is wrong.
    pub kind: LexiconProblemKind,
}

/// What is wrong with the listener's lexicon.
#[derive(Debug)]
pub enum LexiconProblemKind {
    /// The file cannot be read.
    File(io::Error),
    /// A line says nothing that could be understood.
    Line(LineError),
}

/// The reading front-end with the listener's readings and lexicon, and what of the lexicon does not hold.
pub fn front_end(settings: &Settings) -> (FrontEnd, Vec<LexiconProblem>) {
    let front_end = FrontEnd::load().with_readings(settings.reading.readings);
    let Some(path) = lexicon_file::path() else { return (front_end, Vec::new()) };
    let problem = |kind| LexiconProblem { path: path.clone(), kind };
    match lexicon_file::load(&path) {
        Ok((lexicon, errors)) => {
            let problems = errors.into_iter().map(|error| problem(LexiconProblemKind::Line(error)));
            (front_end.with_lexicon(lexicon), problems.collect())
        }
        Err(error) => (front_end, vec![problem(LexiconProblemKind::File(error))]),
    }
}

/// The sound cache, if this system has a place for it.
pub fn sound_cache(settings: &Settings) -> Option<Arc<SoundCache>> {
    let cache = SoundCache::open(&SoundCache::path()?, settings.sound_cache.limit_bytes);
    cache.inspect_err(|error| tracing::warn!(%error, "no sound is kept")).ok().map(Arc::new)
}

/// How long a removed article is there to be brought back, in seconds: a day, which is longer than a window remembers it.
const REMOVED_STAYS_SECS: i64 = 24 * 60 * 60;

/// The listener's library, if this system has a place for it, and it can be opened. What was removed from it long ago
/// is deleted.
pub fn library() -> Option<Library> {
    let library = Library::open(&tingxinwen_library::path()?);
    let library = library.inspect_err(|error| tracing::warn!(%error, "there is no library")).ok()?;
    library.post(|database| database.forget_removed(UnixSecs(UnixSecs::now().0 - REMOVED_STAYS_SECS)));
    Some(library)
}
