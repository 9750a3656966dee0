//! Sentence borders: which marks end a sentence, and which only look as if they did.

use std::ops::Range;

use super::{is_closing, trimmed};
use tingxinwen_core::article::is_han;

/// Marks that end a sentence wherever they stand, with what closes after them.
const ENDS: &str = "。！？!?｡﹗﹖‼⁇⁈⁉";
/// Abbreviations whose full stop ends no sentence: a name or a number follows.
const BEFORE_NAMES: [&str; 34] = [
    "mr", "mrs", "ms", "dr", "prof", "sr", "jr", "st", "mt", "ft", "gen", "gov", "sen", "rep", "rev", "hon",
    "lt", "col", "sgt", "capt", "cpl", "maj", "adm", "cmdr", "no", "nos", "vol", "fig", "pp", "vs", "approx",
    "ca", "cf", "al",
];
/// Abbreviations after which a sentence may end, but only where a capital follows.
const BEFORE_CAPITALS: [&str; 31] = [
    "inc", "ltd", "co", "corp", "llc", "etc", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept",
    "oct", "nov", "dec", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "ave", "blvd", "rd", "est", "dept",
    "ph.d",
];

/// The sentences of `text`, one block, as byte ranges without white space at their ends.
pub(crate) fn sentences(text: &str) -> Vec<Range<usize>> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let byte = |at: usize| chars.get(at).map_or(text.len(), |&(byte, _)| byte);
    let mut cuts = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < chars.len() {
        let Some(after) = end_at(&chars, at) else {
            at += 1;
            continue;
        };
        // What closes belongs to the sentence: 。」 and !" stay to the left.
        let mut end = after;
        while chars.get(end).is_some_and(|&(_, c)| is_closing(c) || ENDS.contains(c)) {
            end += 1;
        }
        at = end;
        // 「真的嗎？」他問: the quotation is over, the sentence is not.
        let closed_quote = end > after || chars.get(after - 1).is_some_and(|&(_, c)| is_closing(c));
        if closed_quote && goes_on(&chars, end) {
            continue;
        }
        cuts.push(start..byte(end));
        start = byte(end);
    }
    cuts.push(start..text.len());
    cuts.into_iter()
        .filter_map(|cut| trimmed(text, cut))
        .filter(|cut| has_content(&text[cut.clone()]))
        .collect()
}

/// Whether `text` has anything to speak; a row of marks alone is no sentence.
fn has_content(sentence: &str) -> bool {
    sentence.chars().any(|c| c.is_alphanumeric() || is_symbol(c))
}

/// Symbols that are said: emoji, signs of money and mathematics.
fn is_symbol(c: char) -> bool {
    "%％＋+=＝$＄€£¥￥℃℉°×÷±≤≥≠√∞".contains(c) || u32::from(c) >= 0x1_F300
}

/// One past the mark at `at`, where it ends a sentence.
fn end_at(chars: &[(usize, char)], at: usize) -> Option<usize> {
    let get = |at: usize| chars.get(at).map_or('\0', |&(_, c)| c);
    match get(at) {
        c if ENDS.contains(c) => {
            // Yahoo! and C!: a name goes on in the same word.
            let inside = c.is_ascii() && get(at + 1).is_alphanumeric() && !is_han(get(at + 1));
            (!inside).then_some(at + 1)
        }
        '…' | '⋯' => {
            let mut end = at + 1;
            while matches!(get(end), '…' | '⋯') {
                end += 1;
            }
            // Two or more, and a new thought after them.
            (end - at >= 2 && !is_soft(get(end))).then_some(end)
        }
        '.' | '．' => full_stop(chars, at),
        _ => None,
    }
}

/// What may follow …… inside a sentence.
fn is_soft(c: char) -> bool {
    "，、；：,;:」』）”’)\"等".contains(c)
}

/// One past the full stop at `at`, where it ends an English sentence.
fn full_stop(chars: &[(usize, char)], at: usize) -> Option<usize> {
    let get = |at: usize| chars.get(at).map_or('\0', |&(_, c)| c);
    let mut end = at + 1;
    while get(end) == '.' {
        end += 1;
    }
    let mut next = end;
    while is_closing(get(next)) {
        next += 1;
    }
    let is_end = next >= chars.len();
    if !is_end && !get(next).is_whitespace() && !is_han(get(next)) {
        return None;
    }
    let mut follower = next;
    while get(follower).is_whitespace() {
        follower += 1;
    }
    if is_end || follower >= chars.len() {
        return Some(end);
    }
    let follows = get(follower);
    let small = follows.is_lowercase();
    if end - at > 1 {
        // An ellipsis goes on in small letters.
        return (!small).then_some(end);
    }
    let start = word_start(chars, at);
    let word: String = chars[start..at].iter().map(|&(_, c)| c.to_ascii_lowercase()).collect();
    if word.is_empty() {
        return (!small).then_some(end);
    }
    // 1. at the start of a block numbers a list; 3. after a word ends a sentence.
    if word.bytes().all(|c| c.is_ascii_digit()) {
        let before = chars[..start].iter().rev().map(|&(_, c)| c).find(|c| !c.is_whitespace());
        let numbers_a_list = before.is_none_or(|c| ENDS.contains(c) || c == '.' || c == ':');
        return (!numbers_a_list && !small).then_some(end);
    }
    let is_initial = word.len() == 1 && word != "i" && get(start).is_ascii_uppercase();
    let is_dotted = word.contains('.') && word.split('.').all(|part| part.len() <= 2);
    if is_initial || BEFORE_NAMES.contains(&word.as_str()) {
        return None;
    }
    if is_dotted || BEFORE_CAPITALS.contains(&word.as_str()) {
        let is_time = matches!(word.as_str(), "a.m" | "p.m");
        let goes_on =
            small || follows.is_ascii_digit() || (is_dotted && !is_time && !starts_sentence(chars, follower));
        return (!goes_on).then_some(end);
    }
    (!small).then_some(end)
}

/// Where the word before `at` starts, dots inside it included; 24 letters at most.
fn word_start(chars: &[(usize, char)], at: usize) -> usize {
    let mut start = at;
    while start > 0 && at - start < 24 {
        let c = chars[start - 1].1;
        if !(c.is_ascii_alphanumeric() || c == '.') {
            break;
        }
        start -= 1;
    }
    start
}

/// Whether the word at `at` often opens a sentence: U.S. The … against U.S. Senate.
fn starts_sentence(chars: &[(usize, char)], at: usize) -> bool {
    const OPENERS: [&str; 30] = [
        "the", "a", "an", "he", "she", "it", "they", "we", "you", "i", "this", "that", "these", "those",
        "but", "and", "in", "on", "at", "for", "if", "when", "while", "as", "his", "her", "its", "their",
        "our", "there",
    ];
    let word: String = chars[at..]
        .iter()
        .map(|&(_, c)| c.to_ascii_lowercase())
        .take_while(char::is_ascii_alphabetic)
        .take(8)
        .collect();
    OPENERS.contains(&word.as_str())
}

/// Whether the sentence goes on after a closed quotation: with a small letter, a comma, or the one
/// who said it.
fn goes_on(chars: &[(usize, char)], at: usize) -> bool {
    let mut next = at;
    let mut spaces = 0;
    while chars.get(next).is_some_and(|&(_, c)| c.is_whitespace()) {
        next += 1;
        spaces += 1;
    }
    let Some(&(_, c)) = chars.get(next) else { return false };
    if "，、；：,;:—的".contains(c) || c.is_lowercase() {
        return true;
    }
    // 「好！」他說。 Only right behind the quotation, and where one speaks.
    spaces == 0
        && is_han(c)
        && matches!(chars.get(at.wrapping_sub(1)), Some(&(_, '」' | '』' | '”')))
        && chars[next..]
            .iter()
            .map(|&(_, c)| c)
            .take_while(|c| !"，。！？；：「".contains(*c))
            .take(8)
            .any(|c| "說说問问道喊稱称答".contains(c))
}
