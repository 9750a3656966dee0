//! The sound card. The only module that names `rodio` and `cpal`.
//!
//! A thread of its own keeps a device open, or plays into nothing at the pace of one while there is none; whoever
//! plays writes one [`SharedPlayhead`].

mod callback;
mod chime;
mod device;
mod once;
mod playhead;
mod pull;
mod queue;
mod resample;
mod stretch;
mod tap;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::{
    player::{Epoch, Pauses, Speed, Volume},
    speech::{Clip, Frames},
};

pub use callback::HandDevice;
pub use chime::chime;
pub use device::{SoundEvent, default_device, open_device};
pub use once::{Playing, play_once};
pub use playhead::SharedPlayhead;
pub use queue::ClipQueue;
pub(crate) use stretch::stretched;
pub use tap::AudioTap;

/// Where clips go.
pub trait AudioOut: Send {
    /// Plays `clip` from frame `from` on after what is queued, unless `epoch` is over.
    fn enqueue(&mut self, epoch: Epoch, clip: Arc<Clip>, from: Frames);
    /// Drops all sound of other epochs, within 10 ms.
    fn start_epoch(&mut self, epoch: Epoch);
    /// Lets the queue sound, or holds it.
    fn set_playing(&mut self, playing: bool);
    /// Stretches time from here on.
    fn set_speed(&mut self, speed: Speed);
    /// Shortens pauses from here on, or leaves them.
    fn set_pauses(&mut self, pauses: Pauses);
    /// Scales samples from here on.
    fn set_volume(&mut self, volume: Volume);
    /// What is heard.
    fn playhead(&self) -> Arc<SharedPlayhead>;
}
