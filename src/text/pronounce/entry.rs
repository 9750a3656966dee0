//! Entry of the user lexicon: a word and its spoken form, and the format of a line of the lexicon's file.

use tingxinwen_core::article::{Language, is_han};

use super::{
    reading::{self, ReadingError},
    syllable::{SyllableId, Syllables},
    user_lexicon::{Sound, SpokenSpan},
};
use crate::normalize::{Say, normalize};

/// An entry: a word and its spoken form.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    pub(super) word: String,
    /// As it was written.
    pub(super) reading: String,
    pub(super) said: Said,
}

/// The spoken form of a word.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Said {
    Syllables(Vec<SyllableId>),
    /// Each in one language, no more of them than the word has letters.
    Other(Vec<Part>),
}

/// A stretch of one language.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    Mandarin(String),
    English(String),
}

/// Why a line is no entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// A reading without a word.
    #[error("no word before the reading")]
    NoWord,
    /// A word without a reading.
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
    /// The other text has nothing to speak.
    #[error("nothing of `{0}` can be said")]
    NothingSaid(String),
    /// More stretches of Chinese and English than the word has letters.
    #[error("`{0}` changes its language too often for so short a word")]
    TooMixed(String),
    /// Bytes that are no text.
    #[error("not in UTF-8")]
    NotText,
}

impl Entry {
    /// `word`, for which `reading` was written.
    pub(super) fn new(word: &str, reading: &str, said: Said) -> Self {
        Self { word: word.to_owned(), reading: reading.to_owned(), said }
    }

    /// `word`, said in these syllables.
    pub(super) fn of_syllables(word: &str, ids: Vec<SyllableId>) -> Self {
        Self::new(word, "", Said::Syllables(ids))
    }

    /// Adds what is said for the word, which stands at `start`.
    pub(super) fn put<'a>(&'a self, start: usize, out: &mut Vec<SpokenSpan<'a>>) {
        let end = start + self.word.len();
        match &self.said {
            Said::Syllables(ids) => {
                out.push(SpokenSpan { start, end, say: Sound::Syllables(&self.word, ids) });
            }
            Said::Other(parts) => {
                // A letter for each part, and the rest for the last.
                let mut letters = self.word.char_indices().map(|(at, _)| start + at);
                for (nth, part) in parts.iter().enumerate() {
                    let from = letters.next().unwrap_or(end);
                    let is_last = nth + 1 == parts.len();
                    let to = if is_last { end } else { letters.clone().next().unwrap_or(end) };
                    let say = match part {
                        Part::Mandarin(spoken) => Sound::Other(spoken),
                        Part::English(spoken) => Sound::English(spoken),
                    };
                    out.push(SpokenSpan { start: from, end: to, say });
                }
            }
        }
    }
}

/// `text` without what would part a line: breaks, tabs, and marks of comments.
pub(super) fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control() || c == '#').collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// A line of the file; `None` where it holds no entry.
pub(super) fn parse_line(line: &str, syllables: &Syllables) -> Result<Option<Entry>, EntryError> {
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
pub(super) fn parted(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let (word, reading) = line.split_once('\t').or_else(|| line.split_once(char::is_whitespace))?;
    Some((word.trim(), reading.trim())).filter(|(word, reading)| !word.is_empty() && !reading.is_empty())
}

/// What is before `#`, where that stands at the start or behind a space.
pub(super) fn without_comment(line: &str) -> &str {
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
pub(super) fn other_text(other: &str, word: &str) -> Result<Vec<Part>, EntryError> {
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
