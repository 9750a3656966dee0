//! Kokoro voice: speaks utterances with one voice of the model.

use std::sync::Arc;

use tingxinwen_core::speech::{Cancel, Clip, Portion, Utterance, Voice, VoiceError};

use super::{
    convert::DURATIONS,
    phonemes::{self, MAX_SYMBOLS, Vocabulary},
    sound::Sound,
    vocoded::AUDIO,
};
use crate::model::{Input, Model, Tensor};

/// Values of a style.
const STYLE: usize = 256;
/// Styles of a voice, one per count of symbols.
const STYLES: usize = 510;
/// Bytes of a voice's table.
pub const TABLE_BYTES: usize = STYLE * STYLES * size_of::<f32>();
/// The symbol at both ends of a run.
const PADDING: i32 = 0;

/// A voice's table: its style for every count of symbols.
#[derive(Clone, Debug)]
pub struct Styles(Arc<[f32]>);

impl Styles {
    /// The table in `bytes` (little-endian `f32`); `None` unless it has just [`TABLE_BYTES`] and holds
    /// numbers only.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let values: Arc<[f32]> = bytes.as_chunks().0.iter().map(|&value| f32::from_le_bytes(value)).collect();
        (bytes.len() == TABLE_BYTES && values.iter().all(|value| value.is_finite())).then_some(Self(values))
    }

    /// The style for `count` symbols.
    fn row(&self, count: usize) -> &[f32] {
        let row = count.min(STYLES - 1);
        &self.0[row * STYLE..(row + 1) * STYLE]
    }
}

/// What the model makes of a string of symbols.
#[derive(Clone, Debug, PartialEq)]
pub struct Raw {
    /// PCM at 24 kHz, idle ends included.
    pub samples: Vec<f32>,
    /// The length of each symbol and of the padding at both ends, in units of 600 samples; they add up to
    /// the length of `samples`.
    pub durations: Vec<f32>,
}

/// A voice of Kokoro-82M. Light: all of them share the model.
pub struct KokoroVoice {
    model: Arc<dyn Model>,
    vocabulary: Arc<Vocabulary>,
    styles: Styles,
}

impl KokoroVoice {
    /// The voice of `styles`, spoken by `model`.
    pub fn new(model: Arc<dyn Model>, vocabulary: Arc<Vocabulary>, styles: Styles) -> Self {
        Self { model, vocabulary, styles }
    }

    /// What the model makes of `phonemes`, as it is; symbols that it does not know, and those beyond its
    /// reach of 510, are left out.
    ///
    /// # Errors
    /// [`VoiceError::Failed`] where the model does.
    pub fn raw(&self, phonemes: &str) -> Result<Raw, VoiceError> {
        self.infer(self.vocabulary.ids(phonemes).take(MAX_SYMBOLS).collect())
    }

    /// What the model is given for `phonemes`, for measuring.
    pub fn inputs(&self, phonemes: &str) -> Vec<(&'static str, Input)> {
        self.inputs_of(self.vocabulary.ids(phonemes).take(MAX_SYMBOLS).collect())
    }

    fn inputs_of(&self, ids: Vec<i32>) -> Vec<(&'static str, Input)> {
        let style = self.styles.row(ids.len()).to_vec();
        let mut tokens = ids;
        tokens.insert(0, PADDING);
        tokens.push(PADDING);
        vec![
            ("tokens", Input::Integers(Tensor::row(tokens))),
            ("style", Input::Floats(Tensor::row(style))),
            // Below 1 the model adds a vowel at the start: time is stretched elsewhere.
            ("speed", Input::Floats(Tensor::vector(vec![1.0]))),
        ]
    }

    /// Makes all of `sound`.
    fn make(&self, mut sound: Sound<'_>) -> Result<Clip, VoiceError> {
        let runs = phonemes::runs(phonemes::symbols(&sound.utterance.words, &self.vocabulary));
        for symbols in runs {
            let inputs = self.inputs_of(symbols.iter().map(|symbol| symbol.id).collect());
            let mut run = sound.begin(&symbols);
            self.model.speak(inputs, [AUDIO, DURATIONS], &mut run).map_err(|error| failed(&error))?;
            run.finish()?;
        }
        sound.finish()
    }

    fn infer(&self, ids: Vec<i32>) -> Result<Raw, VoiceError> {
        let values =
            self.model.run(self.inputs_of(ids), &[AUDIO, DURATIONS]).map_err(|error| failed(&error))?;
        let Ok([audio, durations]) = <[Tensor<f32>; 2]>::try_from(values) else {
            return Err(failed(&"it gave another number of values than asked for"));
        };
        if audio.data.iter().any(|sample| !sample.is_finite()) {
            return Err(failed(&"its sound holds values that are not numbers"));
        }
        Ok(Raw { samples: audio.data, durations: durations.data })
    }
}

pub(super) fn failed(why: &dyn std::fmt::Display) -> VoiceError {
    VoiceError::Failed(why.to_string().into())
}

impl Voice for KokoroVoice {
    fn speak(&mut self, utterance: &Utterance) -> Result<Clip, VoiceError> {
        self.whole(utterance, &Cancel::default())
    }

    fn whole(&mut self, utterance: &Utterance, cancel: &Cancel) -> Result<Clip, VoiceError> {
        self.make(Sound::new(utterance, cancel, None))
    }

    fn stream(
        &mut self,
        utterance: &Utterance,
        cancel: &Cancel,
        hand_over: &mut dyn FnMut(Portion),
    ) -> Result<Clip, VoiceError> {
        self.make(Sound::new(utterance, cancel, Some(hand_over)))
    }

    fn starts_early(&self) -> bool {
        true
    }
}

impl std::fmt::Debug for KokoroVoice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KokoroVoice").finish_non_exhaustive()
    }
}
