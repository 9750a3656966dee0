//! MP3 with ID3v2.4. The LAME tag in the first frame tells players how much the encoder put before and behind the sound,
//! so that it starts and ends where it should.

use std::{io::Write, path::Path};

use rusty_mp3::{Mp3Encoder, Mp3EncoderConfig};
use tingxinwen_core::speech::{Frames, SAMPLE_RATE_HZ};

use super::{Encoder, Quality, SoundFormat, id3};
use crate::{EncodeError, Tags, spool::Spool};

pub(super) struct Mp3 {
    encoder: Mp3Encoder,
    /// All frames but the first, which is made anew at the end.
    frames: Spool,
    has_begun: bool,
    len: u64,
}

impl Mp3 {
    pub(super) fn new(quality: Quality, folder: &Path) -> Result<Self, EncodeError> {
        let bitrate_kbps = SoundFormat::Mp3.bits_per_sec(quality) / 1_000;
        let config = Mp3EncoderConfig { bitrate_kbps, vbr_quality: None };
        Ok(Self { encoder: Mp3Encoder::new(config), frames: Spool::new(folder)?, has_begun: false, len: 0 })
    }

    fn drain(&mut self) -> Result<(), EncodeError> {
        while let Ok(frame) = self.encoder.next_packet() {
            if std::mem::replace(&mut self.has_begun, true) {
                self.frames.push(&frame)?;
            }
        }
        Ok(())
    }
}

impl Encoder for Mp3 {
    fn write(&mut self, samples: &[f32]) -> Result<(), EncodeError> {
        self.len += samples.len() as u64;
        self.encoder.push_pcm_f32(samples, 1, SAMPLE_RATE_HZ).map_err(EncodeError::refused)?;
        self.drain()
    }

    fn finish(mut self: Box<Self>, tags: &Tags, out: &mut dyn Write) -> Result<(), EncodeError> {
        self.encoder.finish();
        self.drain()?;
        id3::write(tags, Frames(self.len), out)?;
        out.write_all(self.encoder.lame_tag_frame().unwrap_or_default())?;
        Ok(self.frames.copy_into(out)?)
    }
}
