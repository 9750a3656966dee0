//! A product of one matrix with every window of a sound: convolutions that are short, strided or transposed.
//!
//! A window of frames that lie side by side is a row of a matrix already, so that nothing is copied.

use pulp::{Arch, Simd, WithSimd};

use super::{
    gemm::{self, PANEL_VECTORS, Rows},
    lines::{Lines, vectors, vectors_mut},
    pool::Pool,
};

/// Windows that a thread takes at once, at least: the weights have to come from memory for each lot.
const LOT: usize = 48;

/// A matrix of as many rows as a window has floats.
pub(super) struct Window {
    len: usize,
    /// [`gemm::pack`]ed.
    weights: Lines,
    /// One for each column, and zeros for those that fill up the last panel.
    bias: Lines,
}

impl Window {
    /// A matrix of `len` rows, given by `at(row, column)`, and a `bias` per column, for vectors of `lanes`
    /// floats. `len` is rounded up to a multiple of [`gemm::STEP`] with zeros.
    pub(super) fn new(len: usize, bias: &[f32], lanes: usize, at: impl Fn(usize, usize) -> f32) -> Self {
        let width = gemm::panel_width(lanes);
        let rows = len.next_multiple_of(gemm::STEP);
        let zero_past = |row, column| if row < len { at(row, column) } else { 0.0 };
        let weights = gemm::pack(rows, bias.len(), width, zero_past);
        let mut padded = Lines::zeroed(bias.len().next_multiple_of(width));
        padded[..bias.len()].copy_from_slice(bias);
        Self { len: rows, weights, bias: padded }
    }

    /// Columns with those that fill up the last panel: floats from one row of the output to the next.
    pub(super) fn columns(&self) -> usize {
        self.bias.len()
    }

    /// Multiplies windows that start `stride` floats apart into the rows of `out`, as many as it has.
    ///
    /// The last window must end within `sound`.
    pub(super) fn run(&self, arch: Arch, pool: &Pool, sound: &[f32], stride: usize, out: &mut [f32]) {
        let count = out.len() / self.columns();
        let lot = count.div_ceil(pool.threads()).clamp(1, LOT);
        let lots = out.chunks_mut(lot * self.columns()).enumerate();
        let mut workers = vec![(); pool.threads()];
        pool.each(&mut workers, lots, |(), (nth, out)| {
            let count = out.len() / self.columns();
            let rows = Rows { floats: &sound[nth * lot * stride..], stride, len: self.len, count };
            arch.dispatch(Lot { window: self, rows, out });
        });
    }
}

struct Lot<'a> {
    window: &'a Window,
    rows: Rows<'a>,
    out: &'a mut [f32],
}

impl WithSimd for Lot<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let width = gemm::panel_width(S::F32_LANES);
        let row_vectors = self.window.columns() / S::F32_LANES;
        let bias = vectors::<S>(&self.window.bias);
        let out = vectors_mut::<S>(self.out);
        for (nth, panel) in self.window.weights.chunks_exact(self.window.len * width).enumerate() {
            gemm::multiply(simd, self.rows, panel, |row, sums| {
                let column = nth * PANEL_VECTORS;
                let out = &mut out[row * row_vectors + column..][..PANEL_VECTORS];
                for (vector, out) in out.iter_mut().enumerate() {
                    *out = simd.add_f32s(sums[vector], bias[column + vector]);
                }
            });
        }
    }
}
