//! How long and how much an installation may take: all of it here.

use std::time::Duration;

/// The limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Until a server answers the call.
    pub connect: Duration,
    /// For one attempt at an address. What came is kept, the next attempt goes on from there.
    pub attempt: Duration,
    /// Attempts in a row that bring nothing new before an address is given up.
    pub attempts: u32,
    /// Redirects followed from an address; a GitHub release has one or two.
    pub redirects: usize,
    /// For one run of pip or npm.
    pub client: Duration,
    /// Of an archive's member once unpacked; the largest in the catalogue has 24 MB.
    pub member_bytes: u64,
    /// Of what a package client says, kept for the message.
    pub client_output_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(15),
            attempt: Duration::from_secs(15 * 60),
            attempts: 3,
            redirects: 5,
            client: Duration::from_secs(15 * 60),
            member_bytes: 128 << 20,
            client_output_bytes: 600,
        }
    }
}
