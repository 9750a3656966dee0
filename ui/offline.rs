//! The button that keeps the whole article, and how far that is.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
};

use egui::{RichText, Ui};
use tingxinwen::{
    app::Application,
    export::TrackError,
    player::Snapshot,
    speech::{Cancel, SpeechFault, VoiceError, VoiceId},
    text::Script,
};

use crate::{theme::Theme, words::Words};

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

    /// Draws the button, or how far it is.
    pub(crate) fn show(&mut self, ui: &mut Ui, snapshot: &Snapshot, words: &Words, theme: &Theme) {
        let Some(script) = &snapshot.script else { return };
        // What is read now is not what is being kept.
        let is_other = |job: &Job| !Arc::ptr_eq(&job.script, script) || job.voice != snapshot.voice;
        if self.job.as_ref().is_some_and(is_other) {
            self.job = None;
        }
        let (mut wants, mut stops) = (false, false);
        match self.job.as_ref().map(|job| job.state()).as_deref() {
            None => wants = ui.button(words.offline()).on_hover_text(words.offline_hint()).clicked(),
            Some(State::Share(share)) => {
                ui.label(words.offline_share(*share));
                stops = ui.button(words.offline_stop()).clicked();
            }
            Some(State::Kept) => {
                ui.label(RichText::new(words.offline_ready()).color(theme.faint_ink));
            }
            Some(State::Failed(error)) => {
                let why = words.not_kept(error);
                ui.label(RichText::new(words.offline_failed()).color(theme.accent)).on_hover_text(&why);
                wants = ui.button(words.offline()).on_hover_text(why).clicked();
            }
        }
        if wants {
            self.job = Some(Job::start(&self.program, script, &snapshot.voice, ui.ctx()));
        } else if stops {
            self.job = None;
        }
    }
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
