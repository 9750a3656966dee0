//! The embedded voice: Kokoro-82M (weights Apache-2.0, hexgrad/Kokoro-82M v1.0), 24 kHz mono.
//!
//! [`KokoroVoice`] turns an utterance into symbols, has the [network](crate::network) speak them, cuts idle ends off, and
//! reads the time of every syllable from their durations.

mod phonemes;
mod sound;
mod spoken;
mod trim;
mod voice;

pub use phonemes::Vocabulary;
pub(crate) use spoken::Spoken;
pub use voice::{KokoroVoice, Raw, Styles, TABLE_BYTES};

/// Names the sound that this code makes of given files. Sound kept on disk under another name is not used again:
/// raise the number when the vocoder, the symbols of a word, or how a sentence is cut change what is heard, and
/// not otherwise.
pub const SOUND_VERSION: &str = "kokoro 1";
