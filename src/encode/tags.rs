//! Tags: what a sound file says of itself.

use tingxinwen_core::{article::Language, speech::Frames};

/// What a sound file says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tags {
    /// The title of what is read.
    pub title: String,
    /// The site or the author.
    pub artist: Option<String>,
    /// What it is a part of: a book.
    pub album: Option<String>,
    /// When it was published: `2026-11-24`.
    pub date: Option<String>,
    /// The address that it came from.
    pub source: Option<String>,
    /// The language of most of it.
    pub language: Language,
    /// Its number among its siblings and how many there are, from 1.
    pub track: Option<(u32, u32)>,
    /// Its cover.
    pub cover: Option<Picture>,
    /// Its chapters, in order, the first at its beginning; none for what has one only.
    pub chapters: Vec<Chapter>,
    /// What is said, line by line.
    pub lines: Vec<Line>,
}

/// A picture for the cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    mime: &'static str,
    bytes: Vec<u8>,
}

impl Picture {
    /// The picture in `bytes`; `None` unless it is a JPEG or a PNG, which every player shows.
    pub fn new(bytes: Vec<u8>) -> Option<Self> {
        let mime = match bytes.as_slice() {
            [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
            [0x89, b'P', b'N', b'G', ..] => "image/png",
            [..] => return None,
        };
        Some(Self { mime, bytes })
    }

    /// Its media type.
    pub fn mime(&self) -> &'static str {
        self.mime
    }

    /// The ending of its file.
    pub fn ending(&self) -> &'static str {
        if self.mime == "image/png" { "png" } else { "jpg" }
    }

    /// Its file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// Where a chapter starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chapter {
    /// Its name.
    pub title: String,
    /// Where in the sound it starts.
    pub start: Frames,
}

/// A line of what is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// When it is said.
    pub start: Frames,
    /// Its words.
    pub text: String,
}

impl Tags {
    /// The language by ISO 639-2: `zho`, `eng`.
    pub(crate) fn language_code(&self) -> &'static str {
        match self.language {
            Language::Mandarin => "zho",
            Language::English => "eng",
        }
    }

    /// What is said, a line a line.
    pub(crate) fn words(&self) -> String {
        self.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n")
    }

    /// Field and value by the names of Vorbis comments, which FLAC has too. Chapters as
    /// `CHAPTER000=HH:MM:SS.mmm` and `CHAPTER000NAME`, the convention of the Xiph wiki.
    #[cfg(any(feature = "flac", feature = "opus"))]
    pub(crate) fn comments(&self) -> Vec<(String, String)> {
        let mut all = vec![("TITLE".to_owned(), self.title.clone())];
        let mut add = |name: &str, value: Option<String>| {
            all.extend(value.map(|value| (name.to_owned(), value)));
        };
        add("ARTIST", self.artist.clone());
        add("ALBUM", self.album.clone());
        add("DATE", self.date.clone());
        add("CONTACT", self.source.clone());
        add("LANGUAGE", Some(self.language_code().to_owned()));
        add("TRACKNUMBER", self.track.map(|(number, _)| number.to_string()));
        add("TRACKTOTAL", self.track.map(|(_, total)| total.to_string()));
        add("LYRICS", (!self.lines.is_empty()).then(|| self.words()));
        // The convention counts to 999.
        for (idx, chapter) in self.chapters.iter().take(1_000).enumerate() {
            let millis = millis(chapter.start);
            let (secs, millis) = (millis / 1000, millis % 1000);
            let time = format!("{:02}:{:02}:{:02}.{millis:03}", secs / 3600, secs / 60 % 60, secs % 60);
            add(&format!("CHAPTER{idx:03}"), Some(time));
            add(&format!("CHAPTER{idx:03}NAME"), Some(chapter.title.clone()));
        }
        all
    }
}

/// A time in milliseconds, rounded.
pub(crate) fn millis(frames: Frames) -> u64 {
    (frames.as_secs_f64() * 1000.0).round() as u64
}
