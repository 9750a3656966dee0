//! Feeds: read whatever is broken in them, found, refreshed over servers on 127.0.0.1, and opened.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod broken;
mod find;
mod opened;
mod opml;
mod parse;
mod refresh;

use std::fmt::Write as _;

use tingxinwen_feeds::{ParsedFeed, parse};
use tingxinwen_library::{Database, Library};
use url::Url;

/// The feed in `text`, as if it had come from a site.
fn feed(text: &str) -> ParsedFeed {
    parse(text.as_bytes(), None, &address()).unwrap()
}

fn address() -> Url {
    Url::parse("https://news.test/rss.xml").unwrap()
}

fn titles(feed: &ParsedFeed) -> Vec<&str> {
    feed.items.iter().map(|item| item.title.as_str()).collect()
}

fn library() -> Library {
    Library::over(Database::in_memory().unwrap()).unwrap()
}

/// A feed of RSS 2.0 with the items `(number, title)`, each with a page of its own.
fn rss(items: &[(u32, &str)]) -> String {
    let mut text = String::from("<rss version=\"2.0\"><channel><title>霧港日報</title><link>/</link>");
    for (number, title) in items {
        write!(
            text,
            "<item><title>{title}</title><link>/story/{number}</link><guid>n-{number}</guid>\
             <description>{title}的摘要。</description></item>"
        )
        .unwrap();
    }
    text + "</channel></rss>"
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(work)
}
