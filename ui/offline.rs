//! The button that keeps the whole article, and how far that is.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
};

use tingxinwen::{
    app::Application,
    export::TrackError,
    player::Snapshot,
    speech::{Cancel, SpeechFault, VoiceError, VoiceId},
    text::Script,
};

use crate::words::Words;

/// What is kept at the listener's wish.
pub(crate) struct OfflineButton {
    program: Arc<dyn Application>,
    job: Option<Job>,
}

/// An article, on its way to the disk or there.
struct Job {
    script: Arc<Script>,
    voice: VoiceId,
    cancel: Cancel,
    state: Arc<Mutex<State>>,
}

enum State {
    /// How much is there, of 1.
    Share(f32),
    Kept,
    Failed(TrackError),
}

impl OfflineButton {
    pub(crate) fn new(program: Arc<dyn Application>) -> Self {
        Self { program, job: None }
    }

    /// Starts to keep what is read, with the voice that reads it; stops where that goes on already.
    pub(crate) fn toggle(&mut self, snapshot: &Snapshot, ctx: &egui::Context) {
        let Some(script) = &snapshot.script else { return };
        let job = self.job.as_ref().filter(|job| job.is_of(snapshot) && !job.has_failed());
        match job.map(Job::is_done) {
            Some(true) => (),
            Some(false) => self.job = None,
            None => self.job = Some(Job::start(&self.program, script, &snapshot.voice, ctx)),
        }
    }

    /// How far it is; `None` where it was not asked for.
    pub(crate) fn state(&self, snapshot: &Snapshot, words: &Words) -> Option<OfflineState> {
        let job = self.job.as_ref().filter(|job| job.is_of(snapshot))?;
        Some(match &*job.state() {
            State::Share(share) => OfflineState {
                label: words.offline_stop(),
                text: Some(words.offline_share(*share)),
                why: None,
            },
            State::Kept => OfflineState { label: words.offline_ready(), text: None, why: None },
            State::Failed(error) => OfflineState {
                label: words.offline(),
                text: Some(words.offline_failed()),
                why: Some(words.not_kept(error)),
            },
        })
    }
}

/// What is said of an article that is being kept.
pub(crate) struct OfflineState {
    /// What a press does now.
    pub(crate) label: String,
    /// How far it is, where there is more to say than the label does.
    pub(crate) text: Option<String>,
    /// What went wrong.
    pub(crate) why: Option<String>,
}

impl Job {
    fn start(
        program: &Arc<dyn Application>,
        script: &Arc<Script>,
        voice: &VoiceId,
        ctx: &egui::Context,
    ) -> Self {
        let job = Self {
            script: Arc::clone(script),
            voice: voice.clone(),
            cancel: Cancel::default(),
            state: Arc::new(Mutex::new(State::Share(0.0))),
        };
        let (program, script, voice) = (Arc::clone(program), Arc::clone(script), voice.clone());
        let (cancel, state, ctx) = (job.cancel.clone(), Arc::clone(&job.state), ctx.clone());
        let run = move || {
            let tell = |now: State| {
                *lock(&state) = now;
                ctx.request_repaint();
            };
            let kept = program.keep(&script, &voice, &cancel, &|share| tell(State::Share(share)));
            tell(kept.map_or_else(State::Failed, |()| State::Kept));
        };
        if let Err(error) = thread::Builder::new().name("keep".to_owned()).spawn(run) {
            *job.state() = State::Failed(VoiceError::Failed(SpeechFault::System(error.kind())).into());
        }
        job
    }

    /// Whether it keeps what `snapshot` reads, in its voice.
    fn is_of(&self, snapshot: &Snapshot) -> bool {
        snapshot.script.as_ref().is_some_and(|script| Arc::ptr_eq(&self.script, script))
            && self.voice == snapshot.voice
    }

    fn is_done(&self) -> bool {
        matches!(*self.state(), State::Kept)
    }

    fn has_failed(&self) -> bool {
        matches!(*self.state(), State::Failed(_))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}

/// What is under the lock is whole between any two statements.
fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
