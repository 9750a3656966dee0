//! Trimmer: cuts idle ends off the model's sound of one run of symbols, and finds where in it each symbol is heard.
//! Pure.

use super::phonemes::{Owner, Symbol};

/// Samples per unit of the model's durations: 25 ms at 24 kHz.
pub(crate) const SAMPLES_PER_UNIT: usize = 600;

const fn millis(millis: usize) -> usize {
    millis * tingxinwen_core::speech::SAMPLE_RATE_HZ as usize / 1000
}

/// Silence kept before the first sound, so that no consonant loses its start.
const LEAD_IN: usize = millis(20);
/// Sound comes before the model's own borders: on 700 borders of 7 voices, consonants of words 85 to
/// 95 ms, vowels after a consonant 65 ms, voicing 30 ms (peaks of the change of the spectrum).
const LAG: usize = millis(50);
/// After a pause, a word's onset is looked for from this long before its border; hissing ones came 130 ms
/// before it.
const EARLIEST_ONSET: usize = millis(200);
/// An onset is looked for until this long after its border; plosives came at it.
const LATEST_ONSET: usize = millis(30);
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
/// Amplitude ratio to the loudest sample, below which a piece is silent: -46 dB. Before the first sound
/// at most 0.003 was met.
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
    // Borders are ends; a symbol starts where the one before it ends, the first after the padding.
    let is_heard = |symbol: &Symbol| matches!(symbol.owner, Owner::Syllable(..));
    let first = symbols.iter().position(is_heard)?;
    let last = borders[symbols.iter().rposition(is_heard)? + 1];
    let peak = samples.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
    let sound = Sound { samples, least: peak * SILENT };

    let starts = sound.starts(&borders, symbols);
    let start = starts[first].saturating_sub(LEAD_IN);
    let latest = (last + LONGEST_TAIL).min(samples.len());
    let end = sound.end_before(latest).unwrap_or(last);
    let end = (end + LEAD_OUT).clamp(start, latest.max(start));

    let mut kept = samples[start..end].to_vec();
    fade(&mut kept);
    let moved = |at: usize| at.clamp(start, end) - start;
    Some(Run {
        samples: kept,
        spans: starts.windows(2).map(|pair| (moved(pair[0]), moved(pair[1]))).collect(),
    })
}

/// Sound of a run, and what is silent in it.
struct Sound<'s> {
    samples: &'s [f32],
    /// Pieces without a sample above this are silent.
    least: f32,
}

impl Sound<'_> {
    /// Where each of `symbols` starts to be heard, and one past the last.
    fn starts(&self, borders: &[usize], symbols: &[Symbol]) -> Vec<usize> {
        let mut starts = Vec::with_capacity(symbols.len() + 1);
        // The end of the last syllable.
        let mut before = 0;
        let mut is_after_pause = true;
        let mut is_after_syllable = false;
        for (idx, &border) in borders[..=symbols.len()].iter().enumerate() {
            let owner = symbols.get(idx).map(|symbol| symbol.owner);
            let usual = border.saturating_sub(LAG);
            let start = match owner {
                Some(Owner::Syllable(..)) if is_after_pause => self.onset(border).unwrap_or(usual),
                Some(Owner::Syllable(..) | Owner::Mark | Owner::Space) | None => usual,
            };
            is_after_pause = match owner {
                Some(Owner::Mark) => true,
                Some(Owner::Space) => is_after_pause,
                Some(Owner::Syllable(..)) | None => false,
            };
            let start = start.max(before);
            if is_after_syllable {
                before = start;
            }
            is_after_syllable = matches!(owner, Some(Owner::Syllable(..)));
            starts.push(start);
        }
        // What begins early takes its time from the pause before it.
        for idx in (1..starts.len()).rev() {
            starts[idx - 1] = starts[idx - 1].min(starts[idx]);
        }
        starts
    }

    /// Where sound begins around `border`, if it does.
    fn onset(&self, border: usize) -> Option<usize> {
        let from = border.saturating_sub(EARLIEST_ONSET);
        let window = &self.samples[from..(border + LATEST_ONSET).min(self.samples.len())];
        let silent = window.chunks(PIECE).rposition(|piece| !self.is_loud(piece))?;
        let onset = from + (silent + 1) * PIECE;
        (onset < from + window.len()).then_some(onset)
    }

    /// One past the last loud piece before `latest`.
    fn end_before(&self, latest: usize) -> Option<usize> {
        let silent = self.samples[..latest].rchunks(PIECE).position(|piece| self.is_loud(piece))?;
        Some(latest - silent * PIECE)
    }

    fn is_loud(&self, piece: &[f32]) -> bool {
        piece.iter().any(|sample| sample.abs() > self.least)
    }
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
        let symbols = symbols(&[
            Owner::Syllable(0, 0),
            Owner::Space,
            Owner::Syllable(1, 0),
            Owner::Mark,
            Owner::Space,
            Owner::Syllable(2, 0),
            Owner::Mark,
        ]);
        let durations = [10.0, 4.0, 1.0, 5.0, 7.0, 1.0, 4.0, 20.0, 4.0];
        // The sound comes 50 ms before the borders, after the pause it comes 100 ms before.
        let samples = sound(&[(8, 0.0), (10, 0.5), (6, 0.001), (6, 0.5), (26, 0.001)]);
        let run = trim(&samples, &durations, &symbols).expect("fits");
        let at = |units: usize| LEAD_IN + units * SAMPLES_PER_UNIT;
        assert_eq!(run.spans[0], (at(0), at(4)));
        assert_eq!(run.spans[2], (at(5), at(10)));
        assert_eq!(run.spans[5], (at(16), at(22)));
        assert_eq!(run.samples.len(), at(22) + LEAD_OUT);
        assert_eq!(run.samples[0], 0.0);
        assert_eq!(run.samples.last(), Some(&0.0));
    }

    #[test]
    fn an_onset_is_not_cut_off() {
        let symbols = symbols(&[Owner::Syllable(0, 0), Owner::Mark]);
        let samples = sound(&[(5, 0.0), (5, 0.02), (4, 0.5), (10, 0.0)]);
        let run = trim(&samples, &[10.0, 4.0, 6.0, 4.0], &symbols).expect("fits");
        assert_eq!(run.samples.len(), LEAD_IN + 9 * SAMPLES_PER_UNIT + LEAD_OUT);
        assert_eq!(run.spans[0].0, LEAD_IN);
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
