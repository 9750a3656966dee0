//! A few words in a voice, beside the article: so that a reading or a voice is heard before it is chosen.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use tingxinwen::{
    audio::play_once,
    engine::VoiceSource,
    speech::{Cancel, SpeechFault, Utterance, VoiceError, VoiceId},
};

/// What became of the latest preview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is being made.
    Waiting,
    /// It sounds, or has sounded, or is about to: how long its first sound took to be made.
    Heard(Duration),
    /// It could not be made.
    Failed(VoiceError),
}

/// Speaks previews, each on a thread of its own; of those that do not sound yet the newest only.
#[derive(Clone)]
pub struct Preview {
    voices: Arc<dyn VoiceSource>,
    latest: Arc<Mutex<Latest>>,
}

/// The latest preview, and what became of it.
#[derive(Default)]
struct Latest {
    cancel: Cancel,
    outcome: Option<Outcome>,
}

impl Preview {
    /// Previews in these voices.
    pub fn new(voices: Arc<dyn VoiceSource>) -> Self {
        Self { voices, latest: Arc::default() }
    }

    /// Speaks `utterance`; calls `wake` when the [outcome](Self::outcome) changes.
    pub fn speak(&self, utterance: Utterance, voice: VoiceId, wake: impl Fn() + Send + 'static) {
        let cancel = self.start(Some(Outcome::Waiting));
        let (this, trial) = (self.clone(), cancel.clone());
        let spoken = thread::Builder::new().name("preview".to_owned()).spawn(move || {
            if let Err(error) = this.run(&trial, &utterance, &voice, &wake) {
                this.tell(&trial, Outcome::Failed(error));
            }
            wake();
        });
        if let Err(error) = spoken {
            self.tell(&cancel, Outcome::Failed(VoiceError::Failed(SpeechFault::System(error.kind()))));
        }
    }

    /// What became of the latest.
    pub fn outcome(&self) -> Option<Outcome> {
        self.latest().outcome.clone()
    }

    /// Forgets it, unless it sounds already.
    pub fn stop(&self) {
        self.start(None);
    }

    /// Nobody waits any more for what was the latest.
    fn start(&self, outcome: Option<Outcome>) -> Cancel {
        let mut latest = self.latest();
        latest.cancel.cancel();
        *latest = Latest { cancel: Cancel::default(), outcome };
        latest.cancel.clone()
    }

    /// Unless nobody waits any more.
    fn tell(&self, cancel: &Cancel, outcome: Outcome) {
        let mut latest = self.latest();
        if !cancel.is_cancelled() {
            latest.outcome = Some(outcome);
        }
    }

    fn run(
        &self,
        cancel: &Cancel,
        utterance: &Utterance,
        voice: &VoiceId,
        wake: &impl Fn(),
    ) -> Result<(), VoiceError> {
        let mut voice = self.voices.load(voice)?;
        let started = Instant::now();
        let mut is_told = false;
        let mut tell = || {
            if !std::mem::replace(&mut is_told, true) {
                self.tell(cancel, Outcome::Heard(started.elapsed()));
                wake();
            }
        };
        let clip = voice.stream(utterance, cancel, &mut |_| tell())?;
        if cancel.is_cancelled() {
            return Ok(());
        }
        tell();
        play_once(clip).map_err(|error| VoiceError::Failed(SpeechFault::System(error.kind())))
    }

    /// What is under the lock is whole between any two statements.
    fn latest(&self) -> MutexGuard<'_, Latest> {
        self.latest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
