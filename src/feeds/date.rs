//! Dates of feeds: RFC 2822 and RFC 3339, and what feeds write instead of them.

use chrono::{DateTime, FixedOffset, Local, NaiveDate, NaiveTime, Offset as _, Utc};

/// The zone of a date that names none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Zone {
    /// That of Taiwan, of feeds in Chinese.
    Taiwan,
    /// UTC.
    Utc,
}

/// Seconds east of Greenwich.
const TAIWAN_SECS: i32 = 8 * 60 * 60;
/// The first year of the calendar of the Republic of China is 1912.
const ROC_EPOCH: i32 = 1911;

impl Zone {
    /// The zone of a feed in `language`, whose text is `text` where it names none.
    pub(crate) fn of(language: Option<&str>, text: &str) -> Self {
        let is_chinese = match language {
            Some(language) => language.to_ascii_lowercase().starts_with("zh"),
            None => text.chars().take(4000).filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c)).count() > 40,
        };
        if is_chinese { Self::Taiwan } else { Self::Utc }
    }

    fn offset(self) -> FixedOffset {
        let secs = match self {
            Self::Taiwan => TAIWAN_SECS,
            Self::Utc => 0,
        };
        FixedOffset::east_opt(secs).unwrap_or_else(|| Utc.fix())
    }
}

/// A moment in seconds since 1970 as RFC 3339 writes it, in the listener's time zone.
pub fn text(secs: i64) -> Option<String> {
    let moment = DateTime::from_timestamp(secs, 0)?.with_timezone(&Local);
    Some(moment.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))
}

/// The moment that `text` means.
pub(crate) fn parsed(text: &str, zone: Zone) -> Option<DateTime<Utc>> {
    let text = text.trim();
    // `CST` is that of North America in RFC 2822, and that of Taiwan and China in their feeds.
    let is_ambiguous = zone == Zone::Taiwan && text.ends_with("CST");
    if !is_ambiguous {
        let standard = DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_rfc2822(text));
        if let Ok(moment) = standard {
            return Some(moment.to_utc());
        }
    }
    loose(text, zone)
}

/// A date of numbers and names of months in any order that is clear, with or without a time and a zone.
fn loose(text: &str, zone: Zone) -> Option<DateTime<Utc>> {
    let words = words(text);
    let mut year_month_day: (Option<i32>, Option<u32>, Option<u32>) = (None, None, None);
    let mut time: Option<NaiveTime> = None;
    let mut offset: Option<FixedOffset> = None;
    let mut afternoon: Option<bool> = None;
    let mut is_roc = false;
    for (at, word) in words.iter().enumerate() {
        let after = words.get(at + 1).map_or("", String::as_str);
        match word.as_str() {
            "am" | "上午" | "早上" | "凌晨" => afternoon = Some(false),
            "pm" | "下午" | "晚上" => afternoon = Some(true),
            "民國" => is_roc = true,
            "z" | "utc" | "gmt" | "ut" if time.is_some() => offset = FixedOffset::east_opt(0),
            word if word.starts_with(['+', '-']) && time.is_some() => offset = east(word).or(offset),
            word if word.contains(':') => time = time.or_else(|| clock(word)),
            word if word.chars().all(|c| c.is_ascii_digit()) => {
                let number: u32 = word.parse().ok()?;
                match after {
                    "年" => year_month_day.0 = i32::try_from(number).ok(),
                    "月" => year_month_day.1 = Some(number),
                    "日" => year_month_day.2 = Some(number),
                    "時" | "點" => time = NaiveTime::from_hms_opt(number, 0, 0),
                    "分" => {
                        let hour = chrono::Timelike::hour(&time?);
                        time = NaiveTime::from_hms_opt(hour, number, 0);
                    }
                    _ => number_of(&mut year_month_day, number, word.len()),
                }
            }
            word => {
                if let Some(month) = month(word) {
                    // What stood first was the day.
                    if let (Some(day), None) = (year_month_day.1, year_month_day.2) {
                        year_month_day.2 = Some(day);
                    }
                    year_month_day.1 = Some(month);
                }
            }
        }
    }
    let (Some(year), Some(month), Some(day)) = year_month_day else { return None };
    let year = if is_roc || year < 200 && year > 99 {
        year + ROC_EPOCH
    } else if year < 100 {
        year + 2000
    } else {
        year
    };
    let mut time = time.unwrap_or(NaiveTime::MIN);
    let hour = chrono::Timelike::hour(&time);
    match afternoon {
        Some(true) if hour < 12 => time += chrono::TimeDelta::hours(12),
        Some(false) if hour == 12 => time -= chrono::TimeDelta::hours(12),
        Some(_) | None => (),
    }
    let local = NaiveDate::from_ymd_opt(year, month, day)?.and_time(time);
    let offset = offset.unwrap_or_else(|| zone.offset());
    Some(local.and_local_timezone(offset).single()?.to_utc())
}

/// A number without a unit: a year if it has four digits, else month and day in the order of what is there.
fn number_of(found: &mut (Option<i32>, Option<u32>, Option<u32>), number: u32, digits: usize) {
    match found {
        (None, ..) if digits >= 3 => found.0 = i32::try_from(number).ok(),
        (Some(_), None, _) => found.1 = Some(number),
        (Some(_), Some(_), None) => found.2 = Some(number),
        // Before the name of a month, or the day of `14/3/2026`.
        (None, None, None) => found.2 = Some(number),
        (None, None, Some(_)) => found.1 = Some(number),
        (None, Some(_), None) => found.2 = Some(number),
        // `14 Mar 26`
        (None, Some(_), Some(_)) => found.0 = i32::try_from(number).ok(),
        (Some(_), Some(_), Some(_)) => (),
    }
}

/// `text` in pieces: numbers, words, signs of date and time; in lower case.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut flush = |word: &mut String| {
        if !word.is_empty() {
            words.push(std::mem::take(word));
        }
    };
    let has_time = |word: &str| word.contains(':');
    let mut seen_time = false;
    for c in text.to_lowercase().chars() {
        let last = word.chars().last();
        match c {
            '0'..='9'
                if last.is_none_or(|last| last.is_ascii_digit() || matches!(last, ':' | '+' | '-' | '.')) =>
            {
                word.push(c);
            }
            ':' if last.is_some_and(|last| last.is_ascii_digit()) => word.push(c),
            '.' if has_time(&word) => word.push(c),
            '+' | '-' if seen_time || has_time(&word) => {
                flush(&mut word);
                word.push(c);
            }
            '0'..='9' => {
                flush(&mut word);
                word.push(c);
            }
            c if c.is_alphabetic() && last.is_some_and(char::is_alphabetic) => word.push(c),
            c if c.is_alphabetic() => {
                flush(&mut word);
                word.push(c);
            }
            _ => {
                seen_time |= has_time(&word);
                flush(&mut word);
            }
        }
        if matches!(word.as_str(), "年" | "月" | "日" | "時" | "點" | "分" | "秒" | "t") {
            flush(&mut word);
        }
    }
    flush(&mut word);
    words
}

/// `5:40`, `05:40:00`, `05:40:00.123`.
fn clock(word: &str) -> Option<NaiveTime> {
    let word = word.split('.').next().unwrap_or(word);
    let mut parts = word.split(':').map(|part| part.parse::<u32>().ok());
    NaiveTime::from_hms_opt(parts.next()??, parts.next()??, parts.next().flatten().unwrap_or(0).min(59))
}

/// `+0800`, `+08:00`, `+8`.
fn east(word: &str) -> Option<FixedOffset> {
    let (sign, digits) = word.split_at(1);
    let digits = digits.replace(':', "");
    let number: i32 = digits.parse().ok()?;
    let secs = if digits.len() <= 2 { number * 3600 } else { number / 100 * 3600 + number % 100 * 60 };
    FixedOffset::east_opt(if sign == "-" { -secs } else { secs })
}

/// The number of a month by its name.
fn month(word: &str) -> Option<u32> {
    const ENGLISH: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    const CHINESE: [&str; 12] =
        ["一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"];
    let english = ENGLISH.iter().position(|name| word.starts_with(name));
    let at = CHINESE.iter().position(|name| *name == word).or(english)?;
    u32::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_many_forms_are_read() {
        for (text, zone, wanted) in [
            ("Sat, 14 Mar 2026 05:40:00 +0800", Zone::Utc, "2026-03-13T21:40:00+00:00"),
            ("2026-03-14T05:40:00Z", Zone::Taiwan, "2026-03-14T05:40:00+00:00"),
            ("2026-03-13 12:00", Zone::Taiwan, "2026-03-13T04:00:00+00:00"),
            ("2026/03/13 12:00:05", Zone::Utc, "2026-03-13T12:00:05+00:00"),
            ("2026-03-13 12:00:00 +0800", Zone::Utc, "2026-03-13T04:00:00+00:00"),
            ("2026-03-14T05:40+08:00", Zone::Utc, "2026-03-13T21:40:00+00:00"),
            ("14 Mar 2026 05:40:00 GMT+8", Zone::Utc, "2026-03-13T21:40:00+00:00"),
            ("2026-03-13T12:00:00+0800", Zone::Utc, "2026-03-13T04:00:00+00:00"),
            ("2026年3月13日 下午 3:05", Zone::Taiwan, "2026-03-13T07:05:00+00:00"),
            ("民國115年3月13日", Zone::Taiwan, "2026-03-12T16:00:00+00:00"),
            ("March 14, 2026 5:40 PM", Zone::Utc, "2026-03-14T17:40:00+00:00"),
            ("14 Mar 2026", Zone::Utc, "2026-03-14T00:00:00+00:00"),
            ("Sat Mar 14 05:40:00 2026", Zone::Utc, "2026-03-14T05:40:00+00:00"),
            ("Sat, 14 Mar 2026 05:40:00 CST", Zone::Taiwan, "2026-03-13T21:40:00+00:00"),
            ("20260314", Zone::Utc, "none"),
            ("昨天", Zone::Utc, "none"),
        ] {
            let found = parsed(text, zone).map_or("none".to_owned(), |moment| moment.to_rfc3339());
            assert_eq!(found, wanted, "{text}");
        }
    }
}
