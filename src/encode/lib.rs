//! Sound files and subtitles: PCM and the times of words to MP3, M4B, Opus, FLAC and WAV, to SRT, WebVTT, LRC
//! and ASS, to EPUB with Media Overlays, and to the feeds of podcasts.
//!
//! Sound is encoded as it comes, into a nameless file in the folder of the one that is wanted; what stands before it there
//! (tags, chapters, tables of offsets) is known at the end, and written then. Nothing but the tags grows in memory with
//! the length of the sound.

pub mod book;
pub mod podcast;
mod sound;
mod spool;
pub mod subtitles;
mod tags;
mod xml;

pub use sound::{Encoder, Quality, SoundFormat, encoder};
pub use tags::{Chapter, Line, Picture, Tags};

use std::io;

/// Why a sound file is not written.
#[derive(Debug, thiserror::Error)]
pub enum EncodeError {
    /// It cannot be written: a full disk, a folder that is gone.
    #[error(transparent)]
    Write(#[from] io::Error),
    /// It is longer than the format can say.
    #[error("it is longer than the format can say")]
    TooLong,
    /// This build of the program does not write the format.
    #[error("this build does not write {}", .0.ending())]
    NotInBuild(SoundFormat),
    /// The encoder refuses it: a fault of the program.
    #[error("the encoder refuses it: {0}")]
    Refused(String),
}

impl EncodeError {
    fn refused(error: impl std::fmt::Display) -> Self {
        Self::Refused(error.to_string())
    }
}
