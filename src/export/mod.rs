//! Sound files and subtitles, and documents kept for later: from the same clips and marks that the player plays.
//!
//! All is done in one pass beside the voice: what is spoken is levelled, encoded and cut into subtitles as it comes, and
//! no more than a minute of it is held. An export that was stopped and is begun again goes on where it stopped, since what
//! was spoken is in the sound cache: the same clips make the same file.

mod casting;
mod chapters;
mod level;
mod limit;
mod passages;
mod sentences;
mod sound;
mod tags;
mod track;

use std::{io, path::Path};

use tempfile::NamedTempFile;
use tingxinwen_store::Readers;

pub use chapters::Chapter;
pub use passages::Passage;
pub use sound::{Exported, Wanted, sound};
pub use tags::tags_of;
pub use tingxinwen_encode::{EncodeError, Picture, Quality, SoundFormat, Tags, subtitles::SubtitleFormat};
pub use track::{Report, Track, TrackError};

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
