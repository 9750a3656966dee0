//! Alignment: finds the times of words in a sound by comparing it with another sound of the same words whose times
//! are known. Dynamic time warping over the logarithms of the power in 26 mel bands, a frame each 10 ms.

use std::f32::consts::TAU;

use realfft::RealFftPlanner;

use crate::speech::{Clip, Frames, Mark, SAMPLE_RATE_HZ, Timing};

/// Samples from frame to frame, in a frame, and in its spectrum.
const HOP: usize = SAMPLE_RATE_HZ as usize / 100;
const WINDOW: usize = SAMPLE_RATE_HZ as usize / 40;
const SPECTRUM: usize = 1024;
/// Bands of equal width to the ear, and what they cover.
const BANDS: usize = 26;
const RANGE_HZ: (f32, f32) = (80.0, 8_000.0);
/// What is softer than the loudest by more is silence, in natural logarithms of power.
const DEPTH: f32 = 12.0;
/// How much the change from frame to frame counts beside what is.
const CHANGE: f32 = 0.7;
const FEATURES: usize = 2 * BANDS;
/// Softer samples are silence: 48 dB below the loudest that there can be.
const SILENCE: f32 = 0.004;
/// How far from the straight line a path may go: so many frames, or this share of all.
const REACH: (usize, f32) = (150, 0.15);
/// Longer sound is no sentence; its table would take too much memory.
const LONGEST: usize = 6_000;

type Feature = [f32; FEATURES];

/// `clip` with the times of its words found by comparison with `reference`; `None` where the two do not say the same
/// words, or one of them is silent.
pub(super) fn aligned(clip: &Clip, reference: &Clip) -> Option<Clip> {
    let (sound, model) = (loud(clip.samples())?, loud(reference.samples())?);
    let path =
        path(&features(&reference.samples()[model.clone()]), &features(&clip.samples()[sound.clone()]))?;
    let moved = |at: Frames| {
        // A frame stands for the middle of its window.
        let frame = (at.0 as f32 - model.start as f32 - WINDOW as f32 / 2.0) / HOP as f32;
        let frame = frame.clamp(0.0, (path.len() - 1) as f32);
        let (before, share) = (frame as usize, frame.fract());
        let after = path[(before + 1).min(path.len() - 1)];
        let to = path[before] + (after - path[before]) * share;
        let sample = to * HOP as f32 + WINDOW as f32 / 2.0 + sound.start as f32;
        Frames(sample.max(0.0) as u64).min(clip.len())
    };
    let mut known = reference.marks().iter();
    let mut marks: Vec<Mark> = Vec::with_capacity(clip.marks().len());
    for mark in clip.marks() {
        let found = known.find(|found| found.source == mark.source)?;
        let earliest = marks.last().map_or(Frames(0), |before| before.end);
        let start = moved(found.start).max(earliest);
        let end = moved(found.end).max(start);
        let syllables = found.syllables.iter().map(|&at| moved(at).clamp(start, end)).collect();
        marks.push(Mark { source: mark.source, start, end, syllables });
    }
    clip.with_marks(marks, Timing::Aligned)
}

/// From the first sample that is heard to the last, if there is a frame between them.
fn loud(samples: &[f32]) -> Option<std::ops::Range<usize>> {
    let is_heard = |sample: &f32| sample.abs() > SILENCE;
    let first = samples.iter().position(is_heard)?;
    let last = samples.iter().rposition(is_heard)?;
    let frames = (last - first).checked_sub(WINDOW)? / HOP;
    (frames < LONGEST).then_some(first..last)
}

/// The frames of `samples`: how loud each band is, and how that changes, each on a scale of its own, so that
/// voices of other colours compare.
fn features(samples: &[f32]) -> Vec<Feature> {
    let fft = RealFftPlanner::<f32>::new().plan_fft_forward(SPECTRUM);
    let (mut frame, mut spectrum) = (fft.make_input_vec(), fft.make_output_vec());
    let bands = bands();
    let shape: Vec<f32> = (0..WINDOW).map(|at| 0.5 - 0.5 * (at as f32 / WINDOW as f32 * TAU).cos()).collect();
    let mut all: Vec<Feature> = Vec::with_capacity(samples.len() / HOP);
    for window in samples.windows(WINDOW).step_by(HOP) {
        frame.fill(0.0);
        for ((to, from), shape) in frame.iter_mut().zip(window).zip(&shape) {
            *to = from * shape;
        }
        // Its only error is a wrong length.
        if fft.process(&mut frame, &mut spectrum).is_err() {
            return Vec::new();
        }
        let mut feature = [0.0; FEATURES];
        for (to, band) in feature.iter_mut().zip(&bands) {
            let power: f32 = band.iter().map(|&(bin, weight)| spectrum[bin].norm_sqr() * weight).sum();
            *to = (power + 1e-7).ln();
        }
        all.push(feature);
    }
    let loudest = all.iter().flat_map(|feature| &feature[..BANDS]).copied().fold(f32::MIN, f32::max);
    for feature in &mut all {
        feature[..BANDS].iter_mut().for_each(|band| *band = band.max(loudest - DEPTH));
    }
    (0..BANDS).for_each(|band| to_own_scale(&mut all, band, 1.0));
    for at in 1..all.len().saturating_sub(1) {
        for band in 0..BANDS {
            all[at][BANDS + band] = (all[at + 1][band] - all[at - 1][band]) / 2.0;
        }
    }
    (BANDS..FEATURES).for_each(|band| to_own_scale(&mut all, band, CHANGE));
    all
}

/// Moves a column to mean 0 and deviation `scale`.
fn to_own_scale(all: &mut [Feature], column: usize, scale: f32) {
    let count = all.len().max(1) as f32;
    let mean = all.iter().map(|feature| feature[column]).sum::<f32>() / count;
    let square = all.iter().map(|feature| (feature[column] - mean).powi(2)).sum::<f32>() / count;
    let factor = scale / (square.sqrt() + 1e-3);
    all.iter_mut().for_each(|feature| feature[column] = (feature[column] - mean) * factor);
}

/// For each band, how much each bin of the spectrum counts: triangles that meet, on the mel scale.
fn bands() -> Vec<Vec<(usize, f32)>> {
    let mel = |hz: f32| 2595.0 * (1.0 + hz / 700.0).log10();
    let hz = |mel: f32| 700.0 * (10_f32.powf(mel / 2595.0) - 1.0);
    let (low, high) = (mel(RANGE_HZ.0), mel(RANGE_HZ.1));
    let edge = |idx: usize| hz(low + (high - low) * idx as f32 / (BANDS + 1) as f32);
    let of_bin = |bin: usize| bin as f32 * SAMPLE_RATE_HZ as f32 / SPECTRUM as f32;
    let band = |idx: usize| {
        let (from, top, to) = (edge(idx), edge(idx + 1), edge(idx + 2));
        let weight = move |at: f32| ((at - from) / (top - from)).min((to - at) / (to - top));
        let weights = (0..=SPECTRUM / 2).map(move |bin| (bin, weight(of_bin(bin))));
        weights.filter(|(_, weight)| *weight > 0.0).collect()
    };
    (0..BANDS).map(band).collect()
}

#[derive(Clone, Copy)]
enum Step {
    Both,
    Left,
    Right,
}

/// For each frame of `left`, the frame of `right` that is most like it when both are gone through in order.
fn path(left: &[Feature], right: &[Feature]) -> Option<Vec<f32>> {
    if left.is_empty() || right.is_empty() {
        return None;
    }
    let reach = REACH.0.max((right.len() as f32 * REACH.1) as usize);
    let slope = right.len() as f32 / left.len() as f32;
    let first_of = |row: usize| ((row as f32 * slope) as usize).saturating_sub(reach);
    let width = 2 * reach + 1;
    // The cost of the best way to each place of the last row, and how each place was come to.
    let mut before = vec![f32::INFINITY; right.len()];
    let mut costs = before.clone();
    let mut steps = vec![Step::Both; left.len() * width];
    for (row, feature) in left.iter().enumerate() {
        let first = first_of(row);
        costs.fill(f32::INFINITY);
        for column in first..(first + width).min(right.len()) {
            let both = if column > 0 { before[column - 1] } else { f32::INFINITY };
            let beside = if column > first { costs[column - 1] } else { f32::INFINITY };
            let (mut best, mut step) =
                if row == 0 && column == 0 { (0.0, Step::Both) } else { (both, Step::Both) };
            if before[column] < best {
                (best, step) = (before[column], Step::Left);
            }
            if beside < best {
                (best, step) = (beside, Step::Right);
            }
            costs[column] = best + distance(feature, &right[column]);
            steps[row * width + column - first] = step;
        }
        std::mem::swap(&mut before, &mut costs);
    }
    let mut path = vec![0.0; left.len()];
    let (mut row, mut column) = (left.len() - 1, right.len() - 1);
    loop {
        path[row] = column as f32;
        let step = steps.get(row * width + column.checked_sub(first_of(row))?)?;
        (row, column) = match (row, column, step) {
            (0, 0, _) => return Some(path),
            (0, _, _) | (_, _, Step::Right) => (row, column.checked_sub(1)?),
            (_, 0, _) | (_, _, Step::Left) => (row - 1, column),
            (_, _, Step::Both) => (row - 1, column - 1),
        };
    }
}

fn distance(left: &Feature, right: &Feature) -> f32 {
    left.iter().zip(right).map(|(left, right)| (left - right).powi(2)).sum::<f32>().sqrt()
}

#[cfg(test)]
mod tests;
