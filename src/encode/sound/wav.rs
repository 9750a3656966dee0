//! WAV: PCM of 16 bits, and behind it the tags as ID3v2.4 in a chunk of their own. What does not fit into 4 GiB is RF64
//! (EBU Tech 3306), whose sizes have 64 bits.

use std::{io::Write, path::Path};

use tingxinwen_core::speech::{Frames, SAMPLE_RATE_HZ};

use super::{Encoder, id3, pcm};
use crate::{EncodeError, Tags, spool::Spool};

/// Bytes of a sample.
const SAMPLE: u64 = 2;
/// Bytes of the name `WAVE` and of `fmt ` with its head.
const FORMAT: u64 = 4 + 24;
/// Bytes of the head of a chunk.
const HEAD: u64 = 8;
/// Bytes of `ds64`, without its head and without a table of further chunks.
const SIZES: u32 = 28;
/// What stands for a size that is in `ds64`.
const ELSEWHERE: u32 = u32::MAX;

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
        let tag_len = u32::try_from(tag.len()).map_err(|_| EncodeError::TooLong)?;
        out.write_all(&head(len, tag_len))?;
        self.samples.copy_into(out)?;
        out.write_all(b"id3 ")?;
        out.write_all(&tag_len.to_le_bytes())?;
        Ok(out.write_all(&tag)?)
    }
}

/// What stands before `len` bytes of samples, behind which there are `tag` bytes of tags.
fn head(len: u64, tag: u32) -> Vec<u8> {
    let whole = FORMAT + HEAD + len + HEAD + u64::from(tag);
    let mut head = Vec::new();
    let data = match u32::try_from(whole) {
        Ok(whole) => {
            head.extend(b"RIFF");
            head.extend(whole.to_le_bytes());
            head.extend(b"WAVE");
            len as u32
        }
        Err(_) => {
            head.extend(b"RF64");
            head.extend(ELSEWHERE.to_le_bytes());
            head.extend(b"WAVEds64");
            head.extend(SIZES.to_le_bytes());
            for size in [whole + HEAD + u64::from(SIZES), len, len / SAMPLE] {
                head.extend(size.to_le_bytes());
            }
            // No table.
            head.extend(0_u32.to_le_bytes());
            ELSEWHERE
        }
    };
    head.extend(b"fmt ");
    head.extend(16_u32.to_le_bytes());
    let (pcm, channels, bits) = (1_u16, 1_u16, 16_u16);
    head.extend([pcm.to_le_bytes(), channels.to_le_bytes()].concat());
    let bytes_per_sec = SAMPLE_RATE_HZ * SAMPLE as u32;
    head.extend([SAMPLE_RATE_HZ.to_le_bytes(), bytes_per_sec.to_le_bytes()].concat());
    head.extend([(SAMPLE as u16).to_le_bytes(), bits.to_le_bytes()].concat());
    head.extend(b"data");
    head.extend(data.to_le_bytes());
    head
}

#[cfg(test)]
mod tests {
    use std::{fs::File, process::Command};

    use super::*;

    #[test]
    fn what_fits_into_four_gibibytes_is_as_every_player_knows_it() {
        let most = u64::from(u32::MAX) - FORMAT - 2 * HEAD - 10;
        let at = |bytes: &[u8], from: usize| u32::from_le_bytes(bytes[from..from + 4].try_into().unwrap());
        let small = head(most & !1, 10);
        assert_eq!((&small[..4], small.len(), u64::from(at(&small, 40))), (&b"RIFF"[..], 44, most & !1));
        assert_eq!(u64::from(at(&small, 4)) + HEAD, 44 + (most & !1) + HEAD + 10);
        let large = head(most + 1, 10);
        assert_eq!((&large[..4], large.len()), (&b"RF64"[..], 80));
        assert_eq!((at(&large, 4), at(&large, 76)), (ELSEWHERE, ELSEWHERE));
        let long = |from: usize| u64::from_le_bytes(large[from..from + 8].try_into().unwrap());
        assert_eq!(long(20) + HEAD, 80 + most + 1 + HEAD + 10, "all but the first eight bytes");
        assert_eq!((long(28), long(36)), (most + 1, most.div_ceil(2)));
    }

    /// The file is sparse: it takes no room.
    #[test]
    fn ffprobe_finds_all_of_a_sound_of_thirty_hours() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("long.wav");
        let (secs, mut file) = (30 * 3_600, File::create(&path).unwrap());
        let len = secs * u64::from(SAMPLE_RATE_HZ) * SAMPLE;
        file.write_all(&head(len, 0)).unwrap();
        file.set_len(80 + len + HEAD).unwrap();
        let args = ["-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0"];
        let run = Command::new("ffprobe").args(args).arg(&path).output();
        let run = run.expect("`cargo xtask setup` installs ffprobe");
        let found: f64 = String::from_utf8_lossy(&run.stdout).trim().parse().unwrap();
        assert!((found - secs as f64).abs() < 0.01, "{found}");
    }
}
