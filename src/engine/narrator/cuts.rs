//! Where a recording of several sentences is cut: in the pauses between them.
//!
//! Of each piece of text it is known about how long it takes, beside the others. The pauses of the sound are gone through
//! for the cuts that fit these lengths best, where a long pause speaks for a cut: a search for the cheapest way that
//! keeps the best few (beam search).

use crate::speech::{Frames, SAMPLE_RATE_HZ};

/// The sound is looked at in steps of so many frames: 10 ms.
const STEP: usize = SAMPLE_RATE_HZ as usize / 100;
/// Softer than the loud parts by this factor is a pause: 26 dB.
const SOFT: f32 = 0.05;
/// The share of the steps that are louder than what counts as loud.
const LOUD_SHARE: f64 = 0.1;
/// The shortest pause, in steps.
const SHORTEST: usize = 8;
/// A pause that is longer speaks no more for a cut, in steps.
const LONG: f64 = 70.0;
/// How far a length may be from what is expected: this share of it, and so many steps.
const REACH: (f64, f64) = (0.7, 60.0);
/// Ways that are kept from piece to piece, and cuts that are tried from each.
const KEPT: usize = 12;
const TRIED: usize = 24;
/// What it costs to cut where no pause is.
const NO_PAUSE: f64 = 3.0;

/// How loud a sound is from step to step.
#[derive(Debug, Default)]
pub(super) struct Levels {
    steps: Vec<f32>,
    sum: f32,
    count: usize,
}

impl Levels {
    /// Takes more of the sound.
    pub(super) fn push(&mut self, samples: &[f32]) {
        for sample in samples {
            self.sum += sample * sample;
            self.count += 1;
            if self.count == STEP {
                self.steps.push((self.sum / STEP as f32).sqrt());
                (self.sum, self.count) = (0.0, 0);
            }
        }
    }

    /// The power of each step.
    pub(super) fn end(self) -> Vec<f32> {
        self.steps
    }
}

/// A pause: where it is cut, and how long it is, both in steps.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Pause {
    at: f64,
    len: f64,
}

/// A way to cut the first pieces.
#[derive(Clone, Copy)]
struct Way {
    at: f64,
    cost: f64,
    /// Its last cut among those of all ways.
    cut: usize,
}

/// The cuts of a sound with these `levels` into pieces that take as long as `weights` say beside each other: one less than
/// there are pieces, in order.
pub(super) fn between(levels: &[f32], weights: &[f64]) -> Vec<Frames> {
    let Some((last, firsts)) = weights.split_last() else { return Vec::new() };
    let pauses = pauses(levels);
    let whole = levels.len() as f64;
    let mut weight_left: f64 = weights.iter().map(|weight| weight.max(0.1)).sum();
    // Each cut of a way with the one before it.
    let mut cuts: Vec<(f64, usize)> = vec![(0.0, 0)];
    let mut ways = vec![Way { at: 0.0, cost: 0.0, cut: 0 }];
    for weight in firsts {
        let weight = weight.max(0.1);
        let mut next: Vec<Way> = Vec::new();
        for way in &ways {
            let expected = (whole - way.at) * weight / weight_left;
            for (at, cost) in candidates(&pauses, way.at, expected, whole) {
                let cost = way.cost + cost;
                match next.iter_mut().find(|other| (other.at - at).abs() < 1.0) {
                    Some(other) if other.cost <= cost => {}
                    Some(other) => {
                        cuts.push((at, way.cut));
                        *other = Way { at, cost, cut: cuts.len() - 1 };
                    }
                    None => {
                        cuts.push((at, way.cut));
                        next.push(Way { at, cost, cut: cuts.len() - 1 });
                    }
                }
            }
        }
        next.sort_by(|one, other| one.cost.total_cmp(&other.cost));
        next.truncate(KEPT);
        weight_left -= weight;
        ways = next;
    }
    // What is left is the last piece.
    let end_cost = |way: &Way| {
        let pace = whole / weights.iter().map(|weight| weight.max(0.1)).sum::<f64>().max(0.1);
        way.cost + off(whole - way.at, last.max(0.1) * pace)
    };
    let best = ways.iter().min_by(|one, other| end_cost(one).total_cmp(&end_cost(other)));
    let mut found = Vec::with_capacity(firsts.len());
    let mut cut = best.map_or(0, |way| way.cut);
    while cut != 0 {
        let (at, before) = cuts[cut];
        found.push(Frames((at * STEP as f64) as u64));
        cut = before;
    }
    found.reverse();
    found
}

/// Where a piece that begins at `from` and should take `expected` may end, with what that costs.
fn candidates(pauses: &[Pause], from: f64, expected: f64, whole: f64) -> Vec<(f64, f64)> {
    let reach = expected * REACH.0 + REACH.1;
    let wanted = from + expected;
    let first = pauses.partition_point(|pause| pause.at <= (wanted - reach).max(from));
    let near = pauses[first..].iter().take_while(|pause| pause.at < (wanted + reach).min(whole));
    let cost = |pause: &Pause| off(pause.at - from, expected) - 2.0 * (pause.len / LONG).min(1.0).sqrt();
    let mut all: Vec<(f64, f64)> = near.map(|pause| (pause.at, cost(pause))).collect();
    all.sort_by(|one, other| one.1.total_cmp(&other.1));
    all.truncate(TRIED);
    all.push((wanted.min(whole), NO_PAUSE));
    all
}

/// What it costs that a piece takes `len` and not `expected`.
fn off(len: f64, expected: f64) -> f64 {
    // A second more or less says little of a short piece.
    let scale = 0.25 * expected + 25.0;
    ((len - expected) / scale).powi(2)
}

/// The pauses of a sound, each cut in its middle.
fn pauses(levels: &[f32]) -> Vec<Pause> {
    let mut sorted = levels.to_vec();
    sorted.sort_by(f32::total_cmp);
    let loud = sorted.get(((1.0 - LOUD_SHARE) * sorted.len() as f64) as usize).copied().unwrap_or_default();
    let floor = sorted.get(sorted.len() / 50).copied().unwrap_or_default();
    // In a noisy room nothing is silent.
    let soft = (loud * SOFT).max(floor * 1.8).min(loud * 0.5);
    let mut all = Vec::new();
    let mut start = None;
    for (at, level) in levels.iter().chain([&f32::MAX]).enumerate() {
        match (start, *level <= soft) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                if at - from >= SHORTEST {
                    all.push(Pause { at: (from + at) as f64 / 2.0, len: (at - from) as f64 });
                }
                start = None;
            }
            (None, false) | (Some(_), true) => {}
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sound of these lengths, with pauses between them, in steps.
    fn levels(parts: &[(usize, usize)]) -> Vec<f32> {
        let sound = |len: usize| (0..len).map(|at| 0.2 + 0.1 * ((at * 7 % 13) as f32 / 13.0));
        parts.iter().flat_map(|(len, pause)| sound(*len).chain(vec![0.001; *pause])).collect()
    }

    fn steps(cuts: Vec<Frames>) -> Vec<u64> {
        cuts.into_iter().map(|cut| cut.0 / STEP as u64).collect()
    }

    #[test]
    fn sentences_are_cut_in_their_pauses_though_they_are_read_unevenly() {
        // The second sentence is read slowly and has a comma; the third is read fast.
        let sound = levels(&[(200, 50), (180, 20), (190, 60), (110, 45), (300, 10)]);
        assert_eq!(steps(between(&sound, &[10.0, 15.0, 8.0, 15.0])), [225, 670, 832]);
    }

    #[test]
    fn where_there_is_no_pause_the_lengths_decide() {
        let sound = levels(&[(300, 0)]);
        assert_eq!(steps(between(&sound, &[1.0, 2.0])), [100]);
        assert_eq!(between(&[], &[1.0, 1.0, 1.0]), [Frames(0), Frames(0)]);
        assert!(between(&sound, &[1.0]).is_empty() && between(&sound, &[]).is_empty());
    }

    #[test]
    fn an_hour_of_a_thousand_sentences_stays_in_step() {
        let parts: Vec<(usize, usize)> =
            (0..1_000).map(|at| (250 + at * 37 % 150, 30 + at * 11 % 30)).collect();
        let weights: Vec<f64> =
            (0..1_000).map(|at| 10.0 + (at * 37 % 150) as f64 / 20.0 + (at % 3) as f64).collect();
        let cuts = steps(between(&levels(&parts), &weights));
        let mut end = 0;
        let right = parts.iter().zip(&cuts).filter(|((len, pause), cut)| {
            end += len + pause;
            cut.abs_diff((end - pause / 2) as u64) <= 2
        });
        assert!(right.count() > 990);
    }
}
