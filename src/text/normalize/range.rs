//! Ranges: two numbers with a dash or a tilde between, and the tilde between two amounts that are said by themselves.

use super::{
    Line, Part,
    amount::{counted, counts, counts_two, range_at},
    line::Digits,
    mandarin as say,
    number::is_minus,
    unit::{Unit, unit_at, with_unit},
};
use tingxinwen_core::article::is_han;

/// Units in Chinese characters that may stand on both sides of a dash: 18度-25度. The longer ones first.
const UNITS: [&str; 67] = [
    "月底", "月初", "月中", "年底", "年初", "年代", "世紀", "個月", "小時", "分鐘", "公里", "公尺", "公分",
    "公斤", "公克", "公噸", "公升", "毫升", "美元", "歐元", "日圓", "港幣", "週歲", "年級", "度", "元", "日",
    "月", "年", "號", "樓", "時", "點", "分", "秒", "人", "歲", "級", "萬", "億", "兆", "千", "百", "成",
    "倍", "折", "坪", "名", "季", "週", "周", "天", "章", "節", "頁", "期", "次", "場", "站", "局", "張",
    "個", "位", "家", "件", "股", "集",
];
/// Units of time, of which one may follow another: 7月1日-8月.
const TIMES: [&str; 14] =
    ["月底", "月初", "月中", "年底", "年初", "年", "月", "日", "號", "時", "點", "分", "週", "周"];
/// What the second amount of a range may start with, apart from digits.
const STARTS: [&str; 24] = [
    "週", "周", "星期", "禮拜", "第", "上午", "下午", "中午", "晚上", "晚間", "凌晨", "清晨", "民國", "西元",
    "零下", "攝氏", "同年", "翌", "隔", "次", "NT$", "US$", "$", "¥",
];
/// Ways to begin the name of a weekday.
const WEEKS: [&str; 4] = ["星期", "禮拜", "週", "周"];
/// Digits in Chinese characters.
const DIGITS: &str = "〇零一二三四五六七八九十";
/// Streets and their parts, before whose numbers a dash is 之.
const STREETS: &str = "路街道巷弄段村里鄰庄路厝寮";
/// What is numbered in parts: 第32-1條, 圖3-1.
const PARTS: &str = "條款項目章節號";

/// Rule: two numbers with a dash or a tilde between, and what they count: 3-5天, 10%-20%, -5～-2度.
pub(super) fn range(line: &Line, at: usize) -> Option<Vec<Part>> {
    let negative = is_minus(line, at);
    let start = at + usize::from(negative);
    let first = line.digits(start)?;
    let first_unit = unit_at(line, first.end);
    let dash = first_unit.as_ref().map_or(first.end, |(_, end)| *end);
    let (second_at, second_negative) = second_of(line, dash)?;
    let second = line.digits(second_at)?;
    let second_unit = unit_at(line, second.end);
    // 1-2-3 and 0912-345 are no ranges, nor is the model of ATR 72-600.
    let is_code =
        range_at(line, second.end).is_some() || first.whole.len() > 1 && first.whole.starts_with('0');
    let is_model = line.before(at) == ' '
        && line.before(at - 1).is_ascii_alphabetic()
        && second.is_plain()
        && second.whole.len() >= 3
        && second_unit.is_none()
        && !counts(line, second.end);
    // Mirage 2000-5 is a model as well: no range of numbers falls.
    let falls = first.is_plain() && first.whole.len() > 3 && !negative && first.value() > second.value();
    if is_code
        || is_model
        || (falls && first_unit.is_none())
        || line.before(at) == '-'
        || Line::is_long(&first)
        || Line::is_long(&second)
    {
        return None;
    }
    let one = first_number(line, start, &first, first_unit.is_some(), &second, second_unit.as_ref());
    // 負二, but 兩度.
    let signed = |negative: bool, number: String| match (negative, number.as_str()) {
        (true, "兩") => "負二".to_owned(),
        (true, _) => format!("負{number}"),
        (false, _) => number,
    };
    let one = signed(negative, one);
    let two = signed(second_negative, counted(line, second_at, &second));
    let (spoken, end) = match (first_unit, second_unit) {
        (Some((unit, _)), Some((other, end))) => (
            format!("{}到{}", with_unit(line, at, &one, &unit), with_unit(line, second_at, &two, &other)),
            end,
        ),
        (Some((unit, _)), None) => (format!("{}到{two}", with_unit(line, at, &one, &unit)), second.end),
        (None, Some((unit, end))) => {
            let before = if line.ends_with(at, &unit.before) { "" } else { &unit.before };
            (format!("{before}{one}到{two}{}", unit.after), end)
        }
        (None, None) => (format!("{one}到{two}"), second.end),
    };
    say(end, spoken)
}

/// Where the digits of the second number start, behind the dash at `at`, and whether it is negative.
fn second_of(line: &Line, at: usize) -> Option<(usize, bool)> {
    if let Some(second) = range_at(line, at) {
        return Some((second, false));
    }
    let is_negative = matches!(line.at(at + 1), '-' | '−') && line.at(at + 2).is_ascii_digit();
    (is_wave(line.at(at)) && is_negative).then_some((at + 2, true))
}

/// The first number: a 2 as if what the second number counts stood behind it.
fn first_number(
    line: &Line,
    start: usize,
    first: &Digits,
    has_unit: bool,
    second: &Digits,
    second_unit: Option<&(Unit, usize)>,
) -> String {
    let is_two = first.whole == "2" && first.decimals.is_empty() && !has_unit;
    let counts_unit = second_unit.is_some_and(|(unit, _)| unit.before.is_empty());
    if is_two && (counts_two(line, start, second.end, first) || counts_unit) {
        "兩".to_owned()
    } else {
        counted(line, start, first)
    }
}

/// Rule: the dash or tilde between two amounts, dates or weekdays, read 到: 18度~25度, 週一～週五, 2025/9/4-2025/9/10.
pub(super) fn between(line: &Line, at: usize) -> Option<Vec<Part>> {
    let before = if line.before(at) == ' ' { at - 1 } else { at };
    let next = line.skip_space(at + 1);
    let spaced = before < at || next > at + 1;
    let is_range = if is_wave(line.at(at)) {
        (ends_amount(line, before) && starts_amount(line, next))
            || same_letter(line, before, next)
            || grades(line, at)
    } else if grades(line, at) {
        true
    } else if matches!(line.at(at), '-' | '–' | '—' | '−' | '‐' | '‑') && !spaced {
        floor_part(line, at).is_some() || same_unit(line, at) || slashed_dates(line, at) || weekdays(line, at)
    } else {
        false
    };
    is_range.then(|| say(next, if floor_part(line, at).is_some() { "之" } else { "到" }))?
}

/// The number of a flat behind a floor: 5樓-1, 12樓-2.
fn floor_part(line: &Line, at: usize) -> Option<Digits> {
    let is_floor = matches!(line.before(at), '樓' | '楼') && at >= 2 && line.at(at - 2).is_ascii_digit();
    let part = line.digits(at + 1).filter(|part| part.is_plain() && part.whole.len() <= 2 && is_floor)?;
    (!matches!(line.at(part.end), '樓' | '楼' | '-' | '~')).then_some(part)
}

fn is_wave(c: char) -> bool {
    matches!(c, '~' | '～' | '〜' | '∼')
}

/// Whether an amount, a date or a weekday ends at `at`.
fn ends_amount(line: &Line, at: usize) -> bool {
    let last = line.before(at);
    last.is_ascii_digit()
        || matches!(last, '%' | '℃' | '℉' | '°')
        || matches!(last, ')' | '）')
        || unit_before(line, at).is_some()
        || is_weekday(line, at)
        || ends_latin_unit(line, at)
}

/// Whether a letter with its number ends at `end`, and the same letter with another starts at `next`: M1~M3, B1～B3.
fn same_letter(line: &Line, end: usize, next: usize) -> bool {
    let letter = line.at(next);
    let digits = (1..=3).take_while(|&back| back <= end && line.at(end - back).is_ascii_digit()).count();
    letter.is_ascii_uppercase()
        && line.at(next + 1).is_ascii_digit()
        && digits > 0
        && line.before(end - digits) == letter
}

/// Whether the dash at `at` stands between two letters that grade or number: A-F級, A~C區.
fn grades(line: &Line, at: usize) -> bool {
    let (one, two) = (line.before(at), line.at(at + 1));
    one.is_ascii_uppercase()
        && two.is_ascii_uppercase()
        && one < two
        && at > 0
        && !line.before(at - 1).is_ascii_alphanumeric()
        && (is_wave(line.at(at)) || line.at(at) == '-')
        && "級班組區棟館等型座桌卡咖段門排".contains(line.at(at + 2))
        && at + 2 < line.len()
}

/// Whether a number with a unit in Latin letters ends at `at`: 5km.
fn ends_latin_unit(line: &Line, at: usize) -> bool {
    let start =
        (1..=3).map(|back| at.saturating_sub(back)).find(|&place| !line.at(place).is_ascii_alphabetic());
    start.is_some_and(|digit| line.at(digit).is_ascii_digit() && digit + 1 < at)
}

/// The unit in Chinese characters that ends at `at`, right behind digits.
fn unit_before(line: &Line, at: usize) -> Option<&'static str> {
    let unit = UNITS.iter().find(|unit| line.ends_with(at, unit))?;
    let start = at - unit.chars().count();
    let c = line.before(start);
    let powers = "萬億兆千百多餘";
    let counted = c.is_ascii_digit()
        || (powers.contains(c) && line.before(start - 1).is_ascii_digit())
        || (DIGITS.contains(c) && (TIMES.contains(unit) || *unit == "樓" || *unit == "年級"));
    counted.then_some(*unit)
}

fn is_weekday(line: &Line, at: usize) -> bool {
    "一二三四五六日天".contains(line.before(at)) && WEEKS.iter().any(|week| line.ends_with(at - 1, week))
}

/// Whether an amount, a date or a weekday starts at `at`.
fn starts_amount(line: &Line, at: usize) -> bool {
    let c = line.at(at);
    let signed = matches!(c, '-' | '−' | '+') && line.at(at + 1).is_ascii_digit();
    c.is_ascii_digit() || signed || DIGITS.contains(c) || line.first_of(at, &STARTS).is_some()
}

/// Whether the dash at `at` stands between two numbers with a unit of one kind: 100元-500元, 7月1日-8月.
fn same_unit(line: &Line, at: usize) -> bool {
    let Some(first) = unit_before(line, at) else { return false };
    let start = if line.at(at + 1) == '第' { at + 2 } else { at + 1 };
    let Some(second) = line.digits(start) else { return false };
    let unit = UNITS.iter().find(|unit| line.has(second.end, unit));
    unit.is_some_and(|unit| *unit == first || (TIMES.contains(&first) && TIMES.contains(unit)))
}

/// Whether the dash at `at` stands between two dates in digits and slashes.
fn slashed_dates(line: &Line, at: usize) -> bool {
    /// As long as 2025/12/31 with a weekday in brackets.
    const LONGEST: usize = 13;
    let is_part = |c: char| c.is_ascii_digit() || c == '/';
    let is_weekday = |c: char| "()（）一二三四五六日".contains(c);
    let before = (at.saturating_sub(LONGEST)..at).rev().map(|place| line.at(place));
    let slash = before.take_while(|&c| is_part(c) || is_weekday(c)).any(|c| c == '/');
    let end = line.while_within(at + 1, LONGEST, is_part);
    slash && line.text(at + 1..end).contains('/')
}

fn weekdays(line: &Line, at: usize) -> bool {
    let behind = WEEKS.iter().find(|week| line.has(at + 1, week)).map(|week| at + 1 + week.chars().count());
    is_weekday(line, at) && behind.is_some_and(|day| "一二三四五六日天".contains(line.at(day)))
}

/// Rule: the dash between the number of a thing and that of its part, read 之: 中山路23-1號, 第32-1條, 圖3-1.
pub(super) fn part_of(line: &Line, at: usize) -> Option<Vec<Part>> {
    let first = line.digits(at).filter(|first| first.is_plain() && first.whole.len() <= 4)?;
    let dash = matches!(line.at(first.end), '-' | '–' | '−' | '~' | '～');
    let second = line.digits(first.end + 1).filter(|second| second.is_plain() && second.whole.len() <= 2)?;
    let (whole, part) = (first.value()?, second.value()?);
    if !dash || range_at(line, second.end).is_some() || line.before(at) == '-' {
        return None;
    }
    let what = line.at(second.end);
    let after_street = STREETS.contains(line.before(at)) && "號号".contains(what);
    let smaller = part <= whole && PARTS.contains(what) && (what != '號' || part < 20);
    let after_figure = part <= 20
        && "圖表附件例".contains(line.before(at))
        && is_han(line.before(at))
        && !counts(line, second.end);
    let is_floor = line.has(second.end, "樓") && line.before(at) == '號';
    let is_plot = line.has(second.end, "地號");
    let is_part =
        is_plot || (smaller && (line.before(at) == '第' || what == '號')) || after_street || after_figure;
    (is_part && !is_floor).then(|| {
        say(second.end, format!("{}之{}", counted(line, at, &first), super::numeral::cardinal(&second.whole)))
    })?
}
