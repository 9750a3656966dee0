//! Sound files and subtitles, and documents kept for later: from the same clips and marks that the player plays.

mod casting;
mod passages;
mod subtitles;
mod track;

use std::{
    io::{self, Seek, Write},
    path::Path,
};

use hound::{SampleFormat, WavSpec, WavWriter};
use tempfile::NamedTempFile;
use tingxinwen_store::Readers;

use self::{
    subtitles::Subtitles,
    track::{Keep, Section},
};
use crate::speech::{Frames, SAMPLE_RATE_HZ};

pub use passages::Passage;
pub use track::{Report, Track, TrackError};

/// Why nothing was exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The sound or the subtitles cannot be written: a full disk, a WAV file over 4 GiB.
    #[error("cannot write the sound: {0}")]
    Write(#[from] hound::Error),
    /// No voice speaks, or it was stopped.
    #[error(transparent)]
    Track(#[from] TrackError),
    /// Nothing in the document is read aloud.
    #[error("nothing in it is read aloud")]
    Silent,
}

/// What was written.
#[derive(Debug)]
pub struct Exported {
    /// The parts of which anything was spoken, in order.
    pub chapters: Vec<Chapter>,
    /// What did not go as wanted.
    pub report: Report,
}

/// A part of a document in its sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chapter {
    /// Its name; `None` for what stands before the first title, and for a document of one part.
    pub title: Option<String>,
    /// Its depth in the table of contents, 1 for the outermost.
    pub level: u8,
    /// Where in the sound it starts.
    pub start: Frames,
}

/// A file in `folder` that takes its name when it is whole; those that exports left there that were killed are removed.
///
/// # Errors
/// Where the folder cannot be read or written.
pub fn draft(folder: &Path) -> io::Result<NamedTempFile> {
    tingxinwen_store::draft(folder, Readers::ByUmask)
}

/// Writes all of `track` into a WAV file, mono, 16 bits a sample, and the times of its words as WebVTT into `subtitles`;
/// tells `progress` the share that is done. Nothing of it grows in memory with the length of the document.
///
/// # Errors
/// Where nothing is read aloud, no voice speaks, or `out` or `subtitles` cannot be written.
pub fn wav(
    track: &Track<'_>,
    out: impl Write + Seek,
    subtitles: Option<&mut dyn Write>,
    progress: &(dyn Fn(f32) + Sync),
) -> Result<Exported, ExportError> {
    if track.is_silent() {
        return Err(ExportError::Silent);
    }
    let spec = WavSpec {
        channels: 1,
        sample_rate: SAMPLE_RATE_HZ,
        bits_per_sample: 16,
        sample_format: SampleFormat::Int,
    };
    let mut writer = WavWriter::new(out, spec)?;
    let mut subtitles = subtitles.map(Subtitles::begin).transpose().map_err(hound::Error::from)?;
    let (mut chapters, mut last) = (Vec::new(), None);
    let report = track.each(Keep::IfPossible, progress, |Section { part, script, clip, at }| {
        if last.replace(part) != Some(part) {
            let of = &track.document.parts()[part];
            chapters.push(Chapter { title: of.title.clone(), level: of.level, start: at });
        }
        for sample in clip.samples() {
            writer.write_sample((sample.clamp(-1.0, 1.0) * f32::from(i16::MAX)).round() as i16)?;
        }
        if let Some(subtitles) = &mut subtitles {
            subtitles.push(script, &clip, at).map_err(hound::Error::from)?;
        }
        Ok::<(), ExportError>(())
    })?;
    writer.finalize()?;
    subtitles.map(Subtitles::end).transpose().map_err(hound::Error::from)?;
    Ok(Exported { chapters, report })
}
