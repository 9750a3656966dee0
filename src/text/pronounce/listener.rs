//! The listener's own lexicon: what to say for a word, before all that the program knows.
//!
//! A line is a word, a tab or spaces, and a reading: Zhuyin, Pinyin with marks or digits, or `=` and
//! other text to be read instead. Where the word itself holds spaces, a tab must part the two. `#`
//! starts a comment. Of two lines for one word the later holds.

use std::collections::HashMap;

use super::{
    reading::{self, ReadingError},
    syllable::{SyllableId, Syllables},
};
use crate::{
    article::{Language, is_han},
    text::normalize::{Say, Span, normalize},
};

/// Words and what the listener wants said for them.
///
/// Words are matched as they are written: script and case count. The longest that fits is taken,
/// and a word in Latin letters or digits only where it is not part of a longer one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lexicon {
    entries: Vec<Entry>,
    /// By the first letter, the longest word first.
    by_head: HashMap<char, Vec<usize>>,
}

#[derive(Clone, Debug, PartialEq)]
struct Entry {
    word: String,
    /// As the listener wrote it.
    reading: String,
    said: Said,
}

#[derive(Clone, Debug, PartialEq)]
enum Said {
    Syllables(Vec<SyllableId>),
    /// Each in one language, no more of them than the word has letters.
    Other(Vec<Part>),
}

#[derive(Clone, Debug, PartialEq)]
enum Part {
    Mandarin(String),
    English(String),
}

/// What is wrong with an entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// A word alone.
    #[error("`{0}` has no reading behind it")]
    NoReading(String),
    /// A part of the reading that is no syllable.
    #[error(transparent)]
    Reading(#[from] ReadingError),
    /// Chinese characters have a syllable each.
    #[error("{letters} characters, but {syllables} syllables")]
    Count {
        /// Characters of the word.
        letters: usize,
        /// Syllables of the reading.
        syllables: usize,
    },
    /// Nothing of the other text is heard.
    #[error("nothing of `{0}` can be said")]
    NothingSaid(String),
    /// More stretches of Chinese and English than the word has letters.
    #[error("`{0}` changes its language too often for so short a word")]
    TooMixed(String),
    /// Bytes that are no text.
    #[error("not in UTF-8")]
    NotText,
}

/// A line that was passed over, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {error}")]
pub struct LineError {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong.
    pub error: EntryError,
}

impl Lexicon {
    /// Reads `text`, an entry a line; a bad line is told and does not hurt the others.
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

    /// The same with `reading` for `word`.
    ///
    /// # Errors
    /// [`EntryError`] where that is none.
    pub fn with(&self, word: &str, reading: &str) -> Result<Self, EntryError> {
        let line = format!("{}\t{}", one_line(word), one_line(reading));
        let (all, errors) = Self::parse(&format!("{}{line}\n", self.to_text()));
        errors.into_iter().next().map_or(Ok(all), |error| Err(error.error))
    }

    /// `file` with `reading` for `word`, or without `word`; all other lines, comments and bad ones among them,
    /// as they were.
    pub fn edited(file: &str, word: &str, reading: Option<&str>) -> String {
        let is_other = |line: &&str| {
            parted(without_comment(line.trim_start_matches('\u{feff}'))).map(|(word, _)| word) != Some(word)
        };
        let mut text: String = file.lines().filter(is_other).flat_map(|line| [line, "\n"]).collect();
        if let Some(reading) = reading {
            text.push_str(&format!("{}\t{}\n", one_line(word), one_line(reading)));
        }
        text
    }

    /// The entries as text that [`Lexicon::parse`] reads.
    pub fn to_text(&self) -> String {
        self.entries.iter().map(|entry| format!("{}\t{}\n", entry.word, entry.reading)).collect()
    }

    /// How many words it holds.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Puts the listener's words in the place of what `spans`, which cover `text`, say for them.
    /// A word that starts or ends inside a number or a foreign word is left as it is.
    pub(super) fn tell<'a>(&'a self, text: &str, spans: &'a [Span]) -> Vec<Told<'a>> {
        let mut told = Vec::with_capacity(spans.len());
        let mut rest = spans.iter().map(Told::span).peekable();
        let mut last = None;
        let mut passed = 0;
        for (at, head) in text.char_indices() {
            let before = last.replace(head);
            if at < passed {
                continue;
            }
            let Some(words) = self.by_head.get(&head) else { continue };
            // What ends before this place is settled.
            while let Some(span) = rest.next_if(|span| span.end <= at) {
                told.push(span);
            }
            let found = words.iter().map(|&idx| &self.entries[idx]).find(|entry| {
                let end = at + entry.word.len();
                text[at..].starts_with(&entry.word)
                    && is_whole(before, &entry.word, text[end..].chars().next())
                    && may_cut(spans, at)
                    && may_cut(spans, end)
            });
            let Some(entry) = found else { continue };
            let end = at + entry.word.len();
            while let Some(span) = rest.peek_mut().filter(|span| span.start < end) {
                if span.start < at {
                    told.push(Told { end: at, ..*span });
                }
                if span.end > end {
                    span.start = end;
                    break;
                }
                rest.next();
            }
            entry.put(at, &mut told);
            passed = end;
        }
        told.extend(rest);
        told
    }
}

impl Entry {
    /// Adds what is said for the word, which stands at `start`.
    fn put<'a>(&'a self, start: usize, told: &mut Vec<Told<'a>>) {
        let end = start + self.word.len();
        match &self.said {
            Said::Syllables(ids) => {
                told.push(Told { start, end, say: Heard::Syllables(&self.word, ids) });
            }
            Said::Other(parts) => {
                // A letter for each part, and the rest for the last.
                let mut letters = self.word.char_indices().map(|(at, _)| start + at);
                for (nth, part) in parts.iter().enumerate() {
                    let from = letters.next().unwrap_or(end);
                    let is_last = nth + 1 == parts.len();
                    let to = if is_last { end } else { letters.clone().next().unwrap_or(end) };
                    let say = match part {
                        Part::Mandarin(spoken) => Heard::Other(spoken),
                        Part::English(spoken) => Heard::English(spoken),
                    };
                    told.push(Told { start: from, end: to, say });
                }
            }
        }
    }
}

/// A stretch of a line and what is said for it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told<'a> {
    /// Bytes of the line.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) say: Heard<'a>,
}

/// What is said.
#[derive(Clone, Copy, Debug)]
pub(super) enum Heard<'a> {
    /// The Chinese characters that are written.
    Written,
    /// Chinese characters by a rule, such as those of a number.
    Counted(&'a str),
    /// Chinese characters by the listener's wish.
    Other(&'a str),
    /// A word and its syllables by the listener's wish.
    Syllables(&'a str, &'a [SyllableId]),
    /// These English words.
    English(&'a str),
    /// A mark of the Kokoro vocabulary.
    Mark(&'static str),
    /// Nothing.
    Silent,
}

impl<'a> Told<'a> {
    /// What the rules say.
    fn span(span: &'a Span) -> Self {
        let say = match &span.say {
            Say::Written => Heard::Written,
            Say::Mandarin(spoken) => Heard::Counted(spoken),
            Say::English(spoken) => Heard::English(spoken),
            Say::Mark(mark) => Heard::Mark(mark),
            Say::Silent => Heard::Silent,
        };
        Self { start: span.source.start, end: span.source.end, say }
    }
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

/// `text` without what would part a line: breaks, tabs, and marks of comments.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control() || c == '#').collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// A line of the file; `None` where it holds no entry.
fn parse_line(line: &str, syllables: &Syllables) -> Result<Option<Entry>, EntryError> {
    let line = without_comment(line).trim();
    if line.is_empty() {
        return Ok(None);
    }
    if line.contains('\u{fffd}') {
        return Err(EntryError::NotText);
    }
    let (word, reading) = parted(line).ok_or_else(|| EntryError::NoReading(line.to_owned()))?;
    let said = match reading.strip_prefix(['=', '＝']) {
        Some(other) => Said::Other(other_text(other.trim(), word)?),
        None => {
            let ids = reading::parse(reading, syllables)?;
            let letters = word.chars().count();
            if ids.len() != letters && word.chars().all(is_han) {
                return Err(EntryError::Count { letters, syllables: ids.len() });
            }
            Said::Syllables(ids)
        }
    };
    Ok(Some(Entry { word: word.to_owned(), reading: reading.to_owned(), said }))
}

/// The word and the reading of a line.
fn parted(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let (word, reading) = line.split_once('\t').or_else(|| line.split_once(char::is_whitespace))?;
    Some((word.trim(), reading.trim())).filter(|(word, reading)| !word.is_empty() && !reading.is_empty())
}

/// What is before `#`, where that stands at the start or behind a space.
fn without_comment(line: &str) -> &str {
    let mut last = ' ';
    for (at, c) in line.char_indices() {
        if c == '#' && last.is_whitespace() {
            return &line[..at];
        }
        last = c;
    }
    line
}

/// What is said for `other`, in stretches of one language; no more of them than `word` has letters.
fn other_text(other: &str, word: &str) -> Result<Vec<Part>, EntryError> {
    let mut parts: Vec<Part> = Vec::new();
    for span in normalize(other, Language::Mandarin) {
        let part = match span.say {
            Say::Written => Part::Mandarin(other[span.source].to_owned()),
            Say::Mandarin(spoken) => Part::Mandarin(spoken),
            Say::English(spoken) => Part::English(spoken),
            Say::Mark(_) | Say::Silent => continue,
        };
        match (parts.last_mut(), &part) {
            (Some(Part::Mandarin(so_far)), Part::Mandarin(more)) => so_far.push_str(more),
            (Some(Part::English(so_far)), Part::English(more)) => {
                so_far.push(' ');
                so_far.push_str(more);
            }
            (Some(Part::Mandarin(_) | Part::English(_)) | None, _) => parts.push(part),
        }
    }
    match parts.len() {
        0 => Err(EntryError::NothingSaid(other.to_owned())),
        count if count > word.chars().count() => Err(EntryError::TooMixed(other.to_owned())),
        _ => Ok(parts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_line_is_told_and_the_others_hold() {
        let (lexicon, errors) = Lexicon::parse(
            "\u{feff}# mine\n\n重慶 ㄔㄨㄥˊ ㄑㄧㄥˋ\n孤單\n銀行\tyin2\n行 xyz3\nABC =…\nA =太空X站\n\u{fffd} ma1\nLINE\t= 賴 # the app\n",
        );
        let told: Vec<_> = errors.iter().map(|error| error.line).collect();
        assert_eq!(told, [4, 5, 6, 7, 8, 9]);
        assert_eq!(errors[1].to_string(), "line 5: 2 characters, but 1 syllables");
        assert_eq!(errors[2].error.to_string(), "`xyz3` is no syllable of Mandarin");
        assert_eq!(lexicon.len(), 2);
        let text = lexicon.to_text();
        assert_eq!(text, "重慶\tㄔㄨㄥˊ ㄑㄧㄥˋ\nLINE\t= 賴\n");
        assert_eq!(Lexicon::parse(&text), (lexicon, Vec::new()));
    }

    #[test]
    fn the_later_line_holds() {
        let (lexicon, errors) = Lexicon::parse("行\txing2\n和\thé\n行\thang2");
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(lexicon.to_text(), "行\thang2\n和\thé\n");
    }
}
