//! Tests of the voices.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod cloud;
mod common;
mod embedded;
mod install;
mod killed;
mod network;
mod paid_once;
mod services;
