//! What the settings window says of what it asked for: a voice that is tried, sound that is kept.

use super::Words;
use crate::preview::Outcome;

impl Words {
    /// How trying a voice goes.
    pub fn trial(&self, trial: &Outcome) -> String {
        match trial {
            Outcome::Waiting => self.trial_waiting(),
            Outcome::Heard(after) => self.trial_heard(after.as_millis() as u64),
            Outcome::Failed(error) => self.voice_error(error),
        }
    }

    /// How much of an article is ready to be heard without the network: `share` of 1.
    pub fn offline_share(&self, share: f32) -> String {
        self.offline_making((share * 100.0).floor() as u32)
    }

    /// How much sound is kept.
    pub fn kept_bytes(&self, bytes: u64) -> String {
        self.kept_now(bytes.div_ceil(1_000_000))
    }
}
