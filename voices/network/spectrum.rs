//! Inverse short-time Fourier transform: from the last filter's values to samples.

use super::{Weights, WeightsError};

/// Taps of the filter that makes the values.
pub(super) const TAPS: usize = 7;
/// Frequencies of a frame.
pub(super) const BINS: usize = 11;
/// Samples of a frame.
pub(super) const WINDOW: usize = 20;
/// Samples from one frame to the next.
pub(super) const HOP: usize = 5;
/// The gain of frames that overlap four times.
const GAIN: f32 = (WINDOW / HOP) as f32;
/// Samples at both ends that belong to no whole frame.
pub(super) const EDGE: usize = 10;

/// Frames of the Fourier transform's inverse.
pub(super) struct Spectrum {
    /// Samples of each frequency: real parts, then imaginary ones.
    basis: Vec<[f32; WINDOW]>,
    /// What the first samples are divided by.
    window_sum: Vec<f32>,
}

impl Spectrum {
    pub(super) fn new(weights: &Weights) -> Result<Self, WeightsError> {
        const STFT: &str = "decoder.decoder.generator.stft.istft.stft";
        let basis = weights.floats(&format!("{STFT}.inverse_basis"), &[2 * BINS, 1, WINDOW])?;
        let window_sum = weights.floats(&format!("{STFT}.window_sum"), &[WINDOW])?;
        Ok(Self { basis: basis.as_chunks().0.to_vec(), window_sum })
    }

    /// The sound of frames `stride` floats apart: of each, logarithms of magnitudes, then what sines of
    /// phases are taken of.
    pub(super) fn sound(&self, frames: &[f32], stride: usize) -> Vec<f32> {
        let count = frames.len() / stride;
        let mut sound = vec![0.0_f32; count.saturating_sub(1) * HOP + WINDOW];
        for (nth, frame) in frames.chunks_exact(stride).enumerate() {
            let mut values = [0.0_f32; 2 * BINS];
            for bin in 0..BINS {
                let magnitude = frame[bin].exp();
                let (sine, cosine) = frame[BINS + bin].sin().sin_cos();
                (values[bin], values[BINS + bin]) = (magnitude * cosine, magnitude * sine);
            }
            let mut samples = [0.0_f32; WINDOW];
            for (value, basis) in values.iter().zip(&self.basis) {
                for (sample, basis) in samples.iter_mut().zip(basis) {
                    *sample += value * basis;
                }
            }
            for (sum, sample) in sound[nth * HOP..].iter_mut().zip(samples) {
                *sum += sample;
            }
        }
        // As in the model's file, which evens out the window at the start only.
        for (sample, sum) in sound.iter_mut().zip(&self.window_sum) {
            if *sum > f32::MIN_POSITIVE {
                *sample /= sum;
            }
        }
        sound.drain(..EDGE.min(sound.len()));
        sound.truncate(sound.len().saturating_sub(EDGE));
        sound.iter_mut().for_each(|sample| *sample *= GAIN);
        sound
    }
}
