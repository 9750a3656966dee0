//! The queue at work: fetches what waits, prepares what is next, and opens it when what plays has ended.

use std::{sync::Arc, time::Duration};

use tingxinwen_core::document::{Document, DocumentId, Part};
use tingxinwen_library::QueueSource;
use tokio::{
    runtime::Handle,
    sync::{mpsc, watch},
};

use super::{
    Passwords, SleepTimer,
    pages::{Pages, source_of},
};
use crate::{
    article::{Article, OpenError},
    audio::{chime, play_once},
    engine::{EngineHandle, Opener as _},
    player::{Clock, Command, Notice, Phase, Snapshot},
    session::{ItemFacts, ItemId, Queue, QueueCommand, QueueEffect, QueueEvent, QueueItem, QueueSnapshot},
    settings::Playback,
    text::{Script, after_block},
};

/// What is left of an article, in seconds as they are heard, when the next is prepared: a service has answered by then.
const PREPARE_BEFORE_SECS: f64 = 45.0;

/// How an error of opening is told to the listener.
pub type OpenErrorWords = dyn Fn(&OpenError) -> String + Send + Sync;

/// How the listener wants sound to be played, as of now.
pub type PlaybackNow = dyn Fn() -> Playback + Send + Sync;

/// A handle on the queue; it ends with the last of them.
#[derive(Clone, Debug)]
pub struct QueueHandle {
    commands: mpsc::UnboundedSender<QueueCommand>,
    snapshots: watch::Receiver<Arc<QueueSnapshot>>,
    sleep: SleepTimer,
    passwords: Passwords,
}

impl QueueHandle {
    /// What its encrypted documents are opened with.
    pub fn passwords(&self) -> &Passwords {
        &self.passwords
    }

    /// When playing is to end.
    pub fn sleep_timer(&self) -> &SleepTimer {
        &self.sleep
    }

    /// Never blocks; commands are carried out in order.
    pub fn send(&self, command: QueueCommand) {
        if self.commands.send(command).is_err() {
            tracing::error!("the queue has ended; a command is lost");
        }
    }

    /// The queue as of now.
    pub fn snapshot(&self) -> Arc<QueueSnapshot> {
        Arc::clone(&self.snapshots.borrow())
    }
}

/// Starts the queue on `runtime`, with what the library of `pages` kept of the last run. After what `engine` plays, the
/// next item is played when the pause is over that `between` says, as it is set then. `wake` is called when there is a
/// changed snapshot.
pub(super) fn start(
    runtime: &Handle,
    engine: EngineHandle,
    pages: Pages,
    between: Arc<PlaybackNow>,
    words: Arc<OpenErrorWords>,
    wake: impl Fn() + Send + 'static,
) -> QueueHandle {
    let (commands, ordered) = mpsc::unbounded_channel();
    let (publish, snapshots) = watch::channel(Arc::default());
    let (tell, events) = mpsc::unbounded_channel();
    let sleep = SleepTimer::new(runtime.clone(), engine.clone());
    let passwords = pages.passwords().clone();
    let worker = Worker { engine, pages, between, words, tell, sleep: sleep.clone() };
    let _on_runtime = runtime.enter();
    runtime.spawn(run(worker, Inbox { ordered, events }, publish, wake));
    QueueHandle { commands, snapshots, sleep, passwords }
}

struct Inbox {
    /// Closed when the last handle is gone.
    ordered: mpsc::UnboundedReceiver<QueueCommand>,
    events: mpsc::UnboundedReceiver<QueueEvent>,
}

async fn run(worker: Worker, mut inbox: Inbox, publish: watch::Sender<Arc<QueueSnapshot>>, wake: impl Fn()) {
    let mut queue = Queue::new(worker.kept().await);
    let mut playing = Playing::default();
    let mut player = worker.engine.subscribe();
    let mut effects = Vec::new();
    // Fetches what waits.
    queue.command(QueueCommand::Add(Vec::new(), crate::session::AddAt::End), &mut effects);
    loop {
        for effect in effects.drain(..) {
            worker.perform(effect, &queue);
        }
        let snapshot = queue.snapshot();
        if **publish.borrow() != snapshot {
            publish.send_replace(Arc::new(snapshot));
            wake();
        }
        tokio::select! {
            command = inbox.ordered.recv() => match command {
                Some(command) => queue.command(command, &mut effects),
                None => return,
            },
            Some(event) = inbox.events.recv() => queue.event(event, &mut effects),
            changed = player.changed() => {
                if changed.is_err() {
                    return;
                }
                let snapshot = Arc::clone(&player.borrow_and_update());
                match playing.take(&snapshot, &worker.engine) {
                    Some(QueueEvent::Finished) if worker.sleep.takes_end_of_article() => wake(),
                    Some(event) => queue.event(event, &mut effects),
                    None => (),
                }
            }
        }
    }
}

/// What of the player the queue was told.
#[derive(Default)]
struct Playing {
    was_playing: bool,
    is_ending: bool,
    /// The document, and the part of it, of which it ends.
    of: Option<(DocumentId, u32)>,
}

impl Playing {
    fn take(&mut self, snapshot: &Snapshot, engine: &EngineHandle) -> Option<QueueEvent> {
        if self.of != snapshot.document {
            self.of.clone_from(&snapshot.document);
            self.is_ending = false;
        }
        match snapshot.phase {
            // Only what was played has ended, not what was opened at its end.
            Phase::Finished if self.was_playing => {
                *self = Self::default();
                Some(QueueEvent::Finished)
            }
            Phase::Playing if !self.is_ending => {
                self.was_playing = true;
                let playhead = engine.playhead().heard(std::time::Instant::now());
                let left = snapshot.clock.total().saturating_sub(snapshot.article_time(playhead));
                self.is_ending =
                    left.as_secs_f64() / f64::from(snapshot.speed.factor()) < PREPARE_BEFORE_SECS;
                let goes_on = self.is_ending && prepare_next_part(snapshot, engine);
                (self.is_ending && !goes_on).then_some(QueueEvent::EndsSoon)
            }
            Phase::Playing | Phase::Buffering { .. } => {
                self.was_playing = true;
                None
            }
            Phase::Empty | Phase::Paused | Phase::Finished => {
                if snapshot.opening.is_some() {
                    *self = Self::default();
                }
                None
            }
        }
    }
}

/// Has the start of the chapter after the one that plays spoken ahead; whether there is one.
fn prepare_next_part(snapshot: &Snapshot, engine: &EngineHandle) -> bool {
    let Some(parts) = &snapshot.parts else { return false };
    let later = parts.all().iter().skip(parts.current + 1);
    let next = later.map(|part| Article::clone(&part.article()).with_block_filter(&snapshot.block_filter));
    let Some(article) = next.into_iter().find(Article::has_speech) else { return false };
    if let Some(voice) = snapshot.voices.of(article.language).first().cloned() {
        engine.prepare(Arc::new(Script::new(Arc::new(article))), voice);
    }
    true
}

/// Carries effects out.
struct Worker {
    engine: EngineHandle,
    pages: Pages,
    between: Arc<PlaybackNow>,
    words: Arc<OpenErrorWords>,
    tell: mpsc::UnboundedSender<QueueEvent>,
    sleep: SleepTimer,
}

impl Worker {
    /// The items of the last run.
    async fn kept(&self) -> Vec<QueueItem> {
        let Some(library) = self.pages.library().cloned() else { return Vec::new() };
        let items = tokio::task::spawn_blocking(move || library.call(|database| database.queue())).await;
        match items {
            Ok(Ok(items)) => items.into_iter().map(QueueItem::from).collect(),
            Ok(Err(error)) => {
                tracing::warn!(%error, "the queue of the last run is not read");
                Vec::new()
            }
            Err(error) => {
                tracing::error!(%error, "the queue of the last run");
                Vec::new()
            }
        }
    }

    fn perform(&self, effect: QueueEffect, queue: &Queue) {
        match effect {
            QueueEffect::Load(id, source) => {
                let (pages, words, tell) = (self.pages.clone(), Arc::clone(&self.words), self.tell.clone());
                tokio::spawn(async move {
                    let opened = pages.open(source_of(source)).await;
                    let facts = opened.map(|document| facts_of(&document));
                    // The queue may have ended meanwhile.
                    tell.send(QueueEvent::Loaded(id, facts.map_err(|error| words(&error)))).ok();
                });
            }
            QueueEffect::Prepare(_, source) => {
                let (pages, engine) = (self.pages.clone(), self.engine.clone());
                tokio::spawn(async move {
                    if let Ok(document) = pages.open(source_of(source)).await {
                        let snapshot = engine.snapshot();
                        let article =
                            Article::clone(document.first()).with_block_filter(&snapshot.block_filter);
                        let voice = snapshot.voices.of(article.language).first().cloned();
                        // What is gone on with in its middle starts there, and not with what would be prepared.
                        if let (Some(voice), None) = (voice, &document.resume) {
                            engine.prepare(Arc::new(Script::new(Arc::new(article))), voice);
                        }
                    }
                });
            }
            QueueEffect::Open(id, source) => self.open(id, source),
            QueueEffect::Save => {
                if let Some(library) = self.pages.library() {
                    let items: Vec<_> = queue.items().iter().map(Into::into).collect();
                    library.post(move |database| database.set_queue(&items));
                }
            }
        }
    }

    fn open(&self, id: ItemId, source: QueueSource) {
        let (engine, words, tell) = (self.engine.clone(), Arc::clone(&self.words), self.tell.clone());
        let playback = (self.between)();
        tokio::spawn(async move {
            let before = engine.snapshot();
            let mut snapshots = engine.subscribe();
            let wait = async {
                if before.phase == Phase::Finished {
                    let pause = playback.pause_between().saturating_sub(silence_at_end(&before));
                    tokio::join!(tokio::time::sleep(pause), ring(&playback, &before));
                }
            };
            let opened = async {
                engine.perform(Command::Open(source_of(source))).await;
                snapshots
                    .wait_for(|snapshot| snapshot.opening.is_none())
                    .await
                    .map(|snapshot| Arc::clone(&snapshot))
            };
            let (opened, ()) = tokio::join!(opened, wait);
            let Ok(snapshot) = opened else { return };
            let result = match &snapshot.notice {
                Some(Notice::NotOpened(error)) => Err(words(error)),
                Some(_) | None => {
                    engine.perform(Command::Play).await;
                    Ok(())
                }
            };
            // The queue may have ended meanwhile.
            tell.send(QueueEvent::Opened(id, result)).ok();
        });
    }
}

/// Sounds the chime to its end, where the listener wants it and has not muted what is in `before`.
async fn ring(playback: &Playback, before: &Snapshot) {
    let is_wanted = playback.chime && !before.muted;
    let Some(clip) = is_wanted.then(|| chime(before.volume)).flatten() else { return };
    let secs = clip.len().as_secs_f64();
    let started = tokio::task::spawn_blocking(move || play_once(clip)).await;
    match started {
        // Dropping it would silence it.
        Ok(Ok(_sounding)) => tokio::time::sleep(Duration::from_secs_f64(secs)).await,
        Ok(Err(error)) => tracing::warn!(%error, "no chime"),
        Err(error) => tracing::error!(%error, "the chime"),
    }
}

/// The silence that the article in `snapshot` ends with: it is part of that between two articles.
fn silence_at_end(snapshot: &Snapshot) -> Duration {
    let blocks = snapshot.script.as_ref().map(|script| script.article().blocks()).unwrap_or_default();
    let last = blocks.iter().rev().find(|block| block.spoken);
    let silence = last.map_or(0.0, |block| after_block(block.kind).as_secs_f64());
    Duration::from_secs_f64(silence / f64::from(snapshot.speed.factor()))
}

fn facts_of(document: &Document) -> ItemFacts {
    let secs = |article| Clock::new(&Script::new(article)).total().as_secs_f64();
    let (first, site) = (document.first(), document.first().meta.site.clone());
    let secs = if document.is_long() {
        let bytes = |part: &Part| part.bytes() as f64;
        let all: f64 = document.parts().iter().map(bytes).sum();
        secs(Arc::clone(first)) * all / bytes(&document.parts()[0]).max(1.0)
    } else {
        document.parts().iter().map(|part| secs(part.article())).sum()
    };
    ItemFacts { title: Some(document.name()), site, secs }
}
