//! Sound files and subtitles, read back by our own readers and by programs that others wrote.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod common;
mod sound;
mod subtitles;
