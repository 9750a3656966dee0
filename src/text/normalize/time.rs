//! Times of day.

use super::{Line, Part, amount::range_at, mandarin as say, numeral, ratio};

/// Rule: times of day (14:30, 9:00-17:30), and minutes with a zero in front (3點05分).
pub(super) fn time(line: &Line, at: usize) -> Option<Vec<Part>> {
    minutes(line, at).or_else(|| duration(line, at)).or_else(|| {
        if !line.at(at).is_ascii_digit() || ratio::is_told(line, at) {
            return None;
        }
        let (first, end) = clock(line, at)?;
        if let Some(second) = range_at(line, end)
            && let Some((until, end)) = clock(line, second)
        {
            return say(end, format!("{first}到{until}"));
        }
        say(end, first)
    })
}

/// Rule: a time of day with its half in letters: PM2:30, AM 10:00, 2:30PM.
pub(super) fn half_of_day(line: &Line, at: usize) -> Option<Vec<Part>> {
    let half = |at: usize| match line.first_of(at, &["AM", "PM", "am", "pm"])? {
        "AM" | "am" => Some("上午"),
        _ => Some("下午"),
    };
    if line.before(at).is_ascii_alphanumeric() || line.before(at) == ':' {
        return None;
    }
    if let Some(name) = half(at) {
        let (spoken, end) = clock(line, line.skip_space(at + 2))?;
        return say(end, format!("{name}{spoken}"));
    }
    let (spoken, end) = line.at(at).is_ascii_digit().then(|| clock(line, at))??;
    let letters = line.skip_space(end);
    let name = half(letters).filter(|_| !line.at(letters + 2).is_ascii_alphanumeric())?;
    // 下午2:30 PM: not twice.
    let name = if line.has_before(at, 4, &["上午", "下午", "晚", "早", "凌晨", "中午"]) {
        ""
    } else {
        name
    };
    say(letters + 2, format!("{name}{spoken}"))
}

/// The reading of h:mm or h:mm:ss, and where it ends.
fn clock(line: &Line, at: usize) -> Option<(String, usize)> {
    let hour = line.digits(at).filter(|hour| hour.is_plain() && hour.whole.len() <= 2)?;
    let minute = sixty(line, hour.end)?;
    if hour.value()? > 24 || line.before(at) == ':' || line.before(at) == '.' {
        return None;
    }
    let mut end = hour.end + 3;
    let name = match hour.value()? {
        2 => "兩".to_owned(),
        _ => numeral::cardinal(&hour.whole),
    };
    let mut spoken = format!("{name}點");
    let second = sixty(line, end);
    if minute > 0 || second.is_some() {
        spoken.push_str(&format!("{}分", padded(minute)));
    }
    if let Some(second) = second {
        spoken.push_str(&format!("{}秒", padded(second)));
        end += 3;
    }
    // 12:05分: what is written behind is not said twice.
    let last = if second.is_some() { '秒' } else { '分' };
    let end = end + usize::from(line.at(end) == last && (minute > 0 || second.is_some()));
    // 1:25,000 is a scale.
    let goes_on = line.at(end).is_ascii_digit() || (line.at(end) == ',' && line.at(end + 1).is_ascii_digit());
    (!goes_on).then_some((spoken, end))
}

/// Words before h:mm:ss that make it the time that something took.
const TOOK_BEFORE: [&str; 10] =
    ["以", "成績", "跑出", "游出", "騎出", "半馬", "全馬", "耗時", "費時", "片長"];
/// Words behind it.
const TOOK_AFTER: [&str; 11] =
    ["完賽", "奪", "摘", "封王", "衝線", "率先", "佳績", "成績", "紀錄", "的佳績", "的成績"];

/// The time that something took: 以2:03:59奪冠.
fn duration(line: &Line, at: usize) -> Option<Vec<Part>> {
    let hours = line.digits(at).filter(|hours| hours.is_plain() && hours.whole.len() <= 2)?;
    let (minutes, seconds) = (sixty(line, hours.end)?, sixty(line, hours.end + 3)?);
    let end = hours.end + 6;
    let word = at - usize::from(matches!(line.before(at), '為' | ' ' | '：' | ':'));
    let is_free = !line.before(at).is_ascii_alphanumeric() && !line.at(end).is_ascii_digit();
    let told = line.ends_with_any(word, &TOOK_BEFORE) || line.first_of(end, &TOOK_AFTER).is_some();
    let hours = if hours.whole == "2" { "兩".to_owned() } else { numeral::cardinal(&hours.whole) };
    (told && is_free).then(|| say(end, format!("{hours}小時{}分{}秒", padded(minutes), padded(seconds))))?
}

/// The minutes or seconds behind the colon at `at`: two digits, below sixty.
fn sixty(line: &Line, at: usize) -> Option<u64> {
    if !matches!(line.at(at), ':' | '：') || line.while_at(at + 1, |c| c.is_ascii_digit()) != at + 3 {
        return None;
    }
    line.text(at + 1..at + 3).parse().ok().filter(|&value| value < 60)
}

/// Minutes or seconds as they are read: 5 → 零五, 0 → 零, 30 → 三十.
fn padded(value: u64) -> String {
    let spoken = numeral::cardinal(&value.to_string());
    if (1..10).contains(&value) { format!("零{spoken}") } else { spoken }
}

/// Minutes or seconds with a zero in front, before 分 or 秒: 05分, 08秒.
fn minutes(line: &Line, at: usize) -> Option<Vec<Part>> {
    let digits = line.digits(at).filter(|digits| digits.is_plain() && digits.whole.len() == 2)?;
    let is_padded = digits.whole.starts_with('0') && matches!(line.at(digits.end), '分' | '秒');
    is_padded.then(|| say(digits.end, padded(digits.value().unwrap_or_default())))?
}
