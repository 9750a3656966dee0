//! Why a command of the command line failed, where it is not an error of the program behind it.

use std::{io, path::PathBuf};

use tingxinwen::text::LineError;
use tingxinwen_feeds::FeedProblem;

/// Why a command failed. [`Words`](crate::words::Words) says it to the listener.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// There is nothing to read.
    #[error("nothing to read")]
    NothingGiven,
    /// The window did not open; the text is what the system said.
    #[error("no window: {0}")]
    NoWindow(String),
    /// The system names no folder for data.
    #[error("no folder for data")]
    NoDataFolder,
    /// The system names no folder for settings.
    #[error("no folder for settings")]
    NoSettingsFolder,
    /// A file cannot be read.
    #[error("cannot read {path}: {kind}")]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        kind: io::ErrorKind,
    },
    /// A file cannot be written.
    #[error("cannot write {path}: {kind}")]
    Write {
        /// Which.
        path: PathBuf,
        /// Why.
        kind: io::ErrorKind,
    },
    /// The name of a sound file ends in no format that is written.
    #[error("no format of sound is called as {0} ends")]
    UnknownSound(PathBuf),
    /// Players of podcasts play no books.
    #[error("a podcast takes no books")]
    BookAsEpisode,
    /// The name of subtitles ends in no format that is written.
    #[error("no format of subtitles is called as {0} ends")]
    UnknownSubtitles(PathBuf),
    /// A file is no picture that sound files may have as their cover.
    #[error("{0} is no JPEG or PNG")]
    NoPicture(PathBuf),
    /// A template of names that names something else than there is.
    #[error("no template: {0}")]
    UnknownTemplate(String),
    /// No voice has this name.
    #[error("no voice is named {0}")]
    UnknownVoice(String),
    /// No voice reads the article's language.
    #[error("no voice reads this language")]
    NoVoiceForLanguage,
    /// No speech service has this name.
    #[error("no service is named {name}")]
    UnknownService {
        /// The name that was given.
        name: String,
        /// The names that there are.
        known: Vec<String>,
    },
    /// The service does not say which voices it has.
    #[error("{0} does not list its voices")]
    UnlistedVoices(String),
    /// The library has no such article.
    #[error("the library has no {0}")]
    UnknownArticle(String),
    /// Not a `tingxinwen:` address that says what to open.
    #[error("not an address of ours: {0}")]
    NotOurAddress(String),
    /// Asked by somebody else than the button of a browser.
    #[error("only the button of a browser is answered")]
    NotOurButton,
    /// The system has no place where browsers look for programs.
    #[error("no folder of browsers")]
    NoBrowserFolder,
    /// There is no such feed.
    #[error("no feed {0}")]
    UnknownFeed(String),
    /// More than one feed has this in its name.
    #[error("several feeds have {0} in their name")]
    SeveralFeeds(String),
    /// A feed cannot be read.
    #[error("{address}: {problem}")]
    Feed {
        /// Its address.
        address: String,
        /// Why.
        problem: FeedProblem,
    },
    /// A file is no list of subscriptions.
    #[error("{0} is no OPML")]
    NotOpml(PathBuf),
    /// Nothing is selected or copied.
    #[error("nothing is selected or copied")]
    NothingCopied,
    /// Nothing is new in the feeds.
    #[error("nothing is new")]
    NothingNew,
    /// The lexicon has no such word.
    #[error("the lexicon has no {0}")]
    UnknownWord(String),
    /// Lines of a file that is imported were passed over.
    #[error("{} lines of {path} were passed over", .lines.len())]
    PassedOver {
        /// The file.
        path: PathBuf,
        /// The lines, and what is wrong with them.
        lines: Vec<LineError>,
    },
}

impl Failure {
    /// Why `path` cannot be read, for `map_err`.
    pub fn read(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |error| Self::Read { path, kind: error.kind() }
    }

    /// Why `path` cannot be written, for `map_err`.
    pub fn write(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |error| Self::Write { path, kind: error.kind() }
    }
}
