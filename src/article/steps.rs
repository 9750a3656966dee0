//! Step counter: how much work extraction does, so that tests can see it grow with the page and no faster, and so that
//! it ends when nobody waits for it any more.
//!
//! A step is a byte of markup, an element that is open while a tag is parsed, a node that the line walker visits, a link,
//! a piece of the page's data or a comparison of words. Extraction crates count nothing.

use std::{
    cell::{Cell, RefCell},
    panic::resume_unwind,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

thread_local! {
    static STEPS: Cell<u64> = const { Cell::new(0) };
    static STOP: RefCell<Option<Stop>> = const { RefCell::new(None) };
}

/// Ends work on another thread, at its next step.
#[derive(Clone, Debug, Default)]
pub(super) struct Stop(Arc<AtomicBool>);

/// What work unwinds with when it was stopped.
#[derive(Debug)]
pub(super) struct Stopped;

/// Stops work when dropped.
pub(super) struct StopOnDrop(Stop);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.0.store(true, Ordering::Relaxed);
    }
}

impl Stop {
    /// Stops the work when what is returned is dropped.
    pub(super) fn on_drop(&self) -> StopOnDrop {
        StopOnDrop(self.clone())
    }

    /// Has all steps of this thread from here on end in a panic with [`Stopped`] once it was stopped.
    pub(super) fn watch(self) {
        STOP.set(Some(self));
    }

    fn is_stopped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Counts `steps` that this thread has done.
pub(super) fn add(steps: usize) {
    STEPS.with(|counter| counter.set(counter.get() + steps as u64));
    if STOP.with_borrow(|stop| stop.as_ref().is_some_and(Stop::is_stopped)) {
        // No message: nothing is wrong.
        resume_unwind(Box::new(Stopped));
    }
}

/// The steps that `work` does on this thread.
pub(super) fn of(work: impl FnOnce()) -> u64 {
    let before = STEPS.get();
    work();
    STEPS.get() - before
}
