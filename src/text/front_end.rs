//! Front end: from text to words with phonemes, the only entrance to normalization and pronunciation.

use std::sync::{Arc, PoisonError, RwLock};

use super::{
    Piece,
    normalize::{fold, normalize},
    pronounce::{Annotation, Pronouncer, Readings, UserLexicon},
};
use tingxinwen_core::{
    article::{Article, Language, TextRange, is_han},
    speech::{Utterance, Word},
};

/// The most readings of a word that are offered.
const CANDIDATES: usize = 12;

/// Front end: turns text into words with phonemes. It holds the dictionaries; share it. Readings and user lexicon may
/// be changed while it is in use and count from the next call on.
pub struct FrontEnd {
    pronouncer: Pronouncer,
    settings: RwLock<Settings>,
}

/// What the listener set.
#[derive(Clone, Debug, Default)]
struct Settings {
    lexicon: Arc<UserLexicon>,
    readings: Readings,
}

impl FrontEnd {
    /// Unpacks the embedded dictionary; the English one waits for the first English word.
    pub fn load() -> Self {
        Self { pronouncer: Pronouncer::load(), settings: RwLock::default() }
    }

    /// The front end with these readings.
    #[must_use]
    pub fn with_readings(self, readings: Readings) -> Self {
        self.set_readings(readings);
        self
    }

    /// The front end with this user lexicon, which comes before all dictionaries.
    #[must_use]
    pub fn with_lexicon(self, lexicon: UserLexicon) -> Self {
        self.set_lexicon(lexicon);
        self
    }

    /// Sets the readings.
    pub fn set_readings(&self, readings: Readings) {
        self.change(|settings| settings.readings = readings);
    }

    /// Sets the user lexicon, which comes before all dictionaries.
    pub fn set_lexicon(&self, lexicon: UserLexicon) {
        self.change(|settings| settings.lexicon = Arc::new(lexicon));
    }

    /// The readings in use.
    pub fn readings(&self) -> Readings {
        self.settings().readings
    }

    /// The user lexicon in use.
    pub fn lexicon(&self) -> Arc<UserLexicon> {
        self.settings().lexicon
    }

    /// Loads now what otherwise the first English word would load: 7 MB, which an article without one never needs.
    pub fn warm_up(&self) {
        self.pronouncer.warm_up();
    }

    /// As [`warm_up`](Self::warm_up), if the spoken text of `article` has English words; acronyms are spelled without.
    pub fn warm_up_for(&self, article: &Article) {
        let is_lower = |pair: &[u8]| pair.iter().all(u8::is_ascii_lowercase);
        let has_word = |text: &str| text.as_bytes().windows(2).any(is_lower);
        if article.blocks().iter().any(|block| block.spoken && has_word(article.slice(block.range))) {
            self.warm_up();
        }
    }

    /// `piece` of `article`, ready to be spoken; the words' sources cover the piece.
    pub fn utterance(&self, article: &Article, piece: Piece) -> Utterance {
        self.utterance_with(article, piece, &self.lexicon())
    }

    /// As [`utterance`](Self::utterance), with `lexicon` as the user lexicon.
    pub fn utterance_with(&self, article: &Article, piece: Piece, lexicon: &UserLexicon) -> Utterance {
        let text = article.slice(piece.range);
        let annotations = self.pronouncer.annotations(article, piece.range);
        let mut words = self.words_in(text, article.language, lexicon, &annotations);
        for word in &mut words {
            word.source = word.source.shifted(piece.range.start);
        }
        // Digits alone are read as the article is.
        let language =
            if text.chars().any(char::is_alphabetic) { Language::of([text]) } else { article.language };
        Utterance { source: piece.range, language, written: text.to_owned(), words, pause: piece.pause }
    }

    /// The words of one line; their sources are byte ranges of `text` and cover it.
    pub fn words(&self, text: &str) -> Vec<Word> {
        let annotations = self.pronouncer.annotations_of(text);
        self.words_in(text, Language::Mandarin, &self.lexicon(), &annotations)
    }

    /// Readings of `word`, in Pinyin, the most usual first, and at most a dozen; none unless all its characters are
    /// Chinese and in the dictionary.
    ///
    /// Those that differ in one character only come before those that differ in more.
    pub fn candidates(&self, word: &str) -> Vec<String> {
        if word.is_empty() || !word.chars().all(is_han) {
            return Vec::new();
        }
        let Some(letters) = self.pronouncer.readings_of(word, self.readings()) else { return Vec::new() };
        let usual: Vec<&str> = letters.iter().filter_map(|readings| readings.first().copied()).collect();
        let mut ways = vec![usual.clone()];
        for (at, readings) in letters.iter().enumerate() {
            for reading in readings.iter().skip(1) {
                let mut way = usual.clone();
                way[at] = reading;
                ways.push(way);
            }
        }
        ways.truncate(CANDIDATES);
        ways.iter().map(|way| way.join(" ")).collect()
    }

    fn words_in(
        &self,
        text: &str,
        base: Language,
        lexicon: &UserLexicon,
        annotations: &[Annotation],
    ) -> Vec<Word> {
        let folded = fold(text);
        let annotations: Vec<Annotation> =
            annotations.iter().map(|annotation| annotation.moved(|at| folded.folded(at))).collect();
        let spans = normalize(&folded.text, base);
        let mut words = self.pronouncer.words(&folded.text, &spans, &annotations, lexicon, self.readings());
        for word in &mut words {
            let written = |at: u32| folded.written(at as usize) as u32;
            word.source = TextRange::new(written(word.source.start), written(word.source.end));
        }
        // A part of one written character is no word.
        words.retain(|word| !word.source.is_empty());
        words
    }

    /// What the listener set. A panic elsewhere cannot leave it half changed, so a poisoned lock is fine.
    fn settings(&self) -> Settings {
        self.settings.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn change(&self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.settings.write().unwrap_or_else(PoisonError::into_inner));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tingxinwen_core::article::{BlockKind, Meta};

    #[test]
    fn only_articles_with_english_words_load_the_lexicon() {
        let front_end = FrontEnd::load();
        let article = |blocks: [(BlockKind, &str); 2]| Article::new(Meta::default(), blocks);
        front_end.warm_up_for(&article([
            (BlockKind::Paragraph, "台積電2奈米AI晶片"),
            (BlockKind::Furniture, "Subscribe"),
        ]));
        assert!(!front_end.pronouncer.is_warm());
        front_end
            .warm_up_for(&article([(BlockKind::Paragraph, "用 iPhone 聽"), (BlockKind::Paragraph, "新聞")]));
        assert!(front_end.pronouncer.is_warm());
    }
}
