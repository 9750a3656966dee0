//! The playhead: which frame is heard at a given moment. Written by the device's callback, read by everybody else.

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

/// The newest buffer's place in the article and in time, readable without a lock.
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
    /// When sound last came after silence, and at which frame.
    started_nanos: AtomicI64,
    started_at: AtomicU64,
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
            started_at: AtomicU64::new(0),
        }
    }
}

/// The newest anchor as read; times in nanoseconds since the origin.
struct Read {
    at: Playhead,
    length: u64,
    heard_at: i64,
    duration: i64,
    started_at: Frames,
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
        let Read { at, length, heard_at, duration, started_at } = self.read();
        if length == 0 || duration <= 0 {
            return at;
        }
        let now = now.saturating_duration_since(self.origin).as_nanos() as i64;
        // Before the buffer is heard this is negative: the one before it still sounds.
        let share = (now - heard_at) as f64 / duration as f64;
        let frame = at.frame.0 as f64 + share.min(1.0) * length as f64;
        // Before the first of it there was silence, in which the playhead stood still.
        Playhead { frame: Frames(frame as u64).max(started_at), ..at }
    }

    /// How long until `frame` of the epoch is heard, at the pace of the newest buffer; `None` in
    /// silence.
    pub fn until(&self, frame: Frames, now: Instant) -> Option<Duration> {
        let Read { length, duration, .. } = self.read();
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
        let version = self.version.load(Ordering::Relaxed);
        self.version.store(version.wrapping_add(1), Ordering::Release);
        std::sync::atomic::fence(Ordering::Release);
        let nanos = |when: Instant| when.saturating_duration_since(self.origin).as_nanos() as i64;
        let was_silent = self.length.load(Ordering::Relaxed) == 0;
        let before = unpack(self.first.load(Ordering::Relaxed));
        if anchor.first < anchor.end && (was_silent || before.epoch != anchor.epoch) {
            self.started_nanos.store(nanos(anchor.pulled_at).max(1), Ordering::Relaxed);
            self.started_at.store(anchor.first.0, Ordering::Relaxed);
        }
        self.first.store(pack(Playhead { epoch: anchor.epoch, frame: anchor.first }), Ordering::Relaxed);
        self.length.store(anchor.end.saturating_sub(anchor.first).0, Ordering::Relaxed);
        self.heard_at_nanos.store(nanos(anchor.heard_at), Ordering::Relaxed);
        self.duration_nanos.store(anchor.duration.as_nanos() as i64, Ordering::Relaxed);
        self.version.store(version.wrapping_add(2), Ordering::Release);
    }

    fn read(&self) -> Read {
        loop {
            let before = self.version.load(Ordering::Acquire);
            let read = Read {
                at: unpack(self.first.load(Ordering::Relaxed)),
                length: self.length.load(Ordering::Relaxed),
                heard_at: self.heard_at_nanos.load(Ordering::Relaxed),
                duration: self.duration_nanos.load(Ordering::Relaxed),
                started_at: Frames(self.started_at.load(Ordering::Relaxed)),
            };
            std::sync::atomic::fence(Ordering::Acquire);
            if before.is_multiple_of(2) && self.version.load(Ordering::Relaxed) == before {
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
        shared.store(anchor(shared.origin, 0, 480, 0));
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
    fn after_silence_it_does_not_go_back_to_what_was_heard_before() {
        let shared = SharedPlayhead::default();
        shared.store(anchor(shared.origin, 9_000, 9_000, 0));
        shared.store(anchor(shared.origin, 9_000, 9_480, 2_000));
        let at = |ms| shared.heard(shared.origin + Duration::from_millis(ms)).frame;
        assert_eq!(at(100), Frames(9_000));
        assert_eq!(at(2_010), Frames(9_240));
    }

    #[test]
    fn silence_stands_still() {
        let shared = SharedPlayhead::default();
        shared.store(anchor(shared.origin, 700, 700, 0));
        assert_eq!(shared.heard(shared.origin + Duration::from_secs(5)).frame, Frames(700));
        assert_eq!(shared.until(Frames(800), shared.origin), None);
    }
}
