//! Numbers, measures and fractions in English.

use super::{super::amount::range_at, Line, Part, decimal, numeral, say, score::is_score};

/// Units: as written, the singular, the plural. A unit that starts like another stands before it.
const UNITS: [(&str, &str, &str); 50] = [
    ("mg/dL", "milligram per deciliter", "milligrams per deciliter"),
    ("μg/mL", "microgram per milliliter", "micrograms per milliliter"),
    ("μg", "microgram", "micrograms"),
    ("mcg", "microgram", "micrograms"),
    ("bps", "basis point", "basis points"),
    ("tbsp", "tablespoon", "tablespoons"),
    ("tsp", "teaspoon", "teaspoons"),
    ("tsps", "teaspoon", "teaspoons"),
    ("sq ft", "square foot", "square feet"),
    ("sq. ft.", "square foot", "square feet"),
    ("sq km", "square kilometer", "square kilometers"),
    ("sq m", "square meter", "square meters"),
    ("sq mi", "square mile", "square miles"),
    ("ha", "hectare", "hectares"),
    ("km/h", "kilometer per hour", "kilometers per hour"),
    ("km2", "square kilometer", "square kilometers"),
    ("km²", "square kilometer", "square kilometers"),
    ("m²", "square meter", "square meters"),
    ("m³", "cubic meter", "cubic meters"),
    ("mph", "mile per hour", "miles per hour"),
    ("kph", "kilometer per hour", "kilometers per hour"),
    ("kWh", "kilowatt hour", "kilowatt hours"),
    ("GWh", "gigawatt hour", "gigawatt hours"),
    ("MWh", "megawatt hour", "megawatt hours"),
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

/// Powers of ten in letters right behind a number.
const SCALES: [(&str, &str); 9] = [
    ("bn", "billion"),
    ("tn", "trillion"),
    ("trn", "trillion"),
    ("mn", "million"),
    ("m", "million"),
    ("M", "million"),
    ("k", "thousand"),
    ("B", "billion"),
    ("x", "times"),
];
/// Longest version that is looked at, in characters.
const LONGEST_VERSION: usize = 24;
/// What is numbered with a letter: Apartment 4B.
const NUMBERED: [&str; 13] = [
    "Apartment ",
    "apartment ",
    "Apt. ",
    "Room ",
    "room ",
    "Unit ",
    "Gate ",
    "gate ",
    "Suite ",
    "Seat ",
    "seat ",
    "Platform ",
    "row ",
];
/// Words that make the m before them meters.
const LENGTHS: [&str; 18] = [
    "tall",
    "long",
    "wide",
    "high",
    "deep",
    "away",
    "from",
    "sprint",
    "freestyle",
    "pool",
    "hurdles",
    "race",
    "above",
    "below",
    "underwater",
    "swim",
    "final",
    "relay",
];
/// What a quantity is counted by.
const PER: [&str; 20] = [
    "hour", "day", "week", "month", "year", "night", "minute", "second", "person", "head", "mile", "gallon",
    "litre", "liter", "kilogram", "barrel", "ounce", "ton", "share", "game",
];

/// Fractions written as one character: what is said for each by itself, and behind a number.
const SIGNS: [(char, &str, &str); 7] = [
    ('½', "one half", "a half"),
    ('⅓', "one third", "a third"),
    ('⅔', "two thirds", "two thirds"),
    ('¼', "one quarter", "a quarter"),
    ('¾', "three quarters", "three quarters"),
    ('⅛', "one eighth", "an eighth"),
    ('⅜', "three eighths", "three eighths"),
];

/// Rule: fractions of one character: ½ cup, 2½ cups.
pub(super) fn fraction_sign(line: &Line, at: usize) -> Option<Vec<Part>> {
    let &(_, alone, more) = SIGNS.iter().find(|(sign, ..)| *sign == line.at(at))?;
    let before = line.before(at);
    if before.is_ascii_digit() || (before == ' ' && line.before(at - 1).is_ascii_digit()) {
        return say(at + 1, format!("and {more}"));
    }
    say(at + 1, alone)
}

/// Rule: versions and addresses of three numbers or more: version 2.0.1.
pub(super) fn dotted(line: &Line, at: usize) -> Option<Vec<Part>> {
    // v2.0.1.
    let is_named = line.before(at) == 'v' && !line.before(at - 1).is_alphanumeric();
    if !is_named && line.before(at).is_ascii_alphanumeric() || matches!(line.before(at), '.' | '$') {
        return None;
    }
    let end = line.while_within(at, LONGEST_VERSION, |c| c.is_ascii_digit() || c == '.');
    let text = line.text(at..end);
    let parts: Vec<&str> = text.trim_end_matches('.').split('.').collect();
    let is_version = parts.len() >= 3 && parts.iter().all(|part| (1..=5).contains(&part.len()));
    let spoken: Vec<String> = parts.iter().map(|part| numeral::english_cardinal(part)).collect();
    is_version.then(|| say(at + text.trim_end_matches('.').len(), spoken.join(" point ")))?
}

/// Rule: fractions (1/2 cup, 3/4 of them), and two numbers that are none (24/7, 9/11).
pub(super) fn fraction(line: &Line, at: usize) -> Option<Vec<Part>> {
    let above = line.digits(at).filter(|above| above.is_plain())?;
    if line.at(above.end) != '/' || line.before(at) == '/' || line.before(at).is_alphanumeric() {
        return None;
    }
    let below = line.digits(above.end + 1).filter(|below| below.is_plain() && line.at(below.end) != '/')?;
    let (top, bottom) = (above.value()?, below.value()?);
    let one = numeral::english_cardinal(&above.whole);
    // 9/11 is a day, 24/7 a way to say always; what is parted in so many parts is parted evenly.
    if top >= bottom || !(bottom <= 10 || matches!(bottom, 12 | 16 | 20 | 32 | 64 | 100)) {
        return say(below.end, format!("{one} {}", numeral::english_cardinal(&below.whole)));
    }
    let part = match bottom {
        2 => "half".to_owned(),
        4 => "quarter".to_owned(),
        _ => numeral::english_ordinal(&below.whole),
    };
    let plural = if top == 1 { "" } else { "s" };
    // 1 1/2 cups.
    let also = if at > 1 && line.before(at) == ' ' && line.at(at - 2).is_ascii_digit() { "and " } else { "" };
    say(below.end, format!("{also}{one} {part}{plural}"))
}

/// Rule: ranges (10-20 people, 3–5%) and scores (3-1).
pub(super) fn range(line: &Line, at: usize) -> Option<Vec<Part>> {
    let first = line.digits(at)?;
    // 4.25%-4.5%.
    let dash = unit_at(line, first.end).map_or(first.end, |(.., end)| end);
    let second = line.digits(range_at(line, dash)?)?;
    let unit_behind = |at: usize| unit_at(line, at).map(|(_, more, _)| more);
    if dash > first.end && unit_behind(second.end) != unit_behind(first.end) {
        return None;
    }
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
    if unit_at(line, second.end).is_none() && is_score(line, at, &first, &second) {
        return say(second.end, format!("{} {}", spoken(&first), spoken(&second)));
    }
    let (unit, end) =
        unit_at(line, second.end).map_or((None, second.end), |(_, more, end)| (Some(more), end));
    let unit = unit.map_or(String::new(), |unit| format!(" {unit}"));
    say(end, format!("{} to {}{unit}", spoken(&first), spoken(&second)))
}

/// Rule: a ratio, which unlike a time has one digit behind its colon: 3:1, 16:9.
pub(super) fn ratio(line: &Line, at: usize) -> Option<Vec<Part>> {
    let first = line.digits(at).filter(|first| first.is_plain() && first.whole.len() <= 3)?;
    let second = line.digits(first.end + 1).filter(|second| second.is_plain() && second.whole.len() == 1)?;
    let is_free = !line.before(at).is_alphanumeric() && !matches!(line.before(at), ':' | '.' | '$');
    let goes_on = line.at(second.end) == ':' || line.at(second.end).is_alphanumeric();
    (line.at(first.end) == ':' && is_free && !goes_on).then(|| {
        let end = second.end;
        let [first, second] = [first, second].map(|digits| numeral::english_cardinal(&digits.whole));
        say(end, format!("{first} to {second}"))
    })?
}

/// Rule: feet and inches: 5'10".
pub(super) fn height(line: &Line, at: usize) -> Option<Vec<Part>> {
    let feet = line.digits(at).filter(|feet| feet.is_plain() && feet.whole.len() <= 2)?;
    let inches = line.digits(feet.end + 1).filter(|inches| inches.whole.len() <= 2)?;
    let is_height = matches!(line.at(feet.end), '\'' | '′')
        && matches!(line.at(inches.end), '"' | '″' | '”')
        && !line.before(at).is_alphanumeric();
    is_height.then(|| {
        say(
            inches.end + 1,
            format!(
                "{} foot {}",
                numeral::english_cardinal(&feet.whole),
                decimal(&inches.whole, &inches.decimals)
            ),
        )
    })?
}

/// Rule: a number with a power of ten in letters: 1.5m, 2bn, 5k. A whole number of three digits before m is a length: 100m.
pub(super) fn scaled(line: &Line, at: usize) -> Option<Vec<Part>> {
    let (sign, start) = sign_at(line, at);
    let digits = line.digits(start)?;
    let &(letters, name) = SCALES.iter().find(|(letters, _)| {
        line.has(digits.end, letters) && !line.at(digits.end + letters.len()).is_alphanumeric()
    })?;
    let next = line.skip_space(digits.end + letters.len());
    // G5M is a model, 4k a screen, 3M a company.
    let is_name =
        matches!((digits.whole.as_str(), letters), ("4" | "8", "k") | ("3", "M")) && digits.is_plain();
    // 221B Baker Street, Apartment 4B: a house or a part of it.
    let is_bomber = line.before(start) == '-' && letters == "B";
    let is_house = letters == "B"
        && digits.is_plain()
        && digits.whole.len() <= 3
        && (line.ends_with_any(start, &NUMBERED)
            || next > digits.end + 1 && line.at(next).is_ascii_uppercase());
    if is_name
        || is_house
        || is_bomber
        || line.before(start).is_ascii_alphanumeric()
        || Line::is_long(&digits)
    {
        return None;
    }
    let is_length = letters == "m"
        && (digits.decimals.is_empty() && digits.whole.len() > 2 || line.first_of(next, &LENGTHS).is_some());
    let dash = line.at(digits.end + letters.len()) == '-';
    let name = if is_length { "meters" } else { name };
    (!dash || !is_length).then(|| {
        say(digits.end + letters.len(), format!("{sign}{} {name}", decimal(&digits.whole, &digits.decimals)))
    })?
}

/// Rule: a slash between an amount and what it is counted by: 30 litres/day.
pub(super) fn per(line: &Line, at: usize) -> Option<Vec<Part>> {
    let before = line.before(at);
    let is_counted = before.is_ascii_alphanumeric() || before == '%';
    let &word =
        PER.iter().find(|word| line.has(at + 1, word) && !line.at(at + 1 + word.len()).is_alphanumeric())?;
    let digits = (1..=12)
        .take_while(|&back| back <= at && line.at(at - back) != ' ')
        .any(|back| line.at(at - back).is_ascii_digit())
        || (line.has_before(at, 12, &["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]));
    (line.at(at) == '/' && is_counted && digits).then(|| say(at + 1 + word.len(), format!("per {word}")))?
}

/// Rule: a number and its unit: 5 km, 60 mph, 3.5%, 25°C.
pub(super) fn measure(line: &Line, at: usize) -> Option<Vec<Part>> {
    let (sign, start) = sign_at(line, at);
    let digits = line.digits(start)?;
    // 1.5C of warming; 12C is a seat too.
    let is_celsius = line.at(digits.end) == 'C'
        && !line.at(digits.end + 1).is_alphanumeric()
        && digits.whole.len() <= 2
        && !line.ends_with_any(start, &NUMBERED);
    let celsius = is_celsius.then_some(("degree Celsius", "degrees Celsius", digits.end + 1));
    // A 210-lb. guard.
    let joined = (line.at(digits.end) == '-' && line.at(digits.end + 1).is_ascii_alphabetic())
        .then(|| unit_at(line, digits.end + 1).map(|(one, _, end)| (one, one, end)))
        .flatten();
    let (one, more, mut end) = unit_at(line, digits.end).or(celsius).or(joined)?;
    // 1 lb. ground beef: no sentence ends there.
    let next = line.at(line.skip_space(end + 1));
    if line.at(end) == '.' && line.at(end + 1) == ' ' && (next.is_lowercase() || next == '(') {
        end += 1;
    }
    let name = if digits.whole == "1" && digits.decimals.is_empty() { one } else { more };
    say(end, format!("{sign}{} {name}", decimal(&digits.whole, &digits.decimals)))
}

fn unit_at(line: &Line, at: usize) -> Option<(&'static str, &'static str, usize)> {
    let start = line.skip_space(at);
    // 8,849 m: with a space before it is a length, right behind the number millions as well.
    let apart = [("m", "meter", "meters"), ("g", "gram", "grams")];
    // 6 ft 2 in.
    let inches = [("in", "inch", "inches")];
    let is_height = line.has_before(at, 6, &["ft ", "ft. "]);
    // 9.58s.
    let seconds = [("s", "second", "seconds")];
    let is_tenth =
        line.before(at).is_ascii_digit() && (2..=4).any(|back| at >= back && line.at(at - back) == '.');
    let &(written, one, more) = UNITS
        .iter()
        .chain(apart.iter().filter(|row| start > at && !line.at(start + row.0.len()).is_alphanumeric()))
        .chain(inches.iter().filter(|_| is_height))
        .chain(seconds.iter().filter(|_| start == at && is_tenth))
        .find(|row| line.has(start, row.0))?;
    let end = start + written.chars().count();
    let is_word = written.ends_with(|c: char| c.is_ascii_alphabetic());
    (!is_word || !line.at(end).is_alphanumeric()).then_some((one, more, end))
}

/// Rule: ordinals in digits: 1st, 22nd.
pub(in crate::normalize) fn ordinal(line: &Line, at: usize) -> Option<Vec<Part>> {
    let digits = line.digits(at).filter(|digits| digits.decimals.is_empty())?;
    line.first_of(digits.end, &["st", "nd", "rd", "th"])?;
    (!line.at(digits.end + 2).is_alphanumeric())
        .then(|| say(digits.end + 2, numeral::english_ordinal(&digits.whole)))?
}

/// Rule: any other number with its sign; one that starts with 0 digit by digit.
pub(super) fn number(line: &Line, at: usize) -> Option<Vec<Part>> {
    let (sign, start) = sign_at(line, at);
    let digits = line.digits(start)?;
    let is_code = digits.is_plain() && digits.whole.len() > 1 && digits.whole.starts_with('0');
    let spoken = if is_code || Line::is_long(&digits) {
        numeral::english_digits(&digits.whole)
    } else if line.at(start) == '.' {
        format!("point {}", numeral::english_digits(&digits.decimals))
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
