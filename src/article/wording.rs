//! Wording of a line: counts words that are typical of legal notices, calls to action and running text.

use std::{collections::HashSet, sync::LazyLock};

use aho_corasick::AhoCorasick;

use super::{phrases::any_of, shingles::words_of};

/// Parts of notices about rights and liability, in lower case, a line each.
const LEGAL: &str = include_str!("data/legal.txt");
/// Parts of calls to action: subscribe, download, vote.
const CALLS: &str = include_str!("data/calls.txt");
/// How many of [`PARTS`] are of notices; the others are of calls.
static LEGAL_PARTS: LazyLock<usize> = LazyLock::new(|| LEGAL.lines().count());
static PARTS: LazyLock<AhoCorasick> = LazyLock::new(|| any_of(LEGAL.lines().chain(CALLS.lines())));
/// Function words: running text has them, menus do not.
static FUNCTIONS: LazyLock<HashSet<u64>> =
    LazyLock::new(|| words_of(include_str!("data/functions.txt")).into_iter().collect());

/// The wording of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Wording {
    /// How many parts of notices it has.
    pub(super) legal: usize,
    /// How many parts of invitations.
    pub(super) calls: usize,
    /// How many of its words are function words.
    pub(super) functions: usize,
    /// How many sentences end in it.
    pub(super) sentences: usize,
}

impl Wording {
    /// Of `line`, whose words are `words`.
    pub(super) fn of(line: &str, words: &[u64]) -> Self {
        let lower = line.to_lowercase();
        let (mut legal, mut calls) = (0, 0);
        for found in PARTS.find_overlapping_iter(&lower) {
            let of = if found.pattern().as_usize() < *LEGAL_PARTS { &mut legal } else { &mut calls };
            *of += 1;
        }
        let mut sentences = 0;
        let mut chars = line.chars().peekable();
        while let Some(c) = chars.next() {
            let ends = match c {
                '。' | '！' | '？' | '!' | '?' => true,
                '.' => chars.peek().is_none_or(|next| next.is_whitespace()),
                _ => false,
            };
            sentences += usize::from(ends);
        }
        Self {
            legal,
            calls,
            functions: words.iter().filter(|word| FUNCTIONS.contains(word)).count(),
            sentences,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> Wording {
        Wording::of(line, &words_of(line))
    }

    #[test]
    fn notices_invitations_and_running_text_are_worded_differently() {
        let notice = of("本網轉載之內容版權歸原作者所有，本站不負責任。");
        assert!(notice.legal > 3 && notice.calls == 0, "{notice:?}");
        let call = of("Subscribe to our newsletter and download the app!");
        assert!(call.calls > 2 && call.legal == 0 && call.sentences == 1, "{call:?}");
        let text = of("The bridge was closed for two days. It is open again.");
        assert_eq!((text.legal, text.calls, text.sentences), (0, 0, 2));
        assert!(text.functions > 5, "{text:?}");
        assert_eq!(of("Home News Sport").functions, 0);
        assert_eq!(of(""), Wording::default());
    }
}
