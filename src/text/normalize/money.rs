//! Money with its sign or code in front.

use super::{
    Line, Part,
    amount::{large, range_at},
    mandarin as say, numeral,
};

/// Currencies: the sign as written, what is said before the number and behind it. A longer sign stands before a shorter.
const CURRENCIES: [(&str, &str, &str); 39] = [
    ("NT$", "新臺幣", "元"),
    ("NTD", "新臺幣", "元"),
    ("TWD", "新臺幣", "元"),
    ("US$", "", "美元"),
    ("USD", "", "美元"),
    ("HK$", "", "港幣"),
    ("HKD", "", "港幣"),
    ("AU$", "", "澳幣"),
    ("AUD", "", "澳幣"),
    ("CA$", "", "加幣"),
    ("CAD", "", "加幣"),
    ("NZ$", "", "紐幣"),
    ("SG$", "", "新加坡幣"),
    ("SGD", "", "新加坡幣"),
    ("RMB", "人民幣", "元"),
    ("CNY", "人民幣", "元"),
    ("EUR", "", "歐元"),
    ("GBP", "", "英鎊"),
    ("JPY", "", "日圓"),
    ("KRW", "", "韓元"),
    ("CHF", "", "瑞士法郎"),
    ("THB", "", "泰銖"),
    ("VND", "", "越南盾"),
    ("IDR", "", "印尼盾"),
    ("INR", "", "盧比"),
    ("MYR", "", "令吉"),
    ("RM", "", "令吉"),
    ("A$", "", "澳幣"),
    ("C$", "", "加幣"),
    ("S$", "", "新加坡幣"),
    ("€", "", "歐元"),
    ("£", "", "英鎊"),
    ("¥", "", "日圓"),
    ("₩", "", "韓元"),
    ("฿", "", "泰銖"),
    ("₫", "", "越南盾"),
    ("₹", "", "盧比"),
    ("₽", "", "盧布"),
    ("$", "", "元"),
];
/// Powers of ten in Latin letters, and how many zeros they are.
const POWERS: [(&str, usize); 9] =
    [("bn", 9), ("tn", 12), ("mn", 6), ("K", 3), ("k", 3), ("M", 6), ("m", 6), ("B", 9), ("T", 12)];

/// Powers of ten in English words.
const WORDS: [(&str, usize); 3] = [("billion", 9), ("million", 6), ("trillion", 12)];

/// Rule: money with its sign or code in front: NT$1,200, US$12.5億, $2.5M, €50.
pub(super) fn money(line: &Line, at: usize) -> Option<Vec<Part>> {
    if line.before(at).is_ascii_alphabetic() {
        return None;
    }
    let &(sign, before, after) = CURRENCIES.iter().find(|row| line.has(at, row.0))?;
    let start = line.skip_space(at + sign.chars().count());
    let digits = line.digits(start).filter(|digits| !Line::is_long(digits))?;
    let two = |spoken: String| if spoken == "二" { "兩".to_owned() } else { spoken };
    let (first, first_end) = amount_at(line, start)?;
    let has_letters = line.before(first_end).is_ascii_alphabetic();
    let dash = if has_letters { first_end } else { digits.end };
    let (amount, mut end) = if let Some(second) = second_at(line, dash, sign) {
        let (until, end) = amount_at(line, second)?;
        let one = if has_letters { first } else { numeral::decimal(&digits.whole, &digits.decimals) };
        (format!("{}到{}", two(one), two(until)), end)
    } else {
        (two(first), first_end)
    };
    // 人民幣￥500, 新台幣NT$100: what is written before is not said twice.
    let (before, after) = match sign {
        "¥" if line.ends_with_any(at, &["人民幣", "人民币", "RMB", "CNY"]) => ("", "元"),
        "¥" if line.ends_with_any(at, &["日幣", "日圓", "日元"]) => ("", "元"),
        _ if line.ends_with_any(at, &["臺幣", "台幣", "台币", "人民幣"]) && !before.is_empty() => {
            ("", after)
        }
        _ => (before, after),
    };
    // What is written behind is not said twice.
    if line.has(end, after) {
        end += after.chars().count();
    } else if line.has(end, "元") {
        end += 1;
    }
    say(end, format!("{before}{amount}{after}"))
}

/// Where the second amount of a range starts: $5-10, $5,000-$7,000.
fn second_at(line: &Line, at: usize, sign: &str) -> Option<usize> {
    range_at(line, at).or_else(|| {
        let is_dash = matches!(line.at(at), '-' | '–' | '—' | '~' | '～' | '〜' | '−');
        let second = at + 1 + sign.chars().count();
        (is_dash && line.has(at + 1, sign) && line.at(second).is_ascii_digit()).then_some(second)
    })
}

/// The amount at `at` with its powers of ten, in Chinese or in letters: 1.5億, 2.5M.
fn amount_at(line: &Line, at: usize) -> Option<(String, usize)> {
    let digits = line.digits(at)?;
    if let Some(&(letters, zeros)) = POWERS.iter().find(|power| line.has(digits.end, power.0))
        && !line.at(digits.end + letters.len()).is_ascii_alphanumeric()
    {
        return Some((scaled(&digits.whole, &digits.decimals, zeros), digits.end + letters.len()));
    }
    // US$3.2 billion.
    let word = line.skip_space(digits.end);
    if let Some((letters, zeros)) = line
        .first_of(word, &WORDS.map(|(word, _)| word))
        .and_then(|found| WORDS.iter().find(|(word, _)| *word == found))
        && !line.at(word + letters.len()).is_ascii_alphanumeric()
    {
        return Some((scaled(&digits.whole, &digits.decimals, *zeros), word + letters.len()));
    }
    large(line, at)
}

/// A number times a power of ten: 2.5 and 6 zeros → 兩百五十萬.
fn scaled(whole: &str, decimals: &str, zeros: usize) -> String {
    let kept = decimals.len().min(zeros);
    let digits = format!("{whole}{}{}", &decimals[..kept], "0".repeat(zeros - kept));
    numeral::decimal(&digits, &decimals[kept..])
}
