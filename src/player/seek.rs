//! Seeking: by sentence or paragraph, by seconds, and to a time.

use std::time::Duration;

use tingxinwen_core::document::Resume;

use super::{Clock, Direction, Effect, Player, Playhead, Unit};
use crate::{
    speech::Frames,
    text::{Script, Sentence, SentenceIdx},
};

/// A pause after which the sentence is read from its start.
const SENTENCE_AFTER: Duration = Duration::from_secs(20);
/// A pause after which the paragraph is read from its start.
const PARAGRAPH_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

impl Player {
    pub(super) fn step(&mut self, unit: Unit, direction: Direction, effects: &mut Vec<Effect>) {
        let Some(script) = self.script.clone() else { return };
        let sentences = script.sentences();
        if sentences.is_empty() {
            return;
        }
        let here = script.sentence_at(self.place).map_or(sentences.len(), |idx| idx.0 as usize);
        let starts_unit = |idx: &usize| match unit {
            Unit::Sentence => true,
            Unit::Paragraph => *idx == 0 || sentences[idx - 1].block != sentences[*idx].block,
        };
        let target = match direction {
            Direction::Forward => (here + 1..sentences.len()).find(starts_unit),
            Direction::Back => {
                // The start of this one first, unless the listener has only just got there.
                let this = (0..=here.min(sentences.len() - 1)).rev().find(starts_unit);
                let is_new =
                    this.is_some_and(|idx| self.is_just_after(&sentences[idx], SentenceIdx(idx as u32)));
                if is_new { (0..this.unwrap_or(0)).rev().find(starts_unit).or(this) } else { this }
            }
        };
        if let Some(sentence) = target.and_then(|idx| sentences.get(idx)) {
            self.seek_to(sentence.range.start, effects);
        }
    }

    /// Where the document that was just opened goes on.
    pub(super) fn resumed_at(&self) -> u32 {
        let (Some(document), Some(script)) = (&self.document, &self.script) else { return 0 };
        let Some(Resume { place, rested }) = document.resume.clone() else { return 0 };
        if place.part as usize != self.part {
            return 0;
        }
        let ranges = script.sentences().iter().map(|sentence| sentence.range);
        restart_of(script, place.find(script.article(), ranges), rested)
    }

    /// Goes back to where a listener finds in again after a pause of `rested`.
    pub(super) fn go_back_after(&mut self, rested: Duration, effects: &mut Vec<Effect>) {
        let Some(script) = &self.script else { return };
        let start = restart_of(script, self.place, rested);
        if start != self.place {
            self.seek_to(start, effects);
        }
    }

    /// Whether less than a second of `sentence` was heard.
    fn is_just_after(&self, sentence: &Sentence, idx: SentenceIdx) -> bool {
        let start =
            self.pass.timeline.parts().iter().find(|part| part.sentence == idx).map(|part| part.start);
        match start {
            Some(start) => self.pass.heard.saturating_sub(start) < Frames::from_millis(1000),
            None => self.place <= sentence.range.start,
        }
    }

    pub(super) fn seek_by(&mut self, secs: i32, effects: &mut Vec<Effect>) {
        let here = self.snapshot().article_time(Playhead { epoch: self.pass.epoch, frame: self.pass.heard });
        let by = Frames::from_millis(u64::from(secs.unsigned_abs()) * 1000);
        self.seek_to_time(if secs < 0 { here.saturating_sub(by) } else { here + by }, effects);
    }

    pub(super) fn seek_to_time(&mut self, time: Frames, effects: &mut Vec<Effect>) {
        let Some(script) = &self.script else { return };
        let Some(idx) = self.clock.sentence_at(time) else { return };
        let Some(sentence) = script.sentence(idx) else { return };
        let into = time.saturating_sub(self.clock.start_of(idx));
        let known = self
            .pass
            .timeline
            .parts()
            .iter()
            .rev()
            .find(|part| part.sentence == idx && part.into_sentence <= into);
        let word = known.and_then(|part| {
            let after =
                part.marks.partition_point(|mark| mark.start <= into.saturating_sub(part.into_sentence));
            part.marks.get(after.saturating_sub(1)).map(|mark| mark.source.start)
        });
        let offset = word.unwrap_or_else(|| {
            let share = into.0 as f64 / self.clock.length_of(idx).0.max(1) as f64;
            let text = script.article().slice(sentence.range);
            let chars = (share * text.chars().count() as f64) as usize;
            let at = text.char_indices().nth(chars).map_or(0, |(at, _)| at);
            sentence.range.start + at as u32
        });
        self.seek_to(offset, effects);
    }
}

/// Where to go on at byte `place` of `script` after a pause of `rested`: a listener has lost the sentence after
/// [`SENTENCE_AFTER`], the paragraph after [`PARAGRAPH_AFTER`].
fn restart_of(script: &Script, place: u32, rested: Duration) -> u32 {
    let sentences = script.sentences();
    let Some(here) = script.sentence_at(place).and_then(|idx| sentences.get(idx.0 as usize)) else {
        return place;
    };
    // Before the first sentence there is nothing to go back to.
    if rested < SENTENCE_AFTER || place < here.range.start {
        return place;
    }
    let first_of_block = || sentences.iter().find(|sentence| sentence.block == here.block);
    let start = if rested < PARAGRAPH_AFTER { None } else { first_of_block() };
    start.unwrap_or(here).range.start
}

/// Where byte `offset` is in the whole article, by the share of its sentence before it.
pub(super) fn estimated_time(script: &Script, clock: &Clock, offset: u32) -> Frames {
    let Some(idx) = script.sentence_at(offset) else { return clock.total() };
    let Some(sentence) = script.sentence(idx) else { return clock.total() };
    let into = offset.saturating_sub(sentence.range.start);
    let share = f64::from(into) / f64::from(sentence.range.len().max(1));
    clock.start_of(idx) + Frames::from_secs_f64(share * clock.length_of(idx).as_secs_f64())
}
