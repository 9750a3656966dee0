//! Years, decades, dates and times in English.

use super::{super::amount::range_at, Line, Part, numeral, say};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
/// Nouns behind a number of four digits that show it to be a count, no year.
const COUNTED: [&str; 16] = [
    "people", "percent", "points", "dollars", "euros", "pounds", "miles", "meters", "feet", "units", "jobs",
    "homes", "men", "women", "students", "workers",
];

/// Rule: dates: May 5, May 5, 2026, 5 May 2026, Sept. 11, 2026-05-06.
pub(super) fn date(line: &Line, at: usize) -> Option<Vec<Part>> {
    if line.before(at).is_alphanumeric() {
        return None;
    }
    iso(line, at)
        .or_else(|| year_last(line, at))
        .or_else(|| month_first(line, at))
        .or_else(|| day_first(line, at))
}

fn iso(line: &Line, at: usize) -> Option<Vec<Part>> {
    let sep = line.at(at + 4);
    if line.while_at(at, |c| c.is_ascii_digit()) != at + 4 || !matches!(sep, '-' | '/') {
        return None;
    }
    let (month, end) = short(line, at + 5)?;
    let (day, end) = (line.at(end) == sep).then(|| short(line, end + 1))??;
    let name = MONTHS.get(month.checked_sub(1)?)?;
    let year = line.text(at..at + 4).parse().ok()?;
    if !(1..=31).contains(&day) || line.at(end).is_ascii_digit() {
        return None;
    }
    say(end, format!("{name} {} {}", numeral::english_ordinal(&day.to_string()), numeral::english_year(year)))
}

/// 11/25/2026: the month first, as in the United States, unless only the second number can be one.
fn year_last(line: &Line, at: usize) -> Option<Vec<Part>> {
    let (one, end) = short(line, at)?;
    let (other, end) = (line.at(end) == '/').then(|| short(line, end + 1))??;
    let (year, end) = (line.at(end) == '/').then(|| year_at(line, end + 1))??;
    let (month, day) = if one > 12 { (other, one) } else { (one, other) };
    let name = MONTHS.get(month.checked_sub(1)?).filter(|_| (1..=31).contains(&day))?;
    say(end, format!("{name} {} {}", numeral::english_ordinal(&day.to_string()), numeral::english_year(year)))
}

fn month_first(line: &Line, at: usize) -> Option<Vec<Part>> {
    let (name, end) = month(line, at)?;
    let (day, end) = short(line, space(line, end)?)?;
    if !(1..=31).contains(&day) || line.at(end).is_alphanumeric() && !is_ordinal_tail(line, end) {
        return None;
    }
    let mut end = if is_ordinal_tail(line, end) { end + 2 } else { end };
    let mut spoken = format!("{name} {}", numeral::english_ordinal(&day.to_string()));
    // Dec. 25-31: two days of one month.
    if let Some((until, last)) = range_at(line, end).and_then(|second| short(line, second))
        && (day + 1..=31).contains(&until)
        && !(line.at(last).is_alphanumeric() || line.at(last) == '-' || line.at(last) == ':')
    {
        spoken.push_str(&format!(" to {}", numeral::english_ordinal(&until.to_string())));
        end = last;
    }
    let comma = end + usize::from(line.at(end) == ',');
    if let Some((year, end)) = space(line, comma).and_then(|start| year_at(line, start)) {
        spoken.push_str(&format!(" {}", numeral::english_year(year)));
        return say(end, spoken);
    }
    say(end, spoken)
}

fn day_first(line: &Line, at: usize) -> Option<Vec<Part>> {
    let (day, end) = short(line, at)?;
    let (name, end) = month(line, space(line, end)?)?;
    if !(1..=31).contains(&day) || line.before(end) == '.' {
        return None;
    }
    let mut spoken = format!("{name} {}", numeral::english_ordinal(&day.to_string()));
    if let Some((year, end)) = space(line, end).and_then(|start| year_at(line, start)) {
        spoken.push_str(&format!(" {}", numeral::english_year(year)));
        return say(end, spoken);
    }
    say(end, spoken)
}

/// A month's name, or its first letters with a full stop, and where it ends.
fn month(line: &Line, at: usize) -> Option<(&'static str, usize)> {
    let end = line.while_at(at, |c| c.is_ascii_alphabetic());
    let word = line.text(at..end);
    MONTHS.iter().find_map(|&name| {
        if name == word {
            return Some((name, end));
        }
        let is_short = (word.len() == 3 || word == "Sept") && name.starts_with(&word);
        is_short.then(|| (name, end + usize::from(line.at(end) == '.')))
    })
}

/// Rule: times of day (5:30 p.m., 10:00, 5pm, 9am-5pm) and lengths of time (2:05:30, 3:59.4).
pub(super) fn time(line: &Line, at: usize) -> Option<Vec<Part>> {
    if let Some(parts) = duration(line, at) {
        return Some(parts);
    }
    let (first, end) = time_at(line, at)?;
    let until = range_at(line, end).and_then(|second| time_at(line, second));
    // 9-11am: the first hour is bare.
    match until {
        Some((until, end)) => say(end, format!("{first} to {until}")),
        None => say(end, first),
    }
}

/// 2:05:30, 3:59.4: hours, minutes and seconds, or minutes and seconds with a fraction.
fn duration(line: &Line, at: usize) -> Option<Vec<Part>> {
    if line.before(at).is_alphanumeric() || matches!(line.before(at), ':' | '.' | '$') {
        return None;
    }
    let (first, end) = short(line, at)?;
    let sixty = |at: usize| {
        let (value, end) = short(line, at + 1).filter(|_| line.at(at) == ':')?;
        (end == at + 3 && value < 60).then(|| (line.text(at + 1..end), end))
    };
    let (second, end) = sixty(end)?;
    let third = sixty(end);
    let fraction = third.as_ref().map_or(end, |(_, end)| *end);
    let last =
        if line.at(fraction) == '.' { line.while_within(fraction + 1, 4, |c| c.is_ascii_digit()) } else { 0 };
    let has_fraction = last > fraction + 1 && !line.at(last).is_alphanumeric();
    if third.is_none() && !has_fraction {
        return None;
    }
    let padded = |digits: &str| match digits.strip_prefix('0') {
        Some("0") => "hundred".to_owned(),
        Some(one) => format!("oh {}", numeral::english_cardinal(one)),
        None => numeral::english_cardinal(digits),
    };
    let mut spoken = format!("{} {}", numeral::english_cardinal(&first.to_string()), padded(&second));
    if let Some((third, _)) = &third {
        spoken.push_str(&format!(" {}", padded(third)));
    }
    if has_fraction {
        spoken.push_str(&format!(" point {}", numeral::english_digits(&line.text(fraction + 1..last))));
    }
    say(if has_fraction { last } else { fraction }, spoken)
}

/// A time of day as it is said, and where it ends.
fn time_at(line: &Line, at: usize) -> Option<(String, usize)> {
    let (hour, end) = short(line, at)?;
    if line.before(at).is_alphanumeric() || matches!(line.before(at), ':' | '.' | '$') || hour > 24 {
        return None;
    }
    let minutes = (line.at(end) == ':')
        .then(|| short(line, end + 1))
        .flatten()
        .filter(|&(minute, stop)| stop == end + 3 && minute < 60 && line.at(stop) != ':');
    let after = minutes.map_or(end, |(_, end)| end);
    let half = half_of_day(line, after);
    let hour = numeral::english_cardinal(&hour.to_string());
    let spoken = match (minutes, half) {
        // 9-11am: the half of the day stands behind the second hour.
        (None, None) if is_bare_hour(line, end) => hour,
        (None, None) => return None,
        (Some((0, _)), None) => format!("{hour} o'clock"),
        (None | Some((0, _)), Some(_)) => hour,
        (Some((minute @ 1..=9, _)), _) => {
            format!("{hour} oh {}", numeral::english_cardinal(&minute.to_string()))
        }
        (Some((minute, _)), _) => format!("{hour} {}", numeral::english_cardinal(&minute.to_string())),
    };
    match half {
        Some((half, end)) => Some((format!("{spoken} {half}"), end)),
        None => Some((spoken, after)),
    }
}

/// Whether a second hour with its half of the day follows the one that ends at `at`.
fn is_bare_hour(line: &Line, at: usize) -> bool {
    let second = range_at(line, at).and_then(|second| short(line, second));
    second.is_some_and(|(_, end)| half_of_day(line, end).is_some())
}

/// Rule: from one day or month to another: Mon-Fri, Jan–Mar.
pub(super) fn days(line: &Line, at: usize) -> Option<Vec<Part>> {
    if line.before(at).is_alphanumeric() {
        return None;
    }
    let name = |at: usize| {
        let end = line.while_within(at, 10, |c| c.is_ascii_alphabetic());
        let word = line.text(at..end);
        let full = MONTHS
            .iter()
            .chain(&DAYS)
            .find(|name| **name == word || ((3..=4).contains(&word.len()) && name.starts_with(&word)))?;
        Some((*full, end + usize::from(line.at(end) == '.' && word.len() < full.len())))
    };
    let (first, end) = name(at)?;
    let is_dash = matches!(line.at(end), '-' | '–' | '—' | '~');
    let (second, end) = name(end + 1).filter(|_| is_dash)?;
    say(end, format!("{first} to {second}"))
}

/// Rule: a season, written as a year and the last two digits of the next: 2024/25, 2024-25.
pub(super) fn season(line: &Line, at: usize) -> Option<Vec<Part>> {
    let (year, end) = year_at(line, at).filter(|_| !line.before(at).is_alphanumeric())?;
    let is_slash = line.at(end) == '/';
    let start = if is_slash { end + 1 } else { range_at(line, end)? };
    let last = line.while_within(start, 3, |c| c.is_ascii_digit());
    let second = line.text(start..last).parse::<usize>().ok().filter(|_| last == start + 2)?;
    let is_season = second == (year + 1) % 100 && !matches!(line.at(last), '-' | '/' | ':');
    let to = if is_slash { " " } else { " to " };
    is_season.then(|| {
        say(
            last,
            format!("{}{to}{}", numeral::english_year(year), numeral::english_cardinal(&second.to_string())),
        )
    })?
}

/// a.m. or p.m. in its ways to be written.
fn half_of_day(line: &Line, at: usize) -> Option<(&'static str, usize)> {
    let start = line.skip_space(at);
    [
        ("a.m", "a m"),
        ("p.m", "p m"),
        ("am", "a m"),
        ("pm", "p m"),
        ("AM", "a m"),
        ("PM", "p m"),
        ("A.M", "a m"),
        ("P.M", "p m"),
    ]
    .into_iter()
    .find(|(written, _)| line.has(start, written))
    .map(|(written, spoken)| (spoken, start + written.len()))
    .filter(|&(_, end)| !line.at(end).is_alphanumeric())
    // The full stop of the abbreviation; a sentence that ends here keeps its own pause.
    .map(|(spoken, end)| {
        let dotted = line.at(end) == '.' && line.before(end - 1) == '.';
        let ends = end + 1 >= line.len();
        (spoken, end + usize::from(dotted && !ends))
    })
}

/// Rule: decades: the 1990s, the '90s.
pub(super) fn decade(line: &Line, at: usize) -> Option<Vec<Part>> {
    let digits = line.digits(at).filter(|digits| digits.is_plain() && digits.whole.ends_with('0'))?;
    let tail = if line.has(digits.end, "'s") { 2 } else { 1 };
    if line.at(digits.end + tail - 1) != 's' || line.at(digits.end + tail).is_alphanumeric() {
        return None;
    }
    let value = digits.value()? as usize;
    let spoken = match digits.whole.len() {
        4 if value.is_multiple_of(1000) => {
            format!("{} thousand", numeral::english_cardinal(&(value / 1000).to_string()))
        }
        4 => numeral::english_year(value),
        2 if value >= 20 => numeral::english_cardinal(&digits.whole),
        _ => return None,
    };
    let plural = match spoken.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{spoken}s"),
    };
    say(digits.end + tail, plural)
}

/// Rule: a year: four digits between 1100 and 2099 that no noun shows to be a count.
pub(super) fn year(line: &Line, at: usize) -> Option<Vec<Part>> {
    let (year, end) = year_at(line, at)?;
    let next = line.skip_space(end);
    let counts =
        COUNTED.iter().any(|word| line.has(next, word)) || line.at(end) == '%' || line.before(at) == '$';
    let is_fiscal = line.ends_with_any(at, &["FY", "CY"]);
    (!counts && (is_fiscal || !line.before(at).is_alphanumeric()))
        .then(|| say(end, numeral::english_year(year)))?
}

fn year_at(line: &Line, at: usize) -> Option<(usize, usize)> {
    let digits = line.digits(at).filter(|digits| digits.is_plain() && digits.whole.len() == 4)?;
    let year = digits.value()? as usize;
    // 1066 only where a word tells that it is a year; 1,066 things may be counted.
    let told = line.ends_with_any(
        at,
        &["in ", "In ", "since ", "of ", "by ", "until ", "from ", "year ", "before ", "after "],
    );
    let is_year = (1100..2100).contains(&year) || ((1010..1100).contains(&year) && told);
    (is_year && !line.at(digits.end).is_alphabetic()).then_some((year, digits.end))
}

fn is_ordinal_tail(line: &Line, at: usize) -> bool {
    line.first_of(at, &["st", "nd", "rd", "th"]).is_some() && !line.at(at + 2).is_alphanumeric()
}

/// One or two digits, and where they end.
fn short(line: &Line, at: usize) -> Option<(usize, usize)> {
    let end = line.while_at(at, |c| c.is_ascii_digit());
    (1..=2).contains(&(end - at)).then(|| line.text(at..end).parse().ok().map(|value| (value, end)))?
}

/// Past the space at `at`, which must be there.
fn space(line: &Line, at: usize) -> Option<usize> {
    let next = line.skip_space(at);
    (next > at).then_some(next)
}
