//! Activation before each filter: instance norm with the style's scale and shift, and Snake, in one pass.

use std::f32::consts::{FRAC_1_PI, PI};

use pulp::Simd;

use super::{
    lines::{Lines, vectors, vectors_mut},
    style,
};

/// `z + sin²(αz)/α` of `z = scale·x + shift`; each of the four has a value per channel.
#[derive(Default)]
pub(super) struct Activation {
    scale: Lines,
    shift: Lines,
    alpha: Lines,
    reciprocal: Lines,
}

impl Activation {
    /// With the `alpha` of each channel, and neither norm nor style yet.
    pub(super) fn new(alpha: &[f32]) -> Self {
        let reciprocal: Vec<f32> = alpha.iter().map(|alpha| 1.0 / alpha).collect();
        Self {
            scale: Lines::zeroed(alpha.len()),
            shift: Lines::zeroed(alpha.len()),
            alpha: Lines::of(alpha),
            reciprocal: Lines::of(&reciprocal),
        }
    }

    /// Takes on the norm of a sound with these `moments`, and the style's scales and shifts.
    pub(super) fn fit(&mut self, moments: &Moments, scale_shift: &[f32]) {
        style::norm(moments, scale_shift, &mut self.scale, &mut self.shift);
    }

    /// Applies it to a frame.
    #[inline(always)]
    pub(super) fn apply<S: Simd>(&self, simd: S, frame: &mut [f32]) {
        let (scale, shift) = (vectors::<S>(&self.scale), vectors::<S>(&self.shift));
        let (alpha, reciprocal) = (vectors::<S>(&self.alpha), vectors::<S>(&self.reciprocal));
        let parameters = scale.iter().zip(shift).zip(alpha).zip(reciprocal);
        for (value, (((scale, shift), alpha), reciprocal)) in
            vectors_mut::<S>(frame).iter_mut().zip(parameters)
        {
            let z = simd.mul_add_e_f32s(*value, *scale, *shift);
            let sine = sine_squared(simd, simd.mul_f32s(z, *alpha));
            *value = simd.mul_add_e_f32s(sine, *reciprocal, z);
        }
    }
}

/// `sin²(x)`, off by 3e-7 at most where |x| is below 1,000 (and by |x| · 1.2e-7 more on a machine without
/// fused multiply-add); something between 0 and 1 elsewhere.
///
/// It has the period π and is even, so that `x` is brought to -π/2..=π/2 by a rounded multiple of π (in two
/// parts, after Cody and Waite), and a polynomial in the square of the rest does: `r²·q(r²)`, fitted for
/// the least largest error in double precision (`q` of degree 5: 1.1e-8).
#[inline(always)]
pub(super) fn sine_squared<S: Simd>(simd: S, x: S::f32s) -> S::f32s {
    /// Added and taken away again, it leaves the nearest integer of anything below 2²².
    const ROUND: f32 = 12_582_912.0;
    /// What `PI` lacks of π.
    const PI_REST: f32 = -8.742_278e-8;
    const Q: [f32; 6] =
        [0.999_999_94, -0.333_332_67, 4.444_227_8e-2, -3.171_565_2e-3, 1.390_117_5e-4, -3.581_326_8e-6];
    let turns = simd.sub_f32s(
        simd.mul_add_e_f32s(x, simd.splat_f32s(FRAC_1_PI), simd.splat_f32s(ROUND)),
        simd.splat_f32s(ROUND),
    );
    let rest = simd.mul_add_e_f32s(turns, simd.splat_f32s(-PI), x);
    let rest = simd.mul_add_e_f32s(turns, simd.splat_f32s(-PI_REST), rest);
    let square = simd.min_f32s(simd.mul_f32s(rest, rest), simd.splat_f32s(2.468));
    let mut sum = simd.splat_f32s(Q[5]);
    for coefficient in Q[..5].iter().rev() {
        sum = simd.mul_add_e_f32s(sum, square, simd.splat_f32s(*coefficient));
    }
    simd.mul_f32s(sum, square)
}

/// Mean of each channel, and sum of the squared distances from it.
#[derive(Clone, Default)]
pub(super) struct Moments {
    count: usize,
    mean: Vec<f64>,
    squares: Vec<f64>,
}

/// Where a stretch stands in its sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Nothing was made before it.
    First,
    /// It follows others: its norms are those of all so far, so that nothing jumps between them.
    Later,
}

/// What [`part`] writes per channel: the first value, the sum of the distances from it, and of their squares.
pub(super) const PART: usize = 3;

impl Moments {
    /// Of a sound whose parts, in order, hold `counts` frames and have these [`part`]s.
    pub(super) fn of_parts(parts: &[f32], counts: impl Iterator<Item = usize>, channels: usize) -> Self {
        let mut whole = Self { count: 0, mean: vec![0.0; channels], squares: vec![0.0; channels] };
        for (part, count) in parts.chunks_exact(PART * channels).zip(counts) {
            let own = count as f64;
            whole.add(count, |channel| {
                let [first, sum, squares] = [0, 1, 2].map(|kind| f64::from(part[kind * channels + channel]));
                (first + sum / own, squares - sum * sum / own)
            });
        }
        whole.squares.iter_mut().for_each(|squares| *squares = squares.max(0.0));
        whole
    }

    /// Adds those of as many frames as `count`, whose mean and squares in each channel `other` gives (Chan, Golub and
    /// LeVeque 1983: the moments of two sets put together).
    fn add(&mut self, count: usize, other: impl Fn(usize) -> (f64, f64)) {
        let total = self.count + count;
        let (own, others) = (count as f64, self.count as f64);
        for (channel, (mean, squares)) in self.mean.iter_mut().zip(&mut self.squares).enumerate() {
            let (own_mean, own_squares) = other(channel);
            let distance = own_mean - *mean;
            *mean += distance * own / total as f64;
            *squares += own_squares + distance * distance * own * others / total as f64;
        }
        self.count = total;
    }

    /// Takes those of a stretch: the first of a sound, or one that follows others, whose moments count too.
    pub(super) fn take(&mut self, stretch: &Self, place: Place) {
        match place {
            Place::First => self.clone_from(stretch),
            Place::Later => {
                self.add(stretch.count, |channel| (stretch.mean[channel], stretch.squares[channel]));
            }
        }
    }

    /// Mean and variance.
    pub(super) fn of_channel(&self, channel: usize) -> (f64, f64) {
        (self.mean[channel], self.squares[channel] / self.count.max(1) as f64)
    }
}

/// Writes what [`Moments::of_parts`] needs to know of `frames` to `part`.
#[inline(always)]
pub(super) fn part<S: Simd>(simd: S, frames: &[f32], channels: usize, part: &mut [f32]) {
    let width = channels / S::F32_LANES;
    let frames = vectors::<S>(frames);
    let (first, sums) = vectors_mut::<S>(part).split_at_mut(width);
    let (sum, squares) = sums.split_at_mut(width);
    for channel in 0..width {
        let pivot = frames[channel];
        let (mut total, mut total_squares) = (simd.splat_f32s(0.0), simd.splat_f32s(0.0));
        for value in frames[channel..].iter().step_by(width) {
            let distance = simd.sub_f32s(*value, pivot);
            total = simd.add_f32s(total, distance);
            total_squares = simd.mul_add_e_f32s(distance, distance, total_squares);
        }
        (first[channel], sum[channel], squares[channel]) = (pivot, total, total_squares);
    }
}
