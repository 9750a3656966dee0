//! From what the model gave for one run of symbols to sound without idle ends, and where in it each
//! symbol is heard. Pure.

use super::phonemes::{Owner, Symbol};

/// Samples per unit of the model's durations: 25 ms at 24 kHz.
pub(crate) const SAMPLES_PER_UNIT: usize = 600;

const fn millis(millis: usize) -> usize {
    millis * tingxinwen::speech::SAMPLE_RATE_HZ as usize / 1000
}

/// Silence kept before the first sound, so that no consonant loses its start.
const LEAD_IN: usize = millis(20);
/// Sound this long before the first phoneme's time is taken for its onset; earlier sound is noise.
const EARLIEST_ONSET: usize = millis(60);
/// The last phoneme may ring on into its mark this long; what comes later is noise (other projects
/// met up to 0.7 s of it).
const LONGEST_TAIL: usize = millis(150);
/// Silence kept after the last sound.
const LEAD_OUT: usize = millis(20);
/// Fades that keep the cut ends from clicking.
const FADE_IN: usize = millis(3);
const FADE_OUT: usize = millis(10);
/// Length of the pieces whose loudness decides what is silent.
const PIECE: usize = millis(5);
/// Amplitude ratio to the loudest sample, below which a piece is silent: -46 dB.
const SILENT: f32 = 0.005;

/// Sound of a run with the time of its symbols.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Run {
    /// PCM without idle ends.
    pub samples: Vec<f32>,
    /// The first and one past the last sample of each symbol.
    pub spans: Vec<(usize, usize)>,
}

/// Cuts `samples` to where `symbols` are heard. `durations`, in units of [`SAMPLES_PER_UNIT`], has one
/// entry more than `symbols` at both ends; `None` if it does not, or if it does not fit the sound.
pub(crate) fn trim(samples: &[f32], durations: &[f32], symbols: &[Symbol]) -> Option<Run> {
    if durations.len() != symbols.len() + 2 || symbols.is_empty() {
        return None;
    }
    let mut borders = Vec::with_capacity(durations.len());
    let mut at = 0;
    for duration in durations {
        at += duration.round().max(0.0) as usize * SAMPLES_PER_UNIT;
        borders.push(at);
    }
    if at != samples.len() {
        return None;
    }
    let spans = borders.windows(2).map(|pair| (pair[0], pair[1])).take(symbols.len());
    let spans: Vec<(usize, usize)> = spans.collect();
    let is_heard = |symbol: &Symbol| matches!(symbol.owner, Owner::Syllable(..));
    let first = spans[symbols.iter().position(is_heard)?].0;
    let last = spans[symbols.iter().rposition(is_heard)?].1;

    let peak = samples.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
    let is_loud = |piece: &[f32]| piece.iter().any(|sample| sample.abs() > peak * SILENT);
    let earliest = first.saturating_sub(EARLIEST_ONSET);
    let latest = (last + LONGEST_TAIL).min(samples.len());
    let heard = &samples[earliest..latest];
    let onset = heard.chunks(PIECE).position(is_loud).map_or(first, |piece| earliest + piece * PIECE);
    let end = heard.rchunks(PIECE).position(is_loud).map_or(last, |piece| latest - piece * PIECE);
    let start = onset.saturating_sub(LEAD_IN);
    let end = (end + LEAD_OUT).clamp(start, latest);

    let mut kept = samples[start..end].to_vec();
    fade(&mut kept);
    let moved = |at: usize| at.clamp(start, end) - start;
    Some(Run { samples: kept, spans: spans.into_iter().map(|(from, to)| (moved(from), moved(to))).collect() })
}

fn fade(samples: &mut [f32]) {
    let len = samples.len();
    for (idx, sample) in samples.iter_mut().take(FADE_IN).enumerate() {
        *sample *= idx as f32 / FADE_IN as f32;
    }
    for (idx, sample) in samples.iter_mut().rev().take(FADE_OUT.min(len)).enumerate() {
        *sample *= idx as f32 / FADE_OUT as f32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn symbols(owners: &[Owner]) -> Vec<Symbol> {
        owners.iter().map(|&owner| Symbol { id: 1, owner }).collect()
    }

    /// `units` of silence or of a loud square wave.
    fn sound(units: &[(usize, f32)]) -> Vec<f32> {
        units.iter().flat_map(|&(units, level)| vec![level; units * SAMPLES_PER_UNIT]).collect()
    }

    #[test]
    fn silence_goes_and_the_times_follow() {
        let symbols = symbols(&[Owner::Syllable(0, 0), Owner::Space, Owner::Syllable(1, 0), Owner::Mark]);
        let samples = sound(&[(10, 0.0), (2, 0.5), (1, 0.0), (3, 0.5), (20, 0.001), (4, 0.0)]);
        let run = trim(&samples, &[10.0, 2.0, 1.0, 3.0, 20.0, 4.0], &symbols).expect("fits");
        let lead = LEAD_IN;
        assert_eq!(run.spans[0], (lead, lead + 2 * SAMPLES_PER_UNIT));
        assert_eq!(run.spans[2], (lead + 3 * SAMPLES_PER_UNIT, lead + 6 * SAMPLES_PER_UNIT));
        assert_eq!(run.samples.len(), lead + 6 * SAMPLES_PER_UNIT + LEAD_OUT);
        assert_eq!(run.samples[0], 0.0);
        assert_eq!(run.samples.last(), Some(&0.0));
    }

    #[test]
    fn noise_after_the_last_phoneme_is_cut() {
        let symbols = symbols(&[Owner::Syllable(0, 0), Owner::Mark]);
        let samples = sound(&[(10, 0.0), (4, 0.5), (28, 0.1), (4, 0.0)]);
        let run = trim(&samples, &[10.0, 4.0, 28.0, 4.0], &symbols).expect("fits");
        assert_eq!(run.samples.len(), LEAD_IN + 4 * SAMPLES_PER_UNIT + LONGEST_TAIL);
    }

    #[test]
    fn silence_alone_and_misfits_do_no_harm() {
        let symbols = symbols(&[Owner::Syllable(0, 0)]);
        assert!(trim(&sound(&[(3, 0.0)]), &[1.0, 1.0, 1.0], &symbols).is_some());
        assert!(trim(&sound(&[(3, 0.0)]), &[1.0, 1.0], &symbols).is_none());
        assert!(trim(&sound(&[(3, 0.0)]), &[1.0, f32::NAN, 1.0], &symbols).is_none());
        assert!(trim(&sound(&[(9, 0.0)]), &[1.0, 1.0, 1.0], &symbols).is_none());
    }
}
