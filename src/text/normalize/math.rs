//! Signs of mathematics and Roman numerals.

use super::{Line, Part, english_part as english, mandarin as say, numeral, unit::unit_at};
use tingxinwen_core::article::is_han;

/// Signs that are read wherever they stand, and their readings.
const SIGNS: [(char, &str); 13] = [
    ('=', "等於"),
    ('×', "乘"),
    ('÷', "除以"),
    ('≥', "大於等於"),
    ('≧', "大於等於"),
    ('≤', "小於等於"),
    ('≦', "小於等於"),
    ('≠', "不等於"),
    ('≈', "約等於"),
    ('≒', "約等於"),
    ('√', "根號"),
    ('∞', "無限大"),
    ('±', "正負"),
];
/// Units of length between two sizes.
const LENGTHS: [&str; 6] = ["公分", "公尺", "公里", "公釐", "吋", "米"];
const ROMAN: [&str; 12] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];

/// Rule: a sign of mathematics between numbers or names.
pub(super) fn math(line: &Line, at: usize) -> Option<Vec<Part>> {
    let c = line.at(at);
    let last = last_before(line, at);
    let next = line.at(line.skip_space(at + 1));
    let joins = |c: char| c.is_alphanumeric() || matches!(c, ')' | '）' | '(' | '（');
    let between = joins(last) && joins(next);
    match c {
        '=' => (between || (joins(last) && next_digit(line, at + 1))).then(|| say(at + 1, "等於"))?,
        '+' if between => say(at + 1, "加"),
        // Apple TV+, C++.
        '+' if last.is_ascii_alphabetic()
            || (last == '+' && line.at(at.saturating_sub(2)).is_ascii_alphabetic()) =>
        {
            english(at + 1, "plus")
        }
        '+' if last.is_ascii_digit() && line.before(at) == last => say(at + 1, "加"),
        '-' | '−' if between && has_equals(line, at) => say(at + 1, "減"),
        '>' | '<' if line.at(at + 1) == '=' && line.at(line.skip_space(at + 2)).is_ascii_alphanumeric() => {
            say(at + 2, if c == '>' { "大於等於" } else { "小於等於" })
        }
        '>' if next_digit(line, at + 1) => say(at + 1, "大於"),
        '<' if next_digit(line, at + 1) => say(at + 1, "小於"),
        _ => {
            let &(_, spoken) = SIGNS.iter().find(|(sign, _)| *sign == c)?;
            say(at + 1, spoken)
        }
    }
}

/// Rule: the sign of multiplication between two sizes: 60x40x30cm, 5cm*3cm, 1920 × 1080.
pub(super) fn times(line: &Line, at: usize) -> Option<Vec<Part>> {
    if !is_times(line, at) {
        return None;
    }
    say(at + 1, "乘")
}

/// Whether the sign at `at` multiplies: a number behind it, and before it a number or a number with its unit.
pub(super) fn is_times(line: &Line, at: usize) -> bool {
    let spaced = line.before(at) == ' ';
    let start = at - usize::from(spaced);
    let next = line.skip_space(at + 1);
    let is_latin = |place: usize| line.at(place).is_ascii_alphabetic();
    let letters = (1..=3).take_while(|&back| back <= start && is_latin(start - back)).count();
    let number = start - letters;
    let is_letter = matches!(line.at(at), 'x' | 'X');
    let has_length = LENGTHS.iter().any(|unit| line.ends_with(start, unit));
    // 5cm x 3cm, but the x of 5cmx is no sign.
    let is_amount = line.before(number).is_ascii_digit()
        && (letters == 0
            || (unit_at(line, number).is_some_and(|(_, end)| end == start) && (spaced || !is_letter)));
    matches!(line.at(at), 'x' | 'X' | '*' | '×')
        && (is_amount || has_length)
        && line.at(next).is_ascii_digit()
        && !(is_letter && !spaced && is_name(line, next))
        && spaced == (next > at + 1)
}

/// Whether the number at `at` goes on in a capital letter, as in the name 9950X3D.
fn is_name(line: &Line, at: usize) -> bool {
    let end = line.while_within(at, 5, |c| c.is_ascii_digit());
    let next = line.at(end);
    next.is_ascii_uppercase() && !matches!(next, 'X') && unit_at(line, end).is_none()
}

/// Rule: a difference in an equation: 5-3=2.
pub(super) fn difference(line: &Line, at: usize) -> Option<Vec<Part>> {
    let first = line.digits(at)?;
    let second = line.digits(first.end + 1)?;
    let is_equation = matches!(line.at(first.end), '-' | '−')
        && line.at(line.skip_space(second.end)) == '='
        && line.before(at) != '-';
    is_equation.then(|| {
        say(
            second.end,
            format!(
                "{}減{}",
                numeral::decimal(&first.whole, &first.decimals),
                numeral::decimal(&second.whole, &second.decimals)
            ),
        )
    })?
}

/// Rule: minutes and seconds of an angle: 121°30′15″.
pub(super) fn arc(line: &Line, at: usize) -> Option<Vec<Part>> {
    let digits = line.digits(at)?;
    let before = line.before(at);
    let (after, is_arc) = match line.at(digits.end) {
        '′' | '\'' => ("分", matches!(before, '°' | '度')),
        '″' | '"' => ("秒", matches!(before, '′' | '\'' | '分')),
        _ => return None,
    };
    is_arc.then(|| {
        say(digits.end + 1, format!("{}{after}", numeral::decimal(&digits.whole, &digits.decimals)))
    })?
}

/// Rule: minutes and seconds for a kilometer, 5'30", or feet and inches of who is so tall.
pub(super) fn pace(line: &Line, at: usize) -> Option<Vec<Part>> {
    let first = line.digits(at).filter(|first| first.is_plain() && first.whole.len() <= 2)?;
    let second = line.digits(first.end + 1).filter(|second| second.whole.len() <= 2)?;
    let is_marked = matches!(line.at(first.end), '\'' | '′')
        && matches!(line.at(second.end), '"' | '″' | '”')
        && !line.before(at).is_ascii_alphanumeric();
    let is_height = line.has_before(at, 4, &["高"]);
    let (one, two) = if is_height { ("呎", "吋") } else { ("分", "秒") };
    let is_time = is_height || second.value().is_some_and(|value| value < 60);
    (is_marked && is_time).then(|| {
        let second_number = numeral::decimal(&second.whole, &second.decimals);
        say(second.end + 1, format!("{}{one}{second_number}{two}", numeral::cardinal(&first.whole)))
    })?
}

/// Rule: Roman numerals: Ⅲ as one character, and III behind 第.
pub(super) fn roman(line: &Line, at: usize) -> Option<Vec<Part>> {
    let sign = u32::from(line.at(at));
    for first in [0x2160, 0x2170] {
        if let Some(spoken) = sign.checked_sub(first).and_then(|idx| ROMAN.get(idx as usize)) {
            return say(at + 1, *spoken);
        }
    }
    if line.before(at) != '第' {
        return None;
    }
    let end = line.while_at(at, |c| matches!(c, 'I' | 'V' | 'X'));
    let value = roman_value(&line.text(at..end))?;
    is_han(line.at(end)).then(|| say(end, *ROMAN.get(value.checked_sub(1)?)?))?
}

/// The value of a Roman numeral below four hundred, written as it should be.
pub(super) fn roman_value(numeral: &str) -> Option<usize> {
    const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    const TENS: [&str; 10] = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"];
    let hundreds = numeral.len() - numeral.trim_start_matches('C').len();
    let rest = &numeral[hundreds..];
    let (tens, front) = TENS
        .iter()
        .enumerate()
        .filter(|(_, front)| rest.starts_with(**front))
        .max_by_key(|(_, front)| front.len())?;
    let ones = ONES.iter().position(|ones| *ones == &rest[front.len()..])?;
    let value = hundreds * 100 + tens * 10 + ones;
    (value > 0 && hundreds < 4).then_some(value)
}

fn last_before(line: &Line, at: usize) -> char {
    match line.before(at) {
        ' ' => line.before(at - 1),
        c => c,
    }
}

/// Whether a number stands at `at`, a space or a sign before it.
fn next_digit(line: &Line, at: usize) -> bool {
    let next = line.skip_space(at);
    line.digits(next + usize::from(matches!(line.at(next), '-' | '−'))).is_some()
}

fn has_equals(line: &Line, at: usize) -> bool {
    (at..at + 12).any(|place| line.at(place) == '=')
}
