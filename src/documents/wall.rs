//! Wall: each file is read on a thread of its own, whose panic is an error and whose time is bounded.

use std::{sync::mpsc, thread, time::Duration};

use tingxinwen_core::article::{DocumentFault, OpenError};

/// How long reading a file may take, in seconds.
const LIMIT_SECS: u64 = 60;
/// Stack of the thread, in bytes: readers recurse as deep as documents nest, which their parsers bound.
pub(crate) const STACK_BYTES: usize = 64 << 20;

/// Runs `read` behind the wall.
///
/// # Errors
/// Its own; [`OpenError::Internal`] where it panics or has no thread; [`DocumentFault::TooSlow`] where it takes too
/// long, in which case its thread goes on and what it makes is dropped.
pub(crate) fn behind<T: Send + 'static>(
    read: impl FnOnce() -> Result<T, OpenError> + Send + 'static,
) -> Result<T, OpenError> {
    behind_within(Duration::from_secs(LIMIT_SECS), read)
}

fn behind_within<T: Send + 'static>(
    limit: Duration,
    read: impl FnOnce() -> Result<T, OpenError> + Send + 'static,
) -> Result<T, OpenError> {
    let (send, receive) = mpsc::sync_channel(1);
    let builder = thread::Builder::new().name("document".into()).stack_size(STACK_BYTES);
    let started = builder.spawn(move || {
        // Nobody waits for it any more where it took too long.
        send.send(read()).ok();
    });
    started.map_err(|error| {
        tracing::error!(kind = ?error.kind(), "no thread to read a document on");
        OpenError::Internal
    })?;
    receive.recv_timeout(limit).unwrap_or_else(|error| {
        tracing::error!(%error, "the reading of a document panicked or took too long");
        Err(match error {
            mpsc::RecvTimeoutError::Timeout => {
                OpenError::Document(DocumentFault::TooSlow { secs: limit.as_secs() })
            }
            mpsc::RecvTimeoutError::Disconnected => OpenError::Internal,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_and_an_endless_reader_are_errors() {
        assert_eq!(behind::<()>(|| panic!("deliberate")), Err(OpenError::Internal));
        let (end, ended) = mpsc::channel::<()>();
        let result = behind_within(Duration::from_millis(1), move || {
            ended.recv().ok();
            Ok(())
        });
        assert_eq!(result, Err(OpenError::Document(DocumentFault::TooSlow { secs: 0 })));
        drop(end);
        assert_eq!(behind(|| Ok(1)), Ok(1));
    }
}
