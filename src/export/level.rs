//! Loudness of what is exported, in one pass: every voice is brought to -16 LUFS by what is known of it so far, a minute
//! ahead of what is written, and the whole is steered there.

use std::collections::{BTreeMap, VecDeque};

use ebur128::{EbuR128, Mode};

use super::limit::{Ceiling, Limiter};
use crate::speech::{SAMPLE_RATE_HZ, VoiceId};

/// The integrated loudness of what is exported, in LUFS (EBU R128, ITU-R BS.1770-4): what podcasts are brought to.
const TARGET_LUFS: f64 = -16.0;
/// How far ahead of what is written voices are measured, in frames: a minute.
const AHEAD: usize = 60 * SAMPLE_RATE_HZ as usize;
/// How much must be written before the whole is steered, in frames: ten seconds.
const STEERED_AFTER: usize = 10 * SAMPLE_RATE_HZ as usize;
/// How hard the whole is steered: decibels for each that it is off, so that what the limiter takes is given back. By five, an
/// English article in Opus, of which it takes most, is 0.4 dB too soft; by two it was 0.5.
const STEERING: f64 = 5.0;
/// The most that the whole is steered, and how much of it at once, in decibels.
const MOST_STEERED: f64 = 4.0;
const STEERED_AT_ONCE: f64 = 0.25;
/// The most that a voice is raised or softened, in decibels: what is softer is no speech.
const MOST_RAISED: f64 = 30.0;

/// Brings sound to one loudness.
pub(super) struct Leveller {
    voices: BTreeMap<VoiceId, EbuR128>,
    /// What was measured and is not written yet.
    waiting: VecDeque<(VoiceId, Vec<f32>)>,
    waiting_frames: usize,
    /// What is written.
    whole: EbuR128,
    whole_frames: usize,
    /// What the last one was raised by as the whole is steered, and in all, in decibels.
    steered: f64,
    last: f64,
    limiter: Limiter,
}

impl Leveller {
    /// Nothing above `ceiling` is written.
    pub(super) fn new(ceiling: Ceiling) -> Result<Self, ebur128::Error> {
        Ok(Self {
            voices: BTreeMap::new(),
            waiting: VecDeque::new(),
            waiting_frames: 0,
            whole: meter()?,
            whole_frames: 0,
            steered: 0.0,
            last: 0.0,
            limiter: Limiter::new(ceiling),
        })
    }

    /// Adds a sentence spoken by `voice`, and gives what can be written.
    pub(super) fn push(&mut self, voice: &VoiceId, samples: Vec<f32>) -> Result<Vec<f32>, ebur128::Error> {
        if !self.voices.contains_key(voice) {
            self.voices.insert(voice.clone(), meter()?);
        }
        if let Some(meter) = self.voices.get_mut(voice) {
            meter.add_frames_f32(&samples)?;
        }
        self.waiting_frames += samples.len();
        self.waiting.push_back((voice.clone(), samples));
        let mut done = Vec::new();
        while self.waiting_frames > AHEAD {
            done.extend(self.give()?);
        }
        Ok(done)
    }

    /// Gives the rest.
    pub(super) fn end(&mut self) -> Result<Vec<f32>, ebur128::Error> {
        let mut done = Vec::new();
        while !self.waiting.is_empty() {
            done.extend(self.give()?);
        }
        done.extend(self.limiter.end());
        Ok(done)
    }

    /// The oldest of what waits, as loud as it should be.
    fn give(&mut self) -> Result<Vec<f32>, ebur128::Error> {
        let Some((voice, mut samples)) = self.waiting.pop_front() else { return Ok(Vec::new()) };
        self.waiting_frames -= samples.len();
        if self.whole_frames >= STEERED_AFTER {
            let off = TARGET_LUFS - self.whole.loudness_global()?;
            let wanted = (off * STEERING).clamp(-MOST_STEERED, MOST_STEERED);
            self.steered += (wanted - self.steered).clamp(-STEERED_AT_ONCE, STEERED_AT_ONCE);
        }
        let lufs = self.voices.get(&voice).map_or(Ok(f64::NEG_INFINITY), EbuR128::loudness_global)?;
        // Of less than 0.4 s nothing is known.
        if lufs.is_finite() {
            self.last = (TARGET_LUFS - lufs).clamp(-MOST_RAISED, MOST_RAISED) + self.steered;
        }
        let factor = 10_f64.powf(self.last / 20.0) as f32;
        samples.iter_mut().for_each(|sample| *sample *= factor);
        let done = self.limiter.push(&samples);
        self.whole.add_frames_f32(&done)?;
        self.whole_frames += done.len();
        Ok(done)
    }
}

/// A meter of integrated loudness, of the same size however long it measures.
fn meter() -> Result<EbuR128, ebur128::Error> {
    EbuR128::new(1, SAMPLE_RATE_HZ, Mode::I | Mode::HISTOGRAM)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Something as uneven as speech, as loud as `height`: syllables, sentences, pauses.
    fn sentence(seed: usize, height: f32) -> Vec<f32> {
        let secs = 2 + seed % 5;
        let sample = |at: usize| {
            let t = at as f32 / SAMPLE_RATE_HZ as f32;
            let swell = (t * 9.0 + seed as f32).sin().max(0.0);
            let is_pause = t > secs as f32 - 0.5;
            let voiced: f32 = (1..9).map(|n| (t * 900.0 * n as f32).sin() / n as f32).sum();
            if is_pause { 0.0 } else { voiced * swell * height * (0.6 + (seed % 7) as f32 * 0.1) }
        };
        (0..secs * SAMPLE_RATE_HZ as usize).map(sample).collect()
    }

    /// The loudness and the true peak of all that `sentences` become.
    fn levelled(sentences: impl Iterator<Item = (&'static str, Vec<f32>)>) -> (f64, f64) {
        let mut leveller = Leveller::new(Ceiling { peak: 0.87, hissing: 0.0 }).unwrap();
        let mut meter = EbuR128::new(1, SAMPLE_RATE_HZ, Mode::I | Mode::TRUE_PEAK).unwrap();
        let (mut given, mut taken) = (0, 0);
        for (voice, samples) in sentences {
            given += samples.len();
            let done = leveller.push(&VoiceId(voice.to_owned()), samples).unwrap();
            taken += done.len();
            assert!(given - taken <= AHEAD + 7 * SAMPLE_RATE_HZ as usize, "no more than a minute waits");
            meter.add_frames_f32(&done).unwrap();
        }
        let done = leveller.end().unwrap();
        meter.add_frames_f32(&done).unwrap();
        assert_eq!(given, taken + done.len());
        (meter.loudness_global().unwrap(), meter.true_peak(0).unwrap())
    }

    #[test]
    fn short_and_long_come_to_the_same_loudness_without_clipping() {
        for (count, height) in [(1, 0.05), (4, 0.5), (20, 0.02), (90, 0.2)] {
            let (lufs, peak) = levelled((0..count).map(|seed| ("one", sentence(seed, height))));
            assert!((lufs - TARGET_LUFS).abs() < 0.5, "{count} sentences: {lufs} LUFS");
            assert!(peak <= 0.88, "{count} sentences: {peak}");
        }
    }

    #[test]
    fn a_voice_that_grows_softer_and_one_that_stands_in_are_as_loud_as_the_rest() {
        let voices = (0..120).map(|seed| match seed {
            30..45 => ("other", sentence(seed, 0.9)),
            _ => ("one", sentence(seed, 0.2 / (1.0 + seed as f32 / 180.0))),
        });
        let all: Vec<_> = voices.collect();
        let (lufs, _) = levelled(all.iter().cloned());
        assert!((lufs - TARGET_LUFS).abs() < 0.5, "{lufs} LUFS");
    }

    #[test]
    fn silence_stays_silence() {
        let (lufs, peak) = levelled([("one", vec![0.0; 240_000]), ("one", vec![0.0; 10])].into_iter());
        assert!(lufs.is_infinite() && peak < 1e-9);
    }
}
