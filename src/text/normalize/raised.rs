//! Raised digits: powers, and the marks of notes, which are silent.

use super::{Line, Part, Say, mandarin as mandarin_part, numeral};
use tingxinwen_core::article::is_han;

/// A power: its digits, or the letter in their place, and where it ends.
struct Power {
    is_negative: bool,
    digits: String,
    end: usize,
}

/// The charge of an ion at `at`, in digits, whether it is negative, and where it ends: ²⁻, ⁺, ^2-.
fn charge_at(line: &Line, at: usize) -> Option<(String, bool, usize)> {
    let before = line.before(at);
    let is_formula = before.is_ascii_alphabetic() || matches!(before, '₀'..='₉' | '0'..='9' | ')' | ']');
    let caret = line.at(at) == '^';
    let start = at + usize::from(caret);
    let is_digit = |c: char| if caret { c.is_ascii_digit() } else { raised_digit(c).is_some() };
    let sign = line.while_within(start, 2, is_digit);
    let digits: String = line.text(start..sign).chars().map(|c| raised_digit(c).unwrap_or(c)).collect();
    let is_negative = match line.at(sign) {
        '⁻' => true,
        '⁺' => false,
        '-' | '−' if caret && sign > start => true,
        '+' if caret && sign > start => false,
        _ => return None,
    };
    let next = line.at(sign + 1);
    let goes_on = raised_digit(next).is_some() || next.is_ascii_alphanumeric();
    (is_formula && !goes_on).then_some((digits, is_negative, sign + 1))
}

/// Rule: the charge of an ion: Ca²⁺ is 二正.
pub(super) fn charge(line: &Line, at: usize) -> Option<Vec<Part>> {
    let (digits, is_negative, end) = charge_at(line, at)?;
    let digits = if digits.is_empty() { String::new() } else { numeral::cardinal(&digits) };
    mandarin_part(end, format!("{digits}{}", if is_negative { "負" } else { "正" }))
}

/// The same in English words.
pub(super) fn english_charge(line: &Line, at: usize) -> Option<Vec<Part>> {
    let (digits, is_negative, end) = charge_at(line, at)?;
    let digits = if digits.is_empty() { String::new() } else { numeral::english_cardinal(&digits) + " " };
    super::english_part(end, format!("{digits}{}", if is_negative { "minus" } else { "plus" }))
}

/// Rule: powers (10⁶, 10⁻⁹, 2^10, x²), read with 次方; raised digits behind a word or punctuation mark a note and are silent.
pub(super) fn raised(line: &Line, at: usize) -> Option<Vec<Part>> {
    let power = power_at(line, at)?;
    if is_note(line, at) {
        return Some(vec![Part { end: power.end, say: Say::Silent }]);
    }
    let sign = if power.is_negative { "負" } else { "" };
    let spoken = match (line.before(at).is_ascii_digit(), power.digits.as_str()) {
        (false, "2") if !power.is_negative => "平方".to_owned(),
        (false, "3") if !power.is_negative => "立方".to_owned(),
        (_, name) if name.starts_with(|c: char| c.is_ascii_lowercase()) => {
            return Some(vec![
                Part { end: power.end - 1, say: Say::Mandarin(format!("的{sign}")) },
                Part { end: power.end, say: Say::English(name.to_uppercase()) },
            ]);
        }
        (_, digits) => format!("的{sign}{}次方", numeral::cardinal(digits)),
    };
    mandarin_part(power.end, spoken)
}

/// The same in English words.
pub(super) fn english_raised(line: &Line, at: usize) -> Option<Vec<Part>> {
    let power = power_at(line, at)?;
    if is_note(line, at) {
        return Some(vec![Part { end: power.end, say: Say::Silent }]);
    }
    let sign = if power.is_negative { "minus " } else { "" };
    super::english_part(
        power.end,
        match (power.is_negative, power.digits.as_str()) {
            (false, "2") => "squared".to_owned(),
            (false, "3") => "cubed".to_owned(),
            (_, name) if name.starts_with(|c: char| c.is_ascii_lowercase()) => {
                format!("to the power of {sign}{name}")
            }
            (_, digits) => format!("to the power of {sign}{}", numeral::english_cardinal(digits)),
        },
    )
}

/// The raised digits at `at`, or those behind a caret.
fn power_at(line: &Line, at: usize) -> Option<Power> {
    let caret = line.at(at) == '^';
    if caret {
        let is_negative = matches!(line.at(at + 1), '-' | '−');
        let start = at + 1 + usize::from(is_negative);
        let digits = line.while_within(start, 5, |c| c.is_ascii_digit());
        let is_name = line.at(start).is_ascii_lowercase() && !line.at(start + 1).is_ascii_alphanumeric();
        let end = if is_name { start + 1 } else { digits };
        let is_based = line.before(at).is_ascii_alphanumeric() || line.before(at) == ')';
        return (end > start && is_based).then(|| Power { is_negative, digits: line.text(start..end), end });
    }
    let is_negative = line.at(at) == '⁻';
    let start = at + usize::from(is_negative);
    let end = line.while_within(start, 5, |c| raised_digit(c).is_some());
    let digits: String = line.text(start..end).chars().filter_map(raised_digit).collect();
    (end > start).then_some(Power { is_negative, digits, end })
}

/// A raised digit as a plain one.
fn raised_digit(c: char) -> Option<char> {
    let value = match c {
        '¹' => 1,
        '²' => 2,
        '³' => 3,
        '⁰' => 0,
        '⁴'..='⁹' => u32::from(c) - 0x2070,
        _ => return None,
    };
    char::from_digit(value, 10)
}

/// Whether raised digits at `at` lead to a note: behind punctuation, Chinese characters or a word, not behind a number
/// or the letters of a formula.
fn is_note(line: &Line, at: usize) -> bool {
    let before = line.before(at);
    if line.at(at) == '^' || before.is_ascii_digit() || before == ')' && line.at(at) != '¹' {
        return false;
    }
    let letters = (1..=4).take_while(|&back| at >= back && line.at(at - back).is_alphabetic()).count();
    is_han(before) || !before.is_alphabetic() || letters > 2 || line.at(at) == '¹'
}

/// Rule: the number of a note in square brackets behind text is silent: [2], [12][13].
pub(super) fn note(line: &Line, at: usize) -> Option<Vec<Part>> {
    let close = line.while_within(at + 1, 4, |c| c.is_ascii_digit());
    let before = line.before(at);
    let is_note = line.at(at) == '['
        && (1..=3).contains(&close.saturating_sub(at + 1))
        && line.at(close) == ']'
        && !matches!(before, '\0' | ' ' | '\u{3000}' | '(' | '（' | '=');
    is_note.then(|| vec![Part { end: close + 1, say: Say::Silent }])
}
