//! Sound of a track that no voice has to make: what the cache holds, and what a book's narrator has recorded.

use super::{Keep, Planned, Room, TrackError};
use crate::{
    engine::{Narrator, SoundKey, guarded, lock},
    speech::{Clip, Utterance, VoiceId},
};

impl Room<'_> {
    /// What a narrator has recorded of a piece; `None` where that is nothing, or not there: a voice reads it.
    pub(super) fn recorded(
        &self,
        planned: &Planned,
        utterance: &Utterance,
    ) -> Result<Option<Clip>, TrackError> {
        let script = &planned.script;
        let key = planned.piece.is_recorded.then(|| Narrator::key(script, utterance)).flatten();
        let Some(key) = key else { return Ok(None) };
        if let Some(clip) = self.kept(&key, utterance.source.start)? {
            return Ok(Some(clip));
        }
        let is_wanted = || !self.track.speech.cancel.is_cancelled();
        match guarded(|| self.narrator.clip(script, utterance, &is_wanted)) {
            Ok(Ok((clip, sections))) => {
                let clip = lock(&self.aligner).timed(utterance, &clip, &sections).unwrap_or(clip);
                self.put(&key, &clip)?;
                Ok(Some(clip))
            }
            Ok(Err(_)) | Err(_) if !is_wanted() => Err(TrackError::Stopped),
            Ok(Err(error)) => {
                tracing::warn!(%error, "a recording is not heard");
                Ok(None)
            }
            Err(error) => {
                tracing::warn!(%error, "a recording is not heard");
                Ok(None)
            }
        }
    }

    /// The sound that the cache holds.
    pub(super) fn kept(&self, key: &SoundKey, start: u32) -> Result<Option<Clip>, TrackError> {
        let Some(cache) = self.track.speech.sound_cache else { return Ok(None) };
        let Some(clip) = cache.copy(key, start) else { return Ok(None) };
        match self.keep {
            Keep::UntilHeard => cache.pin(key)?,
            Keep::IfPossible => (),
        }
        Ok(Some(clip))
    }

    pub(super) fn put(&self, key: &SoundKey, clip: &Clip) -> Result<(), TrackError> {
        let Some(cache) = self.track.speech.sound_cache else { return Ok(()) };
        match self.keep {
            Keep::UntilHeard => cache.put_pinned(key, clip)?,
            Keep::IfPossible => {
                if let Err(error) = cache.put(key, clip) {
                    tracing::warn!(%error, "sound was not kept");
                }
            }
        }
        Ok(())
    }

    pub(super) fn key(&self, voice: &VoiceId, utterance: &Utterance) -> SoundKey {
        SoundKey::new(voice, &self.track.speech.voices.version(voice), utterance)
    }
}
