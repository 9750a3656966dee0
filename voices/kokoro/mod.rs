//! The embedded voice: Kokoro-82M (weights Apache-2.0, hexgrad/Kokoro-82M v1.0), 24 kHz mono.
//!
//! `convert` turns the download into what runs; [`KokoroVoice`] turns an utterance into symbols, runs
//! the model, cuts idle ends off, and reads the time of every syllable from the model's durations.

pub(crate) mod convert;
pub(crate) mod files;
mod fuse;
mod onnx;
mod phonemes;
mod rewrite;
mod sound;
mod trim;
mod vocoded;
mod voice;
pub(crate) mod weights;

pub use convert::{ConvertError, DURATIONS};
pub use phonemes::Vocabulary;
pub(crate) use vocoded::vocoder;
pub use vocoded::{AUDIO, DECODED, HARMONICS, PITCH, RESIDUAL, TEXT, Vocoded};
pub use voice::{KokoroVoice, Raw, Styles, TABLE_BYTES};

/// Names the sound that this code makes of given files. Sound kept on disk under another name is not used again:
/// raise the number when the vocoder, the symbols of a word, or how a sentence is cut change what is heard, and
/// not otherwise.
pub const SOUND_VERSION: &str = "kokoro 1";
