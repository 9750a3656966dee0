//! The sleep timer: pauses after a time, its last seconds faded, or at the end of the article.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio::{runtime::Handle, task::JoinHandle, time::sleep};

use crate::{
    engine::EngineHandle,
    player::{Command, Volume},
};

/// How long the sound fades; half the time where that is shorter.
const FADE: Duration = Duration::from_secs(10);
/// Steps of the fading.
const STEPS: u32 = 40;

/// When playing is to end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SleepChoice {
    /// When there is nothing more to play.
    #[default]
    Off,
    /// After so long.
    After(Duration),
    /// When the article has ended, whatever waits in the queue.
    EndOfArticle,
}

/// The sleep timer of a program; clones are the same one.
#[derive(Clone)]
pub struct SleepTimer {
    runtime: Handle,
    engine: EngineHandle,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    choice: SleepChoice,
    until: Option<Instant>,
    task: Option<JoinHandle<()>>,
}

impl SleepTimer {
    pub(super) fn new(runtime: Handle, engine: EngineHandle) -> Self {
        Self { runtime, engine, state: Arc::default() }
    }

    /// Starts the timer anew, or ends it.
    pub fn set(&self, choice: SleepChoice) {
        let mut state = self.state();
        if let Some(task) = state.task.take() {
            task.abort();
            self.engine.send(Command::Fade(Volume::FULL));
        }
        *state = State { choice, ..State::default() };
        if let SleepChoice::After(time) = choice {
            state.until = Instant::now().checked_add(time);
            let (engine, shared) = (self.engine.clone(), Arc::downgrade(&self.state));
            state.task = Some(self.runtime.spawn(async move {
                pause_after(&engine, time).await;
                if let Some(state) = shared.upgrade() {
                    *lock(&state) = State::default();
                }
            }));
        }
    }

    /// What was chosen, and still lies ahead.
    pub fn choice(&self) -> SleepChoice {
        self.state().choice
    }

    /// How long until it pauses, where it pauses after a time.
    pub fn left(&self) -> Option<Duration> {
        Some(self.state().until?.saturating_duration_since(Instant::now()))
    }

    /// Whether playing is to end now that the article has ended; asks once.
    pub(super) fn takes_end_of_article(&self) -> bool {
        let mut state = self.state();
        let takes = state.choice == SleepChoice::EndOfArticle;
        if takes {
            *state = State::default();
        }
        takes
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

/// Pauses `engine` after `time`, its sound fading before that, and at its old volume when it is played again.
async fn pause_after(engine: &EngineHandle, time: Duration) {
    let fade = FADE.min(time / 2);
    sleep(time - fade).await;
    for step in (0..STEPS).rev() {
        engine.send(Command::Fade(Volume::new(step as f32 / STEPS as f32)));
        sleep(fade / STEPS).await;
    }
    engine.perform(Command::Pause).await;
    engine.perform(Command::Fade(Volume::FULL)).await;
}

/// What is under the lock is whole between any two statements.
fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl std::fmt::Debug for SleepTimer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SleepTimer").field("choice", &self.choice()).finish_non_exhaustive()
    }
}
