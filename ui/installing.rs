//! The installation of the built-in voices from the window, beside whatever is read meanwhile.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
};

use egui::{Context, Ui};
use tingxinwen::{
    app::{Application, VoiceChoice},
    player::Notice,
    speech::{VoiceError, VoiceId},
};
use tingxinwen_voices::install::{Progress, Step};

use crate::{
    theme::Theme,
    view::install::{InstallShown, install_ui},
    words::Words,
};

/// What the listener is told of voices that are missing, while there is something to tell.
pub(crate) struct Installing {
    program: Arc<dyn Application>,
    state: Arc<Mutex<State>>,
    was_asked: bool,
}

#[derive(Default)]
struct State {
    missing: Vec<VoiceId>,
    shown: Option<InstallShown>,
    /// The voices that there are after an installation.
    choices: Option<Vec<VoiceChoice>>,
}

impl Installing {
    pub(crate) fn new(program: Arc<dyn Application>) -> Self {
        Self { program, state: Arc::default(), was_asked: false }
    }

    /// Draws the strip, where there is something to tell; puts the voices that were installed among `voices`.
    pub(crate) fn show(
        &mut self,
        ui: &mut Ui,
        words: &'static Words,
        theme: &Theme,
        voices: &mut Vec<VoiceChoice>,
    ) {
        if !std::mem::replace(&mut self.was_asked, true) {
            self.look(ui.ctx());
        }
        let (shown, choices) = {
            let mut state = lock(&self.state);
            (state.shown.clone(), state.choices.take())
        };
        if let Some(choices) = choices {
            *voices = choices;
        }
        if shown.is_some_and(|shown| install_ui(ui, &shown, words, theme)) {
            self.install(ui.ctx(), words);
        }
    }

    /// Whether it tells what `notice` tells too: that files of a voice are not there.
    pub(crate) fn tells(&self, notice: Option<&Notice>) -> bool {
        let error = match notice {
            Some(Notice::NoVoice(error) | Notice::OtherVoice { error, .. }) => error,
            Some(Notice::NotOpened(_) | Notice::OfArticle(_) | Notice::Skipped(_)) | None => return false,
        };
        matches!(error, VoiceError::NotInstalled(_)) && lock(&self.state).shown.is_some()
    }

    /// Looks on a thread of its own whether voices are missing.
    fn look(&self, ctx: &Context) {
        let (program, state, ctx) = (Arc::clone(&self.program), Arc::clone(&self.state), ctx.clone());
        spawn(move || {
            let missing = program.missing_voices();
            if !missing.is_empty() {
                tracing::info!(?missing, "voices are not installed");
                *lock(&state) = State { missing, shown: Some(InstallShown::Offered), choices: None };
                ctx.request_repaint();
            }
        });
    }

    fn install(&self, ctx: &Context, words: &'static Words) {
        let told = Told { state: Arc::clone(&self.state), ctx: ctx.clone(), words };
        told.show(Some(InstallShown::Working(words.install_starting(), None)));
        let (program, missing) = (Arc::clone(&self.program), lock(&self.state).missing.clone());
        spawn(move || match program.install(&missing, &told) {
            Ok(()) => {
                lock(&told.state).choices = Some(program.choices());
                told.show(None);
            }
            Err(error) => told.show(Some(InstallShown::Failed(words.install_error(&error)))),
        });
    }
}

/// Shows the steps of an installation.
struct Told {
    state: Arc<Mutex<State>>,
    ctx: Context,
    words: &'static Words,
}

impl Told {
    fn show(&self, shown: Option<InstallShown>) {
        let mut state = lock(&self.state);
        if state.shown != shown {
            state.shown = shown;
            self.ctx.request_repaint();
        }
    }
}

impl Progress for Told {
    fn tell(&self, step: &Step<'_>) {
        let words = self.words;
        let working = |text: String, share| self.show(Some(InstallShown::Working(text, share)));
        match step {
            Step::Waiting => working(words.install_waiting(), None),
            Step::Trying { .. } => working(words.install_starting(), None),
            Step::Received { bytes, total, .. } => {
                // Whole megabytes: what changes faster is not read.
                let megabytes = |bytes: u64| bytes / 1_000_000;
                let share = *bytes as f32 / (*total).max(1) as f32;
                let text = words.install_received(megabytes(*bytes), megabytes(*total));
                working(text, Some((share * 100.0).floor() / 100.0));
            }
            Step::Failed { .. } | Step::Done { .. } | Step::Finished => (),
        }
    }
}

/// A system without threads for this has none to play sound on either.
fn spawn(work: impl FnOnce() + Send + 'static) {
    thread::Builder::new().name("install".to_owned()).spawn(work).ok();
}

/// What is under the lock is whole between any two statements.
fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
