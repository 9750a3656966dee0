//! Loudness of voices: measured once a voice, and made equal, so that the listener's hand stays off the volume when
//! another voice reads on.

use std::{
    collections::{BTreeMap, HashMap},
    path::PathBuf,
    sync::Mutex,
};

use ebur128::{EbuR128, Mode};
use serde::{Deserialize, Serialize};

use super::lock;
use crate::speech::{Clip, SAMPLE_RATE_HZ, VoiceId};

/// The loudness that voices are brought to, in LUFS (ITU-R BS.1770-4, one channel): in the middle of the embedded ones,
/// which have -18 to -23 on an article of 90 seconds.
const TARGET_LUFS: f64 = -20.0;
/// How much speech a measurement takes, in frames: 20 seconds.
const ENOUGH: usize = 20 * SAMPLE_RATE_HZ as usize;
/// The most that a voice is softened or raised, as a factor: 9 dB.
const MOST: f32 = 2.82;
/// The highest peak that a raised voice may reach, of 1.0: peaks near and above that are softened where they are
/// played, and so rare that nobody hears it.
const HIGHEST_PEAK: f32 = 1.4;

/// What was measured of a voice.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Measured {
    /// Its integrated loudness, in LUFS.
    lufs: f64,
    /// Its highest sample, of 1.0.
    peak: f32,
}

impl Measured {
    /// The factor on its samples that makes it as loud as the others.
    fn gain(self) -> f32 {
        let wanted = 10_f64.powf((TARGET_LUFS - self.lufs) / 20.0) as f32;
        let wanted = if wanted.is_finite() { wanted.clamp(1.0 / MOST, MOST) } else { 1.0 };
        wanted.min((HIGHEST_PEAK / self.peak.max(f32::EPSILON)).max(1.0))
    }
}

/// Measures voices, and levels their sound.
pub(super) struct Loudness {
    /// Where measurements are kept; `None` where nothing is.
    file: Option<PathBuf>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    measured: BTreeMap<String, Measured>,
    measuring: HashMap<VoiceId, Measuring>,
    /// The voice that speaks, and its factor: as long as no other does, it stays what it was at first.
    speaking: Option<(VoiceId, f32)>,
}

struct Measuring {
    meter: EbuR128,
    frames: usize,
    peak: f32,
}

impl Loudness {
    /// With what `file` has of earlier runs.
    pub(super) fn kept_in(file: Option<PathBuf>) -> Self {
        let text = file.as_deref().and_then(|file| tingxinwen_store::read_text(file).ok()?);
        // A file that cannot be read is measured anew.
        let measured = text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        Self { file, state: Mutex::new(State { measured, ..State::default() }) }
    }

    /// `clip`, spoken by `voice`, as loud as other voices are. Each sound is to be given once: the first of a voice
    /// are measured.
    pub(super) fn level(&self, voice: &VoiceId, clip: Clip) -> Clip {
        let mut state = lock(&self.state);
        let gain = match &state.speaking {
            Some((speaking, gain)) if speaking == voice => *gain,
            Some(_) | None => {
                let gain = state.measured.get(&voice.0).map_or(1.0, |measured| measured.gain());
                state.speaking = Some((voice.clone(), gain));
                gain
            }
        };
        if !state.measured.contains_key(&voice.0)
            && let Some(measured) = state.measure(voice, clip.samples())
        {
            tracing::info!(voice = voice.0, lufs = measured.lufs, "loudness measured");
            state.measured.insert(voice.0.clone(), measured);
            self.save(&state.measured);
        }
        clip.with_gain(gain)
    }

    fn save(&self, measured: &BTreeMap<String, Measured>) {
        let Some(file) = &self.file else { return };
        let saved = serde_json::to_vec(measured)
            .map_err(std::io::Error::from)
            .and_then(|bytes| tingxinwen_store::write(file, &bytes));
        if let Err(error) = saved {
            tracing::warn!(%error, "the loudness of a voice is not kept");
        }
    }
}

impl State {
    /// Takes `samples` of `voice` into its measurement, which is returned when it is done.
    fn measure(&mut self, voice: &VoiceId, samples: &[f32]) -> Option<Measured> {
        if !self.measuring.contains_key(voice) {
            let meter = EbuR128::new(1, SAMPLE_RATE_HZ, Mode::I).ok()?;
            self.measuring.insert(voice.clone(), Measuring { meter, frames: 0, peak: 0.0 });
        }
        let measuring = self.measuring.get_mut(voice)?;
        measuring.meter.add_frames_f32(samples).ok()?;
        measuring.frames += samples.len();
        measuring.peak = samples.iter().fold(measuring.peak, |peak, sample| peak.max(sample.abs()));
        if measuring.frames < ENOUGH {
            return None;
        }
        let done = self.measuring.remove(voice)?;
        let lufs = done.meter.loudness_global().ok().filter(|lufs| lufs.is_finite())?;
        Some(Measured { lufs, peak: done.peak })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{article::TextRange, speech::Timing};

    /// A second of a tone of 1 kHz with this peak.
    fn second(peak: f32) -> Clip {
        let sample =
            |at: u32| (at as f32 / SAMPLE_RATE_HZ as f32 * 1000.0 * std::f32::consts::TAU).sin() * peak;
        let samples: Arc<[f32]> = (0..SAMPLE_RATE_HZ).map(sample).collect();
        Clip::new(TextRange::new(0, 3), samples, Vec::new(), Timing::Estimated).unwrap()
    }

    /// The power of what is heard of the tone of `peak`, spoken by `voice`.
    fn heard(loudness: &Loudness, voice: &str, peak: f32) -> f32 {
        loudness.level(&VoiceId(voice.into()), second(peak)).gain() * peak
    }

    #[test]
    fn voices_of_different_loudness_are_heard_alike_and_no_voice_changes_while_it_speaks() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("loudness.json");
        let loudness = Loudness::kept_in(Some(file.clone()));
        for _ in 0..25 {
            assert!((heard(&loudness, "soft", 0.05) - 0.05).abs() < 1e-6, "as it is while it is measured");
        }
        for _ in 0..25 {
            assert!((heard(&loudness, "loud", 0.12) - 0.12).abs() < 1e-6);
        }
        let (soft, loud) = (heard(&loudness, "soft", 0.05), heard(&loudness, "loud", 0.12));
        assert!((soft / loud - 1.0).abs() < 0.02, "{soft} and {loud}");
        let again = Loudness::kept_in(Some(file));
        assert!((heard(&again, "soft", 0.05) / soft - 1.0).abs() < 1e-3, "measured once for good");
    }

    #[test]
    fn nothing_is_raised_into_clipping_or_without_limit() {
        let gain = |lufs, peak| Measured { lufs, peak }.gain();
        assert!(gain(-60.0, 0.01) <= MOST);
        assert!(gain(0.0, 1.0) >= 1.0 / MOST);
        assert!(gain(-40.0, 0.8) * 0.8 <= HIGHEST_PEAK + 1e-6);
        assert!((gain(f64::NEG_INFINITY, 0.0) - 1.0).abs() < 1e-6, "silence stays silence");
        assert!((gain(TARGET_LUFS, 0.5) - 1.0).abs() < 1e-3);
    }
}
