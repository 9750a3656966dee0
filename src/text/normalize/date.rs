//! Years and dates.

use super::{
    Line, Part,
    amount::{counts, range_at},
    line::Digits,
    mandarin as say, numeral,
    unit::unit_at,
};
use tingxinwen_core::article::is_han;

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

/// Words behind 2/3 that show it to be a fraction.
const PARTED: [&str; 24] = [
    "的", "以", "席", "強", "決賽", "杯", "匙", "茶匙", "大匙", "小匙", "世界", "左右", "面積", "股", "價",
    "機率", "人", "土地", "圈", "馬", "英里", "吋", "英吋", "拍",
];
/// Longest name of a day that is looked for behind m/d.
const LONGEST_DAY: usize = 7;

/// Rule: dates in digits, seasons, and years before 年.
pub(super) fn date(line: &Line, at: usize) -> Option<Vec<Part>> {
    if matches!(line.before(at), '.' | '/' | '0'..='9') {
        return None;
    }
    let first = line.while_at(at, |c| c.is_ascii_digit());
    if first == at || first - at > 4 {
        return None;
    }
    short_date(line, at, first)
        .or_else(|| full_date(line, at, first))
        .or_else(|| season(line, at, first))
        .or_else(|| day_of_month(line, at))
        .or_else(|| year(line, at, first))
}

/// A date with its year: 2031-05-06, 2031/5/6, 2031.05.06, 2031/05; 115/1/5 of the Republic of China; 25/12/2031.
fn full_date(line: &Line, at: usize, first: usize) -> Option<Vec<Part>> {
    let sep = line.at(first);
    if !matches!(sep, '-' | '/' | '.' | '–') {
        return None;
    }
    if first - at < 4 {
        return republic_date(line, at, first).or_else(|| year_last(line, at));
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

/// A date whose parts all have two digits: 25.12.31到期. Versions have other numbers.
fn short_date(line: &Line, at: usize, first: usize) -> Option<Vec<Part>> {
    let is_free = !line.before(at).is_ascii_alphanumeric() && !matches!(line.before(at), ' ' | '-' | '$');
    let ends = [first + 3, first + 6];
    let has_parts = first == at + 2
        && line.at(first) == '.'
        && line.at(first + 3) == '.'
        && [first, ends[0]]
            .iter()
            .all(|&dot| line.while_within(dot + 1, 3, |c| c.is_ascii_digit()) == dot + 3)
        && line.at(ends[1]) != '.';
    let year = number(line, at, first).filter(|year| (20..50).contains(year) && is_free && has_parts)?;
    let month = number(line, first + 1, ends[0]).filter(|month| (1..=12).contains(month))?;
    let day = number(line, first + 4, ends[1]).filter(|day| (1..=31).contains(day))?;
    let [month, day] = [month, day].map(|value| numeral::cardinal(&value.to_string()));
    weekday(line, ends[1], format!("{}年{month}月{day}日", numeral::digit_by_digit(&year.to_string())))
}

/// A date of the Republic of China, whose years have three digits, or two with 民國 before: 115/1/5, 114.11.25.
fn republic_date(line: &Line, at: usize, first: usize) -> Option<Vec<Part>> {
    let sep = line.at(first);
    let told = line.ends_with_any(at, &["民國", "國", "中華民國"]);
    let year = number(line, at, first).filter(|&year| (80..200).contains(&year) || (told && year > 0))?;
    let month_end = short(line, first + 1)?;
    let month = number(line, first + 1, month_end).filter(|month| (1..=12).contains(month))?;
    if line.at(month_end) != sep {
        return None;
    }
    let day_end = short(line, month_end + 1)?;
    let day = number(line, month_end + 1, day_end).filter(|day| (1..=31).contains(day))?;
    // 192.1.1.1 is an address.
    let goes_on = line.at(day_end) == sep && line.at(day_end + 1).is_ascii_digit();
    if goes_on || line.at(day_end).is_ascii_digit() {
        return None;
    }
    let [year, month, day] = [year, month, day].map(|value| numeral::cardinal(&value.to_string()));
    weekday(line, day_end, format!("{year}年{month}月{day}日"))
}

/// A date whose year stands last: 25/12/2031, 12/25/2031.
fn year_last(line: &Line, at: usize) -> Option<Vec<Part>> {
    let one_end = short(line, at)?;
    let sep = line.at(one_end);
    let other_end = matches!(sep, '/' | '.').then(|| short(line, one_end + 1))??;
    let end = line.while_within(other_end + 1, 5, |c| c.is_ascii_digit());
    if line.at(other_end) != sep || end - other_end != 5 {
        return None;
    }
    let (one, other) = (number(line, at, one_end)?, number(line, one_end + 1, other_end)?);
    let (day, month) = if one > 12 { (one, other) } else { (other, one) };
    let year = number(line, other_end + 1, end).filter(|year| (1900..2100).contains(year))?;
    let is_date = (1..=31).contains(&day) && (1..=12).contains(&month);
    let [month, day] = [month, day].map(|value| numeral::cardinal(&value.to_string()));
    is_date.then(|| say(end, format!("{}年{month}月{day}日", numeral::digit_by_digit(&year.to_string()))))?
}

/// 2024-25, 2024/25賽季: a year and the next, of which the last two digits are written; 1853–1890.
fn season(line: &Line, at: usize, first: usize) -> Option<Vec<Part>> {
    let year = number(line, at, first).filter(|year| (1000..2100).contains(year) && first - at == 4)?;
    let is_slash = line.at(first) == '/';
    let start = if is_slash { first + 1 } else { range_at(line, first)? };
    let end = line.while_within(start, 5, |c| c.is_ascii_digit());
    let second = number(line, start, end)?;
    let is_free = !matches!(line.at(end), '-' | '/' | '.' | '%') && unit_at(line, end).is_none();
    let is_next = end - start == 2
        && (second == (year + 1) % 100 || (line.at(end) == '年' && second > year % 100))
        && (!is_slash
            || second > 12
            || line.first_of(end, &["賽季", "球季", "年度", "學年", "會計"]).is_some());
    let is_span = end - start == 4
        && (year + 1..2100).contains(&second)
        && !is_slash
        && !(counts(line, end) && line.at(end) != '年');
    let spoken = |from: usize, to: usize| numeral::digit_by_digit(&line.text(from..to));
    (is_free && (is_next || is_span))
        .then(|| say(end, format!("{}到{}", spoken(at, first), spoken(start, end))))?
}

/// A month and a day, 5/6, where words around show it to be a date, or where it can be no fraction.
fn day_of_month(line: &Line, at: usize) -> Option<Vec<Part>> {
    let (month, day, end) = slash(line, at)?;
    let is_end_of_range =
        matches!(line.before(at), '-' | '~' | '～' | '–') && at >= 4 && line.has_before(at - 1, 4, &["/"]);
    let starts_range = range_at(line, end).is_some_and(|second| slash(line, second).is_some());
    if is_share(line, at) {
        return None;
    }
    let told = line.ends_with_any(at, &BEFORE)
        || line.first_of(line.skip_space(end), &AFTER).is_some()
        || is_end_of_range
        || starts_range
        || is_named_day(line, end)
        || is_no_fraction(line, month, day, end);
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
    // 11/5-9: two days of one month.
    if let Some(second) = range_at(line, end)
        && let Some(last) = short(line, second)
        && let Some(until) = number(line, second, last).filter(|until| (day + 1..=31).contains(until))
        && !matches!(line.at(last), '/' | '-' | '.' | '0'..='9')
    {
        return weekday(line, last, format!("{spoken}到{}日", numeral::cardinal(&until.to_string())));
    }
    weekday(line, end, spoken)
}

/// Words before 1/3 that make it a fraction.
const SHARES: [&str; 10] = ["約", "逾", "超過", "近", "僅", "占", "佔", "不到", "不足", "少了"];

/// Whether m/d is a fraction by the word before it, or before the first of two: 約1/4到1/3.
fn is_share(line: &Line, at: usize) -> bool {
    let is_second = matches!(line.before(at), '到' | '至' | '~' | '～' | '-');
    let end = at - usize::from(is_second);
    let first = (3..=5).filter(|&back| is_second && back <= end).map(|back| end - back);
    let mut first = first.filter(|&start| slash(line, start).is_some_and(|(.., last)| last == end));
    let is_part = |at: usize| slash(line, at).is_some_and(|(above, below, _)| above < below);
    is_part(at) && (line.ends_with_any(at, &SHARES) || first.any(|start| line.ends_with_any(start, &SHARES)))
}

/// Whether the name of a day follows: 3/8婦女節, 12/31跨年夜.
fn is_named_day(line: &Line, at: usize) -> bool {
    let start = line.skip_space(at);
    let name = line.text(start..line.while_within(start, LONGEST_DAY, is_han));
    name.chars().skip(1).any(|c| matches!(c, '節' | '夜')) || name.contains("紀念日") || name.contains("生日")
}

/// Whether m/d is read as a date by its numbers: a fraction is smaller than one, and what is parted in more than ten
/// parts is followed by what it is a part of.
fn is_no_fraction(line: &Line, month: u64, day: u64, end: usize) -> bool {
    let is_part = line.first_of(line.skip_space(end), &PARTED).is_some();
    let is_usual = month == 1 && matches!(day, 12 | 16 | 20 | 24);
    month >= day || (day > 10 && !is_part && !is_usual)
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

/// A year in four digits before 年, or two before 年代, and the two years of a span.
fn year(line: &Line, at: usize, first: usize) -> Option<Vec<Part>> {
    let digits = line.text(at..first);
    if digits.len() == 2
        && digits.starts_with('0')
        && matches!(line.at(first), '月' | '日' | '號' | '号' | '時' | '时')
    {
        return say(first, numeral::cardinal(&digits));
    }
    // 60、70年代: the first of two decades.
    let listed = matches!(line.at(first), '、' | '和' | '與' | '及' | '至' | '到')
        && line.while_within(first + 1, 3, |c| c.is_ascii_digit()) == first + 3
        && line.has(first + 3, "年代");
    // '97年.
    let is_cut = line.before(at) == '\'' && line.at(first) == '年';
    if digits.len() == 2 && (listed || is_cut || line.has(first, "年代")) {
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

/// Where the one or two digits at `at` end.
fn short(line: &Line, at: usize) -> Option<usize> {
    let end = line.while_at(at, |c| c.is_ascii_digit());
    (1..=2).contains(&(end - at)).then_some(end)
}

fn number(line: &Line, start: usize, end: usize) -> Option<u64> {
    let digits = Digits { end, whole: line.text(start..end), decimals: String::new(), has_commas: false };
    digits.value()
}
