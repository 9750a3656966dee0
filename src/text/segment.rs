//! Where sentences end, and where a long one may be cut.

use std::ops::Range;

use super::Haste;

/// The sentences of `text`, one block, as byte ranges without white space at their ends.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut cuts = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((_, c)) = chars.next() {
        if !matches!(c, '。' | '！' | '？' | '!' | '?') {
            continue;
        }
        while chars.next_if(|&(_, c)| "。！？!?」』）”’)".contains(c)).is_some() {}
        let end = chars.peek().map_or(text.len(), |&(at, _)| at);
        cuts.push(start..end);
        start = end;
    }
    cuts.push(start..text.len());
    cuts.into_iter().filter_map(|cut| trimmed(text, cut)).collect()
}

/// The last mark of a sentence, closing quotes and brackets passed over.
pub(super) fn final_mark(sentence: &str) -> Option<char> {
    sentence.chars().rev().find(|c| !"」』）”’\")]》〉".contains(*c) && !c.is_whitespace())
}

/// The piece of `sentence` to speak from byte `from`.
pub(super) fn piece(sentence: &str, from: usize, haste: Haste) -> Range<usize> {
    let _ = haste;
    let mut start = 0;
    for (at, c) in sentence.char_indices() {
        let end = at + c.len_utf8();
        if matches!(c, '，' | '；' | '：') && end - start > 12 {
            if from < end {
                return start..end;
            }
            start = end;
        }
    }
    start..sentence.len()
}

fn trimmed(text: &str, cut: Range<usize>) -> Option<Range<usize>> {
    let piece = &text[cut.clone()];
    let start = cut.start + (piece.len() - piece.trim_start().len());
    let end = start + piece.trim().len();
    (start < end).then_some(start..end)
}
