//! Does. Runs a [`Player`] and carries out what it asks for; decides nothing itself.

mod align;
mod cache;
mod fetch;
mod flight;
mod kept;
mod retime;
mod synth;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::{
    runtime::Handle,
    sync::{mpsc, watch},
    time::{MissedTickBehavior, interval},
};

use crate::{
    article::{Article, OpenError, Source},
    audio::{AudioOut, SharedPlayhead, SoundEvent},
    player::{Command, Effect, Event, Input, Player, Snapshot},
    text::FrontEnd,
};

pub use fetch::{FetchError, fetch};
pub use kept::{Kept, KeptError};
pub use synth::VoiceSource;
use synth::{Job, Synth};

/// How often the player hears how far the listener has got.
const HEARD_EVERY: Duration = Duration::from_millis(100);

/// Inputs that may wait at once.
const MAILBOX: usize = 64;

/// Turns what the listener gave into an article.
pub trait Opener: Send + Sync + 'static {
    /// Fetches, reads and extracts.
    fn open(&self, source: Source) -> impl Future<Output = Result<Article, OpenError>> + Send;
}

/// What the engine works with.
pub struct Parts<O, V> {
    /// Opens articles.
    pub opener: O,
    /// Loads voices.
    pub voices: V,
    /// Says how text is spoken.
    pub front_end: Arc<FrontEnd>,
    /// What was said before, if it is kept.
    pub kept: Option<Arc<Kept>>,
}

/// The UI's end of the engine; the engine ends with the last of them.
#[derive(Clone)]
pub struct EngineHandle {
    inputs: mpsc::Sender<Input>,
    snapshots: watch::Receiver<Arc<Snapshot>>,
    playhead: Arc<SharedPlayhead>,
}

impl EngineHandle {
    /// Never blocks. A full mailbox means that the engine hangs, which no click can mend.
    pub fn send(&self, command: Command) {
        self.inputs.try_send(Input::Command(command)).ok();
    }

    /// The player as of now.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshots.borrow())
    }

    /// What is heard, at any time.
    pub fn playhead(&self) -> &SharedPlayhead {
        &self.playhead
    }
}

/// Starts the engine on `runtime`. `audio` opens the sound card, given who wants its news; `wake` is
/// called when there is a changed snapshot to show.
pub fn start<A: AudioOut + 'static>(
    runtime: &Handle,
    player: Player,
    parts: Parts<impl Opener, impl VoiceSource>,
    audio: impl FnOnce(Box<dyn Fn(SoundEvent) + Send>) -> std::io::Result<A>,
    wake: impl Fn() + Send + 'static,
) -> std::io::Result<EngineHandle> {
    let (inputs, mailbox) = mpsc::channel(MAILBOX);
    let (publish, snapshots) = watch::channel(Arc::new(player.snapshot()));
    let audio = audio(sound_news(&inputs))?;
    let playhead = audio.playhead();
    let shell = Shell {
        audio,
        opener: Arc::new(parts.opener),
        front_end: Arc::clone(&parts.front_end),
        synth: Synth::start(runtime, parts.voices, &parts.front_end, parts.kept, &inputs)?,
        inputs: inputs.downgrade(),
    };
    runtime.spawn(run(player, shell, mailbox, publish, wake));
    Ok(EngineHandle { inputs, snapshots, playhead })
}

fn sound_news(inputs: &mpsc::Sender<Input>) -> Box<dyn Fn(SoundEvent) + Send> {
    let inputs = inputs.downgrade();
    Box::new(move |news| {
        let event = match news {
            SoundEvent::Opened(name) => Event::DeviceOpened { name },
            SoundEvent::Lost(reason) => Event::DeviceLost { reason },
        };
        if let Some(inputs) = inputs.upgrade() {
            inputs.blocking_send(Input::Event(event)).ok();
        }
    })
}

async fn run<A: AudioOut, O: Opener>(
    mut player: Player,
    mut shell: Shell<A, O>,
    mut mailbox: mpsc::Receiver<Input>,
    publish: watch::Sender<Arc<Snapshot>>,
    wake: impl Fn(),
) {
    let playhead = shell.audio.playhead();
    let heard = || Input::Event(Event::Heard(playhead.heard(Instant::now())));
    let mut tick = interval(HEARD_EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let mut effects = Vec::new();
    loop {
        let input = tokio::select! {
            input = mailbox.recv() => match input {
                Some(input) => Some(input),
                None => return,
            },
            _ = tick.tick(), if player.is_sounding() => None,
        };
        let before = player.phase();
        let is_news = input.is_some();
        // Free to read, so the player always knows exactly where the listener is.
        player.handle(heard(), &mut effects);
        if let Some(input) = input {
            player.handle(input, &mut effects);
        }
        for effect in effects.drain(..) {
            shell.perform(effect);
        }
        publish.send_replace(Arc::new(player.snapshot()));
        if is_news || player.phase() != before {
            wake();
        }
    }
}

struct Shell<A, O> {
    audio: A,
    opener: Arc<O>,
    front_end: Arc<FrontEnd>,
    synth: Synth,
    /// Weak, so that the engine ends when the last [`EngineHandle`] is gone.
    inputs: mpsc::WeakSender<Input>,
}

impl<A: AudioOut, O: Opener> Shell<A, O> {
    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Open { request, source } => {
                let Some(inputs) = self.inputs.upgrade() else { return };
                let opener = Arc::clone(&self.opener);
                let front_end = Arc::clone(&self.front_end);
                tokio::spawn(async move {
                    let result = opener.open(source).await.map(Arc::new);
                    if let Ok(article) = &result {
                        // The first English word need not wait for it.
                        let article = Arc::clone(article);
                        tokio::task::spawn_blocking(move || front_end.warm_up_for(&article));
                    }
                    inputs.send(Input::Event(Event::Opened { request, result })).await.ok();
                });
            }
            Effect::Synthesize { epoch, script, offset, haste, voice } => {
                self.synth.request(Job { epoch, script, offset, haste, voice });
            }
            Effect::TryLater { voice, wait } => {
                let inputs = self.inputs.clone();
                tokio::spawn(async move {
                    tokio::time::sleep(wait).await;
                    let Some(inputs) = inputs.upgrade() else { return };
                    inputs.send(Input::Event(Event::MaySpeakAgain { voice })).await.ok();
                });
            }
            Effect::StartEpoch(epoch) => {
                self.synth.start_epoch(epoch);
                self.audio.start_epoch(epoch);
            }
            Effect::Enqueue { epoch, clip, from } => self.audio.enqueue(epoch, clip, from),
            Effect::SetPlaying(playing) => self.audio.set_playing(playing),
            Effect::SetSpeed(speed) => self.audio.set_speed(speed),
            Effect::SetVolume(volume) => self.audio.set_volume(volume),
        }
    }
}
