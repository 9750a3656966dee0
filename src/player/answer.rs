//! Answers to requests for sound. Sound is laid on the timeline and queued; after a failure the next voice is asked.

use std::{sync::Arc, time::Duration};

use super::{Effect, Notice, Player, gather, seek::estimated_time};
use crate::{
    speech::{Clip, Frames, Portion, VoiceError, VoiceId},
    text::{Haste, SentenceIdx},
};

/// Consecutive pieces that no voice speaks, after which the reading stops: more silence would follow.
pub(crate) const MOST_SKIPPED: u32 = 3;

/// A request for a piece that has not been answered to its end.
#[derive(Debug)]
pub(super) struct Request {
    voice: VoiceId,
    /// The sentence of its first portion; `None` before that.
    sentence: Option<SentenceIdx>,
    /// Whether all portions so far lie before the word that is wanted, and are skipped.
    seeks: bool,
}

impl Request {
    pub(super) fn new(voice: VoiceId) -> Self {
        Self { voice, sentence: None, seeks: true }
    }

    /// Whether portions of it arrived, and more are to come.
    pub(super) fn streams(&self) -> bool {
        self.sentence.is_some()
    }
}

impl Player {
    pub(super) fn take_portion(&mut self, portion: Portion, effects: &mut Vec<Effect>) {
        let Some(mut request) = self.pass.request.take() else { return };
        let clip = Arc::new(portion.clip);
        let from = self.wanted_in(&mut request, &clip).unwrap_or(clip.len());
        if self.lay(&mut request, clip, from, effects).is_some() {
            self.pass.next = self.pass.next.map(|next| next.max(portion.said));
        }
        self.pass.request = Some(request);
    }

    pub(super) fn take_answer(
        &mut self,
        result: Result<Arc<Clip>, VoiceError>,
        work: Option<Duration>,
        effects: &mut Vec<Effect>,
    ) {
        let Some(mut request) = self.pass.request.take() else { return };
        match result {
            Ok(clip) => {
                self.voices.has_spoken(&request.voice);
                self.pass.skipped = 0;
                let is_back = matches!(&self.notice, Some(Notice::OtherVoice { failed, .. }) if *failed == request.voice);
                if is_back {
                    self.notice = None;
                }
                if let Some(work) = work {
                    self.pace.add(work, clip.len());
                }
                self.take_rest(&mut request, &clip, effects);
            }
            Err(error) => self.take_failure(&request.voice, error, effects),
        }
    }

    /// Takes the answer: the whole piece, or the part that was not streamed.
    fn take_rest(&mut self, request: &mut Request, clip: &Arc<Clip>, effects: &mut Vec<Effect>) {
        let end = clip.source().end;
        let streamed = request.streams();
        let from = self.wanted_in(request, clip).unwrap_or_default();
        let laid = self.lay(request, Arc::clone(clip), from, effects);
        let Some((sentence, into_sentence)) = laid else {
            self.pass.next = None;
            return;
        };
        self.measure(clip, sentence, into_sentence);
        // A clip always goes on, so that a voice that covers nothing cannot make the player ask for ever.
        self.pass.next = self.pass.next.filter(|&next| next < end || streamed).and(Some(end));
        if self.script.as_ref().is_none_or(|script| script.sentence_at(end).is_none()) {
            self.pass.next = None;
        }
    }

    /// The frame of `clip` at which the wanted word starts; `None` where all of `clip` lies before that word.
    fn wanted_in(&self, request: &mut Request, clip: &Clip) -> Option<Frames> {
        let wanted = self.pass.next.unwrap_or(clip.source().start);
        let is_here = wanted <= clip.source().start && !self.pass.timeline.is_empty();
        let from = if !request.seeks || is_here {
            Some(Frames(0))
        } else {
            clip.marks().iter().find(|mark| wanted < mark.source.end).map(|mark| mark.start)
        };
        request.seeks = from.is_none();
        from
    }

    /// Appends `clip` to the timeline and queues it; returns its sentence, and the time from the start of the
    /// sentence to the start of `clip`.
    fn lay(
        &mut self,
        request: &mut Request,
        clip: Arc<Clip>,
        from: Frames,
        effects: &mut Vec<Effect>,
    ) -> Option<(SentenceIdx, Frames)> {
        let script = self.script.as_ref()?;
        let goes_on = request.sentence.is_some();
        let sentence = request.sentence.or_else(|| script.sentence_at(clip.source().start))?;
        request.sentence = Some(sentence);
        let before = self.pass.timeline.parts().last().filter(|part| part.sentence == sentence);
        let starts = script.sentence(sentence).map(|sentence| sentence.range.start);
        let into_sentence = match before {
            Some(part) if goes_on || part.source.end <= clip.source().start => part.into_sentence + part.len,
            _ if starts == Some(clip.source().start) => Frames(0),
            _ => estimated_time(script, &self.clock, clip.source().start)
                .saturating_sub(self.clock.start_of(sentence)),
        };
        Arc::make_mut(&mut self.pass.timeline).push(&clip, from, sentence, into_sentence);
        effects.push(Effect::Enqueue { epoch: self.pass.epoch, clip, from });
        Some((sentence, into_sentence))
    }

    /// Tells the clock the length of a sentence whose last piece is `clip`.
    fn measure(&mut self, clip: &Clip, idx: SentenceIdx, into_sentence: Frames) {
        let Some(sentence) = self.script.as_ref().and_then(|script| script.sentence(idx).copied()) else {
            return;
        };
        let first = self.pass.timeline.parts().iter().find(|part| part.sentence == idx);
        let is_whole = first.is_some_and(|part| part.source.start <= sentence.range.start)
            && sentence.range.end <= clip.source().end;
        if is_whole {
            Arc::make_mut(&mut self.clock).measure(idx, into_sentence + clip.len());
        }
    }

    /// The next voice of the list goes on at the same place; where there is none, the piece is left out,
    /// or the reading stops.
    fn take_failure(&mut self, voice: &VoiceId, error: VoiceError, effects: &mut Vec<Effect>) {
        if let Some(wait) = self.voices.give_up(voice, &error) {
            effects.push(Effect::TryLater { voice: voice.clone(), wait });
        }
        self.pace = gather::Pace::default();
        // A stream that broke off after its last word leaves nothing to be said.
        let script = self.script.as_ref();
        self.pass.next =
            self.pass.next.filter(|&next| script.is_some_and(|script| script.sentence_at(next).is_some()));
        if self.pass.next.is_none() {
            return;
        }
        if let Some(speaks) = self.voices.speaker(self.language()).cloned() {
            // What became of the wanted voice matters more than what became of those between.
            self.notice = match self.notice.take() {
                Some(Notice::OtherVoice { failed, error, .. })
                    if failed != *voice && failed == self.voice() =>
                {
                    Some(Notice::OtherVoice { failed, error, speaks })
                }
                _ => Some(Notice::OtherVoice { failed: voice.clone(), error, speaks }),
            };
            return;
        }
        self.pass.skipped += 1;
        let after = match (&error, &self.script, self.pass.next) {
            (VoiceError::Failed(_), Some(script), Some(next)) if self.pass.skipped < MOST_SKIPPED => {
                script.piece_at(next, Haste::LookAhead).map(|piece| piece.range.end)
            }
            _ => None,
        };
        let Some(after) = after else {
            self.notice = Some(Notice::NoVoice(error));
            self.pass.refused = true;
            self.wants_sound = false;
            return;
        };
        self.voices.try_again(voice);
        self.notice = Some(Notice::Skipped(error));
        let script = self.script.as_ref();
        self.pass.next = script.and_then(|script| script.sentence_at(after)).map(|_| after);
    }
}
