//! One clip on a device of its own: for trying a voice.

use std::{
    sync::{Arc, mpsc::sync_channel},
    time::Duration,
};

use super::{AudioOut as _, ClipQueue, open_device};
use crate::{
    player::Epoch,
    speech::{Clip, Frames},
};

/// What a device may take before its first sample and after its last.
const SLACK: Duration = Duration::from_millis(700);

/// A clip that sounds; dropping it silences it.
pub struct Playing {
    /// Silent once it is dropped.
    _queue: ClipQueue,
    duration: Duration,
}

impl Playing {
    /// How long it takes at the most until all of it was heard.
    pub fn duration(&self) -> Duration {
        self.duration
    }
}

/// Starts to play `clip` on a device of its own. Without a device it is as long as the clip, and silent.
///
/// # Errors
/// When the system gives no thread for it.
pub fn play_once(clip: Clip) -> std::io::Result<Playing> {
    let duration = Duration::from_secs_f64(clip.len().as_secs_f64()) + SLACK;
    let (opened, wait) = sync_channel(1);
    let mut queue = open_device(move |_| {
        // Only the first news is waited for.
        opened.try_send(()).ok();
    })?;
    // Clips go to the device that is there; a device that takes longer is as good as none.
    wait.recv_timeout(SLACK).ok();
    queue.enqueue(Epoch::default(), Arc::new(clip), Frames(0));
    queue.set_playing(true);
    Ok(Playing { _queue: queue, duration })
}
