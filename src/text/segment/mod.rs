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

/// Counts characters that are looked at, for the test that their number grows with the text and no faster.
#[cfg(test)]
fn count() {
    tests::STEPS.with(|steps| steps.set(steps.get() + 1));
}

#[cfg(not(test))]
fn count() {}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::Haste;

    thread_local! {
        /// Characters that were looked at.
        pub(super) static STEPS: Cell<usize> = const { Cell::new(0) };
    }

    /// The characters that are looked at while `text` is cut into sentences and those into pieces.
    fn steps(text: &str) -> usize {
        STEPS.with(|steps| steps.set(0));
        for cut in sentences(text) {
            let sentence = &text[cut];
            let mut at = 0;
            while at < sentence.len() {
                at = piece(sentence, at, Haste::LookAhead).end;
            }
        }
        STEPS.with(Cell::get)
    }

    #[test]
    fn work_grows_with_the_text_and_no_faster_whatever_stands_in_a_row() {
        let rows = [
            "a",
            "好",
            "1",
            ")",
            "」",
            "（",
            "。",
            ".",
            ". ",
            ".)",
            "…",
            "… ",
            "⋯…",
            " ",
            "a.",
            "1,",
            "a!",
            "?)",
            "?」",
            "「好？」的",
            "「好！」he ",
            "《好？》",
            "Mr. ",
            "U.S. ",
            "1. ",
            "\u{301}",
            "ㄏㄠˇ ",
            "，」",
            "; ",
            "“",
        ];
        for row in rows {
            for (head, tail) in [("", ""), ("x", "x"), ("好", "的"), ("a.", "b"), ("「好", "」他說")] {
                let of = |length: usize| steps(&format!("{head}{}{tail}", row.repeat(length / row.len())));
                let (short, long) = (of(3_000), of(6_000));
                assert!(long <= 2 * short + short / 8 + 6_000, "{head}{row}…{tail}: {short}, then {long}");
            }
        }
    }
}
