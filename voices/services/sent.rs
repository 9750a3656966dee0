//! The text that is sent to a service, and where each word of the article is in it.

use std::ops::Range;

use tingxinwen::{
    article::{Language, TextRange},
    player::syllables_in,
    speech::{Utterance, Word},
};

/// What is sent for an utterance: the words as they are spoken, numbers and signs spelled out.
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
    pub(super) fn new(utterance: &Utterance) -> Self {
        let mut sent = Self {
            text: String::new(),
            words: Vec::new(),
            source: utterance.source,
            language: utterance.language,
        };
        for word in &utterance.words {
            sent.push(word);
        }
        sent
    }

    fn push(&mut self, word: &Word) {
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
            let count = word.syllables.len().max(1);
            self.words.push(SentWord {
                source: word.source,
                place: start..self.text.len(),
                weight: weight_of(word),
                pause: 0.0,
                syllables: (0..count).map(|idx| idx as f64 / count as f64).collect(),
            });
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
            if let Some(last) = self.words.last_mut() {
                last.pause = if matches!(word.mark, "." | "!" | "?" | "…") { 1.6 } else { 1.0 };
            }
        }
    }

    /// About how long all of it is, in Mandarin syllables; the pause at its end left out.
    pub(super) fn weight(&self) -> f64 {
        let whole: f64 = self.words.iter().map(|word| word.weight + word.pause).sum();
        whole - self.words.last().map_or(0.0, |word| word.pause)
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

    use tingxinwen::{
        article::{Article, BlockKind, Meta},
        text::{FrontEnd, Haste, Script},
    };

    use super::*;

    fn sent(text: &str) -> (Sent, Arc<Article>) {
        let article = Arc::new(Article::new(Meta::default(), [(BlockKind::Paragraph, text)]));
        let script = Script::new(Arc::clone(&article));
        let piece = script.piece_at(0, Haste::LookAhead).unwrap();
        (Sent::new(&FrontEnd::load().utterance(&article, piece)), article)
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
    fn chinese_keeps_its_own_marks() {
        let (sent, _) = sent("他說：「好，走吧！」");
        assert!(
            sent.text.contains('：') && sent.text.contains('，') && sent.text.contains('！'),
            "{}",
            sent.text
        );
    }
}
