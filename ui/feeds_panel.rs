//! Subscriptions in the page's place: what is listed, asked of the library's thread, and what is done with it.

use std::sync::Arc;

use tingxinwen::{
    app::{FeedsCommand, FeedsHandle, QueueHandle},
    article::Source,
    player::Command,
    session::{AddAt, QueueCommand},
};
use tingxinwen_library::{Feed, FeedItem, FeedQuery, ItemState, Library, QueueSource};

use crate::{
    asked::Asked,
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
    feeds: FeedsHandle,
    queue: Option<QueueHandle>,
    query: FeedQuery,
    /// The address that is being typed.
    typed: String,
    list: Asked<Listed>,
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
    feeds: Arc<[Feed]>,
    items: Arc<[FeedItem]>,
    today: Arc<[FeedItem]>,
    median_secs: Option<f64>,
}

impl FeedsPanel {
    pub(crate) fn new(library: Library, feeds: FeedsHandle, queue: Option<QueueHandle>) -> Self {
        Self {
            feeds,
            queue,
            query: FeedQuery { limit: LISTED, ..FeedQuery::default() },
            typed: String::new(),
            list: Asked::of(library),
            pointed: None,
            focuses: false,
            queued: None,
        }
    }

    /// Puts the keyboard into the field for an address, where there is nothing else to do yet.
    pub(crate) fn focus(&mut self) {
        self.focuses = self.list.shown().answer.feeds.is_empty();
    }

    /// How many items are new to the listener.
    pub(crate) fn new_items(&self) -> u64 {
        self.list.shown().answer.feeds.iter().map(|feed| feed.new).sum()
    }

    /// Asks for the list again, where something of it changed.
    pub(crate) fn keep_fresh(&mut self, ctx: &egui::Context) {
        if self.list.is_due() {
            let query = self.query.clone();
            self.list.ask(ctx, move |database| {
                let (items, today) = (database.feed_items(&query)?.into(), database.todays_items()?.into());
                Ok(Listed {
                    feeds: database.feeds()?.into(),
                    items,
                    today,
                    median_secs: database.median_secs()?,
                })
            });
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
            let shown = self.list.shown();
            let list = &shown.answer;
            let status = self.feeds.status();
            let told = match status.added {
                Some(Ok(name)) => Some(Ok(words.feed_subscribed(name))),
                Some(Err((_, problem))) => Some(Err(words.feed_problem(&problem))),
                None => self.queued.map(|count| Ok(words.feed_queued(count))),
            };
            let mut feeds = FeedsShown {
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
                error: shown.error.as_ref().map(|error| words.library_error(error)),
            };
            feeds_ui(ui, &mut feeds, words, theme, &mut choices);
        }
        for choice in choices {
            self.take(choice, commands);
        }
        if self.list.is_stale() {
            ui.ctx().request_repaint();
        }
    }

    /// Plays today's news: puts them into the queue before all others, and plays the first.
    pub(crate) fn play_today(&mut self) {
        let today = Arc::clone(&self.list.shown().answer.today);
        self.enqueue(&today, AddAt::Front);
        if let (Some(queue), false) = (&self.queue, today.is_empty()) {
            queue.send(QueueCommand::PlayNext);
        }
    }

    /// Puts the item that is pointed at into the queue.
    pub(crate) fn enqueue_pointed(&mut self) {
        let items = Arc::clone(&self.list.shown().answer.items);
        let item = items.iter().find(|item| Some(item.key) == self.pointed);
        self.enqueue(item.map_or(&[], std::slice::from_ref), AddAt::End);
    }

    /// Puts all listed items that are new into the queue, the oldest first.
    pub(crate) fn enqueue_all(&mut self) {
        let items = Arc::clone(&self.list.shown().answer.items);
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
        self.list.library().post(move |database| database.mark_feed_items(&keys, ItemState::Taken));
        self.queued = Some(items.len());
        self.list.refresh();
    }

    fn take(&mut self, choice: FeedsChoice, commands: &mut Vec<Command>) {
        match choice {
            FeedsChoice::Changed => self.list.refresh(),
            FeedsChoice::Open(key) => {
                let items = Arc::clone(&self.list.shown().answer.items);
                if let Some(item) = items.iter().find(|item| item.key == key) {
                    commands.push(Command::Open(Source::Address(item.source())));
                    self.list
                        .library()
                        .post(move |database| database.mark_feed_items(&[key], ItemState::Taken));
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
                self.list.library().post(move |database| database.remove_feed(key));
                self.list.refresh();
            }
            FeedsChoice::SetInToday(key, in_today) => {
                self.list.library().post(move |database| database.set_in_today(key, in_today));
                self.list.refresh();
            }
        }
    }
}

/// The length of `items`; of those whose text is not known, as long as others are.
fn secs_of(items: &[FeedItem], median_secs: Option<f64>) -> f64 {
    items.iter().map(|item| item.secs.or(median_secs).unwrap_or(USUAL_SECS)).sum()
}
