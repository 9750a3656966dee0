//! Sound as FLAC, 16 bits a sample.

use std::io::Cursor;

use flacenc::{component::BitRepr as _, error::Verify as _};
use symphonia::core::{
    codecs::audio::AudioDecoderOptions,
    formats::{FormatOptions, TrackType, probe::Hint},
    io::MediaSourceStream,
    meta::MetadataOptions,
};

use crate::speech::SAMPLE_RATE_HZ;

/// A file of `samples`; nothing at all where there are none.
pub(super) fn encode(samples: &[f32]) -> Result<Vec<u8>, String> {
    if samples.is_empty() {
        return Ok(Vec::new());
    }
    let samples: Vec<i32> =
        samples.iter().map(|sample| (sample.clamp(-1.0, 1.0) * f32::from(i16::MAX)).round() as i32).collect();
    let config =
        flacenc::config::Encoder::default().into_verified().map_err(|(_, error)| error.to_string())?;
    let source = flacenc::source::MemSource::from_samples(&samples, 1, 16, SAMPLE_RATE_HZ as usize);
    let mut stream = flacenc::encode_with_fixed_block_size(&config, source, config.block_size)
        .map_err(|error| error.to_string())?;
    // The encoder counts the last block, which may be shorter; the format does not, and decoders mind.
    stream
        .stream_info_mut()
        .set_block_sizes(config.block_size, config.block_size)
        .map_err(|error| error.to_string())?;
    let mut sink = flacenc::bitsink::ByteSink::new();
    stream.write(&mut sink).map_err(|error| error.to_string())?;
    Ok(sink.into_inner())
}

/// The samples of a file that [`encode`] made; `None` for anything else.
pub(super) fn decode(bytes: &[u8]) -> Option<Vec<f32>> {
    if bytes.is_empty() {
        return Some(Vec::new());
    }
    let stream = MediaSourceStream::new(Box::new(Cursor::new(bytes)), Default::default());
    let options = (FormatOptions::default(), MetadataOptions::default());
    let mut format =
        symphonia::default::get_probe().probe(&Hint::new(), stream, options.0, options.1).ok()?;
    let parameters = format.default_track(TrackType::Audio)?.codec_params.as_ref()?.audio()?.clone();
    let mut decoder = symphonia::default::get_codecs()
        .make_audio_decoder(&parameters, &AudioDecoderOptions::default())
        .ok()?;
    let (mut all, mut block) = (Vec::new(), Vec::<i16>::new());
    while let Some(packet) = format.next_packet().ok()? {
        let decoded = decoder.decode(&packet).ok()?;
        block.resize(decoded.samples_interleaved(), 0);
        decoded.copy_to_slice_interleaved(&mut block);
        all.extend(block.iter().map(|&sample| f32::from(sample) / f32::from(i16::MAX)));
    }
    Some(all)
}
