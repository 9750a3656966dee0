//! The playhead: which frame is heard at a given moment. Written by the device's callback, read by everybody else.

use std::{
    sync::atomic::{AtomicI64, AtomicU32, AtomicU64, Ordering},
    time::{Duration, Instant},
};

use crate::{
    player::{Epoch, Playhead, Speed},
    speech::{Frames, SAMPLE_RATE_HZ},
};

/// What one piece of sound, a buffer or a part of it, says of time.
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

/// How many pieces of sound are remembered: 0.6 s of what was pulled, more than devices hold.
const RECENT: usize = 64;

/// Where the sound pulled last is in the article and in time, readable without a lock.
///
/// A sequence lock of atomics: the one writer makes `version` odd while it writes, and a reader
/// takes only what it read between two equal even versions, so that an epoch, its frame and their
/// time are never mixed up. What is heard was pulled some time before, and may go at another pace than what is pulled
/// now: segments of faster speech skip, and pauses are shortened.
#[derive(Debug)]
pub struct SharedPlayhead {
    origin: Instant,
    version: AtomicU32,
    /// How many pieces were stored; the newest is at this less one, modulo [`RECENT`].
    count: AtomicU64,
    pieces: [Slot; RECENT],
    /// When sound last came after silence.
    started_nanos: AtomicI64,
}

/// A piece of sound, as it is stored.
#[derive(Debug, Default)]
struct Slot {
    /// Epoch (16 bits) and first frame (48 bits).
    first: AtomicU64,
    length: AtomicU64,
    heard_at_nanos: AtomicI64,
    duration_nanos: AtomicI64,
}

impl Default for SharedPlayhead {
    fn default() -> Self {
        Self {
            origin: Instant::now(),
            version: AtomicU32::new(0),
            count: AtomicU64::new(0),
            pieces: std::array::from_fn(|_| Slot::default()),
            started_nanos: AtomicI64::new(0),
        }
    }
}

/// A piece of sound as read; times in nanoseconds since the origin.
#[derive(Clone, Copy, Default)]
struct Piece {
    at: Playhead,
    /// Frames of the article; none in silence.
    length: u64,
    heard_at: i64,
    duration: i64,
}

impl Piece {
    fn is_silent(&self) -> bool {
        self.length == 0 || self.duration <= 0
    }

    fn ends_at(&self) -> i64 {
        self.heard_at.saturating_add(self.duration)
    }

    /// The frame that is heard at `now`, no further than its end; before it is heard, one that comes before it.
    fn frame(&self, now: i64) -> f64 {
        let share = (now - self.heard_at) as f64 / self.duration as f64;
        self.at.frame.0 as f64 + share.min(1.0) * self.length as f64
    }

    /// When `frame` is heard, if that is before it ends.
    fn time_of(&self, frame: Frames) -> Option<i64> {
        let inside = frame.saturating_sub(self.at.frame).0;
        let share = inside as f64 / self.length.max(1) as f64;
        (inside < self.length).then(|| self.heard_at + (share * self.duration as f64) as i64)
    }
}

/// The newest pieces, the newest first, back to the last of another epoch.
struct Recent {
    pieces: [Piece; RECENT],
    count: usize,
    /// Whether all of the epoch is there.
    is_whole: bool,
}

impl Recent {
    fn pieces(&self) -> &[Piece] {
        &self.pieces[..self.count]
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
    /// What is heard at `now`.
    pub fn heard(&self, now: Instant) -> Playhead {
        let recent = self.recent();
        let now = self.nanos(now);
        let sounding = recent.pieces().iter().find(|piece| piece.heard_at <= now);
        let (Some(piece), is_heard) = (sounding.or(recent.pieces().last()), sounding.is_some()) else {
            return Playhead::default();
        };
        // Before its first piece is heard, an epoch stands still.
        if piece.is_silent() || (!is_heard && recent.is_whole) {
            return piece.at;
        }
        Playhead { frame: Frames(piece.frame(now) as u64), ..piece.at }
    }

    /// How long until `frame` of the epoch is heard, at `speed` where it was not pulled yet; `None` in silence.
    pub fn until(&self, frame: Frames, now: Instant, speed: Speed) -> Option<Duration> {
        let recent = self.recent();
        let now = self.nanos(now);
        let newest = recent.pieces().first().filter(|piece| !piece.is_silent())?;
        let pieces = recent.pieces().iter().rev().filter(|piece| !piece.is_silent() && piece.ends_at() > now);
        let pulled = pieces.filter_map(|piece| piece.time_of(frame)).next();
        let at = pulled.unwrap_or_else(|| {
            let left = frame.0 as f64 - (newest.at.frame.0 + newest.length) as f64;
            let rate = f64::from(SAMPLE_RATE_HZ) * f64::from(speed.factor());
            newest.ends_at().saturating_add((left / rate * 1e9) as i64)
        });
        Some(Duration::from_nanos(at.saturating_sub(now).max(0) as u64))
    }

    /// When the device last took sound after silence, if it ever did.
    pub fn started(&self) -> Option<Instant> {
        let nanos = self.started_nanos.load(Ordering::Acquire);
        (nanos > 0).then(|| self.origin + Duration::from_nanos(nanos as u64))
    }

    fn nanos(&self, when: Instant) -> i64 {
        when.saturating_duration_since(self.origin).as_nanos() as i64
    }

    pub(super) fn store(&self, anchor: Anchor) {
        let version = self.version.load(Ordering::Relaxed);
        self.version.store(version.wrapping_add(1), Ordering::Release);
        std::sync::atomic::fence(Ordering::Release);
        let count = self.count.load(Ordering::Relaxed);
        let before = self.piece(count.wrapping_sub(1));
        if anchor.first < anchor.end && (before.length == 0 || before.at.epoch != anchor.epoch) {
            self.started_nanos.store(self.nanos(anchor.pulled_at).max(1), Ordering::Relaxed);
        }
        let slot = self.slot(count);
        slot.first.store(pack(Playhead { epoch: anchor.epoch, frame: anchor.first }), Ordering::Relaxed);
        slot.length.store(anchor.end.saturating_sub(anchor.first).0, Ordering::Relaxed);
        slot.heard_at_nanos.store(self.nanos(anchor.heard_at), Ordering::Relaxed);
        slot.duration_nanos.store(anchor.duration.as_nanos() as i64, Ordering::Relaxed);
        self.count.store(count + 1, Ordering::Relaxed);
        self.version.store(version.wrapping_add(2), Ordering::Release);
    }

    fn slot(&self, nth: u64) -> &Slot {
        &self.pieces[(nth % RECENT as u64) as usize]
    }

    fn piece(&self, nth: u64) -> Piece {
        let slot = self.slot(nth);
        Piece {
            at: unpack(slot.first.load(Ordering::Relaxed)),
            length: slot.length.load(Ordering::Relaxed),
            heard_at: slot.heard_at_nanos.load(Ordering::Relaxed),
            duration: slot.duration_nanos.load(Ordering::Relaxed),
        }
    }

    fn recent(&self) -> Recent {
        loop {
            let before = self.version.load(Ordering::Acquire);
            let mut recent = Recent { pieces: [Piece::default(); RECENT], count: 0, is_whole: true };
            let count = self.count.load(Ordering::Relaxed);
            for nth in (count.saturating_sub(RECENT as u64)..count).rev() {
                let piece = self.piece(nth);
                if recent.pieces().first().is_some_and(|newest| newest.at.epoch != piece.at.epoch) {
                    break;
                }
                recent.pieces[recent.count] = piece;
                recent.count += 1;
            }
            recent.is_whole = recent.count < RECENT;
            std::sync::atomic::fence(Ordering::Acquire);
            if before.is_multiple_of(2) && self.version.load(Ordering::Relaxed) == before {
                return recent;
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
        for nth in 0..5 {
            shared.store(anchor(shared.origin, 480 * nth, 480 * (nth + 1), 100 + 20 * nth));
        }
        let at = |ms| shared.heard(shared.origin + Duration::from_millis(ms)).frame;
        assert_eq!(at(50), Frames(0), "it is not heard yet");
        assert_eq!(at(110), Frames(240));
        assert_eq!(at(150), Frames(1_200));
        assert_eq!(at(500), Frames(2_400), "no further than what was made");
    }

    #[test]
    fn at_double_speed_the_article_passes_twice_as_fast() {
        let shared = SharedPlayhead::default();
        shared.store(anchor(shared.origin, 1_000, 1_960, 0));
        assert_eq!(shared.heard(shared.origin + Duration::from_millis(10)).frame, Frames(1_480));
        let until = |frame| shared.until(Frames(frame), shared.origin, Speed::new(2.0));
        assert_eq!(until(1_960), Some(Duration::from_millis(20)));
        assert_eq!(until(1_960 + 4_800), Some(Duration::from_millis(120)));
    }

    #[test]
    fn what_sounds_goes_at_its_own_pace_whatever_is_pulled_meanwhile() {
        let shared = SharedPlayhead::default();
        // A pause is skipped before the last piece, and in it segments are.
        for (nth, (first, end)) in
            [(0, 480), (480, 960), (960, 2_400), (12_000, 12_480)].into_iter().enumerate()
        {
            shared.store(anchor(shared.origin, first, end, 20 * nth as u64));
        }
        let after = |ms| shared.origin + Duration::from_millis(ms);
        assert_eq!(shared.heard(after(10)).frame, Frames(240));
        assert_eq!(shared.heard(after(50)).frame, Frames(1_680));
        assert_eq!(shared.heard(after(70)).frame, Frames(12_240));
        let until = |frame| shared.until(Frames(frame), after(10), Speed::NORMAL);
        assert_eq!(until(720), Some(Duration::from_millis(20)));
        assert_eq!(until(2_040), Some(Duration::from_millis(45)));
        assert_eq!(until(12_000), Some(Duration::from_millis(50)));
        assert_eq!(
            until(9_000),
            Some(Duration::from_millis(50)),
            "what is skipped comes with what is after it"
        );
        assert_eq!(until(12_480 + 2_400), Some(Duration::from_millis(170)));
    }

    #[test]
    fn only_the_newest_pieces_are_remembered() {
        let shared = SharedPlayhead::default();
        for nth in 0..200 {
            shared.store(anchor(shared.origin, 480 * nth, 480 * (nth + 1), 20 * nth));
        }
        let at = |ms| shared.heard(shared.origin + Duration::from_millis(ms)).frame;
        assert_eq!(at(3_990), Frames(200 * 480 - 240));
        assert_eq!(at(20 * 140), Frames(140 * 480));
        assert_eq!(at(20 * 100), Frames(100 * 480), "from the pace of the oldest that is left");
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
        assert_eq!(shared.until(Frames(800), shared.origin, Speed::NORMAL), None);
    }
}
