//! A podcast of one's own: a folder of episodes, its feed, and what is known of each episode.

use std::{
    io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use serde::{Deserialize, Serialize};
use tingxinwen_core::{article::Language, speech::Frames};
use tingxinwen_encode::{
    Chapter,
    podcast::{self, chapters_json},
};

use super::{ExportError, Exported, Kind, PlannedFile, SubtitleFormat, serve::PORT};

/// What is known of the episodes: hidden, and never served.
const STORED: &str = ".tingxinwen-podcast.json";
/// The feed.
pub(super) const FEED: &str = "feed.xml";

/// A folder of episodes.
#[derive(Debug)]
pub struct PodcastFolder {
    folder: PathBuf,
    stored: Stored,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Stored {
    /// A secret part of its address, where others of the network may reach it.
    token: String,
    /// The episodes, the oldest first.
    episodes: Vec<Episode>,
}

/// What is known of an episode.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Episode {
    /// The identity of its article.
    id: String,
    title: String,
    description: String,
    link: Option<String>,
    language: Language,
    /// When it was made, in seconds since 1970.
    made: u64,
    file: String,
    mime: String,
    bytes: u64,
    /// How long it is, in frames.
    len: u64,
    chapters: Option<String>,
    transcript: Option<String>,
    image: Option<String>,
}

/// The address in a feed that nobody serves yet: whoever does writes another.
pub(super) fn own_address() -> String {
    format!("http://127.0.0.1:{PORT}/")
}

impl PodcastFolder {
    /// The podcast in `folder`, which is made where it is missing.
    ///
    /// # Errors
    /// Where the folder cannot be read or written, or the system has no randomness.
    pub fn open(folder: &Path) -> Result<Self, ExportError> {
        std::fs::create_dir_all(folder).map_err(ExportError::file(folder))?;
        let mut podcast = Self::read(folder)?;
        if podcast.stored.token.is_empty() {
            let mut bytes = [0; 16];
            getrandom::fill(&mut bytes).map_err(|error| ExportError::from(io::Error::other(error)))?;
            podcast.stored.token = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        }
        Ok(podcast)
    }

    /// What `folder` holds now; nothing is made.
    pub(super) fn read(folder: &Path) -> Result<Self, ExportError> {
        let path = folder.join(STORED);
        let text = tingxinwen_store::read_text(&path).map_err(ExportError::file(&path))?;
        let stored = text.and_then(|text| serde_json::from_str(&text).ok());
        Ok(Self { folder: folder.to_owned(), stored: stored.unwrap_or_default() })
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The secret part of its address.
    pub fn token(&self) -> &str {
        &self.stored.token
    }

    /// Whether the article with this identity is an episode whose file is there.
    pub fn has(&self, id: &str) -> bool {
        let of_id = self.stored.episodes.iter().find(|episode| episode.id == id);
        of_id.is_some_and(|episode| self.folder.join(&episode.file).is_file())
    }

    /// Whether `name` is a file of the podcast, which anybody who knows its address may have.
    pub fn serves(&self, name: &str) -> bool {
        self.stored.episodes.iter().any(|episode| {
            let others = [&episode.chapters, &episode.transcript, &episode.image];
            episode.file == name || others.into_iter().flatten().any(|file| file == name)
        })
    }

    /// The names, without their endings, of the files of all episodes but those of the articles `ids`.
    pub(super) fn names_of_others<'a>(&'a self, ids: &'a [&str]) -> impl Iterator<Item = &'a str> {
        let others = self.stored.episodes.iter().filter(|episode| !ids.contains(&episode.id.as_str()));
        others.map(|episode| episode.file.rsplit_once('.').map_or(episode.file.as_str(), |(name, _)| name))
    }

    /// Adds the episode that was made of `file`, and writes the feed.
    pub(super) fn add(&mut self, file: &PlannedFile, exported: &Exported) -> Result<(), ExportError> {
        let id = file.document.id().0.clone();
        let name = |path: &Path| {
            path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
        };
        let transcript = file.subtitles.iter().find(|(format, _)| *format == SubtitleFormat::WebVtt);
        let chapters = (exported.chapters.len() > 1).then(|| file.path.with_extension("chapters.json"));
        if let Some(path) = &chapters {
            let named = exported.chapters.iter().map(|chapter| Chapter {
                title: chapter.title.clone().unwrap_or_else(|| file.tags.title.clone()),
                start: chapter.start,
            });
            let json = chapters_json(&named.collect::<Vec<_>>());
            tingxinwen_store::write_readable(path, json.as_bytes()).map_err(ExportError::file(path))?;
        }
        let image = file.tags.cover.as_ref().map(|cover| (file.path.with_extension(cover.ending()), cover));
        if let Some((path, cover)) = &image {
            tingxinwen_store::write_readable(path, cover.bytes()).map_err(ExportError::file(path))?;
        }
        let bytes = std::fs::metadata(&file.path).map_err(ExportError::file(&file.path))?.len();
        let (site, date) = (file.tags.artist.as_deref(), file.tags.date.as_deref());
        let episode = Episode {
            title: file.tags.title.clone(),
            description: [site, date].into_iter().flatten().collect::<Vec<_>>().join(" · "),
            link: file.tags.source.clone(),
            language: file.tags.language,
            made: SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()),
            file: name(&file.path),
            mime: Kind::of(&file.path).map_or("audio/mpeg", |kind| kind.sound().mime()).to_owned(),
            bytes,
            len: exported.len.0,
            chapters: chapters.as_deref().map(name),
            transcript: transcript.map(|(_, path)| name(path)),
            image: image.map(|(path, _)| name(&path)),
            id,
        };
        self.stored.episodes.retain(|other| other.id != episode.id);
        self.stored.episodes.push(episode);
        self.save(&own_address())
    }

    /// Writes what is known, and the feed for the address `base`.
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub fn save(&self, base: &str) -> Result<(), ExportError> {
        let path = self.folder.join(STORED);
        let text = serde_json::to_vec_pretty(&self.stored).map_err(io::Error::other)?;
        tingxinwen_store::write(&path, &text).map_err(ExportError::file(&path))?;
        let path = self.folder.join(FEED);
        tingxinwen_store::write_readable(&path, self.feed(base).as_bytes()).map_err(ExportError::file(&path))
    }

    /// The feed for the address `base` of the folder, which ends in a slash.
    pub fn feed(&self, base: &str) -> String {
        let episodes = self.stored.episodes.iter().rev();
        let mandarin = episodes.clone().filter(|episode| episode.language == Language::Mandarin).count();
        let is_english = mandarin * 2 < self.stored.episodes.len();
        let podcast = podcast::Podcast {
            title: if is_english { "tingxinwen" } else { "聽新聞" },
            description: if is_english { "Articles, read aloud." } else { "唸給你聽的文章。" },
            language: if is_english { Language::English } else { Language::Mandarin },
            base,
            episodes: episodes
                .map(|episode| podcast::Episode {
                    title: &episode.title,
                    description: &episode.description,
                    id: &episode.id,
                    link: episode.link.as_deref(),
                    made: UNIX_EPOCH + Duration::from_secs(episode.made),
                    file: &episode.file,
                    mime: &episode.mime,
                    bytes: episode.bytes,
                    len: Frames(episode.len),
                    chapters: episode.chapters.as_deref(),
                    transcript: episode.transcript.as_deref(),
                    image: episode.image.as_deref(),
                })
                .collect(),
        };
        podcast.rss()
    }
}
