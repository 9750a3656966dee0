//! How fast and how loud: factors within bounds.

use serde::{Deserialize, Serialize};

use super::Direction;

/// How fast to speak; 1.0 is the voice's own pace.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "f64", into = "f64")]
pub struct Speed(f32);

impl Speed {
    /// The voice's own pace.
    pub const NORMAL: Self = Self(1.0);
    /// The slowest.
    pub const MIN: Self = Self(0.5);
    /// The fastest.
    pub const MAX: Self = Self(3.0);

    /// `factor` within [`Self::MIN`] and [`Self::MAX`]; the nearer of them otherwise.
    pub fn new(factor: f32) -> Self {
        if factor.is_nan() { Self::NORMAL } else { Self(factor.clamp(Self::MIN.0, Self::MAX.0)) }
    }

    /// One step slower ([`Direction::Back`]) or faster, on whole tenths.
    pub fn stepped(self, direction: Direction) -> Self {
        Self::new(stepped(self.0, direction))
    }

    /// As a factor.
    pub fn factor(self) -> f32 {
        self.0
    }
}

impl From<f64> for Speed {
    fn from(factor: f64) -> Self {
        Self::new(factor as f32)
    }
}

impl From<Speed> for f64 {
    fn from(speed: Speed) -> Self {
        written(speed.factor())
    }
}

/// How loud; 0.0 is silence, 1.0 the voice as it is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "f64", into = "f64")]
pub struct Volume(f32);

impl Volume {
    /// The voice as it is.
    pub const FULL: Self = Self(1.0);
    /// Silence.
    pub const SILENT: Self = Self(0.0);

    /// `gain` within 0.0 and 1.0.
    pub fn new(gain: f32) -> Self {
        if gain.is_nan() { Self::FULL } else { Self(gain.clamp(0.0, 1.0)) }
    }

    /// One step softer ([`Direction::Back`]) or louder, on whole tenths.
    pub fn stepped(self, direction: Direction) -> Self {
        Self::new(stepped(self.0, direction))
    }

    /// As a factor on samples.
    pub fn gain(self) -> f32 {
        self.0
    }
}

/// Whether the pauses of a voice are heard in full.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pauses {
    /// As they are.
    #[default]
    Whole,
    /// What is longer than a breath is shortened.
    Short,
}

impl From<f64> for Volume {
    fn from(gain: f64) -> Self {
        Self::new(gain as f32)
    }
}

impl From<Volume> for f64 {
    fn from(volume: Volume) -> Self {
        written(volume.gain())
    }
}

/// The tenth before or after `factor`.
fn stepped(factor: f32, direction: Direction) -> f32 {
    let tenths = (factor * 10.0).round();
    let stepped = match direction {
        Direction::Back => tenths - 1.0,
        Direction::Forward => tenths + 1.0,
    };
    stepped / 10.0
}

/// A factor as it is written in a file: to thousandths, which is finer than anybody hears.
fn written(factor: f32) -> f64 {
    (f64::from(factor) * 1000.0).round() / 1000.0
}
