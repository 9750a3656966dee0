//! `tingxinwen read`: an article, the new items of a feed, or today's news.

use clap::Args;
use tingxinwen::{
    article::Source,
    player::{Command, Notice},
    remote::{Reached, Remote},
};
use tingxinwen_library::{FeedItem, FeedQuery, ItemState};

use super::{Listen, feeds, runtime, runtime::Runtime, say};
use crate::{
    actions::KeyMap,
    clipboard,
    failure::Failure,
    follow::Follower,
    setup,
    terminal::{self, Ended},
    words::Words,
};

/// The most items of a feed that are read.
const MOST: u32 = 100;

/// What is read.
#[derive(Debug, Args)]
pub(super) struct ReadArgs {
    #[command(flatten)]
    listen: Listen,
    /// Reads what is new in the feed of this name or address; N goes to the next article.
    #[arg(long, conflicts_with_all = ["article", "today"])]
    feed: Option<String>,
    /// Reads today's news: what is new in all chosen feeds; N goes to the next article.
    #[arg(long, conflicts_with = "article")]
    today: bool,
    /// Reads what was copied: an address or a text.
    #[arg(long, conflicts_with_all = ["article", "feed", "today"])]
    clipboard: bool,
    /// Reads what is selected in any window.
    #[arg(long, conflicts_with_all = ["article", "feed", "today", "clipboard"])]
    selection: bool,
}

impl ReadArgs {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        if self.feed.is_some() || self.today {
            return self.read_feeds();
        }
        if !self.clipboard && !self.selection {
            return run(&self.listen);
        }
        let text = if self.clipboard { clipboard::copied() } else { clipboard::selected() };
        let article = Some(text.ok_or(Failure::NothingCopied)?);
        run(&Listen { article, ..self.listen.clone() })
    }

    /// Reads new items one after the other.
    fn read_feeds(&self) -> anyhow::Result<()> {
        let runtime = runtime()?;
        let items = self.items(&runtime)?;
        anyhow::ensure!(!items.is_empty(), Failure::NothingNew);
        let started = self.listen.start(&runtime, || ())?;
        let (engine, words) = (&started.engine, Words::of_listener());
        let (keys, problems) = KeyMap::with(&started.settings.keys);
        for problem in &problems {
            setup::warn(problem.told(words));
        }
        for item in items {
            let open = Command::Open(Source::Address(item.source()));
            let snapshot = runtime.block_on(async {
                let mut snapshots = engine.subscribe();
                engine.perform(open).await;
                let opened = snapshots.wait_for(|snapshot| snapshot.opening.is_none()).await;
                opened.map(|snapshot| std::sync::Arc::clone(&snapshot))
            })?;
            if let Some(Notice::NotOpened(error)) = &snapshot.notice {
                setup::warn(format!("{}: {}", item.title, words.open_error(error)));
                engine.send(Command::DismissNotice);
                continue;
            }
            say(format_args!("{} · {}", item.title, item.feed_title));
            let follower = Follower::new(self.listen.trace()?);
            if terminal::read(engine, words, keys.clone(), follower, started.program.passwords())?
                == Ended::Quit
            {
                break;
            }
        }
        started.program.flush();
        Ok(())
    }

    /// What is new, asked of the servers now.
    fn items(&self, runtime: &Runtime) -> anyhow::Result<Vec<FeedItem>> {
        let library = feeds::library()?;
        let all = library.call(|database| database.feeds())?;
        let wanted = match &self.feed {
            Some(name) => vec![feeds::named(&all, name)?],
            None => all,
        };
        let feed = self.feed.is_some().then(|| wanted[0].key);
        feeds::refresh(runtime, &library, wanted, |_| ());
        let items = library.call(move |database| match feed {
            Some(_) => {
                let query =
                    FeedQuery { feed, state: Some(ItemState::New), limit: MOST, ..FeedQuery::default() };
                let mut items = database.feed_items(&query)?;
                items.reverse();
                Ok(items)
            }
            None => database.todays_items(),
        })?;
        Ok(items)
    }
}

/// Reads one article.
pub(super) fn run(listen: &Listen) -> anyhow::Result<()> {
    anyhow::ensure!(listen.article.is_some(), Failure::NothingGiven);
    let runtime = runtime()?;
    let started = listen.start(&runtime, || ())?;
    let follower = Follower::new(listen.trace()?);
    let (keys, problems) = KeyMap::with(&started.settings.keys);
    let words = Words::of_listener();
    for problem in &problems {
        setup::warn(problem.told(words));
    }
    let (engine, queue) = (started.engine.clone(), Some(started.queue.clone()));
    let _remote = Remote::open(
        &runtime,
        &Reached { engine, queue, playback: started.program.playback_now(), raise: None },
        &words.app_name(),
    );
    terminal::read(&started.engine, words, keys, follower, started.program.passwords())?;
    started.program.flush();
    Ok(())
}
