//! Kokoro voice: speaks utterances with one voice of the model.

use std::sync::Arc;

use tingxinwen_core::speech::{Cancel, Clip, Portion, Utterance, Voice, VoiceError};

use super::{
    phonemes::{self, MAX_SYMBOLS, Vocabulary},
    sound::Sound,
};
use crate::model::{Cuts, Listener, Model};

/// Values of a style.
const STYLE: usize = 256;
/// Styles of a voice, one per count of symbols.
const STYLES: usize = 510;
/// Bytes of a voice's table.
pub const TABLE_BYTES: usize = STYLE * STYLES * size_of::<f32>();
/// The symbol at both ends of a run.
const PADDING: usize = 0;

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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Raw {
    /// PCM at 24 kHz, idle ends included.
    pub samples: Vec<f32>,
    /// The length of each symbol and of the padding at both ends, in units of 600 samples; they add up to
    /// the length of `samples`.
    pub durations: Vec<usize>,
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
        let (symbols, style) = self.inputs(phonemes);
        let mut raw = Raw::default();
        self.model.speak(&symbols, style, &mut raw).map_err(|error| failed(&error))?;
        if raw.samples.iter().any(|sample| !sample.is_finite()) {
            return Err(failed(&NOT_NUMBERS));
        }
        Ok(raw)
    }

    /// The symbols and the style that the model is given for `phonemes`, for measuring.
    pub fn inputs(&self, phonemes: &str) -> (Vec<usize>, &[f32]) {
        self.inputs_of(self.vocabulary.ids(phonemes).take(MAX_SYMBOLS))
    }

    fn inputs_of(&self, ids: impl Iterator<Item = i32>) -> (Vec<usize>, &[f32]) {
        let ids = ids.map(|id| usize::try_from(id).unwrap_or(PADDING));
        let symbols: Vec<usize> = [PADDING].into_iter().chain(ids).chain([PADDING]).collect();
        let style = self.styles.row(symbols.len() - 2);
        (symbols, style)
    }

    /// Makes all of `sound`.
    fn make(&self, mut sound: Sound<'_>) -> Result<Clip, VoiceError> {
        let runs = phonemes::runs(phonemes::symbols(&sound.utterance.words, &self.vocabulary));
        for symbols in runs {
            let (ids, style) = self.inputs_of(symbols.iter().map(|symbol| symbol.id));
            let mut run = sound.begin(&symbols);
            self.model.speak(&ids, style, &mut run).map_err(|error| failed(&error))?;
            run.finish()?;
        }
        sound.finish()
    }
}

/// Why a sound is none.
pub(super) const NOT_NUMBERS: &str = "its sound holds values that are not numbers";

impl Listener for Raw {
    fn cuts(&mut self, durations: &[usize]) -> Cuts {
        self.durations = durations.to_vec();
        Cuts::default()
    }

    fn take(&mut self, samples: &[f32]) {
        self.samples.extend_from_slice(samples);
    }

    fn wanted(&self) -> Cancel {
        Cancel::default()
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
