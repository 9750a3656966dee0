//! Latin words, spoken as they are written.

use super::{Line, Part, english_part as english, numeral};

/// Rule: a word of Latin letters with its apostrophes: don't, Taiwan's, AT&T.
pub(super) fn word(line: &Line, at: usize) -> Option<Vec<Part>> {
    if !is_letter(line.at(at)) {
        return None;
    }
    let mut end = line.while_at(at, is_letter);
    while line.at(end) == '\'' && is_letter(line.at(end + 1)) {
        end = line.while_at(end + 1, is_letter);
    }
    if line.at(end) == '&' && line.before(end).is_ascii_uppercase() && line.at(end + 1).is_ascii_uppercase() {
        end = line.while_at(end + 1, is_letter);
    }
    // The boys' toys: the apostrophe is part of the word, and silent.
    let owns =
        line.at(end) == '\'' && line.before(end) == 's' && line.is_english(at) && line.before(at) != '\'';
    let end = end + usize::from(owns);
    english(end, line.text(at..end))
}

/// Rule: abbreviations that Chinese and English texts both use: vs., No. 5, Vol. 3.
pub(super) fn shared_abbreviation(line: &Line, at: usize) -> Option<Vec<Part>> {
    if is_letter(line.before(at)) {
        return None;
    }
    if line.has(at, "vs") && !is_letter(line.at(at + 2)) {
        return english(at + 2 + usize::from(line.at(at + 2) == '.'), "versus");
    }
    if let Some(start) = ["Vol. ", "vol. ", "VOL. ", "Vol.", "vol.", "VOL."]
        .iter()
        .find_map(|vol| line.has(at, vol).then(|| at + vol.len()))
        && let Some(digits) = line.digits(start).filter(|digits| digits.is_plain())
    {
        return english(digits.end, format!("volume {}", numeral::english_cardinal(&digits.whole)));
    }
    let start = ["No.", "no.", "NO.", "No. ", "no. ", "№", "№ "]
        .iter()
        .filter(|no| line.has(at, no))
        .map(|no| at + no.chars().count())
        .max()?;
    let digits = line.digits(start).filter(|digits| digits.is_plain())?;
    english(digits.end, format!("number {}", numeral::english_cardinal(&digits.whole)))
}

/// A letter of the Latin script.
pub(super) fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ɏ' | 'Ḁ'..='ỿ')
}
