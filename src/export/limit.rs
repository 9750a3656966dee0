//! The limiter: no peak between samples is above a ceiling once the sound is played, and none is cut.
//!
//! Peaks are those that a converter makes of the samples (as ITU-R BS.1770-4, annex 2, has them), millisecond by millisecond.
//! At 24 kHz the hissing of English stands so near to half the sample rate that four points a sample and a filter of 12
//! taps, which that annex allows, tell up to 1.4 dB too little: here it is eight and 32. Before a peak that is too high the
//! sound is softened within five milliseconds, and raised again slowly behind it.

use std::{collections::VecDeque, f64::consts::PI, sync::LazyLock};

use crate::speech::SAMPLE_RATE_HZ;

/// Samples of a block: a millisecond.
const BLOCK: usize = SAMPLE_RATE_HZ as usize / 1_000;
/// Blocks in which the sound is softened before a peak.
const ATTACK: usize = 5;
/// How much louder a block may be than the one before it, as a factor: 0.05 dB, so that 5 dB take a tenth of a second.
const RELEASE: f32 = 1.005_773;

/// Points at which the sound is looked at, for each sample.
const POINTS: usize = 8;
/// Samples of which each point between two is made: half of them before it, half behind.
const TAPS: usize = 32;
/// The form of the window on the filter (Kaiser's): its side lobes are 60 dB below.
const KAISER: f64 = 5.65;

/// The filters of the points between two samples: a windowed sine cardinal each.
static FILTERS: LazyLock<[[f32; TAPS]; POINTS - 1]> = LazyLock::new(|| {
    std::array::from_fn(|point| {
        std::array::from_fn(|tap| {
            let from = tap as f64 - (TAPS / 2 - 1) as f64 - (point + 1) as f64 / POINTS as f64;
            let edge = 2.0 * from / TAPS as f64;
            let window = bessel(KAISER * (1.0 - edge * edge).max(0.0).sqrt()) / bessel(KAISER);
            ((PI * from).sin() / (PI * from) * window) as f32
        })
    })
});

/// How many times as high a point between samples can be as the highest of these.
static MOST: LazyLock<f32> = LazyLock::new(|| {
    let sum = |filter: &[f32; TAPS]| filter.iter().map(|tap| tap.abs()).sum::<f32>();
    FILTERS.iter().map(sum).fold(1.0, f32::max)
});

/// The modified Bessel function of the first kind of order zero, by its series.
fn bessel(x: f64) -> f64 {
    let mut term = 1.0;
    let terms = (1..30).map(|k| {
        term *= (x / 2.0 / f64::from(k)).powi(2);
        term
    });
    1.0 + terms.sum::<f64>()
}

/// The highest that the sound of `samples` is half a filter behind its beginning and before its end; where it cannot be above
/// `ceiling`, about that.
fn peak(samples: &[f32], ceiling: f32) -> f32 {
    let highest = samples.iter().fold(0.0, |highest: f32, sample| highest.max(sample.abs()));
    if highest * *MOST <= ceiling {
        return highest;
    }
    let between = |samples: &[f32]| {
        let points = FILTERS
            .iter()
            .map(|filter| filter.iter().zip(samples).map(|(tap, sample)| tap * sample).sum::<f32>().abs());
        points.fold(samples[TAPS / 2 - 1].abs(), f32::max)
    };
    samples.windows(TAPS).map(between).fold(0.0, f32::max)
}

/// What is let through.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ceiling {
    /// The highest peak, of 1.0.
    pub(super) peak: f32,
    /// How much higher sound at half the sample rate counts, of 1.0 (0.4: 1.4 times, 2.9 dB), lower sound less and the lowest
    /// not at all: what stores the sound may raise hissing.
    pub(super) hissing: f32,
}

/// Softens peaks above a ceiling.
pub(super) struct Limiter {
    ceiling: Ceiling,
    /// The last samples of the blocks so far as they count, a filter less one.
    seen: Vec<f32>,
    /// The last of those samples as it is.
    last: f32,
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
    /// Nothing above `ceiling` leaves it.
    pub(super) fn new(ceiling: Ceiling) -> Self {
        Self {
            ceiling,
            seen: vec![0.0; TAPS - 1],
            last: 0.0,
            rest: Vec::new(),
            blocks: VecDeque::new(),
            before: 0.0,
            wanted: std::iter::repeat_n(1.0, ATTACK).collect(),
            factor: 1.0,
        }
    }

    /// Adds `samples`, and gives those that are done.
    pub(super) fn push(&mut self, samples: &[f32]) -> Vec<f32> {
        self.rest.extend_from_slice(samples);
        let rest = std::mem::take(&mut self.rest);
        let blocks = rest.chunks_exact(BLOCK);
        self.rest = blocks.remainder().to_vec();
        let mut done = Vec::with_capacity(samples.len());
        for block in blocks {
            self.take(block.to_vec());
            // A peak is told half a filter late, and lasts into the blocks beside it.
            if self.blocks.len() > ATTACK + 2 {
                self.give(&mut done);
            }
        }
        done
    }

    /// The rest of the samples.
    pub(super) fn end(&mut self) -> Vec<f32> {
        let rest = std::mem::take(&mut self.rest);
        self.take(rest);
        self.seen.extend([0.0; TAPS / 2]);
        if let Some((_, of_last)) = self.blocks.back_mut() {
            *of_last = of_last.max(peak(&self.seen, self.ceiling.peak));
        }
        let mut done = Vec::new();
        while !self.blocks.is_empty() {
            self.give(&mut done);
        }
        done
    }

    fn take(&mut self, block: Vec<f32>) {
        for &sample in &block {
            // A first difference: twice the sound at half the sample rate, and nothing of the lowest.
            self.seen.push(sample + self.ceiling.hissing / 2.0 * (sample - self.last));
            self.last = sample;
        }
        let peak = peak(&self.seen, self.ceiling.peak);
        self.seen.drain(..block.len());
        self.blocks.push_back((block, peak));
    }

    /// Gives the oldest block, softened.
    fn give(&mut self, done: &mut Vec<f32>) {
        let ahead = self.blocks.iter().take(ATTACK + 2).map(|(_, peak)| *peak);
        let highest = ahead.fold(self.before, f32::max);
        let needed = (self.ceiling.peak / highest.max(f32::EPSILON)).min(1.0);
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
    use ebur128::{EbuR128, Mode};

    use super::*;

    fn limited(samples: &[f32], ceiling: f32) -> Vec<f32> {
        limited_to(samples, Ceiling { peak: ceiling, hissing: 0.0 })
    }

    fn limited_to(samples: &[f32], ceiling: Ceiling) -> Vec<f32> {
        let mut limiter = Limiter::new(ceiling);
        let mut all = Vec::new();
        for part in samples.chunks(1_001) {
            all.extend(limiter.push(part));
        }
        all.extend(limiter.end());
        all
    }

    fn true_peak(samples: &[f32]) -> f64 {
        let mut meter = EbuR128::new(1, SAMPLE_RATE_HZ, Mode::TRUE_PEAK).unwrap();
        meter.add_frames_f32(samples).unwrap();
        meter.true_peak(0).unwrap()
    }

    /// Bursts of a tone that moves on by `step` radians a sample, whose peaks lie between these, of many heights.
    fn bursts_of(step: f32) -> Vec<f32> {
        let burst = |at: usize| {
            let height = 0.2 + 2.0 * ((at / 3_000) as f32 * 0.7).sin().abs();
            let swell = ((at % 3_000) as f32 / 3_000.0 * std::f32::consts::PI).sin().powi(4);
            (at as f32 * step + 0.7).sin() * height * swell
        };
        (0..96_000).map(burst).collect()
    }

    fn bursts() -> Vec<f32> {
        bursts_of(1.53)
    }

    /// The highest of `samples` and of fifteen points after each, by a filter of 200 taps.
    fn dense_peak(samples: &[f32]) -> f32 {
        let filter = |point: usize| -> Vec<f32> {
            let tap = |tap: usize| {
                let from = tap as f64 - 99.0 - point as f64 / 16.0;
                let window = (PI * from / 202.0).cos().powi(2);
                if from == 0.0 { 1.0 } else { ((PI * from).sin() / (PI * from) * window) as f32 }
            };
            (0..200).map(tap).collect()
        };
        let filters: Vec<_> = (0..16).map(filter).collect();
        let loud = samples.windows(200).filter(|window| window[99].abs() > 0.5);
        let at = |window: &[f32]| {
            let points = filters
                .iter()
                .map(|filter| filter.iter().zip(window).map(|(tap, sample)| tap * sample).sum::<f32>().abs());
            points.fold(0.0, f32::max)
        };
        loud.map(at).fold(0.0, f32::max)
    }

    #[test]
    fn hissing_near_half_the_sample_rate_is_not_above_the_ceiling_either() {
        // At 11 kHz, where samples may miss the peaks by far.
        let all = limited(&bursts_of(2.88)[6_000..12_000], 0.8);
        let found = dense_peak(&all);
        assert!((0.7..0.8 * 1.02).contains(&found), "{found}");
    }

    #[test]
    fn hissing_counts_for_more_where_it_is_wanted_so() {
        let ceiling = Ceiling { peak: 0.8, hissing: 0.5 };
        let low = true_peak(&limited_to(&bursts_of(0.05), ceiling));
        let high = true_peak(&limited_to(&bursts_of(2.88), ceiling));
        assert!((0.76..0.81).contains(&low), "{low}");
        assert!((0.5..0.8 / 1.45).contains(&high), "{high}");
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
