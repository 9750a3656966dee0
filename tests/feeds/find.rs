//! Feeds found behind the address of a site.

use tingxinwen_feeds::{FeedProblem, find};
use tingxinwen_test_tools::server::{Answer, Request, Server};

use crate::{rss, run};

fn page(html: &str) -> Answer {
    Answer::whole("text/html; charset=utf-8", html.as_bytes().to_vec())
}

fn xml() -> Answer {
    Answer::whole("application/rss+xml", rss(&[(1, "一")]).into_bytes())
}

/// A server with `home` at its root and a feed at `feed`.
fn site(home: &'static str, feed: &'static str) -> Server {
    Server::start(move |request: &Request| match request.line.split(' ').nth(1).unwrap_or_default() {
        "/" => page(home),
        path if path == feed => xml(),
        _ => Answer::status(404, "no"),
    })
}

#[test]
fn a_feed_is_found_by_itself_by_the_link_of_its_site_and_where_feeds_usually_are() {
    for (home, feed, asked) in [
        ("<html><body>x</body></html>", "/news.xml", "/news.xml"),
        (
            "<html><head><link rel=\"alternate\" type=\"application/rss+xml\" title=\"Comments\" href=\"/c\">\
             <LINK REL=alternate TYPE='application/rss+xml' HREF='/x?a=1&amp;b=2'></head></html>",
            "/x?a=1&b=2",
            "/",
        ),
        ("<html><body><a href=\"/blog/rss.xml\">RSS</a></body></html>", "/blog/rss.xml", "/"),
        ("<html><body>x</body></html>", "/feed.xml", "/"),
    ] {
        let server = site(home, feed);
        let found =
            run(find(&format!("{}{asked}", server.url()))).map_err(|problem| (feed, problem)).unwrap();
        assert_eq!(found.address.as_str(), format!("{}{feed}", server.url()));
        assert_eq!(found.feed.items.len(), 1);
    }
}

#[test]
fn a_site_without_a_feed_is_not_asked_without_end() {
    let server = site("<html><body>x</body></html>", "/nowhere");
    assert_eq!(run(find(&server.url())).err(), Some(FeedProblem::NoneFound));
    assert!(server.requests().len() <= 17, "{}", server.requests().len());
    assert_eq!(run(find("not an address")).err(), Some(FeedProblem::BadAddress));
    assert_eq!(run(find("ftp://news.test/")).err(), Some(FeedProblem::BadAddress));
    assert_eq!(run(find(&format!("{}/gone", server.url()))).err(), Some(FeedProblem::NotFound));
}

#[test]
fn where_a_server_sends_for_now_is_no_address_to_keep() {
    for (status, kept) in [(302, "/old"), (301, "/new")] {
        let server = Server::start(move |request: &Request| {
            if request.line.contains("/old") {
                return Answer::status(status, "").with("location", "/new");
            }
            xml()
        });
        let found = run(find(&format!("{}/old", server.url()))).map_err(|problem| (status, problem)).unwrap();
        assert_eq!(found.address.path(), kept);
    }
}

#[test]
fn a_feed_that_is_gone_is_replaced_by_the_one_that_its_site_names() {
    let home = "<html><head><link rel=alternate type='application/rss+xml' href='/new.xml'></head></html>";
    let server = site(home, "/new.xml");
    let found = run(find(&format!("{}/rss/old.xml", server.url()))).map_err(|problem| format!("{problem:?}"));
    assert_eq!(found.unwrap().address.path(), "/new.xml");
    let without = site("<html><body>x</body></html>", "/nowhere");
    let problem = run(find(&format!("{}/rss/old.xml", without.url()))).err();
    assert_eq!(problem, Some(FeedProblem::NotFound), "what is wrong with the address that was given");
}
