//! Style layer: from a style to the scales and shifts of the norm before a filter.

use super::{STYLE, Weights, WeightsError, activation::Moments, quantized::Integers};

/// A matrix from the values of a style to a scale and a shift per channel, and what is added to these.
pub(super) struct Style {
    /// Values of the style x twice the channels.
    weights: Integers,
    bias: Vec<f32>,
    scale_shift: Vec<f32>,
}

impl Style {
    /// Of the layer whose constants start with `name`, for `channels` channels.
    pub(super) fn new(weights: &Weights, name: &str, channels: usize) -> Result<Self, WeightsError> {
        let shape = [STYLE, 2 * channels];
        Ok(Self {
            weights: weights.integers(&format!("{name}.fc.weight_quantized"), &shape)?,
            bias: weights.floats(&format!("{name}.fc.bias"), &[2 * channels])?,
            scale_shift: vec![0.0; 2 * channels],
        })
    }

    /// Scales (less one), then shifts, in this `style`.
    pub(super) fn scale_shift(&mut self, style: &[f32]) -> &[f32] {
        self.scale_shift.fill(0.0);
        for (value, row) in style.iter().zip(self.weights.values.chunks_exact(self.bias.len())) {
            for (sum, weight) in self.scale_shift.iter_mut().zip(row) {
                *sum += value * f32::from(*weight);
            }
        }
        let scales = self.weights.scales.iter().cycle();
        for ((sum, scale), bias) in self.scale_shift.iter_mut().zip(scales).zip(&self.bias) {
            *sum = *sum * scale + bias;
        }
        &self.scale_shift
    }
}

/// Instance norm with a style's scale and shift: what each channel is multiplied with, and what is added.
pub(super) fn norm(moments: &Moments, scale_shift: &[f32], scale: &mut [f32], shift: &mut [f32]) {
    /// Added to a variance, as in the model.
    const EPSILON: f64 = 1e-5;
    let (gamma, beta) = scale_shift.split_at(scale_shift.len() / 2);
    for (channel, (gamma, beta)) in gamma.iter().zip(beta).enumerate() {
        let (mean, variance) = moments.of_channel(channel);
        let factor = f64::from(1.0 + gamma) / (variance + EPSILON).sqrt();
        scale[channel] = factor as f32;
        shift[channel] = (f64::from(*beta) - mean * factor) as f32;
    }
}
