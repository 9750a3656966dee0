//! When the words of a recorded piece are heard, as far as the recordings alone tell it.

use tingxinwen_core::syllables_in;

use super::Section;
use crate::speech::{Frames, Mark, Timing, Utterance, Word};

/// Softer samples are silence: 48 dB below the loudest that there can be.
const SILENCE: f32 = 0.004;
/// The least that a word counts, in syllables.
const LEAST: f64 = 0.3;

/// The marks of the words of `utterance`, whose sound is `samples` and consists of `sections`: exact where each word is a
/// recording of its own, else by how long the words of a section are beside each other.
pub(super) fn marks(utterance: &Utterance, sections: &[Section], samples: &[f32]) -> (Vec<Mark>, Timing) {
    let words: Vec<&Word> = utterance.words.iter().filter(|word| word.is_audible()).collect();
    let (mut marks, mut timing, mut rest) = (Vec::with_capacity(words.len()), Timing::Measured, &words[..]);
    for (at, section) in sections.iter().enumerate() {
        // A word that two sections share is of the first.
        let next = sections.get(at + 1).map_or(u32::MAX, |next| next.range.start);
        let (own, later) = rest.split_at(rest.partition_point(|word| word.source.start < next));
        rest = later;
        if own.len() == 1 && section.is_whole {
            marks.push(mark(own[0], section.from, section.to));
            continue;
        }
        if own.is_empty() {
            continue;
        }
        timing = Timing::Estimated;
        let (from, to) = heard(section, samples);
        let weight = |word: &&Word| syllables_in(&word.spoken).max(LEAST);
        let whole: f64 = own.iter().map(weight).sum();
        let mut before = 0.0;
        let at = |weight: f64| {
            let share = (weight / whole).clamp(0.0, 1.0);
            from + Frames((share * to.saturating_sub(from).0 as f64) as u64)
        };
        for word in own {
            let start = at(before);
            before += weight(word);
            marks.push(mark(word, start, at(before)));
        }
    }
    (marks, timing)
}

/// `word` from one time to another, its syllables alike.
fn mark(word: &Word, start: Frames, end: Frames) -> Mark {
    let count = word.syllables.len().max(1) as u64;
    let len = end.saturating_sub(start).0;
    let syllables = (0..count).map(|at| start + Frames(len * at / count)).collect();
    Mark { source: word.source, start, end, syllables }
}

/// From the first frame of `section` that is heard to the last.
fn heard(section: &Section, samples: &[f32]) -> (Frames, Frames) {
    let own = &samples[section.from.0 as usize..section.to.0 as usize];
    let is_heard = |sample: &f32| sample.abs() > SILENCE;
    let first = own.iter().position(is_heard).unwrap_or(0);
    let last = own.iter().rposition(is_heard).map_or(own.len(), |last| last + 1);
    (section.from + Frames(first as u64), section.from + Frames(last as u64))
}
