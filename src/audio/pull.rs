//! The source on the device's thread: pulls clips through the stretcher and the resampler. Takes no lock, allocates
//! nothing, frees nothing, never ends.

use std::{
    num::NonZero,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use rtrb::{Consumer, Producer, PushError};

use super::{
    playhead::{pack, unpack},
    queue::{Controls, Queued},
    resample::Resample,
    stretch::{Feed, Stretch},
};
use crate::{
    player::{Epoch, Playhead},
    speech::{Clip, Frames},
};

/// How fast loudness follows its control, a frame: 99 % after 5 ms, so that nothing clicks.
const GAIN_STEP: f32 = 0.04;

/// Plays queued clips end to end, and silence when there is none.
pub(super) struct Pull {
    clips: Clips,
    controls: Arc<Controls>,
    stretch: Stretch,
    resample: Resample,
    rate_hz: u32,
    gain: f32,
    /// A block before and after the resampler.
    block: Vec<f32>,
    out: Vec<f32>,
    ready: usize,
    sent: usize,
    /// Where the block in `out` starts and ends in the article.
    starts: Playhead,
    ends: Playhead,
    position: Arc<AtomicU64>,
}

/// The article frame that the [`Pull`] has given out last; for the callback that pulls it.
#[derive(Clone)]
pub(super) struct Position(Arc<AtomicU64>);

impl Position {
    pub(super) fn get(&self) -> Playhead {
        unpack(self.0.load(Ordering::Relaxed))
    }
}

struct Clips {
    queue: Consumer<Queued>,
    /// Takes used clips, so that another thread frees them.
    used: Producer<Arc<Clip>>,
    current: Option<Queued>,
    epoch: Epoch,
}

impl Pull {
    pub(super) fn new(
        queue: Consumer<Queued>,
        used: Producer<Arc<Clip>>,
        controls: Arc<Controls>,
        rate_hz: NonZero<u32>,
    ) -> Self {
        let resample = Resample::new(rate_hz.get());
        let epoch = controls.epoch();
        Self {
            clips: Clips { queue, used, current: None, epoch },
            controls,
            stretch: Stretch::new(),
            rate_hz: rate_hz.get(),
            gain: 0.0,
            block: vec![0.0; resample.frames_in()],
            out: vec![0.0; resample.frames_out()],
            resample,
            ready: 0,
            sent: 0,
            starts: Playhead { epoch, frame: Frames(0) },
            ends: Playhead { epoch, frame: Frames(0) },
            position: Arc::new(AtomicU64::new(pack(Playhead { epoch, frame: Frames(0) }))),
        }
    }

    pub(super) fn position(&self) -> Position {
        Position(Arc::clone(&self.position))
    }

    /// How much later sound comes out of the resampler than [`Position`] says.
    pub(super) fn latency(&self) -> Duration {
        super::playhead::duration_of(self.resample.delay_frames() as u64, self.rate_hz)
    }

    fn render_block(&mut self) {
        let epoch = self.controls.epoch();
        if self.clips.epoch != epoch {
            self.clips.epoch = epoch;
            self.stretch.restart();
            self.ends = Playhead { epoch, frame: Frames(0) };
            // The old sound stops here; the new one fades in from silence.
            self.gain = 0.0;
        }
        self.starts = self.ends;
        let speed = self.controls.speed();
        let pauses = self.controls.pauses();
        let volume = self.controls.volume();
        let playing = self.controls.is_playing();
        let target = if playing { volume } else { 0.0 };
        for out in &mut self.block {
            let fading_out = !playing && self.gain > 1e-3;
            let next =
                if playing || fading_out { self.stretch.next(&mut self.clips, speed, pauses) } else { None };
            self.gain += (target - self.gain) * GAIN_STEP;
            *out = match next {
                Some((sample, frame)) => {
                    // Only what is heard moves the playhead; silence does not.
                    self.ends.frame = Frames(frame + 1);
                    sample * self.gain
                }
                None => 0.0,
            };
        }
        self.ready = self.resample.process(&self.block, &mut self.out);
        self.sent = 0;
    }
}

impl Feed for Clips {
    fn next(&mut self) -> Option<f32> {
        loop {
            let Some(queued) = &mut self.current else {
                self.current = Some(self.queue.pop().ok()?);
                continue;
            };
            // A clip of another epoch is stale, or early: the epoch is read once a block, and a
            // fresh clip may arrive before the block that starts it.
            if queued.epoch != self.epoch {
                if is_later(queued.epoch, self.epoch) {
                    return None;
                }
                self.put_away();
                continue;
            }
            let Some(&sample) = queued.clip.samples().get(queued.from.0 as usize) else {
                self.put_away();
                continue;
            };
            queued.from.0 += 1;
            let gain = queued.clip.gain();
            // A voice at its own level passes untouched.
            return Some(if gain > 1.0 { softened(sample * gain) } else { sample * gain });
        }
    }
}

/// From here on the samples of raised voices are softened towards 1.0.
const KNEE: f32 = 0.9;

/// `sample` of a raised voice, within -1 and 1: untouched up to [`KNEE`], bent above it without a corner.
fn softened(sample: f32) -> f32 {
    let over = sample.abs() - KNEE;
    if over <= 0.0 { sample } else { sample.signum() * (KNEE + (1.0 - KNEE) * (over / (1.0 - KNEE)).tanh()) }
}

impl Clips {
    fn put_away(&mut self) {
        if let Some(queued) = self.current.take() {
            // The ring has room for all clips that there can be. Were it full, a clip that is never freed would be
            // better than a pause in the sound.
            if let Err(PushError::Full(clip)) = self.used.push(queued.clip) {
                std::mem::forget(clip);
            }
        }
    }
}

/// Whether `epoch` started after `now`, epochs being counted in a circle.
fn is_later(epoch: Epoch, now: Epoch) -> bool {
    (1..u16::MAX / 2).contains(&epoch.0.wrapping_sub(now.0))
}

impl Iterator for Pull {
    type Item = rodio::Sample;

    /// The next sample at the device's rate; there always is one.
    fn next(&mut self) -> Option<f32> {
        while self.sent == self.ready {
            self.render_block();
        }
        let sample = self.out[self.sent];
        self.sent += 1;
        let done = self.sent as f64 / self.ready as f64;
        let frames = self.ends.frame.saturating_sub(self.starts.frame).0 as f64;
        let frame = Frames(self.starts.frame.0 + (frames * done) as u64);
        self.position.store(pack(Playhead { epoch: self.ends.epoch, frame }), Ordering::Relaxed);
        Some(sample)
    }
}

impl rodio::Source for Pull {
    fn current_span_len(&self) -> Option<usize> {
        None
    }

    fn channels(&self) -> rodio::ChannelCount {
        NonZero::<u16>::MIN
    }

    fn sample_rate(&self) -> rodio::SampleRate {
        NonZero::new(self.rate_hz).unwrap_or(NonZero::<u32>::MIN)
    }

    fn total_duration(&self) -> Option<Duration> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raised_voices_never_clip_and_soft_ones_stay_as_they_are() {
        let bent: Vec<f32> = (0..=150).map(|at| softened(at as f32 / 100.0)).collect();
        assert!(
            bent.windows(2).all(|pair| pair[0] < pair[1] && pair[1] - pair[0] < 0.0101),
            "no corner, no step"
        );
        assert!(bent[150] <= 1.0 && bent[90].to_bits() == 0.9_f32.to_bits() && softened(-1.5) >= -1.0);
    }
}
