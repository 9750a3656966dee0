//! What a sound device calls for each buffer. Takes no lock, allocates nothing, frees nothing, wakes nobody.

use std::{
    num::NonZero,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use cpal::{FromSample, SizedSample};
use rodio::conversions::ChannelCountConverter;

use super::{
    ClipQueue, SharedPlayhead,
    playhead::{Anchor, duration_of},
    pull::{Position, Pull},
    queue::{Outlet, clip_queue},
};
use crate::{
    player::Playhead,
    speech::{Frames, SAMPLE_RATE_HZ},
};

/// Sound goes at an even pace within a hundredth of a second: segments of faster speech are longer.
const PIECES_A_SECOND: u32 = 100;

/// Fills buffers, and says of each when it is heard.
pub(super) struct Callback {
    /// Left and right sound; the other channels of a device that has more are silent.
    sound: ChannelCountConverter<Pull>,
    rate_hz: u32,
    position: Position,
    latency: Duration,
    shared: Arc<SharedPlayhead>,
    channels: usize,
    calls: Arc<AtomicU64>,
}

impl Callback {
    /// For a device with `channels` samples a frame, interleaved, that plays at `rate_hz`.
    pub(super) fn new(outlet: &Outlet, rate_hz: NonZero<u32>, channels: NonZero<u16>) -> Self {
        let pull = outlet.connect(rate_hz);
        Self {
            position: pull.position(),
            latency: pull.latency(),
            rate_hz: rate_hz.get(),
            sound: ChannelCountConverter::new(pull, NonZero::<u16>::MIN, channels),
            shared: Arc::clone(&outlet.playhead),
            channels: usize::from(channels.get()),
            calls: Arc::default(),
        }
    }

    /// Counts the buffers filled.
    pub(super) fn calls(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.calls)
    }

    /// Fills `data`, whose first frame is heard after `lead`.
    pub(super) fn fill<T: SizedSample + FromSample<f32>>(&mut self, data: &mut [T], lead: Duration) {
        let now = Instant::now();
        let piece = (self.rate_hz / PIECES_A_SECOND).max(1) as usize * self.channels;
        let mut before = Duration::ZERO;
        for data in data.chunks_mut(piece) {
            let first = self.position.get();
            for (out, sample) in data.iter_mut().zip(&mut self.sound) {
                *out = T::from_sample_(sample);
            }
            let duration = duration_of((data.len() / self.channels) as u64, self.rate_hz);
            store(&self.shared, first, &self.position, (now, lead + self.latency + before), duration);
            before += duration;
        }
        self.calls.fetch_add(1, Ordering::Relaxed);
    }
}

/// Says what the piece just pulled was, from `first` to where `position` is: when it was asked
/// for, and how much later it is heard.
pub(super) fn store(
    shared: &SharedPlayhead,
    first: Playhead,
    position: &Position,
    (pulled_at, lead): (Instant, Duration),
    duration: Duration,
) {
    let end = position.get();
    let first = if first.epoch == end.epoch { first.frame } else { Frames(0) };
    let (first, heard_at) = (first.min(end.frame), pulled_at + lead);
    shared.store(Anchor { epoch: end.epoch, first, end: end.frame, pulled_at, heard_at, duration });
}

/// A device for tests: whoever holds it asks for sound.
pub struct HandDevice {
    callback: Callback,
}

impl HandDevice {
    /// A queue, and the device at its end, mono at [`SAMPLE_RATE_HZ`].
    pub fn new() -> (ClipQueue, Self) {
        let rate_hz = NonZero::new(SAMPLE_RATE_HZ).unwrap_or(NonZero::<u32>::MIN);
        Self::with(rate_hz, NonZero::<u16>::MIN)
    }

    /// The same with `channels` samples a frame at `rate_hz`.
    pub fn with(rate_hz: NonZero<u32>, channels: NonZero<u16>) -> (ClipQueue, Self) {
        let (queue, outlet) = clip_queue();
        (queue, Self { callback: Callback::new(&outlet, rate_hz, channels) })
    }

    /// Does what a device's callback does with a buffer that is heard at once.
    pub fn fill(&mut self, data: &mut [f32]) {
        self.callback.fill(data, Duration::ZERO);
    }

    /// The next `frames` of sound; the playhead is then at their end.
    pub fn pull(&mut self, frames: usize) -> Vec<f32> {
        let mut sound = vec![0.0; frames * self.callback.channels];
        self.fill(&mut sound);
        let end = self.callback.position.get();
        let now = (Instant::now(), Duration::ZERO);
        store(&self.callback.shared, end, &self.callback.position, now, Duration::ZERO);
        sound
    }
}
