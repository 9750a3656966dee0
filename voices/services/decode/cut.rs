//! Cuts of a sound file: its sound from one time to another, to the sample, wherever that is in it. The file is read from
//! where it lies.

use std::{
    io::{self, Read, Seek, SeekFrom},
    ops::ControlFlow,
};

use symphonia::core::{
    codecs::audio::{
        AudioCodecParameters, AudioDecoderOptions,
        well_known::{CODEC_ID_MP3, CODEC_ID_OPUS},
    },
    errors::Error,
    formats::{FormatOptions, FormatReader, SeekMode, SeekTo, TrackType, probe::Hint},
    io::{MediaSource, MediaSourceStream},
    meta::MetadataOptions,
    packet::Packet,
    units::{Time, TimeBase, Timestamp},
};
use tingxinwen_core::speech::{Frames, SAMPLE_RATE_HZ};

use super::{Decoder, Opus, ToRate, mp4_start::start_secs};
use crate::services::fault::{Fault, SoundFault};

/// What is decoded before a cut and thrown away after a seek, in seconds: decoders need what came before, Opus 80 ms of
/// it, and the last page of an Ogg file can only be told the time of by the page before it, which holds a second.
const BEFORE_SECS: f64 = 2.0;
/// What is resampled on either side of a cut and thrown away, in seconds, so that neighbours join without a click.
const MARGIN_SECS: f64 = 0.03;
/// How far ahead a cut may begin to be reached by decoding on, in seconds.
const AHEAD_SECS: f64 = 5.0;
/// What stays of the sound that was decoded last, in seconds: the next cut mostly begins there.
const HELD_SECS: f64 = 0.5;
/// A gap between two packets that is filled with silence, in seconds: from, up to.
const GAP_SECS: (f64, f64) = (0.02, 60.0);
/// The rate at which the frames before the sound of Opus are counted.
const OPUS_RATE_HZ: u32 = 48_000;
/// The longest file that is believed, in seconds: a thousand hours.
const MOST_SECS: f64 = 3_600_000.0;
/// Packets in a row that may be damaged.
const MOST_BAD: u32 = 200;

/// A sound file that is open.
pub struct SoundFile {
    /// `None` where it could not be read anew.
    format: Option<Box<dyn FormatReader>>,
    parameters: AudioCodecParameters,
    decoder: Decoder,
    track: u32,
    time_base: TimeBase,
    /// What the file has before its sound and does not count in its times, in seconds.
    lead_secs: f64,
    /// The rate of what is decoded; 0 before the first packet.
    rate_hz: u32,
    /// What was decoded last, and the frame of the file at which that starts.
    held: Vec<f32>,
    held_from: i64,
    /// The frame from which on that is right: a decoder that has just begun is not.
    good_from: i64,
    /// Whether the end was reached.
    at_end: bool,
}

/// Bytes in the place of a file, whose length is known.
struct Bytes<R> {
    bytes: R,
    len: u64,
}

impl<R: Read> Read for Bytes<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.bytes.read(buf)
    }
}

impl<R: Seek> Seek for Bytes<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}

impl<R: Read + Seek + Send + Sync> MediaSource for Bytes<R> {
    fn is_seekable(&self) -> bool {
        true
    }

    fn byte_len(&self) -> Option<u64> {
        Some(self.len)
    }
}

impl SoundFile {
    /// Opens the file whose `len` bytes are `bytes`.
    ///
    /// # Errors
    /// Where it is no sound, or of a kind that is not decoded.
    pub fn open(mut bytes: impl Read + Seek + Send + Sync + 'static, len: u64) -> Result<Self, SoundFault> {
        let lead_secs = start_secs(&mut bytes, len).unwrap_or(0.0);
        bytes.seek(SeekFrom::Start(0)).map_err(unreadable)?;
        let stream = MediaSourceStream::new(Box::new(Bytes { bytes, len }), Default::default());
        let format = probed(stream)?;
        let found = format.default_track(TrackType::Audio).and_then(|track| {
            let parameters = track.codec_params.as_ref()?.audio().cloned()?;
            Some((parameters, track.id, track.time_base?, track.delay))
        });
        let (parameters, track, time_base, delay) =
            found.ok_or_else(|| SoundFault::Unreadable("there is no track of sound in it".to_owned()))?;
        let lead_secs = match delay {
            // Told apart from its times (RFC 7845, section 4.2); those of an MP3 begin before zero.
            Some(delay) if parameters.codec == CODEC_ID_OPUS => f64::from(delay) / f64::from(OPUS_RATE_HZ),
            Some(_) | None => lead_secs,
        };
        let decoder = decoder(&parameters)?;
        Ok(Self {
            format: Some(format),
            parameters,
            decoder,
            track,
            time_base,
            lead_secs,
            rate_hz: 0,
            held: Vec::new(),
            held_from: 0,
            good_from: i64::MIN,
            at_end: false,
        })
    }

    /// Hands the sound from `begin` to `end`, or to the end of the file, to `each`, mono, at the program's rate, until that
    /// has enough; less where the file ends before.
    ///
    /// # Errors
    /// Where it cannot be read or decoded.
    pub fn cut(
        &mut self,
        begin: Frames,
        end: Option<Frames>,
        each: &mut dyn FnMut(&[f32]) -> ControlFlow<()>,
    ) -> Result<(), SoundFault> {
        let from_secs = (begin.as_secs_f64() - MARGIN_SECS).max(0.0);
        if !self.go_to(from_secs)? {
            return Ok(());
        }
        let from = self.frame(from_secs);
        let until = end.map(|end| self.frame(end.as_secs_f64() + MARGIN_SECS));
        // What the resampler gives before `begin`, and from there to `end`.
        let mut skipped = (begin.0 as f64 - from as f64 * self.ratio()).round().max(0.0) as usize;
        let mut left = end.map_or(u64::MAX, |end| end.saturating_sub(begin).0);
        let mut is_enough = false;
        let mut take = |samples: &[f32]| {
            let before = skipped.min(samples.len());
            skipped -= before;
            let samples = &samples[before..];
            let samples = &samples[..samples.len().min(usize::try_from(left).unwrap_or(usize::MAX))];
            left -= samples.len() as u64;
            is_enough |= !samples.is_empty() && each(samples).is_break();
            if is_enough { Err(Fault::Cancelled) } else { Ok(()) }
        };
        let mut to_rate = ToRate::new(self.rate_hz).map_err(told)?;
        let mut fed = from;
        loop {
            let held_end = self.held_from + self.held.len() as i64;
            let stop = until.unwrap_or(i64::MAX).min(held_end);
            if fed < self.held_from && fed < stop {
                // The file begins later than it says.
                let silence =
                    vec![0.0; (self.held_from.min(stop) - fed).min(i64::from(self.rate_hz)) as usize];
                fed += silence.len() as i64;
                if let Err(fault) = to_rate.push(&silence, &mut take) {
                    return ended(fault);
                }
                continue;
            }
            if fed < stop {
                let samples = &self.held[(fed - self.held_from) as usize..(stop - self.held_from) as usize];
                if let Err(fault) = to_rate.push(samples, &mut take) {
                    return ended(fault);
                }
                fed = stop;
            }
            if until.is_some_and(|until| fed >= until) || !self.decode_on()? {
                break;
            }
        }
        to_rate.finish(&mut take).or_else(ended)
    }

    /// Frames of the program for each of the file.
    fn ratio(&self) -> f64 {
        f64::from(SAMPLE_RATE_HZ) / f64::from(self.rate_hz.max(1))
    }

    /// The frame of the file at `secs`.
    fn frame(&self, secs: f64) -> i64 {
        (secs * f64::from(self.rate_hz)).round() as i64
    }

    /// Decodes what is before `secs`, so that the sound from there on is what is held or decoded next; whether there is any.
    fn go_to(&mut self, secs: f64) -> Result<bool, SoundFault> {
        if self.rate_hz == 0 && !self.decode_on()? {
            return Ok(false);
        }
        let wanted = self.frame(secs);
        let held_end = self.held_from + self.held.len() as i64;
        if wanted < self.held_from.max(self.good_from) || wanted > held_end + self.frame(AHEAD_SECS) {
            self.seek(secs)?;
        }
        while self.held.is_empty() || wanted >= self.held_from + self.held.len() as i64 {
            if !self.decode_on()? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn seek(&mut self, secs: f64) -> Result<(), SoundFault> {
        let time = Time::try_from_secs_f64((secs - BEFORE_SECS).max(0.0) + self.lead_secs);
        let to = SeekTo::Time { time: time.unwrap_or_default(), track_id: Some(self.track) };
        if self.at_end
            && let Some(format) = self.format.take()
        {
            // Where a reader has come to the end, it does not always find back.
            let mut stream = format.into_inner();
            stream.seek(SeekFrom::Start(0)).map_err(unreadable)?;
            self.format = Some(probed(stream)?);
        }
        self.held.clear();
        self.good_from = self.frame(secs);
        self.decoder = decoder(&self.parameters)?;
        match self.format()?.seek(SeekMode::Accurate, to) {
            Ok(_) => self.at_end = false,
            // How long an MP3 without a header is, is guessed by its decoder: what it takes for its end may not be that.
            Err(Error::SeekError(_)) if self.parameters.codec == CODEC_ID_MP3 => self.at_end = false,
            // Behind its end there is no sound.
            Err(Error::SeekError(_)) => self.at_end = true,
            Err(error) => return Err(unreadable(error)),
        }
        Ok(())
    }

    /// Decodes the next packet; whether there was one.
    fn decode_on(&mut self) -> Result<bool, SoundFault> {
        for _ in 0..MOST_BAD {
            if self.at_end {
                return Ok(false);
            }
            let packet = match self.format()?.next_packet() {
                Ok(Some(packet)) => packet,
                Ok(None) => {
                    self.at_end = true;
                    continue;
                }
                Err(Error::IoError(error)) if error.kind() == io::ErrorKind::UnexpectedEof => {
                    self.at_end = true;
                    continue;
                }
                Err(error) => return Err(unreadable(error)),
            };
            if packet.track_id == self.track && self.take(&packet)? {
                return Ok(true);
            }
        }
        Err(SoundFault::Unreadable("too much of it is damaged".to_owned()))
    }

    /// Adds the sound of `packet` to what is held; whether it has any.
    fn take(&mut self, packet: &Packet) -> Result<bool, SoundFault> {
        let mut sound = Vec::new();
        let Ok(rate_hz) = self.decoder.decode(packet, &mut sound) else { return Ok(false) };
        if self.rate_hz != 0 && self.rate_hz != rate_hz {
            return Err(SoundFault::SampleRate(rate_hz));
        }
        self.rate_hz = rate_hz;
        let secs = self.secs(packet.pts) - self.lead_secs;
        if secs.abs() > MOST_SECS {
            return Err(SoundFault::Times);
        }
        let at = self.frame(secs);
        let held_end = self.held_from + self.held.len() as i64;
        let gap = f64::from(i32::try_from(at - held_end).unwrap_or(i32::MAX)) / f64::from(rate_hz.max(1));
        if self.held.is_empty() || at < self.good_from && at != held_end {
            // After a seek, the times of Vorbis are right from the second page on.
            self.held.clear();
            self.held_from = at;
        } else if (GAP_SECS.0..GAP_SECS.1).contains(&gap) {
            // What was damaged there.
            self.held.resize(self.held.len() + (at - held_end) as usize, 0.0);
        }
        let kept = self.frame(HELD_SECS) as usize;
        let fallen = self.held.len().saturating_sub(kept);
        self.held.drain(..fallen);
        self.held_from += fallen as i64;
        self.held.extend_from_slice(&sound);
        Ok(!sound.is_empty())
    }

    fn format(&mut self) -> Result<&mut Box<dyn FormatReader>, SoundFault> {
        self.format.as_mut().ok_or(SoundFault::Empty)
    }

    fn secs(&self, at: Timestamp) -> f64 {
        self.time_base.calc_time_saturating(at).as_secs_f64()
    }
}

/// What reads the file in `stream`.
fn probed(stream: MediaSourceStream<'static>) -> Result<Box<dyn FormatReader>, SoundFault> {
    let probe = symphonia::default::get_probe();
    probe
        .probe(&Hint::new(), stream, FormatOptions::default(), MetadataOptions::default())
        .map_err(unreadable)
}

/// A decoder of `parameters` that leaves nothing out: the times of packets count all of it.
fn decoder(parameters: &AudioCodecParameters) -> Result<Decoder, SoundFault> {
    if parameters.codec == CODEC_ID_OPUS {
        return Ok(Decoder::Opus(Box::new(Opus::new(0).map_err(SoundFault::Unreadable)?)));
    }
    let options = AudioDecoderOptions::default().gapless(false);
    let decoder = symphonia::default::get_codecs().make_audio_decoder(parameters, &options);
    Ok(Decoder::Other(decoder.map_err(unreadable)?, Vec::new()))
}

fn unreadable(error: impl std::fmt::Display) -> SoundFault {
    SoundFault::Unreadable(error.to_string())
}

/// What `fault` says of a sound.
fn told(fault: Fault) -> SoundFault {
    match fault {
        Fault::NotSound(fault) => fault,
        Fault::Cancelled
        | Fault::NoConnection(_)
        | Fault::Silent(_)
        | Fault::Cut(_)
        | Fault::Status { .. }
        | Fault::Settings(_) => SoundFault::Empty,
    }
}

/// Whether it ended since there was enough.
fn ended(fault: Fault) -> Result<(), SoundFault> {
    if fault == Fault::Cancelled { Ok(()) } else { Err(told(fault)) }
}
