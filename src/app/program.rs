//! The program: its parts, and what makes player, front-end, services and settings file follow each other.

mod application;

use std::{
    io,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    time::{Duration, Instant},
};

use tingxinwen_core::{VoiceOrders, article::Language};
use tingxinwen_library::Library;
use tokio::runtime::Handle;

use super::{
    FeedsHandle, LANGUAGES, OpenErrorWords, Pages, Passwords, QueueHandle, VoiceSet, progress::Recorder,
    queue,
};
use crate::{
    audio::{AudioOut, SoundEvent},
    engine::{self, EngineHandle, Parts, SoundCache},
    player::{Command, Player, Snapshot},
    settings::{Problem, Settings, SettingsStore, StoreEvent},
    speech::{Frames, VoiceId},
    text::FrontEnd,
};

/// How long the player may take to do what it was told: until then, what it has is not yet the listener's choice.
const SETTLED_AFTER: Duration = Duration::from_secs(2);

/// What the listener should be told of the settings file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// It says something that cannot be read; all else in it holds.
    Problems(Vec<Problem>),
    /// It could not be read at all, and stands under this name now.
    SetAside(PathBuf),
    /// The settings hold until the program ends, but could not be written.
    NotSaved(io::ErrorKind),
}

/// The program behind a window or a terminal.
pub struct Program {
    /// Before what it calls, so that it ends first.
    settings: SettingsStore,
    parts: Arc<ProgramParts>,
}

/// What follows the settings.
struct ProgramParts {
    voices: Arc<VoiceSet>,
    front_end: Arc<FrontEnd>,
    sound_cache: Option<Arc<SoundCache>>,
    pages: Pages,
    engine: OnceLock<EngineHandle>,
    queue: OnceLock<QueueHandle>,
    feeds: OnceLock<FeedsHandle>,
    told: Mutex<Told>,
    news: Mutex<Vec<News>>,
    wake: Box<dyn Fn() + Send + Sync>,
}

/// What the player was told last; what it has beyond that is the listener's choice.
struct Told {
    playback: Playback,
    at: Instant,
    /// Whether the player has done it.
    is_settled: bool,
    /// What the speed is for, once something is open.
    speed_for: Option<(Language, Option<VoiceId>)>,
}

/// What of the player outlives the run.
#[derive(Clone, Debug, PartialEq)]
struct Playback {
    speed: f32,
    volume: f32,
    blocks: crate::article::BlockFilter,
    /// The wanted voice of each of [`LANGUAGES`].
    wanted: [Option<VoiceId>; LANGUAGES.len()],
}

impl Program {
    /// The program over the settings in `file`; `front_end` reads as they say. `wake` is called when there is news.
    pub fn new(
        file: Option<PathBuf>,
        voices: Arc<VoiceSet>,
        front_end: Arc<FrontEnd>,
        sound_cache: Option<Arc<SoundCache>>,
        library: Option<Library>,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        let none = Playback {
            speed: 1.0,
            volume: 1.0,
            blocks: crate::article::BlockFilter::default(),
            wanted: [const { None }; LANGUAGES.len()],
        };
        let told = Told { playback: none, at: Instant::now(), is_settled: false, speed_for: None };
        let parts = Arc::new(ProgramParts {
            voices,
            front_end,
            sound_cache,
            pages: Pages::new(library),
            engine: OnceLock::new(),
            queue: OnceLock::new(),
            feeds: OnceLock::new(),
            told: Mutex::new(told),
            news: Mutex::default(),
            wake: Box::new(wake),
        });
        let followers = Arc::clone(&parts);
        let settings = SettingsStore::open(file, move |event| followers.take(event));
        Self { settings, parts }
    }

    /// What encrypted documents are opened with.
    pub fn passwords(&self) -> &Passwords {
        self.parts.pages.passwords()
    }

    /// Starts the engine on the sound card that `audio` opens, speaking as `orders` say, and tells it `first`; what
    /// the listener changes of it from then on is saved. `wake` is called when there is something new to show.
    ///
    /// # Errors
    /// When the system gives no thread for it.
    pub fn start<A: AudioOut + 'static>(
        &self,
        runtime: &Handle,
        orders: &VoiceOrders,
        first: Vec<Command>,
        audio: impl FnOnce(Box<dyn Fn(SoundEvent) + Send>) -> io::Result<A>,
        wake: impl Fn() + Send + 'static,
    ) -> io::Result<EngineHandle> {
        let each = LANGUAGES.into_iter().flat_map(|language| {
            let order = orders.of(language).iter().cloned();
            order.map(move |voice| (language, voice))
        });
        let parts = Parts {
            opener: self.parts.pages.clone(),
            voices: Arc::<VoiceSet>::clone(&self.parts.voices),
            front_end: Arc::clone(&self.parts.front_end),
            sound_cache: self.parts.sound_cache.clone(),
        };
        let engine = engine::start(runtime, Player::new(each), parts, audio, wake)?;
        {
            let mut told = lock(&self.parts.told);
            told.playback.wanted = LANGUAGES.map(|language| orders.of(language).first().cloned());
            told.playback.take(&first);
            told.at = Instant::now();
        }
        self.parts.engine.set(engine.clone()).ok();
        first.into_iter().for_each(|command| engine.send(command));
        Ok(engine)
    }

    /// Starts the queue of what `engine` plays next. `words` tell why an article could not be opened; `wake` is called
    /// when the queue has changed.
    pub fn start_queue(
        self: &Arc<Self>,
        runtime: &Handle,
        engine: &EngineHandle,
        words: Arc<OpenErrorWords>,
        wake: impl Fn() + Send + 'static,
    ) -> QueueHandle {
        let between = self.playback_now();
        let pages = self.parts.pages.clone();
        let queue = queue::start(runtime, engine.clone(), pages, between, words, wake);
        self.parts.queue.set(queue.clone()).ok();
        queue
    }

    /// Tells how the listener wants sound to be played, whenever it is asked.
    pub fn playback_now(self: &Arc<Self>) -> Arc<queue::PlaybackNow> {
        let program = Arc::downgrade(self);
        Arc::new(move || program.upgrade().map(|program| program.settings.now().playback).unwrap_or_default())
    }

    /// The library; `None` where there is none.
    pub fn library(&self) -> Option<&Library> {
        self.parts.pages.library()
    }

    /// Saves what the listener changes of the player, and how far they are in what they hear, as long as the engine
    /// runs.
    pub fn follow(self: &Arc<Self>, runtime: &Handle, engine: &EngineHandle) {
        let mut snapshots = engine.subscribe();
        let program = Arc::downgrade(self);
        let mut recorder = self.library().cloned().map(Recorder::new);
        let playhead = engine.shared_playhead();
        runtime.spawn(async move {
            while snapshots.changed().await.is_ok() {
                let snapshot = Arc::clone(&snapshots.borrow_and_update());
                let Some(program) = program.upgrade() else { return };
                program.record(&snapshot);
                if let Some(recorder) = &mut recorder {
                    recorder.take(&snapshot, playhead.heard(Instant::now()));
                }
            }
        });
    }

    /// Saves what `snapshot` has that the player was not told.
    fn record(&self, snapshot: &Snapshot) {
        let now = Playback::of(snapshot);
        let mut told = lock(&self.parts.told);
        if !told.is_settled {
            told.is_settled = now == told.playback || told.at.elapsed() > SETTLED_AFTER;
            return;
        }
        let speed_for = snapshot.script.as_ref().map(|script| {
            let language = script.article().language;
            (language, snapshot.voices.of(language).first().cloned())
        });
        if let Some((language, voice)) = speed_for.clone().filter(|_| told.speed_for != speed_for) {
            let settings = self.settings.now();
            // What was asked for once holds for the first article.
            let is_asked = told.speed_for.is_none() && now.speed != settings.playback.speed.factor();
            told.speed_for.clone_from(&speed_for);
            let speed = settings.speed(language, voice.as_ref());
            if !is_asked && speed.factor() != now.speed {
                drop(told);
                self.parts.send(vec![Command::SetSpeed(speed)]);
                return;
            }
        }
        if now == told.playback {
            return;
        }
        let before = std::mem::replace(&mut told.playback, now.clone());
        drop(told);
        self.settings.change(|settings| {
            if now.speed != before.speed {
                match &speed_for {
                    Some((language, voice)) => {
                        settings.choose_speed(*language, voice.as_ref(), snapshot.speed);
                    }
                    None => settings.playback.speed = snapshot.speed,
                }
            }
            if now.volume != before.volume {
                settings.playback.volume = snapshot.volume;
            }
            if now.blocks != before.blocks {
                settings.reading.blocks = now.blocks.clone();
            }
            for (at, language) in LANGUAGES.into_iter().enumerate() {
                if let Some(voice) = now.wanted[at].clone().filter(|_| now.wanted[at] != before.wanted[at]) {
                    settings.voices.order.prefer(language, voice);
                }
            }
        });
    }

    /// Waits until all choices are in the settings file, or could not be written.
    pub fn flush(&self) {
        self.settings.flush();
    }
}

impl Playback {
    fn of(snapshot: &Snapshot) -> Self {
        Self {
            speed: snapshot.speed.factor(),
            volume: snapshot.volume.gain(),
            blocks: snapshot.block_filter.clone(),
            wanted: LANGUAGES.map(|language| snapshot.voices.of(language).first().cloned()),
        }
    }

    /// What it is once the player has done `commands`.
    #[expect(clippy::wildcard_enum_match_arm, reason = "all other commands are of the moment")]
    fn take(&mut self, commands: &[Command]) {
        for command in commands {
            match command {
                Command::SetSpeed(speed) => self.speed = speed.factor(),
                Command::SetVolume(volume) => self.volume = volume.gain(),
                Command::SetBlockFilter(blocks) => self.blocks = blocks.clone(),
                Command::SetVoices(language, order) => {
                    if let Some(at) = LANGUAGES.iter().position(|known| known == language) {
                        self.wanted[at] = order.first().cloned();
                    }
                }
                _ => (),
            }
        }
    }
}

impl ProgramParts {
    /// Does what follows from an event of the settings file.
    fn take(&self, event: StoreEvent) {
        let news = match event {
            StoreEvent::Changed { before, after } => {
                self.apply(&before, &after);
                None
            }
            StoreEvent::Problems(problems) => Some(News::Problems(problems)),
            StoreEvent::SetAside(path) => Some(News::SetAside(path)),
            StoreEvent::NotSaved(error) => Some(News::NotSaved(error.kind())),
        };
        if let Some(news) = &news {
            tracing::warn!(?news, "settings file");
        }
        lock(&self.news).extend(news);
        (self.wake)();
    }

    /// Makes what differs between `before` and `after` hold.
    fn apply(&self, before: &Settings, after: &Settings) {
        let mut commands = Vec::new();
        let speed_for = lock(&self.told).speed_for.clone();
        let speed = |settings: &Settings| match &speed_for {
            Some((language, voice)) => settings.speed(*language, voice.as_ref()),
            None => settings.playback.speed,
        };
        if speed(before) != speed(after) {
            commands.push(Command::SetSpeed(speed(after)));
        }
        if before.playback.volume != after.playback.volume {
            commands.push(Command::SetVolume(after.playback.volume));
        }
        if before.playback.pauses() != after.playback.pauses() {
            commands.push(Command::SetPauses(after.playback.pauses()));
        }
        if before.playback.ahead_secs() != after.playback.ahead_secs() {
            let secs = f64::from(after.playback.ahead_secs());
            commands.push(Command::SetLookAhead(Frames::from_secs_f64(secs)));
        }
        if before.reading.blocks != after.reading.blocks {
            commands.push(Command::SetBlockFilter(after.reading.blocks.clone()));
        }
        if before.reading.readings != after.reading.readings {
            self.front_end.set_readings(after.reading.readings);
        }
        for (name, account) in &after.services {
            if before.services.get(name) != Some(account) {
                self.voices.services().set_up(name, account.clone());
            }
        }
        self.voices.set_aligns(after.voices.align_words);
        for language in LANGUAGES {
            let order = after.voices.order.of(language);
            if before.voices.order.of(language) != order || before.services != after.services {
                commands.push(Command::SetVoices(language, self.voices.complete(language, order.to_vec())));
            }
        }
        if let Some(cache) = &self.sound_cache
            && before.sound_cache != after.sound_cache
        {
            cache.set_limit(after.sound_cache.limit_bytes);
        }
        self.send(commands);
    }

    /// Has the voices asked again as `settings` has them, since there are others than before.
    fn ask_voices_anew(&self, settings: &Settings) {
        let asked = LANGUAGES.map(|language| {
            let order = settings.voices.order.of(language).to_vec();
            Command::SetVoices(language, self.voices.complete(language, order))
        });
        self.send(asked.to_vec());
    }

    /// Has the player do `commands`, which are no new choice of the listener's.
    fn send(&self, commands: Vec<Command>) {
        let Some(engine) = self.engine.get() else { return };
        if !commands.is_empty() {
            let mut told = lock(&self.told);
            told.playback.take(&commands);
            (told.at, told.is_settled) = (Instant::now(), false);
        }
        commands.into_iter().for_each(|command| engine.send(command));
    }
}

/// What is under a lock is whole between any two statements.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
