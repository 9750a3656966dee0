//! Phoneme encoder: from the words of an utterance to the symbols that the model reads, each with the syllable it
//! belongs to.

use std::collections::HashMap;

use tingxinwen_core::speech::Word;

/// The most symbols that the model takes at once; its position table has two rows more, for the
/// padding at both ends.
pub(crate) const MAX_SYMBOLS: usize = 510;

/// Utterances of more symbols, some ten seconds, are cut at a mark where they have one. The memory that sound is
/// made in grows with them, and the model rushes through long ones (hexgrad/kokoro and kokoro-onnx users report it
/// from about 350 letters on).
const LONGEST: usize = 160;

/// No piece becomes shorter by that: the rhythm of shorter ones changes (`bench/cuts.rs`: 7 to 13 % slower, as
/// against 4 %).
const SHORTEST: usize = 40;

/// The vocabulary: symbol to number. From Kokoro-82M (Apache-2.0, hexgrad).
const VOCABULARY: &str = include_str!("vocabulary.json");

/// What every symbol is numbered.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    ids: HashMap<char, i32>,
}

impl Vocabulary {
    /// The model's own.
    pub fn new() -> Self {
        // Ships with the program: a test reads it. Were it damaged, nothing would be spoken.
        let ids: HashMap<char, i32> = serde_json::from_str(VOCABULARY).unwrap_or_default();
        Self { ids }
    }

    /// Whether the model knows `symbol`.
    pub fn contains(&self, symbol: char) -> bool {
        self.ids.contains_key(&symbol)
    }

    /// The numbers of the symbols of `text`; what the model does not know is left out.
    pub(crate) fn ids<'a>(&'a self, text: &'a str) -> impl Iterator<Item = i32> + 'a {
        text.chars().filter_map(|symbol| self.ids.get(&symbol).copied())
    }
}

impl Default for Vocabulary {
    fn default() -> Self {
        Self::new()
    }
}

/// What a symbol stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// A syllable: index of the word in the utterance, index of the syllable in the word.
    Syllable(usize, usize),
    /// A mark of punctuation.
    Mark,
    /// The space between words.
    Space,
}

/// A symbol for the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Symbol {
    /// Its number in the vocabulary.
    pub id: i32,
    /// Whose sound it is.
    pub owner: Owner,
}

/// The symbols of `words`.
///
/// A space parts audible words; a mark is followed by a space; marks before the first audible word
/// would only be heard as noise and are left out; symbols that the model does not know are, too.
pub(crate) fn symbols(words: &[Word], vocabulary: &Vocabulary) -> Vec<Symbol> {
    let mut symbols: Vec<Symbol> = Vec::new();
    let push = |symbols: &mut Vec<Symbol>, text: &str, owner: Owner| {
        symbols.extend(vocabulary.ids(text).map(|id| Symbol { id, owner }));
    };
    for (idx, word) in words.iter().enumerate() {
        let before = symbols.len();
        for (nth, syllable) in word.syllables.iter().enumerate() {
            push(&mut symbols, &syllable.phonemes, Owner::Syllable(idx, nth));
        }
        let is_parted = before == 0 || symbols[before - 1].owner == Owner::Space;
        if symbols.len() > before && !is_parted {
            let space = vocabulary.ids(" ").map(|id| Symbol { id, owner: Owner::Space });
            symbols.splice(before..before, space);
        }
        if !word.mark.is_empty() && !symbols.is_empty() {
            // A mark may hold a space of its own: `—  …`.
            push(&mut symbols, word.mark.trim(), Owner::Mark);
            push(&mut symbols, " ", Owner::Space);
        }
    }
    trim_end(&mut symbols);
    symbols
}

/// `symbols` in pieces that the model can take, without spaces at their ends.
pub(crate) fn runs(mut symbols: Vec<Symbol>) -> Vec<Vec<Symbol>> {
    let mut runs = Vec::new();
    while symbols.len() > LONGEST {
        let is_space = |at: &usize| symbols.get(*at).is_some_and(|symbol| symbol.owner == Owner::Space);
        let after_mark = |at: &usize| is_space(at) && symbols[at - 1].owner == Owner::Mark;
        // Pieces about as long as each other.
        let ideal = symbols.len() / symbols.len().div_ceil(LONGEST);
        let marks = (SHORTEST..=MAX_SYMBOLS.min(symbols.len() - SHORTEST)).filter(after_mark);
        let border = marks.min_by_key(|at| at.abs_diff(ideal));
        if border.is_none() && symbols.len() <= MAX_SYMBOLS {
            break;
        }
        // A word that alone is longer than the model's reach is cut in its middle.
        let border = border.or_else(|| (1..=MAX_SYMBOLS).rev().find(is_space)).unwrap_or(MAX_SYMBOLS);
        let mut rest = symbols.split_off(border);
        rest.drain(..rest.iter().take_while(|symbol| symbol.owner == Owner::Space).count());
        trim_end(&mut symbols);
        runs.push(std::mem::replace(&mut symbols, rest));
    }
    runs.push(symbols);
    runs.retain(|run| run.iter().any(|symbol| matches!(symbol.owner, Owner::Syllable(..))));
    runs
}

fn trim_end(symbols: &mut Vec<Symbol>) {
    while symbols.last().is_some_and(|symbol| symbol.owner == Owner::Space) {
        symbols.pop();
    }
}

#[cfg(test)]
mod tests {
    use tingxinwen_core::{
        article::{Language, TextRange},
        speech::Syllable,
    };

    use super::*;

    fn word(phonemes: &str, mark: &'static str) -> Word {
        let syllable = |phonemes: &str| Syllable { reading: String::new(), phonemes: phonemes.to_owned() };
        Word {
            source: TextRange::default(),
            spoken: String::new(),
            language: Language::Mandarin,
            syllables: phonemes.split_whitespace().map(syllable).collect(),
            mark,
        }
    }

    fn text(symbols: &[Symbol]) -> String {
        let vocabulary = Vocabulary::new();
        let of = |id: i32| vocabulary.ids.iter().find(|(_, other)| **other == id).map(|(symbol, _)| *symbol);
        symbols.iter().filter_map(|symbol| of(symbol.id)).collect()
    }

    #[test]
    fn the_vocabulary_is_whole() {
        assert_eq!(Vocabulary::new().ids.len(), 114);
        assert!(Vocabulary::new().contains('↗'));
    }

    #[test]
    fn words_are_parted_by_spaces_and_marks_are_followed_by_one() {
        let words = [
            word("", "—"),
            word("tʰjɛ→n ʨʰi↘", ""),
            word("", ""),
            word("xə↓n", ""),
            word("", ","),
            word("", ""),
            word("xau↓鬱", ""),
            word("", "."),
        ];
        assert_eq!(text(&symbols(&words, &Vocabulary::new())), "tʰjɛ→nʨʰi↘ xə↓n, xau↓.");
        let owners: Vec<Owner> =
            symbols(&words, &Vocabulary::new()).iter().map(|symbol| symbol.owner).collect();
        assert_eq!(owners[0], Owner::Syllable(1, 0));
        assert_eq!(owners[6], Owner::Syllable(1, 1));
        assert_eq!(owners[10], Owner::Space);
    }

    #[test]
    fn nothing_audible_is_nothing() {
        assert!(symbols(&[word("", "."), word("", "")], &Vocabulary::new()).is_empty());
        assert!(runs(Vec::new()).is_empty());
    }

    #[test]
    fn long_utterances_are_cut_at_marks_else_between_words() {
        let vocabulary = Vocabulary::new();
        let mut words = vec![word("aaaaaaaaa", ""); 60];
        let cut = runs(symbols(&words, &vocabulary));
        assert_eq!(cut.iter().map(Vec::len).collect::<Vec<_>>(), [509, 89]);
        words[20].mark = ",";
        let cut = runs(symbols(&words, &vocabulary));
        assert_eq!(cut.iter().map(Vec::len).collect::<Vec<_>>(), [210, 389]);
        assert!(text(&cut[0]).ends_with(','));
        for nth in [1, 7, 11, 15, 18] {
            words[nth].mark = ",";
        }
        let cut = runs(symbols(&words[..19], &vocabulary));
        assert_eq!(cut.iter().map(Vec::len).collect::<Vec<_>>(), [81, 112], "alike, and none very short");
        let endless = runs(symbols(&[word(&"a".repeat(1200), "")], &vocabulary));
        assert_eq!(endless.iter().map(Vec::len).collect::<Vec<_>>(), [510, 510, 180]);
    }
}
