//! The synthesis threads: newest job first.
//!
//! There are two, so that a listener who jumps elsewhere need not wait for the sentence that is
//! being made for the old place; the player asks for one piece at a time, so that otherwise one of
//! them sleeps.

use std::{
    io,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak},
    thread,
    time::{Duration, Instant},
};

use tokio::sync::mpsc as mailbox;

use super::cache::{ClipCache, Key};
use crate::{
    article::TextRange,
    player::{Epoch, Event, Input},
    speech::{Clip, Timing, Voice, VoiceError, VoiceId},
    text::{FrontEnd, Haste, Script},
};

const THREADS: usize = 2;

/// Loads voices by name.
pub trait VoiceSource: Send + Sync + 'static {
    /// A voice ready to speak; cheap when another thread has loaded the same.
    fn load(&self, id: &VoiceId) -> Result<Box<dyn Voice>, VoiceError>;
}

pub(super) enum Job {
    Speak { epoch: Epoch, script: Arc<Script>, offset: u32, haste: Haste, voice: VoiceId },
    WarmUp(VoiceId),
}

pub(super) struct Synth {
    shared: Arc<Shared>,
}

struct Shared {
    /// The one job that waits: a newer one takes its place.
    waiting: Mutex<Option<Job>>,
    arrived: Condvar,
    cache: Mutex<ClipCache>,
}

impl Synth {
    pub(super) fn start(
        voices: impl VoiceSource,
        front_end: Arc<FrontEnd>,
        inputs: &mailbox::Sender<Input>,
    ) -> io::Result<Self> {
        let shared = Arc::new(Shared {
            waiting: Mutex::default(),
            arrived: Condvar::new(),
            cache: Mutex::new(ClipCache::new()),
        });
        let voices: Arc<dyn VoiceSource> = Arc::new(voices);
        for number in 0..THREADS {
            let worker = Worker {
                shared: Arc::downgrade(&shared),
                voices: Arc::clone(&voices),
                front_end: Arc::clone(&front_end),
                inputs: inputs.downgrade(),
                loaded: None,
            };
            thread::Builder::new().name(format!("synth-{number}")).spawn(move || worker.run())?;
        }
        Ok(Self { shared })
    }

    pub(super) fn request(&self, job: Job) {
        let mut waiting = lock(&self.shared.waiting);
        // To load a voice is part of any work for it.
        if !matches!((&*waiting, &job), (Some(Job::Speak { .. }), Job::WarmUp(_))) {
            *waiting = Some(job);
        }
        self.shared.arrived.notify_one();
    }
}

impl Drop for Synth {
    fn drop(&mut self) {
        self.shared.arrived.notify_all();
    }
}

struct Worker {
    /// Weak, so that the threads end with the [`Synth`].
    shared: Weak<Shared>,
    voices: Arc<dyn VoiceSource>,
    front_end: Arc<FrontEnd>,
    inputs: mailbox::WeakSender<Input>,
    loaded: Option<(VoiceId, Box<dyn Voice>)>,
}

impl Worker {
    fn run(mut self) {
        while let Some(shared) = self.shared.upgrade() {
            match next_job(&shared) {
                None => (),
                Some(Job::WarmUp(id)) => {
                    // What fails here fails again, and is told, when there is something to say.
                    self.voice(&id).ok();
                    self.front_end.warm_up();
                }
                Some(Job::Speak { epoch, script, offset, haste, voice }) => {
                    let (result, work) = self.speak(&shared, &script, offset, haste, &voice);
                    let Some(inputs) = self.inputs.upgrade() else { return };
                    let event = Event::Synthesized { epoch, result, work };
                    if inputs.blocking_send(Input::Event(event)).is_err() {
                        return;
                    }
                }
            }
        }
    }

    fn speak(
        &mut self,
        shared: &Shared,
        script: &Script,
        offset: u32,
        haste: Haste,
        id: &VoiceId,
    ) -> (Result<Arc<Clip>, VoiceError>, Option<Duration>) {
        // A whole sentence that was kept is better than a clause that must be made.
        let hastes: &[Haste] = match haste {
            Haste::FirstSound => &[Haste::LookAhead, Haste::FirstSound],
            Haste::LookAhead => &[Haste::LookAhead],
        };
        let mut wanted = None;
        for &haste in hastes {
            let Some(piece) = script.piece_at(offset, haste) else { continue };
            let utterance = self.front_end.utterance(script.article(), piece);
            let key = Key::new(id, &utterance);
            if let Some(clip) = lock(&shared.cache).get(&key, utterance.source.start) {
                return (Ok(clip), None);
            }
            wanted = Some((key, utterance));
        }
        let Some((key, utterance)) = wanted else { return (silence(offset), None) };
        let voice = match self.voice(id) {
            Ok(voice) => voice,
            Err(error) => return (Err(error), None),
        };
        // To load a voice is no part of its pace.
        let started = Instant::now();
        let result = voice.speak(&utterance).map(Arc::new);
        let work = started.elapsed();
        if let Ok(clip) = &result {
            lock(&shared.cache).put(key, Arc::clone(clip));
        }
        (result, Some(work))
    }

    fn voice(&mut self, id: &VoiceId) -> Result<&mut Box<dyn Voice>, VoiceError> {
        let loaded = match self.loaded.take() {
            Some(loaded) if loaded.0 == *id => loaded,
            Some(_) | None => (id.clone(), self.voices.load(id)?),
        };
        Ok(&mut self.loaded.insert(loaded).1)
    }
}

/// Waits for a job; `None` now and then, so that the caller looks whether it is still needed.
fn next_job(shared: &Shared) -> Option<Job> {
    let waiting = lock(&shared.waiting);
    let (mut waiting, _) = shared
        .arrived
        .wait_timeout_while(waiting, Duration::from_secs(1), |job| job.is_none())
        .unwrap_or_else(PoisonError::into_inner);
    waiting.take()
}

/// What is said past the end of the article.
fn silence(offset: u32) -> Result<Arc<Clip>, VoiceError> {
    Clip::new(TextRange::new(offset, offset), Arc::from([]), Vec::new(), Timing::Estimated)
        .map(Arc::new)
        .ok_or_else(|| VoiceError::Failed("no text".to_owned()))
}

/// What is under a lock is whole between any two statements, so a poisoned one is too.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
