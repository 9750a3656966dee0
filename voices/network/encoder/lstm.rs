//! Long short-term memory in both directions (Hochreiter and Schmidhuber 1997, gates as in ONNX's `LSTM`).
//!
//! What goes in is multiplied for all steps at once; what goes from one step to the next is a product of one row each
//! time, whose matrix is made floats once a run. The two directions run side by side.

use pulp::{Simd, WithSimd};

use super::{
    Weights, WeightsError,
    elementary::{sigmoid, tanh},
};
use crate::{
    filter::{Output, Tools},
    lines::{Lines, vectors, vectors_mut},
    quantized::Integers,
    window::QuantizedWindow,
};

/// Values that a direction gives a step.
pub(super) const HIDDEN: usize = 256;
/// Gates: input, output, forget, cell.
const GATES: usize = 4;
/// Sums of a direction in a step.
const SUMS: usize = GATES * HIDDEN;
/// Vectors of sums that are kept in registers at once.
const BLOCK: usize = 8;

/// The weights of both directions.
pub(super) struct Lstm {
    inputs: usize,
    /// From a frame to the sums of the forward direction, then of the backward one.
    input: QuantizedWindow,
    recurrent: [Recurrent; 2],
}

/// From the last step's values to the sums of the next.
struct Recurrent {
    /// [`HIDDEN`] rows of [`SUMS`].
    integers: Vec<i8>,
    scale: f32,
}

/// What it works in.
#[derive(Default)]
pub(super) struct Memory {
    sums: Lines,
    directions: [Direction; 2],
}

/// What a direction works in.
#[derive(Default)]
struct Direction {
    /// The matrix as floats: by [`BLOCK`] vectors of columns, each row by row.
    weights: Lines,
    sums: Lines,
    hidden: Lines,
    cell: Lines,
    out: Lines,
}

impl Lstm {
    /// With the constants whose exporter's numbers begin at `first` (biases, then input, then recurrent weights), for
    /// `inputs` values a step.
    pub(super) fn new(
        weights: &Weights,
        lanes: usize,
        first: usize,
        inputs: usize,
    ) -> Result<Self, WeightsError> {
        let name = |nth: usize| format!("onnx::LSTM_{}_quantized", first + nth);
        let bias = weights.floats(&format!("onnx::LSTM_{first}"), &[2, 2 * SUMS])?;
        let input = weights.integers(&name(1), &[2, inputs, SUMS])?;
        let recurrent = weights.integers(&name(2), &[2, HIDDEN, SUMS])?;
        Self::of(&bias, [input, recurrent], lanes, inputs).ok_or_else(|| WeightsError::Floats(name(1)))
    }

    /// With these biases (of each direction those of the input, then the recurrent ones) and weights, both with a scale
    /// for each direction; `None` where they have others.
    pub(super) fn of(
        bias: &[f32],
        [input, recurrent]: [Integers; 2],
        lanes: usize,
        inputs: usize,
    ) -> Option<Self> {
        let bias = bias.chunks_exact(2 * SUMS).flat_map(|bias| {
            let (input, recurrent) = bias.split_at(SUMS);
            input.iter().zip(recurrent).map(|(input, recurrent)| input + recurrent)
        });
        let [forward, backward]: [f32; 2] = input.scales.try_into().ok()?;
        let scales = [[forward; SUMS], [backward; SUMS]].concat();
        // No panel is of both directions.
        let at = |row: usize, column: usize| Some(((column / SUMS * inputs + row) * SUMS + column % SUMS, 1));
        let input = Integers { scales, ..input };
        let input = QuantizedWindow::new(inputs, &input, bias.collect(), lanes, at)?;
        let [forward, backward]: [f32; 2] = recurrent.scales.try_into().ok()?;
        let (first, second) = recurrent.values.split_at(HIDDEN * SUMS);
        let recurrent = [
            Recurrent { integers: first.to_vec(), scale: forward },
            Recurrent { integers: second.to_vec(), scale: backward },
        ];
        Some(Self { inputs, input, recurrent })
    }

    /// Puts twice [`HIDDEN`] values for each step of `from` into the first columns of the rows of `out`, `width` floats each.
    pub(super) fn run(
        &self,
        tools: &mut Tools<'_>,
        memory: &mut Memory,
        from: &[f32],
        (out, width): (&mut [f32], usize),
    ) {
        let steps = from.len() / self.inputs;
        let Memory { sums, directions } = memory;
        let sums = sums.resize(steps * 2 * SUMS);
        self.input.run(tools, (from, self.inputs), (sums, 2 * SUMS), Output::Replace);
        let (arch, sums) = (tools.arch, &*sums);
        let jobs = directions.iter_mut().zip(&self.recurrent).enumerate();
        tools.pool.each(tools.scratch, jobs, |_, (nth, (direction, recurrent))| {
            let Direction { weights, sums: own, hidden, cell, out } = direction;
            let weights = weights.resize(HIDDEN * SUMS);
            arch.dispatch(Prepare { recurrent, weights });
            let (own, out) = (own.resize(SUMS), out.resize(steps * HIDDEN));
            // Nothing is known before the first step.
            let (hidden, cell) = (hidden.resize(HIDDEN), cell.resize(HIDDEN));
            hidden.fill(0.0);
            cell.fill(0.0);
            let order = 0..steps;
            let mut run = |step: usize| {
                own.copy_from_slice(&sums[(2 * step + nth) * SUMS..][..SUMS]);
                arch.dispatch(Step { weights, sums: own, hidden, cell });
                out[step * HIDDEN..][..HIDDEN].copy_from_slice(hidden);
            };
            if nth == 0 { order.for_each(&mut run) } else { order.rev().for_each(&mut run) }
        });
        for (step, row) in out.chunks_exact_mut(width).enumerate() {
            for (direction, row) in directions.iter().zip(row.chunks_exact_mut(HIDDEN)) {
                row.copy_from_slice(&direction.out[step * HIDDEN..][..HIDDEN]);
            }
        }
    }
}

/// Makes floats of a direction's matrix.
struct Prepare<'a> {
    recurrent: &'a Recurrent,
    weights: &'a mut [f32],
}

impl WithSimd for Prepare<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let width = BLOCK * S::F32_LANES;
        for (block, weights) in self.weights.chunks_exact_mut(HIDDEN * width).enumerate() {
            let rows = self.recurrent.integers.chunks_exact(SUMS);
            for (integers, weights) in rows.zip(weights.chunks_exact_mut(width)) {
                for (weight, integer) in weights.iter_mut().zip(&integers[block * width..]) {
                    *weight = f32::from(*integer) * self.recurrent.scale;
                }
            }
        }
    }
}

/// A step of a direction.
struct Step<'a> {
    weights: &'a [f32],
    /// What the frame gives; what the last step gives is added.
    sums: &'a mut [f32],
    hidden: &'a mut [f32],
    cell: &'a mut [f32],
}

impl WithSimd for Step<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { weights, sums, hidden, cell } = self;
        let blocks = vectors_mut::<S>(sums).as_chunks_mut::<BLOCK>().0;
        let matrices = vectors::<S>(weights).chunks_exact(HIDDEN * BLOCK);
        for (sums, matrix) in blocks.iter_mut().zip(matrices) {
            let mut own = *sums;
            for (value, row) in hidden.iter().zip(matrix.as_chunks::<BLOCK>().0) {
                let value = simd.splat_f32s(*value);
                for (sum, weight) in own.iter_mut().zip(row) {
                    *sum = simd.mul_add_e_f32s(value, *weight, *sum);
                }
            }
            *sums = own;
        }
        let (input, rest) = sums.split_at(HIDDEN);
        let (output, rest) = rest.split_at(HIDDEN);
        let (forget, new) = rest.split_at(HIDDEN);
        for nth in 0..HIDDEN {
            let kept = sigmoid(forget[nth]) * cell[nth] + sigmoid(input[nth]) * tanh(new[nth]);
            cell[nth] = kept;
            hidden[nth] = sigmoid(output[nth]) * tanh(kept);
        }
    }
}
