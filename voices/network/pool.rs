//! Thread pool: a few threads that share a list of work.

use std::sync::{Mutex, PoisonError};

/// Threads of a fixed count, the calling one among them.
pub(super) struct Pool {
    /// The others; none where there is one thread only.
    others: Option<rayon::ThreadPool>,
    threads: usize,
}

impl Pool {
    /// A pool of `threads` threads; where the system gives no more, of the calling one alone.
    pub(super) fn new(threads: usize) -> Self {
        let others = (threads > 1)
            .then(|| {
                rayon::ThreadPoolBuilder::new()
                    .num_threads(threads - 1)
                    .thread_name(|number| format!("vocoder-{number}"))
                    .build()
                    .ok()
            })
            .flatten();
        let threads = if others.is_some() { threads } else { 1 };
        Self { others, threads }
    }

    /// How many work at once.
    pub(super) fn threads(&self) -> usize {
        self.threads
    }

    /// Does `work` for each of `items`; a thread takes the next item when it is done with its last, so
    /// that one which shares its core with other programs holds up nothing. Each thread works with a
    /// `scratch` of its own, and there work as many threads as there are of these at most.
    pub(super) fn each<S: Send, T: Send>(
        &self,
        scratch: &mut [S],
        items: impl Iterator<Item = T> + Send,
        work: impl Fn(&mut S, T) + Sync,
    ) {
        let queue = Mutex::new(items);
        let run = |scratch: &mut S| {
            loop {
                // The lock is let go before the work begins.
                let next = queue.lock().unwrap_or_else(PoisonError::into_inner).next();
                let Some(item) = next else { return };
                work(scratch, item);
            }
        };
        let Some((own, rest)) = scratch.split_first_mut() else { return };
        match &self.others {
            None => run(own),
            Some(others) => others.in_place_scope(|scope| {
                for scratch in rest {
                    let run = &run;
                    scope.spawn(move |_| run(scratch));
                }
                run(own);
            }),
        }
    }
}
