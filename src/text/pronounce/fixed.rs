//! Fixed phrases: names and phrases with readings entered by hand in `data/fixed.tsv`.

use std::collections::HashMap;

use super::{
    Readings,
    syllable::{SyllableId, Syllables},
};

/// Phrase, mainland reading, Taiwan reading; a reading of `-` is left to the dictionary.
const TABLE: &str = include_str!("data/fixed.tsv");

/// Index of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PhraseIdx(u32);

struct Phrase {
    letters: Vec<u16>,
    mainland: Vec<SyllableId>,
    taiwan: Vec<SyllableId>,
}

/// All fixed phrases.
pub(super) struct Fixed {
    phrases: Vec<Phrase>,
    by_head: HashMap<u16, Vec<u32>>,
}

impl Fixed {
    pub(super) fn load(syllables: &Syllables) -> Self {
        let mut fixed = Self { phrases: Vec::new(), by_head: HashMap::new() };
        for line in TABLE.lines() {
            if let Some(phrase) = parse(line, syllables) {
                let Some(&head) = phrase.letters.first() else { continue };
                fixed.by_head.entry(head).or_default().push(fixed.phrases.len() as u32);
                fixed.phrases.push(phrase);
            }
        }
        fixed
    }

    /// Calls `found` with every phrase that `text` starts with and its length, where the phrase has
    /// a reading of that kind.
    pub(super) fn phrases_at(
        &self,
        text: &[u16],
        readings: Readings,
        mut found: impl FnMut(PhraseIdx, usize),
    ) {
        let Some(phrases) = text.first().and_then(|head| self.by_head.get(head)) else { return };
        for &idx in phrases {
            let phrase = &self.phrases[idx as usize];
            if text.starts_with(&phrase.letters) && !phrase.syllables(readings).is_empty() {
                found(PhraseIdx(idx), phrase.letters.len());
            }
        }
    }

    /// The reading of letter `at` of `phrase`.
    pub(super) fn reading(&self, phrase: PhraseIdx, at: usize, readings: Readings) -> Option<SyllableId> {
        self.phrases.get(phrase.0 as usize)?.syllables(readings).get(at).copied()
    }
}

impl Phrase {
    fn syllables(&self, readings: Readings) -> &[SyllableId] {
        match readings {
            Readings::Taiwan => &self.taiwan,
            Readings::Mainland => &self.mainland,
        }
    }
}

/// A line of the table; `None` for a comment, or where letters and syllables differ in number.
fn parse(line: &str, syllables: &Syllables) -> Option<Phrase> {
    let mut columns = line.split('\t');
    let letters: Vec<u16> = columns.next()?.encode_utf16().collect();
    let mut column = || -> Option<Vec<SyllableId>> {
        match columns.next()? {
            "-" => Some(Vec::new()),
            names => {
                let ids: Option<Vec<_>> = names.split(' ').map(|name| syllables.find(name)).collect();
                ids.filter(|ids| ids.len() == letters.len())
            }
        }
    };
    let mainland = column()?;
    let taiwan = column()?;
    Some(Phrase { letters, mainland, taiwan })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_understood() {
        let syllables = Syllables::load();
        for line in TABLE.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            assert!(parse(line, &syllables).is_some(), "{line}");
        }
    }
}
