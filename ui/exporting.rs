//! An export that is going on beside the window, and how far it is.

use std::{
    path::PathBuf,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use tingxinwen::{
    app::{Application, ExportOf, ExportStep},
    export::{ExportError, Order, Overwriting, Progress, TrackError},
    speech::Cancel,
};

use crate::{
    view::export::{ExportShown, FileShown},
    words::Words,
};

/// The share from which on the time that is left is told: before that it would jump.
const TOLD_FROM: f32 = 0.03;

/// An export that was begun.
pub(crate) struct Exporting {
    shared: Arc<Shared>,
    cancel: Cancel,
    /// What was wanted, for another attempt.
    pub(crate) wanted: Vec<ExportOf>,
    pub(crate) order: Order,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    titles: Vec<String>,
    done: Vec<usize>,
    progress: Progress,
    is_paused: bool,
    /// When it began, without the time that it was paused.
    began: Option<Instant>,
    paused: Option<Instant>,
    /// What was told besides: what cannot be opened, what another voice spoke.
    notes: Vec<String>,
    ended: Option<Result<(), ExportError>>,
}

impl Exporting {
    /// Begins to make the files of `order` from `wanted`.
    pub(crate) fn start(
        program: &Arc<dyn Application>,
        wanted: Vec<ExportOf>,
        order: Order,
        overwriting: Overwriting,
        words: &'static Words,
        ctx: &egui::Context,
    ) -> Self {
        let state = State { began: Some(Instant::now()), ..State::default() };
        let shared = Arc::new(Shared { state: Mutex::new(state), changed: Condvar::new() });
        let exporting = Self { shared, cancel: Cancel::default(), wanted, order };
        let (wanted, order) = (exporting.wanted.clone(), exporting.order.clone());
        let (program, shared) = (Arc::clone(program), Arc::clone(&exporting.shared));
        let (cancel, ctx) = (exporting.cancel.clone(), ctx.clone());
        let run = move || {
            let tell = |step| {
                shared.take(step, &cancel, words);
                ctx.request_repaint();
            };
            let made = program.export(wanted, &order, overwriting, &cancel, &tell);
            shared.lock().ended = Some(made);
            ctx.request_repaint();
        };
        if let Err(error) = thread::Builder::new().name("export".to_owned()).spawn(run) {
            exporting.shared.lock().ended = Some(Err(error.into()));
        }
        exporting
    }

    /// Lets it rest, or go on.
    pub(crate) fn toggle_pause(&self) {
        let mut state = self.shared.lock();
        state.is_paused = !state.is_paused;
        if state.is_paused {
            state.paused = Some(Instant::now());
        } else if let (Some(paused), Some(began)) = (state.paused.take(), state.began) {
            state.began = Some(began + paused.elapsed());
        }
        self.shared.changed.notify_all();
    }

    /// Whether it goes on, or rests.
    pub(crate) fn is_going_on(&self) -> bool {
        self.shared.lock().ended.is_none()
    }

    /// The share that is done; `None` once it ended.
    pub(crate) fn share(&self) -> Option<f32> {
        let state = self.shared.lock();
        state.ended.is_none().then_some(state.progress.of_all)
    }

    /// Where its files are.
    pub(crate) fn folder(&self) -> PathBuf {
        self.order.layout.folder().to_owned()
    }

    /// What a card shows of it.
    pub(crate) fn shown(&self, words: &Words) -> ExportShown {
        let state = self.shared.lock();
        let files = state.titles.iter().enumerate().map(|(idx, title)| FileShown {
            title: title.clone(),
            share: match () {
                () if state.done.contains(&idx) || idx < state.progress.file => Some(1.0),
                () if idx == state.progress.file && state.progress.of_all > 0.0 => {
                    Some(state.progress.of_file)
                }
                () => None,
            },
        });
        let failed = match &state.ended {
            Some(Err(ExportError::Track(TrackError::Stopped))) => Some(words.export_stopped()),
            Some(Err(error)) => Some(words.export_error(error)),
            Some(Ok(())) | None => None,
        };
        ExportShown {
            files: files.collect(),
            current: state.progress.file,
            share: state.progress.of_all,
            left: state.left(),
            is_paused: state.is_paused,
            is_done: matches!(state.ended, Some(Ok(()))),
            is_in_the_way: matches!(state.ended, Some(Err(ExportError::InTheWay(_)))),
            failed,
            notes: state.notes.clone(),
        }
    }
}

impl State {
    /// How long it still takes, at the pace so far.
    fn left(&self) -> Option<Duration> {
        let share = self.progress.of_all;
        if self.is_paused || share < TOLD_FROM {
            return None;
        }
        let spent = self.began?.elapsed();
        Some(spent.mul_f32(((1.0 - share) / share).max(0.0)))
    }
}

impl Shared {
    /// Notes `step`; waits while it is paused.
    fn take(&self, step: ExportStep, cancel: &Cancel, words: &Words) {
        let mut state = self.lock();
        match step {
            ExportStep::Planned(titles) => state.titles = titles,
            ExportStep::NotOpened(error) => state.notes.push(words.open_error(&error)),
            ExportStep::Progress(progress) => state.progress = progress,
            ExportStep::Done(idx, exported) => {
                state.done.push(idx);
                let count = exported.report.by_others.len();
                if count > 0 {
                    state.notes.push(words.export_by_others(count));
                }
                let count = exported.report.left_out.len();
                if count > 0 {
                    state.notes.push(words.export_count_left_out(count));
                }
            }
        }
        while state.is_paused && !cancel.is_cancelled() {
            // Woken now and then, so that it ends when it is cancelled in between.
            let waited = self.changed.wait_timeout(state, Duration::from_millis(200));
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// What is under the lock is whole between any two statements.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Exporting {
    fn drop(&mut self) {
        self.cancel.cancel();
        self.shared.changed.notify_all();
    }
}
