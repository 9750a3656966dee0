//! The limits of what is fetched, read and parsed. All of them stand here.

use std::time::Duration;

/// How long a server may take to accept a connection.
pub(super) const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a page may take as a whole, redirects and body included.
pub(super) const WHOLE_TIMEOUT: Duration = Duration::from_secs(30);
/// How often a page may send on to another address; browsers allow about 20, honest sites need 3.
pub(super) const MAX_REDIRECTS: usize = 10;
/// How large a page or a file may be after decompression, in MiB. The largest news pages have 3.
pub(super) const MAX_PAGE_MIB: u64 = 16;
/// How deeply elements may be nested; deeper tags are left out, their text stays. Browsers cut at 512.
pub(super) const MAX_DEPTH: usize = 200;
/// How many attributes a tag may have; a tag with more loses all, since parsing them takes quadratic time.
pub(super) const MAX_ATTRIBUTES: usize = 200;
/// How large a page may be to be worth the slower extractors, in bytes.
pub(super) const MAX_VOTERS_BYTES: usize = 4 << 20;
/// How many lines of a page are looked at; what follows is left out.
pub(super) const MAX_LINES: usize = 50_000;
/// How many strings of a page's data are looked at.
pub(super) const MAX_DATA_STRINGS: usize = 20_000;
/// How many parts of an article are joined; long reports have 10.
pub(super) const MAX_PARTS: usize = 20;
/// Stack of the parsing thread, in bytes: room for crates that recurse over [`MAX_DEPTH`] elements.
pub(super) const STACK_BYTES: usize = 32 << 20;
/// Share of characters that may be undecodable before a declared charset is disbelieved.
pub(super) const MAX_UNDECODABLE: f64 = 0.005;

/// The limits of one opening; the defaults are the constants of this file.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long a server may take to accept a connection.
    pub connect: Duration,
    /// How long a page may take as a whole.
    pub whole: Duration,
    /// How often a page may send on to another address.
    pub redirects: usize,
    /// How large a page or a file may be after decompression, in MiB.
    pub page_mib: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: CONNECT_TIMEOUT,
            whole: WHOLE_TIMEOUT,
            redirects: MAX_REDIRECTS,
            page_mib: MAX_PAGE_MIB,
        }
    }
}

impl Limits {
    /// [`Limits::page_mib`] in bytes.
    pub(super) fn page_bytes(&self) -> u64 {
        self.page_mib.saturating_mul(1 << 20)
    }
}
