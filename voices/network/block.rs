//! A few hundred frames of a filter, from activation to moments: the work of one thread at a time.

use pulp::{Simd, WithSimd};

use super::{
    activation,
    filter::{Filter, Output, Scratch, Sound},
    gemm::{self, PANEL_VECTORS, Rows},
    half::{Element, Half, narrow, widen},
    lines::{vectors, vectors_mut},
    toom_cook::{MOST, TILE, Transforms},
};

/// The frames from `first` on that `out` has room for.
pub(super) struct Block<'a> {
    pub(super) filter: &'a Filter,
    /// The filter's, transformed.
    pub(super) weights: &'a [f32],
    pub(super) sound: &'a Sound<'a>,
    pub(super) output: Output,
    pub(super) first: usize,
    pub(super) out: &'a mut [Half],
    /// Where the moments go.
    pub(super) part: &'a mut [f32],
    pub(super) scratch: &'a mut Scratch,
}

impl WithSimd for Block<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        match self.filter.transforms.half {
            4 => self.run::<S, 4>(simd),
            6 => self.run::<S, 6>(simd),
            _ => self.run::<S, 8>(simd),
        }
    }
}

impl Block<'_> {
    #[inline(always)]
    fn run<S: Simd, const HALF: usize>(mut self, simd: S) {
        let Filter { channels, dilation, .. } = *self.filter;
        // A tile takes every `dilation`-th frame; tiles of all phases together cover each frame once.
        let frames = self.out.len() / channels;
        let per_phase = frames.div_ceil(TILE * dilation);
        let tiles = per_phase * dilation;
        self.activate(
            simd,
            (per_phase * TILE + 2 * HALF - TILE) * dilation,
            (2 * HALF - TILE) / 2 * dilation,
        );
        let starts = |tile: usize| tile / per_phase + tile % per_phase * TILE * dilation;

        let factors = self.scratch.factors.resize(2 * HALF * tiles * channels);
        for tile in 0..tiles {
            let source = &self.scratch.frames[starts(tile) * channels..];
            transform_inputs::<S, HALF>(
                simd,
                &self.filter.transforms,
                vectors::<S>(&source[..((2 * HALF - 1) * dilation + 1) * channels]),
                dilation * channels / S::F32_LANES,
                &mut vectors_mut::<S>(factors)[tile * channels / S::F32_LANES..],
                tiles * channels / S::F32_LANES,
                channels / S::F32_LANES,
            );
        }

        let width = gemm::panel_width(S::F32_LANES);
        let results = self.scratch.results.resize(frames * channels);
        let products = self.scratch.products.resize(2 * HALF * tiles * width);
        for (nth, panel) in self.weights.chunks_exact(2 * HALF * channels * width).enumerate() {
            let points = factors.chunks_exact(tiles * channels).zip(products.chunks_exact_mut(tiles * width));
            for ((factors, products), weights) in points.zip(panel.chunks_exact(channels * width)) {
                let rows = Rows { floats: factors, stride: channels, len: channels, count: tiles };
                let products = vectors_mut::<S>(products).as_chunks_mut::<PANEL_VECTORS>().0;
                gemm::multiply(simd, rows, weights, |row, sums| products[row] = sums);
            }
            for tile in 0..tiles {
                let start = starts(tile);
                let count = frames.saturating_sub(start).div_ceil(dilation).min(TILE);
                for vector in 0..PANEL_VECTORS {
                    let column = nth * PANEL_VECTORS + vector;
                    let outputs = transform_outputs::<S, HALF>(
                        simd,
                        &self.filter.transforms,
                        &vectors::<S>(products)[tile * PANEL_VECTORS + vector..],
                        tiles * PANEL_VECTORS,
                    );
                    let bias = vectors::<S>(&self.filter.bias)[column];
                    for (nth, output) in outputs.into_iter().enumerate().take(count) {
                        let at = (start + nth * dilation) * channels + column * S::F32_LANES;
                        let result = &mut vectors_mut::<S>(&mut results[at..at + S::F32_LANES])[0];
                        *result = simd.add_f32s(output, bias);
                    }
                }
            }
        }
        self.finish();
        activation::part(simd, &self.scratch.results, channels, self.part);
    }

    /// Adds to the results what there is to add, and puts them out.
    #[inline(always)]
    fn finish(&mut self) {
        let channels = self.filter.channels;
        let residual = self.sound.residual.map(|residual| &residual[self.first * channels..]);
        let results = self.scratch.results.chunks_exact_mut(channels);
        for (nth, (results, out)) in results.zip(self.out.chunks_exact_mut(channels)).enumerate() {
            if let Some(residual) = residual {
                for (result, residual) in results.iter_mut().zip(&residual[nth * channels..]) {
                    *result += residual.float();
                }
            }
            if self.output == Output::Add {
                for (result, there) in results.iter_mut().zip(&*out) {
                    *result += there.float();
                }
            }
            narrow(results, out);
        }
    }

    /// Puts `count` frames that went through the activation into the scratch, from `before` before the first
    /// of the block on. What lies outside of the sound is zero.
    #[inline(always)]
    fn activate<S: Simd>(&mut self, simd: S, count: usize, before: usize) {
        let channels = self.filter.channels;
        let sound = self.sound.frames;
        let scratch = self.scratch.frames.resize(count * channels);
        let silence = before.saturating_sub(self.first);
        let start = (self.first + silence - before) * channels;
        // What lies beyond what the block's own frames need is needed for nothing that is kept.
        let needed = before + self.out.len() / channels + before;
        let end = sound.len().min((self.first + needed).saturating_sub(before) * channels);
        let (zeros, rest) = scratch.split_at_mut(silence * channels);
        let len = end.saturating_sub(start);
        let (active, after) = rest.split_at_mut(len);
        zeros.fill(0.0);
        let frames = sound[start..start + len].chunks_exact(channels);
        for (from, to) in frames.zip(active.chunks_exact_mut(channels)) {
            widen(from, to);
            self.sound.activation.apply(simd, to);
        }
        after.fill(0.0);
    }
}

/// A tile's frames, `stride` vectors apart, into its factors, `out_stride` vectors apart, for each of
/// `width` vectors of channels.
#[inline(always)]
fn transform_inputs<S: Simd, const HALF: usize>(
    simd: S,
    transforms: &Transforms,
    frames: &[S::f32s],
    stride: usize,
    out: &mut [S::f32s],
    out_stride: usize,
    width: usize,
) {
    let sum = |values: &[S::f32s; HALF], row: &[f32; MOST], range: std::ops::Range<usize>| {
        let mut sum = simd.mul_f32s(values[range.start], simd.splat_f32s(row[range.start]));
        for nth in range.start + 1..range.end {
            sum = simd.mul_add_e_f32s(values[nth], simd.splat_f32s(row[nth]), sum);
        }
        sum
    };
    for column in 0..width {
        let even: [S::f32s; HALF] = std::array::from_fn(|nth| frames[2 * nth * stride + column]);
        let odd: [S::f32s; HALF] = std::array::from_fn(|nth| frames[(2 * nth + 1) * stride + column]);
        out[column] = sum(&even, &transforms.even[0], 0..HALF);
        for pair in 1..HALF {
            let shared = sum(&even, &transforms.even[pair], 1..HALF);
            let own = sum(&odd, &transforms.odd[pair], 0..HALF - 1);
            out[(2 * pair - 1) * out_stride + column] = simd.add_f32s(shared, own);
            out[2 * pair * out_stride + column] = simd.sub_f32s(shared, own);
        }
        out[(2 * HALF - 1) * out_stride + column] = sum(&odd, &transforms.odd[0], 0..HALF);
    }
}

/// A tile's products, `stride` vectors apart, into its outputs.
#[inline(always)]
fn transform_outputs<S: Simd, const HALF: usize>(
    simd: S,
    transforms: &Transforms,
    products: &[S::f32s],
    stride: usize,
) -> [S::f32s; TILE] {
    let mut outputs = [simd.splat_f32s(0.0); TILE];
    outputs[0] = simd.mul_f32s(products[0], simd.splat_f32s(transforms.outputs[0][0]));
    outputs[TILE - 1] =
        simd.mul_f32s(products[(2 * HALF - 1) * stride], simd.splat_f32s(transforms.outputs[TILE - 1][0]));
    for pair in 1..HALF {
        let (plus, minus) = (products[(2 * pair - 1) * stride], products[2 * pair * stride]);
        let halves = [simd.add_f32s(plus, minus), simd.sub_f32s(plus, minus)];
        for nth in 0..TILE {
            let factor = simd.splat_f32s(transforms.outputs[nth][pair]);
            outputs[nth] = simd.mul_add_e_f32s(halves[nth % 2], factor, outputs[nth]);
        }
    }
    outputs
}
