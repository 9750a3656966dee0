//! Opus in Ogg (RFC 6716, RFC 7845), with comments, chapters among them, and a picture.

use std::{io::Write, path::Path};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use ogg::{PacketWriteEndInfo, PacketWriter};
use opus_pure::{Application, OpusEncoder};
use tingxinwen_core::speech::SAMPLE_RATE_HZ;

use super::{Encoder, Quality, SoundFormat};
use crate::{EncodeError, Picture, Tags, spool::Packets};

/// Samples of a packet: 20 ms.
const PACKET: usize = 480;
/// The format counts in samples of 48 kHz.
const TICKS: u64 = 48_000 / SAMPLE_RATE_HZ as u64;
/// The samples that the encoder and its decoder put before the sound, at 48 kHz: found by comparing what goes in with
/// what FFmpeg and libopus decode.
const PRE_SKIP: u16 = 312;
/// Packets of a page: a second, so that players seek to it.
const PAGE: usize = 50;
/// The largest packet of the format.
const LARGEST: usize = 1_275;
/// The number of the stream in its file; there is one only.
const SERIAL: u32 = 1;
/// What files say they were made by.
const ENCODER: &str = "opus-pure";

/// How thoroughly the encoder searches, of 10. From 7 on it tells speech from music as it goes, and where it changes from the
/// one's method to the other's there are peaks up to 8 dB too high. 6 takes a quarter more time than 5 for 0.04 to 0.1 of PESQ.
const COMPLEXITY: i32 = 5;

/// How much louder players make the sound of `quality`, in steps of 1/256 dB: what the encoder takes, measured as EBU R128
/// over five minutes of the embedded voice in Chinese and English, which differ by 0.05 dB.
fn gain(quality: Quality) -> i16 {
    match quality {
        Quality::Small => 115,
        Quality::Standard => 97,
        Quality::High => 76,
    }
}

pub(super) struct Opus {
    encoder: OpusEncoder,
    /// Samples that are less than a packet.
    rest: Vec<f32>,
    packets: Packets,
    quality: Quality,
    len: u64,
}

impl Opus {
    pub(super) fn new(quality: Quality, folder: &Path) -> Result<Self, EncodeError> {
        // Its mode `Audio` is worse for speech at these rates.
        let rate = SAMPLE_RATE_HZ as i32;
        let mut encoder = OpusEncoder::new(rate, 1, Application::Voip).map_err(EncodeError::refused)?;
        encoder.bitrate_bps = SoundFormat::Opus.bits_per_sec(quality) as i32;
        encoder.complexity = COMPLEXITY;
        let packets = Packets::new(folder)?;
        Ok(Self { encoder, rest: Vec::new(), packets, quality, len: 0 })
    }

    fn push(&mut self, samples: &[f32]) -> Result<(), EncodeError> {
        let mut packet = [0; LARGEST];
        let bytes = self.encoder.encode(samples, PACKET, &mut packet).map_err(EncodeError::refused)?;
        Ok(self.packets.push(&packet[..bytes])?)
    }
}

impl Encoder for Opus {
    fn write(&mut self, samples: &[f32]) -> Result<(), EncodeError> {
        self.len += samples.len() as u64;
        self.rest.extend_from_slice(samples);
        let rest = std::mem::take(&mut self.rest);
        let packets = rest.chunks_exact(PACKET);
        self.rest = packets.remainder().to_vec();
        for samples in packets {
            self.push(samples)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>, tags: &Tags, out: &mut dyn Write) -> Result<(), EncodeError> {
        // Silence until all of the sound has come through.
        let end = u64::from(PRE_SKIP) + self.len * TICKS;
        let ticks = PACKET as u64 * TICKS;
        while (self.packets.sizes().len() as u64) * ticks < end || self.packets.sizes().is_empty() {
            let mut samples = std::mem::take(&mut self.rest);
            samples.resize(PACKET, 0.0);
            self.push(&samples)?;
        }
        let mut writer = PacketWriter::new(out);
        let own_page = PacketWriteEndInfo::EndPage;
        writer.write_packet(head(self.quality), SERIAL, own_page, 0)?;
        writer.write_packet(comments(tags)?, SERIAL, own_page, 0)?;
        let (count, mut idx) = (self.packets.sizes().len(), 0);
        self.packets.each(|packet| {
            idx += 1;
            let (place, granule) = match idx {
                _ if idx == count => (PacketWriteEndInfo::EndStream, end),
                _ if idx % PAGE == 0 => (own_page, idx as u64 * ticks),
                _ => (PacketWriteEndInfo::NormalPacket, idx as u64 * ticks),
            };
            Ok(writer.write_packet(packet, SERIAL, place, granule)?)
        })
    }
}

/// `OpusHead` of RFC 7845, section 5.1.
fn head(quality: Quality) -> Vec<u8> {
    let mut head = b"OpusHead".to_vec();
    let (version, channels, family) = (1, 1, 0);
    head.extend([version, channels]);
    head.extend(PRE_SKIP.to_le_bytes());
    head.extend(SAMPLE_RATE_HZ.to_le_bytes());
    head.extend(gain(quality).to_le_bytes());
    head.push(family);
    head
}

/// `OpusTags` of RFC 7845, section 5.2.
fn comments(tags: &Tags) -> Result<Vec<u8>, EncodeError> {
    let mut comments = tags.comments();
    if let Some(cover) = &tags.cover {
        let picture = BASE64_STANDARD.encode(picture_block(cover)?);
        comments.push(("METADATA_BLOCK_PICTURE".to_owned(), picture));
    }
    let texts = comments.into_iter().map(|(name, value)| format!("{name}={value}"));
    let texts: Vec<String> = texts.collect();
    let mut packet = b"OpusTags".to_vec();
    packet.extend(text(ENCODER)?);
    packet.extend(size(texts.len())?.to_le_bytes());
    for comment in &texts {
        packet.extend(text(comment)?);
    }
    Ok(packet)
}

/// A text, with its length before it.
fn text(text: &str) -> Result<Vec<u8>, EncodeError> {
    Ok([&size(text.len())?.to_le_bytes(), text.as_bytes()].concat())
}

/// The picture as FLAC's block of pictures has it (RFC 9639, section 8.8); its size in pixels is left to the reader.
fn picture_block(cover: &Picture) -> Result<Vec<u8>, EncodeError> {
    const FRONT_COVER: u32 = 3;
    let mut block = FRONT_COVER.to_be_bytes().to_vec();
    block.extend(size(cover.mime().len())?.to_be_bytes());
    block.extend(cover.mime().as_bytes());
    let (description, width, height, depth, colours) = (0_u32, 0_u32, 0_u32, 0_u32, 0_u32);
    for field in [description, width, height, depth, colours] {
        block.extend(field.to_be_bytes());
    }
    block.extend(size(cover.bytes().len())?.to_be_bytes());
    block.extend(cover.bytes());
    Ok(block)
}

fn size(bytes: usize) -> Result<u32, EncodeError> {
    u32::try_from(bytes).map_err(|_| EncodeError::TooLong)
}
