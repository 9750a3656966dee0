//! Numbers, money, measures and fractions in English.

use super::{super::amount::range_at, Line, Part, decimal, numeral, say};

/// Written, one of them, more of them; the longer ones first.
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
const POWERS: [(&str, &str); 13] = [
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
/// Written, one of them, more of them; the longer ones first.
const UNITS: [(&str, &str, &str); 34] = [
    ("km/h", "kilometer per hour", "kilometers per hour"),
    ("km2", "square kilometer", "square kilometers"),
    ("km²", "square kilometer", "square kilometers"),
    ("m²", "square meter", "square meters"),
    ("m³", "cubic meter", "cubic meters"),
    ("mph", "mile per hour", "miles per hour"),
    ("kph", "kilometer per hour", "kilometers per hour"),
    ("kWh", "kilowatt hour", "kilowatt hours"),
    ("GHz", "gigahertz", "gigahertz"),
    ("MHz", "megahertz", "megahertz"),
    ("Hz", "hertz", "hertz"),
    ("km", "kilometer", "kilometers"),
    ("cm", "centimeter", "centimeters"),
    ("mm", "millimeter", "millimeters"),
    ("nm", "nanometer", "nanometers"),
    ("kg", "kilogram", "kilograms"),
    ("mg", "milligram", "milligrams"),
    ("ml", "milliliter", "milliliters"),
    ("mL", "milliliter", "milliliters"),
    ("kW", "kilowatt", "kilowatts"),
    ("MW", "megawatt", "megawatts"),
    ("GW", "gigawatt", "gigawatts"),
    ("TB", "terabyte", "terabytes"),
    ("GB", "gigabyte", "gigabytes"),
    ("MB", "megabyte", "megabytes"),
    ("KB", "kilobyte", "kilobytes"),
    ("lbs", "pound", "pounds"),
    ("lb", "pound", "pounds"),
    ("oz", "ounce", "ounces"),
    ("ft", "foot", "feet"),
    ("°C", "degree Celsius", "degrees Celsius"),
    ("℃", "degree Celsius", "degrees Celsius"),
    ("°F", "degree Fahrenheit", "degrees Fahrenheit"),
    ("%", "percent", "percent"),
];

/// $5, $3.50, €2.5 million, $3bn.
pub(super) fn money(line: &Line, at: usize) -> Option<Vec<Part>> {
    let &(sign, one, more) = CURRENCIES.iter().find(|row| line.has(at, row.0))?;
    let digits = line.digits(line.skip_space(at + sign.chars().count()))?;
    let power = POWERS.iter().find(|power| {
        line.has(digits.end, power.0) && !line.at(digits.end + power.0.len()).is_alphanumeric()
    });
    if let Some(&(written, name)) = power {
        return say(
            digits.end + written.len(),
            format!("{} {name} {more}", decimal(&digits.whole, &digits.decimals)),
        );
    }
    let whole = numeral::english_cardinal(&digits.whole);
    let name = if digits.whole == "1" { one } else { more };
    let cents = digits.decimals.trim_start_matches('0');
    if digits.decimals.len() == 2 && !cents.is_empty() && more.ends_with('s') {
        let plural = if cents == "1" { "" } else { "s" };
        let coin = if sign == "£" { "penny" } else { "cent" };
        let coins = match (coin, plural) {
            ("penny", "s") => "pence".to_owned(),
            _ => format!("{coin}{plural}"),
        };
        return say(digits.end, format!("{whole} {name} and {} {coins}", numeral::english_cardinal(cents)));
    }
    if digits.decimals.len() == 2 || digits.decimals.is_empty() {
        return say(digits.end, format!("{whole} {name}"));
    }
    say(digits.end, format!("{} {more}", decimal(&digits.whole, &digits.decimals)))
}

/// 1/2 cup, 3/4 of them; 24/7.
pub(super) fn fraction(line: &Line, at: usize) -> Option<Vec<Part>> {
    let above = line.digits(at).filter(|above| above.is_plain())?;
    if line.at(above.end) != '/' || line.before(at) == '/' || line.before(at).is_alphanumeric() {
        return None;
    }
    let below = line.digits(above.end + 1).filter(|below| below.is_plain() && line.at(below.end) != '/')?;
    let (top, bottom) = (above.value()?, below.value()?);
    let one = numeral::english_cardinal(&above.whole);
    if top >= bottom || bottom > 100 {
        return say(below.end, format!("{one} {}", numeral::english_cardinal(&below.whole)));
    }
    let part = match bottom {
        2 => "half".to_owned(),
        4 => "quarter".to_owned(),
        _ => numeral::english_ordinal(&below.whole),
    };
    let plural = if top == 1 { "" } else { "s" };
    say(below.end, format!("{one} {part}{plural}"))
}

/// 10-20 people, 3–5%.
pub(super) fn range(line: &Line, at: usize) -> Option<Vec<Part>> {
    let first = line.digits(at)?;
    let second = line.digits(range_at(line, first.end)?)?;
    let is_code =
        range_at(line, second.end).is_some() || matches!(line.before(at), '-' | '–') || first.whole.len() > 6;
    if is_code || line.before(at).is_alphanumeric() {
        return None;
    }
    let spoken = |digits: &super::super::line::Digits| {
        let value = digits.value().unwrap_or_default();
        let is_year = digits.is_plain() && (1800..2100).contains(&value);
        if is_year { numeral::english_year(value as usize) } else { decimal(&digits.whole, &digits.decimals) }
    };
    let (unit, end) =
        unit_at(line, second.end).map_or((None, second.end), |(_, more, end)| (Some(more), end));
    let unit = unit.map_or(String::new(), |unit| format!(" {unit}"));
    say(end, format!("{} to {}{unit}", spoken(&first), spoken(&second)))
}

/// 5 km, 60 mph, 3.5%, 25°C.
pub(super) fn measure(line: &Line, at: usize) -> Option<Vec<Part>> {
    let (sign, start) = sign_at(line, at);
    let digits = line.digits(start)?;
    let (one, more, end) = unit_at(line, digits.end)?;
    let name = if digits.whole == "1" && digits.decimals.is_empty() { one } else { more };
    say(end, format!("{sign}{} {name}", decimal(&digits.whole, &digits.decimals)))
}

fn unit_at(line: &Line, at: usize) -> Option<(&'static str, &'static str, usize)> {
    let start = line.skip_space(at);
    let &(written, one, more) = UNITS.iter().find(|row| line.has(start, row.0))?;
    let end = start + written.chars().count();
    let is_word = written.ends_with(|c: char| c.is_ascii_alphabetic());
    (!is_word || !line.at(end).is_alphanumeric()).then_some((one, more, end))
}

/// 1st, 22nd.
pub(super) fn ordinal(line: &Line, at: usize) -> Option<Vec<Part>> {
    let digits = line.digits(at).filter(|digits| digits.decimals.is_empty())?;
    line.first_of(digits.end, &["st", "nd", "rd", "th"])?;
    (!line.at(digits.end + 2).is_alphanumeric())
        .then(|| say(digits.end + 2, numeral::english_ordinal(&digits.whole)))?
}

/// Telephone numbers, 911, rooms and flights.
pub(super) fn called(line: &Line, at: usize) -> Option<Vec<Part>> {
    let digits = line.digits(at).filter(|digits| digits.is_plain())?;
    let end = line.while_within(at, 24, |c| c.is_ascii_digit() || c == '-');
    let text = line.text(at..end);
    let groups: Vec<&str> = text.split('-').collect();
    let is_phone = groups.len() >= 2
        && groups.iter().all(|group| (1..=4).contains(&group.len()))
        && groups.last().is_some_and(|group| group.len() == 4)
        && groups[0].len() == 3
        && !line.before(at).is_alphanumeric();
    if is_phone {
        return say(end, numeral::english_digits(&text));
    }
    if digits.whole.len() == 3
        && line.ends_with_any(at, &["call ", "dial ", "Call ", "Dial ", "called ", "dialed "])
    {
        return say(digits.end, numeral::english_digits(&digits.whole));
    }
    let named = ["Room ", "room ", "Flight ", "flight ", "Highway ", "Route ", "Boeing ", "Airbus "];
    if digits.whole.len() == 3 && line.ends_with_any(at, &named) {
        return say(digits.end, by_pair(&digits.whole));
    }
    None
}

/// 302 → three oh two, 370 → three seventy.
fn by_pair(digits: &str) -> String {
    let (head, tail) = digits.split_at(1);
    let head = numeral::english_cardinal(head);
    match tail.strip_prefix('0') {
        Some("0") => format!("{head} hundred"),
        Some(last) => format!("{head} oh {}", numeral::english_cardinal(last)),
        None => format!("{head} {}", numeral::english_cardinal(tail)),
    }
}

/// A count or a decimal with its sign; a code digit by digit.
pub(super) fn number(line: &Line, at: usize) -> Option<Vec<Part>> {
    let (sign, start) = sign_at(line, at);
    let digits = line.digits(start)?;
    let is_code = digits.is_plain() && digits.whole.len() > 1 && digits.whole.starts_with('0');
    let spoken = if is_code || Line::is_long(&digits) {
        numeral::english_digits(&digits.whole)
    } else {
        decimal(&digits.whole, &digits.decimals)
    };
    say(digits.end, format!("{sign}{spoken}"))
}

/// What is said for a sign before a number, and where the number starts.
fn sign_at(line: &Line, at: usize) -> (&'static str, usize) {
    let before = line.before(at);
    let free = !before.is_alphanumeric() && !matches!(before, ')' | '%' | '-');
    match line.at(at) {
        '-' | '−' if free => ("minus ", at + 1),
        '+' if free => ("plus ", at + 1),
        _ => ("", at),
    }
}
