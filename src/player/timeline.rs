//! The timeline: which word is heard at which frame of an epoch.

use std::sync::Arc;

use crate::{
    article::TextRange,
    speech::{Clip, Frames, Mark},
    text::SentenceIdx,
};

/// The clips handed to the sound card since the last seek, laid end to end: what is heard when. The sound
/// itself is not here, so that a long article takes no more memory than a short one.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    parts: Vec<Part>,
    end: Frames,
}

/// A clip on a [`Timeline`].
#[derive(Clone, Debug)]
pub struct Part {
    /// The text it covers.
    pub source: TextRange,
    /// When each of its words is heard, in frames of the clip.
    pub marks: Arc<[Mark]>,
    /// How long the clip is.
    pub len: Frames,
    /// Frames of it that are skipped.
    pub from: Frames,
    /// Where the rest of it starts on the timeline.
    pub start: Frames,
    /// The sentence that it is of.
    pub sentence: SentenceIdx,
    /// How far into the sentence the clip starts.
    pub into_sentence: Frames,
}

/// A word on a [`Timeline`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// Where it is written.
    pub source: TextRange,
    /// Its sentence.
    pub sentence: SentenceIdx,
    /// Its first frame.
    pub start: Frames,
    /// One past its last frame.
    pub end: Frames,
}

impl Timeline {
    pub(super) fn push(&mut self, clip: &Clip, from: Frames, sentence: SentenceIdx, into_sentence: Frames) {
        let (start, len) = (self.end, clip.len());
        self.end = start + len.saturating_sub(from);
        let (source, marks) = (clip.source(), clip.shared_marks());
        self.parts.push(Part { source, marks, len, from, start, sentence, into_sentence });
    }

    /// Takes the times of `clip` for the parts that it was laid in. Where other parts were laid for its text,
    /// of another voice or not to its end, nothing changes.
    pub(super) fn retime(this: &mut Arc<Self>, clip: &Clip) {
        let text = clip.source();
        let is_of_it = |part: &Part| text.start <= part.source.start && part.source.end <= text.end;
        let Some(first) = this.parts.iter().position(is_of_it) else { return };
        let count = this.parts[first..].iter().take_while(|part| is_of_it(part)).count();
        let len: Frames = this.parts[first..first + count].iter().map(|part| part.len).sum();
        if len != clip.len() {
            return;
        }
        let mut at = Frames(0);
        for part in &mut Arc::make_mut(this).parts[first..first + count] {
            part.marks = clip.marks_within(at, part.len);
            at = at + part.len;
        }
    }

    /// Whether nothing was laid yet.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// One past the last frame.
    pub fn end(&self) -> Frames {
        self.end
    }

    /// The clips in order.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The clip that is heard at `heard`; at the end of all, the last one.
    pub fn part_at(&self, heard: Frames) -> Option<&Part> {
        let after = self.parts.partition_point(|part| part.start <= heard);
        self.parts.get(after.checked_sub(1)?)
    }

    /// The word that is heard at `heard`, or the last one before it in the same clip: a highlight
    /// holds through the pauses between words.
    pub fn word_at(&self, heard: Frames) -> Option<Spoken> {
        let part = self.part_at(heard)?;
        let after =
            part.marks.partition_point(|mark| mark.start <= heard.saturating_sub(part.start) + part.from);
        part.spoken(after.checked_sub(1)?)
    }

    /// The first word that starts after `heard`.
    pub fn next_word(&self, heard: Frames) -> Option<Spoken> {
        let first = self.parts.partition_point(|part| part.start <= heard).saturating_sub(1);
        self.parts[first.min(self.parts.len())..].iter().find_map(|part| {
            let inside =
                if heard < part.start { part.from } else { Frames(heard.0 - part.start.0 + part.from.0 + 1) };
            part.spoken(part.marks.partition_point(|mark| mark.start < inside))
        })
    }
}

impl Part {
    /// The clip's word at `idx`, in frames of the timeline.
    fn spoken(&self, idx: usize) -> Option<Spoken> {
        let mark = self.marks.get(idx)?;
        let on_timeline = |frame: Frames| self.start + frame.saturating_sub(self.from);
        Some(Spoken {
            source: mark.source,
            sentence: self.sentence,
            start: on_timeline(mark.start),
            end: on_timeline(mark.end),
        })
    }
}
