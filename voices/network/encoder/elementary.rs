//! Elementary functions of whole slices, and the norm of a frame: what stands between the products of the encoder.
//!
//! They are plain loops without a branch or a call, so that the compiler makes vectors of them wherever they are inlined
//! into code for an instruction set.

use pulp::{Simd, WithSimd};

/// eˣ, off by 2e-7 of its value at most between -87 and 88, and the value at that border beyond it.
///
/// `x` is brought to -½·ln 2..=½·ln 2 by a rounded multiple of ln 2 (in two parts, after Cody and Waite); there the
/// polynomial of Cephes' `expf` does (Moshier 1992, degree 7); the multiple becomes the exponent.
#[inline(always)]
pub(super) fn exp(x: f32) -> f32 {
    /// Added and taken away again, it leaves the nearest integer of anything below 2²².
    const ROUND: f32 = 12_582_912.0;
    const LN_2: [f32; 2] = [0.693_359_4, -2.121_944_4e-4];
    const P: [f32; 6] = [1.987_569_1e-4, 1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 5e-1];
    let within = x.clamp(-87.0, 88.0);
    let shifted = within * std::f32::consts::LOG2_E + ROUND;
    let turns = shifted - ROUND;
    let rest = within - turns * LN_2[0] - turns * LN_2[1];
    let mut sum = P[0];
    for coefficient in &P[1..] {
        sum = sum * rest + coefficient;
    }
    // The integer stands in the last bits of what was shifted.
    let power = f32::from_bits(shifted.to_bits().wrapping_add(127) << 23);
    (sum * rest * rest + rest + 1.0) * power
}

/// 1 / (1 + e⁻ˣ).
#[inline(always)]
pub(super) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// The hyperbolic tangent, off by 3e-7 at most.
#[inline(always)]
pub(super) fn tanh(x: f32) -> f32 {
    1.0 - 2.0 / (1.0 + exp(2.0 * x))
}

/// The Gaussian error linear unit by its approximation with a tangent (Hendrycks and Gimpel 2016).
#[inline(always)]
pub(super) fn gelu(x: f32) -> f32 {
    /// √(2/π).
    const SCALE: f32 = 0.797_884_6;
    0.5 * x * (1.0 + tanh(SCALE * (x + 0.044_715 * x * x * x)))
}

/// Brings each of `frames` to mean 0 and variance 1 (Ba, Kiros and Hinton 2016), with `epsilon` added to the variance, then
/// each value times its `scale` plus its `shift`; these are as long as a frame.
pub(super) struct Norms<'a> {
    pub(super) frames: &'a mut [f32],
    pub(super) epsilon: f32,
    pub(super) scale: &'a [f32],
    pub(super) shift: &'a [f32],
}

impl WithSimd for Norms<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let width = self.scale.len();
        for frame in self.frames.chunks_exact_mut(width) {
            let mean = sum(frame, |value| value) / width as f32;
            let variance = sum(frame, |value| (value - mean) * (value - mean)) / width as f32;
            let factor = 1.0 / (variance + self.epsilon).sqrt();
            for ((value, scale), shift) in frame.iter_mut().zip(self.scale).zip(self.shift) {
                *value = (*value - mean) * factor * scale + shift;
            }
        }
    }
}

/// Makes `row` shares of one: eˣ over the sum of all of them.
#[inline(always)]
pub(super) fn softmax(row: &mut [f32]) {
    let most = row.iter().fold(f32::NEG_INFINITY, |most, value| most.max(*value));
    for value in &mut *row {
        *value = exp(*value - most);
    }
    let factor = 1.0 / sum(row, |value| value);
    for value in row {
        *value *= factor;
    }
}

/// The sum of `of` each value, in sixteen sums side by side.
#[inline(always)]
fn sum(values: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut sums = [0.0_f32; 16];
    let (lots, rest) = values.as_chunks::<16>();
    for lot in lots {
        for (sum, value) in sums.iter_mut().zip(lot) {
            *sum += of(*value);
        }
    }
    sums.iter().sum::<f32>() + rest.iter().map(|value| of(*value)).sum::<f32>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_those_of_double_precision() {
        let mut x = -100.0_f32;
        while x < 100.0 {
            let exact = f64::from(x.clamp(-87.0, 88.0)).exp();
            assert!((f64::from(exp(x)) - exact).abs() <= exact * 2.5e-7, "exp {x}: {} {exact}", exp(x));
            let exact = f64::from(x).tanh();
            assert!((f64::from(tanh(x)) - exact).abs() <= 3e-7, "tanh {x}: {} {exact}", tanh(x));
            let exact = 1.0 / (1.0 + (-f64::from(x)).exp());
            assert!((f64::from(sigmoid(x)) - exact).abs() <= 3e-7, "sigmoid {x}");
            let wide = f64::from(x);
            let inner = (2.0 / std::f64::consts::PI).sqrt() * (wide + 0.044_715 * wide.powi(3));
            let exact = 0.5 * wide * (1.0 + inner.tanh());
            assert!((f64::from(gelu(x)) - exact).abs() <= 4e-7 * (1.0 + wide.abs()), "gelu {x}");
            x += 0.013;
        }
        assert!(exp(f32::NAN).is_nan() && sigmoid(f32::NAN).is_nan());
    }

    #[test]
    fn a_norm_takes_mean_and_spread_and_a_softmax_gives_shares() {
        let norm = |frames: &mut [f32], epsilon, scale: &[f32], shift: &[f32]| {
            pulp::Arch::new().dispatch(Norms { frames, epsilon, scale, shift });
        };
        let mut frame: Vec<f32> = (0..37).map(|nth| 5.0 + (nth % 7) as f32).collect();
        norm(&mut frame, 1e-12, &[2.0; 37], &[1.0; 37]);
        let mean = frame.iter().sum::<f32>() / 37.0;
        let variance = frame.iter().map(|value| (value - mean).powi(2)).sum::<f32>() / 37.0;
        assert!((mean - 1.0).abs() < 1e-5 && (variance - 4.0).abs() < 1e-4, "{mean} {variance}");
        let mut row = [1e4, 1e4 + 2.0_f32.ln(), -1e9];
        softmax(&mut row);
        for (found, wanted) in row.iter().zip([1.0 / 3.0, 2.0 / 3.0, 0.0]) {
            assert!((found - wanted).abs() < 1e-3, "{row:?}");
        }
        let mut flat = [3.0; 5];
        norm(&mut flat, 1e-5, &[2.0; 5], &[0.5; 5]);
        assert_eq!(flat, [0.5; 5]);
    }
}
