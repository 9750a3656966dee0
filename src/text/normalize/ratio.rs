//! Scores, ratios and fractions.

use super::{Line, Part, amount::counts, line::Digits, mandarin as say, numeral, unit::unit_at};

/// Words before 3:2 that make it a score or a ratio.
const BEFORE: [&str; 13] =
    ["以", "比數", "比分", "比例", "比率", "比", "賠率", "戰績", "終場", "場中", "局數", "盤數", "比重"];
/// Words behind 3:2 that make it a score or a ratio.
const AFTER: [&str; 24] = [
    "擊敗", "獲勝", "勝", "落後", "領先", "戰平", "平手", "取勝", "逆轉", "打敗", "橫掃", "力克", "輸", "贏",
    "落敗", "險勝", "大勝", "完勝", "踢平", "收下", "擊退", "的比", "晉級", "拿下",
];
/// Longest score or ratio, in characters.
const LONGEST: usize = 16;
/// Fractions written as one character, and their readings.
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

/// Whether words around, or the other scores of a list, tell that the numbers at `at` are a score or a ratio.
pub(super) fn is_told(line: &Line, at: usize) -> bool {
    is_told_alone(line, at) || is_in_list(line, at)
}

/// One score of a list: 21：19, 7-6(5).
struct Score {
    end: usize,
    is_dash: bool,
    /// Whether it may be a time of day.
    is_clock: bool,
}

/// Most scores of a list that are looked at on either side.
const MOST_SCORES: usize = 7;

/// Whether the numbers at `at` stand in a list of scores: 21：19、18：21、21：17; 11-9, 9-11, 11-7. Times and ranges
/// make lists as well; they are told by what they may be and by what stands around the list.
fn is_in_list(line: &Line, at: usize) -> bool {
    let is_gap = |c: char| matches!(c, '、' | ',' | '，' | '/' | ' ' | ';' | '；');
    let Some(first) = score_at(line, at) else { return false };
    let mut start = at;
    let mut scores = Vec::new();
    for _ in 0..MOST_SCORES {
        let gap = (1..=2).take_while(|&back| back <= start && is_gap(line.at(start - back))).count();
        let last = start - gap;
        let before = (3..=9).filter(|&back| back <= last).map(|back| last - back);
        let found = before.filter_map(|place| score_at(line, place)).find(|score| score.end == last);
        let Some(score) = found.filter(|_| gap > 0) else { break };
        let place = (3..=9).filter(|&back| back <= last).map(|back| last - back);
        start = place
            .filter(|&place| score_at(line, place).is_some_and(|one| one.end == last))
            .min()
            .unwrap_or(start);
        scores.push(score);
    }
    let mut end = first.end;
    scores.push(first);
    for _ in 0..MOST_SCORES {
        let next = line.while_within(end, 2, is_gap);
        let Some(score) = score_at(line, next).filter(|_| next > end) else { break };
        end = score.end;
        scores.push(score);
    }
    if scores.len() < 2 {
        return false;
    }
    let told = line.ends_with_any(start, &BEFORE) || line.first_of(line.skip_space(end), &AFTER).is_some();
    let all_dashes = scores.iter().all(|score| score.is_dash);
    if all_dashes {
        return told || !(counts(line, end) || unit_at(line, end).is_some());
    }
    // Times of day come in order; the scores before this one were met from the last to the first.
    told || scores.iter().any(|score| !score.is_clock) || !is_in_order(line, start, end)
}

/// Whether the numbers with colons from `start` to `end` grow, as times of day do.
fn is_in_order(line: &Line, start: usize, end: usize) -> bool {
    let text = line.text(start..end);
    let minutes = |item: &str| -> Option<u32> {
        let (hour, minute) = item.split_once([':', '：'])?;
        Some(hour.parse::<u32>().ok()? * 60 + minute.parse::<u32>().ok()?)
    };
    let times: Vec<u32> =
        text.split(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '：')).filter_map(minutes).collect();
    times.is_sorted()
}

/// The score at `at`, a set that was decided by a tie break with the points of that in brackets.
fn score_at(line: &Line, at: usize) -> Option<Score> {
    let is_digit = |c: char| c.is_ascii_digit();
    if is_digit(line.before(at)) || matches!(line.before(at), '-' | ':' | '：' | '.') {
        return None;
    }
    let first = line.while_within(at, 4, is_digit);
    let sep = line.at(first);
    let second = line.while_within(first + 1, 4, is_digit);
    let is_dash = matches!(sep, '-' | '–');
    let is_score = (1..=3).contains(&(first - at))
        && (2..=4).contains(&(second - first))
        && (is_dash || matches!(sep, ':' | '：'))
        && !matches!(line.at(second), '-' | ':' | '：' | '.');
    let value = |from: usize, to: usize| line.text(from..to).parse::<u32>().unwrap_or_default();
    let is_clock = second - first == 3 && value(at, first) <= 24 && value(first + 1, second) < 60;
    let close = line.while_within(second + 1, 2, is_digit);
    let has_tie =
        matches!(line.at(second), '(' | '（') && close > second + 1 && matches!(line.at(close), ')' | '）');
    is_score.then_some(Score { end: if has_tie { close + 1 } else { second }, is_dash, is_clock })
}

/// Whether words around tell that the numbers at `at` are a score or a ratio.
fn is_told_alone(line: &Line, at: usize) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, ':' | '：' | '-' | '–' | '比');
    let end = line.while_within(at, LONGEST, is_part);
    let gap = |at: usize| at.saturating_sub(usize::from(matches!(line.before(at), '為' | '是' | '：' | ' ')));
    line.ends_with_any(gap(at), &BEFORE) || line.first_of(line.skip_space(end), &AFTER).is_some()
}

/// Rule: two numbers with a colon or a dash between as a score or a ratio, read with 比: 3:2, 16:9, 5-3.
pub(super) fn ratio(line: &Line, at: usize) -> Option<Vec<Part>> {
    let first = line.digits(at).filter(|first| first.whole.len() <= 6 && !first.has_commas)?;
    let sep = line.at(first.end);
    let second = line.digits(first.end + 1).filter(|second| second.whole.len() <= 6)?;
    let colon = matches!(sep, ':' | '：');
    let falls = is_falling(line, at, &first, &second);
    let dash = matches!(sep, '-' | '–') && (is_told(line, at) || falls);
    let chained = matches!(line.at(second.end), ':' | '：' | '-') && line.at(second.end + 1).is_ascii_digit();
    if colon && chained && line.before(at) != ':' && is_told_alone(line, at) {
        return chain(line, at, sep);
    }
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

/// A ratio of more than two parts: 1:2:3, 2：1：1.
fn chain(line: &Line, at: usize, sep: char) -> Option<Vec<Part>> {
    /// Most parts of a ratio.
    const MOST: usize = 6;
    let mut parts = Vec::new();
    let mut end = at;
    loop {
        let part = line.digits(end).filter(|part| part.whole.len() <= 3 && !part.has_commas)?;
        parts.push(numeral::decimal(&part.whole, &part.decimals));
        end = part.end;
        if line.at(end) != sep || !line.at(end + 1).is_ascii_digit() {
            return say(end, parts.join("比"));
        }
        if parts.len() == MOST {
            return None;
        }
        end += 1;
    }
}

/// Whether a dash stands between a greater and a smaller number: no range does, unless it passes the end of a year.
fn is_falling(line: &Line, at: usize, first: &Digits, second: &Digits) -> bool {
    let is_small =
        |digits: &Digits| digits.is_plain() && digits.whole.len() <= 3 && !digits.whole.starts_with('0');
    // 四棟2-1 is an address.
    let is_free = !line.before(at).is_ascii_alphanumeric()
        && !matches!(line.before(at), '-' | '/' | '.' | '棟' | '幢' | '座' | '樓' | '室' | '區' | '號');
    let goes_on = line.at(second.end).is_ascii_alphanumeric() || "=-–/.%~＝".contains(line.at(second.end));
    let is_score =
        is_small(first) && (is_small(second) || second.whole == "0") && first.value() > second.value();
    is_score && is_free && !goes_on && !counts(line, second.end) && unit_at(line, second.end).is_none()
}

/// Rule: a fraction, read with 分之: 1/3, ½, 2½.
pub(super) fn fraction(line: &Line, at: usize) -> Option<Vec<Part>> {
    if let Some((_, spoken)) = SIGNS.iter().find(|(sign, _)| *sign == line.at(at)) {
        // 2½ is two and a half.
        let also = if line.before(at).is_ascii_digit() { "又" } else { "" };
        return say(at + 1, format!("{also}{spoken}"));
    }
    let above = line.digits(at).filter(|above| above.is_plain())?;
    if !matches!(line.at(above.end), '/' | '⁄') || line.before(at) == '/' {
        return None;
    }
    let below =
        line.digits(above.end + 1).filter(|below| below.is_plain() && !below.whole.starts_with('0'))?;
    let small = above.value()? < below.value()? && above.whole.len() <= 4;
    let is_fraction = small && line.at(below.end) != '/' && below.whole.len() <= 6;
    // 1 1/2 is one and a half.
    let also =
        if at > 1 && line.before(at) == ' ' && line.at(at - 2).is_ascii_digit() && below.whole.len() < 3 {
            "又"
        } else {
            ""
        };
    is_fraction.then(|| {
        say(
            below.end,
            format!("{also}{}分之{}", numeral::cardinal(&below.whole), numeral::cardinal(&above.whole)),
        )
    })?
}
