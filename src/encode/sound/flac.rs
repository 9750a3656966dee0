//! FLAC of 16 bits, with comments, chapters among them, and a picture.

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Seek, SeekFrom, Write},
    path::Path,
};

use flac_codec::{
    encode::{FlacSampleWriter, Options},
    metadata::{BlockList, Picture, PictureType, VorbisComment, write_blocks},
};
use tingxinwen_core::speech::SAMPLE_RATE_HZ;

use super::{Encoder, pcm};
use crate::{EncodeError, Tags};

pub(super) struct Flac {
    writer: FlacSampleWriter<BufWriter<File>>,
    /// What it writes into.
    file: File,
}

impl Flac {
    pub(super) fn new(folder: &Path) -> Result<Self, EncodeError> {
        let file = tempfile::tempfile_in(folder)?;
        let out = BufWriter::new(file.try_clone()?);
        let options = Options::default().no_padding();
        let writer = FlacSampleWriter::new(out, options, SAMPLE_RATE_HZ, 16, 1, None).map_err(told)?;
        Ok(Self { writer, file })
    }
}

impl Encoder for Flac {
    fn write(&mut self, samples: &[f32]) -> Result<(), EncodeError> {
        let samples: Vec<i32> = samples.iter().map(|&sample| i32::from(pcm(sample))).collect();
        self.writer.write(&samples).map_err(told)
    }

    fn finish(self: Box<Self>, tags: &Tags, out: &mut dyn Write) -> Result<(), EncodeError> {
        let Self { writer, mut file } = *self;
        writer.finalize().map_err(told)?;
        file.seek(SeekFrom::Start(0))?;
        let mut reader = BufReader::new(file);
        let mut blocks = BlockList::read(&mut reader).map_err(told)?;
        blocks.update::<VorbisComment>(|comment| {
            for (name, value) in tags.comments() {
                comment.insert(&name, value);
            }
        });
        if let Some(cover) = &tags.cover {
            // One that is damaged is left out.
            if let Ok(picture) = Picture::new(PictureType::FrontCover, "", cover.bytes()) {
                blocks.insert(picture);
            }
        }
        write_blocks(&mut *out, blocks.blocks()).map_err(told)?;
        io::copy(&mut reader, out)?;
        Ok(())
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "all others are faults of what is handed to it")]
fn told(error: flac_codec::Error) -> EncodeError {
    match error {
        flac_codec::Error::Io(error) => EncodeError::Write(error),
        flac_codec::Error::ExcessiveTotalSamples => EncodeError::TooLong,
        error => EncodeError::refused(error),
    }
}
