//! What the listener chose last, kept between runs in a small TOML file.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use directories::ProjectDirs;
use serde::{Deserialize, Serialize};

use crate::{
    article::Language,
    player::{Snapshot, Speed, Volume},
    speech::VoiceId,
    text::Readings,
};

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
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            speed: Speed::NORMAL.factor(),
            volume: Volume::FULL.gain(),
            voices: BTreeMap::new(),
            readings: Readings::default(),
            zhuyin: false,
        }
    }
}

impl Settings {
    /// Where they are kept on this system, if it names a folder for such files.
    pub fn path() -> Option<PathBuf> {
        ProjectDirs::from("tw", "", "tingxinwen").map(|dirs| dirs.config_dir().join("settings.toml"))
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
        Self { speed: snapshot.speed.factor(), volume: snapshot.volume.gain(), voices, ..self.clone() }
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

    /// How fast.
    pub fn speed(&self) -> Speed {
        Speed::new(self.speed)
    }

    /// How loud.
    pub fn volume(&self) -> Volume {
        Volume::new(self.volume)
    }

    /// Who reads `language`, if the listener has chosen.
    pub fn voice(&self, language: Language) -> Option<VoiceId> {
        self.voices.get(language.tag()).cloned().map(VoiceId)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_is_there_again_and_damage_is_forgiven() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/settings.toml");
        assert_eq!(Settings::load(&path), Settings::default());
        let chosen = Settings {
            speed: 1.5,
            volume: 0.4,
            voices: [("zh".to_owned(), "zm_yunxi".to_owned())].into_iter().collect(),
            readings: Readings::Mainland,
            zhuyin: true,
        };
        chosen.save(&path).unwrap();
        assert_eq!(Settings::load(&path), chosen);
        assert_eq!(Settings::load(&path).voice(Language::Mandarin), Some(VoiceId("zm_yunxi".into())));
        fs::write(&path, "speed = \"fast").unwrap();
        assert_eq!(Settings::load(&path), Settings::default());
        fs::write(&path, "speed = 99.0").unwrap();
        assert_eq!(Settings::load(&path).speed(), Speed::MAX);
    }
}
