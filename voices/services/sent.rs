//! The text that is sent to a service, and where each word of the article is in it.

use std::ops::Range;

use tingxinwen_core::{
    article::{Language, TextRange},
    speech::{Utterance, Word},
    syllables_in,
};

use super::SentText;

/// What is sent for an utterance.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    /// The text.
    pub(super) text: String,
    /// The audible words in order.
    pub(super) words: Vec<SentWord>,
    /// Where the utterance is in the article.
    pub(super) source: TextRange,
    /// The language of most of it.
    pub(super) language: Language,
}

/// An audible word.
#[derive(Clone, Debug)]
pub(super) struct SentWord {
    /// Where it is written in the article.
    pub(super) source: TextRange,
    /// Where it is in [`Sent::text`].
    pub(super) place: Range<usize>,
    /// About how long it is said, in Mandarin syllables.
    pub(super) weight: f64,
    /// About how long the pause after it is, in the same.
    pub(super) pause: f64,
    /// The share of its length at which each of its syllables starts.
    pub(super) syllables: Vec<f64>,
}

impl Sent {
    pub(super) fn new(utterance: &Utterance, text: SentText) -> Self {
        let mut sent = Self {
            text: String::new(),
            words: Vec::new(),
            source: utterance.source,
            language: utterance.language,
        };
        for word in &utterance.words {
            match text {
                SentText::Spoken => sent.push_spoken(word),
                SentText::Written => {
                    let at = |offset: u32| (offset - utterance.source.start) as usize;
                    let range = at(word.source.start)..at(word.source.end);
                    sent.push_written(word, utterance.written.get(range).unwrap_or_default());
                }
            }
        }
        sent
    }

    /// The text without what some servers take for markup of their own, such as `[pause:1s]`, `<break/>` and
    /// `[[phonemes]]`; places stay.
    pub(super) fn plain(&self) -> String {
        self.text.replace(['<', '>', '[', ']', '{', '}', '|', '`', '\\'], " ")
    }

    /// What we pass over in silence is not for the service to say either.
    fn push_written(&mut self, word: &Word, written: &str) {
        /// Beside spaces, what is written between words and makes pauses.
        const BETWEEN: &str = "，。！？；：、…—「」『』（）《》〈〉“”‘’,.!?;:-–()\"'";
        let start = self.text.len();
        if word.is_audible() {
            self.text.extend(written.chars().map(|c| if c.is_control() { ' ' } else { c }));
            self.words.push(SentWord::new(word, start..self.text.len()));
        } else {
            let between = |c| if BETWEEN.contains(c) { c } else { ' ' };
            self.text.extend(written.chars().map(between));
        }
        self.rest_after(word);
    }

    fn push_spoken(&mut self, word: &Word) {
        if word.is_audible() && !word.spoken.trim().is_empty() {
            let spoken = word.spoken.trim();
            let glues =
                |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || ",.!?;:".contains(c));
            let starts = spoken.chars().next().filter(char::is_ascii_alphanumeric);
            if glues(self.text.chars().next_back()) && starts.is_some() {
                self.text.push(' ');
            }
            let start = self.text.len();
            self.text.push_str(spoken);
            self.words.push(SentWord::new(word, start..self.text.len()));
        }
        let mark = match (word.mark, self.language) {
            ("", _) => "",
            (",", Language::Mandarin) => "，",
            (".", Language::Mandarin) => "。",
            ("!", Language::Mandarin) => "！",
            ("?", Language::Mandarin) => "？",
            (";", Language::Mandarin) => "；",
            (":", Language::Mandarin) => "：",
            ("—", Language::Mandarin) => "，",
            ("…", Language::Mandarin) => "……",
            (mark, Language::Mandarin | Language::English) => mark,
        };
        if !mark.is_empty() && !self.text.is_empty() {
            self.text.push_str(mark);
            self.rest_after(word);
        }
    }

    /// The pause of the mark that `word` is, if it is one.
    fn rest_after(&mut self, word: &Word) {
        if let Some(last) = self.words.last_mut().filter(|_| !word.mark.is_empty()) {
            last.pause = if matches!(word.mark, "." | "!" | "?" | "…") { 1.6 } else { 1.0 };
        }
    }

    /// About how long all of it is, in Mandarin syllables; the pause at its end left out.
    pub(super) fn weight(&self) -> f64 {
        let whole: f64 = self.words.iter().map(|word| word.weight + word.pause).sum();
        whole - self.words.last().map_or(0.0, |word| word.pause)
    }
}

impl SentWord {
    fn new(word: &Word, place: Range<usize>) -> Self {
        let count = word.syllables.len().max(1);
        Self {
            source: word.source,
            place,
            weight: weight_of(word),
            pause: 0.0,
            syllables: (0..count).map(|idx| idx as f64 / count as f64).collect(),
        }
    }
}

/// A Mandarin syllable counts one; an English one is shorter, and longer words have more.
fn weight_of(word: &Word) -> f64 {
    match word.language {
        Language::Mandarin => word.syllables.len() as f64,
        Language::English => syllables_in(&word.spoken).max(0.6),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tingxinwen_core::article::{Article, BlockKind, Meta};
    use tingxinwen_text::{FrontEnd, Haste, Script};

    use super::*;

    fn sent(text: &str) -> (Sent, Arc<Article>) {
        sent_as(SentText::Spoken, text)
    }

    fn sent_as(how: SentText, text: &str) -> (Sent, Arc<Article>) {
        let article = Arc::new(Article::new(Meta::default(), [(BlockKind::Paragraph, text)]));
        let script = Script::new(Arc::clone(&article));
        let piece = script.piece_at(0, Haste::LookAhead).unwrap();
        (Sent::new(&FrontEnd::load().utterance(&article, piece), how), article)
    }

    #[test]
    fn what_is_sent_is_what_is_said_and_every_word_knows_its_place() {
        for text in ["今年成長12.5%，YouTube 和 iPhone 都漲了。", "Prices rose 12.5% in May, he said."]
        {
            let (sent, article) = sent(text);
            assert!(!sent.text.contains('%') && !sent.text.contains("12"), "{}", sent.text);
            let mut end = 0;
            for word in &sent.words {
                assert!(end <= word.place.start && word.place.end <= sent.text.len(), "{}", sent.text);
                assert!(!article.slice(word.source).trim().is_empty());
                end = word.place.end;
            }
            assert!(sent.weight() > 5.0);
        }
        let (sent, _) = sent("Prices rose in May, he said.");
        assert_eq!(sent.text, "Prices rose in May, he said.");
    }

    #[test]
    fn what_is_sent_as_written_is_what_is_said_of_the_article() {
        for text in ["今年成長12.5%，YouTube 和 iPhone 都漲了。", "Prices rose 12.5% in May, he said."]
        {
            let (sent, article) = sent_as(SentText::Written, text);
            assert_eq!(sent.text, text);
            for word in &sent.words {
                assert_eq!(&sent.text[word.place.clone()], article.slice(word.source));
            }
            assert!(sent.words.iter().any(|word| sent.text[word.place.clone()].contains("12.5")));
        }
        let (sent, article) = sent_as(SentText::Written, "他說🙂「三\u{7}<四[2]」。");
        assert!(!sent.text.contains(['🙂', '\u{7}']), "{}", sent.text);
        assert!(!sent.plain().contains(['<', '[', ']']), "{}", sent.plain());
        assert_eq!(sent.plain().len(), sent.text.len());
        let words: Vec<&str> = sent.words.iter().map(|word| &sent.text[word.place.clone()]).collect();
        let said: Vec<&str> = sent.words.iter().map(|word| article.slice(word.source)).collect();
        assert_eq!(words, said);
    }

    #[test]
    fn chinese_keeps_its_own_marks() {
        let (sent, _) = sent("他說：「好，走吧！」");
        assert!(
            sent.text.contains('：') && sent.text.contains('，') && sent.text.contains('！'),
            "{}",
            sent.text
        );
    }
}
