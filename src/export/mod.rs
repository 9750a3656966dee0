//! Sound files and subtitles, and articles kept for later: from the same clips and marks that the player plays.

mod casting;
mod subtitles;
mod track;

use std::io::{Seek, Write};

use hound::{SampleFormat, WavSpec, WavWriter};

use self::track::{Keep, Section};
use crate::speech::SAMPLE_RATE_HZ;

pub use subtitles::Subtitles;
pub use track::{Report, Track, TrackError};

/// Why nothing was exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The file cannot be written: a full disk, a WAV file over 4 GiB.
    #[error("cannot write the sound: {0}")]
    Write(#[from] hound::Error),
    /// No voice speaks, or it was stopped.
    #[error(transparent)]
    Track(#[from] TrackError),
    /// Nothing in the article is read aloud.
    #[error("nothing in it is read aloud")]
    Silent,
}

/// Writes all of `track` into a WAV file, mono, 16 bits a sample; tells `progress` the share that is done. Returns
/// the times of the words, and what did not go as wanted.
///
/// # Errors
/// Where nothing is read aloud, no voice speaks, or `out` cannot be written.
pub fn wav(
    track: &Track<'_>,
    out: impl Write + Seek,
    progress: &(dyn Fn(f32) + Sync),
) -> Result<(Subtitles, Report), ExportError> {
    if track.script.sentences().is_empty() {
        return Err(ExportError::Silent);
    }
    let spec = WavSpec {
        channels: 1,
        sample_rate: SAMPLE_RATE_HZ,
        bits_per_sample: 16,
        sample_format: SampleFormat::Int,
    };
    let mut writer = WavWriter::new(out, spec)?;
    let mut subtitles = Subtitles::default();
    let report = track.each(Keep::IfPossible, progress, |Section { clip, at }| {
        for sample in clip.samples() {
            writer.write_sample((sample.clamp(-1.0, 1.0) * f32::from(i16::MAX)).round() as i16)?;
        }
        subtitles.push(track.script, &clip, at);
        Ok::<(), ExportError>(())
    })?;
    writer.finalize()?;
    Ok((subtitles, report))
}
