//! WAV: PCM of 16 bits, and behind it the tags as ID3v2.4 in a chunk of their own.

use std::{io::Write, path::Path};

use tingxinwen_core::speech::{Frames, SAMPLE_RATE_HZ};

use super::{Encoder, id3, pcm};
use crate::{EncodeError, Tags, spool::Spool};

/// Bytes of a sample.
const SAMPLE: u64 = 2;
/// Bytes of `fmt ` with its head, and of the name `WAVE`.
const FORMAT: u64 = 24 + 4;

pub(super) struct Wav {
    samples: Spool,
}

impl Wav {
    pub(super) fn new(folder: &Path) -> Result<Self, EncodeError> {
        Ok(Self { samples: Spool::new(folder)? })
    }
}

impl Encoder for Wav {
    fn write(&mut self, samples: &[f32]) -> Result<(), EncodeError> {
        let bytes: Vec<u8> = samples.iter().flat_map(|&sample| pcm(sample).to_le_bytes()).collect();
        size(self.samples.bytes() + bytes.len() as u64)?;
        Ok(self.samples.push(&bytes)?)
    }

    fn finish(self: Box<Self>, tags: &Tags, out: &mut dyn Write) -> Result<(), EncodeError> {
        let len = self.samples.bytes();
        let mut tag = Vec::new();
        id3::write(tags, Frames(len / SAMPLE), &mut tag)?;
        // Chunks begin at even bytes.
        if tag.len() % 2 == 1 {
            tag.push(0);
        }
        let head =
            |name: &[u8; 4], len: u64| Ok::<_, EncodeError>([*name, size(len)?.to_le_bytes()].concat());
        out.write_all(&head(b"RIFF", FORMAT + 8 + len + 8 + tag.len() as u64)?)?;
        out.write_all(b"WAVE")?;
        out.write_all(&head(b"fmt ", 16)?)?;
        let (pcm, channels, bits) = (1_u16, 1_u16, 16_u16);
        let bytes_per_sec = SAMPLE_RATE_HZ * SAMPLE as u32;
        out.write_all(&[pcm.to_le_bytes(), channels.to_le_bytes()].concat())?;
        out.write_all(&[SAMPLE_RATE_HZ.to_le_bytes(), bytes_per_sec.to_le_bytes()].concat())?;
        out.write_all(&[(SAMPLE as u16).to_le_bytes(), bits.to_le_bytes()].concat())?;
        out.write_all(&head(b"data", len)?)?;
        self.samples.copy_into(out)?;
        out.write_all(&head(b"id3 ", tag.len() as u64)?)?;
        Ok(out.write_all(&tag)?)
    }
}

/// A size as the format has it.
fn size(bytes: u64) -> Result<u32, EncodeError> {
    u32::try_from(bytes).map_err(|_| EncodeError::TooLong)
}
