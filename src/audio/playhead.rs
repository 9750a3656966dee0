//! Where the listener is: one anchor, written by the device thread, read by everybody else.

use std::{
    sync::atomic::{AtomicI64, AtomicU32, AtomicU64, Ordering},
    time::{Duration, Instant},
};

use crate::{
    player::{Epoch, Playhead},
    speech::Frames,
};

/// What one buffer of sound says of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Anchor {
    /// The epoch of its last frame.
    pub(super) epoch: Epoch,
    /// The article frame of its first frame.
    pub(super) first: Frames,
    /// The article frame past its last frame; `first` when it is silent.
    pub(super) end: Frames,
    /// When it was asked for.
    pub(super) pulled_at: Instant,
    /// When its first frame is heard.
    pub(super) heard_at: Instant,
    /// How long it sounds.
    pub(super) duration: Duration,
}

/// The newest [`Anchor`], readable without a lock.
///
/// A sequence lock of atomics: the one writer makes `version` odd while it writes, and a reader
/// takes only what it read between two equal even versions, so that an epoch, its frame and their
/// time are never mixed up.
#[derive(Debug)]
pub struct SharedPlayhead {
    origin: Instant,
    version: AtomicU32,
    /// Epoch (16 bits) and first frame (48 bits).
    first: AtomicU64,
    length: AtomicU64,
    heard_at_nanos: AtomicI64,
    duration_nanos: AtomicI64,
    /// When sound last came after silence.
    started_nanos: AtomicI64,
}

impl Default for SharedPlayhead {
    fn default() -> Self {
        Self {
            origin: Instant::now(),
            version: AtomicU32::new(0),
            first: AtomicU64::new(0),
            length: AtomicU64::new(0),
            heard_at_nanos: AtomicI64::new(0),
            duration_nanos: AtomicI64::new(0),
            started_nanos: AtomicI64::new(0),
        }
    }
}

const FRAME_BITS: u32 = 48;

/// One word for a [`Playhead`]; 2⁴⁸ frames are 371 years of sound.
pub(super) fn pack(playhead: Playhead) -> u64 {
    (u64::from(playhead.epoch.0) << FRAME_BITS) | playhead.frame.0
}

/// The inverse of [`pack`].
pub(super) fn unpack(bits: u64) -> Playhead {
    Playhead { epoch: Epoch((bits >> FRAME_BITS) as u16), frame: Frames(bits & ((1 << FRAME_BITS) - 1)) }
}

impl SharedPlayhead {
    /// What is heard at `now`: the newest buffer's place, moved by the time until it is heard.
    pub fn heard(&self, now: Instant) -> Playhead {
        let (at, length, heard_at, duration) = self.read();
        if length == 0 || duration <= 0 {
            return at;
        }
        let now = now.saturating_duration_since(self.origin).as_nanos() as i64;
        // Before the buffer is heard this is negative: the one before it still sounds.
        let share = (now - heard_at) as f64 / duration as f64;
        let frame = at.frame.0 as f64 + share.min(1.0) * length as f64;
        Playhead { frame: Frames(frame.max(0.0) as u64), ..at }
    }

    /// How long until `frame` of the epoch is heard, at the pace of the newest buffer; `None` in
    /// silence.
    pub fn until(&self, frame: Frames, now: Instant) -> Option<Duration> {
        let (_, length, _, duration) = self.read();
        let heard = self.heard(now).frame;
        let nanos = frame.saturating_sub(heard).0 as f64 / length as f64 * duration as f64;
        (length > 0 && nanos.is_finite()).then(|| Duration::from_nanos(nanos as u64))
    }

    /// When the device last took sound after silence, if it ever did.
    pub fn started(&self) -> Option<Instant> {
        let nanos = self.started_nanos.load(Ordering::Acquire);
        (nanos > 0).then(|| self.origin + Duration::from_nanos(nanos as u64))
    }

    pub(super) fn store(&self, anchor: Anchor) {
        if self.length.load(Ordering::Relaxed) == 0 && anchor.first < anchor.end {
            let nanos = anchor.pulled_at.saturating_duration_since(self.origin).as_nanos() as i64;
            self.started_nanos.store(nanos.max(1), Ordering::Release);
        }
        let version = self.version.load(Ordering::Relaxed);
        self.version.store(version.wrapping_add(1), Ordering::Release);
        std::sync::atomic::fence(Ordering::Release);
        let heard_at = anchor.heard_at.saturating_duration_since(self.origin).as_nanos() as i64;
        self.first.store(pack(Playhead { epoch: anchor.epoch, frame: anchor.first }), Ordering::Relaxed);
        self.length.store(anchor.end.saturating_sub(anchor.first).0, Ordering::Relaxed);
        self.heard_at_nanos.store(heard_at, Ordering::Relaxed);
        self.duration_nanos.store(anchor.duration.as_nanos() as i64, Ordering::Relaxed);
        self.version.store(version.wrapping_add(2), Ordering::Release);
    }

    fn read(&self) -> (Playhead, u64, i64, i64) {
        loop {
            let before = self.version.load(Ordering::Acquire);
            let read = (
                unpack(self.first.load(Ordering::Relaxed)),
                self.length.load(Ordering::Relaxed),
                self.heard_at_nanos.load(Ordering::Relaxed),
                self.duration_nanos.load(Ordering::Relaxed),
            );
            std::sync::atomic::fence(Ordering::Acquire);
            if before % 2 == 0 && self.version.load(Ordering::Relaxed) == before {
                return read;
            }
            std::hint::spin_loop();
        }
    }
}

/// How long `frames` sound at `rate_hz`.
pub(super) fn duration_of(frames: u64, rate_hz: u32) -> Duration {
    Duration::from_nanos(frames * 1_000_000_000 / u64::from(rate_hz.max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::SAMPLE_RATE_HZ;

    fn anchor(origin: Instant, first: u64, end: u64, after_ms: u64) -> Anchor {
        Anchor {
            epoch: Epoch(3),
            first: Frames(first),
            end: Frames(end),
            pulled_at: origin,
            heard_at: origin + Duration::from_millis(after_ms),
            duration: duration_of(480, SAMPLE_RATE_HZ),
        }
    }

    #[test]
    fn a_buffer_is_heard_later_than_it_was_made() {
        let shared = SharedPlayhead::default();
        shared.store(anchor(shared.origin, 24_000, 24_480, 100));
        let at = |ms| shared.heard(shared.origin + Duration::from_millis(ms)).frame;
        assert_eq!(at(100), Frames(24_000));
        assert_eq!(at(50), Frames(22_800));
        assert_eq!(at(110), Frames(24_240));
        assert_eq!(at(500), Frames(24_480), "no further than what was made");
    }

    #[test]
    fn at_double_speed_the_article_passes_twice_as_fast() {
        let shared = SharedPlayhead::default();
        shared.store(anchor(shared.origin, 1_000, 1_960, 0));
        assert_eq!(shared.heard(shared.origin + Duration::from_millis(10)).frame, Frames(1_480));
        assert_eq!(shared.until(Frames(1_960), shared.origin), Some(Duration::from_millis(20)));
    }

    #[test]
    fn silence_stands_still() {
        let shared = SharedPlayhead::default();
        shared.store(anchor(shared.origin, 700, 700, 0));
        assert_eq!(shared.heard(shared.origin + Duration::from_secs(5)).frame, Frames(700));
        assert_eq!(shared.until(Frames(800), shared.origin), None);
    }
}
