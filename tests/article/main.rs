//! Tests of extraction.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod bridge;
mod extract;
mod fetch;
mod kinds;
mod origin;
mod pages;
mod spans;
mod taiwan;
