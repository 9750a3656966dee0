//! The session: the queue of what is played after the article that is open. A state machine above the player, without
//! clock, thread or IO: commands and events in, effects out.
//!
//! `app::queue` carries its effects out. Each item is played once, in order, whatever fails or is removed meanwhile.

mod item;
mod queue;

pub use item::{ItemId, QueueItem, QueueState};
pub use queue::{
    AddAt, ItemFacts, MOST_ITEMS, Queue, QueueCommand, QueueEffect, QueueEvent, QueueSnapshot, Undo,
};
