//! Pronunciation: from spoken text to syllables and phonemes.
//!
//! Order of look-up: the user lexicon, names and fixed phrases, words read by their neighbours, words of the dictionary with one reading, the network
//! that chooses by context, the reading of most words.

mod annotation;
mod assemble;
mod context;
mod cut;
mod dictionary;
mod english;
mod entry;
mod fixed;
mod packed;
mod polyphone;
mod reading;
mod surname;
mod syllable;
mod texts;
mod tone;
mod user_lexicon;

pub use entry::EntryError;
pub use reading::ReadingError;
pub use syllable::zhuyin;
pub use user_lexicon::{LineError, UserLexicon};

pub(super) use annotation::Annotation;
use assemble::Assembly;
use context::Contexts;
use dictionary::Dictionary;
use english::English;
use fixed::Fixed;
use polyphone::Polyphones;
use surname::Surnames;
use syllable::{SyllableId, Syllables};

use serde::{Deserialize, Serialize};

use super::normalize::Span;
use tingxinwen_core::{
    article::{Article, TextRange},
    speech::Word,
};

/// Which standard of readings is spoken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Readings {
    /// Taiwan's: 垃圾 lè sè, 和 hàn, 星期 qí.
    #[default]
    Taiwan,
    /// The mainland's: 垃圾 lā jī, 和 hé, 星期 qī.
    Mainland,
}

/// Pronouncer: all dictionaries and the network for readings that depend on context.
pub(super) struct Pronouncer {
    dictionary: Dictionary,
    syllables: Syllables,
    polyphones: Polyphones,
    english: English,
    fixed: Fixed,
    contexts: Contexts,
    surnames: Surnames,
}

impl Pronouncer {
    /// Unpacks the embedded data.
    pub(super) fn load() -> Self {
        let syllables = Syllables::load();
        Self {
            dictionary: Dictionary::load(),
            fixed: Fixed::load(&syllables),
            contexts: Contexts::load(&syllables),
            surnames: Surnames::load(&syllables),
            syllables,
            polyphones: Polyphones::load(),
            english: English::default(),
        }
    }

    /// Unpacks the tables of English, which otherwise the first English word does.
    pub(super) fn warm_up(&self) {
        self.english.warm_up();
    }

    #[cfg(test)]
    pub(super) fn is_warm(&self) -> bool {
        self.english.is_warm()
    }

    /// What the author of `range` of `article` wrote about how it is said.
    pub(super) fn annotations(&self, article: &Article, range: TextRange) -> Vec<Annotation> {
        annotation::annotations(article, range, &self.syllables)
    }

    /// What the author of `text` wrote in it about how it is said.
    pub(super) fn annotations_of(&self, text: &str) -> Vec<Annotation> {
        annotation::of_text(text, &self.syllables)
    }

    /// The words of `spans`, which cover `text`; what `annotations` say, then what `user` says comes before all else.
    pub(super) fn words(
        &self,
        text: &str,
        spans: &[Span],
        annotations: &[Annotation],
        user: &UserLexicon,
        readings: Readings,
    ) -> Vec<Word> {
        Assembly::new(self, text, &user.apply(text, spans, annotations), readings).words()
    }

    /// A reading as a word by itself of `len` characters has it: Taiwan's 和 between two things is hàn.
    fn alone(&self, letter: char, len: usize, id: SyllableId, readings: Readings) -> SyllableId {
        match (readings, letter, len, self.syllables.name(id)) {
            (Readings::Taiwan, '和', 1, "he2") => self.syllables.find("han4").unwrap_or(id),
            _ => id,
        }
    }

    /// The readings of each character of `word`, in Pinyin, the most usual first; `None` unless the dictionary
    /// has all of them.
    pub(super) fn readings_of(&self, word: &str, readings: Readings) -> Option<Vec<Vec<&'static str>>> {
        let of = |c: char| {
            let c = self.dictionary.character(c)?;
            let mut ids = vec![self.dictionary.default_reading(c, readings)];
            for (id, said) in self.dictionary.all_readings(c, readings) {
                ids.extend([said, id].into_iter().filter(|id| !ids.contains(id)).collect::<Vec<_>>());
            }
            let mut names: Vec<&'static str> = Vec::new();
            for name in ids.into_iter().map(|id| self.syllables.name(id)) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            Some(names)
        };
        word.chars().map(of).collect()
    }
}
