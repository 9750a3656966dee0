//! Refresher: asks the servers of feeds for what is new, politely, and keeps it in the library.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use tingxinwen_article::Limits;
use tingxinwen_library::{
    Database, Feed, FeedKey, Library, LibraryError, NewFeed, NewFeedItem, Refreshed, UnixSecs,
};
use tingxinwen_net::{Answer, ConditionalClient, Page, Validators};
use tokio::{sync::Semaphore, task::JoinSet};
use url::Url;

use crate::{
    FeedProblem, Found, ParsedFeed, ParsedItem,
    find::{ACCEPTED, refused},
    identity, markup, parse, same, schedule,
};

/// Requests at a time to one host: what browsers of old allowed themselves (RFC 2616, section 8.1.4).
const MOST_A_HOST: usize = 2;
/// Requests at a time in all.
const MOST: usize = 16;
/// Seconds of speech a Chinese character, and a letter of another script.
const SECS_A_HAN: f64 = 0.24;
const SECS_A_LETTER: f64 = 0.07;

/// Which feeds are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Those whose time has come.
    Due,
    /// All but those whose server asked to wait.
    Now,
}

/// What came of asking a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was read; so many items came anew.
    Updated(usize),
    /// It did not change.
    Unchanged,
    /// It was not asked, since it is too soon.
    Waiting,
    /// It was taken away for good, and is asked no more.
    Ended,
    /// It was not read.
    Broken(FeedProblem),
}

/// What came of asking one of the feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Which.
    pub feed: FeedKey,
    /// What came of it.
    pub outcome: Outcome,
}

/// Refreshes feeds. Clones share connections and limits.
#[derive(Clone)]
pub struct Refresher {
    library: Library,
    client: Arc<ConditionalClient>,
    all: Arc<Semaphore>,
    hosts: Arc<Mutex<HashMap<String, Arc<Semaphore>>>>,
}

impl Refresher {
    /// Refreshes the feeds of `library`.
    pub fn new(library: Library) -> Self {
        Self {
            library,
            client: Arc::new(ConditionalClient::new(Limits::default())),
            all: Arc::new(Semaphore::new(MOST)),
            hosts: Arc::default(),
        }
    }

    /// Adds the feed that was found to `folder`, with its items.
    ///
    /// # Errors
    /// Those of the library.
    pub async fn add(&self, found: Found, folder: String) -> Result<FeedKey, LibraryError> {
        self.in_library(move |database| {
            let Found { address, feed, validators, next_secs } = found;
            let title =
                feed.title.clone().or_else(|| address.host_str().map(str::to_owned)).unwrap_or_default();
            let new = NewFeed { address: address.into(), title, site: feed.site.clone(), folder };
            let key = database.add_feed(&new)?;
            let now = UnixSecs::now();
            take(database, key, &feed, now)?;
            let due = UnixSecs(now.0 + next_secs);
            let validators = Some((validators.etag, validators.modified));
            database.note_refreshed(key, &Refreshed { validators, due, ..Refreshed::default() }, now)?;
            Ok(key)
        })
        .await
    }

    /// Asks `feeds`, and tells `done` of each as it is done.
    pub async fn refresh(&self, feeds: Vec<Feed>, when: When, mut done: impl FnMut(Report)) {
        let mut tasks = JoinSet::new();
        for feed in feeds {
            let (this, key) = (self.clone(), feed.key);
            tasks.spawn(async move {
                let outcome = this.refresh_one(feed, when).await;
                let outcome = outcome.unwrap_or_else(|error| {
                    tracing::warn!(%error, "a feed is not kept");
                    Outcome::Broken(FeedProblem::Internal)
                });
                Report { feed: key, outcome }
            });
        }
        while let Some(report) = tasks.join_next().await {
            match report {
                Ok(report) => done(report),
                Err(error) => tracing::error!(%error, "the refresh of a feed"),
            }
        }
    }

    async fn refresh_one(&self, feed: Feed, when: When) -> Result<Outcome, LibraryError> {
        if feed.has_ended {
            return Ok(Outcome::Ended);
        }
        let now = UnixSecs::now();
        // Where the clock was put back since, what is due was reckoned from a time that is yet to come.
        let is_reckoned = feed.checked.is_none_or(|checked| checked <= now);
        if is_reckoned && (feed.refused_until > now || when == When::Due && feed.due > now) {
            return Ok(Outcome::Waiting);
        }
        let got = match Url::parse(&feed.address) {
            Ok(url) => self.ask(&feed, &url).await,
            Err(_) => Err(FeedProblem::BadAddress),
        };
        let now = UnixSecs::now();
        let key = feed.key;
        let noted = |outcome: Outcome, refreshed: Refreshed, parsed: Option<ParsedFeed>| {
            self.in_library(move |database| {
                let added = parsed.map(|parsed| take(database, key, &parsed, now)).transpose()?;
                database.note_refreshed(key, &refreshed, now)?;
                Ok(added.map_or(outcome, Outcome::Updated))
            })
        };
        let due = |minutes, fresh_secs, failures| {
            UnixSecs(now.0 + schedule::next_secs(&feed.address, minutes, fresh_secs, failures, now.0))
        };
        match got {
            Ok(Got::Unchanged) => {
                let refreshed = Refreshed { due: due(None, None, 0), ..Refreshed::default() };
                noted(Outcome::Unchanged, refreshed, None).await
            }
            Ok(Got::Read { parsed, validators, moved_to, fresh_secs }) => {
                let refreshed = Refreshed {
                    title: parsed.title.clone(),
                    moved_to: moved_to.map(String::from),
                    site: parsed.site.clone(),
                    validators: Some((validators.etag, validators.modified)),
                    due: due(parsed.refresh_mins, fresh_secs, 0),
                    ..Refreshed::default()
                };
                noted(Outcome::Updated(0), refreshed, Some(*parsed)).await
            }
            Err(problem) => {
                let failures = feed.failures.saturating_add(1);
                let mut refreshed = Refreshed {
                    due: due(None, None, failures),
                    failures,
                    problem: serde_json::to_string(&problem).ok(),
                    ..Refreshed::default()
                };
                if let FeedProblem::AskedToWait { secs } = problem {
                    let until = now.0.saturating_add(i64::try_from(secs).unwrap_or(i64::MAX));
                    refreshed.refused_until = UnixSecs(until);
                    refreshed.due = UnixSecs(until.max(refreshed.due.0));
                }
                refreshed.has_ended = problem == FeedProblem::Gone;
                let outcome = if refreshed.has_ended { Outcome::Ended } else { Outcome::Broken(problem) };
                noted(outcome, refreshed, None).await
            }
        }
    }

    /// Asks for the feed at `url`; at most [`MOST_A_HOST`] at a time of one host.
    async fn ask(&self, feed: &Feed, url: &Url) -> Result<Got, FeedProblem> {
        let host = self.host(url.host_str().unwrap_or_default());
        let _of_host = host.acquire().await.map_err(|_| FeedProblem::Internal)?;
        let _of_all = self.all.acquire().await.map_err(|_| FeedProblem::Internal)?;
        let reach = self.client.reach(url).await;
        let known = Validators { etag: feed.etag.clone(), modified: feed.modified.clone() };
        match self.client.get(url, reach, &known, ACCEPTED).await? {
            Answer::Unchanged => Ok(Got::Unchanged),
            Answer::Refused { status, retry_after } => {
                Err(refused(status, retry_after.as_deref(), UnixSecs::now().0))
            }
            Answer::Page { page, validators, moved_to, fresh_secs } => {
                let parsed = Box::new(parsed(page).await?);
                Ok(Got::Read { parsed, validators, moved_to, fresh_secs })
            }
        }
    }

    fn host(&self, name: &str) -> Arc<Semaphore> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || Arc::new(Semaphore::new(MOST_A_HOST));
        Arc::clone(hosts.entry(name.to_owned()).or_insert_with(new))
    }

    /// Has the library do `work`, and waits for it on a thread that may.
    async fn in_library<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Database) -> Result<T, LibraryError> + Send + 'static,
    ) -> Result<T, LibraryError> {
        let library = self.library.clone();
        let result = tokio::task::spawn_blocking(move || library.call(work)).await;
        result.unwrap_or(Err(LibraryError::Closed))
    }
}

enum Got {
    Unchanged,
    Read { parsed: Box<ParsedFeed>, validators: Validators, moved_to: Option<Url>, fresh_secs: Option<u64> },
}

/// The feed of `page`; a panic of the parser is [`FeedProblem::Internal`].
async fn parsed(page: Box<Page>) -> Result<ParsedFeed, FeedProblem> {
    let parsing =
        tokio::task::spawn_blocking(move || parse(&page.bytes, page.charset.as_deref(), &page.address));
    parsing.await.unwrap_or(Err(FeedProblem::Internal))
}

fn take(
    database: &mut Database,
    key: FeedKey,
    feed: &ParsedFeed,
    now: UnixSecs,
) -> Result<usize, LibraryError> {
    let items: Vec<NewFeedItem> = feed.items.iter().map(|item| kept(item, now)).collect();
    database.take_feed_items(key, &items, now, &|title, a, b| {
        same::is_same_story(title, &markup::plain(a), &markup::plain(b))
    })
}

/// An item as the library keeps it as of `now`.
fn kept(item: &ParsedItem, now: UnixSecs) -> NewFeedItem {
    NewFeedItem {
        id: item.id.clone(),
        title: item.title.clone(),
        address: item.address.clone(),
        canonical: item.address.as_deref().map(identity::canonical),
        // What comes from the future would be the newest for ever.
        published: item.published.map(|at| UnixSecs(at.min(now.0))),
        author: item.author.clone(),
        teaser: item.teaser.clone(),
        text: item.text.clone(),
        secs: item.text.as_deref().map(|text| spoken_secs(&markup::plain(text))),
    }
}

/// How long `text` takes to be read aloud, in seconds at normal speed; an estimate.
fn spoken_secs(text: &str) -> f64 {
    let is_han = |c: char| ('\u{3400}'..='\u{9FFF}').contains(&c);
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.map(|c| if is_han(c) { SECS_A_HAN } else { SECS_A_LETTER }).sum()
}
