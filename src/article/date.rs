//! Date patterns: dates as pages write them, to ISO 8601.

use regex::Captures;

use super::date_patterns::{
    CTIME, DAY_FIRST, DOTTED, ELSEWHERE, GLUED, MONTH_FIRST, MONTH_HAN, NAMED_ELSEWHERE, PARTED, PATH,
    REPUBLICAN, SLASHED, YEAR_FIRST, YEAR_NAMED,
};

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/// Years in which articles of today's web were written.
const YEARS: std::ops::RangeInclusive<u32> = 1990..=2100;
/// The year before the first of the Republic of China: 民國 1 is 1912.
const REPUBLIC: u32 = 1911;

/// Which comes first in a date of three numbers whose last is the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// 9/4/2025 is in September, as in the United States.
    MonthFirst,
    /// 9/4/2025 is in April, as nearly everywhere else.
    DayFirst,
}

/// As [`find_in`], in the order of the United States.
pub(super) fn find(text: &str) -> Option<String> {
    find_in(text, Order::MonthFirst)
}

/// The first date in `text`, with its time of day and zone where they are given: an ISO 8601 date,
/// or date and time. `order` is that of month and day where the month is a number.
pub(super) fn find_in(text: &str, order: Order) -> Option<String> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // Patterns cost more than what they cannot do without: a year, a month's name, a mark between numbers.
    let has_year = ["19", "20"].iter().any(|century| text.contains(century));
    let has_name = has_year && text.bytes().any(|byte| byte.is_ascii_alphabetic());
    let found = [
        (&YEAR_FIRST, has_year || text.contains("民國")),
        (&MONTH_FIRST, has_name),
        (&DAY_FIRST, has_name),
        (&CTIME, has_name && text.contains(':')),
        (&PARTED, has_name),
        (&YEAR_NAMED, has_name),
        (&GLUED, has_name),
        (&MONTH_HAN, has_year && text.contains('月')),
        (&NAMED_ELSEWHERE, has_name),
        (&SLASHED, has_year && text.contains(['/', '-'])),
        (&DOTTED, has_year && text.contains('.')),
    ]
    .map(|(pattern, may_be)| if may_be { pattern.captures(text) } else { None });
    let [
        year_first,
        month_first,
        day_first,
        ctime,
        parted,
        year_named,
        glued,
        month_han,
        elsewhere,
        slashed,
        dotted,
    ] = &found;
    let candidates = [
        year_first.as_ref().and_then(|found| Some((found.get(1)?.start(), with_time(found)?))),
        month_first.as_ref().and_then(|found| Some((found.get(0)?.start(), named(found, 3, 1, 2)?))),
        day_first.as_ref().and_then(|found| Some((found.get(0)?.start(), named(found, 3, 2, 1)?))),
        ctime.as_ref().and_then(|found| {
            Some((found.get(0)?.start(), format!("{}T{}", named(found, 4, 1, 2)?, found.get(3)?.as_str())))
        }),
        parted.as_ref().and_then(|found| {
            let time = found.get(4).zip(found.get(5));
            let time = time.map(|(hour, minute)| format!("T{}:{}:00", hour.as_str(), minute.as_str()));
            Some((0, named(found, 3, 1, 2)? + &time.unwrap_or_default()))
        }),
        year_named.as_ref().and_then(|found| Some((found.get(0)?.start(), named(found, 1, 2, 3)?))),
        glued.as_ref().and_then(|found| Some((found.get(1)?.start(), named(found, 3, 1, 2)?))),
        month_han.as_ref().and_then(|found| {
            Some((found.get(1)?.start(), date(number(found, 3)?, number(found, 1)?, number(found, 2)?)?))
        }),
        elsewhere.as_ref().and_then(|found| {
            let month = month_elsewhere(&found.get(2)?.as_str().to_lowercase())?;
            Some((found.get(1)?.start(), date(number(found, 3)?, month, number(found, 1)?)?))
        }),
        slashed.as_ref().and_then(|found| {
            let (year, first, second) = (number(found, 3)?, number(found, 1)?, number(found, 2)?);
            let (month, day) = match order {
                Order::MonthFirst => (first, second),
                Order::DayFirst => (second, first),
            };
            // A month that there is not: the page writes it the other way round.
            Some((found.get(0)?.start(), date(year, month, day).or_else(|| date(year, day, month))?))
        }),
        dotted.as_ref().and_then(|found| {
            Some((found.get(0)?.start(), date(number(found, 3)?, number(found, 2)?, number(found, 1)?)?))
        }),
    ];
    let first = candidates.into_iter().flatten().min().map(|(_, date)| date);
    first.or_else(|| {
        let may_be = text.contains('1') && text.contains(['-', '/', '.', '年']);
        let found = if may_be { REPUBLICAN.captures(text.trim()) } else { None }?;
        date(number(&found, 1)? + REPUBLIC, number(&found, 2)?, number(&found, 3)?)
    })
}

/// The date in the path of an address.
pub(super) fn in_path(address: &str) -> Option<String> {
    let found = PATH.captures(address)?;
    date(number(&found, 1)?, number(&found, 2)?, number(&found, 3)?)
}

/// The day of `date`, an ISO 8601 date, with its month and day exchanged.
pub(super) fn swapped(date: &str) -> Option<String> {
    let (year, rest) = date.get(..10)?.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    Some(format!("{year}-{day}-{month}"))
}

/// Whether two dates that [`find`] made are a day apart, as the same moment is in two zones.
pub(super) fn are_neighbours(a: &str, b: &str) -> bool {
    let day = |date: &str| {
        let mut parts = date.get(..10)?.split('-').map(|part| part.parse::<i64>().ok());
        let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
        // Days from an unimportant day on, by the Gregorian calendar; years begin in March.
        let (year, month) = if month < 3 { (year - 1, month + 9) } else { (year, month - 3) };
        Some(365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day)
    };
    day(a).zip(day(b)).is_some_and(|(a, b)| (a - b).abs() == 1)
}

/// Whether `line` is only a date, perhaps with the time, what happened then, and a few other words, or has that between
/// bars or dots.
pub(super) fn is_line(line: &str) -> bool {
    /// The longest line of that kind, in characters.
    const MAX_CHARS: usize = 90;
    /// How many letters it has at most beside the words of dates.
    const OTHERS: usize = 24;
    const WORDS: &[&str] = &[
        "published",
        "publish",
        "updated",
        "posted",
        "modified",
        "last",
        "on",
        "at",
        "by",
        "am",
        "pm",
        "et",
        "est",
        "edt",
        "pt",
        "pst",
        "pdt",
        "utc",
        "gmt",
        "bst",
        "cet",
        "hour",
        "hours",
        "minute",
        "minutes",
        "day",
        "days",
        "ago",
        "first",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let letters = |word: &str| {
        let is_word = WORDS.contains(&word.to_ascii_lowercase().as_str());
        let is_other =
            |c: &char| !is_word && !matches!(c, '年' | '月' | '日' | '時' | '分' | '上' | '下' | '午');
        word.chars().filter(is_other).count()
    };
    let is_date = |part: &str| {
        find(part).is_some() && part.split(|c: char| !c.is_alphabetic()).map(letters).sum::<usize>() <= OTHERS
    };
    line.chars().count() <= MAX_CHARS
        && !line.ends_with(['。', '！', '？'])
        && (is_date(line) || line.split(['|', '·', '•']).any(is_date))
}

fn with_time(found: &Captures<'_>) -> Option<String> {
    let year = found.get(1)?.as_str();
    let year = match year.strip_prefix("民國") {
        Some(year) => year.trim().parse::<u32>().ok()? + REPUBLIC,
        None => year.parse().ok()?,
    };
    let mut text = date(year, number(found, 2)?, number(found, 3)?)?;
    let time = number(found, 4).zip(number(found, 5)).filter(|(hour, minute)| *hour < 24 && *minute < 60);
    if let Some((hour, minute)) = time {
        let second = number(found, 6).filter(|second| *second < 60).unwrap_or(0);
        text += &format!("T{hour:02}:{minute:02}:{second:02}");
        if let Some(zone) = found.get(7) {
            text += zone.as_str();
        }
    }
    Some(text)
}

fn named(found: &Captures<'_>, year: usize, month: usize, day: usize) -> Option<String> {
    let name = found.get(month)?.as_str().to_ascii_lowercase();
    let month = MONTHS.iter().position(|known| *known == name)? as u32 + 1;
    date(number(found, year)?, month, number(found, day)?)
}

/// The month of a `name` in lower case, by how it begins.
fn month_elsewhere(name: &str) -> Option<u32> {
    let other = ELSEWHERE.iter().find(|(start, _)| name.starts_with(start)).map(|(_, month)| *month);
    other.or_else(|| Some(MONTHS.iter().position(|known| name.starts_with(known))? as u32 + 1))
}

fn number(found: &Captures<'_>, group: usize) -> Option<u32> {
    found.get(group)?.as_str().parse().ok()
}

fn date(year: u32, month: u32, day: u32) -> Option<String> {
    let is_date = YEARS.contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    is_date.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_pages_write_them() {
        for (text, expected) in [
            ("2025-09-04T12:30:05+08:00", "2025-09-04T12:30:05+08:00"),
            ("2025-09-04T12:30:05.123Z", "2025-09-04T12:30:05Z"),
            ("發布時間：2025/9/4 12:30", "2025-09-04T12:30:00"),
            ("2025年9月4日 週四", "2025-09-04"),
            ("民國114年9月4日", "2025-09-04"),
            ("Updated Sept. 4, 2025 at noon", "2025-09-04"),
            ("Thursday, 4 September 2025", "2025-09-04"),
            ("時間Sat Nov 15 22:41:07 2025", "2025-11-15T22:41:07"),
            ("Tue Apr 16 09:12:44 UTC 2024", "2024-04-16T09:12:44"),
            ("Jun14Sat202520:15", "2025-06-14T20:15:00"),
            ("Jun 14 Sat 2025", "2025-06-14"),
            ("日期：114-11-06資料來源：新聞傳播處", "2025-11-06"),
            ("9/4/2025", "2025-09-04"),
            ("Anna9/4/2025", "2025-09-04"),
            ("Sep 4, 2025Anna Writer", "2025-09-04"),
            ("04.09.2025", "2025-09-04"),
            ("2025 Sep 4", "2025-09-04"),
            ("由 林大山 | 9 月 4, 2025 | 隨筆", "2025-09-04"),
            ("By Anna WriterSep. 4, 2025, 5:00 a.m. ET", "2025-09-04"),
            ("Donnerstag, 4. September 2025, 12:30 Uhr", "2025-09-04"),
            ("22. Mai 2025", "2025-05-22"),
            ("Publié le 1er août 2025", "2025-08-01"),
            ("8 de mayo de 2025", "2025-05-08"),
            ("3. Platz 2025", ""),
            ("25/12/2025", "2025-12-25"),
            ("114-12-08", "2025-12-08"),
            ("發布日期：114/12/08 14:30", "2025-12-08"),
            ("版本 114.12", ""),
            ("192.168.114-12-08", ""),
            ("20250904", ""),
            ("2025-13-04", ""),
            ("電話 02-2025-1234", ""),
        ] {
            assert_eq!(find(text).unwrap_or_default(), expected, "{text}");
        }
        assert_eq!(find_in("01/06/2026", Order::DayFirst).as_deref(), Some("2026-06-01"));
        assert_eq!(find_in("01/06/2026", Order::MonthFirst).as_deref(), Some("2026-01-06"));
        assert_eq!(in_path("https://a.test/news/2025/09/04/x").as_deref(), Some("2025-09-04"));
        assert_eq!(in_path("https://a.test/20250904003.html").as_deref(), Some("2025-09-04"));
    }

    #[test]
    fn neighbours_are_a_day_apart() {
        assert!(are_neighbours("2024-02-29", "2024-03-01T10:00:00Z"));
        assert!(are_neighbours("2026-01-01", "2025-12-31"));
        assert!(!are_neighbours("2026-01-01", "2026-01-01"));
        assert!(!are_neighbours("2026-01-01", "x"));
    }

    #[test]
    fn lines_of_dates_are_told_from_sentences() {
        assert!(is_line("2025-09-04 17:12 聯合報"));
        assert!(is_line("Published September 4, 2025"));
        assert!(is_line("Published Nov. 20, 2025, 9:30 a.m. ET | Updated 2 hours ago"));
        assert!(!is_line("The bridge was opened on September 4, 2025, by the mayor and his wife"));
        assert!(!is_line("市府表示，2025年9月4日起，捷運延長營運到凌晨一點，公車也增加班次。"));
    }
}
