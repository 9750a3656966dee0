//! Numbers: percent, units, tenths, and all digits that no other rule takes.

use super::{
    Line, Part,
    amount::{POWERS, counted, counts, counts_two, large},
    line::Digits,
    mandarin as say,
    math::is_times,
    numeral,
    unit::{unit_at, with_unit},
};
use tingxinwen_core::article::is_han;

/// Rule: a number and its unit in letters or signs: 12.5%, 60km/h, 25℃.
pub(super) fn measure(line: &Line, at: usize) -> Option<Vec<Part>> {
    let sign = sign_at(line, at);
    let start = at + usize::from(!sign.is_empty());
    let digits = line.digits(start)?;
    if Line::is_long(&digits) {
        return None;
    }
    let (spoken, (unit, end)) = match unit_at(line, digits.end) {
        Some(found) => (numeral::decimal(&digits.whole, &digits.decimals), found),
        // 3億m³, 1億2,000萬kWh; a lone letter behind 萬 is a name.
        None => {
            let (spoken, end) = large(line, start).filter(|(_, end)| POWERS.contains(line.before(*end)))?;
            (spoken, unit_at(line, end).filter(|(unit, _)| unit.written.len() > 1 && !unit.after.is_empty())?)
        }
    };
    let spoken = with_unit(line, at, &spoken, &unit);
    // 攝氏負十度, but 負百分之三.
    if sign == "負" && (spoken.starts_with("攝氏") || spoken.starts_with("華氏")) {
        return say(end, spoken.replacen("氏", "氏負", 1));
    }
    say(end, format!("{sign}{spoken}"))
}

/// Rule: tenths with 成 and discounts with 折, digit by digit: 7成5, 2成85, 85折.
pub(super) fn tenths(line: &Line, at: usize) -> Option<Vec<Part>> {
    let digits = line.digits(at)?;
    if digits.is_plain() && digits.whole.len() == 2 && line.at(digits.end) == '折' {
        return say(digits.end, numeral::digit_by_digit(&digits.whole));
    }
    let is_tenth = digits.is_plain() && digits.whole.len() == 1 && line.at(digits.end) == '成';
    let more = line.digits(digits.end + 1).filter(|more| more.is_plain() && more.whole.len() <= 3)?;
    is_tenth.then(|| {
        say(more.end, format!("{}成{}", counted(line, at, &digits), numeral::digit_by_digit(&more.whole)))
    })?
}

/// Rule: any other number with its sign; a code or a year digit by digit.
pub(super) fn number(line: &Line, at: usize) -> Option<Vec<Part>> {
    let sign = sign_at(line, at);
    let start = at + usize::from(!sign.is_empty());
    if let Some(part) = about(line, at) {
        return Some(part);
    }
    let digits = line.digits(start)?;
    let is_code = digits.whole.len() > 1 && digits.whole.starts_with('0') && digits.is_plain();
    let is_dated = line.before(start) == '©' && digits.is_plain() && digits.whole.len() == 4;
    let is_year = is_dated || year_before(line, &digits);
    let spoken =
        if Line::is_long(&digits) || is_code || is_year || after_name(line, start, &digits.whole, digits.end)
        {
            let mut spoken = numeral::digit_by_digit(&digits.whole);
            if !digits.decimals.is_empty() {
                spoken.push('點');
                spoken.push_str(&numeral::digit_by_digit(&digits.decimals));
            }
            spoken
        } else {
            counted(line, start, &digits)
        };
    say(digits.end, format!("{sign}{spoken}"))
}

/// Two neighbouring numbers as a rough count, read without a pause: 2、3天, 5、60人.
fn about(line: &Line, at: usize) -> Option<Vec<Part>> {
    let first = line.digits(at).filter(|first| first.is_plain() && first.whole.len() == 1)?;
    let second = line.digits(first.end + 1).filter(|second| second.is_plain())?;
    let (one, next) = (first.value()?, second.value()?);
    let is_next = next == one + 1 || next == (one + 1) * 10 || next == (one + 1) * 100;
    let is_list = matches!(line.before(at), '、' | ',' | '比')
        || line.at(second.end) == '比'
        || matches!(line.at(second.end), '、' | ',' | '.' | '-');
    if line.at(first.end) != '、' || !is_next || is_list || !counts(line, second.end) {
        return None;
    }
    let one = if first.whole == "2" && (next > 99 || (next < 10 && counts_two(line, at, second.end, &first)))
    {
        "兩".to_owned()
    } else {
        numeral::cardinal(&first.whole)
    };
    say(second.end, format!("{one}{}", numeral::cardinal(&second.whole)))
}

/// Whether four digits stand for a year without 年: 2012上海兩會.
fn year_before(line: &Line, digits: &Digits) -> bool {
    let next = line.at(digits.end);
    digits.is_plain()
        && digits.whole.len() == 4
        && digits.value().is_some_and(|year| (1950..2050).contains(&year))
        && ((is_han(next) && next != '年' && !counts(line, digits.end))
            || (matches!(next, 'Q' | 'H') && line.at(digits.end + 1).is_ascii_digit()))
}

/// Whether three digits or more follow a Latin name: RTX 5090, CES 2026.
fn after_name(line: &Line, at: usize, digits: &str, end: usize) -> bool {
    // A350-900, CVE-2025-1234: the second number of a name.
    let first = (1..=4).take_while(|&back| at > back && line.at(at - 1 - back).is_ascii_digit()).count();
    // i7-14700.
    let is_long = first == 1 && digits.len() >= 4;
    let at = if line.before(at) == '-' && (first > 1 || is_long) { at - 1 - first } else { at };
    let name_end = (1..=2).find(|&back| at >= back && line.at(at - back).is_ascii_alphabetic());
    let apart = name_end.is_some_and(|back| back == 1 || matches!(line.before(at), ' ' | '-' | '_'));
    let next = line.at(line.skip_space(end));
    // The x of 1920x1080 is no name.
    let is_size = at > 0 && is_times(line, at - 1);
    // S&P 500 counts its companies.
    let is_index = digits.ends_with("00") && line.before(at) == ' ' || line.ends_with(at, "S&P");
    apart
        && !is_size
        && !is_index
        && digits.len() >= 3
        && !POWERS.contains(next)
        && !"人名個元位家次件項年台輛架".contains(next)
}

/// How the sign at `at` is read, if it belongs to the number behind it and does not stand between two numbers.
fn sign_at(line: &Line, at: usize) -> &'static str {
    let before = line.before(at);
    if is_han(before) && !is_negative(line, at) {
        return "";
    }
    let raised = matches!(before, '¹' | '²' | '³' | '⁰'..='⁹');
    let free = !before.is_ascii_alphanumeric() && !raised && !matches!(before, ')' | '）' | '%' | '-');
    match line.at(at) {
        _ if !free || !(line.at(at + 1).is_ascii_digit() || line.digits(at + 1).is_some()) => "",
        '-' | '−' | '－' => "負",
        '+' => "正",
        '±' => "正負",
        _ => "",
    }
}

/// Whether the dash at `at`, which follows a Chinese character, makes a number negative: 氣溫-10℃,
/// but not 圖文-2011.
fn is_negative(line: &Line, at: usize) -> bool {
    let is_dash = matches!(line.at(at), '-' | '−' | '－');
    let Some(digits) = line.digits(at + 1) else { return !is_dash };
    let ends = |at: usize| unit_at(line, at).is_some() || "度分點萬億".contains(line.at(at));
    // 氣溫-2~5℃: what is counted stands behind the second number.
    let range = matches!(line.at(digits.end), '~' | '～' | '〜' | '∼').then(|| {
        let second = digits.end + 1;
        line.digits(second + usize::from(matches!(line.at(second), '-' | '−' | '－')))
    });
    !is_dash || ends(digits.end) || range.flatten().is_some_and(|second| ends(second.end))
}

pub(super) fn is_minus(line: &Line, at: usize) -> bool {
    sign_at(line, at) == "負"
}
