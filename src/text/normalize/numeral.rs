//! Numbers in Chinese characters and in English words.

const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
/// Names of the powers of ten thousand.
const GROUPS: [&str; 6] = ["", "萬", "億", "兆", "京", "垓"];

/// Digit by digit: 119 → 一一九. What is no digit is left out.
pub(super) fn digit_by_digit(digits: &str) -> String {
    digits.bytes().filter(u8::is_ascii_digit).map(|digit| DIGITS[(digit - b'0') as usize]).collect()
}

/// A whole number in Chinese characters: 1200 → 一千兩百, 12 → 十二, 2 → 二; with more than 24 digits, digit by digit.
pub(super) fn cardinal(digits: &str) -> String {
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return DIGITS[0].to_owned();
    }
    if digits.len() > 4 * GROUPS.len() {
        return digit_by_digit(digits);
    }
    let groups = digits.len().div_ceil(4);
    let padded = format!("{digits:0>width$}", width = groups * 4);
    let mut spoken = String::new();
    let mut zero_due = false;
    for (idx, group) in padded.as_bytes().chunks(4).enumerate() {
        let value = group.iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'));
        if value == 0 {
            zero_due = true;
            continue;
        }
        if !spoken.is_empty() && (zero_due || value < 1000) {
            spoken.push_str(DIGITS[0]);
        }
        let power = GROUPS[groups - 1 - idx];
        spoken.push_str(&below_ten_thousand(value, spoken.is_empty(), !power.is_empty()));
        spoken.push_str(power);
        zero_due = false;
    }
    spoken
}

/// A number from 1 to 9999. At the front of a number 10 is 十, not 一十; 2 is 兩 before 百, 千 and 萬, but not before 十.
fn below_ten_thousand(value: u32, at_front: bool, before_power: bool) -> String {
    if value == 2 && before_power {
        return "兩".to_owned();
    }
    let mut spoken = String::new();
    let mut zero_due = false;
    for (power, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = value / power % 10;
        if digit == 0 {
            zero_due = !spoken.is_empty();
            continue;
        }
        if zero_due {
            spoken.push_str(DIGITS[0]);
            zero_due = false;
        }
        let bare_ten = power == 10 && digit == 1 && at_front && value < 20;
        if digit == 2 && power >= 100 {
            spoken.push('兩');
        } else if !bare_ten {
            spoken.push_str(DIGITS[digit as usize]);
        }
        spoken.push_str(name);
    }
    spoken
}

/// A decimal number in Chinese characters: 12.50 → 十二點五零.
pub(super) fn decimal(whole: &str, decimals: &str) -> String {
    let mut spoken = cardinal(whole);
    if !decimals.is_empty() {
        spoken.push('點');
        spoken.push_str(&digit_by_digit(decimals));
    }
    spoken
}

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const THOUSANDS: [&str; 6] = ["", "thousand", "million", "billion", "trillion", "quadrillion"];

/// A whole number in English words: 1200 → one thousand two hundred.
pub(super) fn english_cardinal(digits: &str) -> String {
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return ONES[0].to_owned();
    }
    if digits.len() > 3 * THOUSANDS.len() {
        return english_digits(digits);
    }
    let groups = digits.len().div_ceil(3);
    let padded = format!("{digits:0>width$}", width = groups * 3);
    let mut words: Vec<String> = Vec::new();
    for (idx, group) in padded.as_bytes().chunks(3).enumerate() {
        let value = group.iter().fold(0, |sum, digit| sum * 10 + usize::from(digit - b'0'));
        if value == 0 {
            continue;
        }
        words.push(below_thousand(value));
        let power = THOUSANDS[groups - 1 - idx];
        if !power.is_empty() {
            words.push(power.to_owned());
        }
    }
    words.join(" ")
}

fn below_thousand(value: usize) -> String {
    let mut words = Vec::new();
    if value >= 100 {
        words.push(ONES[value / 100].to_owned());
        words.push("hundred".to_owned());
    }
    if !value.is_multiple_of(100) {
        words.push(below_hundred(value % 100));
    }
    words.join(" ")
}

/// A number from 1 to 99 in English words: twenty-five.
fn below_hundred(value: usize) -> String {
    match (value / 10, value % 10) {
        (0 | 1, _) => ONES[value].to_owned(),
        (tens, 0) => TENS[tens].to_owned(),
        (tens, ones) => format!("{}-{}", TENS[tens], ONES[ones]),
    }
}

/// Digit by digit in English, 0 as zero.
pub(super) fn english_digits(digits: &str) -> String {
    let words: Vec<_> =
        digits.bytes().filter(u8::is_ascii_digit).map(|digit| ONES[(digit - b'0') as usize]).collect();
    words.join(" ")
}

/// A year in English: 2026 → twenty twenty-six, 2005 → two thousand five, 1900 → nineteen hundred.
pub(super) fn english_year(year: usize) -> String {
    let (front, back) = (year / 100, year % 100);
    match (front, back) {
        (10 | 20, 0..=9) | (0..=9, _) => english_cardinal(&year.to_string()),
        (_, 0) => format!("{} hundred", below_thousand(front)),
        (_, 1..=9) => format!("{} oh {}", below_thousand(front), ONES[back]),
        _ => format!("{} {}", below_thousand(front), below_hundred(back)),
    }
}

/// An ordinal in English: 21 → twenty-first.
pub(super) fn english_ordinal(digits: &str) -> String {
    let mut spoken = english_cardinal(digits);
    let last = spoken.rfind([' ', '-']).map_or(0, |at| at + 1);
    let ordinal = match &spoken[last..] {
        "one" => "first".to_owned(),
        "two" => "second".to_owned(),
        "three" => "third".to_owned(),
        "five" => "fifth".to_owned(),
        "eight" => "eighth".to_owned(),
        "nine" => "ninth".to_owned(),
        "twelve" => "twelfth".to_owned(),
        tens if tens.ends_with('y') => format!("{}ieth", &tens[..tens.len() - 1]),
        other => format!("{other}th"),
    };
    spoken.replace_range(last.., &ordinal);
    spoken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_in_mandarin() {
        for (digits, spoken) in [
            ("0", "零"),
            ("10", "十"),
            ("12", "十二"),
            ("20", "二十"),
            ("100", "一百"),
            ("105", "一百零五"),
            ("110", "一百一十"),
            ("222", "兩百二十二"),
            ("1010", "一千零一十"),
            ("2000", "兩千"),
            ("10000", "一萬"),
            ("20500", "兩萬零五百"),
            ("100005", "十萬零五"),
            ("120000", "十二萬"),
            ("23570000", "兩千三百五十七萬"),
            ("100000000", "一億"),
            ("100010000", "一億零一萬"),
            ("1000000000000", "一兆"),
            ("0012", "十二"),
        ] {
            assert_eq!(cardinal(digits), spoken, "{digits}");
        }
    }

    #[test]
    fn counts_in_english() {
        for (digits, spoken) in [
            ("0", "zero"),
            ("21", "twenty-one"),
            ("105", "one hundred five"),
            ("1200", "one thousand two hundred"),
            ("1000000", "one million"),
        ] {
            assert_eq!(english_cardinal(digits), spoken);
        }
        for (year, spoken) in [
            (2026, "twenty twenty-six"),
            (2005, "two thousand five"),
            (1900, "nineteen hundred"),
            (1905, "nineteen oh five"),
        ] {
            assert_eq!(english_year(year), spoken);
        }
        for (digits, spoken) in
            [("1", "first"), ("21", "twenty-first"), ("30", "thirtieth"), ("112", "one hundred twelfth")]
        {
            assert_eq!(english_ordinal(digits), spoken);
        }
    }
}
