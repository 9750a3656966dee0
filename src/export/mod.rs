//! Sound files and subtitles, and documents kept for later: from the same clips and marks that the player plays.
//!
//! All is done in one pass beside the voice: what is spoken is levelled, encoded and cut into subtitles as it comes, and
//! no more than a minute of it is held. An export that was stopped and is begun again goes on where it stopped, since what
//! was spoken is in the sound cache: the same clips make the same file.

mod book;
mod casting;
mod chapters;
mod level;
mod limit;
mod names;
mod passages;
mod plan;
mod podcast;
mod record;
mod run;
mod sentences;
mod serve;
mod sound;
mod tags;
mod track;

use std::{
    io,
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;
use tingxinwen_store::Readers;

pub use chapters::Chapter;
pub use names::{Template, safe};
pub use passages::Passage;
pub use plan::{Kind, Layout, Order, Per, PlannedFile, plan, usual_folder};
pub use podcast::PodcastFolder;
pub use run::{Overwriting, Progress, about_size, run};
pub use serve::{PORT as PODCAST_PORT, PodcastServer};
pub use sound::{Exported, Wanted, sound};
pub use tags::tags_of;
pub use tingxinwen_encode::{EncodeError, Picture, Quality, SoundFormat, Tags, subtitles::SubtitleFormat};
pub use track::{Report, Speech, Track, TrackError};

/// Why nothing was exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The sound or the subtitles cannot be written.
    #[error("cannot write the sound: {0}")]
    Encode(#[from] EncodeError),
    /// No voice speaks, or it was stopped.
    #[error(transparent)]
    Track(#[from] TrackError),
    /// Nothing in the document is read aloud.
    #[error("nothing in it is read aloud")]
    Silent,
    /// A file is there already, or is the one that is read.
    #[error("{0} is there already")]
    InTheWay(PathBuf),
    /// What is to be written into is no file.
    #[error("{0} is no file")]
    NoFile(PathBuf),
    /// A file cannot be written.
    #[error("cannot write {path}: {kind}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        kind: io::ErrorKind,
    },
    /// The disk has less room than is needed.
    #[error("{needed} bytes are needed, and {free} are free")]
    NoRoom {
        /// About how many bytes are needed.
        needed: u64,
        /// How many there are.
        free: u64,
    },
}

impl ExportError {
    /// Why the file at `path` cannot be written, for `map_err`.
    fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |error| Self::File { path, kind: error.kind() }
    }
}

impl From<io::Error> for ExportError {
    fn from(error: io::Error) -> Self {
        Self::Encode(error.into())
    }
}

/// A file in `folder` that takes its name when it is whole; those that exports left there that were killed are removed.
///
/// # Errors
/// Where the folder cannot be read or written.
pub fn draft(folder: &Path) -> io::Result<NamedTempFile> {
    tingxinwen_store::draft(folder, Readers::ByUmask)
}
