//! Kokoro voice: speaks utterances with one voice of the model.

use std::sync::Arc;

use tingxinwen_core::speech::{Clip, Frames, Mark, Timing, Utterance, Voice, VoiceError, Word};

use super::{
    convert::DURATIONS,
    phonemes::{self, MAX_SYMBOLS, Owner, Symbol, Vocabulary},
    trim::{self, Run},
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
/// Silence between the runs of a long utterance: about what the model itself makes of a comma.
const BETWEEN_RUNS: Frames = Frames::from_millis(180);

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

    /// The sound of one run, without idle ends.
    fn run(&self, symbols: &[Symbol]) -> Result<Run, VoiceError> {
        let raw = self.infer(symbols.iter().map(|symbol| symbol.id).collect())?;
        trim::trim(&raw.samples, &raw.durations, symbols)
            .ok_or_else(|| failed(&"its durations do not fit its sound"))
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

fn failed(why: &dyn std::fmt::Display) -> VoiceError {
    VoiceError::Failed(why.to_string().into())
}

impl Voice for KokoroVoice {
    fn speak(&mut self, utterance: &Utterance) -> Result<Clip, VoiceError> {
        let runs = phonemes::runs(phonemes::symbols(&utterance.words, &self.vocabulary));
        let mut sound = Sound::default();
        for symbols in runs {
            let run = self.run(&symbols)?;
            sound.append(&run, &symbols);
        }
        let marks = sound.marks(&utterance.words);
        sound.samples.resize(sound.samples.len() + utterance.pause.0 as usize, 0.0);
        Clip::new(utterance.source, sound.samples.into(), marks, Timing::Model)
            .ok_or_else(|| failed(&"the words of the utterance are not in order"))
    }
}

impl std::fmt::Debug for KokoroVoice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KokoroVoice").finish_non_exhaustive()
    }
}

/// Runs put together.
#[derive(Debug, Default)]
struct Sound {
    samples: Vec<f32>,
    /// Whose sound lies where, in order; syllables only.
    spans: Vec<Span>,
}

#[derive(Clone, Copy, Debug)]
struct Span {
    word: usize,
    syllable: usize,
    start: usize,
    end: usize,
}

impl Sound {
    fn append(&mut self, run: &Run, symbols: &[Symbol]) {
        if !self.samples.is_empty() {
            self.samples.resize(self.samples.len() + BETWEEN_RUNS.0 as usize, 0.0);
        }
        let offset = self.samples.len();
        self.samples.extend(run.samples.iter().map(|sample| sample.clamp(-1.0, 1.0)));
        for (symbol, &(start, end)) in symbols.iter().zip(&run.spans) {
            match symbol.owner {
                Owner::Syllable(word, syllable) => {
                    self.spans.push(Span { word, syllable, start: offset + start, end: offset + end });
                }
                Owner::Mark | Owner::Space => {}
            }
        }
    }

    /// A mark per audible word. Spaces and marks of punctuation belong to none; a word or syllable of
    /// unknown symbols is an instant where the one before it ends.
    fn marks(&self, words: &[Word]) -> Vec<Mark> {
        let frames = |at: usize| Frames(at as u64);
        let mut marks = Vec::new();
        let mut spans = self.spans.as_slice();
        let mut at = 0;
        for (idx, word) in words.iter().enumerate().filter(|(_, word)| word.is_audible()) {
            let own;
            (own, spans) = spans.split_at(spans.iter().take_while(|span| span.word == idx).count());
            let start = own.first().map_or(at, |span| span.start);
            let mut here = start;
            let syllables = (0..word.syllables.len()).map(|nth| {
                let mut sounds = own.iter().filter(|span| span.syllable == nth);
                if let Some(first) = sounds.next() {
                    here = first.start;
                    let end = sounds.next_back().map_or(first.end, |last| last.end);
                    let begun = frames(here);
                    here = end;
                    return begun;
                }
                frames(here)
            });
            let syllables: Vec<Frames> = syllables.collect();
            at = own.last().map_or(start, |span| span.end);
            marks.push(Mark { source: word.source, start: frames(start), end: frames(at), syllables });
        }
        marks
    }
}
