//! Limits of fetching: time, redirects, size.

use std::time::Duration;

/// How long a server may take to accept a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a page may take as a whole, redirects and body included.
const WHOLE_TIMEOUT: Duration = Duration::from_secs(30);
/// How often a page may send on to another address; browsers allow about 20, honest sites need 3.
const MAX_REDIRECTS: usize = 10;
/// How large a page or a file may be after decompression, in MiB. The largest news pages have 3.
const MAX_PAGE_MIB: u64 = 16;
/// How large a book or document may be after decompression, in MiB.
const MAX_DOCUMENT_MIB: u64 = 512;
/// How many times as long as a page a book or document may take.
const DOCUMENT_PATIENCE: u32 = 20;

/// The limits of opening one source; the defaults are the constants of this file.
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
    /// How large what the server does not call a web page may be after decompression, in MiB: a book, a document.
    pub document_mib: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: CONNECT_TIMEOUT,
            whole: WHOLE_TIMEOUT,
            redirects: MAX_REDIRECTS,
            page_mib: MAX_PAGE_MIB,
            document_mib: MAX_DOCUMENT_MIB,
        }
    }
}

impl Limits {
    /// [`Limits::page_mib`] in bytes.
    pub fn page_bytes(&self) -> u64 {
        self.page_mib.saturating_mul(1 << 20)
    }

    /// How long a book or document may take as a whole.
    pub(crate) fn whole_document(&self) -> Duration {
        self.whole * DOCUMENT_PATIENCE
    }
}
