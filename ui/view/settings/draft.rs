//! The settings while they are being changed.

use std::collections::{BTreeMap, BTreeSet};

use tingxinwen::{
    app::LANGUAGES,
    settings::{Account, Settings},
    speech::{VoiceError, VoiceId},
};
use tingxinwen_voices::services::{Listed, is_open_to_all};

use crate::preview::Outcome;

/// Bytes of a gigabyte.
const GIGABYTE: f64 = 1e9;

/// What is in the settings until it is saved: services when the listener says so, all else at once.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The voices of each of [`LANGUAGES`], the wanted one first.
    pub(super) lists: [Vec<VoiceId>; LANGUAGES.len()],
    /// The language whose voices are shown, by its place in [`LANGUAGES`].
    pub(super) shown: usize,
    pub(super) services: BTreeMap<String, Account>,
    pub(super) with_key: BTreeSet<String>,
    /// Keys typed just now.
    pub(super) keys: BTreeMap<String, String>,
    /// The service that is shown.
    pub(super) service: String,
    pub(super) listing: Listing,
    pub(super) new_voice: String,
    pub(super) new_service: String,
    /// Whether the embedded voice finds the times of others' words.
    pub(super) aligns: bool,
    pub(super) kept_gb: f64,
    pub(super) ahead_secs: u32,
    /// Unknown until it was counted.
    pub(super) kept_bytes: Option<u64>,
    pub(super) trial: Option<(VoiceId, Outcome)>,
    /// Whether it is being saved.
    pub(super) saving: bool,
    /// Why it could not be saved.
    pub(super) problem: Option<String>,
}

/// The voices that a service says it has.
#[derive(Clone, Debug, Default)]
pub(super) enum Listing {
    /// Nobody asked.
    #[default]
    Unknown,
    /// The service of that name is being asked.
    Asked(String),
    /// It answered.
    Known(String, Result<Vec<Listed>, VoiceError>),
}

impl Draft {
    /// What holds now: `settings`, and all `services`.
    pub fn new(settings: &Settings, services: BTreeMap<String, Account>) -> Self {
        Self {
            lists: LANGUAGES.map(|language| settings.voices.order.of(language).to_vec()),
            service: services.keys().next().cloned().unwrap_or_default(),
            services,
            aligns: settings.voices.align_words,
            kept_gb: settings.sound_cache.limit_bytes as f64 / GIGABYTE,
            ahead_secs: settings.playback.ahead_secs(),
            ..Self::default()
        }
    }

    /// `settings` with what was changed, but for the services: what holds at once.
    pub fn live(&self, settings: &Settings) -> Settings {
        let mut settings = settings.clone();
        settings.sound_cache.limit_bytes = (self.kept_gb * GIGABYTE) as u64;
        settings.voices.align_words = self.aligns;
        settings.playback.set_ahead_secs(self.ahead_secs);
        for (language, order) in LANGUAGES.into_iter().zip(&self.lists) {
            settings.voices.order.set(language, order.iter().cloned());
        }
        settings
    }

    /// `settings` with all that was changed.
    pub fn settings(&self, settings: &Settings) -> Settings {
        let mut settings = self.live(settings);
        for (name, account) in &self.services {
            let usual = Account { kind: account.kind, ..Account::default() };
            // What the listener left alone is not theirs.
            let is_theirs = *account != usual || self.keys().any(|(with_key, _)| with_key == name);
            if is_theirs || settings.services.contains_key(name) {
                settings.services.insert(name.clone(), account.clone());
            }
        }
        settings
    }

    /// Whether services were changed that are not saved in `settings`.
    pub fn has_unsaved(&self, settings: &Settings) -> bool {
        self.keys().next().is_some() || self.settings(settings).services != settings.services
    }

    /// The keys that were typed.
    pub fn keys(&self) -> impl Iterator<Item = (&str, &str)> {
        self.keys.iter().map(|(name, key)| (name.as_str(), key.as_str())).filter(|(_, key)| !key.is_empty())
    }

    /// Shows how trying `voice` goes.
    pub fn tell(&mut self, voice: VoiceId, trial: Outcome) {
        self.trial = Some((voice, trial));
    }

    /// Shows that it is being saved.
    pub fn tell_saving(&mut self) {
        (self.saving, self.problem) = (true, None);
    }

    /// Shows that it is saved; the keys of these services are in the keyring.
    pub fn tell_saved(&mut self, keys: Vec<String>) {
        keys.iter().for_each(|name| drop(self.keys.remove(name)));
        self.with_key.extend(keys);
        (self.saving, self.problem) = (false, None);
    }

    /// Why it could not be saved.
    pub fn problem(&self) -> Option<&str> {
        self.problem.as_deref()
    }

    /// Whether it is being saved.
    pub fn is_saving(&self) -> bool {
        self.saving
    }

    /// Shows why it could not be saved.
    pub fn tell_problem(&mut self, problem: String) {
        (self.saving, self.problem) = (false, Some(problem));
    }

    /// Shows how much is kept.
    pub fn tell_kept(&mut self, bytes: u64) {
        self.kept_bytes = Some(bytes);
    }

    /// Shows which services have a key.
    pub fn tell_keys(&mut self, names: BTreeSet<String>) {
        self.with_key = names;
    }

    /// Shows which voices `service` has.
    pub fn tell_voices(&mut self, service: String, voices: Result<Vec<Listed>, VoiceError>) {
        self.listing = Listing::Known(service, voices);
    }

    /// The service called `name`, as it would be set up.
    pub fn account(&self, name: &str) -> Option<Account> {
        self.services.get(name).cloned()
    }

    /// The voices of the language that is shown, the wanted one first.
    pub(super) fn list(&mut self) -> &mut Vec<VoiceId> {
        &mut self.lists[self.shown]
    }

    /// Whether nothing would go without encryption that the listener did not allow.
    pub(super) fn is_safe(&self) -> bool {
        self.services
            .values()
            .all(|account| account.plain_http || !account.address.as_deref().is_some_and(is_open_to_all))
    }
}
