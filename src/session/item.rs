//! Items of the queue.

use serde::Serialize;
use tingxinwen_library::{QueueSource, QueuedItem};

/// The number of an item, which no other item ever has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct ItemId(pub i64);

/// What is known of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum QueueState {
    /// It was not fetched yet.
    Waiting,
    /// It is being fetched.
    Loading,
    /// It is there.
    Ready,
    /// It could not be opened, for this reason; it is passed over.
    Failed(String),
}

/// An article of the queue.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QueueItem {
    /// Its number.
    pub id: ItemId,
    /// What it is fetched from.
    pub source: QueueSource,
    /// Its headline, once known.
    pub title: Option<String>,
    /// The name of its site, once known.
    pub site: Option<String>,
    /// Its length in seconds at normal speed, once known; an estimate.
    pub secs: Option<f64>,
    /// What is known of it.
    pub state: QueueState,
}

impl QueueItem {
    /// What a list shows of it: its headline; its address, its path or its first words where that is not known.
    pub fn name(&self) -> String {
        /// Chars of a text that are shown.
        const SHOWN: usize = 40;
        self.title.clone().unwrap_or_else(|| match &self.source {
            QueueSource::Address(address) => address.clone(),
            QueueSource::File(path) => path.display().to_string(),
            QueueSource::Text(text) => {
                text.split_whitespace().next().unwrap_or_default().chars().take(SHOWN).collect()
            }
        })
    }
}

impl From<QueuedItem> for QueueItem {
    fn from(stored: QueuedItem) -> Self {
        let QueuedItem { item, source, title, site, secs, failed } = stored;
        let state = failed.map_or(QueueState::Waiting, QueueState::Failed);
        Self { id: ItemId(item), source, title, site, secs, state }
    }
}

impl From<&QueueItem> for QueuedItem {
    fn from(item: &QueueItem) -> Self {
        let failed = match &item.state {
            QueueState::Failed(reason) => Some(reason.clone()),
            QueueState::Waiting | QueueState::Loading | QueueState::Ready => None,
        };
        let QueueItem { id, source, title, site, secs, .. } = item.clone();
        Self { item: id.0, source, title, site, secs, failed }
    }
}
