//! The library's thread: owns the connection, so that who asks need not wait for the disk.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    thread,
};

use crate::{Database, LibraryError};

type Job = Box<dyn FnOnce(&mut Database) + Send>;

/// A handle on a library that is open; clones share it. The thread ends with the last of them, after all that was
/// asked is done.
#[derive(Clone)]
pub struct Library {
    jobs: Arc<Jobs>,
    changes: Arc<AtomicU64>,
}

struct Jobs {
    sender: Option<mpsc::Sender<Job>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Library {
    /// Opens the library in the file at `path`, on a thread of its own. Waits for the disk.
    ///
    /// # Errors
    /// Those of [`Database::open`]; when the system gives no thread.
    pub fn open(path: &Path) -> Result<Self, LibraryError> {
        Self::over(Database::open(path)?)
    }

    /// The same over a database that is open.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn over(mut database: Database) -> Result<Self, LibraryError> {
        let (sender, jobs) = mpsc::channel::<Job>();
        let changes = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&changes);
        let thread = thread::Builder::new().name("library".to_owned()).spawn(move || {
            for job in jobs {
                job(&mut database);
                counted.store(database.changes(), Ordering::Release);
            }
        })?;
        Ok(Self { jobs: Arc::new(Jobs { sender: Some(sender), thread: Some(thread) }), changes })
    }

    /// Looks whether another program changed something. Waits for nothing: [`changes`](Self::changes) tells it soon.
    pub fn look(&self) {
        self.send(Box::new(|_| ()));
    }

    /// A number that grows with each change: what was read before it grew may be old. Changes by other programs count
    /// from the next request on, or [`look`](Self::look). Waits for nothing.
    pub fn changes(&self) -> u64 {
        self.changes.load(Ordering::Acquire)
    }

    /// Has `work` done, after all that was asked before. Waits for nothing; what goes wrong is in the log.
    pub fn post<T>(&self, work: impl FnOnce(&mut Database) -> Result<T, LibraryError> + Send + 'static) {
        self.send(Box::new(move |database| {
            if let Err(error) = work(database) {
                tracing::warn!(%error, "the library did not take a change");
            }
        }));
    }

    /// Has `work` done, and hands its result to `answer` on the library's thread. Waits for nothing.
    pub fn ask<T>(
        &self,
        work: impl FnOnce(&mut Database) -> Result<T, LibraryError> + Send + 'static,
        answer: impl FnOnce(Result<T, LibraryError>) + Send + 'static,
    ) {
        self.send(Box::new(move |database| answer(work(database))));
    }

    /// Has `work` done, and waits for it.
    ///
    /// # Errors
    /// Those of `work`.
    pub fn call<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Database) -> Result<T, LibraryError> + Send + 'static,
    ) -> Result<T, LibraryError> {
        let (sender, answer) = mpsc::sync_channel(1);
        self.ask(work, move |result| {
            // Who asked waits below.
            sender.send(result).ok();
        });
        answer.recv().unwrap_or(Err(LibraryError::Closed))
    }

    fn send(&self, job: Job) {
        let is_lost = self.jobs.sender.as_ref().is_none_or(|sender| sender.send(job).is_err());
        if is_lost {
            tracing::error!("the library's thread has ended");
        }
    }
}

impl Drop for Jobs {
    fn drop(&mut self) {
        drop(self.sender.take());
        // What was asked is to be on disk before the program ends; a job that holds the last handle runs on the
        // thread itself, which cannot wait for its own end.
        if let Some(thread) = self.thread.take().filter(|own| own.thread().id() != thread::current().id()) {
            thread.join().ok();
        }
    }
}

impl std::fmt::Debug for Library {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Library").finish_non_exhaustive()
    }
}
