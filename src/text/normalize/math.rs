//! Signs of mathematics and Roman numerals.

use super::{Line, Part, english_part as english, mandarin as say};
use tingxinwen_core::article::is_han;

/// Signs that are said as they stand.
const SIGNS: [(char, &str); 16] = [
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
    ('²', "平方"),
    ('³', "立方"),
    ('±', "正負"),
    ('π', "pi"),
];
const ROMAN: [&str; 12] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];

/// A sign of mathematics beside numbers or names.
pub(super) fn math(line: &Line, at: usize) -> Option<Vec<Part>> {
    let c = line.at(at);
    let last = last_before(line, at);
    let next = line.at(line.skip_space(at + 1));
    let joins = |c: char| c.is_alphanumeric() || matches!(c, ')' | '）' | '(' | '（');
    let between = joins(last) && joins(next);
    match c {
        'π' => english(at + 1, "pi"),
        '=' => between.then(|| say(at + 1, "等於"))?,
        '+' if between => say(at + 1, "加"),
        '+' if last.is_ascii_alphabetic() => english(at + 1, "plus"),
        '*' | 'x' | 'X' if last.is_ascii_digit() && next.is_ascii_digit() && !is_letter_run(line, at) => {
            say(at + 1, "乘")
        }
        '-' | '−' if between && line.before(at) == ' ' && has_equals(line, at) => say(at + 1, "減"),
        '>' | '＞' if next.is_ascii_digit() => say(at + 1, "大於"),
        '<' | '＜' if next.is_ascii_digit() => say(at + 1, "小於"),
        _ => {
            let &(_, spoken) = SIGNS.iter().find(|(sign, _)| *sign == c)?;
            say(at + 1, spoken)
        }
    }
}

/// Ⅲ, and III between 第 and what it counts.
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

/// The value of a Roman numeral of I, V and X.
pub(super) fn roman_value(numeral: &str) -> Option<usize> {
    const NUMERALS: [&str; 20] = [
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI",
        "XVII", "XVIII", "XIX", "XX",
    ];
    NUMERALS.iter().position(|known| *known == numeral).map(|idx| idx + 1)
}

fn last_before(line: &Line, at: usize) -> char {
    match line.before(at) {
        ' ' => line.before(at - 1),
        c => c,
    }
}

/// Whether an x stands in a word.
fn is_letter_run(line: &Line, at: usize) -> bool {
    line.at(at) != '*' && (line.before(at).is_ascii_alphabetic() || line.at(at + 1).is_ascii_alphabetic())
}

fn has_equals(line: &Line, at: usize) -> bool {
    (at..at + 12).any(|place| line.at(place) == '=')
}
