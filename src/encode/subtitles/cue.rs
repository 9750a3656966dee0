//! Cues: sentences cut into lines, each with the time that it is seen.

use std::ops::Range;

use tingxinwen_core::speech::Frames;

use super::lines;

/// The shortest time that a line is seen, where the speech allows: the eye does not find it in less.
pub(super) const SHORTEST: Frames = Frames::from_millis(700);
/// The longest time that a line is seen.
pub(super) const LONGEST: Frames = Frames::from_millis(7_000);

/// A word, and when it is heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its bytes in the text that it is of.
    pub bytes: Range<usize>,
    /// When it begins.
    pub start: Frames,
    /// When it ends.
    pub end: Frames,
}

/// A sentence that was said, with its words in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// Its text.
    pub text: String,
    /// Its words that are heard.
    pub words: Vec<Word>,
}

/// A line of text that is seen from `start` to `end`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// The line, without line breaks, and without spaces at its ends.
    pub text: String,
    /// Its words that are heard, in order; at least one.
    pub words: Vec<Word>,
    /// When it comes: with its first word.
    pub start: Frames,
    /// When it goes: not before its last word ends.
    pub end: Frames,
}

/// Whether a sentence may stand in one line with the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    /// It goes on in the same paragraph.
    Goes,
    /// A paragraph begins.
    Begins,
}

/// Cuts sentences into cues, a cue behind.
#[derive(Debug, Default)]
pub struct CueMaker {
    last: Option<Cue>,
}

impl CueMaker {
    /// Adds `sentence`, and hands the cues that are done to `take`.
    ///
    /// # Errors
    /// Those of `take`.
    pub fn push<E>(
        &mut self,
        sentence: Sentence,
        joint: Joint,
        mut take: impl FnMut(Cue) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut joint = joint;
        for cue in lines::lines(sentence) {
            match self.last.take() {
                Some(last) if joint == Joint::Goes && is_too_short(&last, &cue) => {
                    self.last = Some(joined(last, cue));
                }
                Some(last) => {
                    take(ended(last, Some(cue.start)))?;
                    self.last = Some(cue);
                }
                None => self.last = Some(cue),
            }
            // Lines of one sentence were cut where it is best.
            joint = Joint::Goes;
        }
        Ok(())
    }

    /// Hands what is left to `take`.
    ///
    /// # Errors
    /// Those of `take`.
    pub fn end<E>(self, take: impl FnOnce(Cue) -> Result<(), E>) -> Result<(), E> {
        self.last.map_or(Ok(()), |last| take(ended(last, None)))
    }
}

/// Whether `last` is seen for too short a time before `next` comes, and both fit into one line.
fn is_too_short(last: &Cue, next: &Cue) -> bool {
    next.start < last.start + SHORTEST
        && next.end <= last.start + LONGEST
        && lines::width(&last.text) + lines::width(&next.text) + lines::SPACE <= lines::WIDEST
}

/// Both as one line; a space between them where Latin letters would touch.
fn joined(mut last: Cue, next: Cue) -> Cue {
    let touches = last.text.chars().next_back().is_some_and(|c| c.is_ascii())
        && next.text.chars().next().is_some_and(|c| c.is_ascii());
    if touches {
        last.text.push(' ');
    }
    let from = last.text.len();
    last.text.push_str(&next.text);
    let moved = |bytes: Range<usize>| bytes.start + from..bytes.end + from;
    last.words.extend(next.words.into_iter().map(|word| Word { bytes: moved(word.bytes), ..word }));
    Cue { end: next.end, ..last }
}

/// `cue`, seen long enough where nothing comes at `next` before that.
fn ended(cue: Cue, next: Option<Frames>) -> Cue {
    let wanted = cue.end.max(cue.start + SHORTEST);
    let end = next.map_or(wanted, |next| wanted.min(next)).max(cue.start);
    Cue { end, ..cue }
}
