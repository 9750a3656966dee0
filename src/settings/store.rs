//! Keeps settings and file the same: what the program changes is written when it changes, what changes in the file,
//! by hand or by another window, holds at once.
//!
//! A thread of its own reads and writes, so that nobody waits for the disk. Under a lock that other windows take too,
//! it reads the file anew and writes only what changed here.

use std::{
    io,
    path::{Path, PathBuf},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
    time::Duration,
};

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use tingxinwen_store::{Lock, read_text, set_aside, write};

use super::{Document, Problem, Settings};

/// How soon who waits for the thread notices that it is gone.
const LOOK: Duration = Duration::from_millis(50);

/// The settings, in the program and in their file.
pub struct SettingsStore {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
    /// Watches as long as it lives.
    _watcher: Option<RecommendedWatcher>,
}

/// What the store tells.
#[derive(Debug)]
pub enum StoreEvent {
    /// The file was changed by hand or by another window.
    Changed {
        /// The settings before.
        before: Arc<Settings>,
        /// The settings that hold now.
        after: Arc<Settings>,
    },
    /// The file says something that cannot be read; all else in it holds.
    Problems(Vec<Problem>),
    /// The file was no TOML, and stands under this name now.
    SetAside(PathBuf),
    /// The settings hold until the program ends, but could not be written.
    NotSaved(io::Error),
}

struct Shared {
    /// `None` where this system has no folder for settings: they hold until the program ends.
    path: Option<PathBuf>,
    state: Mutex<State>,
    woken: Condvar,
    tell: Box<dyn Fn(StoreEvent) + Send + Sync>,
}

struct State {
    /// What holds.
    now: Arc<Settings>,
    /// What the file said when it was read or written last.
    on_disk: Arc<Settings>,
    /// What in the file could not be read.
    problems: Vec<Problem>,
    /// Whether the file may have changed.
    is_stale: bool,
    is_closing: bool,
    /// Why the settings could not be written, if they could not.
    failure: Option<io::ErrorKind>,
    /// How often somebody asked to wait for the thread, and up to which of these it is done.
    asked: u64,
    answered: u64,
}

impl SettingsStore {
    /// The settings in the file at `path`, which need not exist. `tell` is called on the store's own thread when
    /// there is something to tell.
    pub fn open(path: Option<PathBuf>, tell: impl Fn(StoreEvent) + Send + Sync + 'static) -> Self {
        let (settings, problems) = path.as_deref().map(load).unwrap_or_default();
        if !problems.is_empty() {
            tell(StoreEvent::Problems(problems.clone()));
        }
        let settings = Arc::new(settings);
        let state = State {
            now: Arc::clone(&settings),
            on_disk: settings,
            problems,
            is_stale: false,
            is_closing: false,
            failure: None,
            asked: 0,
            answered: 0,
        };
        let shared =
            Arc::new(Shared { path, state: Mutex::new(state), woken: Condvar::new(), tell: Box::new(tell) });
        let worker = Arc::clone(&shared);
        // A system without threads for this has none to play sound on either: settings then hold for this run.
        let thread = thread::Builder::new().name("settings".to_owned()).spawn(move || worker.run()).ok();
        let watcher = watch(&shared);
        Self { shared, thread, _watcher: watcher }
    }

    /// The settings that hold.
    pub fn now(&self) -> Arc<Settings> {
        Arc::clone(&self.shared.lock().now)
    }

    /// Changes the settings: at once in the program, soon in the file. Waits for nothing.
    pub fn change(&self, change: impl FnOnce(&mut Settings)) {
        let mut state = self.shared.lock();
        let mut settings = (*state.now).clone();
        change(&mut settings);
        if settings != *state.now {
            state.now = Arc::new(settings);
            self.shared.woken.notify_all();
        }
    }

    /// Waits until what was changed before is in the file, or could not be written.
    pub fn flush(&self) {
        let mut state = self.shared.lock();
        state.asked += 1;
        let mine = state.asked;
        self.shared.woken.notify_all();
        let is_alive = || self.thread.as_ref().is_some_and(|thread| !thread.is_finished());
        while state.answered < mine && is_alive() {
            let waited = self.shared.woken.wait_timeout(state, LOOK);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

impl SettingsStore {
    /// As [`flush`](Self::flush).
    ///
    /// # Errors
    /// Where the settings could not be written; they hold until the program ends.
    pub fn saved(&self) -> io::Result<()> {
        self.flush();
        match (&self.shared.path, self.shared.lock().failure) {
            (None, _) => Err(io::ErrorKind::NotFound.into()),
            (Some(_), Some(kind)) => Err(kind.into()),
            (Some(_), None) => Ok(()),
        }
    }
}

impl Drop for SettingsStore {
    fn drop(&mut self) {
        self.shared.lock().is_closing = true;
        self.shared.woken.notify_all();
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

impl Shared {
    fn run(&self) {
        let mut state = self.lock();
        let mut failed: Option<Arc<Settings>> = None;
        loop {
            // What could not be written is tried again when something changes, not in a circle.
            let is_new = state.now != state.on_disk && failed.as_ref() != Some(&state.now);
            if is_new || state.is_stale || state.answered < state.asked {
                state.is_stale = false;
                let asked = state.asked;
                let (now, on_disk) = (Arc::clone(&state.now), Arc::clone(&state.on_disk));
                drop(state);
                let done = self.path.as_deref().map(|path| self.synchronize(path, &on_disk, &now));
                state = self.lock();
                failed = match done {
                    Some(Ok((settings, problems))) => {
                        state.failure = None;
                        self.take(&mut state, &now, settings, problems);
                        None
                    }
                    Some(Err(error)) => {
                        state.failure = Some(error.kind());
                        (self.tell)(StoreEvent::NotSaved(error));
                        Some(now)
                    }
                    None => Some(now),
                };
                state.answered = asked;
                self.woken.notify_all();
                continue;
            }
            if state.is_closing {
                return;
            }
            state = self.wait(state);
        }
    }

    /// Reads the file at `path`, and writes into it what differs between `on_disk` and `now`; returns what it says
    /// then.
    fn synchronize(
        &self,
        path: &Path,
        on_disk: &Settings,
        now: &Settings,
    ) -> io::Result<(Settings, Vec<Problem>)> {
        if on_disk == now {
            return match read_text(path)?.as_deref().map(Document::parse) {
                Some(Ok(file)) => Ok(file.settings()),
                // Somebody is in the middle of writing it, or of making a mistake: what holds goes on.
                Some(Err(problem)) => Ok((now.clone(), vec![problem])),
                // Who deletes the file wants what the program comes with.
                None => Ok(Document::new().settings()),
            };
        }
        let _lock = Lock::of(path)?;
        let text = read_text(path)?;
        let mut file = match Document::parse(text.as_deref().unwrap_or_default()) {
            Ok(file) => file,
            Err(_) => {
                (self.tell)(StoreEvent::SetAside(set_aside(path)?));
                // What was chosen before it broke is still known.
                let mut file = Document::new();
                file.change(&Settings::default(), on_disk);
                file
            }
        };
        file.change(on_disk, now);
        let new = file.to_string();
        if text.as_deref() != Some(new.as_str()) {
            write(path, new.as_bytes())?;
        }
        Ok(file.settings())
    }

    /// Takes over that the file says `settings` since `wanted` was written to it.
    fn take(&self, state: &mut State, wanted: &Arc<Settings>, settings: Settings, problems: Vec<Problem>) {
        let before = Arc::clone(&state.now);
        let settings = Arc::new(settings);
        state.on_disk = Arc::clone(&settings);
        if state.now == *wanted {
            state.now = settings;
        } else {
            // It was changed again meanwhile: those changes come on top.
            state.now = Arc::new(settings.rebased(wanted, &state.now));
        }
        if state.now != before {
            (self.tell)(StoreEvent::Changed { before, after: Arc::clone(&state.now) });
        }
        if problems != state.problems {
            state.problems.clone_from(&problems);
            if !problems.is_empty() {
                (self.tell)(StoreEvent::Problems(problems));
            }
        }
    }

    /// What is under the lock is whole between any two statements.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        self.woken.wait(state).unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the file at `path` says.
pub(super) fn load(path: &Path) -> (Settings, Vec<Problem>) {
    let text = match read_text(path) {
        Ok(text) => text.unwrap_or_default(),
        Err(error) => {
            tracing::warn!(%error, "the settings cannot be read");
            return (Settings::default(), Vec::new());
        }
    };
    match Document::parse(&text) {
        Ok(file) => file.settings(),
        Err(problem) => (Settings::default(), vec![problem]),
    }
}

/// Wakes the store when its file changes. Without a watcher, changes by hand hold at the next change or start.
fn watch(shared: &Arc<Shared>) -> Option<RecommendedWatcher> {
    let path = shared.path.clone()?;
    let folder = path.parent()?.to_owned();
    let weak = Arc::downgrade(shared);
    let name = path.file_name()?.to_owned();
    let changed = move |event: notify::Result<notify::Event>| {
        let Some(shared) = weak.upgrade() else { return };
        let is_ours = |event: &notify::Event| {
            !event.kind.is_access() && event.paths.iter().any(|path| path.file_name() == Some(&name))
        };
        if event.is_ok_and(|event| is_ours(&event)) {
            shared.lock().is_stale = true;
            shared.woken.notify_all();
        }
    };
    std::fs::create_dir_all(&folder).ok()?;
    let watching = notify::recommended_watcher(changed)
        .and_then(|mut watcher| watcher.watch(&folder, RecursiveMode::NonRecursive).map(|()| watcher));
    watching.inspect_err(|error| tracing::warn!(%error, "changes of the settings file are not seen")).ok()
}
