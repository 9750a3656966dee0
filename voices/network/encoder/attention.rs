//! Self-attention of several heads (Vaswani et al. 2017): each head by itself, shared out to threads.

use pulp::{Simd, WithSimd};

use super::elementary::softmax;
use crate::{
    filter::Tools,
    gemm::{self, PANEL_VECTORS, Rows},
    lines::{Lines, vectors_mut},
};

/// Heads.
const HEADS: usize = 12;
/// Values of a head.
const HEAD: usize = 64;
/// Values of a row of what it makes.
pub(super) const WIDTH: usize = HEADS * HEAD;

/// What heads work in, one for each.
#[derive(Default)]
pub(super) struct Memory {
    heads: [Head; HEADS],
}

#[derive(Default)]
struct Head {
    /// Keys, then values, as [`gemm::pack`] packs.
    keys: Lines,
    values: Lines,
    /// A row of shares for each row of queries.
    shares: Lines,
    out: Lines,
}

/// What attends: rows of queries, keys and values, [`WIDTH`] each, beside each other.
pub(super) fn run(tools: &mut Tools<'_>, memory: &mut Memory, rows: &[f32], out: &mut [f32]) {
    let arch = tools.arch;
    let jobs = memory.heads.iter_mut().enumerate();
    tools.pool.each(tools.scratch, jobs, |_, (nth, head)| arch.dispatch(Attend { rows, nth, head }));
    for (nth, out) in out.chunks_exact_mut(WIDTH).enumerate() {
        for (head, out) in memory.heads.iter().zip(out.chunks_exact_mut(HEAD)) {
            out.copy_from_slice(&head.out[nth * HEAD..][..HEAD]);
        }
    }
}

struct Attend<'a> {
    rows: &'a [f32],
    nth: usize,
    head: &'a mut Head,
}

impl WithSimd for Attend<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { rows, nth, head: Head { keys, values, shares, out } } = self;
        let count = rows.len() / (3 * WIDTH);
        let panel = gemm::panel_width(S::F32_LANES);
        let row = |kind: usize, at: usize| &rows[(3 * at + kind) * WIDTH + nth * HEAD..][..HEAD];

        // Scores: queries by keys, whose columns are filled up to whole panels and steps.
        let columns = count.next_multiple_of(panel.max(gemm::STEP));
        let keys = keys.resize(columns * HEAD);
        keys.fill(0.0);
        for (first, keys) in keys.chunks_exact_mut(panel * HEAD).enumerate() {
            for at in first * panel..count.min((first + 1) * panel) {
                for (key, to) in row(1, at).iter().zip(keys[at - first * panel..].iter_mut().step_by(panel)) {
                    *to = *key;
                }
            }
        }
        let queries = Rows { floats: &rows[nth * HEAD..], stride: 3 * WIDTH, len: HEAD, count };
        let shares = shares.resize(count * columns);
        let width = columns / S::F32_LANES;
        let vectors = vectors_mut::<S>(shares);
        for (nth, keys) in keys.chunks_exact(panel * HEAD).enumerate() {
            gemm::multiply(simd, queries, keys, |row, sums| {
                vectors[row * width + nth * PANEL_VECTORS..][..PANEL_VECTORS].copy_from_slice(&sums);
            });
        }
        // 1/√64, so that scores keep their spread.
        const SCALE: f32 = 0.125;
        for shares in shares.chunks_exact_mut(columns) {
            let (own, fill) = shares.split_at_mut(count);
            own.iter_mut().for_each(|score| *score *= SCALE);
            softmax(own);
            fill.fill(0.0);
        }

        // Shares by values, whose rows are filled up as the columns were.
        let values = values.resize(columns * HEAD);
        values.fill(0.0);
        for (first, values) in values.chunks_exact_mut(panel * columns).enumerate() {
            for (at, to) in values.chunks_exact_mut(panel).take(count).enumerate() {
                let from = &row(2, at)[first * panel..];
                to[..from.len().min(panel)].copy_from_slice(&from[..from.len().min(panel)]);
            }
        }
        let shares = Rows { floats: shares, stride: columns, len: columns, count };
        let out = out.resize(count * HEAD);
        let width = HEAD / S::F32_LANES;
        let vectors = vectors_mut::<S>(out);
        for (nth, values) in values.chunks_exact(panel * columns).enumerate() {
            gemm::multiply(simd, shares, values, |row, sums| {
                vectors[row * width + nth * PANEL_VECTORS..][..PANEL_VECTORS].copy_from_slice(&sums);
            });
        }
    }
}
