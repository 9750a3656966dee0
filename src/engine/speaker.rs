//! Voices by name, and the one place where a voice is called: a panic inside it is a failure like any other.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use crate::{
    article::Language,
    speech::{Cancel, Clip, Portion, SpeechFault, Utterance, Voice, VoiceError, VoiceId},
};

/// Loads voices by name.
pub trait VoiceSource: Send + Sync + 'static {
    /// A voice ready to speak; cheap when another thread has loaded the same.
    ///
    /// # Errors
    /// When its files are missing, or its service is not set up.
    fn load(&self, id: &VoiceId) -> Result<Box<dyn Voice>, VoiceError>;

    /// Names the sound of a voice: what it is made with (model, settings). Sound kept on disk under another
    /// version is not used again.
    fn version(&self, _id: &VoiceId) -> String {
        String::new()
    }

    /// The voice to compare with when a service spoke `language` without telling the time of each word: one of
    /// this machine, whose model tells it. `None` where there is none, or the listener does not want it.
    fn reference(&self, _language: Language) -> Option<VoiceId> {
        None
    }
}

impl<V: VoiceSource + ?Sized> VoiceSource for Arc<V> {
    fn load(&self, id: &VoiceId) -> Result<Box<dyn Voice>, VoiceError> {
        V::load(self, id)
    }

    fn version(&self, id: &VoiceId) -> String {
        V::version(self, id)
    }

    fn reference(&self, language: Language) -> Option<VoiceId> {
        V::reference(self, language)
    }
}

/// Speaks in any voice of a [`VoiceSource`]; keeps the last one loaded.
pub struct Speaker {
    voices: Arc<dyn VoiceSource>,
    loaded: Option<(VoiceId, Box<dyn Voice>)>,
}

impl Speaker {
    /// Speaks in the voices of `voices`; none is loaded yet.
    pub fn new(voices: Arc<dyn VoiceSource>) -> Self {
        Self { voices, loaded: None }
    }

    /// How many utterances the voice `id` speaks best at once. Loads it.
    ///
    /// # Errors
    /// When the voice cannot be loaded.
    pub fn at_once(&mut self, id: &VoiceId) -> Result<usize, VoiceError> {
        self.call(id, |voice| Ok(voice.at_once().max(1)))
    }

    /// Speaks `utterance` in the voice `id`, as [`Voice::stream`] does.
    ///
    /// # Errors
    /// When the voice cannot be loaded, fails, or panics.
    pub fn stream(
        &mut self,
        id: &VoiceId,
        utterance: &Utterance,
        cancel: &Cancel,
        hand_over: &mut dyn FnMut(Portion),
    ) -> Result<Clip, VoiceError> {
        self.call(id, |voice| voice.stream(utterance, cancel, hand_over))
    }

    /// Speaks `utterance` in the voice `id`, as [`Voice::whole`] does.
    ///
    /// # Errors
    /// As [`stream`](Self::stream).
    pub fn whole(
        &mut self,
        id: &VoiceId,
        utterance: &Utterance,
        cancel: &Cancel,
    ) -> Result<Clip, VoiceError> {
        self.call(id, |voice| voice.whole(utterance, cancel))
    }

    /// Whether the voice `id` starts early, as [`Voice::starts_early`] says. Loads it.
    ///
    /// # Errors
    /// When the voice cannot be loaded.
    pub fn starts_early(&mut self, id: &VoiceId) -> Result<bool, VoiceError> {
        self.call(id, |voice| Ok(voice.starts_early()))
    }

    /// Whether a voice is loaded.
    pub(super) fn is_loaded(&self) -> bool {
        self.loaded.is_some()
    }

    /// Frees the loaded voice: hundreds of megabytes, for the embedded one.
    pub(super) fn unload(&mut self) {
        self.loaded = None;
    }

    fn call<T>(
        &mut self,
        id: &VoiceId,
        call: impl FnOnce(&mut dyn Voice) -> Result<T, VoiceError>,
    ) -> Result<T, VoiceError> {
        let loaded = self.loaded.take().filter(|(loaded, _)| loaded == id);
        let voices = &self.voices;
        // The voice is moved in, so that one that panics is dropped with the state that it left behind.
        let (voice, result) = guarded(move || {
            let mut voice = match loaded {
                Some((_, voice)) => voice,
                None => voices.load(id)?,
            };
            let result = call(&mut *voice);
            Ok((voice, result))
        })
        .flatten()?;
        self.loaded = Some((id.clone(), voice));
        result
    }
}

/// The value of `work`; a panic inside it is a failure. Nothing that `work` borrows may be left half changed:
/// what it changes is dropped, or whole between any two statements.
///
/// # Errors
/// [`VoiceError::Failed`] where it panicked.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, VoiceError> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        // What the panic says may hold text of the article.
        tracing::error!("a panic while speech was made");
        VoiceError::Failed(SpeechFault::Panicked)
    })
}
