//! The sentences of a track as they were said: with their words and the times of these in the whole.

use std::sync::Arc;

use tingxinwen_encode::subtitles::{Joint, Sentence, Word};

use crate::{
    article::TextRange,
    speech::{Frames, Mark},
    text::{Script, SentenceIdx},
};

/// A sentence that was said.
pub(super) struct Said {
    /// What it is of.
    pub(super) script: Arc<Script>,
    /// Its bytes there.
    pub(super) range: TextRange,
    /// Whether a paragraph begins with it.
    pub(super) joint: Joint,
    pub(super) sentence: Sentence,
}

/// Puts sentences together of the pieces in which they are spoken, a sentence behind.
#[derive(Default)]
pub(super) struct Sentences {
    /// The last sentence, of which more may come.
    last: Option<(SentenceIdx, Said)>,
}

impl Sentences {
    /// Adds the words of `marks`, a piece of `script` from byte `from` on whose sound starts at `at`; gives the sentence
    /// that is done.
    pub(super) fn push(
        &mut self,
        script: &Arc<Script>,
        from: u32,
        marks: &[Mark],
        at: Frames,
    ) -> Option<Said> {
        let idx = script.sentence_at(from)?;
        let range = script.sentence(idx)?.range;
        let goes_on = |(last, said): &(SentenceIdx, Said)| *last == idx && Arc::ptr_eq(&said.script, script);
        let done = if self.last.as_ref().is_some_and(goes_on) {
            None
        } else {
            let before = self.last.as_ref().filter(|(_, said)| Arc::ptr_eq(&said.script, script));
            let between =
                before.map(|(_, said)| TextRange::new(said.range.end.min(range.start), range.start));
            let same_block = between.is_some_and(|between| !script.article().slice(between).contains('\n'));
            let said = Said {
                script: Arc::clone(script),
                range,
                joint: if same_block { Joint::Goes } else { Joint::Begins },
                sentence: Sentence { text: script.article().slice(range).to_owned(), words: Vec::new() },
            };
            self.last.replace((idx, said)).map(|(_, said)| said)
        };
        if let Some((_, said)) = &mut self.last {
            let within = |byte: u32| byte.clamp(range.start, range.end).saturating_sub(range.start) as usize;
            said.sentence.words.extend(marks.iter().map(|mark| Word {
                bytes: within(mark.source.start)..within(mark.source.end),
                start: at + mark.start,
                end: at + mark.end,
            }));
        }
        done
    }

    /// The last one.
    pub(super) fn end(self) -> Option<Said> {
        self.last.map(|(_, said)| said)
    }
}
