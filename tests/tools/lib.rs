//! What the tests of several packages need: an HTTP server that a test scripts, and sound for it to send.

#![allow(missing_docs, reason = "tests are the only readers")]
#![allow(clippy::expect_used, clippy::missing_panics_doc, reason = "a test that cannot go on fails")]

pub mod server;
