//! A few words in a voice, beside the article: so that a reading or a voice is heard before it is chosen.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

use tingxinwen::{
    audio::{AudioOut, open_device},
    engine::VoiceSource,
    player::Epoch,
    speech::{Frames, Utterance, VoiceError, VoiceId},
};

/// How often a preview that sounds looks whether another is wanted.
const STEP: Duration = Duration::from_millis(20);
/// Sound goes on in the device for a while after it was taken.
const TAIL: Duration = Duration::from_millis(300);
/// How long a device may take to open.
const OPENING: Duration = Duration::from_secs(5);

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

/// Speaks previews, each on a thread of its own; a new one ends the last.
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

    /// Ends what sounds.
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
        let clip = Arc::new(voice.speak(utterance)?);
        if !is_latest() {
            return Ok(());
        }
        self.tell(Some(Outcome::Heard(started.elapsed())));
        wake();
        let (tell, news) = mpsc::channel();
        let opened = open_device(move |event| tell.send(event).unwrap_or_default());
        let mut device = opened.map_err(|error| VoiceError::Failed(error.to_string()))?;
        let (playhead, epoch) = (device.playhead(), Epoch(1));
        device.start_epoch(epoch);
        device.set_playing(true);
        let end = Instant::now() + Duration::from_secs_f64(clip.len().as_secs_f64()) + OPENING;
        while is_latest() && Instant::now() < end {
            // With each news of the device, its queue is empty.
            if news.recv_timeout(STEP).is_ok() {
                device.enqueue(epoch, Arc::clone(&clip), Frames(0));
            }
            let heard = playhead.heard(Instant::now());
            if heard.epoch == epoch && heard.frame >= clip.len() {
                thread::sleep(TAIL);
                break;
            }
        }
        Ok(())
    }
}
