//! Numbers that are called in English: telephones, rooms, flights.

use super::{Line, Part, numeral, say};

/// Rule: numbers of telephones, rooms and flights, digit by digit or in pairs.
pub(super) fn called(line: &Line, at: usize) -> Option<Vec<Part>> {
    if let Some(parts) = area_code(line, at) {
        return Some(parts);
    }
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

/// A telephone number with an area code: (202) 555-0173, +1 202 555 0173, 202.555.0173.
fn area_code(line: &Line, at: usize) -> Option<Vec<Part>> {
    if line.before(at).is_alphanumeric() || matches!(line.before(at), '.' | '-' | '$') {
        return None;
    }
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '.' | '(' | ')' | ' ');
    let plus = line.at(at) == '+';
    let mut end = line.while_within(at + usize::from(plus), 24, is_part);
    while end > at && !line.at(end - 1).is_ascii_digit() {
        end -= 1;
    }
    let text = line.text(at..end);
    let groups: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let lens: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let is_american = matches!(lens[..], [3, 3, 4] | [1, 3, 3, 4]);
    let is_foreign = plus && (8..=15).contains(&lens.iter().sum::<usize>());
    let is_spaced = !text.contains(['-', '.', '(']) && !plus;
    (is_foreign || (is_american && !is_spaced)).then(|| {
        let plus = if plus { "plus " } else { "" };
        say(end, format!("{plus}{}", numeral::english_digits(&text)))
    })?
}

/// A number of three digits as rooms and flights are called: 302 → three oh two, 370 → three seventy.
fn by_pair(digits: &str) -> String {
    let (head, tail) = digits.split_at(1);
    let head = numeral::english_cardinal(head);
    match tail.strip_prefix('0') {
        Some("0") => format!("{head} hundred"),
        Some(last) => format!("{head} oh {}", numeral::english_cardinal(last)),
        None => format!("{head} {}", numeral::english_cardinal(tail)),
    }
}
