//! The engine: runs a [`Player`] and carries out its effects.
//!
//! It decides nothing. `synth` makes sound on threads of its own: it finds it in `sounds` (`memory`, and the
//! `sound_cache` on disk), has a voice of this machine speak, or has a service speak (`requests`). `retime` finds
//! the times of words that a service does not tell (`align`). What a book's narrator has recorded comes before all voices
//! (`narrator`).

mod align;
mod key;
mod loudness;
mod memory;
mod narrator;
mod queue;
mod requests;
mod retime;
mod sound_cache;
mod sounds;
mod speaker;
mod synth;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant, SystemTime},
};

use tokio::{
    runtime::Handle,
    sync::{mpsc, oneshot, watch},
    task::JoinSet,
    time::{MissedTickBehavior, interval},
};

use crate::{
    article::{OpenError, Source},
    audio::{AudioOut, SharedPlayhead, SoundEvent},
    core::document::Document,
    player::{Command, Effect, Event, Input, Player, Snapshot},
    speech::VoiceId,
    text::{FrontEnd, Script},
};

pub use sound_cache::{SoundCache, SoundCacheError, cache_body, cached_clip};
pub use speaker::{Speaker, VoiceSource};

pub(crate) use key::SoundKey;
pub(crate) use narrator::Narrator;
pub(crate) use retime::Aligner;
pub(crate) use speaker::guarded;

use queue::{Job, JobQueue, Preparation};
use synth::Synth;

/// How often the player hears how far the listener has got.
const HEARD_EVERY: Duration = Duration::from_millis(100);

/// Events that may wait at once; whoever sends another one waits. Commands are never refused and never wait.
const EVENTS: usize = 64;

/// How long a thread keeps a loaded voice that nobody asks for: hundreds of megabytes, which are there again in
/// half a second.
const REST_AFTER: Duration = Duration::from_secs(300);

/// Turns a source into a document.
pub trait Opener: Send + Sync + 'static {
    /// Fetches, reads and extracts.
    fn open(&self, source: Source) -> impl Future<Output = Result<Document, OpenError>> + Send;
}

/// What the engine works with.
pub struct Parts<O, V> {
    /// Opens articles.
    pub opener: O,
    /// Loads voices.
    pub voices: V,
    /// Says how text is spoken.
    pub front_end: Arc<FrontEnd>,
    /// Sound kept on disk; `None` to keep none.
    pub sound_cache: Option<Arc<SoundCache>>,
}

/// The user interface's end of the engine, which ends when the last of them is dropped.
#[derive(Clone)]
pub struct EngineHandle {
    commands: mpsc::UnboundedSender<Order>,
    snapshots: watch::Receiver<Arc<Snapshot>>,
    playhead: Arc<SharedPlayhead>,
    queue: Arc<JobQueue>,
}

impl EngineHandle {
    /// Has the first sentences of `script` spoken by `voice` while nothing else is to be made, so that it starts at
    /// once when it is opened. A newer call replaces one that waits.
    pub fn prepare(&self, script: Arc<Script>, voice: VoiceId) {
        self.queue.prepare(Preparation { script, voice });
    }

    /// Never blocks and never loses a command. They are carried out in order, before events that wait.
    pub fn send(&self, command: Command) {
        self.order(Order { command, done: None });
    }

    /// The same, and waits until the player has taken the command, and [`Self::snapshot`] shows it.
    pub async fn perform(&self, command: Command) {
        let (done, is_done) = oneshot::channel();
        self.order(Order { command, done: Some(done) });
        // An engine that has ended takes no more commands, which it has told already.
        is_done.await.ok();
    }

    fn order(&self, order: Order) {
        if self.commands.send(order).is_err() {
            tracing::error!("the engine has ended; a command is lost");
        }
    }

    /// The player as of now.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshots.borrow())
    }

    /// The player whenever something of it changed.
    pub fn subscribe(&self) -> watch::Receiver<Arc<Snapshot>> {
        self.snapshots.clone()
    }

    /// The same, for whoever outlives this handle.
    pub fn shared_playhead(&self) -> Arc<SharedPlayhead> {
        Arc::clone(&self.playhead)
    }

    /// What is heard, at any time.
    pub fn playhead(&self) -> &SharedPlayhead {
        &self.playhead
    }
}

/// A command, and who waits for it.
struct Order {
    command: Command,
    done: Option<oneshot::Sender<()>>,
}

/// Starts the engine on `runtime`. `audio` opens the sound card, given who wants its news; `wake` is
/// called when there is a changed snapshot to show.
///
/// # Errors
/// When the system gives no thread, or `audio` fails.
pub fn start<A: AudioOut + 'static>(
    runtime: &Handle,
    player: Player,
    parts: Parts<impl Opener, impl VoiceSource>,
    audio: impl FnOnce(Box<dyn Fn(SoundEvent) + Send>) -> std::io::Result<A>,
    wake: impl Fn() + Send + 'static,
) -> std::io::Result<EngineHandle> {
    let (commands, ordered) = mpsc::unbounded_channel();
    let (tell, events) = mpsc::channel(EVENTS);
    let (publish, snapshots) = watch::channel(Arc::new(player.snapshot()));
    let audio = audio(sound_events(tell.downgrade()))?;
    let playhead = audio.playhead();
    let shell = Shell {
        audio,
        opener: Arc::new(parts.opener),
        front_end: Arc::clone(&parts.front_end),
        synth: Synth::start(runtime, parts.voices, &parts.front_end, parts.sound_cache, &tell.downgrade())?,
        opening: JoinSet::new(),
        events: tell,
    };
    let queue = Arc::clone(shell.synth.queue());
    runtime.spawn(run(player, shell, Inbox { commands: ordered, events }, publish, wake));
    Ok(EngineHandle { commands, snapshots, playhead, queue })
}

fn sound_events(events: mpsc::WeakSender<Event>) -> Box<dyn Fn(SoundEvent) + Send> {
    Box::new(move |event| {
        let event = match event {
            SoundEvent::Opened(name) => Event::DeviceOpened { name },
            SoundEvent::Lost(reason) => Event::DeviceLost { reason },
        };
        if events.upgrade().is_none_or(|events| events.blocking_send(event).is_err()) {
            tracing::debug!("the engine has ended before the sound device");
        }
    })
}

/// What the engine hears of.
struct Inbox {
    /// Closed when the last [`EngineHandle`] is gone.
    commands: mpsc::UnboundedReceiver<Order>,
    events: mpsc::Receiver<Event>,
}

async fn run<A: AudioOut, O: Opener>(
    mut player: Player,
    mut shell: Shell<A, O>,
    mut inbox: Inbox,
    publish: watch::Sender<Arc<Snapshot>>,
    wake: impl Fn(),
) {
    let playhead = shell.audio.playhead();
    let heard = || Input::Event(Event::Heard(playhead.heard(Instant::now())));
    let mut tick = interval(HEARD_EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let mut effects = Vec::new();
    // When sound was wanted last, or the listener went elsewhere; by the system's clock, since the other stands still
    // while the machine sleeps.
    let (mut silent_since, mut place) = (SystemTime::now(), 0);
    loop {
        let mut done = None;
        let input = tokio::select! {
            biased;
            order = inbox.commands.recv() => match order {
                Some(order) => {
                    done = order.done;
                    Some(Input::Command(order.command))
                }
                None => return,
            },
            event = inbox.events.recv() => event.map(Input::Event),
            _ = tick.tick(), if player.is_sounding() => None,
        };
        let before = player.phase();
        let is_news = input.is_some();
        // Free to read, so the player always knows exactly where the listener is.
        player.handle(heard(), &mut effects);
        if matches!(input, Some(Input::Command(Command::Play | Command::Toggle))) && !player.wants_sound() {
            let rested = silent_since.elapsed().unwrap_or_default();
            player.handle(Input::Event(Event::Rested(rested)), &mut effects);
        }
        if let Some(input) = input {
            player.handle(input, &mut effects);
        }
        for effect in effects.drain(..) {
            shell.perform(effect);
        }
        let snapshot = Arc::new(player.snapshot());
        if player.wants_sound() || snapshot.place != place {
            (silent_since, place) = (SystemTime::now(), snapshot.place);
        }
        publish.send_replace(snapshot);
        if let Some(done) = done {
            // Who asked may have gone meanwhile.
            done.send(()).ok();
        }
        if is_news || player.phase() != before {
            wake();
        }
    }
}

/// Carries out effects.
struct Shell<A, O> {
    audio: A,
    opener: Arc<O>,
    front_end: Arc<FrontEnd>,
    synth: Synth,
    /// The opening of an article, which ends with the engine.
    opening: JoinSet<()>,
    /// The one strong sender: threads and tasks hold weak ones, and end with the engine.
    events: mpsc::Sender<Event>,
}

impl<A: AudioOut, O: Opener> Shell<A, O> {
    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Open { request, source } => {
                let events = self.events.downgrade();
                let opener = Arc::clone(&self.opener);
                let front_end = Arc::clone(&self.front_end);
                // Nobody waits for what was to be opened before: dropping it ends its extraction.
                self.opening = JoinSet::new();
                self.opening.spawn(async move {
                    let started = Instant::now();
                    let result = opener.open(source).await.map(Arc::new);
                    let millis = started.elapsed().as_millis() as u64;
                    match &result {
                        Ok(document) => {
                            let (parts, blocks) = (document.parts().len(), document.first().blocks().len());
                            tracing::info!(parts, blocks, millis, "document opened");
                        }
                        Err(error) => tracing::info!(%error, millis, "document not opened"),
                    }
                    if let Ok(document) = &result {
                        // The first English word need not wait for it.
                        let article = Arc::clone(document.first());
                        tokio::task::spawn_blocking(move || front_end.warm_up_for(&article));
                    }
                    send(&events, Event::Opened { request, result }).await;
                });
            }
            Effect::Synthesize { epoch, script, offset, haste, voice } => {
                self.synth.request(Job { epoch, script, offset, haste, voice });
            }
            Effect::TryLater { voice, wait } => {
                let events = self.events.downgrade();
                tokio::spawn(async move {
                    tokio::time::sleep(wait).await;
                    send(&events, Event::MaySpeakAgain { voice }).await;
                });
            }
            Effect::StartEpoch(epoch) => {
                self.synth.start_epoch(epoch);
                self.audio.start_epoch(epoch);
            }
            Effect::Enqueue { epoch, clip, from } => self.audio.enqueue(epoch, clip, from),
            Effect::SetPlaying(playing) => self.audio.set_playing(playing),
            Effect::SetSpeed(speed) => self.audio.set_speed(speed),
            Effect::SetPauses(pauses) => self.audio.set_pauses(pauses),
            Effect::SetVolume(volume) => self.audio.set_volume(volume),
        }
    }
}

async fn send(events: &mpsc::WeakSender<Event>, event: Event) {
    // An engine that has ended needs no news.
    if let Some(events) = events.upgrade() {
        events.send(event).await.ok();
    }
}

/// What is under a lock is whole between any two statements, so a poisoned one is too.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
