//! What a list of the library shows, and what can be asked of it.

use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use tingxinwen_core::{
    article::Language,
    document::{DocumentId, Place},
};

use crate::search::Excerpt;

/// A moment: seconds since 1970 in UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnixSecs(pub i64);

impl UnixSecs {
    /// Now, as the system's clock has it; 1970 where that stands before it.
    pub fn now() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
    }
}

/// A document of the library, without its text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry {
    /// Its identity.
    pub id: DocumentId,
    /// The headline; the first words where there is none.
    pub title: String,
    /// The name of the site or paper.
    pub site: Option<String>,
    /// The byline.
    pub byline: Option<String>,
    /// When it was published: ISO 8601.
    pub published: Option<String>,
    /// Where it came from: an address or a path.
    pub source: Option<String>,
    /// Its language.
    pub language: Language,
    /// Characters that are read aloud.
    pub chars: u32,
    /// Its length in seconds at normal speed, once it was played.
    pub secs: Option<f64>,
    /// When it came into the library.
    pub added: UnixSecs,
    /// When the listener opened it last; 1970 where it was only fetched for the queue.
    pub opened: UnixSecs,
    /// How much of it was heard, of 1; 1 once it was heard to its end.
    pub heard: f64,
    /// When it was heard last.
    pub heard_at: Option<UnixSecs>,
    /// The listener's tags, in alphabetical order.
    pub tags: Vec<String>,
    /// Whether it has a picture on its cover.
    pub has_cover: bool,
    /// Where the words that were searched stand in the text.
    pub excerpt: Option<Excerpt>,
}

/// How far the listener is in a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// Where.
    pub place: Place,
    /// How much was heard, of 1; 1 at the end.
    pub heard: f64,
    /// The length of the whole, in seconds at normal speed.
    pub secs: f64,
}

/// Which documents are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Query {
    /// Words that all stand in the document.
    pub words: String,
    /// How far it was heard.
    pub filter: Filter,
    /// From this site.
    pub site: Option<String>,
    /// With this tag.
    pub tag: Option<String>,
    /// The order.
    pub sort: Sort,
    /// How many at the most.
    pub limit: u32,
}

/// How far a document was heard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Filter {
    /// All.
    #[default]
    All,
    /// Of which nothing was heard.
    Unheard,
    /// Begun, and not heard to the end.
    Begun,
    /// Heard to the end.
    Heard,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// The one opened last first; where words are searched, the best hit first.
    #[default]
    Recent,
    /// The one published last first.
    Published,
    /// By title.
    Title,
    /// The shortest first.
    Length,
}

/// How many documents there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// All.
    pub all: u64,
    /// Of which nothing was heard.
    pub unheard: u64,
    /// Begun, and not heard to the end.
    pub begun: u64,
    /// Heard to the end.
    pub heard: u64,
}
