//! Words read by their neighbours: the characters that are words by themselves, where a small table knows better than
//! the network, which learnt them inside longer words.

use std::{collections::HashMap, ops::Range};

use super::syllable::{SyllableId, Syllables};
use tingxinwen_core::article::is_han;

/// Words, readings and what stands around them; its head tells how it is written.
const TABLE: &str = include_str!("data/context.tsv");
/// How far a clause is looked through, in characters.
const REACH: usize = 14;

/// The table, by the first character of each word.
pub(super) struct Contexts {
    by_head: HashMap<char, Vec<Entry>>,
}

/// A word and its rules.
struct Entry {
    word: Vec<char>,
    rules: Vec<Rule>,
}

struct Rule {
    reading: Vec<SyllableId>,
    before: Condition,
    behind: Condition,
}

/// What must stand on one side of a word.
enum Condition {
    Anything,
    /// One of these right beside it.
    One(Vec<&'static str>),
    /// None of these.
    NoneOf(Vec<&'static str>),
    /// One of these in the clause.
    InClause(Vec<&'static str>),
}

impl Contexts {
    pub(super) fn load(syllables: &Syllables) -> Self {
        let mut by_head: HashMap<char, Vec<Entry>> = HashMap::new();
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let mut columns = line.split('\t');
            let words = columns.next().unwrap_or_default();
            let names = columns.next().unwrap_or_default();
            let [before, behind] = [(); 2].map(|()| columns.next().unwrap_or_default());
            let reading: Option<Vec<_>> = names.split(' ').map(|name| syllables.find(name)).collect();
            let Some(reading) = reading else { continue };
            for word in words.split('|') {
                let word: Vec<char> = word.chars().collect();
                let Some(&head) = word.first() else { continue };
                let rule = Rule {
                    reading: reading.clone(),
                    before: Condition::parse(before),
                    behind: Condition::parse(behind),
                };
                let entries = by_head.entry(head).or_default();
                match entries.iter_mut().find(|entry| entry.word == word) {
                    Some(entry) => entry.rules.push(rule),
                    None => entries.push(Entry { word, rules: vec![rule] }),
                }
            }
        }
        Self { by_head }
    }

    /// The readings of the word at `word` in `text`, of which the next word ends at `next_end`; `None` where the table
    /// does not know it there.
    pub(super) fn reading(
        &self,
        text: &[char],
        word: Range<usize>,
        next_end: usize,
    ) -> Option<&[SyllableId]> {
        let letters = text.get(word.clone())?;
        let entry = self.by_head.get(letters.first()?)?.iter().find(|entry| entry.word == letters)?;
        let fits = |rule: &&Rule| {
            rule.before.holds_before(text, word.start) && rule.behind.holds_behind(text, word.end, next_end)
        };
        entry.rules.iter().find(fits).map(|rule| rule.reading.as_slice())
    }
}

impl Condition {
    fn parse(column: &'static str) -> Self {
        let list = |text: &'static str| text.split('|').filter(|part| !part.is_empty()).collect();
        match (column.strip_prefix('!'), column.strip_prefix('~')) {
            _ if column.is_empty() => Self::Anything,
            (Some(rest), _) => Self::NoneOf(list(rest)),
            (_, Some(rest)) => Self::InClause(list(rest)),
            (None, None) => Self::One(list(column)),
        }
    }

    fn holds_before(&self, text: &[char], at: usize) -> bool {
        let beside = |part: &&str| match *part {
            "^" => is_border(text, at.checked_sub(1)),
            "#" => at.checked_sub(1).is_some_and(|last| text[last].is_ascii_digit()),
            part => match part.strip_prefix('^') {
                // At the start of a clause.
                Some(part) => {
                    let len = part.chars().count();
                    ends_with(&text[..at], part) && is_border(text, at.checked_sub(len + 1))
                }
                None => ends_with(&text[..at], part),
            },
        };
        let in_clause = |part: &&str| {
            (at.saturating_sub(REACH)..at)
                .rev()
                .take_while(|&place| !is_border(text, Some(place)))
                .any(|place| ends_with(&text[..=place], part))
        };
        self.holds(beside, in_clause)
    }

    fn holds_behind(&self, text: &[char], end: usize, next_end: usize) -> bool {
        let beside = |part: &&str| match *part {
            "^" => is_border(text, Some(end)),
            "#" => text.get(end).is_some_and(char::is_ascii_digit),
            // All of the next word: 好|學, but not 好|學校.
            part if part.ends_with('_') => {
                let part = part.trim_end_matches('_');
                starts_with(&text[end.min(text.len())..], part) && end + part.chars().count() == next_end
            }
            part => {
                // At the end of a clause, where the border follows.
                let (part, ends) = part.strip_suffix('^').map_or((part, false), |part| (part, true));
                starts_with(&text[end.min(text.len())..], part)
                    && (!ends || is_border(text, Some(end + part.chars().count())))
            }
        };
        let in_clause = |part: &&str| {
            (end..end + REACH)
                .take_while(|&place| !is_border(text, Some(place)))
                .any(|place| starts_with(&text[place..], part))
        };
        self.holds(beside, in_clause)
    }

    fn holds(&self, beside: impl Fn(&&str) -> bool, in_clause: impl Fn(&&str) -> bool) -> bool {
        match self {
            Self::Anything => true,
            Self::One(parts) => parts.iter().any(beside),
            Self::NoneOf(parts) => !parts.iter().any(beside),
            Self::InClause(parts) => parts.iter().any(in_clause),
        }
    }
}

/// Whether a clause ends at the character at `place`: a mark, or nothing. Quotes and brackets end none.
pub(super) fn is_border(text: &[char], place: Option<usize>) -> bool {
    let c = place.and_then(|place| text.get(place));
    c.is_none_or(|&c| !is_han(c) && !c.is_alphanumeric() && !" %「」『』“”《》〈〉()（）℃".contains(c))
}

fn ends_with(text: &[char], part: &str) -> bool {
    part.chars()
        .rev()
        .zip(1..)
        .all(|(c, back)| text.len().checked_sub(back).is_some_and(|place| text[place] == c))
}

fn starts_with(text: &[char], part: &str) -> bool {
    part.chars().zip(0..).all(|(c, ahead)| text.get(ahead) == Some(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_understood() {
        let syllables = Syllables::load();
        for line in TABLE.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let columns: Vec<&str> = line.split('\t').collect();
            assert!((2..=4).contains(&columns.len()), "{line}");
            let names: Vec<&str> = columns[1].split(' ').collect();
            assert!(names.iter().all(|name| syllables.find(name).is_some()), "{line}");
            assert!(columns[0].split('|').all(|word| word.chars().count() == names.len()), "{line}");
        }
    }

    #[test]
    fn neighbours_choose() {
        let syllables = Syllables::load();
        let contexts = Contexts::load(&syllables);
        for (text, at, name) in [
            ("為避免塞車", 0, "wei4"),
            ("主題為永續環保", 2, "wei2"),
            ("總統為救災人員打氣", 2, "wei4"),
            ("你得小心車輛", 1, "dei3"),
            ("他笑得合不攏嘴", 2, "de5"),
            ("他得獎了", 1, "de2"),
            ("她高興地說", 3, "de5"),
            ("他好賭", 1, "hao4"),
        ] {
            let chars: Vec<char> = text.chars().collect();
            let found = contexts.reading(&chars, at..at + 1, at + 2).unwrap();
            assert_eq!(syllables.name(found[0]), name, "{text}");
        }
    }
}
