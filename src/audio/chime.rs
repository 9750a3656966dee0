//! The chime between two articles: two soft notes that die away.

use std::sync::Arc;

use crate::{
    article::TextRange,
    player::Volume,
    speech::{Clip, SAMPLE_RATE_HZ, Timing},
};

/// The notes, in Hz, with when they begin, in seconds: E5 and A5, a fourth.
const NOTES: [(f64, f64); 2] = [(659.26, 0.0), (880.0, 0.18)];
/// How long it sounds, in seconds.
const SECS: f64 = 0.9;
/// How fast a note dies away: to a 37th part in this many seconds.
const DECAY_SECS: f64 = 0.22;
/// How long a note takes to begin, in seconds, so that it does not click.
const ATTACK_SECS: f64 = 0.008;
/// The loudest a note gets, of 1.0: softer than speech, whose peaks are near 0.8.
const LEVEL: f64 = 0.18;

/// The chime, as loud as `volume` says.
pub fn chime(volume: Volume) -> Option<Clip> {
    let rate = f64::from(SAMPLE_RATE_HZ);
    let sample = |at: usize| {
        let now = at as f64 / rate;
        let notes = NOTES.map(|(hz, start)| {
            let since = now - start;
            let level = (since / ATTACK_SECS).clamp(0.0, 1.0) * (-since.max(0.0) / DECAY_SECS).exp();
            level * (std::f64::consts::TAU * hz * since).sin()
        });
        // The end fades out, however much of the notes is left.
        let fade = ((SECS - now) / 0.1).clamp(0.0, 1.0);
        (notes.iter().sum::<f64>() * LEVEL * fade) as f32 * volume.gain()
    };
    let samples: Arc<[f32]> = (0..(SECS * rate) as usize).map(sample).collect();
    Clip::new(TextRange::new(0, 0), samples, Vec::new(), Timing::Estimated)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_begins_and_ends_in_silence_and_is_as_loud_as_the_volume_says() {
        let peak = |volume: f32| {
            let clip = chime(Volume::new(volume)).unwrap();
            let samples = clip.samples();
            assert!(samples[0].abs() < 1e-6 && samples.last().unwrap().abs() < 1e-3);
            samples.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()))
        };
        let full = peak(1.0);
        assert!((0.1..0.4).contains(&full), "{full}");
        assert!((peak(0.5) - full / 2.0).abs() < 1e-3);
        assert!(peak(0.0) == 0.0);
    }
}
