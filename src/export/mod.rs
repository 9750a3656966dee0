//! Sound files and subtitles, from the same clips and marks that the player plays.

mod subtitles;

use std::io::{Seek, Write};

use hound::{SampleFormat, WavSpec, WavWriter};

use crate::{
    speech::{Clip, Frames, SAMPLE_RATE_HZ},
    text::{Haste, Piece, Script},
};

pub use subtitles::Subtitles;

/// Why nothing was exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError<E: std::error::Error> {
    /// The file cannot be written: a full disk, a WAV file over 4 GiB.
    #[error("cannot write the sound: {0}")]
    Write(#[from] hound::Error),
    /// The voice failed.
    #[error(transparent)]
    Voice(E),
    /// Nothing in the article is read aloud.
    #[error("nothing in it is read aloud")]
    Silent,
}

/// Speaks all of `script` through `speak` into a WAV file, 16 bits a sample, mono; tells `progress`
/// the share that is done. Returns the words' times.
pub fn wav<E: std::error::Error>(
    script: &Script,
    out: impl Write + Seek,
    mut speak: impl FnMut(Piece) -> Result<Clip, E>,
    mut progress: impl FnMut(f32),
) -> Result<Subtitles, ExportError<E>> {
    let spec = WavSpec {
        channels: 1,
        sample_rate: SAMPLE_RATE_HZ,
        bits_per_sample: 16,
        sample_format: SampleFormat::Int,
    };
    let mut writer = WavWriter::new(out, spec)?;
    let mut subtitles = Subtitles::default();
    let (mut offset, mut at) = (0, Frames(0));
    let end = script.sentences().last().ok_or(ExportError::Silent)?.range.end;
    while let Some(piece) = script.piece_at(offset, Haste::LookAhead) {
        let clip = speak(piece).map_err(ExportError::Voice)?;
        for sample in clip.samples() {
            writer.write_sample((sample.clamp(-1.0, 1.0) * f32::from(i16::MAX)) as i16)?;
        }
        subtitles.push(script, &clip, at);
        at = at + clip.len();
        offset = piece.range.end.max(offset + 1);
        progress(offset as f32 / end.max(1) as f32);
    }
    writer.finalize()?;
    Ok(subtitles)
}
