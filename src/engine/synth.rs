//! The synthesis threads.
//!
//! There are two, so that a listener who jumps elsewhere need not wait for the sentence that is being made for
//! the old place; the player asks for one piece at a time, so that otherwise one of them sleeps. What a service
//! speaks runs beside them as [requests](super::requests), several pieces ahead.

mod recorded;

use std::{
    io,
    sync::{
        Arc,
        mpsc::{Sender, channel},
    },
    thread,
    time::{Duration, Instant},
};

use tokio::{runtime::Handle, sync::mpsc as mailbox};

use super::{
    REST_AFTER,
    key::SoundKey,
    narrator::Narrator,
    queue::{Job, JobQueue, Next, Preparation},
    requests::{Finished, Progress, Requests, Started},
    retime::{self, Delivered, Untimed, send_retimed},
    sound_cache::SoundCache,
    sounds::Sounds,
    speaker::{Speaker, VoiceSource, guarded},
};
use crate::{
    article::TextRange,
    player::{Epoch, Event},
    speech::{Clip, Frames, Portion, SpeechFault, Timing, Utterance, VoiceError, VoiceId},
    text::{FrontEnd, Haste, Script},
};

const THREADS: usize = 2;

/// Sentences of the next article that are made before it is its turn: its headline, and one that covers the time in
/// which the rest is asked for.
const PREPARED: usize = 2;

/// Starts and ends the threads, and hands jobs to them.
pub(super) struct Synth {
    queue: Arc<JobQueue>,
    requests: Arc<Requests>,
}

impl Synth {
    pub(super) fn start(
        runtime: &Handle,
        voices: impl VoiceSource,
        front_end: &Arc<FrontEnd>,
        disk: Option<Arc<SoundCache>>,
        events: &mailbox::WeakSender<Event>,
    ) -> io::Result<Self> {
        let voices: Arc<dyn VoiceSource> = Arc::new(voices);
        let sounds = Arc::new(Sounds::new(disk));
        let delivered = Arc::<Delivered>::default();
        let (untimed, jobs) = channel();
        retime::start(
            Arc::clone(&voices),
            jobs,
            Arc::clone(&sounds),
            Arc::clone(&delivered),
            events.clone(),
        )?;
        let requests =
            Arc::new(Requests::new(runtime, Arc::clone(&voices), Arc::clone(&sounds), untimed.clone()));
        let narrator = Arc::<Narrator>::default();
        let queue = Arc::<JobQueue>::default();
        for number in 0..THREADS {
            let worker = Worker {
                queue: Arc::clone(&queue),
                sounds: Arc::clone(&sounds),
                requests: Arc::clone(&requests),
                delivered: Arc::clone(&delivered),
                narrator: Arc::clone(&narrator),
                untimed: untimed.clone(),
                voices: Arc::clone(&voices),
                speaker: Speaker::new(Arc::clone(&voices)),
                front_end: Arc::clone(front_end),
                events: events.clone(),
            };
            thread::Builder::new().name(format!("synth-{number}")).spawn(move || worker.run())?;
        }
        Ok(Self { queue, requests })
    }

    /// Speaks the piece of `job`; a job that waits for a thread is dropped.
    pub(super) fn request(&self, job: Job) {
        self.queue.put(job);
    }

    /// Hands over preparations.
    pub(super) fn queue(&self) -> &Arc<JobQueue> {
        &self.queue
    }

    /// Nobody waits any more for what was asked for before `epoch`.
    pub(super) fn start_epoch(&self, epoch: Epoch) {
        self.queue.start_epoch(epoch);
    }
}

impl Drop for Synth {
    fn drop(&mut self) {
        self.queue.close();
        self.requests.keep_only(&[]);
    }
}

struct Worker {
    queue: Arc<JobQueue>,
    sounds: Arc<Sounds>,
    requests: Arc<Requests>,
    delivered: Arc<Delivered>,
    narrator: Arc<Narrator>,
    /// Takes sound whose words are to be timed.
    untimed: Sender<Untimed>,
    voices: Arc<dyn VoiceSource>,
    speaker: Speaker,
    front_end: Arc<FrontEnd>,
    events: mailbox::WeakSender<Event>,
}

/// The program ends, or nobody waits for the job any more.
struct Gone;

impl Worker {
    fn run(mut self) {
        loop {
            // A thread without a loaded voice or open book has nothing to free.
            let time =
                if self.speaker.is_loaded() || self.narrator.is_open() { REST_AFTER } else { Duration::MAX };
            match self.queue.next(time) {
                Next::Job(job) => {
                    // A job that panics is answered too: the player would wait for ever.
                    let answered = guarded(|| self.answer(&job))
                        .unwrap_or_else(|error| self.send(&job, Err(error), None));
                    if answered.is_err() && self.events.upgrade().is_none() {
                        return;
                    }
                }
                Next::Preparation(preparation) => {
                    if let Err(error) = guarded(|| self.prepare(preparation)).and_then(|result| result) {
                        tracing::debug!(%error, "what comes next was not prepared");
                    }
                }
                Next::Idle => {
                    self.speaker.unload();
                    self.narrator.close();
                }
                Next::Closed => return,
            }
        }
    }

    fn answer(&mut self, job: &Job) -> Result<(), Gone> {
        if self.answer_recorded(job)? {
            return Ok(());
        }
        let version = self.voices.version(&job.voice);
        // A whole sentence that was kept is better than a clause that must be made.
        let hastes: &[Haste] = match job.haste {
            Haste::FirstSound => &[Haste::LookAhead, Haste::FirstSound],
            Haste::LookAhead => &[Haste::LookAhead],
        };
        let mut wanted = Vec::new();
        for &haste in hastes {
            let Some((key, utterance)) = self.spoken(job, job.offset, haste, &version) else { continue };
            let start = utterance.source.start;
            self.delivered.note(job.epoch, &key, start);
            if let Some(clip) = self.sounds.find(&key, start) {
                self.send(job, Ok(Arc::clone(&clip)), None)?;
                self.retime_if_late(job, &key, &clip);
                return Ok(());
            }
            wanted.push((key, utterance));
        }
        let at_once = match self.speaker.at_once(&job.voice) {
            Ok(at_once) => at_once,
            Err(error) => return self.send(job, Err(error), None),
        };
        if self.speaker.starts_early(&job.voice) == Ok(true) {
            // Its sound streams in, so that a whole sentence starts as soon as a clause.
            wanted.truncate(1);
        }
        match wanted.pop() {
            None => self.send(job, silence(job.offset), None),
            Some(wanted) if at_once > 1 => self.ask_service(job, wanted, at_once, &version),
            Some((key, utterance)) => self.speak(job, &key, &utterance),
        }
    }

    /// Speaks the first sentences of what is played soon, so that it starts at once then.
    fn prepare(&mut self, preparation: Preparation) -> Result<(), VoiceError> {
        let Preparation { script, voice } = &preparation;
        let version = self.voices.version(voice);
        if script.piece_at(0, Haste::LookAhead).is_none_or(|piece| piece.is_recorded) {
            return Ok(());
        }
        // Work of this machine gives way to a first sound; what a service was asked for would be paid for twice.
        let gives_way = self.speaker.at_once(voice)? == 1;
        let running = gives_way.then(|| self.queue.begin(None));
        let cancel = running.as_ref().map(|running| running.cancel().clone()).unwrap_or_default();
        let mut offset = 0;
        for _ in 0..PREPARED {
            let spoken = self.spoken_in(script, voice, offset, Haste::LookAhead, &version);
            let Some((key, utterance)) = spoken else { return Ok(()) };
            offset = utterance.source.end.max(offset + 1);
            if self.sounds.find(&key, utterance.source.start).is_some() {
                continue;
            }
            let result = self.speaker.whole(voice, &utterance, &cancel);
            if cancel.is_cancelled() {
                // Once the first sound is there.
                self.queue.prepare_again(preparation);
                return Ok(());
            }
            let clip = Arc::new(result?);
            self.sounds.remember(&key, &clip);
            self.sounds.keep(&key, &clip);
        }
        Ok(())
    }

    /// The key and the words of the piece at byte `offset`; `None` past the end of the article.
    fn spoken(&self, job: &Job, offset: u32, haste: Haste, version: &str) -> Option<(SoundKey, Utterance)> {
        self.spoken_in(&job.script, &job.voice, offset, haste, version)
    }

    fn spoken_in(
        &self,
        script: &Script,
        voice: &VoiceId,
        offset: u32,
        haste: Haste,
        version: &str,
    ) -> Option<(SoundKey, Utterance)> {
        let piece = script.piece_at(offset, haste)?;
        let utterance = self.front_end.utterance(script.article(), piece);
        Some((SoundKey::new(voice, version, &utterance), utterance))
    }

    /// Speaks on this thread.
    fn speak(&mut self, job: &Job, key: &SoundKey, utterance: &Utterance) -> Result<(), Gone> {
        // The voice is loaded already: to load it is no part of its pace.
        let started = Instant::now();
        let events = self.events.clone();
        let mut done = Frames(0);
        let hand_over = &mut |portion: Portion| {
            done = done + portion.clip.len();
            let portion = levelled(&self.sounds, &job.voice, portion);
            // Where nobody listens any more, the answer below says so.
            send_to(&events, Event::Streamed { epoch: job.epoch, portion }).ok();
        };
        let running = self.queue.begin(Some(job.epoch));
        let result = match job.haste {
            Haste::FirstSound => self.speaker.stream(&job.voice, utterance, running.cancel(), hand_over),
            Haste::LookAhead => self.speaker.whole(&job.voice, utterance, running.cancel()),
        };
        drop(running);
        let result = result.map(Arc::new);
        let work = started.elapsed();
        let Ok(clip) = result else { return self.send(job, result, None) };
        // The pace is that of the rest, where a part was handed over before.
        let share = 1.0 - done.as_secs_f64() / clip.len().as_secs_f64().max(f64::MIN_POSITIVE);
        let work = work.mul_f64(share.clamp(0.0, 1.0));
        self.sounds.remember(key, &clip);
        self.send(job, Ok(rest_of(&clip, done)), Some(work))?;
        self.sounds.keep(key, &clip);
        Ok(())
    }

    /// Has the voice's service speak the wanted piece and, at the same time, those after it.
    fn ask_service(
        &self,
        job: &Job,
        wanted: (SoundKey, Utterance),
        at_once: usize,
        version: &str,
    ) -> Result<(), Gone> {
        let (key, start) = (wanted.0.clone(), wanted.1.source.start);
        let mut offset = wanted.1.source.end;
        let mut ahead = vec![wanted];
        while ahead.len() < at_once {
            // What was recorded is not asked for.
            if job.script.piece_at(offset, Haste::LookAhead).is_none_or(|piece| piece.is_recorded) {
                break;
            }
            let Some((key, utterance)) = self.spoken(job, offset, Haste::LookAhead, version) else { break };
            offset = utterance.source.end.max(offset + 1);
            ahead.push((key, utterance));
        }
        if !self.queue.is_wanted(job) {
            return Err(Gone);
        }
        self.requests.keep_only(&ahead);
        let mut first = None;
        for (key, utterance) in ahead {
            if first.is_some() && self.sounds.find(&key, utterance.source.start).is_some() {
                continue;
            }
            let started = self.requests.start(&job.voice, (key, utterance));
            first = first.or(Some(started));
        }
        let request = match first {
            Some(Started::Running(request)) => request,
            Some(Started::Ready(clip)) => {
                self.send(job, Ok(Arc::clone(&clip)), None)?;
                self.retime_if_late(job, &key, &clip);
                return Ok(());
            }
            None => return Err(Gone),
        };
        let (mut seen, mut done) = (0, Frames(0));
        loop {
            match request.follow(seen, start, || self.queue.is_wanted(job)) {
                None => return Err(Gone),
                Some(Progress::Portion(portion)) => {
                    seen += 1;
                    done = done + portion.clip.len();
                    let portion = levelled(&self.sounds, &job.voice, portion);
                    send_to(&self.events, Event::Streamed { epoch: job.epoch, portion })?;
                }
                Some(Progress::Finished(Finished { result, work })) => {
                    let clip = result.as_ref().ok().cloned();
                    self.send(job, result.map(|clip| rest_of(&clip, done)), Some(work))?;
                    clip.iter().for_each(|clip| self.retime_if_late(job, &key, clip));
                    return Ok(());
                }
            }
        }
    }

    /// The words of `clip`, which was just handed over, may have been timed since it was found: before the
    /// player had it, which does nothing with times of sound that it does not have.
    fn retime_if_late(&self, job: &Job, key: &SoundKey, clip: &Arc<Clip>) {
        if clip.timing() == Timing::Estimated
            && let Some(timed) = self.sounds.recall(key, clip.source().start)
            && timed.timing() != Timing::Estimated
        {
            send_retimed(&self.events, job.epoch, timed);
        }
    }

    fn send(
        &self,
        job: &Job,
        result: Result<Arc<Clip>, VoiceError>,
        work: Option<Duration>,
    ) -> Result<(), Gone> {
        self.send_as(job, &job.voice, result, work)
    }

    /// The same for sound of `voice`.
    fn send_as(
        &self,
        job: &Job,
        voice: &VoiceId,
        result: Result<Arc<Clip>, VoiceError>,
        work: Option<Duration>,
    ) -> Result<(), Gone> {
        let level = |clip: Arc<Clip>| self.sounds.loudness().level(voice, Clip::clone(&clip));
        let result = result.map(|clip| Arc::new(level(clip)));
        send_to(&self.events, Event::Synthesized { epoch: job.epoch, result, work })
    }
}

fn send_to(events: &mailbox::WeakSender<Event>, event: Event) -> Result<(), Gone> {
    let events = events.upgrade().ok_or(Gone)?;
    events.blocking_send(event).map_err(|_| Gone)
}

/// `portion`, spoken by `voice`, as loud as other voices are.
fn levelled(sounds: &Sounds, voice: &VoiceId, portion: Portion) -> Portion {
    Portion { clip: sounds.loudness().level(voice, portion.clip), said: portion.said }
}

/// What of `clip` was not handed over yet.
fn rest_of(clip: &Arc<Clip>, done: Frames) -> Arc<Clip> {
    if done == Frames(0) { Arc::clone(clip) } else { Arc::new(clip.after(done)) }
}

/// The sound of nothing, past the end of the article.
fn silence(offset: u32) -> Result<Arc<Clip>, VoiceError> {
    Clip::new(TextRange::new(offset, offset), Arc::from([]), Vec::new(), Timing::Estimated)
        .map(Arc::new)
        .ok_or(VoiceError::Failed(SpeechFault::NoText))
}
