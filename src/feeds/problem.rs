//! What is wrong with a feed.

use serde::{Deserialize, Serialize};
use tingxinwen_core::article::OpenError;

/// Why a feed was not read, as it is kept in the library and put into words by the window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum FeedProblem {
    /// The address is none of the web.
    #[error("not an address of the web")]
    BadAddress,
    /// The server cannot be reached.
    #[error("{host} cannot be reached")]
    Unreachable {
        /// Its name.
        host: String,
    },
    /// The server took too long.
    #[error("{host} did not answer in time")]
    TimedOut {
        /// Its name.
        host: String,
    },
    /// The server has no such page (404).
    #[error("no such page")]
    NotFound,
    /// The feed was taken away for good (410).
    #[error("taken away for good")]
    Gone,
    /// The server asks to wait (429, 503).
    #[error("the server asks to wait {secs} s")]
    AskedToWait {
        /// For how many seconds.
        secs: u64,
    },
    /// The server answered with another error.
    #[error("HTTP status {status}")]
    Status {
        /// Its status.
        status: u16,
    },
    /// It is too large.
    #[error("over {limit_mib} MiB")]
    TooLarge {
        /// The most there may be, in MiB.
        limit_mib: u64,
    },
    /// It sends on too often, or to a place where it may not.
    #[error("sends on without end")]
    Redirects,
    /// What came is a web page and no feed.
    #[error("a web page and no feed")]
    WebPage,
    /// What came is no feed, or broken so that nothing of it can be read.
    #[error("no feed, or a broken one")]
    NotAFeed,
    /// The site names no feed, and none is where feeds usually are.
    #[error("no feed was found")]
    NoneFound,
    /// The program failed.
    #[error("the program failed")]
    Internal,
}

impl From<OpenError> for FeedProblem {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::BadAddress(_) => Self::BadAddress,
            OpenError::Unreachable { host, .. } => Self::Unreachable { host },
            OpenError::TimedOut { host } => Self::TimedOut { host },
            OpenError::Status { status: 404, .. } => Self::NotFound,
            OpenError::Status { status: 410, .. } => Self::Gone,
            OpenError::Status { status, .. } => Self::Status { status },
            OpenError::TooManyRedirects { .. } => Self::Redirects,
            OpenError::TooLarge { limit_mib } => Self::TooLarge { limit_mib },
            OpenError::NotText { .. }
            | OpenError::Empty
            | OpenError::NoArticle
            | OpenError::Paywalled
            | OpenError::NeedsScript
            | OpenError::File { .. }
            | OpenError::Document(_) => Self::NotAFeed,
            OpenError::Internal => Self::Internal,
        }
    }
}
