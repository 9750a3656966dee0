//! What an installation says while it goes on.

use super::FetchError;

/// What is going on.
#[derive(Clone, Debug)]
pub enum Step<'a> {
    /// Another process installs: waiting until it has done.
    Waiting,
    /// A source of a file is tried.
    Trying {
        /// The file, relative to the data folder.
        file: &'a str,
        /// A command or an address.
        source: &'a str,
    },
    /// Bytes of a file have come.
    Received {
        /// The file.
        file: &'a str,
        /// How many so far.
        bytes: u64,
        /// How many there are.
        total: u64,
    },
    /// A source gave nothing; the next one is tried.
    Failed {
        /// A command or an address.
        source: &'a str,
        /// Why.
        why: &'a FetchError,
    },
    /// A file is whole and checked.
    Done {
        /// The file.
        file: &'a str,
    },
    /// Everything is there.
    Finished,
}

/// Is told the steps of an installation, from another thread.
pub trait Progress: Sync {
    /// `step` has begun or happened. Is called often: must not block.
    fn tell(&self, step: &Step<'_>);
}

/// Tells nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn tell(&self, _: &Step<'_>) {}
}
