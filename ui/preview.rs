//! A few words in a voice, beside the article: so that a reading or a voice is heard before it is chosen.

use std::{
    any::Any,
    io,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    thread,
    time::{Duration, Instant},
};

use tingxinwen::{
    audio::play_once,
    engine::{Speaker, VoiceSource},
    speech::{Cancel, Clip, SpeechFault, Utterance, VoiceError, VoiceId},
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

/// A sound that is being played. Dropping `sound` silences it.
pub struct Started {
    /// Whatever plays.
    pub sound: Box<dyn Any>,
    /// How long that takes.
    pub duration: Duration,
}

/// Starts to play a clip.
type Play = dyn Fn(Clip) -> io::Result<Started> + Send + Sync;

/// Speaks previews, each on a thread of its own. A new one silences the one before, also one of a
/// [sibling](Self::sibling).
#[derive(Clone)]
pub struct Preview {
    voices: Arc<dyn VoiceSource>,
    play: Arc<Play>,
    latest: Arc<Mutex<Latest>>,
    sounding: Arc<Mutex<Option<Sounding>>>,
}

/// The latest preview of one window, and what became of it.
#[derive(Default)]
struct Latest {
    cancel: Cancel,
    outcome: Option<Outcome>,
}

/// The preview that sounds or is about to. Its thread ends when this is dropped.
struct Sounding {
    cancel: Cancel,
    _stop: Sender<()>,
}

impl Drop for Sounding {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}

impl Preview {
    /// Previews in these voices, on the default sound device.
    pub fn new(voices: Arc<dyn VoiceSource>) -> Self {
        let play = |clip| {
            let playing = play_once(clip)?;
            Ok(Started { duration: playing.duration(), sound: Box::new(playing) })
        };
        Self::played_by(voices, play)
    }

    /// Previews in these voices that `play` plays.
    pub fn played_by(
        voices: Arc<dyn VoiceSource>,
        play: impl Fn(Clip) -> io::Result<Started> + Send + Sync + 'static,
    ) -> Self {
        Self { voices, play: Arc::new(play), latest: Arc::default(), sounding: Arc::default() }
    }

    /// Previews of another window: with outcomes of its own, but only one of all is heard.
    #[must_use]
    pub fn sibling(&self) -> Self {
        Self { latest: Arc::default(), ..self.clone() }
    }

    /// Speaks `utterances`, one after the other; calls `wake` when the [outcome](Self::outcome) changes.
    pub fn speak(
        &self,
        utterances: impl Into<Vec<Utterance>>,
        voice: VoiceId,
        wake: impl Fn() + Send + 'static,
    ) {
        let utterances = utterances.into();
        let cancel = self.start(Some(Outcome::Waiting));
        let (stop, stopped) = channel();
        // Silences the one before.
        let before = lock(&self.sounding).replace(Sounding { cancel: cancel.clone(), _stop: stop });
        drop(before);
        let (this, trial) = (self.clone(), cancel.clone());
        let spoken = thread::Builder::new().name("preview".to_owned()).spawn(move || {
            if let Err(error) = this.run(&trial, &utterances, &voice, &stopped, &wake) {
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
        lock(&self.latest).outcome.clone()
    }

    /// Silences and forgets it.
    pub fn stop(&self) {
        self.start(None);
        let mut sounding = lock(&self.sounding);
        // A sibling's sounds on.
        if sounding.as_ref().is_some_and(|sounding| sounding.cancel.is_cancelled()) {
            *sounding = None;
        }
    }

    /// Nobody waits any more for what was the latest.
    fn start(&self, outcome: Option<Outcome>) -> Cancel {
        let mut latest = lock(&self.latest);
        latest.cancel.cancel();
        *latest = Latest { cancel: Cancel::default(), outcome };
        latest.cancel.clone()
    }

    /// Unless nobody waits any more.
    fn tell(&self, cancel: &Cancel, outcome: Outcome) {
        let mut latest = lock(&self.latest);
        if !cancel.is_cancelled() {
            latest.outcome = Some(outcome);
        }
    }

    /// Speaks and plays, until the end or until `stopped` has no sender any more.
    fn run(
        &self,
        cancel: &Cancel,
        utterances: &[Utterance],
        voice: &VoiceId,
        stopped: &Receiver<()>,
        wake: &impl Fn(),
    ) -> Result<(), VoiceError> {
        let mut speaker = Speaker::new(Arc::clone(&self.voices));
        // To load it is no part of its pace.
        speaker.at_once(voice)?;
        let started = Instant::now();
        let mut is_told = false;
        let mut tell = || {
            if !std::mem::replace(&mut is_told, true) {
                self.tell(cancel, Outcome::Heard(started.elapsed()));
                wake();
            }
        };
        // What sounds while the next is made, and when it will be over.
        let mut sounding: Option<(Started, Instant)> = None;
        for utterance in utterances {
            let clip = speaker.stream(voice, utterance, cancel, &mut |_| tell())?;
            if cancel.is_cancelled() || is_stopped(&sounding, stopped) {
                return Ok(());
            }
            tell();
            let playing =
                (self.play)(clip).map_err(|error| VoiceError::Failed(SpeechFault::System(error.kind())))?;
            let over = Instant::now() + playing.duration;
            sounding = Some((playing, over));
        }
        is_stopped(&sounding, stopped);
        Ok(())
    }
}

/// Waits until `sounding` is over, or nobody wants it any more; whether that is so.
fn is_stopped(sounding: &Option<(Started, Instant)>, stopped: &Receiver<()>) -> bool {
    let left = sounding.as_ref().map(|(_, over)| over.saturating_duration_since(Instant::now()));
    left.is_some_and(|left| stopped.recv_timeout(left) == Err(RecvTimeoutError::Disconnected))
}

/// What is under the lock is whole between any two statements.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

    use tingxinwen::{
        article::{Article, BlockKind, Meta},
        speech::Voice,
        text::{FrontEnd, Haste, Script},
    };
    use tingxinwen_voices::ToneVoice;

    use super::*;

    struct Tones;

    impl VoiceSource for Tones {
        fn load(&self, _: &VoiceId) -> Result<Box<dyn Voice>, VoiceError> {
            Ok(Box::new(ToneVoice::default()))
        }
    }

    #[test]
    fn a_preview_is_silenced_when_it_is_stopped_or_another_starts() {
        /// Tells when it is dropped.
        struct Sound(Sender<&'static str>);
        impl Drop for Sound {
            fn drop(&mut self) {
                self.0.send("silenced").unwrap_or_default();
            }
        }
        fn next(told: &Receiver<&'static str>) -> &'static str {
            told.recv_timeout(Duration::from_secs(10)).unwrap()
        }
        let (tell, told) = channel();
        let play = move |_| {
            tell.send("plays").unwrap_or_default();
            Ok(Started { sound: Box::new(Sound(tell.clone())), duration: Duration::from_secs(3_600) })
        };
        let preview = Preview::played_by(Arc::new(Tones), play);
        let sibling = preview.sibling();
        let script = Script::new(Arc::new(Article::new(Meta::default(), [(BlockKind::Paragraph, "試聽")])));
        let piece = script.piece_at(0, Haste::LookAhead).unwrap();
        let utterance = FrontEnd::load().utterance(script.article(), piece);
        let speak = |preview: &Preview| preview.speak([utterance.clone()], VoiceId("tone".into()), || ());
        speak(&preview);
        assert_eq!(next(&told), "plays");
        speak(&preview);
        let mut both = [next(&told), next(&told)];
        both.sort_unstable();
        assert_eq!(both, ["plays", "silenced"], "the newer one is heard");
        speak(&sibling);
        let mut both = [next(&told), next(&told)];
        both.sort_unstable();
        assert_eq!(both, ["plays", "silenced"], "also where it is another window's");
        preview.stop();
        assert!(told.try_recv().is_err(), "the other window's sounds on");
        sibling.stop();
        assert_eq!(next(&told), "silenced");
    }
}
