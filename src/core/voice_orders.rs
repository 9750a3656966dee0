//! Voice orders: which voice speaks first and which replace it; the same type in settings file, player and window.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{article::Language, speech::VoiceId};

/// For each language, the voices in the order in which they are asked: the wanted one first; the next speaks where
/// one fails. No voice stands twice in an order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VoiceOrders(BTreeMap<String, Vec<VoiceId>>);

impl VoiceOrders {
    /// The order for `language`; empty where none was chosen.
    pub fn of(&self, language: Language) -> &[VoiceId] {
        self.0.get(language.tag()).map_or(&[], Vec::as_slice)
    }

    /// Sets the order for `language`; a voice that stands in it twice counts at its first place.
    pub fn set(&mut self, language: Language, order: impl IntoIterator<Item = VoiceId>) {
        let mut once: Vec<VoiceId> = Vec::new();
        for voice in order {
            if !once.contains(&voice) {
                once.push(voice);
            }
        }
        self.0.insert(language.tag().to_owned(), once);
    }

    /// Puts `voice` first for `language`; the others follow in their order.
    pub fn prefer(&mut self, language: Language, voice: VoiceId) {
        let others = self.of(language).to_vec();
        self.set(language, std::iter::once(voice).chain(others));
    }
}

impl FromIterator<(Language, VoiceId)> for VoiceOrders {
    fn from_iter<I: IntoIterator<Item = (Language, VoiceId)>>(voices: I) -> Self {
        let mut orders = Self::default();
        for (language, voice) in voices {
            let order = orders.of(language).iter().cloned().chain([voice]).collect::<Vec<_>>();
            orders.set(language, order);
        }
        orders
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wanted_voice_comes_first_and_none_is_lost_or_stands_twice() {
        let voice = |name: &str| VoiceId(name.to_owned());
        let all = ["a", "b", "c"].map(voice);
        let mut orders: VoiceOrders = all.iter().map(|voice| (Language::Mandarin, voice.clone())).collect();
        orders.prefer(Language::Mandarin, voice("b"));
        assert_eq!(orders.of(Language::Mandarin), ["b", "a", "c"].map(voice));
        orders.prefer(Language::Mandarin, voice("d"));
        assert_eq!(orders.of(Language::Mandarin), ["d", "b", "a", "c"].map(voice));
        orders.set(Language::English, ["x", "x", "y"].map(voice));
        assert_eq!(orders.of(Language::English), ["x", "y"].map(voice));
    }
}
