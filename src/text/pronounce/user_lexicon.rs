//! User lexicon: the listener's own readings of words, which come before all dictionaries.
//!
//! A line is a word, a tab or spaces, and a reading: Zhuyin, Pinyin with marks or digits, or `=` and
//! other text to be read instead. Where the word itself holds spaces, a tab must part the two. `#`
//! starts a comment. Of two lines for one word the later holds.

use std::collections::HashMap;

use tingxinwen_core::article::is_han;

use super::{
    annotation::Annotation,
    entry::{Entry, EntryError, one_line, parse_line, parted, without_comment},
    syllable::{SyllableId, Syllables},
};
use crate::normalize::{Say, Span};

/// The user lexicon: words, and what the listener wants to be spoken for them.
///
/// Words are matched as they are written: script and case count. The longest that fits is taken,
/// and a word in Latin letters or digits only where it is not part of a longer one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UserLexicon {
    entries: Vec<Entry>,
    /// By the first letter, the longest word first.
    by_head: HashMap<char, Vec<usize>>,
}

/// A line that is no entry, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {error}")]
pub struct LineError {
    /// The line's number, from 1.
    pub line: usize,
    /// Why it is no entry.
    pub error: EntryError,
}

impl UserLexicon {
    /// Reads `text`, an entry a line; a bad line is reported and does not hurt the others.
    pub fn parse(text: &str) -> (Self, Vec<LineError>) {
        let syllables = Syllables::load();
        let mut lexicon = Self::default();
        let mut errors = Vec::new();
        let mut places = HashMap::new();
        for (idx, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            match parse_line(line, &syllables) {
                Ok(Some(entry)) => {
                    let place = *places.entry(entry.word.clone()).or_insert(lexicon.entries.len());
                    if place == lexicon.entries.len() {
                        lexicon.entries.push(entry);
                    } else {
                        lexicon.entries[place] = entry;
                    }
                }
                Ok(None) => {}
                Err(error) => errors.push(LineError { line: idx + 1, error }),
            }
        }
        for (idx, entry) in lexicon.entries.iter().enumerate() {
            let Some(head) = entry.word.chars().next() else { continue };
            lexicon.by_head.entry(head).or_default().push(idx);
        }
        for words in lexicon.by_head.values_mut() {
            words.sort_by_key(|&idx| std::cmp::Reverse(lexicon.entries[idx].word.len()));
        }
        (lexicon, errors)
    }

    /// Words, and what the listener wrote for each.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().map(|entry| (entry.word.as_str(), entry.reading.as_str()))
    }

    /// What the listener wrote for `word`.
    pub fn reading_of(&self, word: &str) -> Option<&str> {
        self.entries().find(|(known, _)| *known == word).map(|(_, reading)| reading)
    }

    /// The lexicon with `reading` for `word`.
    ///
    /// # Errors
    /// [`EntryError`] where `reading` is none of `word`.
    pub fn with(&self, word: &str, reading: &str) -> Result<Self, EntryError> {
        if word.trim().is_empty() {
            return Err(EntryError::NoWord);
        }
        let line = format!("{}\t{}", one_line(word), one_line(reading));
        let (all, errors) = Self::parse(&format!("{}{line}\n", self.to_text()));
        errors.into_iter().next().map_or(Ok(all), |error| Err(error.error))
    }

    /// `file` with what `changes` say of words: a reading, or to take the word out; all other lines, comments and bad ones
    /// among them, as they were. Of several changes of a word, the last holds.
    pub fn edited(file: &str, changes: &[(&str, Option<&str>)]) -> String {
        let last: HashMap<&str, usize> =
            changes.iter().enumerate().map(|(at, (word, _))| (*word, at)).collect();
        let is_other = |line: &&str| {
            let word = parted(without_comment(line.trim_start_matches('\u{feff}'))).map(|(word, _)| word);
            word.is_none_or(|word| !last.contains_key(word))
        };
        let mut text: String = file.lines().filter(is_other).flat_map(|line| [line, "\n"]).collect();
        for (at, (word, reading)) in changes.iter().enumerate() {
            if let Some(reading) = reading.filter(|_| last[word] == at) {
                text.push_str(&format!("{}\t{}\n", one_line(word), one_line(reading)));
            }
        }
        text
    }

    /// The entries as text that [`UserLexicon::parse`] reads.
    pub fn to_text(&self) -> String {
        self.entries.iter().map(|entry| format!("{}\t{}\n", entry.word, entry.reading)).collect()
    }

    /// The number of its words.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it has no words.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The `spans`, which cover `text`, with the listener's words in their place; the author's `annotations` come
    /// before these. A word that starts or ends inside a number or a foreign word is left as it is.
    pub(super) fn apply<'a>(
        &'a self,
        text: &str,
        spans: &'a [Span],
        annotations: &'a [Annotation],
    ) -> Vec<SpokenSpan<'a>> {
        let mut spoken = Vec::with_capacity(spans.len());
        let mut rest = spans.iter().map(SpokenSpan::span).peekable();
        let mut last = None;
        let mut passed = 0;
        for (at, head) in text.char_indices() {
            let before = last.replace(head);
            if at < passed {
                continue;
            }
            let annotation = annotation_at(annotations, at).filter(|annotation| {
                may_cut(spans, annotation.range.start) && may_cut(spans, annotation.range.end)
            });
            let words = self.by_head.get(&head).map(Vec::as_slice).unwrap_or_default();
            if annotation.is_none() && words.is_empty() {
                continue;
            }
            // What ends before this place is settled.
            while let Some(span) = rest.next_if(|span| span.end <= at) {
                spoken.push(span);
            }
            let found = words.iter().map(|&idx| &self.entries[idx]).find(|entry| {
                let end = at + entry.word.len();
                text[at..].starts_with(&entry.word)
                    && is_whole(before, &entry.word, text[end..].chars().next())
                    && may_cut(spans, at)
                    && may_cut(spans, end)
            });
            let (end, entry) = match (annotation, found) {
                (Some(annotation), _) => (annotation.range.end, annotation.said.as_ref()),
                (None, Some(entry)) => (at + entry.word.len(), Some(entry)),
                (None, None) => continue,
            };
            while let Some(span) = rest.peek_mut().filter(|span| span.start < end) {
                if span.start < at {
                    spoken.push(SpokenSpan { end: at, ..*span });
                }
                if span.end > end {
                    span.start = end;
                    break;
                }
                rest.next();
            }
            match entry {
                Some(entry) => entry.put(at, &mut spoken),
                None => spoken.push(SpokenSpan { start: at, end, say: Sound::Silent }),
            }
            passed = end;
        }
        spoken.extend(rest);
        spoken
    }
}

/// A span of a line with its sound, after annotations and user lexicon.
#[derive(Clone, Copy, Debug)]
pub(super) struct SpokenSpan<'a> {
    /// First byte in the line.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) say: Sound<'a>,
}

impl SpokenSpan<'_> {
    /// Whether it is one digit right behind Latin letters, as in B1 and FEV1, which names and does not count.
    pub(super) fn ends_code(&self, text: &str) -> bool {
        let before = text[..self.start].trim_end_matches('-');
        matches!(self.say, Sound::Counted(_))
            && self.end - self.start == 1
            && before.ends_with(|c: char| c.is_ascii_alphabetic())
    }
}

/// The sound of a span.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sound<'a> {
    /// The Chinese characters that are written.
    Written,
    /// Chinese characters by a rule, such as those of a number.
    Counted(&'a str),
    /// Chinese characters from the user lexicon or an annotation.
    Other(&'a str),
    /// A word and its syllables from the user lexicon or an annotation.
    Syllables(&'a str, &'a [SyllableId]),
    /// These English words.
    English(&'a str),
    /// A mark of the Kokoro vocabulary.
    Mark(&'static str),
    /// Silence: nothing is spoken for it.
    Silent,
}

impl<'a> SpokenSpan<'a> {
    /// The span as normalization made it.
    fn span(span: &'a Span) -> Self {
        let say = match &span.say {
            Say::Written => Sound::Written,
            Say::Mandarin(spoken) => Sound::Counted(spoken),
            Say::English(spoken) => Sound::English(spoken),
            Say::Mark(mark) => Sound::Mark(mark),
            Say::Silent => Sound::Silent,
        };
        Self { start: span.source.start, end: span.source.end, say }
    }
}

/// The annotation that starts at byte `at`.
fn annotation_at(annotations: &[Annotation], at: usize) -> Option<&Annotation> {
    let next = annotations.partition_point(|annotation| annotation.range.start < at);
    annotations.get(next).filter(|annotation| annotation.range.start == at)
}

/// Whether a border may lie at `at`: between spans, or inside one that is said letter by letter.
fn may_cut(spans: &[Span], at: usize) -> bool {
    let next = spans.partition_point(|span| span.source.start < at);
    let Some(span) = next.checked_sub(1).map(|before| &spans[before]) else { return true };
    span.source.end <= at
        || match span.say {
            Say::Written | Say::Silent => true,
            Say::Mandarin(_) | Say::English(_) | Say::Mark(_) => false,
        }
}

/// Whether no letter or digit of the same kind goes on before or after `word`.
fn is_whole(before: Option<char>, word: &str, after: Option<char>) -> bool {
    let goes_on = |one: Option<char>, other: Option<char>| {
        [one, other].iter().all(|c| c.is_some_and(|c| c.is_alphanumeric() && !is_han(c)))
    };
    !goes_on(before, word.chars().next()) && !goes_on(word.chars().next_back(), after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_line_is_told_and_the_others_hold() {
        let (lexicon, errors) = UserLexicon::parse(
            "\u{feff}# mine\n\n重慶 ㄔㄨㄥˊ ㄑㄧㄥˋ\n孤單\n銀行\tyin2\n行 xyz3\nABC =…\nA =太空X站\n\u{fffd} ma1\nLINE\t= 賴 # the app\n",
        );
        let lines: Vec<_> = errors.iter().map(|error| error.line).collect();
        assert_eq!(lines, [4, 5, 6, 7, 8, 9]);
        assert_eq!(errors[1].to_string(), "line 5: 2 characters, but 1 syllables");
        assert_eq!(errors[2].error.to_string(), "`xyz3` is no syllable of Mandarin");
        assert_eq!(lexicon.len(), 2);
        let text = lexicon.to_text();
        assert_eq!(text, "重慶\tㄔㄨㄥˊ ㄑㄧㄥˋ\nLINE\t= 賴\n");
        assert_eq!(UserLexicon::parse(&text), (lexicon, Vec::new()));
    }

    #[test]
    fn the_later_line_holds() {
        let (lexicon, errors) = UserLexicon::parse("行\txing2\n和\thé\n行\thang2");
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(lexicon.to_text(), "行\thang2\n和\thé\n");
    }
}
