//! Runtime of the commands, which ends without waiting for what blocks.

use std::{ops::Deref, time::Duration};

/// How long what was begun on threads for blocking work may take once the program is being left, in milliseconds: a
/// write takes less, and the reading of a large document need not be waited for.
const LEAVE_MILLIS: u64 = 500;

/// A runtime that is left without waiting.
pub(super) struct Runtime {
    /// `None` only while it is dropped.
    inner: Option<tokio::runtime::Runtime>,
    handle: tokio::runtime::Handle,
}

impl Runtime {
    /// Starts it.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub(super) fn start() -> std::io::Result<Self> {
        let inner = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let handle = inner.handle().clone();
        Ok(Self { inner: Some(inner), handle })
    }
}

impl Deref for Runtime {
    type Target = tokio::runtime::Handle;

    fn deref(&self) -> &Self::Target {
        &self.handle
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        if let Some(inner) = self.inner.take() {
            inner.shutdown_timeout(Duration::from_millis(LEAVE_MILLIS));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaving_does_not_wait_for_what_blocks() {
        let runtime = Runtime::start().unwrap();
        let (end, ended) = std::sync::mpsc::channel::<()>();
        runtime.spawn_blocking(move || ended.recv());
        // Comes back though that goes on for as long as `end` is there.
        drop(runtime);
        drop(end);
    }
}
