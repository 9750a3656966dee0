//! What a sound depends on, as one string: the voice, its version, and all that is said.

use std::fmt::Write;

use crate::speech::{Utterance, VoiceId};

/// Names a sound in memory and on disk. Two utterances with one key sound the same, wherever in an article they
/// stand. Holds no speed, since sound is stretched on its way to the device.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct SoundKey(String);

impl SoundKey {
    /// The key of `utterance`, spoken by `voice`; `version` is that of the voice's sound.
    pub(crate) fn new(voice: &VoiceId, version: &str, utterance: &Utterance) -> Self {
        let mut spoken = format!("{}\n{version}\n{}\n{}\n", voice.0, utterance.pause.0, utterance.written);
        for word in &utterance.words {
            let at = word.source.start - utterance.source.start;
            // Writing to a string cannot fail.
            write!(spoken, "|{at}+{} {}", word.source.len(), word.spoken).ok();
            for syllable in &word.syllables {
                spoken.push(' ');
                spoken.push_str(&syllable.phonemes);
            }
            spoken.push_str(word.mark);
        }
        Self(spoken)
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Bytes of memory.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}
