//! Sound formats, and what encodes each: those that need the codecs of others are features of this package.

#[cfg(feature = "aac")]
mod atom;
#[cfg(feature = "flac")]
mod flac;
mod id3;
#[cfg(feature = "aac")]
mod m4a;
#[cfg(feature = "mp3")]
mod mp3;
#[cfg(feature = "aac")]
mod mp4;
#[cfg(feature = "opus")]
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

    /// Whether this build writes it.
    pub fn is_in_build(self) -> bool {
        match self {
            Self::Mp3 => cfg!(feature = "mp3"),
            Self::M4b | Self::M4a => cfg!(feature = "aac"),
            Self::Opus => cfg!(feature = "opus"),
            Self::Flac => cfg!(feature = "flac"),
            Self::Wav => true,
        }
    }

    /// About how many bytes a second of sound takes.
    pub fn bytes_per_sec(self, quality: Quality) -> u64 {
        u64::from(self.bits_per_sec(quality)) / 8
    }

    /// The bit rate, for speech at 24 kHz; about that of lossless formats. PESQ (of 4.6) of MP3: 3.7 and 4.1 at the first
    /// two; of AAC: 3.6 at the first, below which it is not worth hearing; of Opus: 3.9, 4.1 and 4.4.
    pub(crate) fn bits_per_sec(self, quality: Quality) -> u32 {
        match (self, quality) {
            (Self::Mp3, Quality::Small) => 64_000,
            (Self::Mp3, Quality::Standard) => 96_000,
            (Self::Mp3, Quality::High) => 128_000,
            (Self::M4b | Self::M4a, Quality::Small) => 96_000,
            (Self::M4b | Self::M4a, Quality::Standard) => 112_000,
            (Self::M4b | Self::M4a, Quality::High) => 128_000,
            (Self::Opus, Quality::Small) => 24_000,
            (Self::Opus, Quality::Standard) => 32_000,
            (Self::Opus, Quality::High) => 48_000,
            // Speech with its pauses takes about half of what it has.
            (Self::Flac, _) => 208_000,
            (Self::Wav, _) => 384_000,
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
/// Where `folder` cannot be written, or this build does not write the format.
pub fn encoder(
    format: SoundFormat,
    quality: Quality,
    folder: &Path,
) -> Result<Box<dyn Encoder + Send>, EncodeError> {
    Ok(match (format, quality) {
        #[cfg(feature = "mp3")]
        (SoundFormat::Mp3, _) => Box::new(mp3::Mp3::new(quality, folder)?),
        #[cfg(feature = "aac")]
        (SoundFormat::M4b, _) => Box::new(m4a::M4a::new(mp4::Brand::Book, quality, folder)?),
        #[cfg(feature = "aac")]
        (SoundFormat::M4a, _) => Box::new(m4a::M4a::new(mp4::Brand::Song, quality, folder)?),
        #[cfg(feature = "opus")]
        (SoundFormat::Opus, _) => Box::new(opus::Opus::new(quality, folder)?),
        #[cfg(feature = "flac")]
        (SoundFormat::Flac, _) => Box::new(flac::Flac::new(folder)?),
        (SoundFormat::Wav, _) => Box::new(wav::Wav::new(folder)?),
        #[cfg(not(all(feature = "mp3", feature = "aac", feature = "opus", feature = "flac")))]
        (absent, _) => return Err(EncodeError::NotInBuild(absent)),
    })
}

/// A sample of 16 bits.
fn pcm(sample: f32) -> i16 {
    (sample.clamp(-1.0, 1.0) * f32::from(i16::MAX)).round() as i16
}
