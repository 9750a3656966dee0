//! What speaks symbols: the seam between a voice and its network. Fakes of [`Model`] take its place in tests.

use tingxinwen_core::speech::Cancel;

/// Why a network gave no sound.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// Nobody wants its sound any more.
    #[error("nobody wants it any more")]
    Unwanted,
    /// It did not speak.
    #[error("the model failed: {0}")]
    Run(String),
}

/// A network that speaks.
pub trait Model: Send + Sync {
    /// Hands the durations of `symbols` (units of 25 ms) to `listener`, then their sound (24 kHz), spoken in a `style`:
    /// stretch by stretch where it can, else as a whole.
    ///
    /// # Errors
    /// [`ModelError::Run`] where it takes no such symbols; [`ModelError::Unwanted`] where the listener does not want it
    /// any more.
    fn speak(&self, symbols: &[usize], style: &[f32], listener: &mut dyn Listener) -> Result<(), ModelError>;
}

/// Where stretches of a sound are cut, in the units of its durations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cuts {
    /// Where the first begins: what is before that is silence, and may be left out.
    pub first: usize,
    /// Where each but the last ends, in order.
    pub ends: Vec<usize>,
}

/// Takes sound as it is made.
pub trait Listener {
    /// Takes the durations of symbols; tells where stretches are to be cut.
    fn cuts(&mut self, durations: &[usize]) -> Cuts;

    /// Takes the next samples.
    fn take(&mut self, samples: &[f32]);

    /// Tells whether the rest is wanted, on any thread.
    fn wanted(&self) -> Cancel;
}
