//! The parts that every command starts from: settings, voices, front-end.

use std::sync::Arc;

use tingxinwen::{
    app::{self, LexiconProblemKind, VoiceSet},
    settings::{self, Settings},
    text::FrontEnd,
};
use tingxinwen_voices::DataDir;

use crate::{failure::Failure, words::Words};

/// What the listener chose last.
pub fn settings() -> Settings {
    settings::load().0
}

/// The listener's voices, with the services as `settings` set them up.
///
/// # Errors
/// Where the system names no folder for data, or gives no thread for the network.
pub fn voices(settings: &Settings) -> anyhow::Result<Arc<VoiceSet>> {
    let data = DataDir::find().ok_or(Failure::NoDataFolder)?;
    Ok(Arc::new(VoiceSet::open(data, settings)?))
}

/// The reading front-end with the listener's readings and lexicon; what is wrong with its file is told on standard
/// error, and the rest of it holds.
pub fn front_end(settings: &Settings) -> FrontEnd {
    let (front_end, problems) = app::front_end(settings);
    let words = Words::of_listener();
    for problem in problems {
        warn(match problem.kind {
            LexiconProblemKind::Line(error) => {
                format!("{}: {}", problem.path.display(), words.line_error(&error))
            }
            LexiconProblemKind::File(error) => words.failure(&Failure::read(problem.path)(error).into()),
        });
    }
    front_end
}

/// Prints a line on standard error; whoever closed it needs no error.
pub(crate) fn warn(line: impl std::fmt::Display) {
    use std::io::Write as _;
    writeln!(std::io::stderr().lock(), "{}", crate::output::printable(&line.to_string())).ok();
}
