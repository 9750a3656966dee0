//! A beep per syllable: a voice for tests and for listening to the timing. Needs no files.

use std::{f32::consts::TAU, hash::Hasher, thread, time::Duration};

use tingxinwen_core::speech::{
    Clip, Frames, Mark, SAMPLE_RATE_HZ, SpeechFault, Timing, Utterance, Voice, VoiceError,
};

/// Its name.
pub const ID: &str = "tone";
/// Names its sound.
pub(crate) const SOUND_VERSION: &str = "beeps 1";

/// The lowest pitch; a syllable has one of [`PITCHES`], a semitone apart.
const LOWEST_HZ: f32 = 220.0;
const PITCHES: u64 = 24;
const LOUDNESS: f32 = 0.25;
/// Fades at the ends of a beep, so that it does not click.
const FADE: u64 = Frames::from_millis(3).0;

/// Beeps: a fixed length a syllable, silence at marks of punctuation, marks exact to the sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToneVoice {
    /// Length of a syllable.
    pub syllable: Frames,
    /// Silence at a mark of punctuation.
    pub gap: Frames,
    /// How long an utterance takes to make, at least: as a slow voice would.
    pub delay: Duration,
}

impl Default for ToneVoice {
    fn default() -> Self {
        Self { syllable: Frames::from_millis(150), gap: Frames::from_millis(100), delay: Duration::ZERO }
    }
}

impl ToneVoice {
    /// One that takes `delay` for an utterance.
    pub fn slow(delay: Duration) -> Self {
        Self { delay, ..Self::default() }
    }

    fn beep(&self, reading: &str, samples: &mut Vec<f32>) {
        let mut hasher = std::hash::DefaultHasher::new();
        hasher.write(reading.as_bytes());
        let hz = LOWEST_HZ * 2.0_f32.powf((hasher.finish() % PITCHES) as f32 / 12.0);
        let len = self.syllable.0;
        samples.extend((0..len).map(|at| {
            let fade = at.min(len - 1 - at).min(FADE) as f32 / FADE as f32;
            LOUDNESS * fade * (TAU * hz * at as f32 / SAMPLE_RATE_HZ as f32).sin()
        }));
    }
}

impl Voice for ToneVoice {
    fn speak(&mut self, utterance: &Utterance) -> Result<Clip, VoiceError> {
        if !self.delay.is_zero() {
            thread::sleep(self.delay);
        }
        let mut samples = Vec::new();
        let here = |samples: &Vec<f32>| Frames(samples.len() as u64);
        let silence = |samples: &mut Vec<f32>, frames: Frames| {
            samples.resize(samples.len() + frames.0 as usize, 0.0);
        };
        let mut marks = Vec::new();
        for word in &utterance.words {
            if word.is_audible() {
                let start = here(&samples);
                let mut syllables = Vec::with_capacity(word.syllables.len());
                for syllable in &word.syllables {
                    syllables.push(here(&samples));
                    let name =
                        if syllable.reading.is_empty() { &syllable.phonemes } else { &syllable.reading };
                    self.beep(name, &mut samples);
                }
                marks.push(Mark { source: word.source, start, end: here(&samples), syllables });
            }
            if !word.mark.is_empty() {
                silence(&mut samples, self.gap);
            }
        }
        silence(&mut samples, utterance.pause);
        Clip::new(utterance.source, samples.into(), marks, Timing::Model)
            .ok_or(VoiceError::Failed(SpeechFault::NoText))
    }
}
