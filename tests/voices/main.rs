//! Tests of the voices.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod cloud;
mod embedded;
mod install;
mod services;
