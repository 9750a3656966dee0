//! Step counter: how much work extraction does, so that tests can see it grow with the page and no faster.
//!
//! A step is a byte that the sanitizer looks at, a node that the line walker visits, a link, a piece of the page's data
//! or a comparison of words. Extraction crates count nothing.

use std::cell::Cell;

thread_local! {
    static STEPS: Cell<u64> = const { Cell::new(0) };
}

/// Counts `steps` that this thread has done.
pub(super) fn add(steps: usize) {
    STEPS.with(|counter| counter.set(counter.get() + steps as u64));
}

/// The steps that `work` does on this thread.
pub(super) fn of(work: impl FnOnce()) -> u64 {
    let before = STEPS.get();
    work();
    STEPS.get() - before
}
