//! The queue: what comes next, and what is to be done for it.

use std::sync::Arc;

use tingxinwen_library::QueueSource;

use super::{ItemId, QueueItem, QueueState};

/// The most items: more is not a queue that anybody hears.
pub const MOST_ITEMS: usize = 500;

/// What a listener does with the queue.
#[derive(Clone, Debug, PartialEq)]
pub enum QueueCommand {
    /// Adds articles. What waits already is not added again.
    Add(Vec<QueueSource>, AddAt),
    /// Takes an item out.
    Remove(ItemId),
    /// Puts an item at this index of the others.
    Move(ItemId, usize),
    /// Takes all items out.
    Clear,
    /// Takes the last [`Remove`](Self::Remove), [`Move`](Self::Move) or [`Clear`](Self::Clear) back.
    Undo,
    /// Tries an item again that could not be opened.
    Retry(ItemId),
    /// Plays an item now, in place of what is open.
    Play(ItemId),
    /// Plays the next item now, in place of what is open.
    PlayNext,
    /// Plays this article now, in place of what is open, whether or not it waits already.
    PlayNow(QueueSource),
}

/// Where articles are added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddAt {
    /// Before all others.
    Front,
    /// After all others.
    End,
}

/// What the queue is told.
#[derive(Clone, Debug, PartialEq)]
pub enum QueueEvent {
    /// The answer to [`QueueEffect::Load`].
    Loaded(ItemId, Result<ItemFacts, String>),
    /// The answer to [`QueueEffect::Open`]: the item is open and plays, or why it is not.
    Opened(ItemId, Result<(), String>),
    /// What was open was played to its end.
    Finished,
    /// What is open ends soon.
    EndsSoon,
}

/// What was found out about an item.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ItemFacts {
    /// Its headline.
    pub title: Option<String>,
    /// The name of its site.
    pub site: Option<String>,
    /// Its length in seconds at normal speed; an estimate.
    pub secs: f64,
}

/// What the queue wants done.
#[derive(Clone, Debug, PartialEq)]
pub enum QueueEffect {
    /// Fetch it, so that it opens at once later; [`QueueEvent::Loaded`] follows.
    Load(ItemId, QueueSource),
    /// Speak its first sentences, so that it sounds at once when it is opened.
    Prepare(ItemId, QueueSource),
    /// Open and play it; [`QueueEvent::Opened`] follows.
    Open(ItemId, QueueSource),
    /// Keep the items for the next run.
    Save,
}

/// What can be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undo {
    /// An item was taken out.
    Removed,
    /// An item was moved.
    Moved,
    /// All were taken out.
    Cleared,
}

/// The queue as a window shows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QueueSnapshot {
    /// In order; the first that did not fail is next.
    pub items: Arc<[QueueItem]>,
    /// What [`QueueCommand::Undo`] takes back.
    pub undo: Option<Undo>,
}

impl QueueSnapshot {
    /// The length of all items of which it is known, in seconds at normal speed.
    pub fn secs(&self) -> f64 {
        let plays = self.items.iter().filter(|item| !matches!(item.state, QueueState::Failed(_)));
        plays.filter_map(|item| item.secs).sum()
    }
}

/// The queue.
#[derive(Debug, Default)]
pub struct Queue {
    items: Vec<QueueItem>,
    last_id: i64,
    /// The items before the last change that can be taken back.
    before: Option<(Undo, Vec<QueueItem>)>,
    /// What was taken out to be opened, until it is open.
    opening: Option<QueueItem>,
    /// Whose first sentences were asked for.
    prepared: Option<ItemId>,
    ends_soon: bool,
}

impl Queue {
    /// A queue of what was kept from the last run.
    pub fn new(items: impl IntoIterator<Item = QueueItem>) -> Self {
        let items: Vec<QueueItem> = items.into_iter().collect();
        let last_id = items.iter().map(|item| item.id.0).max().unwrap_or(0);
        Self { items, last_id, ..Self::default() }
    }

    /// The items in order.
    pub fn items(&self) -> &[QueueItem] {
        &self.items
    }

    /// The queue as a window shows it.
    pub fn snapshot(&self) -> QueueSnapshot {
        QueueSnapshot { items: self.items.clone().into(), undo: self.before.as_ref().map(|(undo, _)| *undo) }
    }

    /// Does what the listener wants; pushes what is to be done onto `effects`.
    pub fn command(&mut self, command: QueueCommand, effects: &mut Vec<QueueEffect>) {
        let before = self.items.clone();
        match command {
            QueueCommand::Add(sources, at) => self.add(sources, at),
            QueueCommand::Remove(id) => {
                self.change(Undo::Removed, |items| items.retain(|item| item.id != id));
            }
            QueueCommand::Move(id, to) => self.change(Undo::Moved, |items| {
                if let Some(from) = items.iter().position(|item| item.id == id) {
                    let item = items.remove(from);
                    items.insert(to.min(items.len()), item);
                }
            }),
            QueueCommand::Clear => self.change(Undo::Cleared, Vec::clear),
            QueueCommand::Undo => self.undo(),
            QueueCommand::Retry(id) => {
                if let Some(item) = self.item(id) {
                    item.state = QueueState::Waiting;
                }
            }
            QueueCommand::Play(id) => self.open(|item| item.id == id, effects),
            QueueCommand::PlayNext => self.open(is_playable, effects),
            QueueCommand::PlayNow(source) => {
                if self.items.iter().all(|item| item.source != source) {
                    // A full queue has room for what is taken out of it at once.
                    self.items.truncate(MOST_ITEMS - 1);
                    self.add(vec![source.clone()], AddAt::Front);
                }
                self.open(|item| item.source == source, effects);
            }
        }
        self.settle(&before, effects);
    }

    /// Takes an event; pushes what is to be done onto `effects`.
    pub fn event(&mut self, event: QueueEvent, effects: &mut Vec<QueueEffect>) {
        let before = self.items.clone();
        match event {
            QueueEvent::Loaded(id, result) => {
                // It may have been removed meanwhile.
                if let Some(item) = self.item(id).filter(|item| item.state == QueueState::Loading) {
                    match result {
                        Ok(ItemFacts { title, site, secs }) => {
                            (item.title, item.site, item.secs) = (title, site, Some(secs));
                            item.state = QueueState::Ready;
                        }
                        Err(reason) => item.state = QueueState::Failed(reason),
                    }
                }
            }
            QueueEvent::Opened(id, result) => {
                if let Some(mut item) = self.opening.take_if(|item| item.id == id)
                    && let Err(reason) = result
                {
                    item.state = QueueState::Failed(reason);
                    self.items.insert(0, item);
                    self.open(is_playable, effects);
                }
            }
            QueueEvent::Finished if self.opening.is_none() => self.open(is_playable, effects),
            QueueEvent::Finished => (),
            QueueEvent::EndsSoon => self.ends_soon = true,
        }
        self.settle(&before, effects);
    }

    fn item(&mut self, id: ItemId) -> Option<&mut QueueItem> {
        self.items.iter_mut().find(|item| item.id == id)
    }

    fn add(&mut self, sources: Vec<QueueSource>, at: AddAt) {
        let mut at = match at {
            AddAt::Front => 0,
            AddAt::End => self.items.len(),
        };
        for source in sources {
            let is_there = self.items.iter().any(|item| item.source == source);
            if is_there || self.items.len() >= MOST_ITEMS {
                continue;
            }
            self.last_id += 1;
            let item = QueueItem {
                id: ItemId(self.last_id),
                source,
                title: None,
                site: None,
                secs: None,
                state: QueueState::Waiting,
            };
            self.items.insert(at, item);
            at += 1;
        }
    }

    fn change(&mut self, undo: Undo, change: impl FnOnce(&mut Vec<QueueItem>)) {
        let before = self.items.clone();
        change(&mut self.items);
        if self.items != before {
            self.before = Some((undo, before));
        }
    }

    /// Brings back what was taken out, and the old order; what was played or added meanwhile stays as it is.
    fn undo(&mut self) {
        let Some((undo, before)) = self.before.take() else { return };
        let now = std::mem::take(&mut self.items);
        let is_new = |item: &QueueItem| before.iter().all(|old| old.id != item.id);
        let newer: Vec<QueueItem> = now.iter().filter(|item| is_new(item)).cloned().collect();
        let returns = |old: &QueueItem| match undo {
            // What was only moved, and is gone now, was played.
            Undo::Moved => now.iter().any(|item| item.id == old.id),
            Undo::Removed | Undo::Cleared => true,
        };
        // What an item was found to be meanwhile still holds.
        let newest = |old: QueueItem| now.iter().find(|item| item.id == old.id).cloned().unwrap_or(old);
        self.items = before.clone().into_iter().filter(returns).map(newest).chain(newer).collect();
        for item in &mut self.items {
            if item.state == QueueState::Loading && !now.iter().any(|other| other.id == item.id) {
                // Its answer came while it was gone.
                item.state = QueueState::Waiting;
            }
        }
    }

    fn open(&mut self, wanted: impl Fn(&QueueItem) -> bool, effects: &mut Vec<QueueEffect>) {
        if let Some(at) = self.items.iter().position(wanted) {
            let item = self.items.remove(at);
            effects.push(QueueEffect::Open(item.id, item.source.clone()));
            // What was played does not come back by taking something else back.
            if let Some((_, before)) = &mut self.before {
                before.retain(|old| old.id != item.id);
            }
            self.opening = Some(item);
            self.ends_soon = false;
        }
    }

    /// What follows from the items as they are now.
    fn settle(&mut self, before: &[QueueItem], effects: &mut Vec<QueueEffect>) {
        let is_loading = self.items.iter().any(|item| item.state == QueueState::Loading);
        if !is_loading
            && let Some(item) = self.items.iter_mut().find(|item| item.state == QueueState::Waiting)
        {
            item.state = QueueState::Loading;
            effects.push(QueueEffect::Load(item.id, item.source.clone()));
        }
        if self.ends_soon
            && let Some(next) = self.items.iter().find(|item| is_playable(item))
            && next.state == QueueState::Ready
            && self.prepared != Some(next.id)
        {
            self.prepared = Some(next.id);
            effects.push(QueueEffect::Prepare(next.id, next.source.clone()));
        }
        let stored = |items: &[QueueItem]| -> Vec<_> {
            items.iter().map(tingxinwen_library::QueuedItem::from).collect()
        };
        if stored(before) != stored(&self.items) {
            effects.push(QueueEffect::Save);
        }
    }
}

fn is_playable(item: &QueueItem) -> bool {
    !matches!(item.state, QueueState::Failed(_))
}
