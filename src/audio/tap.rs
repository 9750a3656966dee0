//! An audio tap: tells of all clips on their way to the sound card. A timeline holds no sound, so that whoever
//! measures or tests sound gathers it here.

use std::sync::Arc;

use super::{AudioOut, SharedPlayhead};
use crate::{
    player::{Epoch, Pauses, Speed, Volume},
    speech::{Clip, Frames},
};

/// Passes everything on to `out`, and tells `of_clip` of each clip and of the frame that it is heard from.
pub struct AudioTap<A, F> {
    /// Where it all goes.
    pub out: A,
    /// Who is told.
    pub of_clip: F,
}

impl<A: AudioOut, F: FnMut(Epoch, &Arc<Clip>, Frames) + Send> AudioOut for AudioTap<A, F> {
    fn enqueue(&mut self, epoch: Epoch, clip: Arc<Clip>, from: Frames) {
        (self.of_clip)(epoch, &clip, from);
        self.out.enqueue(epoch, clip, from);
    }

    fn start_epoch(&mut self, epoch: Epoch) {
        self.out.start_epoch(epoch);
    }

    fn set_playing(&mut self, playing: bool) {
        self.out.set_playing(playing);
    }

    fn set_speed(&mut self, speed: Speed) {
        self.out.set_speed(speed);
    }

    fn set_pauses(&mut self, pauses: Pauses) {
        self.out.set_pauses(pauses);
    }

    fn set_volume(&mut self, volume: Volume) {
        self.out.set_volume(volume);
    }

    fn playhead(&self) -> Arc<SharedPlayhead> {
        self.out.playhead()
    }
}
