//! Quotation marks and ellipses: Chinese and English write the same characters, as wide as a Chinese character in
//! Chinese text, narrow in English. The letters around a mark tell which it is.

use std::ops::Range;

use tingxinwen::article::is_han;

/// What Chinese and English write with the same character.
const SHARED: [char; 5] = ['‘', '’', '“', '”', '…'];

/// Which letters a run of text is set like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// As the text around it.
    Plain,
    /// Marks as English sets them.
    English,
}

/// The runs of `text`, in bytes, and how each is set.
pub fn runs(text: &str) -> Vec<(Range<usize>, Set)> {
    let mut runs: Vec<(Range<usize>, Set)> = Vec::new();
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let set = if SHARED.contains(&c) && is_english(text, at, end) { Set::English } else { Set::Plain };
        match runs.last_mut() {
            Some((range, last)) if *last == set => range.end = end,
            Some(_) | None => runs.push((at..end, set)),
        }
    }
    runs
}

/// Whether the mark at `start..end` is of English: there are English letters beside it, and no Chinese ones.
fn is_english(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().rev().find_map(letter);
    let after = text[end..].chars().find_map(letter);
    before.or(after).is_some() && before != Some(Letter::Chinese) && after != Some(Letter::Chinese)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Letter {
    Chinese,
    English,
}

/// What tells languages apart; spaces, digits and most marks do not.
fn letter(c: char) -> Option<Letter> {
    // Chinese marks are as good as characters.
    if is_han(c) || ('\u{3000}'..='\u{33FF}').contains(&c) || ('\u{FF00}'..='\u{FFEF}').contains(&c) {
        Some(Letter::Chinese)
    } else if c.is_alphabetic() {
        Some(Letter::English)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The marks of `text` that are set as English sets them.
    fn english(text: &str) -> String {
        runs(text)
            .into_iter()
            .filter(|(_, set)| *set == Set::English)
            .map(|(range, _)| &text[range])
            .collect()
    }

    #[test]
    fn the_letters_around_a_mark_tell_its_language() {
        assert_eq!(english("“It’s fine,” she said… “Really?”"), "“’”…“”");
        assert_eq!(english("他说“这样很好”……"), "");
        assert_eq!(english("他说“OK”，就走了"), "", "quoted within Chinese");
        assert_eq!(english("…"), "");
        assert_eq!(english("“2026”"), "");
    }

    #[test]
    fn runs_cover_the_text() {
        for text in ["", "abc", "“a”b“中”", "中’b’"] {
            let mut at = 0;
            for (range, _) in runs(text) {
                assert_eq!(range.start, at);
                at = range.end;
            }
            assert_eq!(at, text.len());
        }
    }
}
