//! Buffering: how much sound is made before it starts to play, so that a voice slower than speech leaves no gaps.

use std::time::Duration;

use crate::speech::Frames;

/// The pace of a voice: seconds of work for a second of sound, a running mean.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pace {
    work_secs: f64,
    sound_secs: f64,
}

impl Pace {
    /// Sound whose work still counts; older work fades, since other programs come and go.
    const MEMORY_SECS: f64 = 60.0;
    /// Sound that must have been measured before its pace is believed: in shorter pieces, what
    /// every piece costs outweighs what a second of sound costs.
    const ENOUGH_SECS: f64 = 1.0;

    pub(super) fn add(&mut self, work: Duration, sound: Frames) {
        let fade =
            if self.sound_secs > Self::MEMORY_SECS { Self::MEMORY_SECS / self.sound_secs } else { 1.0 };
        self.work_secs = self.work_secs * fade + work.as_secs_f64();
        self.sound_secs = self.sound_secs * fade + sound.as_secs_f64();
    }

    /// Work for a second of sound, once known.
    pub(super) fn real_time_factor(&self) -> Option<f64> {
        (self.sound_secs >= Self::ENOUGH_SECS).then(|| self.work_secs / self.sound_secs)
    }
}

/// The room for error between the pace as measured and as it will be.
const MARGIN: f64 = 1.1;

/// The sound that must be ready before `rest` of it plays through without a gap at `speed`.
///
/// While `ready` plays, the voice makes the others: it needs `(rest - ready) * pace` seconds and has
/// `rest / speed` until the last of it must be there.
pub(super) fn needed(pace: Option<f64>, speed: f32, rest: Frames) -> Frames {
    let Some(pace) = pace else { return Frames(0) };
    let pace = pace * MARGIN;
    let rest = rest.as_secs_f64();
    Frames::from_secs_f64(rest - rest / (f64::from(speed) * pace))
}

/// How long the voice needs for `missing`.
pub(super) fn wait(pace: Option<f64>, missing: Frames) -> Option<Duration> {
    pace.map(|pace| Duration::from_secs_f64(pace * missing.as_secs_f64()))
}
