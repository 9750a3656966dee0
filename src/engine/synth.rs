//! The synthesis threads: newest job first.
//!
//! There are two, so that a listener who jumps elsewhere need not wait for the sentence that is
//! being made for the old place; the player asks for one piece at a time, so that otherwise one of
//! them sleeps.

use std::{
    io,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
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

impl<V: VoiceSource + ?Sized> VoiceSource for Arc<V> {
    fn load(&self, id: &VoiceId) -> Result<Box<dyn Voice>, VoiceError> {
        (**self).load(id)
    }
}

/// A piece to be spoken: the one at `offset` of `script`.
pub(super) struct Job {
    pub(super) epoch: Epoch,
    pub(super) script: Arc<Script>,
    pub(super) offset: u32,
    pub(super) haste: Haste,
    pub(super) voice: VoiceId,
}

pub(super) struct Synth {
    shared: Arc<Shared>,
}

struct Shared {
    inbox: Mutex<Inbox>,
    arrived: Condvar,
    cache: Mutex<ClipCache>,
}

#[derive(Default)]
struct Inbox {
    /// The one job that waits: a newer one takes its place.
    job: Option<Job>,
    closed: bool,
}

impl Synth {
    pub(super) fn start(
        voices: impl VoiceSource,
        front_end: &Arc<FrontEnd>,
        inputs: &mailbox::Sender<Input>,
    ) -> io::Result<Self> {
        let shared = Arc::new(Shared {
            inbox: Mutex::default(),
            arrived: Condvar::new(),
            cache: Mutex::new(ClipCache::new()),
        });
        let voices: Arc<dyn VoiceSource> = Arc::new(voices);
        for number in 0..THREADS {
            let worker = Worker {
                shared: Arc::clone(&shared),
                voices: Arc::clone(&voices),
                front_end: Arc::clone(front_end),
                inputs: inputs.downgrade(),
                loaded: None,
            };
            thread::Builder::new().name(format!("synth-{number}")).spawn(move || worker.run())?;
        }
        Ok(Self { shared })
    }

    pub(super) fn request(&self, job: Job) {
        lock(&self.shared.inbox).job = Some(job);
        self.shared.arrived.notify_one();
    }
}

impl Drop for Synth {
    fn drop(&mut self) {
        lock(&self.shared.inbox).closed = true;
        self.shared.arrived.notify_all();
    }
}

struct Worker {
    shared: Arc<Shared>,
    voices: Arc<dyn VoiceSource>,
    front_end: Arc<FrontEnd>,
    inputs: mailbox::WeakSender<Input>,
    loaded: Option<(VoiceId, Box<dyn Voice>)>,
}

impl Worker {
    fn run(mut self) {
        while let Some(job) = next_job(&self.shared) {
            let (result, work) = self.speak(&job);
            let Some(inputs) = self.inputs.upgrade() else { return };
            let event = Event::Synthesized { epoch: job.epoch, result, work };
            if inputs.blocking_send(Input::Event(event)).is_err() {
                return;
            }
        }
    }

    fn speak(&mut self, job: &Job) -> (Result<Arc<Clip>, VoiceError>, Option<Duration>) {
        // A whole sentence that was kept is better than a clause that must be made.
        let hastes: &[Haste] = match job.haste {
            Haste::FirstSound => &[Haste::LookAhead, Haste::FirstSound],
            Haste::LookAhead => &[Haste::LookAhead],
        };
        let mut wanted = None;
        for &haste in hastes {
            let Some(piece) = job.script.piece_at(job.offset, haste) else { continue };
            let utterance = self.front_end.utterance(job.script.article(), piece);
            let key = Key::new(&job.voice, &utterance);
            if let Some(clip) = lock(&self.shared.cache).get(&key, utterance.source.start) {
                return (Ok(clip), None);
            }
            wanted = Some((key, utterance));
        }
        let Some((key, utterance)) = wanted else { return (silence(job.offset), None) };
        let voice = match self.voice(&job.voice) {
            Ok(voice) => voice,
            Err(error) => return (Err(error), None),
        };
        // To load a voice is no part of its pace.
        let started = Instant::now();
        let result = voice.speak(&utterance).map(Arc::new);
        let work = started.elapsed();
        if let Ok(clip) = &result {
            lock(&self.shared.cache).put(key, Arc::clone(clip));
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

/// Waits for a job; `None` when there will be no more.
fn next_job(shared: &Shared) -> Option<Job> {
    let inbox = lock(&shared.inbox);
    let mut inbox = shared
        .arrived
        .wait_while(inbox, |inbox| inbox.job.is_none() && !inbox.closed)
        .unwrap_or_else(PoisonError::into_inner);
    if inbox.closed { None } else { inbox.job.take() }
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
