//! Scores in English: two numbers with a dash, told from a range by what stands around.

use super::super::line::{Digits, Line};

/// Whether the numbers from `at` with a dash between are a score: the greater first, or in a list with such a one
/// (6-4, 3-6, 7-6), as a range is not.
pub(super) fn is_score(line: &Line, at: usize, first: &Digits, second: &Digits) -> bool {
    let is_small = |digits: &Digits| digits.is_plain() && digits.whole.len() <= 3;
    if !is_small(first) || !is_small(second) {
        return false;
    }
    let falls = first.value() >= second.value();
    let before = line.before(at);
    // 7-6 (7-5).
    let in_brackets = before == '(' && line.at(second.end) == ')';
    if falls && (before == ' ' || in_brackets) {
        return !line.ends_with_any(at, &["from ", "From "]);
    }
    let is_listed = |comma: usize| line.at(comma) == ',' && line.at(comma + 1) == ' ';
    let next = is_listed(second.end).then(|| set_at(line, second.end + 2)).flatten();
    let last = (at >= 2 && is_listed(at - 2))
        .then(|| (3..=5).filter(|&back| back + 2 <= at).find_map(|back| set_at(line, at - 2 - back)))
        .flatten();
    before == ' ' && [next, last].into_iter().flatten().any(|(one, other)| one > other)
}

/// The games of a set, one or two digits each: 6-4.
fn set_at(line: &Line, at: usize) -> Option<(u32, u32)> {
    let dash = line.while_within(at, 3, |c| c.is_ascii_digit());
    let end = line.while_within(dash + 1, 3, |c| c.is_ascii_digit());
    let is_set = (1..=2).contains(&(dash - at))
        && matches!(line.at(dash), '-' | '–')
        && (1..=2).contains(&(end - dash - 1))
        && !line.before(at).is_ascii_alphanumeric()
        && !line.at(end).is_alphabetic();
    is_set.then(|| Some((line.text(at..dash).parse().ok()?, line.text(dash + 1..end).parse().ok()?)))?
}
