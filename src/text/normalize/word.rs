//! Latin words as they stand.

use super::{Line, Part, english};

/// A word of Latin letters, with its apostrophes and the hyphens inside it.
pub(super) fn word(line: &Line, at: usize) -> Option<Vec<Part>> {
    if !is_letter(line.at(at)) {
        return None;
    }
    let mut end = line.while_at(at, is_letter);
    while line.at(end) == '\'' && is_letter(line.at(end + 1)) {
        end = line.while_at(end + 1, is_letter);
    }
    english(end, line.text(at..end))
}

/// A letter of the Latin script.
pub(super) fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ɏ' | 'Ḁ'..='ỿ')
}
