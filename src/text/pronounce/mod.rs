//! Spoken text to syllables and phonemes.
//!
//! Order of look-up: the listener's lexicon, names and fixed phrases, words of the lexicon with one reading, the network
//! that chooses by context, the reading of most words.

mod assemble;
mod cut;
mod english;
mod fixed;
mod lexicon;
mod listener;
mod packed;
mod polyphone;
mod reading;
mod spelling;
mod syllable;
mod tone;

pub use listener::{EntryError, Lexicon, LineError};
pub use reading::ReadingError;
pub use syllable::zhuyin;

use assemble::Assembly;
use english::English;
use fixed::Fixed;
use polyphone::Polyphones;
use syllable::Syllables;

use super::normalize::Span;
use crate::speech::Word;

/// Whose readings are said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Readings {
    /// Taiwan's: 垃圾 lè sè, 和 hàn, 星期 qí.
    #[default]
    Taiwan,
    /// The mainland's: 垃圾 lā jī, 和 hé, 星期 qī.
    Mainland,
}

/// All that is known of how text is said.
pub(super) struct Pronouncer {
    listener: Lexicon,
    lexicon: lexicon::Lexicon,
    syllables: Syllables,
    polyphones: Polyphones,
    english: English,
    fixed: Fixed,
}

impl Pronouncer {
    /// Unpacks the embedded data.
    pub(super) fn load() -> Self {
        let syllables = Syllables::load();
        Self {
            listener: Lexicon::default(),
            lexicon: lexicon::Lexicon::load(),
            fixed: Fixed::load(&syllables),
            syllables,
            polyphones: Polyphones::load(),
            english: English::default(),
        }
    }

    /// The same, with what the listener wants said.
    pub(super) fn with_listener(self, listener: Lexicon) -> Self {
        Self { listener, ..self }
    }

    /// Reads the English lexicon, which otherwise the first English word does.
    pub(super) fn warm_up(&self) {
        self.english.warm_up();
    }

    /// The words of `spans`, which cover `text`.
    pub(super) fn words(&self, text: &str, spans: &[Span], readings: Readings) -> Vec<Word> {
        Assembly::new(self, text, &self.listener.tell(text, spans), readings).words()
    }
}
