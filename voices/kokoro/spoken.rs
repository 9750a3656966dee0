//! The network as the model of voices: one utterance at a time goes through it, with all its threads.

use std::sync::{Mutex, PoisonError};

use crate::{
    model::{Cuts, Listener, Model, ModelError},
    network::{Network, NoSound, STYLE},
};

/// The network, shared by all voices.
pub(crate) struct Spoken(Mutex<Network>);

impl Spoken {
    /// `network` as a model.
    pub(crate) fn new(network: Network) -> Self {
        Self(Mutex::new(network))
    }
}

impl Model for Spoken {
    fn speak(&self, symbols: &[usize], style: &[f32], listener: &mut dyn Listener) -> Result<(), ModelError> {
        let wanted = listener.wanted();
        let is_wanted = || !wanted.is_cancelled();
        let none = |none: NoSound| match none {
            NoSound::Unwanted => ModelError::Unwanted,
            NoSound::Misfit => ModelError::Run("it does not take these symbols".to_owned()),
        };
        let mut network = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let encoded = network.encode(symbols, style, &is_wanted).map_err(none)?;
        let Cuts { first, ends } = listener.cuts(&encoded.durations);
        let take = &mut |samples: &[f32]| listener.take(samples);
        // The rest of the style is the encoder's.
        let style = style.get(..STYLE).unwrap_or_default();
        network.speak_stretches(&encoded.aligned(), style, first, &ends, &is_wanted, take).map_err(none)
    }
}
