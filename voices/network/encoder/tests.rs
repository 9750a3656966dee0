//! Tests of the encoder's layers against plain loops in double precision, on every instruction set of this machine.

use pulp::Arch;

use super::{
    attention,
    lstm::{self, HIDDEN, Lstm},
};
use crate::{
    activation::Place,
    filter::{Memory, Scratch, Tools},
    pool::Pool,
    quantized::Integers,
    tests::{archs, likeness, noise},
};

/// Runs `work` with the tools of an instruction set and two threads.
fn with_tools(arch: Arch, work: impl FnOnce(&mut Tools<'_>)) {
    let mut memory = Memory::default();
    work(&mut Tools {
        arch,
        pool: &Pool::new(2),
        scratch: &mut [Scratch::default(), Scratch::default()],
        memory: &mut memory,
        place: Place::First,
        is_wanted: &|| true,
    });
}

#[test]
fn heads_attend_as_written_out() {
    const HEAD: usize = 64;
    let width = attention::WIDTH;
    for arch in archs() {
        let mut memory = attention::Memory::default();
        // Of all lengths around whole vectors and panels, and once shorter than before.
        for count in [1, 7, 8, 31, 33, 64, 70, 5] {
            let rows = noise(count as u64, count * 3 * width);
            let value = |row: usize, kind: usize, at: usize| f64::from(rows[(3 * row + kind) * width + at]);
            let mut out = vec![f32::NAN; count * width];
            with_tools(arch, |tools| attention::run(tools, &mut memory, &rows, &mut out));
            let mut wanted = vec![0.0; count * width];
            for head in 0..width / HEAD {
                let places = head * HEAD..(head + 1) * HEAD;
                for query in 0..count {
                    let score = |key: usize| {
                        places.clone().map(|at| value(query, 0, at) * value(key, 1, at)).sum::<f64>() / 8.0
                    };
                    let powers: Vec<f64> = (0..count).map(|key| score(key).exp()).collect();
                    let sum: f64 = powers.iter().sum();
                    for at in places.clone() {
                        let shares = powers.iter().enumerate();
                        wanted[query * width + at] =
                            shares.map(|(key, power)| power / sum * value(key, 2, at)).sum();
                    }
                }
            }
            let likeness = likeness(&wanted, &out);
            assert!(likeness > 110.0, "{arch:?}, {count} rows: {likeness:.1} dB");
        }
    }
}

#[test]
fn memories_remember_as_written_out() {
    const SUMS: usize = 4 * HIDDEN;
    const INPUTS: usize = 16;
    let small = |seed: u64, len: usize| -> Vec<i8> {
        noise(seed, len).iter().map(|value| (value * 100.0) as i8).collect()
    };
    let (input, recurrent) = (small(1, 2 * INPUTS * SUMS), small(2, 2 * HIDDEN * SUMS));
    let bias = noise(3, 2 * 2 * SUMS);
    let (input_scales, scales) = ([0.01, 0.02], [0.002, 0.001]);
    let steps = 9;
    let from = noise(4, steps * INPUTS);
    let sigmoid = |x: f64| 1.0 / (1.0 + (-x).exp());
    let mut wanted = vec![0.0; steps * 2 * HIDDEN];
    for direction in 0..2 {
        let (mut hidden, mut cell) = ([0.0; HIDDEN], [0.0; HIDDEN]);
        for nth in 0..steps {
            let step = if direction == 0 { nth } else { steps - 1 - nth };
            let sum = |column: usize| -> f64 {
                let biases = &bias[direction * 2 * SUMS..];
                let given = (0..INPUTS).map(|row| {
                    let weight = f64::from(input[(direction * INPUTS + row) * SUMS + column]);
                    f64::from(from[step * INPUTS + row]) * weight * input_scales[direction]
                });
                let kept = (0..HIDDEN).map(|row| {
                    let weight = f64::from(recurrent[(direction * HIDDEN + row) * SUMS + column]);
                    hidden[row] * weight * scales[direction]
                });
                f64::from(biases[column]) + f64::from(biases[SUMS + column]) + given.chain(kept).sum::<f64>()
            };
            let sums: Vec<f64> = (0..SUMS).map(sum).collect();
            for at in 0..HIDDEN {
                let [i, o, f, c] = [0, 1, 2, 3].map(|gate| sums[gate * HIDDEN + at]);
                cell[at] = sigmoid(f) * cell[at] + sigmoid(i) * c.tanh();
                hidden[at] = sigmoid(o) * cell[at].tanh();
                wanted[(step * 2 + direction) * HIDDEN + at] = hidden[at];
            }
        }
    }
    for arch in archs() {
        let integers = |values: &[i8], scales: [f64; 2]| Integers {
            values: values.to_vec(),
            scales: scales.map(|scale| scale as f32).to_vec(),
        };
        let weights = [integers(&input, input_scales), integers(&recurrent, scales)];
        let lstm = Lstm::of(&bias, weights, arch.dispatch(crate::LanesOf), INPUTS).expect("fits");
        let mut memory = lstm::Memory::default();
        for _ in 0..2 {
            let mut out = vec![f32::NAN; steps * 2 * HIDDEN];
            with_tools(arch, |tools| lstm.run(tools, &mut memory, &from, (&mut out, 2 * HIDDEN)));
            let likeness = likeness(&wanted, &out);
            assert!(likeness > 105.0, "{arch:?}: {likeness:.1} dB");
        }
    }
}
