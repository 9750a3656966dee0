//! Plain numbers: the last resort for digits.

use super::{Line, Part, english as say_english, mandarin as say_mandarin, numeral};

/// A count, a decimal, or a year before 年.
pub(super) fn mandarin(line: &Line, at: usize) -> Option<Vec<Part>> {
    let digits = line.digits(at)?;
    if digits.is_plain() && digits.whole.len() == 4 && line.at(digits.end) == '年' {
        return say_mandarin(digits.end, numeral::digit_by_digit(&digits.whole));
    }
    let number = numeral::decimal(&digits.whole, &digits.decimals);
    if line.at(digits.end) == '%' {
        return say_mandarin(digits.end + 1, format!("百分之{number}"));
    }
    say_mandarin(digits.end, number)
}

/// A count or a decimal in English.
pub(super) fn english(line: &Line, at: usize) -> Option<Vec<Part>> {
    let digits = line.digits(at)?;
    say_english(digits.end, numeral::english_cardinal(&digits.whole))
}
