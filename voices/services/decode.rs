//! From the bytes that a service sends to the program's samples, as they come. The only place that names
//! the decoder.

mod cut;
mod mp4_start;
mod opus;
mod wav;

use std::{
    io::Read,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use rubato::{Fft, FixedSync, Resampler, audioadapter_buffers::direct::InterleavedSlice};
use symphonia::core::{
    codecs::audio::{AudioDecoder, AudioDecoderOptions, well_known::CODEC_ID_OPUS},
    errors::Error,
    formats::{FormatOptions, TrackType, probe::Hint},
    io::{MediaSourceStream, ReadOnlySource},
    meta::MetadataOptions,
    packet::Packet,
};
use tingxinwen_core::speech::{Cancel, SAMPLE_RATE_HZ};
use tokio::runtime::Handle;

pub use self::cut::SoundFile;
use self::{opus::Opus, wav::WavStream};
use super::{
    fault::{Fault, NetworkFault, SoundFault},
    intake::{Intake, Kind, Outlet, lock, open},
    limits::Limits,
};

/// Frames that the resampler takes at a time.
const CHUNK: usize = 240;
/// Rates that sound of speech has.
const RATES: std::ops::RangeInclusive<u32> = 4_000..=192_000;

/// The most samples that [`sound_in`] gives: ten minutes.
const MOST_SAMPLES: usize = 600 * SAMPLE_RATE_HZ as usize;
/// Coders add and take away a little at the ends of a sound: less than this share of what is promised is not all.
const LEAST_SHARE: f64 = 0.9;

/// How the sound ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// Where it should.
    Whole,
    /// In the middle of a packet: cut off, or with something else behind the sound.
    Ragged,
    /// Long before the length that the file's own header promises.
    Short,
}

/// Passes all sound of `intake` to `each`, mono, at the program's rate; `each` may end it.
pub(super) fn decode(
    mut intake: Intake,
    each: &mut dyn FnMut(&[f32]) -> Result<(), Fault>,
) -> Result<Ending, Fault> {
    match intake.kind()? {
        Kind::Raw { rate_hz } => raw(intake, rate_hz, each).map(|()| Ending::Whole),
        Kind::File => file(intake, each),
    }
}

/// The samples of `file`, mono, at the program's rate, taken as a service's answer on `runtime`; for tests, which have
/// no service.
///
/// # Errors
/// What is wrong with it.
pub fn sound_in(runtime: &Handle, file: &[u8]) -> Result<Vec<f32>, SoundFault> {
    let file = file.to_vec();
    let deliver = |outlet: Outlet| async move {
        outlet.kind(Kind::File).await?;
        outlet.sound(file.into()).await
    };
    let intake = open(runtime, Limits::default(), Cancel::default(), deliver);
    let mut all = Vec::new();
    let decoded = decode(intake, &mut |samples| {
        all.extend_from_slice(samples);
        if all.len() > MOST_SAMPLES { Err(Fault::NotSound(SoundFault::Endless)) } else { Ok(()) }
    });
    match decoded {
        Ok(_) => Ok(all),
        Err(Fault::NotSound(fault)) => Err(fault),
        Err(_) => Err(SoundFault::Empty),
    }
}

fn raw(
    mut intake: Intake,
    rate_hz: u32,
    each: &mut dyn FnMut(&[f32]) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let aside = intake.aside();
    let mut to_rate = ToRate::new(rate_hz)?;
    let mut bytes = Vec::new();
    let mut block = [0; 8192];
    loop {
        let count = match intake.read(&mut block) {
            Ok(0) => return to_rate.finish(each),
            Ok(count) => count,
            Err(error) => {
                return Err(lock(&aside)
                    .fault
                    .clone()
                    .unwrap_or_else(|| Fault::Cut(NetworkFault::of(&error))));
            }
        };
        bytes.extend_from_slice(&block[..count]);
        let (pairs, _) = bytes.as_chunks::<2>();
        let samples: Vec<f32> =
            pairs.iter().map(|&pair| f32::from(i16::from_le_bytes(pair)) / 32_768.0).collect();
        bytes.drain(..samples.len() * 2);
        to_rate.push(&samples, each)?;
    }
}

fn file(intake: Intake, each: &mut dyn FnMut(&[f32]) -> Result<(), Fault>) -> Result<Ending, Fault> {
    let aside = intake.aside();
    // An error of the service explains those of the decoder.
    let fault = |error: &dyn std::fmt::Display| {
        lock(&aside)
            .fault
            .clone()
            .unwrap_or_else(|| Fault::NotSound(SoundFault::Unreadable(error.to_string())))
    };
    let (stream, is_short) = source(intake);
    let mut format = symphonia::default::get_probe()
        .probe(&Hint::new(), stream, FormatOptions::default(), MetadataOptions::default())
        .map_err(|error| fault(&error))?;
    let (parameters, delay) = format
        .default_track(TrackType::Audio)
        .and_then(|track| Some((track.codec_params.as_ref()?.audio().cloned()?, track.delay)))
        .ok_or_else(|| fault(&"there is no track of sound in it"))?;
    let promised_secs = format.default_track(TrackType::Audio).and_then(|track| {
        let base = track.time_base?;
        Some(track.num_frames? as f64 * f64::from(base.numer.get()) / f64::from(base.denom.get()))
    });
    let mut decoder = if parameters.codec == CODEC_ID_OPUS {
        Decoder::Opus(Box::new(Opus::new(delay.unwrap_or_default()).map_err(|error| fault(&error))?))
    } else {
        let decoder = symphonia::default::get_codecs()
            .make_audio_decoder(&parameters, &AudioDecoderOptions::default())
            .map_err(|error| fault(&error))?;
        Decoder::Other(decoder, Vec::new())
    };
    let mut to_rate: Option<ToRate> = None;
    let mut mono = Vec::new();
    let (mut good, mut bad) = (0_u32, 0_u32);
    let ending = loop {
        let packet = match format.next_packet() {
            Ok(Some(packet)) => packet,
            Ok(None) => break Ending::Whole,
            Err(Error::IoError(error)) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
                break Ending::Ragged;
            }
            Err(error) => return Err(fault(&error)),
        };
        mono.clear();
        let rate_hz = match decoder.decode(&packet, &mut mono) {
            Ok(rate_hz) => rate_hz,
            Err(why) => {
                bad += 1;
                if bad > good + 3 {
                    return Err(fault(&why));
                }
                continue;
            }
        };
        good += 1;
        let to_rate = match &mut to_rate {
            Some(to_rate) => to_rate,
            None => to_rate.insert(ToRate::new(rate_hz)?),
        };
        to_rate.push(&mono, each)?;
    };
    // The end of a file may be the end of a broken connection.
    if let Some(fault) = lock(&aside).fault.clone() {
        return Err(fault);
    }
    let mut is_less = false;
    if let Some(to_rate) = to_rate {
        let secs = to_rate.taken as f64 / f64::from(to_rate.rate_hz);
        is_less = promised_secs.is_some_and(|promised| secs < promised * LEAST_SHARE);
        to_rate.finish(each)?;
    }
    Ok(match is_short {
        Some(is_short) if is_short.load(Ordering::Relaxed) => Ending::Short,
        Some(_) => Ending::Whole,
        None if is_less => Ending::Short,
        None => ending,
    })
}

/// The bytes of `intake` for the decoder, and for WAV, what tells at the end whether they were fewer than promised.
fn source(intake: Intake) -> (MediaSourceStream<'static>, Option<Arc<AtomicBool>>) {
    if intake.is_wav() {
        let stream = WavStream::new(intake);
        let is_short = stream.is_short();
        let stream = MediaSourceStream::new(Box::new(ReadOnlySource::new(stream)), Default::default());
        return (stream, Some(is_short));
    }
    (MediaSourceStream::new(Box::new(ReadOnlySource::new(intake)), Default::default()), None)
}

enum Decoder {
    Opus(Box<Opus>),
    /// Any other, and room for its samples.
    Other(Box<dyn AudioDecoder>, Vec<f32>),
}

impl Decoder {
    /// Appends the sound of `packet` to `mono`; its rate. After an error, the next packet may be good.
    fn decode(&mut self, packet: &Packet, mono: &mut Vec<f32>) -> Result<u32, String> {
        match self {
            Self::Opus(opus) => {
                mono.extend_from_slice(opus.decode(&packet.data)?);
                Ok(SAMPLE_RATE_HZ)
            }
            Self::Other(decoder, block) => {
                let decoded = decoder.decode(packet).map_err(|error| error.to_string())?;
                let (channels, rate_hz) = (decoded.spec().channels().count().max(1), decoded.spec().rate());
                block.resize(decoded.samples_interleaved(), 0.0);
                decoded.copy_to_slice_interleaved(&mut *block);
                let mean = |frame: &[f32]| frame.iter().sum::<f32>() / channels as f32;
                mono.extend(block.chunks_exact(channels).map(mean));
                Ok(rate_hz)
            }
        }
    }
}

/// Resamples a stream.
struct ToRate {
    /// `None` where the stream is at the program's rate.
    resampler: Option<Fft<f32>>,
    waiting: Vec<f32>,
    out: Vec<f32>,
    /// Frames that the resampler puts before the sound.
    delay: usize,
    /// Frames that came in, and that are still to come out for them.
    taken: u64,
    given: u64,
    rate_hz: u32,
}

impl ToRate {
    fn new(rate_hz: u32) -> Result<Self, Fault> {
        let odd = || Fault::NotSound(SoundFault::SampleRate(rate_hz));
        if !RATES.contains(&rate_hz) {
            return Err(odd());
        }
        let resampler = if rate_hz == SAMPLE_RATE_HZ {
            None
        } else {
            let (from, to) = (rate_hz as usize, SAMPLE_RATE_HZ as usize);
            Some(Fft::new(from, to, CHUNK, 1, FixedSync::Both).map_err(|_| odd())?)
        };
        let delay = resampler.as_ref().map_or(0, Resampler::output_delay);
        let out = vec![0.0; resampler.as_ref().map_or(0, Resampler::output_frames_max)];
        Ok(Self { resampler, waiting: Vec::new(), out, delay, taken: 0, given: 0, rate_hz })
    }

    fn push(
        &mut self,
        samples: &[f32],
        each: &mut dyn FnMut(&[f32]) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.taken += samples.len() as u64;
        if self.resampler.is_none() {
            return each(samples);
        }
        self.waiting.extend_from_slice(samples);
        self.drain(each)
    }

    fn drain(&mut self, each: &mut dyn FnMut(&[f32]) -> Result<(), Fault>) -> Result<(), Fault> {
        let Some(resampler) = &mut self.resampler else { return Ok(()) };
        let due = self.taken * u64::from(SAMPLE_RATE_HZ) / u64::from(self.rate_hz);
        loop {
            let take = resampler.input_frames_next();
            if self.waiting.len() < take {
                return Ok(());
            }
            let capacity = self.out.len();
            let resampled = InterleavedSlice::new(&self.waiting[..take], 1, take).ok().and_then(|from| {
                let mut to = InterleavedSlice::new_mut(&mut self.out, 1, capacity).ok()?;
                resampler.process_into_buffer(&from, &mut to, None).ok()
            });
            let Some((_, written)) = resampled else {
                return Err(Fault::NotSound(SoundFault::SampleRate(self.rate_hz)));
            };
            self.waiting.drain(..take);
            let skipped = self.delay.min(written);
            self.delay -= skipped;
            let count = ((written - skipped) as u64).min(due.saturating_sub(self.given)) as usize;
            self.given += count as u64;
            each(&self.out[skipped..skipped + count])?;
        }
    }

    /// What the resampler still holds.
    fn finish(mut self, each: &mut dyn FnMut(&[f32]) -> Result<(), Fault>) -> Result<(), Fault> {
        let Some(resampler) = &self.resampler else { return Ok(()) };
        let silence = self.waiting.len() + 2 * resampler.input_frames_next() + self.delay * 8 + 4 * CHUNK;
        self.waiting.resize(silence, 0.0);
        self.drain(each)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ogg Opus of 32 kbit/s: a second of a sine of 440 Hz, half as loud as can be.
    const SINE: &[u8] = include_bytes!("decode/sine.opus");

    /// A FLAC file of a second at 16 kHz, whose header promises `promised` frames.
    fn flac(promised: u32) -> Vec<u8> {
        let mut file = include_bytes!("decode/sine.flac").to_vec();
        file[22..26].copy_from_slice(&promised.to_be_bytes());
        file
    }

    #[test]
    fn a_length_that_a_file_promises_is_kept_or_it_is_not_whole() {
        assert_eq!(ended(&flac(16_000)).unwrap().1, Ending::Whole);
        assert_eq!(ended(&flac(0)).unwrap().1, Ending::Whole, "a stream knows no length");
        assert_eq!(ended(&flac(32_000)).unwrap().1, Ending::Short);
    }

    fn decoded(bytes: &[u8]) -> Result<Vec<f32>, Fault> {
        ended(bytes).map(|(all, _)| all)
    }

    fn ended(bytes: &[u8]) -> Result<(Vec<f32>, Ending), Fault> {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let bytes = bytes.to_vec();
        let deliver = |outlet: Outlet| async move {
            outlet.kind(Kind::File).await?;
            for chunk in bytes.chunks(700) {
                outlet.sound(chunk.to_vec().into()).await?;
            }
            Ok(())
        };
        let intake = open(runtime.handle(), Limits::default(), Cancel::default(), deliver);
        let mut all = Vec::new();
        let ending = decode(intake, &mut |samples| {
            all.extend_from_slice(samples);
            Ok(())
        })?;
        Ok((all, ending))
    }

    #[test]
    fn opus_is_sound_like_any_other() {
        let sound = decoded(SINE).unwrap();
        assert!((24_000..24_000 + 2_880).contains(&sound.len()), "{}", sound.len());
        let middle = &sound[2_400..21_600];
        let ups = middle.windows(2).filter(|pair| pair[0] < 0.0 && pair[1] >= 0.0).count();
        assert!(ups.abs_diff(352) <= 1, "440 a second: {ups}");
        let loud = (middle.iter().map(|sample| sample * sample).sum::<f32>() / middle.len() as f32).sqrt();
        assert!((loud - 0.345).abs() < 0.02, "{loud}");
    }

    #[test]
    fn a_stream_of_any_rate_keeps_its_length_and_pitch() {
        for rate in [8_000, 16_000, 22_050, 24_000, 44_100, 48_000] {
            let sound: Vec<f32> = (0..rate)
                .map(|at| (at as f32 / rate as f32 * 440.0 * std::f32::consts::TAU).sin() * 0.5)
                .collect();
            let mut all = Vec::new();
            let mut to_rate = ToRate::new(rate).unwrap();
            let mut each = |samples: &[f32]| {
                all.extend_from_slice(samples);
                Ok(())
            };
            for chunk in sound.chunks(313) {
                to_rate.push(chunk, &mut each).unwrap();
            }
            to_rate.finish(&mut each).unwrap();
            assert!(all.len().abs_diff(24_000) <= 2, "{rate}: {}", all.len());
            let ups = all.windows(2).filter(|pair| pair[0] < 0.0 && pair[1] >= 0.0).count();
            assert!(ups.abs_diff(440) <= 3, "{rate}: {ups}");
        }
        assert!(ToRate::new(1).is_err());
    }
}
