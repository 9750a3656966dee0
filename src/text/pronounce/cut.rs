//! Word borders in Chinese text: the likeliest sequence of words of the lexicon.

use std::ops::Range;

use super::{
    Readings,
    fixed::{Fixed, PhraseIdx},
    lexicon::{Lexicon, WordIdx},
};

/// -ln p in eighths of a nat of a fixed phrase: about as likely as the commonest hundred words of
/// its length, so that it wins over any way to cut it.
const PHRASE_COST: u32 = 60;

/// What a word is known as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// A fixed phrase.
    Phrase(PhraseIdx),
    /// A word of the lexicon.
    Word(WordIdx),
    /// A character that no dictionary holds.
    Lone,
}

/// A word of a run: where it stands, and what the lexicon knows it as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CutWord {
    /// Positions in the run.
    pub(super) range: Range<usize>,
    /// What it is known as.
    pub(super) entry: Entry,
}

/// Cuts a run of characters (16-bit code points) into words, by unigram Viterbi.
pub(super) fn cut(lexicon: &Lexicon, fixed: &Fixed, readings: Readings, run: &[u16]) -> Vec<CutWord> {
    const FAR: u32 = u32::MAX / 2;
    // best[i]: the least cost of run[..i], and the last word of that way.
    let mut best: Vec<(u32, Entry, usize)> = vec![(FAR, Entry::Lone, 0); run.len() + 1];
    best[0].0 = 0;
    for at in 0..run.len() {
        let so_far = best[at].0;
        let mut offer = |end: usize, cost: u32, entry: Entry| {
            // Saturating: a megabyte on one line must not overflow.
            let cost = so_far.saturating_add(cost);
            if cost < best[end].0 || best[end].0 == FAR {
                best[end] = (cost, entry, at);
            }
        };
        offer(at + 1, lexicon.lone_cost(), Entry::Lone);
        lexicon.words_at(&run[at..], |word, len| offer(at + len, lexicon.cost(word), Entry::Word(word)));
        fixed.phrases_at(&run[at..], readings, |phrase, len| {
            offer(at + len, PHRASE_COST, Entry::Phrase(phrase));
        });
    }
    let mut words = Vec::new();
    let mut end = run.len();
    while end > 0 {
        let (_, entry, start) = best[end];
        words.push(CutWord { range: start..end, entry });
        end = start;
    }
    words.reverse();
    words
}
