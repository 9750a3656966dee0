//! Punctuation: which marks are pauses, and which are silent.

use super::{Line, Part, Say, one};
use tingxinwen_core::article::is_han;

/// Rule: punctuation marks in a row make one pause, that of the strongest of them.
pub(super) fn mark(line: &Line, at: usize) -> Option<Vec<Part>> {
    let first = mark_of(line.at(at))?;
    let mut end = at + 1;
    let mut strongest = first;
    while let Some(next) = mark_of(line.at(end)) {
        if rank(next) > rank(strongest) {
            strongest = next;
        }
        end += 1;
    }
    // Three full stops are an ellipsis.
    let dots = end - at >= 3 && (at..end).all(|place| line.at(place) == '.');
    one(end, Say::Mark(if dots { "…" } else { strongest }))
}

/// Rule: a space between two Chinese phrases, as in headlines, is a pause; spaces between single characters are not.
pub(super) fn gap(line: &Line, at: usize) -> Option<Vec<Part>> {
    let end = line.while_within(at, 3, is_space);
    if end == at || is_space(line.before(at)) || is_space(line.at(end)) {
        return None;
    }
    let ends = |c: char| is_han(c) || "」』》％%".contains(c);
    let starts = |c: char| is_han(c) || "「『《".contains(c) || c.is_ascii_digit();
    let (before, after) = (line.before(at), line.at(end));
    // A digit before or after hangs on its neighbour: 第 3 名.
    let parts = ends(before) && starts(after) && (is_han(after) || line.at(end + 1) != ' ');
    let spaced_out = (1..=2).any(|step| at > step && is_space(line.at(at - 1 - step)))
        || (1..=2).any(|step| is_space(line.at(end + step)));
    let counts = after.is_ascii_digit() && before != '」';
    (parts && !spaced_out && !counts).then(|| one(end, Say::Mark(",")))?
}

fn is_space(c: char) -> bool {
    c == ' ' || c == '\u{3000}' || c == '\t'
}

/// Rule: a round bracket between two words is a short pause, unless another mark stands beside it.
pub(super) fn bracket(line: &Line, at: usize) -> Option<Vec<Part>> {
    let c = line.at(at);
    if !matches!(c, '(' | '（' | ')' | '）') {
        return None;
    }
    let opens = matches!(c, '(' | '（');
    let heard = |c: char| c.is_alphanumeric() || "%」』”\"》".contains(c);
    let (before, after) = (line.before(at), line.at(at + 1));
    let before = if before == ' ' { line.before(at - 1) } else { before };
    let after = if after == ' ' { line.at(at + 2) } else { after };
    let goes_on = after.is_alphanumeric() || "「『“《".contains(after) || (opens && after == '"');
    let apart = heard(before) && goes_on;
    // f(x) and 報導(一) hang together.
    let is_call = opens && line.before(at).is_ascii_alphanumeric() && line.at(at + 1).is_ascii_alphanumeric();
    // 今（22）日: a day of the month stands without a pause.
    let digits = |c: char| c.is_ascii_digit();
    let is_day = if opens {
        let end = line.while_within(at + 1, 4, digits);
        end > at + 1 && end <= at + 3 && matches!(line.at(end), ')' | '）' | '日')
    } else {
        matches!(line.at(at + 1), '日' | '號')
    };
    (apart && !is_call && !is_day).then(|| one(at + 1, Say::Mark(",")))?
}

/// Rule: a slash between two numbers that no earlier rule took as a fraction or a date is a short pause: 血壓130/80.
pub(super) fn slash(line: &Line, at: usize) -> Option<Vec<Part>> {
    let is_between = line.before(at).is_ascii_digit() && line.at(at + 1).is_ascii_digit();
    (line.at(at) == '/' && is_between).then(|| one(at + 1, Say::Mark(",")))?
}

/// Rule: a day of the week in brackets behind a date, 11月25日（三）, is read 星期三.
pub(super) fn weekday(line: &Line, at: usize) -> Option<Vec<Part>> {
    let day = line.at(at + 1);
    let is_date = matches!(line.before(at), '日' | '號')
        && at >= 2
        && (line.at(at - 2).is_ascii_digit() || "〇零一二三四五六七八九十".contains(line.at(at - 2)));
    let is_day = matches!(line.at(at), '(' | '（')
        && "一二三四五六日".contains(day)
        && matches!(line.at(at + 2), ')' | '）');
    // 10/25（六）、26（日）: the second day is written without 日.
    let day_start =
        at - (1..=2).take_while(|&back| back <= at && line.at(at - back).is_ascii_digit()).count();
    let is_second = day_start < at
        && matches!(line.before(day_start), '、' | '~' | '～' | '-')
        && line.has_before(day_start, 12, &["/", "月"]);
    if is_second && is_day {
        return one(at + 3, Say::Mandarin(format!("日星期{day}")));
    }
    (is_date && is_day).then(|| one(at + 3, Say::Mandarin(format!("星期{day}"))))?
}

/// The mark of the Kokoro vocabulary for a punctuation mark; `None` for marks that are silent.
fn mark_of(c: char) -> Option<&'static str> {
    Some(match c {
        '，' | ',' | '、' | '､' | '﹐' => ",",
        '。' | '.' | '｡' => ".",
        '！' | '!' | '﹗' => "!",
        '？' | '?' | '﹖' => "?",
        '；' | ';' | '﹔' => ";",
        '：' | ':' | '﹕' => ":",
        '…' | '⋯' => "…",
        '—' | '―' | '─' => "—",
        _ => return None,
    })
}

/// The strength of a mark: in a row of marks the highest number is heard.
fn rank(mark: &str) -> u8 {
    match mark {
        "?" => 8,
        "!" => 7,
        "." => 6,
        "…" => 5,
        ";" => 4,
        ":" => 3,
        "—" => 2,
        _ => 1,
    }
}
