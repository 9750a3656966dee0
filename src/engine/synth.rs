//! The synthesis threads: newest job first.
//!
//! There are two, so that a listener who jumps elsewhere need not wait for the sentence that is
//! being made for the old place; the player asks for one piece at a time, so that otherwise one of
//! them sleeps. What a service speaks flies beside them, several pieces ahead.

use std::{
    io,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU16, Ordering},
        mpsc::{Sender, channel},
    },
    thread,
    time::{Duration, Instant},
};

use tokio::{runtime::Handle, sync::mpsc as mailbox};

use super::{
    cache::{ClipCache, Key},
    flight::{Flights, Landed, Seen, Started},
    kept::Kept,
    retime::{self, Untimed},
};
use crate::{
    article::{Language, TextRange},
    player::{Epoch, Event, Input},
    speech::{Cancel, Clip, Frames, Portion, SpeechFault, Timing, Utterance, Voice, VoiceError, VoiceId},
    text::{FrontEnd, Haste, Script},
};

const THREADS: usize = 2;

/// How long nothing is asked for before a thread lets its voice go: hundreds of megabytes, which are there
/// again in half a second.
pub(super) const REST_AFTER: Duration = Duration::from_secs(300);

/// Loads voices by name.
pub trait VoiceSource: Send + Sync + 'static {
    /// A voice ready to speak; cheap when another thread has loaded the same.
    fn load(&self, id: &VoiceId) -> Result<Box<dyn Voice>, VoiceError>;

    /// What tells this sound of a voice from another of the same name: its model, its settings. What was
    /// kept on disk under another version is not heard again.
    fn version(&self, _id: &VoiceId) -> String {
        String::new()
    }

    /// Who is to say again what a service said in `language`, so that it is known when each word is heard; a
    /// voice of this machine whose model tells it.
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

pub(super) struct Shared {
    inbox: Mutex<Inbox>,
    arrived: Condvar,
    /// The epoch of the newest job: what was asked for in an older one is no longer wanted.
    newest: AtomicU16,
    cache: Mutex<ClipCache>,
    kept: Option<Arc<Kept>>,
    pub(super) flights: Flights,
    untimed: Sender<Untimed>,
}

#[derive(Default)]
struct Inbox {
    /// The one job that waits: a newer one takes its place.
    job: Option<Job>,
    closed: bool,
}

impl Synth {
    pub(super) fn start(
        runtime: &Handle,
        voices: impl VoiceSource,
        front_end: &Arc<FrontEnd>,
        kept: Option<Arc<Kept>>,
        inputs: &mailbox::Sender<Input>,
    ) -> io::Result<Self> {
        let (untimed, jobs) = channel();
        let shared = Arc::new(Shared {
            inbox: Mutex::default(),
            arrived: Condvar::new(),
            newest: AtomicU16::default(),
            cache: Mutex::new(ClipCache::new()),
            kept,
            flights: Flights::new(runtime),
            untimed,
        });
        let voices: Arc<dyn VoiceSource> = Arc::new(voices);
        retime::start(Arc::clone(&voices), jobs, Arc::downgrade(&shared), inputs.downgrade())?;
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
        self.shared.newest.store(job.epoch.0, Ordering::Relaxed);
        lock(&self.shared.inbox).job = Some(job);
        self.shared.arrived.notify_one();
    }

    /// Nobody waits any more for what was asked for before `epoch`.
    pub(super) fn start_epoch(&self, epoch: Epoch) {
        self.shared.newest.store(epoch.0, Ordering::Relaxed);
    }
}

impl Drop for Synth {
    fn drop(&mut self) {
        lock(&self.shared.inbox).closed = true;
        self.shared.arrived.notify_all();
        self.shared.flights.keep_only(&[]);
    }
}

impl Shared {
    fn is_wanted(&self, job: &Job) -> bool {
        self.newest.load(Ordering::Relaxed) == job.epoch.0
    }

    /// The sound of `key` from before, for text that starts at byte `start`.
    fn find(&self, key: &Key, start: u32) -> Option<Arc<Clip>> {
        if let Some(clip) = self.recall(key, start) {
            return Some(clip);
        }
        let clip = Arc::new(self.kept.as_ref()?.get(key, start)?);
        lock(&self.cache).put(key.clone(), Arc::clone(&clip));
        Some(clip)
    }

    /// The same, from memory alone.
    pub(super) fn recall(&self, key: &Key, start: u32) -> Option<Arc<Clip>> {
        lock(&self.cache).get(key, start)
    }

    /// Keeps `clip` in memory.
    pub(super) fn remember(&self, key: &Key, clip: &Arc<Clip>) {
        lock(&self.cache).put(key.clone(), Arc::clone(clip));
    }

    /// Keeps `clip`, which a service made of `utterance`, once it is known when its words are heard.
    pub(super) fn keep_timed(&self, key: Key, utterance: Utterance, clip: Arc<Clip>) {
        // The thread ends with this, so that there is somebody to take it.
        self.untimed.send(Untimed { key, utterance, clip }).ok();
    }

    /// Keeps `clip` on disk. A disk that is full keeps nothing, which is no reason not to go on.
    pub(super) fn keep(&self, key: &Key, clip: &Clip) {
        if let Some(kept) = &self.kept {
            kept.put(key, clip).ok();
        }
    }
}

struct Worker {
    shared: Arc<Shared>,
    voices: Arc<dyn VoiceSource>,
    front_end: Arc<FrontEnd>,
    inputs: mailbox::WeakSender<Input>,
    loaded: Option<(VoiceId, Box<dyn Voice>)>,
}

/// The program ends, or nobody waits any more.
struct Gone;

impl Worker {
    fn run(mut self) {
        loop {
            // A voice that rests already has nothing more to let go.
            let time = if self.loaded.is_some() { REST_AFTER } else { Duration::MAX };
            match next_job(&self.shared.inbox, &self.shared.arrived, time) {
                Next::Job(job) => {
                    if self.answer(&job).is_err() && self.inputs.upgrade().is_none() {
                        return;
                    }
                }
                Next::Idle => self.loaded = None,
                Next::Closed => return,
            }
        }
    }

    fn answer(&mut self, job: &Job) -> Result<(), Gone> {
        let version = self.voices.version(&job.voice);
        // A whole sentence that was kept is better than a clause that must be made.
        let hastes: &[Haste] = match job.haste {
            Haste::FirstSound => &[Haste::LookAhead, Haste::FirstSound],
            Haste::LookAhead => &[Haste::LookAhead],
        };
        let mut wanted = Vec::new();
        for &haste in hastes {
            let Some((key, utterance)) = self.spoken(job, job.offset, haste, &version) else { continue };
            if let Some(clip) = self.shared.find(&key, utterance.source.start) {
                return self.send(job, Ok(clip), None);
            }
            wanted.push((key, utterance));
        }
        let at_once = match self.voice(&job.voice) {
            Ok(voice) => voice.at_once(),
            Err(error) => return self.send(job, Err(error), None),
        };
        if at_once > 1 {
            // Its sound streams in, so that a whole sentence starts as soon as a clause.
            wanted.truncate(1);
        }
        match wanted.pop() {
            None => self.send(job, silence(job.offset), None),
            Some(wanted) if at_once > 1 => self.fly(job, wanted, at_once, &version),
            Some((key, utterance)) => self.speak(job, &key, &utterance),
        }
    }

    fn spoken(&self, job: &Job, offset: u32, haste: Haste, version: &str) -> Option<(Key, Utterance)> {
        let piece = job.script.piece_at(offset, haste)?;
        let utterance = self.front_end.utterance(job.script.article(), piece);
        Some((Key::new(&job.voice, version, &utterance), utterance))
    }

    /// Speaks on this thread.
    fn speak(&mut self, job: &Job, key: &Key, utterance: &Utterance) -> Result<(), Gone> {
        // To load a voice is no part of its pace.
        let started = Instant::now();
        let inputs = self.inputs.clone();
        let mut done = Frames(0);
        let voice = match self.voice(&job.voice) {
            Ok(voice) => voice,
            Err(error) => return self.send(job, Err(error), None),
        };
        let hand_over = &mut |portion: Portion| {
            done = done + portion.clip.len();
            send_to(&inputs, Event::Streamed { epoch: job.epoch, portion }).ok();
        };
        let result = voice.stream(utterance, &Cancel::default(), hand_over).map(Arc::new);
        let work = started.elapsed();
        let Ok(clip) = result else { return self.send(job, result, None) };
        self.shared.remember(key, &clip);
        self.send(job, Ok(rest_of(&clip, done)), Some(work))?;
        self.shared.keep(key, &clip);
        Ok(())
    }

    /// Has the voice's service speak, and the pieces that follow beside it.
    fn fly(&self, job: &Job, wanted: (Key, Utterance), at_once: usize, version: &str) -> Result<(), Gone> {
        let start = wanted.1.source.start;
        let mut offset = wanted.1.source.end;
        let mut ahead = vec![wanted];
        while ahead.len() < at_once {
            let Some((key, utterance)) = self.spoken(job, offset, Haste::LookAhead, version) else { break };
            offset = utterance.source.end.max(offset + 1);
            ahead.push((key, utterance));
        }
        if !self.shared.is_wanted(job) {
            return Err(Gone);
        }
        self.shared.flights.keep_only(&ahead);
        let mut first = None;
        for (key, utterance) in ahead {
            if first.is_some() && self.shared.find(&key, utterance.source.start).is_some() {
                continue;
            }
            let started = self.shared.flights.start(&self.shared, &self.voices, &job.voice, (key, utterance));
            first = first.or(Some(started));
        }
        let flight = match first {
            Some(Started::Flight(flight)) => flight,
            Some(Started::Landed(clip)) => return self.send(job, Ok(clip), None),
            None => return Err(Gone),
        };
        let (mut seen, mut done) = (0, Frames(0));
        loop {
            match flight.follow(seen, start, || self.shared.is_wanted(job)) {
                None => return Err(Gone),
                Some(Seen::Portion(portion)) => {
                    seen += 1;
                    done = done + portion.clip.len();
                    send_to(&self.inputs, Event::Streamed { epoch: job.epoch, portion })?;
                }
                Some(Seen::Landed(Landed { result, work })) => {
                    return self.send(job, result.map(|clip| rest_of(&clip, done)), Some(work));
                }
            }
        }
    }

    fn send(
        &self,
        job: &Job,
        result: Result<Arc<Clip>, VoiceError>,
        work: Option<Duration>,
    ) -> Result<(), Gone> {
        send_to(&self.inputs, Event::Synthesized { epoch: job.epoch, result, work })
    }

    fn voice(&mut self, id: &VoiceId) -> Result<&mut Box<dyn Voice>, VoiceError> {
        let loaded = match self.loaded.take() {
            Some(loaded) if loaded.0 == *id => loaded,
            Some(_) | None => (id.clone(), self.voices.load(id)?),
        };
        Ok(&mut self.loaded.insert(loaded).1)
    }
}

fn send_to(inputs: &mailbox::WeakSender<Input>, event: Event) -> Result<(), Gone> {
    let inputs = inputs.upgrade().ok_or(Gone)?;
    inputs.blocking_send(Input::Event(event)).map_err(|_| Gone)
}

/// What of `clip` was not handed over yet.
fn rest_of(clip: &Arc<Clip>, done: Frames) -> Arc<Clip> {
    if done == Frames(0) { Arc::clone(clip) } else { Arc::new(clip.after(done)) }
}

/// What a thread wakes up to.
enum Next {
    Job(Job),
    /// There was nothing to do for a while.
    Idle,
    /// There will be no more.
    Closed,
}

/// Waits for a job, for `time` at the most.
fn next_job(inbox: &Mutex<Inbox>, arrived: &Condvar, time: Duration) -> Next {
    let (mut inbox, _) = arrived
        .wait_timeout_while(lock(inbox), time, |inbox| inbox.job.is_none() && !inbox.closed)
        .unwrap_or_else(PoisonError::into_inner);
    match (inbox.closed, inbox.job.take()) {
        (true, _) => Next::Closed,
        (false, Some(job)) => Next::Job(job),
        (false, None) => Next::Idle,
    }
}

/// What is said past the end of the article.
fn silence(offset: u32) -> Result<Arc<Clip>, VoiceError> {
    Clip::new(TextRange::new(offset, offset), Arc::from([]), Vec::new(), Timing::Estimated)
        .map(Arc::new)
        .ok_or(VoiceError::Failed(SpeechFault::NoText))
}

/// What is under a lock is whole between any two statements, so a poisoned one is too.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_wakes_when_there_is_nothing_to_do_and_when_it_is_over() {
        let (inbox, arrived) = (Mutex::new(Inbox::default()), Condvar::new());
        assert!(matches!(next_job(&inbox, &arrived, Duration::from_millis(1)), Next::Idle));
        lock(&inbox).closed = true;
        assert!(matches!(next_job(&inbox, &arrived, Duration::MAX), Next::Closed));
    }
}
