//! A line of text as the rules see it: characters by index, full-width forms folded, and the
//! language of each stretch.

use std::ops::Range;

use tingxinwen_core::article::{Language, is_han};

/// From how many Latin words on a stretch inside Chinese text is read by the rules for English.
const ENGLISH_WORDS: usize = 4;
/// Longest run of digits read as one number: longer ones are read digit by digit.
const MAX_DIGITS: usize = 24;

/// A line of text.
pub(super) struct Line {
    chars: Vec<char>,
    starts: Vec<usize>,
    english: Vec<bool>,
}

/// A number in digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Digits {
    /// One past its last character.
    pub(super) end: usize,
    /// The digits before the point, without commas.
    pub(super) whole: String,
    /// The digits behind the point; empty without one.
    pub(super) decimals: String,
    /// Whether commas part its thousands.
    pub(super) has_commas: bool,
}

impl Digits {
    /// The whole part as a number, where it is short enough.
    pub(super) fn value(&self) -> Option<u64> {
        self.whole.parse().ok()
    }

    /// Whether it is an integer without commas.
    pub(super) fn is_plain(&self) -> bool {
        self.decimals.is_empty() && !self.has_commas
    }
}

impl Line {
    pub(super) fn new(text: &str, base: Language) -> Self {
        let mut chars = Vec::with_capacity(text.len() / 2);
        let mut starts = Vec::with_capacity(text.len() / 2);
        for (at, c) in text.char_indices() {
            let is_thousands = c == '，' && parts_thousands(text, at);
            chars.push(if is_thousands { ',' } else { fold(c) });
            starts.push(at);
        }
        starts.push(text.len());
        let english = english_stretches(&chars, base);
        Self { chars, starts, english }
    }

    /// How many characters.
    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    /// The character at `at`, full-width forms folded; NUL past the end.
    pub(super) fn at(&self, at: usize) -> char {
        count(1);
        self.chars.get(at).copied().unwrap_or('\0')
    }

    /// The character before `at`; NUL at the start.
    pub(super) fn before(&self, at: usize) -> char {
        at.checked_sub(1).map_or('\0', |before| self.at(before))
    }

    /// Whether `at` stands in a stretch of English.
    pub(super) fn is_english(&self, at: usize) -> bool {
        self.english.get(at).copied().unwrap_or(false)
    }

    /// The bytes of a range of characters.
    pub(super) fn bytes(&self, range: Range<usize>) -> Range<usize> {
        self.starts[range.start]..self.starts[range.end]
    }

    /// The characters of a range.
    pub(super) fn text(&self, range: Range<usize>) -> String {
        self.chars[range.start.min(self.len())..range.end.min(self.len())].iter().collect()
    }

    /// One past the last character from `at` on that `holds`.
    pub(super) fn while_at(&self, at: usize, holds: impl Fn(char) -> bool) -> usize {
        let run = self.chars[at.min(self.len())..].iter().take_while(|&&c| holds(c)).count();
        count(run);
        at + run
    }

    /// The same, but at most `limit` characters on: for rules that look at a run without taking it.
    pub(super) fn while_within(&self, at: usize, limit: usize, holds: impl Fn(char) -> bool) -> usize {
        let run = self.chars[at.min(self.len())..].iter().take(limit).take_while(|&&c| holds(c)).count();
        count(run);
        at + run
    }

    /// Whether `words` stand at `at`.
    pub(super) fn has(&self, at: usize, words: &str) -> bool {
        let mut place = at;
        words.chars().all(|c| {
            place += 1;
            self.at(place - 1) == c
        })
    }

    /// The first of `words` that stands at `at`: put longer ones first.
    pub(super) fn first_of<'w>(&self, at: usize, words: &[&'w str]) -> Option<&'w str> {
        words.iter().find(|word| self.has(at, word)).copied()
    }

    /// Whether `words` end right before `at`.
    pub(super) fn ends_with(&self, at: usize, words: &str) -> bool {
        at.checked_sub(words.chars().count()).is_some_and(|start| self.has(start, words))
    }

    /// Whether one of `words` ends right before `at`.
    pub(super) fn ends_with_any(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.ends_with(at, word))
    }

    /// Whether a Latin word or letter ends at `at`, a space between allowed.
    pub(super) fn ends_latin(&self, at: usize) -> bool {
        let end = at - usize::from(self.before(at) == ' ');
        self.before(end).is_ascii_alphabetic()
    }

    /// Whether `word` stands within `reach` characters before `at`, in the same sentence.
    pub(super) fn has_before(&self, at: usize, reach: usize, words: &[&str]) -> bool {
        (at.saturating_sub(reach)..at).rev().any(|place| words.iter().any(|word| self.has(place, word)))
    }

    /// Past the white space at `at`, one or two characters of it at most.
    pub(super) fn skip_space(&self, at: usize) -> usize {
        let end = self.while_within(at, 3, |c| c == ' ' || c == '\u{3000}');
        if end - at <= 2 { end } else { at }
    }

    /// The number in digits at `at`.
    pub(super) fn digits(&self, at: usize) -> Option<Digits> {
        let is_digit = |c: char| c.is_ascii_digit();
        let mut end = self.while_at(at, is_digit);
        if end == at {
            return self.decimals_alone(at);
        }
        let mut whole = self.text(at..end);
        let mut has_commas = false;
        if end - at <= 3 {
            while self.at(end) == ',' && self.while_at(end + 1, is_digit) == end + 4 {
                whole.push_str(&self.text(end + 1..end + 4));
                end += 4;
                has_commas = true;
            }
        }
        let mut decimals = String::new();
        if self.at(end) == '.' && is_digit(self.at(end + 1)) {
            let last = self.while_at(end + 1, is_digit);
            // 1.2.3 is no number.
            if !(self.at(last) == '.' && is_digit(self.at(last + 1))) {
                decimals = self.text(end + 1..last);
                end = last;
            }
        }
        Some(Digits { end, whole, decimals, has_commas })
    }

    /// A decimal without its zero: .312.
    fn decimals_alone(&self, at: usize) -> Option<Digits> {
        let end = self.while_at(at + 1, |c| c.is_ascii_digit());
        let before = self.before(at);
        let is_free = !before.is_alphanumeric() && !matches!(before, '.' | ')' | ']' | '-') || is_han(before);
        let is_decimal = self.at(at) == '.' && end > at + 1 && is_free && self.at(end) != '.';
        is_decimal.then(|| Digits {
            end,
            whole: "0".to_owned(),
            decimals: self.text(at + 1..end),
            has_commas: false,
        })
    }

    /// Whether the whole part of a number is too long to be counted.
    pub(super) fn is_long(digits: &Digits) -> bool {
        digits.whole.len() > MAX_DIGITS
    }
}

/// Counts characters that rules look at, for the test that their number grows with the text and no faster.
#[cfg(test)]
fn count(steps: usize) {
    tests::STEPS.with(|so_far| so_far.set(so_far.get() + steps));
}

#[cfg(not(test))]
fn count(_: usize) {}

/// Full-width letters, digits and signs as ASCII; the ideographic space stays. Marks of
/// punctuation stay as well: they are pauses, not signs.
fn fold(c: char) -> char {
    match c {
        '０'..='９'
        | 'Ａ'..='Ｚ'
        | 'ａ'..='ｚ'
        | '％'
        | '＋'
        | '＝'
        | '／'
        | '＄'
        | '＠'
        | '＃'
        | '＆'
        | '＜'
        | '＞'
        | '＊'
        | '＿'
        | '．'
        | '－'
        | '＂'
        | '＇'
        | '＼' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '￥' => '¥',
        '￡' => '£',
        '’' => '\'',
        '\u{A0}' | '\u{2002}'..='\u{200A}' | '\u{202F}' => ' ',
        _ => c,
    }
}

/// Whether the wide comma at byte `at` stands between wide digits, three behind it: １，２９９.
fn parts_thousands(text: &str, at: usize) -> bool {
    let is_wide = |c: char| matches!(c, '０'..='９');
    let behind = text[at + '，'.len_utf8()..].chars().take(4).take_while(|&c| is_wide(c)).count();
    behind == 3 && text[..at].ends_with(is_wide)
}

/// For each character whether it stands in a stretch of English: all of a text without Chinese
/// characters but with words; among Chinese text a stretch of several words.
fn english_stretches(chars: &[char], base: Language) -> Vec<bool> {
    let has_latin = chars.iter().any(char::is_ascii_alphabetic);
    if !chars.iter().any(|&c| is_han(c)) {
        let english = base == Language::English || (has_latin && reads_as_english(chars));
        return vec![english; chars.len()];
    }
    let mut english = vec![false; chars.len()];
    if !has_latin {
        return english;
    }
    let mut start = 0;
    while start < chars.len() {
        if is_break(chars[start]) {
            start += 1;
            continue;
        }
        let len = chars[start..].iter().take_while(|&&c| !is_break(c)).count();
        if word_count(&chars[start..start + len]) >= ENGLISH_WORDS {
            english[within(chars, start, len)].fill(true);
        }
        start += len;
    }
    english
}

/// The part of a stretch that is English: a number that touches Chinese text belongs to that.
fn within(chars: &[char], start: usize, len: usize) -> Range<usize> {
    let is_letter = |c: &char| c.is_ascii_alphabetic();
    let touches = |at: Option<&char>| at.is_some_and(|&c| is_han(c));
    let stretch = &chars[start..start + len];
    let first = stretch.iter().position(is_letter).unwrap_or_default();
    let last = stretch.iter().rposition(is_letter).unwrap_or_default();
    let from = if touches(start.checked_sub(1).and_then(|at| chars.get(at))) { start + first } else { start };
    let to = if touches(chars.get(start + len)) { start + last + 1 } else { start + len };
    from..to
}

fn is_break(c: char) -> bool {
    is_han(c) || "，。！？；：、「」『』（）《》〈〉【】".contains(c)
}

/// Words that show a text to be English.
const FUNCTION_WORDS: [&str; 28] = [
    "the", "a", "an", "of", "in", "on", "at", "to", "is", "are", "was", "were", "it", "he", "she", "they",
    "we", "you", "and", "or", "but", "for", "from", "by", "with", "about", "since", "that",
];

/// Whether a text without Chinese characters is a sentence of English: a name, a model or an
/// address alone is none.
fn reads_as_english(chars: &[char]) -> bool {
    let text: String = chars.iter().collect();
    let mut count = 0;
    let mut has_small = false;
    // A sentence ends with a mark; a name alone has none.
    let is_sentence = text.trim_end().ends_with(['.', '!', '?']) && text.contains(' ');
    for token in text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '–')) {
        let word = token.trim_matches(|c: char| !c.is_alphanumeric()).to_ascii_lowercase();
        if FUNCTION_WORDS.contains(&word.as_str()) {
            return true;
        }
        let letters: Vec<char> = token.chars().filter(char::is_ascii_alphabetic).collect();
        let is_word = word_count(&letters) == 1 || letters.len() >= CAPITALS;
        let is_whole = word.replace('\'', "").len() == letters.len() && is_word;
        count += usize::from(is_whole);
        // 24/7 support: names start with a capital.
        has_small |= is_whole && letters.len() > 3 && letters.iter().all(char::is_ascii_lowercase);
    }
    let has_number = text.contains(' ') && text.contains(|c: char| c.is_ascii_digit());
    count >= 2
        || (count == 1
            && (is_sentence || (has_small && has_number && !text.contains(|c: char| c.is_ascii_uppercase()))))
}

/// From how many letters on a word in capitals is taken for a word and not for an acronym.
const CAPITALS: usize = 5;

/// How many English words there are, counting those in small letters only: names in capitals and models show no English.
fn word_count(chars: &[char]) -> usize {
    let is_word_char = |c: &&char| c.is_ascii_alphabetic() || **c == '\'';
    let mut count = 0;
    let mut start = 0;
    while start < chars.len() {
        let len = chars[start..].iter().take_while(is_word_char).count();
        if len > 1 && chars[start + 1..start + len].iter().all(|c| c.is_ascii_lowercase() || *c == '\'') {
            count += 1;
        }
        start += len.max(1);
    }
    count
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    thread_local! {
        /// Characters that rules looked at.
        pub(in crate::normalize) static STEPS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
    }

    #[test]
    fn numbers_end_where_they_should() {
        let line = Line::new("1,234,567.89 12,34 1.2.3 ３．５", Language::Mandarin);
        let first = line.digits(0).unwrap();
        assert_eq!((first.whole.as_str(), first.decimals.as_str(), first.end), ("1234567", "89", 12));
        assert_eq!(line.digits(13).unwrap().whole, "12");
        assert_eq!(line.digits(19).unwrap().decimals, "");
        assert_eq!(line.digits(25).unwrap().decimals, "5");
    }

    #[test]
    fn english_is_a_stretch_of_words() {
        let english = |text: &str, at: usize| Line::new(text, Language::Mandarin).is_english(at);
        assert!(!english("蘋果 iPhone 17 Pro 上市", 10));
        assert!(english("他說 the price of 12 eggs rose 了", 17));
        assert!(english("twelve big eggs", 0));
        assert!(!english("Windows 11", 0));
        assert!(!english("12.5%", 0));
    }
}
