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

/// Sound of a run, or of its latest stretch, with the time of its symbols.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Run {
    /// PCM without idle ends: what was not taken before.
    pub samples: Vec<f32>,
    /// The first and one past the last sample of each symbol that is said to its end, from the start of the whole run.
    pub spans: Vec<(usize, usize)>,
}

/// Cuts the sound of `symbols` to where they are heard, as it is made.
pub(crate) struct Trimmer<'s> {
    symbols: &'s [Symbol],
    /// Where the padding and each symbol end, in samples of the model's sound.
    borders: Vec<usize>,
    samples: Vec<f32>,
    /// Pieces without a sample above this are silent; known once there is sound.
    least: Option<f32>,
    /// What was taken: where that begins in `samples`, and ends.
    taken: Option<(usize, usize)>,
}

impl<'s> Trimmer<'s> {
    /// For the sound of `symbols`, whose `durations` are in units of [`SAMPLES_PER_UNIT`], with one entry more at both
    /// ends; `None` where that is not so.
    pub(crate) fn new(durations: &[usize], symbols: &'s [Symbol]) -> Option<Self> {
        if durations.len() != symbols.len() + 2 || !symbols.iter().any(is_heard) {
            return None;
        }
        let mut at = 0;
        let border = |duration: &usize| {
            at += duration * SAMPLES_PER_UNIT;
            at
        };
        let borders = durations.iter().map(border).collect();
        Some(Self { symbols, borders, samples: Vec::new(), least: None, taken: None })
    }

    /// The first `units` are silence, and do not come.
    pub(crate) fn skip(&mut self, units: usize) {
        self.samples.resize(self.samples.len() + units * SAMPLES_PER_UNIT, 0.0);
    }

    /// Takes the samples that come next.
    pub(crate) fn push(&mut self, samples: &[f32]) {
        let peak = samples.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
        self.least.get_or_insert(peak * SILENT);
        self.samples.extend_from_slice(samples);
    }

    /// Whether all of it is there.
    pub(crate) fn is_whole(&self) -> bool {
        self.borders.last() == Some(&self.samples.len())
    }

    /// What of the sound so far was not taken, and the times of the symbols that are said in it to their end.
    pub(crate) fn take(&mut self) -> Run {
        let sound = self.sound();
        let starts = sound.starts(&self.borders, self.symbols);
        self.cut(&starts, self.samples.len())
    }

    /// The rest, without its idle end, once all is there; `None` where it is not as long as its symbols.
    pub(crate) fn finish(&mut self) -> Option<Run> {
        if !self.is_whole() {
            return None;
        }
        let last = self.borders[self.symbols.iter().rposition(is_heard)? + 1];
        let sound = self.sound();
        let starts = sound.starts(&self.borders, self.symbols);
        let latest = (last + LONGEST_TAIL).min(self.samples.len());
        let end = (sound.end_before(latest).unwrap_or(last) + LEAD_OUT).min(latest);
        let mut run = self.cut(&starts, end);
        fade_out(&mut run.samples);
        // What is said after that is an instant there.
        let (start, end) = self.taken?;
        let within = |at: usize| at.clamp(start, end) - start;
        run.spans = starts.windows(2).map(|pair| (within(pair[0]), within(pair[1]))).collect();
        Some(run)
    }

    /// Where stretches of the sound can end without a word in two, in units from its start, and whether a pause is
    /// there; in order.
    pub(crate) fn gaps(&self) -> Vec<(usize, bool)> {
        let mut gaps: Vec<(usize, bool)> = Vec::new();
        let first = self.symbols.iter().position(is_heard).unwrap_or(0);
        let last = self.symbols.iter().rposition(is_heard).unwrap_or(0);
        let mut at = first;
        while at < last {
            let silent = self.symbols[at..last].iter().take_while(|symbol| !is_heard(symbol)).count();
            if silent > 0 {
                let is_pause = self.symbols[at..at + silent].iter().any(|symbol| symbol.owner == Owner::Mark);
                let (start, end) = (self.borders[at], self.borders[at + silent]);
                // A pause is cut in its middle, other gaps where the word before them ends.
                let place = if is_pause { start + (end - start) / 2 } else { start };
                gaps.push((place.saturating_sub(LAG) / SAMPLES_PER_UNIT, is_pause));
            }
            at += silent.max(1);
        }
        gaps
    }

    /// The length of the model's sound, in units.
    pub(crate) fn units(&self) -> usize {
        self.borders.last().copied().unwrap_or(0) / SAMPLES_PER_UNIT
    }

    /// Where the first symbol that is heard begins, in units.
    pub(crate) fn first(&self) -> usize {
        let first = self.symbols.iter().position(is_heard).unwrap_or(0);
        self.borders[first] / SAMPLES_PER_UNIT
    }

    /// Up to `end`, what was not taken.
    fn cut(&mut self, starts: &[usize], end: usize) -> Run {
        let first = self.symbols.iter().position(is_heard).unwrap_or(0);
        let from = starts[first].saturating_sub(LEAD_IN).min(end);
        let (start, taken) = self.taken.unwrap_or((from, from));
        let end = end.max(taken);
        let mut samples = self.samples[taken..end].to_vec();
        if self.taken.is_none() {
            fade_in(&mut samples);
        }
        self.taken = Some((start, end));
        let within = |at: usize| at.clamp(start, end) - start;
        let said = starts.windows(2).take_while(|pair| pair[1] <= end);
        Run { samples, spans: said.map(|pair| (within(pair[0]), within(pair[1]))).collect() }
    }

    /// The sound so far.
    fn sound(&self) -> Sound<'_> {
        Sound { samples: &self.samples, least: self.least.unwrap_or(0.0) }
    }
}

fn is_heard(symbol: &Symbol) -> bool {
    matches!(symbol.owner, Owner::Syllable(..))
}

/// Sound of a run so far, and what is silent in it.
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
        // Its sound may not be there yet.
        let window = self.samples.get(from..(border + LATEST_ONSET).min(self.samples.len()))?;
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

fn fade_in(samples: &mut [f32]) {
    for (idx, sample) in samples.iter_mut().take(FADE_IN).enumerate() {
        *sample *= idx as f32 / FADE_IN as f32;
    }
}

fn fade_out(samples: &mut [f32]) {
    let len = samples.len();
    for (idx, sample) in samples.iter_mut().rev().take(FADE_OUT.min(len)).enumerate() {
        *sample *= idx as f32 / FADE_OUT as f32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sound of `symbols` in one go.
    fn trim(samples: &[f32], durations: &[usize], symbols: &[Symbol]) -> Option<Run> {
        let mut trimmer = Trimmer::new(durations, symbols)?;
        trimmer.push(samples);
        trimmer.finish()
    }

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
        let durations = [10, 4, 1, 5, 7, 1, 4, 20, 4];
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
    fn sound_that_comes_in_stretches_has_the_same_times() {
        let symbols = symbols(&[
            Owner::Syllable(0, 0),
            Owner::Space,
            Owner::Syllable(1, 0),
            Owner::Mark,
            Owner::Space,
            Owner::Syllable(2, 0),
            Owner::Mark,
        ]);
        let durations = [10, 4, 1, 5, 7, 1, 4, 20, 4];
        let samples = sound(&[(8, 0.0), (10, 0.5), (6, 0.001), (6, 0.5), (26, 0.001)]);
        let whole = trim(&samples, &durations, &symbols).expect("fits");
        let mut trimmer = Trimmer::new(&durations, &symbols).expect("fits");
        assert_eq!(trimmer.gaps(), [(12, false), (22, true)]);
        assert_eq!(trimmer.first(), 10);
        let mut parts = Vec::new();
        let mut from = 0;
        for (end, said) in [(12, 1), (22, 3)] {
            trimmer.push(&samples[from * SAMPLES_PER_UNIT..end * SAMPLES_PER_UNIT]);
            let run = trimmer.take();
            assert_eq!(run.spans, whole.spans[..said]);
            parts.extend(run.samples);
            from = end;
        }
        assert_eq!(trimmer.finish(), None, "not all is there");
        trimmer.push(&samples[from * SAMPLES_PER_UNIT..]);
        let rest = trimmer.finish().expect("all is there");
        parts.extend(rest.samples);
        assert_eq!((parts, rest.spans), (whole.samples, whole.spans));
    }

    #[test]
    fn an_onset_is_not_cut_off() {
        let symbols = symbols(&[Owner::Syllable(0, 0), Owner::Mark]);
        let samples = sound(&[(5, 0.0), (5, 0.02), (4, 0.5), (10, 0.0)]);
        let run = trim(&samples, &[10, 4, 6, 4], &symbols).expect("fits");
        assert_eq!(run.samples.len(), LEAD_IN + 9 * SAMPLES_PER_UNIT + LEAD_OUT);
        assert_eq!(run.spans[0].0, LEAD_IN);
    }

    #[test]
    fn noise_after_the_last_phoneme_is_cut() {
        let symbols = symbols(&[Owner::Syllable(0, 0), Owner::Mark]);
        let samples = sound(&[(10, 0.0), (4, 0.5), (28, 0.1), (4, 0.0)]);
        let run = trim(&samples, &[10, 4, 28, 4], &symbols).expect("fits");
        assert_eq!(run.samples.len(), LEAD_IN + 4 * SAMPLES_PER_UNIT + LONGEST_TAIL);
    }

    #[test]
    fn silence_alone_and_misfits_do_no_harm() {
        let symbols = symbols(&[Owner::Syllable(0, 0)]);
        assert!(trim(&sound(&[(3, 0.0)]), &[1, 1, 1], &symbols).is_some());
        assert!(trim(&sound(&[(3, 0.0)]), &[1, 1], &symbols).is_none());
        assert!(trim(&sound(&[(9, 0.0)]), &[1, 1, 1], &symbols).is_none());
    }
}
