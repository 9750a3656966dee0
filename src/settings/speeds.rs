//! Speeds of their own for languages or voices.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{article::Language, player::Speed, speech::VoiceId};

/// What a chosen speed holds for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SpeedScope {
    /// For all that is read.
    #[default]
    All,
    /// For what is in the language that was read.
    Language,
    /// For the voice that was to speak.
    Voice,
}

/// Which speed is played at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Speeds {
    /// What a chosen speed holds for.
    pub scope: SpeedScope,
    /// By language tag; where there is none, that for all.
    languages: BTreeMap<String, Speed>,
    /// By voice; where there is none, that for all.
    voices: BTreeMap<VoiceId, Speed>,
}

impl Speeds {
    /// The speed for what is in `language`, with `voice` as the wanted one; `general` where none was chosen.
    pub fn of(&self, language: Language, voice: Option<&VoiceId>, general: Speed) -> Speed {
        let own = match self.scope {
            SpeedScope::All => None,
            SpeedScope::Language => self.languages.get(language.tag()),
            SpeedScope::Voice => voice.and_then(|voice| self.voices.get(voice)),
        };
        own.copied().unwrap_or(general)
    }

    /// Takes `speed` as that which was chosen while `voice` was to speak `language`; `general` is that for all.
    pub fn choose(&mut self, language: Language, voice: Option<&VoiceId>, speed: Speed, general: &mut Speed) {
        match (self.scope, voice) {
            (SpeedScope::Language, _) => {
                self.languages.insert(language.tag().to_owned(), speed);
            }
            (SpeedScope::Voice, Some(voice)) => {
                self.voices.insert(voice.clone(), speed);
            }
            (SpeedScope::All, _) | (SpeedScope::Voice, None) => *general = speed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speed_holds_for_what_it_was_chosen_for() {
        let (yunxi, bella) = (VoiceId("zm_yunxi".to_owned()), VoiceId("af_bella".to_owned()));
        let (mut speeds, mut general) = (Speeds::default(), Speed::NORMAL);
        let mut chosen = |scope, factor: f32| {
            speeds.scope = scope;
            speeds.choose(Language::Mandarin, Some(&yunxi), Speed::new(factor), &mut general);
            let of = |language, voice| speeds.of(language, Some(voice), general).factor();
            [
                of(Language::Mandarin, &yunxi),
                of(Language::Mandarin, &bella),
                of(Language::English, &yunxi),
                of(Language::English, &bella),
            ]
        };
        assert_eq!(chosen(SpeedScope::All, 1.2), [1.2; 4]);
        assert_eq!(chosen(SpeedScope::Language, 1.5), [1.5, 1.5, 1.2, 1.2]);
        assert_eq!(chosen(SpeedScope::Voice, 2.0), [2.0, 1.2, 2.0, 1.2]);
        assert_eq!(chosen(SpeedScope::All, 0.8), [0.8; 4]);
        assert_eq!(chosen(SpeedScope::Language, 0.9), [0.9, 0.9, 0.8, 0.8]);
    }
}
