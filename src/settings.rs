//! What the listener chose last, kept between runs in a small TOML file.

use std::{
    collections::BTreeMap,
    fs, io,
    ops::RangeInclusive,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use tingxinwen_store::Folder;

pub use tingxinwen_voices::services::{Account, SentText, ServiceKind};

use crate::{
    article::{Language, ReadingChoice},
    engine::SoundCache,
    player::{LOOK_AHEAD, Snapshot, Speed, Volume},
    speech::VoiceId,
    text::Readings,
};

/// Seconds of sound that can be made ahead: two sentences, or five minutes (29 MB).
pub const AHEAD_SECS: RangeInclusive<u32> = 10..=300;

/// The listener's choices. What a file does not say, or says wrongly, is as it was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Speed, as a factor.
    speed: f32,
    /// Volume, as a factor.
    volume: f32,
    /// Voices by the language tag of what they read.
    voices: BTreeMap<String, String>,
    /// Whose readings are said.
    readings: Readings,
    /// Whether Zhuyin stands beside the characters.
    zhuyin: bool,
    /// What kinds of blocks are read.
    blocks: ReadingChoice,
    /// By language tag too, the voices that go on where that one fails, in order.
    stand_by: BTreeMap<String, Vec<String>>,
    /// Bytes of sound that may be kept on disk.
    kept_bytes: u64,
    /// Seconds of sound that are made ahead of what is heard.
    ahead_secs: u32,
    /// Whether the embedded voice finds when the words of other voices are heard.
    aligns: bool,
    /// The listener's speech services, by the names that voices have before their colon.
    services: BTreeMap<String, Account>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            speed: Speed::NORMAL.factor(),
            volume: Volume::FULL.gain(),
            voices: BTreeMap::new(),
            readings: Readings::default(),
            zhuyin: false,
            blocks: ReadingChoice::default(),
            stand_by: BTreeMap::new(),
            kept_bytes: SoundCache::DEFAULT_LIMIT,
            ahead_secs: LOOK_AHEAD.as_secs_f64() as u32,
            aligns: true,
            services: BTreeMap::new(),
        }
    }
}

impl Settings {
    /// Where they are kept on this system, if it names a folder for such files.
    pub fn path() -> Option<PathBuf> {
        Folder::Config.path().map(|folder| folder.join("settings.toml"))
    }

    /// What `path` says. A file that is missing or damaged says nothing; it is replaced when the
    /// listener next chooses something.
    pub fn load(path: &Path) -> Self {
        fs::read_to_string(path).ok().and_then(|text| toml::from_str(&text).ok()).unwrap_or_default()
    }

    /// Writes them to `path`, in one step: whoever is stopped in the middle leaves the old ones.
    pub fn save(&self, path: &Path) -> io::Result<()> {
        let text = toml::to_string(self).map_err(io::Error::other)?;
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let draft = path.with_extension(format!("{}.part", std::process::id()));
        fs::write(&draft, text)?;
        fs::rename(&draft, path)
    }

    /// With what the player has now.
    pub fn updated(&self, snapshot: &Snapshot) -> Self {
        let mut voices = self.voices.clone();
        if let Some(script) = &snapshot.script {
            voices.insert(script.article().language.tag().to_owned(), snapshot.voice.0.clone());
        }
        Self {
            speed: snapshot.speed.factor(),
            volume: snapshot.volume.gain(),
            voices,
            blocks: snapshot.reading.clone(),
            ..self.clone()
        }
    }

    /// With these readings, and Zhuyin beside the characters or not.
    #[must_use]
    pub fn with_reading(self, readings: Readings, zhuyin: bool) -> Self {
        Self { readings, zhuyin, ..self }
    }

    /// Whose readings are said.
    pub fn readings(&self) -> Readings {
        self.readings
    }

    /// Whether Zhuyin stands beside the characters.
    pub fn shows_zhuyin(&self) -> bool {
        self.zhuyin
    }

    /// What kinds of blocks are read.
    pub fn reading_choice(&self) -> &ReadingChoice {
        &self.blocks
    }

    /// How fast.
    pub fn speed(&self) -> Speed {
        Speed::new(self.speed)
    }

    /// How loud.
    pub fn volume(&self) -> Volume {
        Volume::new(self.volume)
    }

    /// Who goes on reading `language` where that one fails.
    pub fn stand_by(&self, language: Language) -> Vec<VoiceId> {
        self.stand_by.get(language.tag()).into_iter().flatten().cloned().map(VoiceId).collect()
    }

    /// With `voices` for `language`, the wanted one first.
    #[must_use]
    pub fn with_voices(mut self, language: Language, voices: &[VoiceId]) -> Self {
        let tag = language.tag().to_owned();
        if let Some((first, others)) = voices.split_first() {
            self.voices.insert(tag.clone(), first.0.clone());
            self.stand_by.insert(tag, others.iter().map(|voice| voice.0.clone()).collect());
        }
        self
    }

    /// The listener's speech services by name.
    pub fn services(&self) -> &BTreeMap<String, Account> {
        &self.services
    }

    /// With the service `name` as `account` says.
    #[must_use]
    pub fn with_service(mut self, name: &str, account: Account) -> Self {
        self.services.insert(name.to_owned(), account);
        self
    }

    /// Whether the embedded voice, where it is installed, finds when the words of other voices are heard, which
    /// takes its work and memory.
    pub fn aligns(&self) -> bool {
        self.aligns
    }

    /// With that, or without.
    #[must_use]
    pub fn with_aligns(self, aligns: bool) -> Self {
        Self { aligns, ..self }
    }

    /// Bytes of sound that may be kept on disk.
    pub fn kept_bytes(&self) -> u64 {
        self.kept_bytes
    }

    /// With room for so many bytes of sound on disk.
    #[must_use]
    pub fn with_kept_bytes(self, kept_bytes: u64) -> Self {
        Self { kept_bytes, ..self }
    }

    /// Seconds of sound that are made ahead of what is heard, within [`AHEAD_SECS`].
    pub fn ahead_secs(&self) -> u32 {
        self.ahead_secs.clamp(*AHEAD_SECS.start(), *AHEAD_SECS.end())
    }

    /// With so many.
    #[must_use]
    pub fn with_ahead_secs(self, ahead_secs: u32) -> Self {
        Self { ahead_secs, ..self }
    }

    /// Who reads `language`, if the listener has chosen.
    pub fn voice(&self, language: Language) -> Option<VoiceId> {
        self.voices.get(language.tag()).cloned().map(VoiceId)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::BlockKind;

    #[test]
    fn what_was_chosen_is_there_again_and_damage_is_forgiven() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/settings.toml");
        assert_eq!(Settings::load(&path), Settings::default());
        let mut blocks = ReadingChoice::default();
        blocks.toggle(BlockKind::Caption);
        let chosen = Settings {
            speed: 1.5,
            volume: 0.4,
            voices: [("zh".to_owned(), "zm_yunxi".to_owned())].into_iter().collect(),
            readings: Readings::Mainland,
            zhuyin: true,
            blocks,
            ..Settings::default()
        };
        chosen.save(&path).unwrap();
        assert_eq!(Settings::load(&path), chosen);
        assert_eq!(Settings::load(&path).voice(Language::Mandarin), Some(VoiceId("zm_yunxi".into())));
        let list = [VoiceId("box:bella".into()), VoiceId("zm_yunxi".into())];
        let account = Account { address: Some("http://127.0.0.1:8880".into()), ..Account::default() };
        let chosen = chosen.with_voices(Language::Mandarin, &list).with_service("box", account);
        chosen.save(&path).unwrap();
        assert_eq!(Settings::load(&path), chosen);
        assert_eq!(Settings::load(&path).stand_by(Language::Mandarin), list[1..]);
        fs::write(&path, "speed = \"fast").unwrap();
        assert_eq!(Settings::load(&path), Settings::default());
        fs::write(&path, "speed = 99.0").unwrap();
        assert_eq!(Settings::load(&path).speed(), Speed::MAX);
    }
}
