//! What an item of a feed is, and which are asked for.

use serde::Serialize;

use crate::{FeedKey, UnixSecs};

/// What the listener did with an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ItemState {
    /// Nothing yet.
    #[default]
    New,
    /// Passed it over.
    Passed,
    /// Put it into the queue or opened it.
    Taken,
}

/// An item of a feed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FeedItem {
    /// Its number.
    pub key: i64,
    /// Its feed.
    pub feed: FeedKey,
    /// The name of its feed.
    pub feed_title: String,
    /// Its headline.
    pub title: String,
    /// The address of its page.
    pub address: Option<String>,
    /// When it was published.
    pub published: Option<UnixSecs>,
    /// When it came.
    pub seen: UnixSecs,
    /// What it is about.
    pub teaser: Option<String>,
    /// Its length in seconds at normal speed, where its text is known; an estimate.
    pub secs: Option<f64>,
    /// What the listener did with it.
    pub state: ItemState,
    /// Whether no report told of it yet.
    pub is_untold: bool,
    /// The item of another feed that told the same story before.
    pub same_as: Option<i64>,
}

impl FeedItem {
    /// What it is opened by: its address, or the name of its own text in the library.
    pub fn source(&self) -> String {
        self.address.clone().unwrap_or_else(|| source_of(self.key))
    }
}

/// An item as a feed has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewFeedItem {
    /// The same at every reading.
    pub id: String,
    /// Its headline.
    pub title: String,
    /// The address of its page.
    pub address: Option<String>,
    /// The form of the address that is the same for all that lead to its story.
    pub canonical: Option<String>,
    /// When it was published.
    pub published: Option<UnixSecs>,
    /// Who wrote it.
    pub author: Option<String>,
    /// What it is about, as plain text.
    pub teaser: Option<String>,
    /// The article itself, as HTML, where the feed has it.
    pub text: Option<String>,
    /// The length of that in seconds; an estimate.
    pub secs: Option<f64>,
}

/// Which items are wanted; the newest come first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedQuery {
    /// Of this feed.
    pub feed: Option<FeedKey>,
    /// In this folder or those in it.
    pub folder: Option<String>,
    /// With all these words in the headline.
    pub words: String,
    /// In this state.
    pub state: Option<ItemState>,
    /// How many at the most.
    pub limit: u32,
}

/// An article that a feed has itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedText {
    /// Its headline.
    pub title: String,
    /// Who wrote it.
    pub author: Option<String>,
    /// When it was published.
    pub published: Option<UnixSecs>,
    /// The text, as HTML.
    pub text: String,
}

/// How an item's own text is named where it has no address.
fn source_of(key: i64) -> String {
    format!("{SOURCE}{key}")
}

const SOURCE: &str = "feed-item:";

/// The number of the item that is opened by `source`, where it has no address.
pub(crate) fn key_of(source: &str) -> Option<i64> {
    source.strip_prefix(SOURCE)?.parse().ok()
}
