//! `bench feeds`: two hundred feeds are refreshed from a server on 127.0.0.1, whole and unchanged.

use std::{fmt::Write as _, time::Instant};

use tingxinwen_feeds::{Outcome, Refresher, When};
use tingxinwen_library::{Library, NewFeed};
use tingxinwen_test_tools::server::{Answer, Request, Server};

use crate::tell;

/// Feeds that are refreshed.
const FEEDS: usize = 200;
/// Items of each, with a text of their own.
const ITEMS: usize = 20;

pub(crate) fn run() {
    let server = Server::start(answer);
    let folder = tempfile::tempdir().expect("a folder");
    let library = Library::open(&folder.path().join("library.sqlite")).expect("a library");
    let url = server.url();
    let added = library.call(move |database| {
        (0..FEEDS).try_for_each(|at| {
            let (address, title) = (format!("{url}/{at}"), format!("站 {at}"));
            database.add_feed(&NewFeed { address, title, ..NewFeed::default() }).map(|_| ())
        })
    });
    added.expect("added");
    let runtime = tokio::runtime::Runtime::new().expect("runtime");
    let refresher = Refresher::new(library.clone());
    for name in ["whole", "unchanged"] {
        let feeds = library.call(|database| database.feeds()).expect("feeds");
        let before = server.requests().len();
        let (mut new, started) = (0, Instant::now());
        runtime.block_on(refresher.refresh(feeds, When::Now, |report| match report.outcome {
            Outcome::Updated(count) => new += count,
            Outcome::Unchanged => (),
            Outcome::Waiting | Outcome::Ended | Outcome::Broken(_) => panic!("{report:?}"),
        }));
        let secs = started.elapsed().as_secs_f64();
        let asked = server.requests().len() - before;
        tell(format_args!("{FEEDS} feeds, {name}: {secs:.2} s, {asked} requests, {new} new items"));
    }
}

fn answer(request: &Request) -> Answer {
    if request.header("if-none-match").is_some() {
        return Answer::status(304, "");
    }
    let feed = request.line.split(['/', ' ']).nth(2).unwrap_or_default();
    let mut text = format!("<rss version=\"2.0\"><channel><title>站 {feed}</title><link>/</link>");
    for item in 0..ITEMS {
        let words = format!("第 {feed} 站第 {item} 篇報導的內容，說明今天的經過和後續的安排。").repeat(4);
        // Writing to a text does not fail.
        write!(text, "<item><title>第 {feed} 站第 {item} 篇</title><link>/{feed}/{item}</link><description>{words}</description></item>").ok();
    }
    Answer::whole("application/rss+xml", (text + "</channel></rss>").into_bytes()).with("etag", "\"1\"")
}
