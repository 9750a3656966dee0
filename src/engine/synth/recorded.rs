//! Answers out of a book's own recordings, before any voice is asked.

use std::sync::Arc;

use super::{
    super::{
        narrator::{Narrator, NotHeard},
        queue::Job,
        retime::Untimed,
        speaker::guarded,
    },
    Gone, Worker, send_to,
};
use crate::player::Event;

impl Worker {
    /// Answers with what a narrator has recorded of the piece; whether there is that.
    pub(super) fn answer_recorded(&self, job: &Job) -> Result<bool, Gone> {
        let script = &job.script;
        let Some(piece) = script.piece_at(job.offset, job.haste).filter(|piece| piece.is_recorded) else {
            return Ok(false);
        };
        let utterance = self.front_end.utterance(script.article(), piece);
        let Some(key) = Narrator::key(script, &utterance) else { return Ok(false) };
        let start = utterance.source.start;
        self.delivered.note(job.epoch, &key, start);
        let voice = Narrator::voice(script.article());
        if let Some(clip) = self.sounds.find(&key, start) {
            self.send_as(job, &voice, Ok(Arc::clone(&clip)), None)?;
            self.retime_if_late(job, &key, &clip);
            return Ok(true);
        }
        let is_wanted = || self.queue.is_wanted(job);
        match guarded(|| self.narrator.clip(script, &utterance, &is_wanted)) {
            Ok(Ok((clip, sections))) => {
                let clip = Arc::new(clip);
                self.sounds.remember(&key, &clip);
                self.send_as(job, &voice, Ok(Arc::clone(&clip)), None)?;
                // The thread that times words, which keeps the sound then, ends after this one.
                self.untimed.send(Untimed { key, utterance, clip, sections }).ok();
                Ok(true)
            }
            Ok(Err(NotHeard::NotWanted)) => Err(Gone),
            Ok(Err(error)) => self.tell_not_recorded(job, &error),
            Err(error) => self.tell_not_recorded(job, &error),
        }
    }

    fn tell_not_recorded(&self, job: &Job, error: &dyn std::fmt::Display) -> Result<bool, Gone> {
        tracing::warn!(%error, "a recording is not heard");
        send_to(&self.events, Event::NotRecorded { epoch: job.epoch })?;
        Ok(false)
    }
}
