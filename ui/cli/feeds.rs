//! `tingxinwen feeds`: subscriptions without a window.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::{Value, json};
use tingxinwen_feeds::{Outcome, Refresher, Report, When, find, opml, sites};
use tingxinwen_library::{Feed, FeedItem, FeedKey, FeedQuery, Library, NewFeed, UnixSecs};

use super::{dash, runtime, runtime::Runtime, say};
use crate::{failure::Failure, words::Words};

/// The most items of a feed that are reported.
const REPORTED: u32 = 500;

/// What to do with feeds; without anything, lists them.
#[derive(Debug, Args)]
pub(super) struct FeedsArgs {
    #[command(subcommand)]
    action: Option<Action>,
    /// As JSON, a feed a line.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Lists them.
    List,
    /// Adds the feed of a site, by its address or that of the feed.
    Add {
        /// The address.
        address: String,
        /// The folder that it goes into; `/` stands between a folder and one in it.
        #[arg(long, default_value = "")]
        folder: String,
    },
    /// Removes a feed; its articles that were opened stay in the library.
    Remove {
        /// Its name or address.
        feed: String,
    },
    /// Asks the servers for what is new.
    Refresh {
        /// Only this one, by its name or address.
        feed: Option<String>,
    },
    /// Adds the feeds of an OPML file, without asking for anything.
    Import {
        /// From where; `-` for standard input.
        file: PathBuf,
    },
    /// Writes all feeds to an OPML file.
    Export {
        /// Where to; `-` for standard output.
        file: PathBuf,
    },
    /// Lists sites to begin with; nothing is asked of them.
    Sites,
}

impl FeedsArgs {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        if matches!(self.action, Some(Action::Sites)) {
            for site in sites::sites() {
                say(format_args!("{}\t{}\t{}", site.folder, site.name, site.address));
            }
            return Ok(());
        }
        let library = library()?;
        let feeds = library.call(|database| database.feeds())?;
        match &self.action {
            None | Some(Action::List) => {
                self.list(&feeds);
                Ok(())
            }
            Some(Action::Add { address, folder }) => self.add(&library, address, folder),
            Some(Action::Remove { feed }) => {
                let feed = named(&feeds, feed)?;
                library.call(move |database| database.remove_feed(feed.key))?;
                say(Words::of_listener().feed_removed(feed.title));
                Ok(())
            }
            Some(Action::Refresh { feed: Some(name) }) => self.refresh(&library, &[named(&feeds, name)?]),
            Some(Action::Refresh { feed: None }) => self.refresh(&library, &feeds),
            Some(Action::Import { file }) => import(&library, &feeds, file),
            Some(Action::Export { file }) => {
                let text = opml::write(&Words::of_listener().feeds_title(), &subscriptions(feeds));
                Ok(dash::write(file, &text)?)
            }
            Some(Action::Sites) => Ok(()),
        }
    }

    fn list(&self, feeds: &[Feed]) {
        let words = Words::of_listener();
        for feed in feeds {
            if self.json {
                say(about(feed, words));
                continue;
            }
            let told = match &feed.problem {
                Some(problem) => words.kept_feed_problem(problem),
                None => words.feed_new(feed.new),
            };
            let folder = if feed.folder.is_empty() { String::new() } else { format!("[{}] ", feed.folder) };
            say(format_args!("{folder}{}  {}  {told}", feed.title, feed.address));
        }
        if feeds.is_empty() && !self.json {
            say(words.feeds_none());
        }
    }

    fn add(&self, library: &Library, address: &str, folder: &str) -> anyhow::Result<()> {
        let runtime = runtime()?;
        let found = runtime.block_on(find(address));
        let found = found.map_err(|problem| Failure::Feed { address: address.to_owned(), problem })?;
        let count = found.feed.items.len();
        let key = runtime.block_on(Refresher::new(library.clone()).add(found, folder.to_owned()))?;
        let feed = library.call(|database| database.feeds())?.into_iter().find(|feed| feed.key == key);
        if let Some(feed) = feed {
            let words = Words::of_listener();
            say(if self.json {
                about(&feed, words).to_string()
            } else {
                words.feed_added(feed.title, count)
            });
        }
        Ok(())
    }

    fn refresh(&self, library: &Library, feeds: &[Feed]) -> anyhow::Result<()> {
        let words = Words::of_listener();
        let mut reports = Vec::new();
        refresh(&runtime()?, library, feeds.to_vec(), |report| reports.push(report));
        for feed in feeds {
            let Some(report) = reports.iter().find(|report| report.feed == feed.key) else { continue };
            if self.json {
                let items = reported(library, feed.key)?;
                say(report_of(feed, report, &items, words));
            } else {
                say(format_args!("{}  {}", feed.title, words.feed_outcome(&report.outcome)));
            }
        }
        Ok(())
    }
}

/// The items of a feed; from then on none of them is new to a report.
fn reported(library: &Library, feed: FeedKey) -> anyhow::Result<Vec<FeedItem>> {
    let query = FeedQuery { feed: Some(feed), limit: REPORTED, ..FeedQuery::default() };
    Ok(library.call(move |database| {
        let items = database.feed_items(&query)?;
        database.note_told(feed)?;
        Ok(items)
    })?)
}

/// The library, which has the feeds.
pub(super) fn library() -> anyhow::Result<Library> {
    let path = tingxinwen_library::path().ok_or(Failure::NoDataFolder)?;
    Ok(Library::open(&path)?)
}

/// The feed that `name` means: its address, its name, or the only one with that in its name or address.
pub(super) fn named(feeds: &[Feed], name: &str) -> anyhow::Result<Feed> {
    let lower = name.to_lowercase();
    let exact = |feed: &&Feed| feed.address == name || feed.title.to_lowercase() == lower;
    if let Some(feed) = feeds.iter().find(exact) {
        return Ok(feed.clone());
    }
    let mut within = feeds.iter().filter(|feed| {
        feed.title.to_lowercase().contains(&lower) || feed.address.to_lowercase().contains(&lower)
    });
    let found = within.next().ok_or_else(|| Failure::UnknownFeed(name.to_owned()))?;
    anyhow::ensure!(within.next().is_none(), Failure::SeveralFeeds(name.to_owned()));
    Ok(found.clone())
}

/// Asks `feeds` now, and tells `done` of each.
pub(super) fn refresh(runtime: &Runtime, library: &Library, feeds: Vec<Feed>, done: impl FnMut(Report)) {
    runtime.block_on(Refresher::new(library.clone()).refresh(feeds, When::Now, done));
}

fn import(library: &Library, feeds: &[Feed], file: &Path) -> anyhow::Result<()> {
    let text = tingxinwen::article::decode(&dash::read(file)?, None);
    let found = opml::read(&text).ok_or_else(|| Failure::NotOpml(file.to_owned()))?;
    let all = found.len();
    let new: Vec<NewFeed> = found
        .into_iter()
        .filter(|one| feeds.iter().all(|feed| feed.address != one.address))
        .map(|one| NewFeed { address: one.address, title: one.title, site: one.site, folder: one.folder })
        .collect();
    let added = new.len();
    library.call(move |database| new.iter().try_for_each(|feed| database.add_feed(feed).map(|_| ())))?;
    say(Words::of_listener().feeds_imported(added, all - added));
    Ok(())
}

fn subscriptions(feeds: Vec<Feed>) -> Vec<opml::Subscription> {
    let one = |feed: Feed| opml::Subscription {
        title: feed.title,
        address: feed.address,
        site: feed.site,
        folder: feed.folder,
    };
    feeds.into_iter().map(one).collect()
}

fn about(feed: &Feed, words: &Words) -> Value {
    json!({
        "name": feed.title,
        "address": feed.address,
        "site": feed.site,
        "folder": feed.folder,
        "new": feed.new,
        "ended": feed.has_ended,
        "problem": feed.problem.as_deref().map(|problem| words.kept_feed_problem(problem)),
    })
}

fn report_of(feed: &Feed, report: &Report, items: &[FeedItem], words: &Words) -> Value {
    let (state, problem) = match &report.outcome {
        Outcome::Updated(_) => ("updated", None),
        Outcome::Unchanged => ("unchanged", None),
        Outcome::Waiting => ("waiting", Some(words.feed_waiting())),
        Outcome::Ended => ("ended", Some(words.feed_gone())),
        Outcome::Broken(problem) => ("broken", Some(words.feed_problem(problem))),
    };
    let item = |item: &FeedItem| {
        json!({
            "title": item.title,
            "address": item.address,
            "date": item.published.and_then(date),
            "new": item.is_untold,
            "same_as": item.same_as,
        })
    };
    json!({
        "name": feed.title,
        "address": feed.address,
        "folder": feed.folder,
        "state": state,
        "problem": problem,
        "items": items.iter().map(item).collect::<Vec<_>>(),
    })
}

/// A moment as RFC 3339 writes it.
fn date(at: UnixSecs) -> Option<String> {
    tingxinwen_feeds::date_text(at.0)
}
