//! Requests to speech services that are running: several sentences at once, on threads that the runtime uses
//! again, since memory that many short-lived threads leave behind does not come back.
//!
//! A request gathers its portions, so that whoever asks late gets them all.

use std::{
    collections::HashMap,
    sync::{Arc, Condvar, Mutex, MutexGuard, mpsc::Sender},
    time::{Duration, Instant},
};

use tokio::runtime::Handle;

use super::{
    key::SoundKey,
    lock,
    retime::Untimed,
    sounds::Sounds,
    speaker::{Speaker, VoiceSource},
};
use crate::speech::{Cancel, Clip, Portion, SpeechFault, Utterance, VoiceError, VoiceId};

/// How often whoever follows a request checks whether it is still wanted.
const CHECK_EVERY: Duration = Duration::from_millis(15);

/// The running requests, by what they speak.
pub(super) struct Requests {
    running: Mutex<HashMap<SoundKey, Arc<Request>>>,
    runtime: Handle,
    voices: Arc<dyn VoiceSource>,
    sounds: Arc<Sounds>,
    /// Takes finished sound, which is kept on disk once the time of each word is known.
    untimed: Sender<Untimed>,
}

/// An utterance that a service is speaking.
pub(super) struct Request {
    /// The byte at which its text starts.
    start: u32,
    cancel: Cancel,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    portions: Vec<Portion>,
    finished: Option<Finished>,
}

/// How a request ended.
#[derive(Clone, Debug)]
pub(super) struct Finished {
    pub(super) result: Result<Arc<Clip>, VoiceError>,
    /// The time it took, divided by the number of requests that run at once.
    pub(super) work: Duration,
}

/// The answer of [`Requests::start`].
pub(super) enum Started {
    /// The request runs.
    Running(Arc<Request>),
    /// The sound is there already.
    Ready(Arc<Clip>),
}

/// The answer of [`Request::follow`].
pub(super) enum Progress {
    /// The next portion.
    Portion(Portion),
    /// There are no more portions.
    Finished(Finished),
}

impl Requests {
    pub(super) fn new(
        runtime: &Handle,
        voices: Arc<dyn VoiceSource>,
        sounds: Arc<Sounds>,
        untimed: Sender<Untimed>,
    ) -> Self {
        Self { running: Mutex::default(), runtime: runtime.clone(), voices, sounds, untimed }
    }

    /// Cancels all requests but those for `wanted`.
    pub(super) fn keep_only(&self, wanted: &[(SoundKey, Utterance)]) {
        lock(&self.running).retain(|key, request| {
            let keep = wanted.iter().any(|(wanted, _)| wanted == key);
            if !keep {
                request.cancel.cancel();
            }
            keep
        });
    }

    /// The request for `key`, started if there is none; the sound, where one has just finished.
    pub(super) fn start(
        self: &Arc<Self>,
        voice: &VoiceId,
        (key, utterance): (SoundKey, Utterance),
    ) -> Started {
        let mut running = lock(&self.running);
        if let Some(request) = running.get(&key) {
            return Started::Running(Arc::clone(request));
        }
        // The sound of a request is in memory before the request is removed from the map.
        if let Some(clip) = self.sounds.recall(&key, utterance.source.start) {
            return Started::Ready(clip);
        }
        let request = Arc::new(Request {
            start: utterance.source.start,
            cancel: Cancel::default(),
            state: Mutex::default(),
            changed: Condvar::new(),
        });
        let worker = RequestWorker {
            request: Arc::clone(&request),
            requests: Arc::clone(self),
            key: key.clone(),
            finished: None,
        };
        let voice = voice.clone();
        running.insert(key, Arc::clone(&request));
        // A runtime that has ended drops the worker here, and that takes the lock.
        drop(running);
        self.runtime.spawn_blocking(move || worker.run(&voice, utterance));
        Started::Running(request)
    }

    fn remove(&self, key: &SoundKey, request: &Arc<Request>) {
        let mut running = lock(&self.running);
        if running.get(key).is_some_and(|other| Arc::ptr_eq(other, request)) {
            running.remove(key);
        }
    }
}

impl Request {
    /// Waits for the portion at index `seen`, or the end; `None` once `is_wanted` says no. Places in the text are
    /// told as if it started at byte `start`.
    pub(super) fn follow(&self, seen: usize, start: u32, is_wanted: impl Fn() -> bool) -> Option<Progress> {
        let mut state: MutexGuard<'_, State> = lock(&self.state);
        loop {
            if !is_wanted() {
                return None;
            }
            if let Some(portion) = state.portions.get(seen) {
                let moved = |at: u32| at - self.start + start;
                let clip = portion.clip.moved_to(moved(portion.clip.source().start));
                return Some(Progress::Portion(Portion { clip, said: moved(portion.said) }));
            }
            if let Some(finished) = &state.finished {
                let moved = |clip: &Arc<Clip>| {
                    if self.start == start { Arc::clone(clip) } else { Arc::new(clip.moved_to(start)) }
                };
                return Some(Progress::Finished(Finished {
                    result: finished.result.as_ref().map(moved).map_err(Clone::clone),
                    work: finished.work,
                }));
            }
            state = match self.changed.wait_timeout(state, CHECK_EVERY) {
                Ok((state, _)) => state,
                Err(poisoned) => poisoned.into_inner().0,
            };
        }
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut lock(&self.state));
        self.changed.notify_all();
    }
}

/// Runs a request on a thread of the runtime. Dropping it finishes the request, so that one that the runtime
/// never starts, at the end of the program, does not leave others waiting.
struct RequestWorker {
    request: Arc<Request>,
    requests: Arc<Requests>,
    key: SoundKey,
    finished: Option<Finished>,
}

impl RequestWorker {
    fn run(mut self, voice: &VoiceId, utterance: Utterance) {
        let started = Instant::now();
        let mut speaker = Speaker::new(Arc::clone(&self.requests.voices));
        let request = &self.request;
        let mut hand_over = |portion| request.change(|state| state.portions.push(portion));
        let mut at_once = 1;
        let result = speaker.at_once(voice).and_then(|count| {
            at_once = count as u32;
            speaker.stream(voice, &utterance, &request.cancel, &mut hand_over).map(Arc::new)
        });
        let clip = result.as_ref().ok().cloned();
        if let Some(clip) = &clip {
            self.requests.sounds.remember(&self.key, clip);
        }
        self.finished = Some(Finished { result, work: started.elapsed() / at_once });
        let (key, untimed) = (self.key.clone(), self.requests.untimed.clone());
        // Whoever waits has the sound now; to find the words' times may take as long as it likes.
        drop(self);
        if let Some(clip) = clip
            && untimed.send(Untimed { key, utterance, clip, sections: Vec::new() }).is_err()
        {
            tracing::debug!("the alignment thread has ended; a sound was not kept");
        }
    }
}

impl Drop for RequestWorker {
    fn drop(&mut self) {
        let finished = self.finished.take().unwrap_or(Finished {
            result: Err(VoiceError::Failed(SpeechFault::Panicked)),
            work: Duration::ZERO,
        });
        self.requests.remove(&self.key, &self.request);
        self.request.change(|state| state.finished = Some(finished));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;
    use crate::{
        article::{Language, TextRange},
        speech::{Frames, Voice},
    };

    struct Nobody;

    impl VoiceSource for Nobody {
        fn load(&self, _: &VoiceId) -> Result<Box<dyn Voice>, VoiceError> {
            Err(VoiceError::Failed(SpeechFault::NoText))
        }
    }

    #[test]
    fn a_request_of_a_program_that_ends_is_answered() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let handle = runtime.handle().clone();
        drop(runtime);
        let (untimed, _jobs) = channel();
        let requests =
            Arc::new(Requests::new(&handle, Arc::new(Nobody), Arc::new(Sounds::new(None)), untimed));
        let voice = VoiceId("box:bella".to_owned());
        let utterance = Utterance {
            source: TextRange::new(0, 3),
            language: Language::Mandarin,
            written: "好".to_owned(),
            words: Vec::new(),
            pause: Frames(0),
        };
        let key = SoundKey::new(&voice, "", &utterance);
        let Started::Running(request) = requests.start(&voice, (key, utterance)) else {
            panic!("there is no sound yet");
        };
        assert!(matches!(
            request.follow(0, 0, || true),
            Some(Progress::Finished(Finished { result: Err(_), .. }))
        ));
    }
}
