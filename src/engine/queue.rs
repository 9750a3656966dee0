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
    speech::{Cancel, VoiceId},
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
    /// What threads make now: for which epoch, or as a preparation.
    running: Mutex<Vec<(Option<Epoch>, Cancel)>>,
}

/// What a thread makes now, until it is dropped.
pub(super) struct Running {
    queue: Arc<JobQueue>,
    cancel: Cancel,
}

impl Running {
    /// Cancels it.
    pub(super) fn cancel(&self) -> &Cancel {
        &self.cancel
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        lock(&self.queue.running).retain(|(_, cancel)| !cancel.is_same(&self.cancel));
        // A preparation may wait for it.
        self.queue.changed.notify_all();
    }
}

#[derive(Default)]
struct Waiting {
    /// A newer job replaces it.
    job: Option<Job>,
    /// Done when there is no job, and none runs; a newer one replaces it.
    preparation: Option<Preparation>,
    closed: bool,
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
        if job.haste == Haste::FirstSound {
            // The first sound has the machine to itself.
            lock(&self.running).iter().filter(|(epoch, _)| epoch.is_none()).for_each(|(_, it)| it.cancel());
        }
        lock(&self.waiting).job = Some(job);
        self.changed.notify_one();
    }

    pub(super) fn prepare(&self, preparation: Preparation) {
        lock(&self.waiting).preparation = Some(preparation);
        self.changed.notify_one();
    }

    /// The same again, unless there is a newer one.
    pub(super) fn prepare_again(&self, preparation: Preparation) {
        lock(&self.waiting).preparation.get_or_insert(preparation);
        self.changed.notify_one();
    }

    /// Sound of epochs before `epoch` is no longer wanted: what makes some is cancelled.
    pub(super) fn start_epoch(&self, epoch: Epoch) {
        self.newest.store(epoch.0, Ordering::Relaxed);
        for (of, cancel) in &*lock(&self.running) {
            if of.is_some_and(|of| of != epoch) {
                cancel.cancel();
            }
        }
    }

    /// A thread makes something: for `epoch`, or as a preparation.
    pub(super) fn begin(self: &Arc<Self>, epoch: Option<Epoch>) -> Running {
        let cancel = Cancel::default();
        lock(&self.running).push((epoch, cancel.clone()));
        // A new epoch may have begun since the job was taken.
        if epoch.is_some_and(|epoch| self.newest.load(Ordering::Relaxed) != epoch.0) {
            cancel.cancel();
        }
        Running { queue: Arc::clone(self), cancel }
    }

    pub(super) fn is_wanted(&self, job: &Job) -> bool {
        self.newest.load(Ordering::Relaxed) == job.epoch.0
    }

    /// Whether a thread makes what the player waits for.
    fn is_speaking(&self) -> bool {
        lock(&self.running).iter().any(|(epoch, _)| epoch.is_some())
    }

    pub(super) fn close(&self) {
        lock(&self.waiting).closed = true;
        lock(&self.running).iter().for_each(|(_, cancel)| cancel.cancel());
        self.changed.notify_all();
    }

    /// Waits for a job, for `time` at the most.
    pub(super) fn next(&self, time: Duration) -> Next {
        let (mut waiting, _) = self
            .changed
            .wait_timeout_while(lock(&self.waiting), time, |waiting| {
                let has_preparation = waiting.preparation.is_some() && !self.is_speaking();
                waiting.job.is_none() && !has_preparation && !waiting.closed
            })
            .unwrap_or_else(PoisonError::into_inner);
        if waiting.closed {
            Next::Closed
        } else if let Some(job) = waiting.job.take() {
            Next::Job(job)
        } else {
            let preparation = waiting.preparation.take_if(|_| !self.is_speaking());
            preparation.map_or(Next::Idle, Next::Preparation)
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
