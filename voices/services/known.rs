//! The voices of services that are worth naming: a file of the catalogue a service.

use serde::Deserialize;
use tingxinwen_core::{article::Language, speech::VoiceId};

use crate::catalog::Gender;

const FILES: [&str; 5] = [
    include_str!("../catalog/services/azure.toml"),
    include_str!("../catalog/services/edge.toml"),
    include_str!("../catalog/services/google.toml"),
    include_str!("../catalog/services/openai.toml"),
    include_str!("../catalog/services/system.toml"),
];

/// A voice of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its name in commands and settings.
    pub id: VoiceId,
    /// The service's name.
    pub service: String,
    /// Its name for people.
    pub name: String,
    /// What it reads best.
    pub language: Language,
    /// How it sounds.
    pub gender: Gender,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    service: String,
    title: String,
    voice: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    name: String,
    language: String,
    gender: Gender,
}

/// Those that ship with the program. A file that cannot be read, which a test rules out, names none.
pub(super) fn embedded() -> Vec<Known> {
    FILES.iter().filter_map(|text| parse(text).ok()).flatten().collect()
}

fn parse(text: &str) -> Result<Vec<Known>, toml::de::Error> {
    let file: File = toml::from_str(text)?;
    let known = |entry: Entry| Known {
        id: VoiceId(format!("{}:{}", file.service, entry.id)),
        service: file.service.clone(),
        name: format!("{}（{}）", entry.name, file.title),
        language: if entry.language == "zh" { Language::Mandarin } else { Language::English },
        gender: entry.gender,
    };
    Ok(file.voice.into_iter().map(known).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_catalogue_can_be_read() {
        for text in FILES {
            assert!(!parse(text).unwrap().is_empty());
        }
        let all = embedded();
        for voice in ["HsiaoChen", "HsiaoYu", "YunJhe"] {
            let id = VoiceId(format!("azure:zh-TW-{voice}Neural"));
            assert!(all.iter().any(|known| known.id == id && known.language == Language::Mandarin), "{id:?}");
        }
    }
}
