//! Subscriptions in the page's place: what is listed, asked of the library's thread, and what is done with it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tingxinwen::{
    app::{FeedsCommand, FeedsHandle, QueueHandle},
    article::Source,
    player::Command,
    session::{AddAt, QueueCommand},
};
use tingxinwen_library::{Feed, FeedItem, FeedQuery, ItemState, Library, LibraryError, QueueSource};

use crate::{
    theme::Theme,
    view::feeds::{FeedsChoice, FeedsShown, feeds_ui},
    words::Words,
};

/// Items that are listed at the most.
const LISTED: u32 = 300;
/// The length of an article of which nothing is known, in seconds.
const USUAL_SECS: f64 = 180.0;

/// The subscriptions, as the window shows them.
pub(crate) struct FeedsPanel {
    library: Library,
    feeds: FeedsHandle,
    queue: Option<QueueHandle>,
    query: FeedQuery,
    /// The address that is being typed.
    typed: String,
    list: Arc<Mutex<Listed>>,
    /// How often the library had changed when the list was asked for.
    changes: Option<u64>,
    is_stale: bool,
    /// The item that the pointer or the keyboard is on.
    pointed: Option<i64>,
    /// Whether the field for an address takes the keyboard when it is drawn next.
    focuses: bool,
    /// What was added to the queue last.
    queued: Option<usize>,
}

/// What the library answered.
#[derive(Default)]
struct Listed {
    asked: u64,
    feeds: Arc<[Feed]>,
    items: Arc<[FeedItem]>,
    today: Arc<[FeedItem]>,
    median_secs: Option<f64>,
    error: Option<LibraryError>,
}

impl FeedsPanel {
    pub(crate) fn new(library: Library, feeds: FeedsHandle, queue: Option<QueueHandle>) -> Self {
        Self {
            library,
            feeds,
            queue,
            query: FeedQuery { limit: LISTED, ..FeedQuery::default() },
            typed: String::new(),
            list: Arc::default(),
            changes: None,
            is_stale: true,
            pointed: None,
            focuses: false,
            queued: None,
        }
    }

    /// Puts the keyboard into the field for an address, where there is nothing else to do yet.
    pub(crate) fn focus(&mut self) {
        self.focuses = lock(&self.list).feeds.is_empty();
    }

    /// How many items are new to the listener.
    pub(crate) fn new_items(&self) -> u64 {
        lock(&self.list).feeds.iter().map(|feed| feed.new).sum()
    }

    /// Asks for the list again, where something of it changed.
    pub(crate) fn keep_fresh(&mut self, ctx: &egui::Context) {
        let changes = Some(self.library.changes());
        self.is_stale |= self.changes != changes;
        self.changes = changes;
        if std::mem::take(&mut self.is_stale) {
            self.ask(ctx);
        }
    }

    /// Draws it.
    pub(crate) fn show(
        &mut self,
        ui: &mut egui::Ui,
        words: &Words,
        theme: &Theme,
        commands: &mut Vec<Command>,
    ) {
        let mut choices = Vec::new();
        {
            let list = lock(&self.list);
            let status = self.feeds.status();
            let told = match status.added {
                Some(Ok(name)) => Some(Ok(words.feed_subscribed(name))),
                Some(Err((_, problem))) => Some(Err(words.feed_problem(&problem))),
                None => self.queued.map(|count| Ok(words.feed_queued(count))),
            };
            let mut shown = FeedsShown {
                feeds: &list.feeds,
                items: &list.items,
                today: (list.today.len(), secs_of(&list.today, list.median_secs)),
                query: &mut self.query,
                typed: &mut self.typed,
                pointed: &mut self.pointed,
                focuses: std::mem::take(&mut self.focuses),
                is_busy: status.is_busy,
                has_queue: self.queue.is_some(),
                told,
                error: list.error.as_ref().map(|error| words.library_error(error)),
            };
            feeds_ui(ui, &mut shown, words, theme, &mut choices);
        }
        for choice in choices {
            self.take(choice, commands);
        }
        if self.is_stale {
            ui.ctx().request_repaint();
        }
    }

    /// Plays today's news: puts them into the queue before all others, and plays the first.
    pub(crate) fn play_today(&mut self) {
        let today = Arc::clone(&lock(&self.list).today);
        self.enqueue(&today, AddAt::Front);
        if let (Some(queue), false) = (&self.queue, today.is_empty()) {
            queue.send(QueueCommand::PlayNext);
        }
    }

    /// Puts the item that is pointed at into the queue.
    pub(crate) fn enqueue_pointed(&mut self) {
        let items = Arc::clone(&lock(&self.list).items);
        let item = items.iter().find(|item| Some(item.key) == self.pointed);
        self.enqueue(item.map_or(&[], std::slice::from_ref), AddAt::End);
    }

    /// Puts all listed items that are new into the queue, the oldest first.
    pub(crate) fn enqueue_all(&mut self) {
        let items = Arc::clone(&lock(&self.list).items);
        let mut new: Vec<FeedItem> =
            items.iter().filter(|item| item.state == ItemState::New).cloned().collect();
        new.reverse();
        self.enqueue(&new, AddAt::End);
    }

    fn enqueue(&mut self, items: &[FeedItem], at: AddAt) {
        let Some(queue) = self.queue.as_ref().filter(|_| !items.is_empty()) else { return };
        let sources = items.iter().map(|item| QueueSource::Address(item.source())).collect();
        queue.send(QueueCommand::Add(sources, at));
        let keys: Vec<i64> = items.iter().map(|item| item.key).collect();
        self.library.post(move |database| database.mark_feed_items(&keys, ItemState::Taken));
        self.queued = Some(items.len());
        self.is_stale = true;
    }

    fn take(&mut self, choice: FeedsChoice, commands: &mut Vec<Command>) {
        match choice {
            FeedsChoice::Changed => self.is_stale = true,
            FeedsChoice::Open(key) => {
                let items = Arc::clone(&lock(&self.list).items);
                if let Some(item) = items.iter().find(|item| item.key == key) {
                    commands.push(Command::Open(Source::Address(item.source())));
                    self.library.post(move |database| database.mark_feed_items(&[key], ItemState::Taken));
                }
            }
            FeedsChoice::Enqueue(key) => {
                self.pointed = Some(key);
                self.enqueue_pointed();
            }
            FeedsChoice::EnqueueAll => self.enqueue_all(),
            FeedsChoice::PlayToday => self.play_today(),
            FeedsChoice::Refresh => self.feeds.send(FeedsCommand::Refresh),
            FeedsChoice::Add(address) => {
                self.queued = None;
                self.typed.clear();
                self.feeds.send(FeedsCommand::Add(address));
            }
            FeedsChoice::Remove(key) => {
                self.query.feed = None;
                self.library.post(move |database| database.remove_feed(key));
                self.is_stale = true;
            }
            FeedsChoice::SetInToday(key, in_today) => {
                self.library.post(move |database| database.set_in_today(key, in_today));
                self.is_stale = true;
            }
        }
    }

    fn ask(&mut self, ctx: &egui::Context) {
        let mut list = lock(&self.list);
        list.asked += 1;
        let (asked, shown, ctx, query) =
            (list.asked, Arc::clone(&self.list), ctx.clone(), self.query.clone());
        drop(list);
        self.library.ask(
            move |database| {
                let items = database.feed_items(&query)?;
                Ok((database.feeds()?, items, database.todays_items()?, database.median_secs()?))
            },
            move |answer| {
                let mut list = lock(&shown);
                if list.asked != asked {
                    return;
                }
                match answer {
                    Ok((feeds, items, today, median_secs)) => {
                        (list.feeds, list.items, list.today) = (feeds.into(), items.into(), today.into());
                        (list.median_secs, list.error) = (median_secs, None);
                    }
                    Err(error) => list.error = Some(error),
                }
                ctx.request_repaint();
            },
        );
    }
}

/// The length of `items`; of those whose text is not known, as long as others are.
fn secs_of(items: &[FeedItem], median_secs: Option<f64>) -> f64 {
    items.iter().map(|item| item.secs.or(median_secs).unwrap_or(USUAL_SECS)).sum()
}

/// What is under the lock is whole between any two statements.
fn lock(list: &Mutex<Listed>) -> MutexGuard<'_, Listed> {
    list.lock().unwrap_or_else(PoisonError::into_inner)
}
