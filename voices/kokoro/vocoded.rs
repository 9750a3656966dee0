//! Vocoded model: the model's front part in the runtime, its decoder and vocoder in our own code.

use std::{
    path::Path,
    sync::{Mutex, PoisonError},
};

use super::weights::ModelWeights;
use crate::{
    model::{Cuts, Input, Listener, Model, ModelError, Tensor},
    vocoder::{self, Aligned, NoSound, Vocoder},
};

/// The model's output: the samples.
pub const AUDIO: &str = "audio";
/// Input of the decoder: encoded text, pitch and energy per frame: 1 x 514 x frames.
pub const TEXT: &str = "/decoder/decoder/Concat_output_0";
/// Second input of the decoder: encoded text in few channels: 1 x 64 x frames.
pub const RESIDUAL: &str = "/decoder/decoder/asr_res/asr_res.0/Conv_output_0";
/// The pitch in Hz: 1 x twice the frames.
pub const PITCH: &str = "/encoder/Reshape_output_0";
/// Output of the decoder, input of the vocoder: 1 x 512 x twice the frames.
pub const DECODED: &str = "/decoder/decoder/decode.3/Div_4_output_0";
/// Output of the harmonic source, input of the vocoder: 1 x 22 x (60 per frame of the decoder, and one more).
pub const HARMONICS: &str = "/decoder/decoder/generator/Concat_3_output_0";
/// The input whose first half is the vocoder's style.
const STYLE: &str = "style";

/// A model of which only what comes before the decoder is run.
///
/// One utterance at a time goes through the vocoder: it has all threads to itself.
pub struct Vocoded<M> {
    model: M,
    vocoder: Mutex<Vocoder>,
}

impl<M: Model> Vocoded<M> {
    /// `model` with `vocoder` in the place of its own.
    pub fn new(model: M, vocoder: Vocoder) -> Self {
        Self { model, vocoder: Mutex::new(vocoder) }
    }
}

/// The vocoder of the converted model in `folder`, run by `threads` threads.
///
/// # Errors
/// [`ModelError::Load`] where its files are missing or not those of Kokoro-82M.
pub(crate) fn vocoder(folder: &Path, threads: usize) -> Result<Vocoder, ModelError> {
    let failed = |error: &dyn std::fmt::Display| ModelError::Load(error.to_string());
    let weights = ModelWeights::open(folder).map_err(|error| failed(&error))?;
    Vocoder::new(&weights, threads).map_err(|error| failed(&error))
}

impl<M: Model> Vocoded<M> {
    /// What of `inputs` the vocoder reads as its style.
    fn style(inputs: &[(&str, Input)]) -> Result<Vec<f32>, ModelError> {
        let style = inputs.iter().find_map(|(name, input)| match input {
            Input::Floats(tensor) if *name == STYLE => tensor.data.get(..vocoder::STYLE).map(<[f32]>::to_vec),
            Input::Floats(_) | Input::Integers(_) => None,
        });
        style.ok_or_else(|| ModelError::NoValue(STYLE.to_owned()))
    }
}

impl<M: Model> Model for Vocoded<M> {
    fn run(&self, inputs: Vec<(&str, Input)>, outputs: &[&str]) -> Result<Vec<Tensor<f32>>, ModelError> {
        let Some(audio) = outputs.iter().position(|output| *output == AUDIO) else {
            return self.model.run(inputs, outputs);
        };
        let style = Self::style(&inputs)?;
        let mut inner = vec![TEXT, RESIDUAL, PITCH];
        inner.extend(outputs.iter().filter(|output| **output != AUDIO));
        let mut values = self.model.run(inputs, &inner)?.into_iter();
        let (Some(text), Some(residual), Some(pitch)) = (values.next(), values.next(), values.next()) else {
            return Err(ModelError::Run("the model gave fewer values than asked for".to_owned()));
        };
        let mut vocoder = self.vocoder.lock().unwrap_or_else(PoisonError::into_inner);
        let samples = vocoder
            .speak(&Aligned { text: &text.data, residual: &residual.data, pitch: &pitch.data }, &style)
            .ok_or_else(|| ModelError::Run("the encoder's values do not fit the decoder".to_owned()))?;
        let mut values: Vec<Tensor<f32>> = values.collect();
        values.insert(audio.min(values.len()), Tensor::vector(samples));
        Ok(values)
    }

    fn speak(
        &self,
        inputs: Vec<(&str, Input)>,
        [_, lengths]: [&str; 2],
        listener: &mut dyn Listener,
    ) -> Result<(), ModelError> {
        let wanted = listener.wanted();
        let style = Self::style(&inputs)?;
        let values = self.model.run(inputs, &[TEXT, RESIDUAL, PITCH, lengths])?;
        let Ok([text, residual, pitch, lengths]) = <[Tensor<f32>; 4]>::try_from(values) else {
            return Err(ModelError::Run("the model gave fewer values than asked for".to_owned()));
        };
        let aligned = Aligned { text: &text.data, residual: &residual.data, pitch: &pitch.data };
        let Cuts { first, ends } = listener.cuts(&lengths.data);
        let mut vocoder = self.vocoder.lock().unwrap_or_else(PoisonError::into_inner);
        let is_wanted = || !wanted.is_cancelled();
        let take = &mut |samples: &[f32]| listener.take(samples);
        let spoken = vocoder.speak_stretches(&aligned, &style, first, &ends, &is_wanted, take);
        spoken.map_err(|none| match none {
            NoSound::Unwanted => ModelError::Unwanted,
            NoSound::Misfit => ModelError::Run("the encoder's values do not fit the decoder".to_owned()),
        })
    }
}
