//! Numbers: ranges, percent, units, tenths, and all digits that no other rule takes.

use super::{
    Line, Part,
    amount::{POWERS, counted, range_at, unit_at, with_unit},
    line::Digits,
    mandarin as say, numeral,
};
use tingxinwen_core::article::is_han;

/// What a number counts.
const COUNTED: &str = "人名個个位元件張张份家台輛辆條条座棟栋間间戶户次場场多餘余萬万億亿千百點点度公米噸吨斤克歲岁天日月號号樓楼股口筆\
    笔頁页字票分秒倍隻只匹枚顆颗粒架艘瓶箱包組组套種种項项平坪尺美港歐欧英韓韩至到比步房室線线路時时吋寸封通套顆株棵頭头尊班梯站級级";

/// 3-5天, 10%-20%, 1.5~2倍: two numbers with a dash between, and what they count.
pub(super) fn range(line: &Line, at: usize) -> Option<Vec<Part>> {
    let negative = is_minus(line, at);
    let start = at + usize::from(negative);
    let first = line.digits(start)?;
    let first_unit = unit_at(line, first.end);
    let dash = first_unit.map_or(first.end, |(_, end)| end);
    let second_at = range_at(line, dash)?;
    let second = line.digits(second_at)?;
    // 1-2-3 and 0912-345 are no ranges.
    let is_code =
        range_at(line, second.end).is_some() || first.whole.len() > 1 && first.whole.starts_with('0');
    if is_code || line.before(at) == '-' || Line::is_long(&first) || Line::is_long(&second) {
        return None;
    }
    let one = counted(line, start, &first);
    let one = if first.whole == "2" && first.decimals.is_empty() && first_unit.is_none() {
        // As if what the second number counts stood behind the first.
        if super::amount::counts_two(line, at, second.end, &first) || money_or_unit(line, second.end) {
            "兩".to_owned()
        } else {
            one
        }
    } else {
        one
    };
    let sign = if negative { "負" } else { "" };
    let two = counted(line, second_at, &second);
    let (spoken, end) = match (first_unit, unit_at(line, second.end)) {
        (Some((unit, _)), Some((other, end))) => {
            (format!("{sign}{}到{}", with_unit(&one, unit), with_unit(&two, other)), end)
        }
        (Some((unit, _)), None) => (format!("{sign}{}到{two}", with_unit(&one, unit)), second.end),
        (None, Some((unit, end))) => (format!("{sign}{}{one}到{two}{}", unit.before, unit.after), end),
        (None, None) => (format!("{sign}{one}到{two}"), second.end),
    };
    say(end, spoken)
}

fn money_or_unit(line: &Line, at: usize) -> bool {
    unit_at(line, at).is_some_and(|(unit, _)| unit.before.is_empty())
}

/// 12.5%, 60km/h, 25℃: a number and a unit in letters or signs.
pub(super) fn measure(line: &Line, at: usize) -> Option<Vec<Part>> {
    let sign = sign_at(line, at);
    let start = at + usize::from(!sign.is_empty());
    let digits = line.digits(start)?;
    let (unit, end) = unit_at(line, digits.end)?;
    if Line::is_long(&digits) {
        return None;
    }
    let spoken = with_unit(&numeral::decimal(&digits.whole, &digits.decimals), unit);
    match (sign, unit.before) {
        // 攝氏負十度, but 負百分之三.
        ("負", "攝氏" | "華氏") => say(end, spoken.replacen("氏", "氏負", 1)),
        _ => say(end, format!("{sign}{spoken}")),
    }
}

/// 7成5, 85折: tenths, digit by digit.
pub(super) fn tenths(line: &Line, at: usize) -> Option<Vec<Part>> {
    let digits = line.digits(at)?;
    if digits.is_plain() && digits.whole.len() == 2 && line.at(digits.end) == '折' {
        return say(digits.end, numeral::digit_by_digit(&digits.whole));
    }
    let is_tenth = digits.is_plain() && digits.whole.len() == 1 && line.at(digits.end) == '成';
    let more = line.digits(digits.end + 1).filter(|more| more.is_plain() && more.whole.len() == 1)?;
    is_tenth.then(|| {
        say(more.end, format!("{}成{}", counted(line, at, &digits), numeral::cardinal(&more.whole)))
    })?
}

/// A count or a decimal with its sign.
pub(super) fn number(line: &Line, at: usize) -> Option<Vec<Part>> {
    let sign = sign_at(line, at);
    let start = at + usize::from(!sign.is_empty());
    let digits = line.digits(start)?;
    let is_code = digits.whole.len() > 1 && digits.whole.starts_with('0') && digits.is_plain();
    let is_year = year_before(line, &digits);
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

/// Whether four digits stand for a year without 年: 2012上海兩會.
fn year_before(line: &Line, digits: &Digits) -> bool {
    let next = line.at(digits.end);
    digits.is_plain()
        && digits.whole.len() == 4
        && digits.value().is_some_and(|year| (1950..2050).contains(&year))
        && is_han(next)
        && next != '年'
        && !COUNTED.contains(next)
}

/// Whether three digits or more follow a Latin name: RTX 5090, CES 2026.
fn after_name(line: &Line, at: usize, digits: &str, end: usize) -> bool {
    let name_end = (1..=2).find(|&back| at >= back && line.at(at - back).is_ascii_alphabetic());
    let apart = name_end.is_some_and(|back| back == 1 || line.before(at) == ' ' || line.before(at) == '-');
    let next = line.at(line.skip_space(end));
    apart && digits.len() >= 3 && !POWERS.contains(next) && !"人名個元位家次件項年台輛架".contains(next)
}

/// What the sign at `at` is said as: before a number, and not between two of them.
fn sign_at(line: &Line, at: usize) -> &'static str {
    let before = line.before(at);
    if is_han(before) && !is_negative(line, at) {
        return "";
    }
    let free = !before.is_ascii_alphanumeric() && !matches!(before, ')' | '）' | '%' | '-');
    match line.at(at) {
        _ if !free || !line.at(at + 1).is_ascii_digit() => "",
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
    !is_dash || unit_at(line, digits.end).is_some() || "度分點萬億".contains(line.at(digits.end))
}

fn is_minus(line: &Line, at: usize) -> bool {
    sign_at(line, at) == "負"
}
