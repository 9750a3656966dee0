//! Tests of the readers of books and documents: small files by other programs, and the same files damaged.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod common;
mod covers;
mod damaged;
mod formats;
mod overlays;
mod protected;
mod texts;
