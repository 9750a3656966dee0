//! The request for sound that waits for a synthesis thread: the newest one only.

use std::{
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicU16, Ordering},
    },
    time::Duration,
};

use super::lock;
use crate::{
    player::Epoch,
    speech::VoiceId,
    text::{Haste, Script},
};

/// A piece to be spoken: the one at byte `offset` of `script`.
pub(super) struct Job {
    pub(super) epoch: Epoch,
    pub(super) script: Arc<Script>,
    pub(super) offset: u32,
    pub(super) haste: Haste,
    pub(super) voice: VoiceId,
}

/// The beginning of a script that is to be played soon.
pub(super) struct Preparation {
    pub(super) script: Arc<Script>,
    pub(super) voice: VoiceId,
}

/// Hands jobs to threads.
#[derive(Default)]
pub(super) struct JobQueue {
    waiting: Mutex<Waiting>,
    changed: Condvar,
    /// The epoch of the newest job: sound of an older one is no longer wanted.
    newest: AtomicU16,
}

#[derive(Default)]
struct Waiting {
    /// A newer job replaces it.
    job: Option<Job>,
    /// Done when there is no job; a newer one replaces it.
    preparation: Option<Preparation>,
    closed: bool,
}

impl Waiting {
    fn is_empty(&self) -> bool {
        self.job.is_none() && self.preparation.is_none() && !self.closed
    }
}

/// What [`JobQueue::next`] returns with.
pub(super) enum Next {
    /// A job for the thread that asked.
    Job(Job),
    /// What to do while there is none.
    Preparation(Preparation),
    /// There was none for as long as it waited.
    Idle,
    /// There will be none any more.
    Closed,
}

impl JobQueue {
    pub(super) fn put(&self, job: Job) {
        self.start_epoch(job.epoch);
        lock(&self.waiting).job = Some(job);
        self.changed.notify_one();
    }

    pub(super) fn prepare(&self, preparation: Preparation) {
        lock(&self.waiting).preparation = Some(preparation);
        self.changed.notify_one();
    }

    /// Sound of epochs before `epoch` is no longer wanted.
    pub(super) fn start_epoch(&self, epoch: Epoch) {
        self.newest.store(epoch.0, Ordering::Relaxed);
    }

    pub(super) fn is_wanted(&self, job: &Job) -> bool {
        self.newest.load(Ordering::Relaxed) == job.epoch.0
    }

    pub(super) fn close(&self) {
        lock(&self.waiting).closed = true;
        self.changed.notify_all();
    }

    /// Waits for a job, for `time` at the most.
    pub(super) fn next(&self, time: Duration) -> Next {
        let (mut waiting, _) = self
            .changed
            .wait_timeout_while(lock(&self.waiting), time, |waiting| waiting.is_empty())
            .unwrap_or_else(PoisonError::into_inner);
        if waiting.closed {
            Next::Closed
        } else if let Some(job) = waiting.job.take() {
            Next::Job(job)
        } else {
            waiting.preparation.take().map_or(Next::Idle, Next::Preparation)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_returns_when_there_is_nothing_to_do_and_when_the_queue_is_closed() {
        let queue = JobQueue::default();
        assert!(matches!(queue.next(Duration::from_millis(1)), Next::Idle));
        queue.close();
        assert!(matches!(queue.next(Duration::MAX), Next::Closed));
    }
}
