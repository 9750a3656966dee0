//! Window product of one matrix with every window of a sound: convolutions that are short, strided or transposed.
//!
//! A window of frames that lie side by side is a row of a matrix already, so that nothing is copied.
//! [`Window`] has its weights ready and shares out the rows; [`QuantizedWindow`] has small integers, makes a
//! few columns of floats at a time, and shares out the columns.

use pulp::{Arch, Simd, WithSimd};

use super::{
    filter::{Output, Tools},
    gemm::{self, PANEL_VECTORS, Rows},
    half::{Half, narrow},
    lines::{Lines, vectors, vectors_mut},
    pool::Pool,
    quantized::{Integers, to_floats},
};

/// Windows that a thread takes at once: the weights have to come from memory for each lot.
pub(super) const LOT: usize = 48;

/// A matrix of as many rows as a window has floats.
pub(super) struct Window {
    len: usize,
    /// [`gemm::pack`]ed.
    weights: Lines,
    /// One for each column, and zeros for those that fill up the last panel.
    bias: Lines,
}

impl Window {
    /// A matrix of `len` rows, given by `at(row)(column)`, and a `bias` per column, for vectors of `lanes`
    /// floats. `len` is rounded up to a multiple of [`gemm::STEP`] with zeros.
    pub(super) fn new<Row: Fn(usize) -> f32>(
        len: usize,
        bias: &[f32],
        lanes: usize,
        at: impl Fn(usize) -> Row,
    ) -> Self {
        let width = gemm::panel_width(lanes);
        let rows = len.next_multiple_of(gemm::STEP);
        let zero_past = |row| {
            let at = (row < len).then(|| at(row));
            move |column| at.as_ref().map_or(0.0, |at| at(column))
        };
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
        let lots = out.chunks_mut(LOT * self.columns()).enumerate();
        pool.each(&mut vec![(); pool.threads()], lots, |(), (nth, out)| {
            self.lot(arch, &sound[nth * LOT * stride..], stride, out);
        });
    }

    /// The same, into halves.
    pub(super) fn run_narrow(&self, tools: &mut Tools<'_>, sound: &[f32], stride: usize, out: &mut [Half]) {
        let lots = out.chunks_mut(LOT * self.columns()).enumerate();
        tools.pool.each(tools.scratch, lots, |scratch, (nth, out)| {
            let results = scratch.results.resize(out.len());
            self.lot(tools.arch, &sound[nth * LOT * stride..], stride, results);
            tools.arch.dispatch(Narrow { from: results, to: out });
        });
    }

    /// The same, on the thread that calls.
    pub(super) fn lot(&self, arch: Arch, sound: &[f32], stride: usize, out: &mut [f32]) {
        let rows = Rows { floats: sound, stride, len: self.len, count: out.len() / self.columns() };
        arch.dispatch(Lot { window: self, rows, out });
    }
}

struct Narrow<'a> {
    from: &'a [f32],
    to: &'a mut [Half],
}

impl WithSimd for Narrow<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        narrow(self.from, self.to);
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

/// A matrix of small integers with as many rows as a window has floats.
pub(super) struct QuantizedWindow {
    len: usize,
    /// Panel by panel, each row by row.
    weights: Vec<i8>,
    /// One for each column, those that fill up the last panel among them.
    scales: Vec<f32>,
    bias: Vec<f32>,
    /// Columns of a panel.
    width: usize,
}

impl QuantizedWindow {
    /// A matrix of `len` rows (a multiple of [`gemm::STEP`]) of `weights`, with a `bias` per column, for vectors of
    /// `lanes` floats. `None` where the weights have neither one scale nor one for each column.
    ///
    /// `at(row, column)` is where in a row the weight of a panel's first column is, and how far from it to that of the
    /// next; `None` in rows without weights.
    pub(super) fn new(
        len: usize,
        weights: &Integers,
        mut bias: Vec<f32>,
        lanes: usize,
        at: impl Fn(usize, usize) -> Option<(usize, usize)>,
    ) -> Option<Self> {
        let columns = bias.len();
        let mut scales = match &weights.scales[..] {
            [scale] => vec![*scale; columns],
            scales if scales.len() == columns => scales.to_vec(),
            _ => return None,
        };
        let width = gemm::panel_width(lanes);
        for values in [&mut scales, &mut bias] {
            values.resize(columns.next_multiple_of(width), 0.0);
        }
        let mut packed = vec![0; len * bias.len()];
        for (panel, packed) in packed.chunks_exact_mut(len * width).enumerate() {
            let first = panel * width;
            let count = width.min(columns - first);
            for (row, packed) in packed.chunks_exact_mut(width).enumerate() {
                let packed = &mut packed[..count];
                match at(row, first) {
                    None => (),
                    Some((start, 1)) => packed.copy_from_slice(&weights.values[start..][..count]),
                    Some((start, step)) => {
                        let values = weights.values[start..].iter().step_by(step);
                        packed.iter_mut().zip(values).for_each(|(packed, value)| *packed = *value);
                    }
                }
            }
        }
        Some(Self { len, weights: packed, scales, bias, width })
    }

    /// The same, its products and biases multiplied with `factor`.
    pub(super) fn scaled(mut self, factor: f32) -> Self {
        self.scales.iter_mut().chain(&mut self.bias).for_each(|value| *value *= factor);
        self
    }

    /// Multiplies windows that start `stride` floats apart into the first columns of the rows of `out`,
    /// `out_stride` floats each, all that it has; columns that fill up the last panel are zero.
    ///
    /// The last window must end within `sound`.
    pub(super) fn run(
        &self,
        tools: &mut Tools<'_>,
        (sound, stride): (&[f32], usize),
        (out, out_stride): (&mut [f32], usize),
        output: Output,
    ) {
        let count = out.len() / out_stride;
        let rows = Rows { floats: sound, stride, len: self.len, count };
        let products = tools.memory.products.resize(count * self.bias.len());
        let panel = self.len * self.width;
        let jobs = self.weights.chunks_exact(panel).zip(products.chunks_exact_mut(count * self.width));
        tools.pool.each(tools.scratch, jobs, |scratch, (integers, products)| {
            let floats = scratch.factors.resize(panel);
            tools.arch.dispatch(Panel { integers, floats, rows, products });
        });
        for (nth, row) in out.chunks_exact_mut(out_stride).enumerate() {
            for (panel, products) in products.chunks_exact(count * self.width).enumerate() {
                let columns = panel * self.width..(panel + 1) * self.width;
                let products = &products[nth * self.width..][..self.width];
                let factors = self.scales[columns.clone()].iter().zip(&self.bias[columns.clone()]);
                for ((out, product), (scale, bias)) in row[columns].iter_mut().zip(products).zip(factors) {
                    let sum = product * scale + bias;
                    match output {
                        Output::Replace => *out = sum,
                        Output::Add => *out += sum,
                    }
                }
            }
        }
    }
}

/// A panel of integers, made floats, times all rows.
struct Panel<'a> {
    integers: &'a [i8],
    floats: &'a mut [f32],
    rows: Rows<'a>,
    products: &'a mut [f32],
}

impl WithSimd for Panel<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        to_floats(self.integers, self.floats);
        gemm::Product { rows: self.rows, panel: self.floats, products: self.products }.with_simd(simd);
    }
}
