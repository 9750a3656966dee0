//! Sound formats, and what encodes each.

mod flac;
mod id3;
mod m4a;
mod mp3;
mod mp4;
mod opus;
mod wav;

use std::{io::Write, path::Path};

use crate::{EncodeError, Tags};

/// A format of sound files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SoundFormat {
    /// MPEG-2 layer III with ID3v2.4: plays everywhere.
    Mp3,
    /// AAC-LC in MP4, as audio books are.
    M4b,
    /// The same, as music is.
    M4a,
    /// Opus in Ogg: the smallest.
    Opus,
    /// FLAC, lossless.
    Flac,
    /// PCM of 16 bits.
    Wav,
}

/// How much room sound may take where a format leaves a choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Quality {
    /// Clear speech in little room.
    Small,
    /// Hardly told from the original.
    #[default]
    Standard,
    /// Not told from the original.
    High,
}

impl SoundFormat {
    /// All of them, the most usual first.
    pub const ALL: [Self; 6] = [Self::Mp3, Self::M4b, Self::M4a, Self::Opus, Self::Flac, Self::Wav];

    /// The ending of its files, in small letters.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Mp3 => "mp3",
            Self::M4b => "m4b",
            Self::M4a => "m4a",
            Self::Opus => "opus",
            Self::Flac => "flac",
            Self::Wav => "wav",
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
            Self::Mp3 => "audio/mpeg",
            Self::M4b | Self::M4a => "audio/mp4",
            Self::Opus => "audio/ogg",
            Self::Flac => "audio/flac",
            Self::Wav => "audio/wav",
        }
    }

    /// About how many bytes a second of sound takes.
    pub fn bytes_per_sec(self, quality: Quality) -> u64 {
        match self {
            Self::Mp3 => u64::from(mp3::kbps(quality)) * 125,
            Self::M4b | Self::M4a => u64::from(m4a::bits_per_sec(quality)) / 8,
            Self::Opus => u64::from(opus::bits_per_sec(quality)) / 8,
            // Speech with its pauses takes about half of what it has.
            Self::Flac => 26_000,
            Self::Wav => 48_000,
        }
    }

    /// Whether the quality makes a difference.
    pub fn has_quality(self) -> bool {
        match self {
            Self::Mp3 | Self::M4b | Self::M4a | Self::Opus => true,
            Self::Flac | Self::Wav => false,
        }
    }
}

/// A file of sound that is being made.
pub trait Encoder {
    /// Adds `samples`: mono, at [`SAMPLE_RATE_HZ`](tingxinwen_core::speech::SAMPLE_RATE_HZ), within -1..=1.
    ///
    /// # Errors
    /// Where the disk does not take it, or it is longer than the format can say.
    fn write(&mut self, samples: &[f32]) -> Result<(), EncodeError>;

    /// Writes the whole file into `out`, with `tags`.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    fn finish(self: Box<Self>, tags: &Tags, out: &mut dyn Write) -> Result<(), EncodeError>;
}

/// What encodes `format`; what it has encoded waits in a nameless file in `folder`.
///
/// # Errors
/// Where `folder` cannot be written.
pub fn encoder(
    format: SoundFormat,
    quality: Quality,
    folder: &Path,
) -> Result<Box<dyn Encoder + Send>, EncodeError> {
    Ok(match format {
        SoundFormat::Mp3 => Box::new(mp3::Mp3::new(quality, folder)?),
        SoundFormat::M4b => Box::new(m4a::M4a::new(mp4::Brand::Book, quality, folder)?),
        SoundFormat::M4a => Box::new(m4a::M4a::new(mp4::Brand::Song, quality, folder)?),
        SoundFormat::Opus => Box::new(opus::Opus::new(quality, folder)?),
        SoundFormat::Flac => Box::new(flac::Flac::new(folder)?),
        SoundFormat::Wav => Box::new(wav::Wav::new(folder)?),
    })
}

/// A sample of 16 bits.
fn pcm(sample: f32) -> i16 {
    (sample.clamp(-1.0, 1.0) * f32::from(i16::MAX)).round() as i16
}
