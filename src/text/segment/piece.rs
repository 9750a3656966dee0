//! Pieces of a sentence that are said in one breath.

use std::ops::Range;

use super::is_closing;
use tingxinwen_core::article::is_han;

use crate::Haste;

/// Longest piece, in the weight of [`weight`]: about 65 Chinese characters or 250 letters. The voice
/// rushes past some 350 phonemes, of which a Chinese syllable has about 4 and a letter about 1.
const LONGEST: usize = 260;
/// A clause at least this heavy may be said alone when sound is needed at once: 6 characters.
const FIRST_AT_LEAST: usize = 24;
/// Where no mark allows a cut before this weight, the first piece ends at a word: 20 characters.
const FIRST_AT_MOST: usize = 80;
/// A rest lighter than this is not left alone: 4 characters.
const LIGHTEST: usize = 16;

/// Characters behind which a word nearly always ends.
const AFTER: &str = "的了著着與与和及並并";
/// How far back, in weight, a place within a clause looks for the clause's start.
const LOOK_BACK: usize = 4 * LONGEST;

/// The piece of `sentence` that starts at byte `from`, where that is the end of another piece or
/// the start of a clause; else the piece of that clause that holds it. The pieces that follow one
/// another cover the sentence.
pub(crate) fn piece(sentence: &str, from: usize, haste: Haste) -> Range<usize> {
    let mut from = from.min(sentence.len());
    while !sentence.is_char_boundary(from) {
        from -= 1;
    }
    let clauses = clause_starts(sentence, from);
    let clause = clauses.first().copied().unwrap_or(from);
    let mut start = if clause < from && ends_piece(sentence, clauses, from) { from } else { clause };
    loop {
        let end = start + length(&sentence[start..], haste);
        // A clause of several breaths: on to the one that holds the place.
        if end > from || end >= sentence.len() {
            return start..end;
        }
        start = end;
    }
}

fn length(rest: &str, haste: Haste) -> usize {
    match haste {
        Haste::LookAhead => breath(rest, LONGEST),
        Haste::FirstSound => first_clause(rest),
    }
}

/// Where the clause that holds `from` starts, then where those before it do; nothing where it
/// starts too far back to look.
fn clause_starts(sentence: &str, from: usize) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut sum = 0;
    let mut next = sentence[from..].chars().next();
    for (at, c) in sentence[..from].char_indices().rev() {
        let found = border(c, next).or_else(|| closes_border(sentence, at, c, next));
        if found.is_some_and(|kind| kind != Border::Space) {
            starts.push(at + c.len_utf8());
            if starts[0] == from {
                return starts;
            }
        }
        sum += weight(c);
        if sum > LOOK_BACK {
            return starts;
        }
        next = Some(c);
    }
    starts.push(0);
    starts
}

/// Whether pieces cut from one of `starts` on, in whatever haste, can end at `place`.
fn ends_piece(sentence: &str, starts: Vec<usize>, place: usize) -> bool {
    let mut seen = starts.clone();
    let mut open = starts;
    while let Some(at) = open.pop() {
        for haste in [Haste::FirstSound, Haste::LookAhead] {
            let end = at + length(&sentence[at..], haste);
            if end == place {
                return true;
            }
            if end < place && !seen.contains(&end) {
                seen.push(end);
                open.push(end);
            }
        }
    }
    false
}

/// What a character weighs: about its phonemes.
fn weight(c: char) -> usize {
    if is_han(c) {
        4
    } else if c.is_ascii_digit() {
        5
    } else {
        1
    }
}

/// Ways to cut, the better first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Border {
    Semicolon,
    Comma,
    Enumeration,
    Space,
}

/// The kind of border that ends behind `c`, with `next` after it.
fn border(c: char, next: Option<char>) -> Option<Border> {
    // What closes stays to the left; a comma inside a number is none.
    if next.is_some_and(|next| is_closing(next) || is_mark(next)) {
        return None;
    }
    let spaced = next.is_none_or(char::is_whitespace);
    match c {
        '；' | '：' | '。' | '！' | '？' | '—' | '…' => Some(Border::Semicolon),
        ';' | ':' | '!' | '?' | '.' if spaced => Some(Border::Semicolon),
        '，' => Some(Border::Comma),
        ',' if spaced => Some(Border::Comma),
        '、' => Some(Border::Enumeration),
        c if c.is_whitespace() => Some(Border::Space),
        _ => None,
    }
}

fn is_mark(c: char) -> bool {
    "，、；：。！？—…,;:.!?".contains(c)
}

/// How far one breath goes: all of `text` where it is light enough, else to the best border within
/// the limit, else to the limit itself, but not within a word of letters or digits.
fn breath(text: &str, limit: usize) -> usize {
    let mut sum = 0;
    let mut best: Option<(Border, usize)> = None;
    // The last place between words, as far as characters alone tell, and the last place at all.
    let (mut last_word, mut last_break) = (0, 0);
    let mut chars = text.char_indices().peekable();
    let mut before = None;
    while let Some((at, c)) = chars.next() {
        if sum + weight(c) > limit {
            let cut = best.map_or(if last_word > 0 { last_word } else { last_break }, |(_, at)| at);
            let cut = if cut == 0 { at.max(c.len_utf8()) } else { cut };
            // A light rest joins in rather than stand alone.
            return if lighter_than(&text[cut..], LIGHTEST) { text.len() } else { cut };
        }
        if before.is_some_and(|before| may_part(before, c)) {
            last_break = at;
            if sum * 2 >= limit && before.is_some_and(|before| AFTER.contains(before)) {
                last_word = at;
            }
        }
        sum += weight(c);
        before = Some(c);
        let next = chars.peek().map(|&(_, next)| next);
        let found = border(c, next).or_else(|| closes_border(text, at, c, next));
        // Late borders win over early ones of their kind; before a third of the breath none counts.
        if let Some(kind) = found
            && sum * 3 >= limit
            && best.is_none_or(|(so_far, _)| kind <= so_far)
        {
            best = Some((kind, at + c.len_utf8()));
        }
    }
    text.len()
}

/// A border behind closing quotes: ，」 cuts after 」.
fn closes_border(text: &str, at: usize, c: char, next: Option<char>) -> Option<Border> {
    if !is_closing(c) {
        return None;
    }
    let mark = text[..at].chars().rev().find(|&c| !is_closing(c))?;
    border(mark, next)
}

/// Whether a breath may end between two characters where no mark stands: not within a number or a
/// word of letters, and not before a mark or behind what opens.
fn may_part(before: char, after: char) -> bool {
    let glued = |c: char| !is_han(c) && !c.is_whitespace() && !is_mark(c);
    let same_word = glued(before) && glued(after);
    let counts = (before.is_ascii_digit() && is_han(after)) || (before == '第' && after.is_ascii_digit());
    let held = is_mark(after) || is_closing(after) || "「『（“‘([《〈【〔".contains(before);
    !(same_word || counts || held)
}

/// The first clause of `text` that may be said alone.
fn first_clause(text: &str) -> usize {
    let mut sum = 0;
    let mut chars = text.char_indices().peekable();
    let mut last_break = 0;
    let mut before = None;
    while let Some((at, c)) = chars.next() {
        if sum >= FIRST_AT_MOST && last_break > 0 {
            break;
        }
        if before
            .is_some_and(|before: char| c.is_whitespace() || (before.is_whitespace() && may_part(before, c)))
        {
            last_break = at;
        }
        sum += weight(c);
        before = Some(c);
        let end = at + c.len_utf8();
        let next = chars.peek().map(|&(_, next)| next);
        let found = border(c, next).or_else(|| closes_border(text, at, c, next));
        let is_clause = found.is_some_and(|kind| kind != Border::Space && kind != Border::Enumeration);
        if is_clause && sum >= FIRST_AT_LEAST {
            return if lighter_than(&text[end..], LIGHTEST) { text.len() } else { end };
        }
        if sum > LONGEST {
            break;
        }
    }
    // No mark near: the end of the breath, or for a text of words a word border.
    if sum >= FIRST_AT_MOST && last_break > 0 && !lighter_than(&text[last_break..], LIGHTEST) {
        last_break
    } else {
        breath(text, LONGEST)
    }
}

/// Whether all of `text` weighs less than `limit`.
fn lighter_than(text: &str, limit: usize) -> bool {
    let mut sum = 0;
    text.trim().chars().all(|c| {
        sum += weight(c);
        sum < limit
    })
}
