//! From text to words with phonemes: the one door of the reading front-end.

use super::{
    Piece,
    normalize::normalize,
    pronounce::{Lexicon, Pronouncer, Readings},
};
use crate::{
    article::{Article, Language},
    speech::{Utterance, Word},
};

/// Turns text into words with phonemes. Holds the lexica; share it, it changes nothing.
pub struct FrontEnd {
    pronouncer: Pronouncer,
    readings: Readings,
}

impl FrontEnd {
    /// Unpacks the embedded lexicon; the English one waits for the first English word.
    pub fn load() -> Self {
        Self { pronouncer: Pronouncer::load(), readings: Readings::default() }
    }

    /// The same, with these readings.
    #[must_use]
    pub fn with_readings(self, readings: Readings) -> Self {
        Self { readings, ..self }
    }

    /// The same, where the listener's lexicon comes before all that is known.
    #[must_use]
    pub fn with_lexicon(self, lexicon: Lexicon) -> Self {
        Self { pronouncer: self.pronouncer.with_listener(lexicon), ..self }
    }

    /// Loads now what otherwise the first English word would load.
    pub fn warm_up(&self) {
        self.pronouncer.warm_up();
    }

    /// `piece` of `article`, ready to be spoken; the words' sources cover the piece.
    pub fn utterance(&self, article: &Article, piece: Piece) -> Utterance {
        let text = article.slice(piece.range);
        let mut words = self.words_in(text, article.language);
        for word in &mut words {
            word.source = word.source.shifted(piece.range.start);
        }
        // Digits alone are read as the article is.
        let language =
            if text.chars().any(char::is_alphabetic) { Language::of([text]) } else { article.language };
        Utterance { source: piece.range, language, words, pause: piece.pause }
    }

    /// The words of one line; their sources are byte ranges of `text` and cover it.
    pub fn words(&self, text: &str) -> Vec<Word> {
        self.words_in(text, Language::Mandarin)
    }

    fn words_in(&self, text: &str, base: Language) -> Vec<Word> {
        self.pronouncer.words(text, &normalize(text, base), self.readings)
    }
}
