//! Tests of the text front-end.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod annotations;
mod lexicon;
mod normalize;
mod pronounce;
mod recorded;
mod segment;
