//! Money in English.

use super::{super::line::Digits, Line, Part, decimal, numeral, say};

/// Currencies: the sign as written, the singular, the plural. A sign that ends like another stands before it.
const CURRENCIES: [(&str, &str, &str); 12] = [
    ("NT$", "Taiwan dollar", "Taiwan dollars"),
    ("US$", "US dollar", "US dollars"),
    ("HK$", "Hong Kong dollar", "Hong Kong dollars"),
    ("A$", "Australian dollar", "Australian dollars"),
    ("C$", "Canadian dollar", "Canadian dollars"),
    ("S$", "Singapore dollar", "Singapore dollars"),
    ("$", "dollar", "dollars"),
    ("€", "euro", "euros"),
    ("£", "pound", "pounds"),
    ("¥", "yen", "yen"),
    ("₩", "won", "won"),
    ("₹", "rupee", "rupees"),
];
/// Powers of ten behind money.
const POWERS: [(&str, &str); 16] = [
    ("-trillion", "trillion"),
    ("-billion", "billion"),
    ("-million", "million"),
    (" trillion", "trillion"),
    (" billion", "billion"),
    (" million", "million"),
    (" thousand", "thousand"),
    ("trn", "trillion"),
    ("bn", "billion"),
    ("tn", "trillion"),
    ("mn", "million"),
    ("K", "thousand"),
    ("k", "thousand"),
    ("m", "million"),
    ("M", "million"),
    ("B", "billion"),
];
/// Rule: money with its sign in front: $5, $3.50, €2.5 million, $3bn.
pub(super) fn money(line: &Line, at: usize) -> Option<Vec<Part>> {
    let &(sign, one, more) = CURRENCIES.iter().find(|row| line.has(at, row.0))?;
    let digits = line.digits(line.skip_space(at + sign.chars().count()))?;
    if let Some(parts) = range(line, (sign, one, more), &digits) {
        return Some(parts);
    }
    if let Some((name, end)) = power_at(line, digits.end) {
        // A $3.5-million home.
        let unit = if line.at(digits.end) == '-' || is_adjective(line, at, end) { one } else { more };
        return say(end, format!("{} {name} {unit}", decimal(&digits.whole, &digits.decimals)));
    }
    // The $64,000 question.
    let more = if digits.decimals.is_empty() && is_adjective(line, at, digits.end) { one } else { more };
    say(digits.end, amount(line, (sign, one, more), &digits))
}

/// Words behind an amount that it does not describe: the $5 he owes, the $5 in it.
const NO_NOUNS: &str = " he she they it we you i in a an the was is were are had has have to for from and or that which per each of \
    on by at as with would could will can it's his her its their into than more less paid if when ";

/// Whether the amount from `at` to `end` says what kind of thing follows: a $5 bet, the $64,000 question, a $3-million home.
fn is_adjective(line: &Line, at: usize, end: usize) -> bool {
    let start = end + 1;
    let word = line.text(start..line.while_within(start, 20, |c| c.is_ascii_alphabetic()));
    let is_noun = line.at(end) == ' '
        && word.len() > 1
        && word.starts_with(|c: char| c.is_ascii_lowercase())
        && !NO_NOUNS.contains(&format!(" {word} "));
    let articles = ["a ", "an ", "the ", "this ", "his ", "her ", "its ", "their ", "A ", "The "];
    let article = articles.iter().find(|article| line.ends_with(at, article));
    let is_word = article.is_some_and(|article| !line.before(at - article.len()).is_alphanumeric());
    is_noun && is_word
}

/// An amount without a power of ten: five dollars, three dollars and fifty cents.
fn amount(line: &Line, (sign, one, more): (&str, &str, &str), digits: &Digits) -> String {
    let whole = numeral::english_cardinal(&digits.whole);
    // $20-a-month, $5-per-head: the amount is an adjective.
    let is_adjective = line.at(digits.end) == '-' && line.at(digits.end + 1).is_ascii_alphabetic();
    let name = if digits.whole == "1" || is_adjective { one } else { more };
    let cents = digits.decimals.trim_start_matches('0');
    if digits.decimals.len() == 2 && !cents.is_empty() && more.ends_with('s') {
        let plural = if cents == "1" { "" } else { "s" };
        let coin = if sign == "£" { "penny" } else { "cent" };
        let coins = match (coin, plural) {
            ("penny", "s") => "pence".to_owned(),
            _ => format!("{coin}{plural}"),
        };
        let cents = numeral::english_cardinal(cents);
        if digits.value() == Some(0) {
            return format!("{cents} {coins}");
        }
        return format!("{whole} {name} and {cents} {coins}");
    }
    if digits.decimals.len() == 2 || digits.decimals.is_empty() {
        return format!("{whole} {name}");
    }
    format!("{} {more}", decimal(&digits.whole, &digits.decimals))
}

/// From one amount to another: $5–$10 million, $1-2 million.
fn range(line: &Line, currency: (&str, &str, &str), first: &Digits) -> Option<Vec<Part>> {
    let (sign, _, more) = currency;
    let (power, dash) =
        power_at(line, first.end).map_or((None, first.end), |(power, end)| (Some(power), end));
    let is_dash = matches!(line.at(dash), '-' | '–' | '—' | '~' | '−');
    let start = dash + 1;
    let start = if line.has(start, sign) { start + sign.chars().count() } else { start };
    let second = line.digits(start).filter(|_| is_dash)?;
    let (until, end) =
        power_at(line, second.end).map_or((None, second.end), |(power, end)| (Some(power), end));
    if power.is_none() && until.is_none() && (first.decimals.len() == 2 || second.decimals.len() == 2) {
        return say(end, format!("{} to {}", amount(line, currency, first), amount(line, currency, &second)));
    }
    let spoken = |digits: &Digits, power: Option<&str>| {
        let power = power.map_or(String::new(), |power| format!(" {power}"));
        format!("{}{power}", decimal(&digits.whole, &digits.decimals))
    };
    say(end, format!("{} to {} {more}", spoken(first, power), spoken(&second, until)))
}

/// The power of ten at `at`, and where it ends.
fn power_at(line: &Line, at: usize) -> Option<(&'static str, usize)> {
    let &(written, name) = POWERS
        .iter()
        .find(|power| line.has(at, power.0) && !line.at(at + power.0.len()).is_alphanumeric())?;
    Some((name, at + written.len()))
}

/// How far back a £ tells that p is for pence.
const LOOK_BACK: usize = 80;

/// Rule: coins with their sign behind the number: 50¢, 80p.
pub(super) fn coins(line: &Line, at: usize) -> Option<Vec<Part>> {
    let digits = line.digits(at).filter(Digits::is_plain)?;
    let is_free = !line.before(at).is_alphanumeric() && !line.at(digits.end + 1).is_alphanumeric();
    let name = match line.at(digits.end) {
        '¢' if digits.whole == "1" => "cent",
        '¢' => "cents",
        'p' if digits.whole.len() <= 2 && line.has_before(at, LOOK_BACK, &["£"]) => "pence",
        _ => return None,
    };
    is_free.then(|| say(digits.end + 1, format!("{} {name}", numeral::english_cardinal(&digits.whole))))?
}
