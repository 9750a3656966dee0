//! Sound of an utterance as the model makes it: run after run, each stretch after stretch, with the time of every word,
//! and handed over as it comes where somebody waits for it.

use std::{ops::Range, sync::Arc};

use tingxinwen_core::{
    article::TextRange,
    speech::{Cancel, Clip, Frames, Mark, Portion, Timing, Utterance, VoiceError, Word},
};

use super::{
    phonemes::{Owner, Symbol},
    trim::{Run, Trimmer},
    voice::{NOT_NUMBERS, failed},
};
use crate::model::{Cuts, Listener};

/// Silence between the runs of a long utterance: about what the model itself makes of a comma.
const BETWEEN_RUNS: Frames = Frames::from_millis(180);

/// Units of 25 ms: how short a stretch may be, how long it is to be where no pause is near, and how long it may be.
struct Length {
    least: usize,
    wanted: usize,
    most: usize,
}

/// The first stretches of a run that is waited for. The first is the sooner heard the shorter it is, and each must be made
/// while the one before it is heard, also by a voice that is only twice as fast as speech.
const LENGTHS: [Length; 3] = [
    Length { least: 22, wanted: 30, most: 60 },
    Length { least: 36, wanted: 48, most: 90 },
    Length { least: 80, wanted: 110, most: 160 },
];

/// What comes after them, and runs that are not waited for, where they are longer than this: a second of sound takes 12 MB
/// while it is made, and each stretch a twelfth more work.
const REST: Length = Length { least: 140, wanted: 200, most: 240 };

/// Units before the first word that are made where it is waited for: a word's sound begins at most eight before its
/// border.
const BEFORE: usize = 10;

/// The sound so far.
pub(super) struct Sound<'a> {
    pub(super) utterance: &'a Utterance,
    cancel: Cancel,
    /// Takes portions, where somebody waits for them.
    hand_over: Option<&'a mut dyn FnMut(Portion)>,
    samples: Vec<f32>,
    /// Whose sound lies where, in order; syllables only.
    spans: Vec<Span>,
    /// How much of `samples` was handed over.
    handed: usize,
}

/// The sound of a syllable.
#[derive(Clone, Copy, Debug)]
struct Span {
    word: usize,
    syllable: usize,
    start: usize,
    end: usize,
}

impl<'a> Sound<'a> {
    /// Nothing of `utterance` yet.
    pub(super) fn new(
        utterance: &'a Utterance,
        cancel: &Cancel,
        hand_over: Option<&'a mut dyn FnMut(Portion)>,
    ) -> Self {
        let cancel = cancel.clone();
        Self { utterance, cancel, hand_over, samples: Vec::new(), spans: Vec::new(), handed: 0 }
    }

    /// Begins a run of `symbols`.
    pub(super) fn begin<'s>(&'s mut self, symbols: &'s [Symbol]) -> SoundOfRun<'s, 'a> {
        if !self.samples.is_empty() {
            self.samples.resize(self.samples.len() + BETWEEN_RUNS.0 as usize, 0.0);
        }
        let (start, said) = (self.samples.len(), self.spans.len());
        SoundOfRun { sound: self, symbols, start, said, trimmer: None, is_finite: true }
    }

    /// The whole, with its pause.
    pub(super) fn finish(mut self) -> Result<Clip, VoiceError> {
        let Utterance { words, pause, source, .. } = self.utterance;
        let marks = self.marks(words.len());
        self.samples.resize(self.samples.len() + pause.0 as usize, 0.0);
        Clip::new(*source, self.samples.into(), marks, Timing::Model)
            .ok_or_else(|| failed(&"the words of the utterance are not in order"))
    }

    /// Hands over what was not, with the words that are said in it to their end.
    fn hand_over(&mut self) {
        let Utterance { words, source, .. } = self.utterance;
        let Some(last) = self.spans.last().map(|span| span.word) else { return };
        let next = words.iter().skip(last + 1).find(|word| word.is_audible());
        let said = next.map_or(source.end, |word| word.source.start);
        let until = words.get(last).map_or(source.end, |word| word.source.end);
        let so_far = TextRange::new(source.start, until);
        let whole = Clip::new(so_far, Arc::from(&*self.samples), self.marks(last + 1), Timing::Model);
        if let (Some(whole), Some(hand_over)) = (whole, &mut self.hand_over) {
            let clip = whole.after(Frames(self.handed as u64));
            self.handed = self.samples.len();
            hand_over(Portion { clip, said });
        }
    }

    /// A mark per audible word of the first `count`. Spaces and marks of punctuation belong to none; a word or syllable
    /// of unknown symbols is an instant where the one before it ends.
    fn marks(&self, count: usize) -> Vec<Mark> {
        let frames = |at: usize| Frames(at as u64);
        let mut marks = Vec::new();
        let mut spans = self.spans.as_slice();
        let mut at = 0;
        let words = self.utterance.words.iter().enumerate().take(count);
        for (idx, word) in words.filter(|(_, word): &(usize, &Word)| word.is_audible()) {
            let own;
            (own, spans) = spans.split_at(spans.iter().take_while(|span| span.word == idx).count());
            let start = own.first().map_or(at, |span| span.start);
            let mut here = start;
            let syllables = (0..word.syllables.len()).map(|nth| {
                let mut sounds = own.iter().filter(|span| span.syllable == nth);
                if let Some(first) = sounds.next() {
                    here = first.start;
                    let end = sounds.next_back().map_or(first.end, |last| last.end);
                    let begun = frames(here);
                    here = end;
                    return begun;
                }
                frames(here)
            });
            let syllables: Vec<Frames> = syllables.collect();
            at = own.last().map_or(start, |span| span.end);
            marks.push(Mark { source: word.source, start: frames(start), end: frames(at), syllables });
        }
        marks
    }
}

/// The sound of a run, as it is made.
pub(super) struct SoundOfRun<'s, 'a> {
    sound: &'s mut Sound<'a>,
    symbols: &'s [Symbol],
    /// Samples and syllables before it.
    start: usize,
    said: usize,
    trimmer: Option<Trimmer<'s>>,
    is_finite: bool,
}

impl SoundOfRun<'_, '_> {
    /// Adds the rest of the run.
    pub(super) fn finish(mut self) -> Result<(), VoiceError> {
        if !self.is_finite {
            return Err(failed(&NOT_NUMBERS));
        }
        let run = self.trimmer.as_mut().and_then(Trimmer::finish);
        self.append(&run.ok_or_else(|| failed(&"its durations do not fit its sound"))?);
        Ok(())
    }

    fn append(&mut self, run: &Run) {
        let Sound { samples, spans, .. } = &mut *self.sound;
        samples.extend(run.samples.iter().map(|sample| sample.clamp(-1.0, 1.0)));
        spans.truncate(self.said);
        for (symbol, &(start, end)) in self.symbols.iter().zip(&run.spans) {
            if let Owner::Syllable(word, syllable) = symbol.owner {
                spans.push(Span { word, syllable, start: self.start + start, end: self.start + end });
            }
        }
    }
}

impl Listener for SoundOfRun<'_, '_> {
    fn cuts(&mut self, durations: &[usize]) -> Cuts {
        self.trimmer = Trimmer::new(durations, self.symbols);
        // Later runs are made while earlier ones are heard.
        let is_first = self.sound.hand_over.is_some() && self.sound.handed == 0;
        let Some(trimmer) = self.trimmer.as_mut() else { return Cuts::default() };
        let (gaps, all) = (trimmer.gaps(), trimmer.units());
        if !is_first {
            return Cuts { first: 0, ends: ends(&gaps, &[], 0..all) };
        }
        let heard = trimmer.first();
        let first = heard.saturating_sub(BEFORE);
        trimmer.skip(first);
        Cuts { first, ends: ends(&gaps, &LENGTHS, heard..all) }
    }

    fn take(&mut self, samples: &[f32]) {
        self.is_finite &= samples.iter().all(|sample| sample.is_finite());
        let Some(trimmer) = self.trimmer.as_mut().filter(|_| self.is_finite) else { return };
        trimmer.push(samples);
        if self.sound.hand_over.is_some() && !trimmer.is_whole() {
            let run = trimmer.take();
            self.append(&run);
            self.sound.hand_over();
        }
    }

    fn wanted(&self) -> Cancel {
        self.sound.cancel.clone()
    }
}

/// Where the stretches of the units `run` end, the last left out, between whose words are these `gaps`, of which some are
/// pauses: the `first` of them have these lengths, and those after them [`REST`].
fn ends(gaps: &[(usize, bool)], first: &[Length], run: Range<usize>) -> Vec<usize> {
    let next = |from: usize, Length { least, wanted, most }: &Length| {
        let near = gaps.iter().filter(|(at, _)| (from + least..=from + most).contains(at));
        let pause = near.clone().find(|(_, is_pause)| *is_pause);
        pause.or_else(|| near.min_by_key(|(at, _)| at.abs_diff(from + wanted))).map(|(end, _)| *end)
    };
    let mut ends = Vec::new();
    let mut from = run.start;
    let mut lengths = first.iter();
    loop {
        let length = lengths.next().or((run.end.saturating_sub(from) > REST.most).then_some(&REST));
        let Some(end) = length.and_then(|length| next(from, length)) else { return ends };
        ends.push(end);
        from = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_end_at_the_first_pause_or_else_at_a_gap_between_words() {
        let gaps = |places: &[usize], pauses: &[usize]| -> Vec<(usize, bool)> {
            places.iter().map(|at| (*at, pauses.contains(at))).collect()
        };
        let first = |gaps: &[(usize, bool)]| ends(gaps, &LENGTHS, 18..310);
        assert_eq!(first(&gaps(&[20, 40, 52, 70, 90, 110, 130, 300], &[])), [52, 90]);
        assert_eq!(first(&gaps(&[20, 40, 52, 70, 90, 110, 300], &[70])), [70, 110]);
        assert_eq!(first(&gaps(&[300], &[300])), [0_usize; 0]);
    }

    #[test]
    fn a_long_run_is_made_in_stretches_to_its_end() {
        let words: Vec<(usize, bool)> = (1..100).map(|nth| (nth * 10, nth % 25 == 0)).collect();
        assert_eq!(ends(&words, &[], 0..240), [0_usize; 0], "no longer than a stretch");
        assert_eq!(ends(&words, &[], 0..1_000), [200, 400, 600, 750, 950]);
        assert_eq!(ends(&words, &LENGTHS, 0..1_000), [30, 80, 190, 390, 590, 750, 950]);
        assert_eq!(ends(&[], &[], 0..1_000), [0_usize; 0], "one long word");
    }
}
