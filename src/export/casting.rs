//! Who speaks the next piece of a track: the voices in order, but for those that failed a short while ago.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use crate::{
    article::Language,
    player::Roster,
    speech::{SetupFault, VoiceError, VoiceId},
};
use tingxinwen_core::VoiceOrders;

/// The voices of a track. Gives up voices by the rules of the player's [`Roster`], and lets them try again when
/// their time is over.
pub(super) struct Casting {
    roster: Roster,
    /// What became of the voice that failed last.
    last_failure: VoiceError,
    /// When voices that were given up may try again.
    rests: BTreeMap<VoiceId, Instant>,
    /// Which voices speak one utterance at a time.
    alone: BTreeMap<VoiceId, bool>,
}

impl Casting {
    pub(super) fn new(orders: VoiceOrders) -> Self {
        Self {
            roster: Roster::new(orders),
            last_failure: VoiceError::NotInstalled(SetupFault::UnknownVoice(String::new())),
            rests: BTreeMap::new(),
            alone: BTreeMap::new(),
        }
    }

    /// The first voice for `language` that is not given up, and not of `tried`.
    pub(super) fn next(&mut self, language: Language, tried: &[VoiceId]) -> Option<VoiceId> {
        let now = Instant::now();
        let roster = &mut self.roster;
        self.rests.retain(|voice, until| {
            let rests = now < *until;
            if !rests {
                roster.try_again(voice);
            }
            rests
        });
        self.roster.speakers(language).find(|voice| !tried.contains(voice)).cloned()
    }

    /// The last of `tried` failed on a piece in `language`: it rests, unless nobody else is left for the piece and another one
    /// may be easier. Several threads that failed at once count as one failure.
    pub(super) fn give_up(&mut self, language: Language, tried: &[VoiceId], error: &VoiceError) {
        let Some(voice) = tried.last() else { return };
        self.last_failure = error.clone();
        if !self.roster.speakers(language).any(|speaks| speaks == voice) {
            return;
        }
        let wait = self.roster.give_up(voice, error);
        if matches!(error, VoiceError::Failed(_)) && self.next(language, tried).is_none() {
            self.roster.try_again(voice);
        } else if let Some(wait) = wait {
            // A wait longer than the clock counts is longer than any track.
            let until = Instant::now().checked_add(wait);
            let until = until.unwrap_or_else(|| Instant::now() + Duration::from_secs(86_400));
            self.rests.insert(voice.clone(), until);
        }
    }

    /// What became of the voice that failed last.
    pub(super) fn last_failure(&self) -> VoiceError {
        self.last_failure.clone()
    }

    /// `voice` spoke.
    pub(super) fn has_spoken(&mut self, voice: &VoiceId) {
        self.roster.has_spoken(voice);
    }

    /// Whether `voice` speaks one utterance at a time, if that is known.
    pub(super) fn is_alone(&self, voice: &VoiceId) -> Option<bool> {
        self.alone.get(voice).copied()
    }

    pub(super) fn set_alone(&mut self, voice: &VoiceId, is_alone: bool) {
        self.alone.insert(voice.clone(), is_alone);
    }
}
