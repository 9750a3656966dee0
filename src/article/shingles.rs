//! Shingles: runs of four words, to measure how much of a line is in another text. A Chinese character is a word.

use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash, Hasher},
};

use super::{is_han, steps};

/// How many words a run has.
const RUN: usize = 4;

/// The runs of words of a text, made of lines.
#[derive(Clone, Debug, Default)]
pub(super) struct Shingles {
    runs: HashSet<u64>,
    /// Whole lines, since a short line has no run.
    lines: HashSet<u64>,
}

impl Shingles {
    /// The shingles of the words of `lines`, one after the other.
    pub(super) fn of<L: AsRef<[u64]>>(lines: impl IntoIterator<Item = L>) -> Self {
        let mut all = Self::default();
        let mut words = Vec::new();
        for line in lines {
            all.lines.insert(hash(line.as_ref()));
            words.extend_from_slice(line.as_ref());
        }
        all.runs = words.windows(RUN).map(hash).collect();
        all
    }

    /// How much of a line of these `words` is in the text, 0 to 1.
    pub(super) fn cover(&self, words: &[u64]) -> f32 {
        steps::add(words.len());
        if self.lines.contains(&hash(words)) {
            return 1.0;
        }
        if words.len() < RUN {
            return 0.0;
        }
        let found = words.windows(RUN).filter(|run| self.runs.contains(&hash(*run))).count();
        found as f32 / (words.len() - RUN + 1) as f32
    }

    /// How many runs there are: the text's length in words, nearly.
    pub(super) fn len(&self) -> usize {
        self.runs.len()
    }
}

/// The words of `text`, each as a number: case, spaces and marks don't count.
pub(super) fn words_of(text: &str) -> Vec<u64> {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        let apart = is_han(c) || is_other_cjk(c);
        if c.is_alphanumeric() && !apart {
            word.extend(c.to_lowercase());
            continue;
        }
        if !word.is_empty() {
            words.push(hash(&word));
            word.clear();
        }
        if apart {
            words.push(u64::from(u32::from(c)));
        }
    }
    if !word.is_empty() {
        words.push(hash(&word));
    }
    words
}

/// Whether `c` is of kana or Hangul, of which each character is a word too.
fn is_other_cjk(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{AC00}'..='\u{D7AF}')
}

fn hash<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_whole_in_part_or_not() {
        let text = Shingles::of(["市政府今天宣布開放河濱公園", "標籤"].map(words_of));
        let cover = |line: &str| text.cover(&words_of(line));
        assert_eq!(cover("市政府今天宣布"), 1.0);
        assert_eq!(cover("標籤"), 1.0);
        assert_eq!(cover("標"), 0.0);
        assert!(cover("市政府今天宣布延後開放") < 0.7);
        let english = Shingles::of(["One, two: THREE four!"].map(words_of));
        assert_eq!(english.cover(&words_of("one two three four")), 1.0);
    }
}
