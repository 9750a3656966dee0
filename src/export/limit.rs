//! The limiter: no peak between samples is above a ceiling once the sound is played, and none is cut.
//!
//! Peaks are those that a converter makes of the samples (ITU-R BS.1770-4, annex 2), millisecond by millisecond. Before
//! a peak that is too high the sound is softened within five milliseconds, and raised again slowly behind it.

use std::collections::VecDeque;

use ebur128::{EbuR128, Mode};

use crate::speech::SAMPLE_RATE_HZ;

/// Samples of a block: a millisecond.
const BLOCK: usize = SAMPLE_RATE_HZ as usize / 1_000;
/// Blocks in which the sound is softened before a peak.
const ATTACK: usize = 5;
/// How much louder a block may be than the one before it, as a factor: 0.05 dB, so that 5 dB take a tenth of a second.
const RELEASE: f32 = 1.005_773;

/// Softens peaks above a ceiling.
pub(super) struct Limiter {
    /// The highest peak that is let through, of 1.0.
    ceiling: f32,
    meter: EbuR128,
    /// Samples that are no whole block yet.
    rest: Vec<f32>,
    /// Blocks that wait, with their peaks, the oldest first.
    blocks: VecDeque<(Vec<f32>, f32)>,
    /// The peak of the block that left last.
    before: f32,
    /// The softening of the last blocks before it was smoothed, as factors.
    wanted: VecDeque<f32>,
    /// The factor at the end of the block that left last.
    factor: f32,
}

impl Limiter {
    /// With `ceiling` as the highest peak, of 1.0.
    pub(super) fn new(ceiling: f32) -> Result<Self, ebur128::Error> {
        Ok(Self {
            ceiling,
            meter: EbuR128::new(1, SAMPLE_RATE_HZ, Mode::TRUE_PEAK)?,
            rest: Vec::new(),
            blocks: VecDeque::new(),
            before: 0.0,
            wanted: std::iter::repeat_n(1.0, ATTACK).collect(),
            factor: 1.0,
        })
    }

    /// Adds `samples`, and gives those that are done.
    pub(super) fn push(&mut self, samples: &[f32]) -> Result<Vec<f32>, ebur128::Error> {
        self.rest.extend_from_slice(samples);
        let rest = std::mem::take(&mut self.rest);
        let blocks = rest.chunks_exact(BLOCK);
        self.rest = blocks.remainder().to_vec();
        let mut done = Vec::with_capacity(samples.len());
        for block in blocks {
            self.take(block.to_vec())?;
            // A peak is told some samples late, and lasts into the blocks beside it.
            if self.blocks.len() > ATTACK + 2 {
                self.give(&mut done);
            }
        }
        Ok(done)
    }

    /// The rest of the samples.
    pub(super) fn end(&mut self) -> Result<Vec<f32>, ebur128::Error> {
        let rest = std::mem::take(&mut self.rest);
        self.take(rest)?;
        let mut done = Vec::new();
        while !self.blocks.is_empty() {
            self.give(&mut done);
        }
        Ok(done)
    }

    fn take(&mut self, block: Vec<f32>) -> Result<(), ebur128::Error> {
        self.meter.add_frames_f32(&block)?;
        let peak = self.meter.prev_true_peak(0)? as f32;
        self.blocks.push_back((block, peak));
        Ok(())
    }

    /// Gives the oldest block, softened.
    fn give(&mut self, done: &mut Vec<f32>) {
        let ahead = self.blocks.iter().take(ATTACK + 2).map(|(_, peak)| *peak);
        let highest = ahead.fold(self.before, f32::max);
        let needed = (self.ceiling / highest.max(f32::EPSILON)).min(1.0);
        let last = self.wanted.back().copied().unwrap_or(1.0);
        self.wanted.push_back(needed.min(last * RELEASE));
        self.wanted.pop_front();
        // All of these were wanted with the peaks of this block in sight.
        let mean = self.wanted.iter().sum::<f32>() / self.wanted.len() as f32;
        let (from, Some((block, peak))) = (self.factor, self.blocks.pop_front()) else { return };
        let len = block.len() as f32;
        let each = block.iter().enumerate();
        done.extend(each.map(|(idx, sample)| sample * (from + (mean - from) * (idx + 1) as f32 / len)));
        (self.factor, self.before) = (mean, peak);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limited(samples: &[f32], ceiling: f32) -> Vec<f32> {
        let mut limiter = Limiter::new(ceiling).unwrap();
        let mut all = Vec::new();
        for part in samples.chunks(1_001) {
            all.extend(limiter.push(part).unwrap());
        }
        all.extend(limiter.end().unwrap());
        all
    }

    fn true_peak(samples: &[f32]) -> f64 {
        let mut meter = EbuR128::new(1, SAMPLE_RATE_HZ, Mode::TRUE_PEAK).unwrap();
        meter.add_frames_f32(samples).unwrap();
        meter.true_peak(0).unwrap()
    }

    /// Bursts of a tone whose peaks lie between samples, of many heights.
    fn bursts() -> Vec<f32> {
        let burst = |at: usize| {
            let height = 0.2 + 2.0 * ((at / 3_000) as f32 * 0.7).sin().abs();
            let swell = ((at % 3_000) as f32 / 3_000.0 * std::f32::consts::PI).sin().powi(4);
            (at as f32 * 1.53 + 0.7).sin() * height * swell
        };
        (0..96_000).map(burst).collect()
    }

    #[test]
    fn no_peak_is_above_the_ceiling_and_every_sample_comes_through() {
        let samples = bursts();
        for ceiling in [0.5, 0.8, 0.95] {
            let all = limited(&samples, ceiling);
            assert_eq!(all.len(), samples.len());
            assert!(true_peak(&all) <= f64::from(ceiling) * 1.01, "{}", true_peak(&all));
            assert!(true_peak(&all) >= f64::from(ceiling) * 0.9, "no softer than it must be");
        }
    }

    #[test]
    fn what_is_under_the_ceiling_stays_as_it_is() {
        let samples: Vec<f32> = bursts().iter().map(|sample| sample * 0.2).collect();
        assert_eq!(limited(&samples, 0.8), samples);
        assert_eq!(limited(&[0.1; 5], 0.8), [0.1; 5]);
        assert!(limited(&[], 0.8).is_empty());
    }

    #[test]
    fn it_is_softened_smoothly() {
        let mut samples = vec![0.5_f32; 24_000];
        samples[12_000] = 2.0;
        let all = limited(&samples, 0.5);
        let steps = all.windows(2).enumerate().filter(|(at, _)| at.abs_diff(12_000) > 1);
        let largest = steps.map(|(_, pair)| (pair[1] - pair[0]).abs()).fold(0.0, f32::max);
        assert!(largest < 0.01, "{largest}");
        assert!((all[20_000] - 0.5).abs() < 1e-3, "it is as loud as before again");
    }
}
