//! Scores, ratios and fractions.

use super::{Line, Part, mandarin as say, numeral};

/// Words before 3:2 that make it a score or a ratio.
const BEFORE: [&str; 13] =
    ["以", "比數", "比分", "比例", "比率", "比", "賠率", "戰績", "終場", "場中", "局數", "盤數", "比重"];
/// Words behind it.
const AFTER: [&str; 24] = [
    "擊敗", "獲勝", "勝", "落後", "領先", "戰平", "平手", "取勝", "逆轉", "打敗", "橫掃", "力克", "輸", "贏",
    "落敗", "險勝", "大勝", "完勝", "踢平", "收下", "擊退", "的比", "晉級", "拿下",
];
/// Longest score that is looked at.
const LONGEST: usize = 16;
/// Fractions that are one character.
const SIGNS: [(char, &str); 13] = [
    ('½', "二分之一"),
    ('⅓', "三分之一"),
    ('⅔', "三分之二"),
    ('¼', "四分之一"),
    ('¾', "四分之三"),
    ('⅕', "五分之一"),
    ('⅖', "五分之二"),
    ('⅗', "五分之三"),
    ('⅘', "五分之四"),
    ('⅙', "六分之一"),
    ('⅛', "八分之一"),
    ('⅜', "八分之三"),
    ('⅞', "八分之七"),
];

/// Whether words around tell that the numbers at `at` are a score or a ratio.
pub(super) fn is_told(line: &Line, at: usize) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, ':' | '：' | '-' | '–' | '比');
    let end = line.while_within(at, LONGEST, is_part);
    let gap = |at: usize| at.saturating_sub(usize::from(matches!(line.before(at), '為' | '是' | '：' | ' ')));
    line.ends_with_any(gap(at), &BEFORE) || line.first_of(line.skip_space(end), &AFTER).is_some()
}

/// 3:2, 16:9, 5-3.
pub(super) fn ratio(line: &Line, at: usize) -> Option<Vec<Part>> {
    let first = line.digits(at).filter(|first| first.whole.len() <= 6 && !first.has_commas)?;
    let sep = line.at(first.end);
    let second = line.digits(first.end + 1).filter(|second| second.whole.len() <= 6)?;
    let colon = matches!(sep, ':' | '：');
    let dash = matches!(sep, '-' | '–') && is_told(line, at);
    let chained = matches!(line.at(second.end), ':' | '：' | '-') && line.at(second.end + 1).is_ascii_digit();
    let is_ratio = (colon || dash) && !chained && line.before(at) != ':';
    is_ratio.then(|| {
        say(
            second.end,
            format!(
                "{}比{}",
                numeral::decimal(&first.whole, &first.decimals),
                numeral::decimal(&second.whole, &second.decimals)
            ),
        )
    })?
}

/// 1/3, ½.
pub(super) fn fraction(line: &Line, at: usize) -> Option<Vec<Part>> {
    if let Some((_, spoken)) = SIGNS.iter().find(|(sign, _)| *sign == line.at(at)) {
        return say(at + 1, *spoken);
    }
    let above = line.digits(at).filter(|above| above.is_plain())?;
    if line.at(above.end) != '/' || line.before(at) == '/' {
        return None;
    }
    let below =
        line.digits(above.end + 1).filter(|below| below.is_plain() && !below.whole.starts_with('0'))?;
    let small = above.value()? < below.value()? || above.value()? < 10;
    let is_fraction = small && line.at(below.end) != '/' && below.whole.len() <= 6;
    is_fraction.then(|| {
        say(below.end, format!("{}分之{}", numeral::cardinal(&below.whole), numeral::cardinal(&above.whole)))
    })?
}
