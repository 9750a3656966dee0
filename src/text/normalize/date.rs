//! Years and dates.

use super::{Line, Part, amount::range_at, line::Digits, mandarin as say, numeral};

/// Words before 5/6 that make it a date.
const BEFORE: [&str; 24] = [
    "於", "在", "到", "至", "從", "自", "今", "由", "迄", "止", "日期", "時間", "明", "昨", "于", "从", "訂",
    "定", "及", "和", "與", "（", "(", "-",
];
/// Words behind 5/6 that make it a date.
const AFTER: [&str; 43] = [
    "起", "止", "前", "後", "晚", "上午", "下午", "中午", "凌晨", "清晨", "舉", "開", "登場", "上映", "上市",
    "上路", "至", "到", "(", "（", "國慶", "聖誕", "當天", "當日", "公布", "發", "星期", "週", "周", "截止",
    "展", "以前", "以後", "生效", "實施", "出發", "抵達", "選舉", "投票", "連假", "放假", "補班", "首",
];

/// A date in digits, or the year before 年.
pub(super) fn date(line: &Line, at: usize) -> Option<Vec<Part>> {
    if matches!(line.before(at), '.' | '/' | '0'..='9') {
        return None;
    }
    let first = line.while_at(at, |c| c.is_ascii_digit());
    if first == at || first - at > 4 {
        return None;
    }
    full_date(line, at, first).or_else(|| day_of_month(line, at)).or_else(|| year(line, at, first))
}

/// 2031-05-06, 2031/5/6, 2031.05.06, 2031/05.
fn full_date(line: &Line, at: usize, first: usize) -> Option<Vec<Part>> {
    let sep = line.at(first);
    if first - at != 4 || !matches!(sep, '-' | '/' | '.' | '–') {
        return None;
    }
    let year = number(line, at, first).filter(|year| (1000..3000).contains(year))?;
    let month_end = short(line, first + 1)?;
    let month = number(line, first + 1, month_end).filter(|month| (1..=12).contains(month))?;
    let spoken = format!(
        "{}年{}月",
        numeral::digit_by_digit(&year.to_string()),
        numeral::cardinal(&month.to_string())
    );
    if line.at(month_end) == sep {
        let day_end = short(line, month_end + 1)?;
        let day = number(line, month_end + 1, day_end).filter(|day| (1..=31).contains(day))?;
        if line.at(day_end).is_ascii_digit() {
            return None;
        }
        return weekday(line, day_end, format!("{spoken}{}日", numeral::cardinal(&day.to_string())));
    }
    (sep == '/' && !line.at(month_end).is_ascii_digit()).then(|| say(month_end, spoken))?
}

/// 5/6 where words around say that it is a date.
fn day_of_month(line: &Line, at: usize) -> Option<Vec<Part>> {
    let (month, day, end) = slash(line, at)?;
    let is_end_of_range =
        matches!(line.before(at), '-' | '~' | '～' | '–') && at >= 4 && line.has_before(at - 1, 4, &["/"]);
    let starts_range = range_at(line, end).is_some_and(|second| slash(line, second).is_some());
    let told = line.ends_with_any(at, &BEFORE)
        || line.first_of(line.skip_space(end), &AFTER).is_some()
        || is_end_of_range
        || starts_range;
    if !told {
        return None;
    }
    let spoken =
        format!("{}月{}日", numeral::cardinal(&month.to_string()), numeral::cardinal(&day.to_string()));
    if let Some(second) = range_at(line, end)
        && let Some((month, day, end)) = slash(line, second)
    {
        let until =
            format!("{}月{}日", numeral::cardinal(&month.to_string()), numeral::cardinal(&day.to_string()));
        return say(end, format!("{spoken}到{until}"));
    }
    weekday(line, end, spoken)
}

/// Month and day of m/d, and where it ends.
fn slash(line: &Line, at: usize) -> Option<(u64, u64, usize)> {
    let month_end = short(line, at)?;
    if line.at(month_end) != '/' {
        return None;
    }
    let day_end = short(line, month_end + 1)?;
    let month = number(line, at, month_end).filter(|month| (1..=12).contains(month))?;
    let day = number(line, month_end + 1, day_end).filter(|day| (1..=31).contains(day))?;
    (!line.at(day_end).is_ascii_digit() && line.at(day_end) != '/').then_some((month, day, day_end))
}

/// A date with the (三) behind it, which is 星期三.
fn weekday(line: &Line, end: usize, spoken: String) -> Option<Vec<Part>> {
    let open = matches!(line.at(end), '(' | '（');
    let close = matches!(line.at(end + 2), ')' | '）');
    let day = line.at(end + 1);
    if open && close && "一二三四五六日".contains(day) {
        return say(end + 3, format!("{spoken}星期{day}"));
    }
    say(end, spoken)
}

/// Four digits before 年, two before 年代; a span of years.
fn year(line: &Line, at: usize, first: usize) -> Option<Vec<Part>> {
    let digits = line.text(at..first);
    if digits.len() == 2
        && digits.starts_with('0')
        && matches!(line.at(first), '月' | '日' | '號' | '号' | '時' | '时')
    {
        return say(first, numeral::cardinal(&digits));
    }
    if digits.len() == 2 && line.has(first, "年代") {
        return say(first, numeral::digit_by_digit(&digits));
    }
    let ends_span = matches!(line.before(at), '至' | '到')
        && line.at(first) == '年'
        && at >= 5
        && line.while_within(at - 5, 4, |c| c.is_ascii_digit()) == at - 1;
    if digits.len() == 2 && ends_span {
        return say(first, numeral::digit_by_digit(&digits));
    }
    if digits.len() != 4 {
        return None;
    }
    let spoken = numeral::digit_by_digit(&digits);
    if line.at(first) == '年' {
        // 2000年前 is a length of time.
        let is_span = digits.ends_with("00")
            && ["年前", "年後", "年歷史", "年的歷史", "年來", "年間"]
                .iter()
                .any(|words| line.has(first, words));
        return (!is_span).then(|| say(first, spoken))?;
    }
    let is_year = |at: usize| {
        let end = line.while_within(at, 5, |c| c.is_ascii_digit());
        matches!(end - at, 2 | 4) && line.at(end) == '年'
    };
    if matches!(line.at(first), '至' | '到' | '、') && is_year(first + 1) {
        return say(first, spoken);
    }
    let second = range_at(line, first).filter(|&second| is_year(second))?;
    let end = line.while_within(second, 4, |c| c.is_ascii_digit());
    say(end, format!("{spoken}到{}", numeral::digit_by_digit(&line.text(second..end))))
}

/// One past one or two digits.
fn short(line: &Line, at: usize) -> Option<usize> {
    let end = line.while_at(at, |c| c.is_ascii_digit());
    (1..=2).contains(&(end - at)).then_some(end)
}

fn number(line: &Line, start: usize, end: usize) -> Option<u64> {
    let digits = Digits { end, whole: line.text(start..end), decimals: String::new(), has_commas: false };
    digits.value()
}
