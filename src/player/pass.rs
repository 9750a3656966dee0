//! What holds within one epoch: the reading from one place on, until the listener goes elsewhere.

use std::sync::Arc;

use super::{Epoch, Timeline, answer::Request};
use crate::speech::Frames;

/// The state of one epoch. Replaced whole when another starts, so that nothing of an old one is left.
#[derive(Debug)]
pub(super) struct Pass {
    pub(super) epoch: Epoch,
    /// The sound handed to the sound card.
    pub(super) timeline: Arc<Timeline>,
    /// How much of it was heard.
    pub(super) heard: Frames,
    /// Where the next piece starts; `None` past the last one.
    pub(super) next: Option<u32>,
    /// What is being spoken.
    pub(super) request: Option<Request>,
    /// Whether no voice spoke the next piece; asking again is up to the listener.
    pub(super) refused: bool,
    /// Pieces left out since a voice last spoke.
    pub(super) skipped: u32,
    /// Whether sound waits until enough of it is there.
    pub(super) gathering: bool,
}

impl Pass {
    /// Nothing is there yet; the first piece starts at `next`.
    pub(super) fn new(epoch: Epoch, next: Option<u32>) -> Self {
        Self {
            epoch,
            timeline: Arc::default(),
            heard: Frames(0),
            next,
            request: None,
            refused: false,
            skipped: 0,
            gathering: true,
        }
    }

    /// Sound beyond the playhead.
    pub(super) fn ready(&self) -> Frames {
        self.timeline.end().saturating_sub(self.heard)
    }

    /// Whether all was spoken and heard.
    pub(super) fn is_over(&self) -> bool {
        self.next.is_none() && self.request.is_none() && self.ready() == Frames(0)
    }
}
