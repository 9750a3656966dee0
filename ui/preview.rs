//! A few words in a voice, beside the article: so that a reading or a voice is heard before it is chosen.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use tingxinwen::{
    audio::play_once,
    engine::VoiceSource,
    speech::{Utterance, VoiceError, VoiceId},
};

/// What became of the latest preview.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It is being made.
    Waiting,
    /// It sounds, or has sounded: how long it took to be made.
    Heard(Duration),
    /// It could not be made.
    Failed(VoiceError),
}

/// Speaks previews, each on a thread of its own; of those that do not sound yet the newest only.
#[derive(Clone)]
pub struct Preview {
    voices: Arc<dyn VoiceSource>,
    latest: Arc<AtomicU64>,
    outcome: Arc<Mutex<Option<Outcome>>>,
}

impl Preview {
    /// Previews in these voices.
    pub fn new(voices: Arc<dyn VoiceSource>) -> Self {
        Self { voices, latest: Arc::default(), outcome: Arc::default() }
    }

    /// Speaks `utterance`; calls `wake` when the [outcome](Self::outcome) changes.
    pub fn speak(&self, utterance: Utterance, voice: VoiceId, wake: impl Fn() + Send + 'static) {
        let number = self.latest.fetch_add(1, Ordering::Relaxed) + 1;
        self.tell(Some(Outcome::Waiting));
        let this = self.clone();
        let spoken = thread::Builder::new().name("preview".to_owned()).spawn(move || {
            if let Err(error) = this.run(number, &utterance, &voice, &wake) {
                this.tell(Some(Outcome::Failed(error)));
            }
            wake();
        });
        if let Err(error) = spoken {
            self.tell(Some(Outcome::Failed(VoiceError::Failed(error.to_string()))));
        }
    }

    /// What became of the latest.
    pub fn outcome(&self) -> Option<Outcome> {
        self.outcome.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Forgets it, unless it sounds already.
    pub fn stop(&self) {
        self.latest.fetch_add(1, Ordering::Relaxed);
        self.tell(None);
    }

    fn tell(&self, outcome: Option<Outcome>) {
        *self.outcome.lock().unwrap_or_else(PoisonError::into_inner) = outcome;
    }

    fn run(
        &self,
        number: u64,
        utterance: &Utterance,
        voice: &VoiceId,
        wake: &impl Fn(),
    ) -> Result<(), VoiceError> {
        let is_latest = || self.latest.load(Ordering::Relaxed) == number;
        let mut voice = self.voices.load(voice)?;
        let started = Instant::now();
        let clip = voice.speak(utterance)?;
        if !is_latest() {
            return Ok(());
        }
        self.tell(Some(Outcome::Heard(started.elapsed())));
        wake();
        play_once(clip).map_err(|error| VoiceError::Failed(error.to_string()))
    }
}
