//! Sentence borders: which marks end a sentence, and which only look as if they did.

use std::ops::Range;

use super::{count, is_closing, trimmed};
use tingxinwen_core::article::is_han;

/// Marks that end a sentence wherever they stand, with what closes after them.
const ENDS: &str = "。！？!?｡﹗﹖‼⁇⁈⁉";
/// Abbreviations whose full stop ends no sentence: a name or a number follows.
const BEFORE_NAMES: [&str; 29] = [
    "mr", "mrs", "ms", "dr", "prof", "sr", "jr", "st", "mt", "ft", "gen", "gov", "sen", "rep", "rev", "hon",
    "lt", "col", "sgt", "capt", "cpl", "maj", "adm", "cmdr", "vs", "approx", "ca", "cf", "al",
];
/// Abbreviations whose full stop ends no sentence where a number follows: No. 5, p. 12.
const BEFORE_NUMBERS: [&str; 11] = ["no", "nos", "vol", "vols", "fig", "figs", "p", "pp", "ch", "sec", "art"];
/// Abbreviations after which a sentence may end, but only where a capital follows.
const BEFORE_CAPITALS: [&str; 31] = [
    "inc", "ltd", "co", "corp", "llc", "etc", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept",
    "oct", "nov", "dec", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "ave", "blvd", "rd", "est", "dept",
    "ph.d",
];

/// What goes on after 6 a.m.: a day, a month, a time zone.
const TIME_GOES_ON: &str = "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun \
    january february march april may june july august september october november december \
    est edt et gmt utc pst pt eastern pacific local";
/// Who speaks is named behind a quotation before one of these.
const SPEECH: [&str; 26] = [
    "said",
    "says",
    "asked",
    "asks",
    "told",
    "tells",
    "cried",
    "cries",
    "shouted",
    "yelled",
    "replied",
    "replies",
    "added",
    "adds",
    "wrote",
    "writes",
    "tweeted",
    "posted",
    "exclaimed",
    "whispered",
    "answered",
    "recalled",
    "joked",
    "insisted",
    "declared",
    "quipped",
];
/// Subjects that open a sentence of their own behind a quotation.
const SUBJECTS: [&str; 8] = ["he", "she", "they", "it", "i", "we", "you", "the"];
/// What goes on in the sentence of a quotation: 「你好嗎？」這句話, 「加油！」聲.
const GOES_ON: &str = "這这那的是等並并而後后且也就還还讓让使令聲声字口句便卻却遂才成到為为與与和或及之以在從从被把將将一兩两三四等吧嗎呢";

/// The sentences of `text`, one block, as byte ranges without white space at their ends.
pub(crate) fn sentences(text: &str) -> Vec<Range<usize>> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let byte = |at: usize| chars.get(at).map_or(text.len(), |&(byte, _)| byte);
    let mut cuts = Vec::new();
    let mut start = 0;
    // The same in characters.
    let mut start_at = 0;
    let mut at = 0;
    while at < chars.len() {
        count();
        let Some(after) = end_at(&chars, at) else {
            // Where a row of dots ends no sentence, none of its dots does.
            let row = if chars[at].1 == '.' { "." } else { "…⋯" };
            at += chars[at..].iter().take_while(|(_, c)| row.contains(*c)).count().max(1);
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
        if closed_quote && (goes_on(&chars, end) || holds_title(&chars, start_at, end)) {
            continue;
        }
        start_at = end;
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
            // She works at Yahoo! and likes it.
            let named = c == '!'
                && get(at + 1) == ' '
                && get(at + 2).is_ascii_lowercase()
                && get(word_start(chars, at)).is_ascii_uppercase();
            (!inside && !named).then_some(at + 1)
        }
        '…' | '⋯' => {
            let mut end = at + 1;
            while matches!(get(end), '…' | '⋯') {
                count();
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
        count();
        end += 1;
    }
    let mut next = end;
    while is_closing(get(next)) {
        count();
        next += 1;
    }
    let is_end = next >= chars.len();
    if !is_end && !get(next).is_whitespace() && !is_han(get(next)) {
        return None;
    }
    let mut follower = next;
    while get(follower).is_whitespace() {
        count();
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
    // $3.50. and 10.5m. end a sentence as any number does.
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        let is_item = word.bytes().all(|c| c.is_ascii_digit()) && numbers_a_list(chars, start);
        return (!is_item && !small).then_some(end);
    }
    let is_initial = word.len() == 1 && word != "i" && get(start).is_ascii_uppercase();
    let is_dotted = word.contains('.') && word.split('.').all(|part| part.len() <= 2);
    // Vitamin C. The next: a letter that no name goes on after.
    let is_letter = is_initial && starts_sentence(chars, follower) && follows_small_word(chars, start);
    let is_number = BEFORE_NUMBERS.contains(&word.as_str()) && follows.is_ascii_digit();
    if (is_initial && !is_letter) || is_number || BEFORE_NAMES.contains(&word.as_str()) {
        return None;
    }
    if is_dotted || BEFORE_CAPITALS.contains(&word.as_str()) {
        let is_time = matches!(word.as_str(), "a.m" | "p.m");
        let goes_on = small
            // a.m.與, （Apple Inc.）發布.
            || (is_han(follows) && follower == next)
            || follows.is_ascii_digit()
            || (is_dotted && !is_time && !starts_sentence(chars, follower))
            || (is_time && TIME_GOES_ON.split(' ').any(|word| word == word_at(chars, follower)));
        return (!goes_on).then_some(end);
    }
    (!small).then_some(end)
}

/// Whether the number at `start` counts the items of a list: at the start of a block, or behind the end of a sentence,
/// which the full stop of Jan. is not.
fn numbers_a_list(chars: &[(usize, char)], start: usize) -> bool {
    let mut before = (0..start).rev().inspect(|_| count());
    let Some(last) = before.find(|&place| !chars[place].1.is_whitespace()) else { return true };
    let c = chars[last].1;
    let before: String =
        chars[word_start(chars, last)..last].iter().map(|&(_, c)| c.to_ascii_lowercase()).collect();
    let is_abbreviation = [&BEFORE_CAPITALS[..], &BEFORE_NAMES, &BEFORE_NUMBERS]
        .iter()
        .any(|words| words.contains(&before.as_str()));
    ENDS.contains(c) || c == ':' || (c == '.' && !is_abbreviation)
}

/// Whether a word in small letters stands before the one at `start`.
fn follows_small_word(chars: &[(usize, char)], start: usize) -> bool {
    let last = start.checked_sub(2).map(|place| chars[place].1);
    let first = start.checked_sub(2).map(|place| chars[word_start(chars, place + 1)].1);
    last.is_some_and(|c| c.is_ascii_lowercase()) && first.is_some_and(|c| c.is_ascii_lowercase())
}

/// The word at `at` in small letters, at most a dozen of them.
fn word_at(chars: &[(usize, char)], at: usize) -> String {
    let letters = chars[at.min(chars.len())..].iter().map(|&(_, c)| c.to_ascii_lowercase());
    letters.take_while(char::is_ascii_alphabetic).take(12).collect()
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
    const OPENERS: [&str; 60] = [
        "the",
        "a",
        "an",
        "he",
        "she",
        "it",
        "they",
        "we",
        "you",
        "i",
        "this",
        "that",
        "these",
        "those",
        "but",
        "and",
        "in",
        "on",
        "at",
        "for",
        "if",
        "when",
        "while",
        "as",
        "his",
        "her",
        "its",
        "their",
        "our",
        "there",
        "then",
        "so",
        "after",
        "before",
        "now",
        "what",
        "no",
        "yes",
        "who",
        "how",
        "why",
        "since",
        "although",
        "however",
        "meanwhile",
        "still",
        "yet",
        "according",
        "also",
        "both",
        "many",
        "most",
        "some",
        "my",
        "your",
        "not",
        "with",
        "by",
        "from",
        "to",
    ];
    OPENERS.contains(&word_at(chars, at).as_str())
}

/// Whether the sentence goes on after a closed quotation: with a small letter, a comma, or the one
/// who said it.
fn goes_on(chars: &[(usize, char)], at: usize) -> bool {
    let mut next = at;
    let mut spaces = 0;
    while chars.get(next).is_some_and(|&(_, c)| c.is_whitespace()) {
        count();
        next += 1;
        spaces += 1;
    }
    let Some(&(_, c)) = chars.get(next) else { return false };
    if "，、；：,;:—的".contains(c) || c.is_lowercase() {
        return true;
    }
    // “We won!” Smith said.
    if spaces > 0 && c.is_ascii_uppercase() {
        return names_speaker(chars, next);
    }
    // 「好！」他說。 Only right behind the quotation, and where one speaks.
    spaces == 0
        && is_han(c)
        && matches!(chars.get(at.wrapping_sub(1)), Some(&(_, '」' | '』' | '”')))
        && (GOES_ON.contains(c)
            || chars[next..]
                .iter()
                .map(|&(_, c)| c)
                .take_while(|c| !"，。！？；：「".contains(*c))
                .take(8)
                .any(|c| "說说問问道喊稱称答".contains(c)))
}

/// Whether a name and a word of speech follow: Smith said, Mr. Smith of Ohio asked.
fn names_speaker(chars: &[(usize, char)], at: usize) -> bool {
    /// Longest name of a speaker, in characters.
    const LONGEST: usize = 48;
    if SUBJECTS.contains(&word_at(chars, at).as_str()) {
        return false;
    }
    let end = (at + LONGEST).min(chars.len());
    let starts = (at..end).filter(|&place| place == at || chars[place - 1].1.is_whitespace());
    starts
        .take_while(|&place| !chars[at..place].iter().any(|&(_, c)| "!?,;:\"”“".contains(c)))
        .any(|place| SPEECH.contains(&word_at(chars, place).as_str()))
}

/// Whether what closes before `end` is a title or a remark inside the sentence that started at `start`: 《你好嗎？》這部電影,
/// 他（其實是她！）走了.
fn holds_title(chars: &[(usize, char)], start: usize, end: usize) -> bool {
    /// How far back the bracket that opens is looked for.
    const LONGEST: usize = 60;
    let get = |at: usize| chars.get(at).map_or('\0', |&(_, c)| c);
    if !is_han(get(end)) && !get(end).is_ascii_alphanumeric() {
        return false;
    }
    match get(end - 1) {
        '》' | '〉' => true,
        '）' | ')' => {
            let open =
                (start.max(end.saturating_sub(LONGEST))..end).rev().find(|&at| matches!(get(at), '（' | '('));
            // A remark that ends in 。 is a sentence of its own.
            let is_remark = end >= 2 && matches!(get(end - 2), '！' | '？' | '!' | '?');
            is_remark && open.is_some()
        }
        _ => false,
    }
}
