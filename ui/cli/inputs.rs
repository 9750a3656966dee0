//! What several articles are taken from: the command line, the library, the queue, feeds.

use clap::Args;
use tingxinwen::{
    app::{Pages, source_of, with_block_overrides},
    article::Source,
    core::document::Document,
    engine::Opener as _,
};
use tingxinwen_library::{FeedQuery, InToday, ItemState, Library, Query};

use super::{Runtime, feeds, password::PasswordArgs, runtime};
use crate::{failure::Failure, setup, words::Words};

/// The most articles of the library or of a feed.
const MOST: u32 = 200;

/// Articles.
#[derive(Debug, Args)]
pub(super) struct Inputs {
    /// Addresses, files, `-`, or texts.
    #[arg(value_parser = super::article_text())]
    pub(super) articles: Vec<String>,
    /// The articles of the library in which all these words stand, or which has this identity.
    #[arg(long, value_name = "WORDS")]
    library: Option<String>,
    /// What is in the queue.
    #[arg(long)]
    queue: bool,
    /// What is new in the feed of this name or address.
    #[arg(long, value_name = "NAME")]
    from_feed: Option<String>,
    /// Today's news: what is new in all chosen feeds.
    #[arg(long)]
    today: bool,
    #[command(flatten)]
    password: PasswordArgs,
}

impl Inputs {
    /// All of them, opened, in order. What cannot be opened of the queue or of feeds is told and left out.
    ///
    /// # Errors
    /// Where nothing is there, or what was named cannot be opened.
    pub(super) fn open(&self) -> anyhow::Result<Vec<Document>> {
        let mut documents = Vec::new();
        for article in &self.articles {
            documents.push(with_block_overrides(super::open(article, &self.password)?));
        }
        if self.library.is_some() || self.queue || self.from_feed.is_some() || self.today {
            let (runtime, library) = (runtime()?, feeds::library()?);
            let sources = self.sources(&runtime, &library)?;
            let pages = Pages::new(Some(library));
            for source in sources {
                match runtime.block_on(pages.open(source.clone())) {
                    Ok(document) => documents.push(document),
                    Err(error) => setup::warn(Words::of_listener().open_error(&error)),
                }
            }
        }
        anyhow::ensure!(!documents.is_empty(), Failure::NothingGiven);
        Ok(documents)
    }

    fn sources(&self, runtime: &Runtime, library: &Library) -> anyhow::Result<Vec<Source>> {
        let mut sources = Vec::new();
        if let Some(words) = self.library.clone() {
            let query = Query { words: words.clone(), limit: MOST, ..Query::default() };
            let found = library.call(move |database| {
                let by_name = database.document(&query.words, tingxinwen_library::UnixSecs::now())?;
                let all = || Ok(database.list(&query)?.into_iter().map(|entry| entry.id.0).collect());
                by_name.map_or_else(all, |document| Ok(vec![document.id().0.clone()]))
            })?;
            anyhow::ensure!(!found.is_empty(), Failure::UnknownArticle(words));
            sources.extend(found.into_iter().map(Source::Address));
        }
        if self.queue {
            let queued = library.call(|database| database.queue())?;
            sources.extend(queued.into_iter().map(|item| source_of(item.source)));
        }
        if self.from_feed.is_some() || self.today {
            let items = self.items(runtime, library)?;
            sources.extend(items.into_iter().map(Source::Address));
        }
        Ok(sources)
    }

    /// What is new in feeds, asked of the servers now, the oldest first.
    fn items(&self, runtime: &Runtime, library: &Library) -> anyhow::Result<Vec<String>> {
        let all = library.call(|database| database.feeds())?;
        let wanted = match &self.from_feed {
            Some(name) => vec![feeds::named(&all, name)?],
            None => all.into_iter().filter(|feed| feed.in_today == InToday::Chosen).collect(),
        };
        let feed = self.from_feed.as_ref().and_then(|_| wanted.first()).map(|feed| feed.key);
        feeds::refresh(runtime, library, wanted, |_| ());
        let items = library.call(move |database| match feed {
            Some(_) => {
                let state = Some(ItemState::New);
                let mut items =
                    database.feed_items(&FeedQuery { feed, state, limit: MOST, ..FeedQuery::default() })?;
                items.reverse();
                Ok(items)
            }
            None => database.todays_items(),
        })?;
        anyhow::ensure!(!items.is_empty(), Failure::NothingNew);
        Ok(items.iter().map(|item| item.source()).collect())
    }
}
