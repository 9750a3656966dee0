//! Pieces: the parts of a sentence that are synthesized as one utterance.

use std::ops::Range;

use super::{count, is_closing};
use tingxinwen_core::article::is_han;

use crate::Haste;

/// The longest piece, in phonemes as [`phonemes`] estimates them: about 65 Chinese characters or 250 letters. The
/// embedded voice rushes beyond some 350.
const LONGEST: usize = 260;
/// The shortest first piece when sound is needed at once, in phonemes: 6 Chinese characters.
const SHORTEST_FIRST: usize = 24;
/// Where no mark allows a cut before this, the first piece ends at a word, in phonemes: 20 Chinese characters.
const LONGEST_FIRST: usize = 80;
/// The shortest rest that is a piece of its own, in phonemes: 4 Chinese characters.
const SHORTEST_REST: usize = 16;

/// Characters behind which a word nearly always ends.
const AFTER: &str = "的了著着與与和及並并";
/// How far back the start of a clause is looked for, in phonemes.
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
        count();
        let found = border(c, next).or_else(|| closes_border(sentence, at, c, next));
        if found.is_some_and(|kind| kind != Border::Space) {
            starts.push(at + c.len_utf8());
            if starts[0] == from {
                return starts;
            }
        }
        sum += phonemes(c);
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

/// An estimate of the phonemes of `c`.
fn phonemes(c: char) -> usize {
    if is_han(c) {
        4
    } else if c.is_ascii_digit() {
        5
    } else {
        1
    }
}

/// Borders between pieces, the better first.
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

/// How far one piece goes: all of `text` where it is short enough, else to the best border within
/// the limit, else to the limit itself, but not within a word of letters or digits.
fn breath(text: &str, limit: usize) -> usize {
    let mut sum = 0;
    let mut best: Option<(Border, usize)> = None;
    // The last place between words, as far as characters alone tell, and the last place at all.
    let (mut last_word, mut last_break) = (0, 0);
    let mut chars = text.char_indices().peekable();
    let mut before = None;
    while let Some((at, c)) = chars.next() {
        count();
        if sum + phonemes(c) > limit {
            let cut = best.map_or(if last_word > 0 { last_word } else { last_break }, |(_, at)| at);
            let cut = if cut == 0 { at.max(c.len_utf8()) } else { cut };
            // A short rest joins in rather than stand alone.
            return if shorter_than(&text[cut..], SHORTEST_REST) { text.len() } else { cut };
        }
        if before.is_some_and(|before| may_part(before, c)) {
            last_break = at;
            if sum * 2 >= limit && before.is_some_and(|before| AFTER.contains(before)) {
                last_word = at;
            }
        }
        sum += phonemes(c);
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
    // Only the last of a row of them is looked behind, so that each row is gone through once.
    if !is_closing(c) || next.is_some_and(|next| is_closing(next) || is_mark(next)) {
        return None;
    }
    let mark = text[..at].chars().rev().inspect(|_| count()).find(|&c| !is_closing(c))?;
    border(mark, next)
}

/// Whether a piece may end between two characters where no mark stands: not within a number or a
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
        count();
        if sum >= LONGEST_FIRST && last_break > 0 {
            break;
        }
        if before
            .is_some_and(|before: char| c.is_whitespace() || (before.is_whitespace() && may_part(before, c)))
        {
            last_break = at;
        }
        sum += phonemes(c);
        before = Some(c);
        let end = at + c.len_utf8();
        let next = chars.peek().map(|&(_, next)| next);
        let found = border(c, next).or_else(|| closes_border(text, at, c, next));
        let is_clause = found.is_some_and(|kind| kind != Border::Space && kind != Border::Enumeration);
        if is_clause && sum >= SHORTEST_FIRST {
            return if shorter_than(&text[end..], SHORTEST_REST) { text.len() } else { end };
        }
        if sum > LONGEST {
            break;
        }
    }
    // No mark near: the end of the breath, or for a text of words a word border.
    if sum >= LONGEST_FIRST && last_break > 0 && !shorter_than(&text[last_break..], SHORTEST_REST) {
        last_break
    } else {
        breath(text, LONGEST)
    }
}

/// Whether all of `text` has fewer than `limit` phonemes.
fn shorter_than(text: &str, limit: usize) -> bool {
    // No more of a gap is gone through, however wide it is.
    let gap: usize = text.chars().take(limit).take_while(|c| c.is_whitespace()).map(char::len_utf8).sum();
    let mut sum = 0;
    text[gap..].chars().all(|c| {
        count();
        sum += phonemes(c);
        sum < limit
    })
}
