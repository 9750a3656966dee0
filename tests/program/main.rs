//! Tests of the program without a window: player, engine, export, settings.

#![allow(clippy::unwrap_used, clippy::wildcard_enum_match_arm, reason = "a test that cannot go on fails")]

mod ahead;
mod block_overrides;
mod blocks;
mod books;
mod choices;
mod common;
mod cuts;
mod desk;
mod engine;
mod export;
mod failover;
mod feeds;
mod killed;
mod listening;
mod model;
mod player;
mod podcast;
mod queue;
mod recordings;
mod remote;
mod resume;
mod timing;
mod voices;
