//! Segmentation: where sentences end, and where a long one may be cut.

mod piece;
mod sentence;

use std::ops::Range;

pub(super) use piece::piece;
pub(super) use sentence::sentences;

/// The last mark of a sentence, closing quotes and brackets passed over.
pub(super) fn final_mark(sentence: &str) -> Option<char> {
    sentence.chars().rev().find(|&c| !is_closing(c) && !c.is_whitespace())
}

/// A quote or bracket that closes: it stays with what stands before it.
fn is_closing(c: char) -> bool {
    "」』）”’\")]》〉】〕〗｝}＂＇'»".contains(c)
}

/// `cut` without the white space at its ends; `None` where nothing is left.
fn trimmed(text: &str, cut: Range<usize>) -> Option<Range<usize>> {
    let piece = &text[cut.clone()];
    let start = cut.start + (piece.len() - piece.trim_start().len());
    let end = start + piece.trim().len();
    (start < end).then_some(start..end)
}
