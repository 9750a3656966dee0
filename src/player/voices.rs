//! The roster: the listener's list of voices for each language, and which of them are not asked for a while since
//! they failed.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use tingxinwen_core::VoiceOrders;

use crate::{
    article::Language,
    speech::{VoiceError, VoiceId},
};

/// How long a voice that failed is not asked: the first time, and at the most. Doubled with each failure.
const REST: (Duration, Duration) = (Duration::from_secs(20), Duration::from_secs(320));

/// The voices, the wanted one of each language first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Roster {
    orders: Arc<VoiceOrders>,
    given_up: BTreeMap<VoiceId, GivenUp>,
}

#[derive(Clone, Copy, Debug)]
struct GivenUp {
    failures: u32,
    /// Whether it is to be left alone; else it is on trial.
    rests: bool,
}

impl Roster {
    pub(crate) fn new(orders: VoiceOrders) -> Self {
        Self { orders: Arc::new(orders), given_up: BTreeMap::new() }
    }

    /// The listener's orders.
    pub(super) fn orders(&self) -> &Arc<VoiceOrders> {
        &self.orders
    }

    /// Whom the listener wants.
    pub(super) fn wanted(&self, language: Language) -> Option<&VoiceId> {
        self.list(language).first()
    }

    /// The first that is not given up.
    pub(super) fn speaker(&self, language: Language) -> Option<&VoiceId> {
        self.speakers(language).next()
    }

    /// Those that are not given up, in order.
    pub(crate) fn speakers(&self, language: Language) -> impl Iterator<Item = &VoiceId> {
        self.list(language).iter().filter(|voice| !self.given_up.get(voice).is_some_and(|given| given.rests))
    }

    /// Puts `voice` first. What changed may have mended whoever was given up.
    pub(super) fn prefer(&mut self, language: Language, voice: VoiceId) {
        Arc::make_mut(&mut self.orders).prefer(language, voice);
        self.forgive();
    }

    /// Takes `order` for `language`, as [`Self::prefer`].
    pub(super) fn set(&mut self, language: Language, order: Vec<VoiceId>) {
        Arc::make_mut(&mut self.orders).set(language, order);
        self.forgive();
    }

    /// `voice` failed: how long to leave it alone, or `None` where waiting does not help.
    pub(crate) fn give_up(&mut self, voice: &VoiceId, error: &VoiceError) -> Option<Duration> {
        let given = self.given_up.entry(voice.clone()).or_insert(GivenUp { failures: 0, rests: true });
        given.rests = true;
        given.failures += 1;
        let rest = (REST.0 * 2_u32.saturating_pow(given.failures.min(8) - 1)).min(REST.1);
        match error {
            VoiceError::NotInstalled(_) | VoiceError::Refused(_) => None,
            VoiceError::Failed(_) => Some(rest),
            VoiceError::Unavailable { again_secs, .. } => {
                Some(again_secs.map_or(rest, |secs| Duration::from_secs(secs.into()).max(rest)))
            }
        }
    }

    /// `voice` is on trial: its next failure counts on.
    pub(crate) fn try_again(&mut self, voice: &VoiceId) {
        if let Some(given) = self.given_up.get_mut(voice) {
            given.rests = false;
        }
    }

    /// `voice` spoke.
    pub(crate) fn has_spoken(&mut self, voice: &VoiceId) {
        self.given_up.remove(voice);
    }

    /// All are asked again.
    pub(super) fn forgive(&mut self) {
        self.given_up.clear();
    }

    fn list(&self, language: Language) -> &[VoiceId] {
        self.orders.of(language)
    }
}
