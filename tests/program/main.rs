//! Tests of the program without a window: player, engine, export, settings.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod ahead;
mod blocks;
mod common;
mod desk;
mod engine;
mod failover;
mod model;
mod player;
mod singles;
mod timing;
