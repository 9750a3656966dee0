//! The listener's settings: one schema, kept in `settings.toml`.
//!
//! [`Settings`] is the schema; [`Document`] is the file, read field by field and changed key by key, so that nothing
//! unreadable or unknown is lost; [`SettingsStore`] keeps file and program the same while both change.

mod document;
mod looks;
mod migrate;
mod speeds;
mod store;
#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, ops::RangeInclusive, path::PathBuf, time::Duration};

use serde::{Deserialize, Serialize};
use tingxinwen_core::VoiceOrders;
use tingxinwen_store::Folder;

pub use document::{Document, Problem, ProblemKind};
pub use looks::{Face, LineHeight, Looks, ThemeChoice};
pub use speeds::{SpeedScope, Speeds};
pub use store::{SettingsStore, StoreEvent};
pub use tingxinwen_voices::services::{Account, SentText, ServiceKind};

use crate::{
    article::{BlockFilter, Language},
    engine::SoundCache,
    player::{LOOK_AHEAD, Pauses, Speed, Volume},
    speech::VoiceId,
    text::Readings,
};

/// The version of the schema that this program writes. Version 0 had no number and no sections.
pub const VERSION: u32 = 1;

/// Seconds of sound that can be made ahead: two sentences, or five minutes (29 MB).
pub const AHEAD_SECS: RangeInclusive<u32> = 10..=300;

/// All settings, in the sections of the file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// How the sound is played.
    pub playback: Playback,
    /// Speeds of their own for languages or voices.
    pub speeds: Speeds,
    /// Who speaks.
    pub voices: VoiceSettings,
    /// What is read, and with whose readings.
    pub reading: ReadingSettings,
    /// What the window looks like.
    pub looks: Looks,
    /// The sound of sentences on disk.
    pub sound_cache: SoundCacheSettings,
    /// The listener's speech services, by the names that voices have before their colon.
    pub services: BTreeMap<String, Account>,
    /// Keys by the id of their action, where they differ from those that the program comes with: chords such as
    /// `Ctrl+Shift+P`; an empty list leaves the action without a key.
    pub keys: BTreeMap<String, Vec<String>>,
    /// Keys that work in all windows of the desktop, by the id of their action; none where there are none.
    pub global_keys: BTreeMap<String, Vec<String>>,
}

impl Settings {
    /// The speed for what is in `language`, with `voice` as the wanted one.
    pub fn speed(&self, language: Language, voice: Option<&VoiceId>) -> Speed {
        self.speeds.of(language, voice, self.playback.speed)
    }

    /// Takes `speed` as that which was chosen for what is in `language`, with `voice` as the wanted one.
    pub fn choose_speed(&mut self, language: Language, voice: Option<&VoiceId>, speed: Speed) {
        self.speeds.choose(language, voice, speed, &mut self.playback.speed);
    }
}

/// How the sound is played.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Playback {
    /// How fast, where no speed of its own was chosen.
    pub speed: Speed,
    /// How loud.
    pub volume: Volume,
    /// Seconds of sound that are made ahead of what is heard; see [`Playback::ahead_secs`].
    ahead_secs: u32,
    /// Seconds of silence between two articles of the queue; see [`Playback::pause_between`].
    pause_between_secs: f64,
    /// Whether a chime sounds between two articles of the queue.
    pub chime: bool,
    /// Whether the pauses of voices are shortened.
    pub short_pauses: bool,
    /// Whether playing pauses when another program begins to play.
    pub pause_for_others: bool,
    /// Whether the desktop shows a notice when an article begins while the window is not looked at.
    pub notices: bool,
}

/// The longest silence between two articles, in seconds.
pub const LONGEST_PAUSE_SECS: f64 = 30.0;

impl Playback {
    /// The silence between two articles of the queue.
    pub fn pause_between(&self) -> Duration {
        let secs = self.pause_between_secs;
        Duration::from_secs_f64(if secs.is_finite() { secs.clamp(0.0, LONGEST_PAUSE_SECS) } else { 0.0 })
    }

    /// Sets [`Self::pause_between`], in seconds.
    pub fn set_pause_between(&mut self, secs: f64) {
        self.pause_between_secs = secs;
    }

    /// How the pauses of voices are heard.
    pub fn pauses(&self) -> Pauses {
        if self.short_pauses { Pauses::Short } else { Pauses::Whole }
    }

    /// Seconds of sound that are made ahead of what is heard, within [`AHEAD_SECS`].
    pub fn ahead_secs(&self) -> u32 {
        self.ahead_secs.clamp(*AHEAD_SECS.start(), *AHEAD_SECS.end())
    }

    /// Sets [`Self::ahead_secs`].
    pub fn set_ahead_secs(&mut self, secs: u32) {
        self.ahead_secs = secs;
    }
}

impl Default for Playback {
    fn default() -> Self {
        let ahead_secs = LOOK_AHEAD.as_secs_f64() as u32;
        Self {
            speed: Speed::NORMAL,
            volume: Volume::FULL,
            ahead_secs,
            pause_between_secs: 0.8,
            chime: false,
            short_pauses: false,
            pause_for_others: true,
            notices: false,
        }
    }
}

/// Who speaks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct VoiceSettings {
    /// By language tag, the order in which voices are asked to speak.
    pub order: VoiceOrders,
    /// Whether the embedded voice, where it is installed, finds when the words of other voices are heard, which
    /// takes its work and memory.
    pub align_words: bool,
}

impl Default for VoiceSettings {
    fn default() -> Self {
        Self { order: VoiceOrders::default(), align_words: true }
    }
}

/// What is read, and with whose readings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadingSettings {
    /// Whose readings of Chinese words are said.
    pub readings: Readings,
    /// What kinds of blocks are read.
    pub blocks: BlockFilter,
}

/// The sound of sentences on disk.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SoundCacheSettings {
    /// Bytes that it may take; nothing is kept with 0.
    pub limit_bytes: u64,
}

impl Default for SoundCacheSettings {
    fn default() -> Self {
        Self { limit_bytes: SoundCache::DEFAULT_LIMIT }
    }
}

/// The settings in their file, for who reads them once, and what in it cannot be read.
pub fn load() -> (Settings, Vec<Problem>) {
    path().map(|path| store::load(&path)).unwrap_or_default()
}

/// Where the settings are kept, if this system names a folder for them.
pub fn path() -> Option<PathBuf> {
    Folder::Config.path().map(|folder| folder.join("settings.toml"))
}
