//! Subtitles: a line of text at a time, with a time for each word, in the formats that players know.

mod cue;
mod lines;
mod write;

pub use cue::{Cue, CueMaker, Joint, Sentence, Word};
pub use write::Writer;

use std::path::Path;

/// A format of subtitles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SubtitleFormat {
    /// SubRip: a time for each line.
    Srt,
    /// WebVTT, with a time for each word.
    WebVtt,
    /// LRC, with a time for each word (A2 extension).
    Lrc,
    /// Advanced SubStation Alpha, each word lit up as it is said.
    Ass,
}

impl SubtitleFormat {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Srt, Self::WebVtt, Self::Lrc, Self::Ass];

    /// The ending of its files, in small letters.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Srt => "srt",
            Self::WebVtt => "vtt",
            Self::Lrc => "lrc",
            Self::Ass => "ass",
        }
    }

    /// The format that the ending of `path` names.
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?;
        Self::ALL.into_iter().find(|format| ending.eq_ignore_ascii_case(format.ending()))
    }

    /// Its media type.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Srt => "application/x-subrip",
            Self::WebVtt => "text/vtt",
            Self::Lrc => "application/x-lrc",
            Self::Ass => "text/x-ssa",
        }
    }
}
