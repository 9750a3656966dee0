//! AAC-LC in MP4: M4B and M4A.

use std::{io::Write, path::Path};

use syom::{EncodeOptions, EncodedFrame};
use tingxinwen_core::speech::{Frames, SAMPLE_RATE_HZ};

use super::{
    Encoder, Quality, SoundFormat,
    mp4::{Brand, Movie},
};
use crate::{EncodeError, Tags, spool::Packets};

pub(super) struct M4a {
    encoder: syom::Encoder,
    packets: Packets,
    brand: Brand,
    len: u64,
}

impl M4a {
    pub(super) fn new(brand: Brand, quality: Quality, folder: &Path) -> Result<Self, EncodeError> {
        let options = EncodeOptions::raw().with_bitrate_bps(SoundFormat::M4b.bits_per_sec(quality));
        let encoder = syom::Encoder::new(SAMPLE_RATE_HZ, 1, &options).map_err(EncodeError::refused)?;
        Ok(Self { encoder, packets: Packets::new(folder)?, brand, len: 0 })
    }
}

impl Encoder for M4a {
    fn write(&mut self, samples: &[f32]) -> Result<(), EncodeError> {
        self.len += samples.len() as u64;
        let mut written = Ok(());
        let packets = &mut self.packets;
        let done = self.encoder.feed(&[samples], |frame| {
            keep(packets, &frame, &mut written);
            Ok(())
        });
        done.map_err(EncodeError::refused)?;
        written
    }

    fn finish(mut self: Box<Self>, tags: &Tags, out: &mut dyn Write) -> Result<(), EncodeError> {
        if self.len == 0 {
            self.write(&[0.0])?;
        }
        let config = self.encoder.asc().to_vec();
        let mut written = Ok(());
        let packets = &mut self.packets;
        let info = self.encoder.finish(|frame| {
            keep(packets, &frame, &mut written);
            Ok(())
        });
        let delay = info.map_err(EncodeError::refused)?.priming;
        written?;
        let movie = Movie {
            brand: self.brand,
            config: &config,
            sizes: self.packets.sizes(),
            bytes: self.packets.bytes(),
            delay: Frames(delay),
            len: Frames(self.len),
            tags,
        };
        let (head, tail) = movie.around_the_sound()?;
        out.write_all(&head)?;
        self.packets.copy_into(out)?;
        Ok(out.write_all(&tail)?)
    }
}

/// Keeps `frame`, unless an earlier one could not be kept.
fn keep(packets: &mut Packets, frame: &EncodedFrame<'_>, written: &mut Result<(), EncodeError>) {
    if written.is_ok() {
        *written = packets.push(frame.payload).map_err(EncodeError::from);
    }
}
