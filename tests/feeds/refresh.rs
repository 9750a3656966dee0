//! Refreshing over servers on 127.0.0.1: what is asked, how often, and what is kept.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tingxinwen_feeds::{FeedProblem, Outcome, Refresher, When};
use tingxinwen_library::{
    Feed, FeedItem, FeedKey, FeedQuery, InToday, ItemState, Library, NewFeed, Refreshed, UnixSecs,
};
use tingxinwen_test_tools::server::{Answer, Request, Server};

use crate::{library, rss, run};

fn add(library: &Library, address: &str) -> FeedKey {
    let new = NewFeed { address: address.to_owned(), title: address.to_owned(), ..NewFeed::default() };
    library.call(move |database| database.add_feed(&new)).unwrap()
}

fn feeds(library: &Library) -> Vec<Feed> {
    library.call(|database| database.feeds()).unwrap()
}

fn refresh(library: &Library, when: When) -> HashMap<FeedKey, Outcome> {
    let mut outcomes = HashMap::new();
    let refresher = Refresher::new(library.clone());
    run(refresher.refresh(feeds(library), when, |report| {
        outcomes.insert(report.feed, report.outcome);
    }));
    outcomes
}

fn items(library: &Library, query: FeedQuery) -> Vec<FeedItem> {
    let query = FeedQuery { limit: 1000, ..query };
    library.call(move |database| database.feed_items(&query)).unwrap()
}

fn titles(items: &[FeedItem]) -> Vec<&str> {
    items.iter().map(|item| item.title.as_str()).collect()
}

fn xml(text: String) -> Answer {
    Answer::whole("application/rss+xml", text.into_bytes())
}

/// A server whose answer a test changes.
fn changing(first: Answer) -> (Server, Arc<Mutex<Answer>>) {
    let answer = Arc::new(Mutex::new(first));
    let given = Arc::clone(&answer);
    (Server::start(move |_: &Request| given.lock().unwrap().clone()), answer)
}

#[test]
fn what_did_not_change_is_not_sent_again_and_nothing_is_new_twice() {
    let server = Server::start(|request: &Request| {
        let is_known = request.header("if-none-match") == Some("\"v1\"")
            && request.header("if-modified-since") == Some("Sat, 14 Mar 2026 05:40:00 GMT");
        if is_known {
            return Answer::status(304, "");
        }
        xml(rss(&[(1, "一"), (2, "二")]))
            .with("etag", "\"v1\"")
            .with("last-modified", "Sat, 14 Mar 2026 05:40:00 GMT")
    });
    let library = library();
    let key = add(&library, &server.url());
    assert_eq!(feeds(&library)[0].title, server.url());
    assert_eq!(refresh(&library, When::Now)[&key], Outcome::Updated(2));
    assert_eq!(feeds(&library)[0].title, "霧港日報");
    assert_eq!(refresh(&library, When::Now)[&key], Outcome::Unchanged);
    // Its time has not come.
    assert_eq!(refresh(&library, When::Due)[&key], Outcome::Waiting);
    assert_eq!(server.requests().len(), 2);
    assert_eq!(items(&library, FeedQuery::default()).len(), 2);
}

#[test]
fn a_broken_feed_says_why_and_keeps_its_items() {
    let (server, answer) = changing(xml(rss(&[(1, "一")])));
    let library = library();
    let key = add(&library, &server.url());
    refresh(&library, When::Now);
    for (bad, problem) in [
        (Answer::whole("text/html", b"<html>Login</html>".to_vec()), FeedProblem::WebPage),
        (Answer::status(500, "x"), FeedProblem::Status { status: 500 }),
        (Answer::status(404, "x"), FeedProblem::NotFound),
        (xml("<rss><nothing".to_owned()), FeedProblem::NotAFeed),
    ] {
        *answer.lock().unwrap() = bad;
        assert_eq!(refresh(&library, When::Now)[&key], Outcome::Broken(problem.clone()));
        let feed = feeds(&library).remove(0);
        assert_eq!(feed.problem.map(|told| serde_json::from_str(&told).unwrap()), Some(problem));
        assert_eq!(items(&library, FeedQuery::default()).len(), 1);
    }
    assert_eq!(feeds(&library)[0].failures, 4);
    *answer.lock().unwrap() = xml(rss(&[(2, "二"), (1, "一")]));
    assert_eq!(refresh(&library, When::Now)[&key], Outcome::Updated(1));
    assert_eq!((feeds(&library)[0].problem.clone(), feeds(&library)[0].failures), (None, 0));
}

#[test]
fn a_feed_is_asked_though_the_clock_was_put_back_since_the_last_time() {
    let server = Server::start(|_: &Request| xml(rss(&[(1, "一")])));
    let library = library();
    let key = add(&library, &server.url());
    // Asked when the clock was a year ahead, and told to wait then.
    let later = |secs: i64| UnixSecs(UnixSecs::now().0 + 365 * 86_400 + secs);
    let refreshed = Refreshed { due: later(7_200), refused_until: later(3_600), ..Refreshed::default() };
    library.call(move |database| database.note_refreshed(key, &refreshed, later(0))).unwrap();
    assert_eq!(refresh(&library, When::Due)[&key], Outcome::Updated(1));
    assert_eq!(refresh(&library, When::Due)[&key], Outcome::Waiting, "from then on as ever");
}

#[test]
fn a_server_that_asks_to_wait_is_not_asked_and_one_that_is_gone_never_again() {
    let (server, answer) = changing(Answer::status(429, "x").with("retry-after", "3600"));
    let library = library();
    let key = add(&library, &server.url());
    assert_eq!(refresh(&library, When::Now)[&key], Outcome::Broken(FeedProblem::AskedToWait { secs: 3600 }));
    assert_eq!(refresh(&library, When::Now)[&key], Outcome::Waiting);
    assert_eq!(server.requests().len(), 1);
    let gone = add(&library, &format!("{}/gone", server.url()));
    *answer.lock().unwrap() = Answer::status(410, "x");
    assert_eq!(refresh(&library, When::Now)[&gone], Outcome::Ended);
    assert_eq!(refresh(&library, When::Now)[&gone], Outcome::Ended);
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn a_feed_that_moved_for_good_is_asked_at_its_new_address_and_one_that_moved_for_now_is_not() {
    for (status, moves) in [(301, true), (308, true), (302, false), (307, false)] {
        let server = Server::start(move |request: &Request| {
            if request.line.contains("/old") {
                return Answer::status(status, "").with("location", "/new");
            }
            xml(rss(&[(1, "一")]))
        });
        let library = library();
        let key = add(&library, &format!("{}/old", server.url()));
        assert_eq!(refresh(&library, When::Now)[&key], Outcome::Updated(1));
        let now = &feeds(&library)[0].address;
        assert_eq!(now.ends_with("/new"), moves, "{status}: {now}");
        assert!(server.requests().len() == 2);
    }
    // To a page that is no feed nothing moves.
    let server = Server::start(|request: &Request| {
        if request.line.contains("/old") {
            return Answer::status(301, "").with("location", "/parked");
        }
        Answer::whole("text/html", b"<html>This domain is for sale</html>".to_vec())
    });
    let library = library();
    add(&library, &format!("{}/old", server.url()));
    refresh(&library, When::Now);
    assert!(feeds(&library)[0].address.ends_with("/old"));
}

#[test]
fn two_hundred_feeds_are_asked_once_each_and_two_at_a_time_of_one_host() {
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let seen = (Arc::clone(&now), Arc::clone(&most));
    let server = Server::start(move |request: &Request| {
        let busy = seen.0.fetch_add(1, Ordering::SeqCst) + 1;
        seen.1.fetch_max(busy, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(2));
        seen.0.fetch_sub(1, Ordering::SeqCst);
        let number: u32 = request.line.split(['/', ' ']).nth(2).unwrap().parse().unwrap();
        let all: Vec<(u32, String)> =
            (0..5).map(|at| (number * 10 + at, format!("第 {number} 站第 {at} 篇"))).collect();
        xml(rss(&all.iter().map(|(at, title)| (*at, title.as_str())).collect::<Vec<_>>()))
    });
    let library = library();
    for number in 0..200 {
        add(&library, &format!("{}/{number}", server.url()));
    }
    let outcomes = refresh(&library, When::Now);
    assert!(outcomes.values().all(|outcome| *outcome == Outcome::Updated(5)), "{outcomes:?}");
    assert_eq!(server.requests().len(), 200);
    assert_eq!(most.load(Ordering::SeqCst), 2);
    assert_eq!(items(&library, FeedQuery::default()).len(), 1000);
}

#[test]
fn the_same_story_is_offered_once() {
    let story = "能見度不到兩百公尺，渡船今晨停航三小時，上午八點四十分復航，港務局說明天還會有霧。";
    let item = |title: &str, link: &str, text: &str| {
        format!("<item><title>{title}</title><link>{link}</link><description>{text}</description></item>")
    };
    let feed =
        |items: String| xml(format!("<rss version=\"2.0\"><channel><title>x</title>{items}</channel></rss>"));
    let one = item("渡船停航", "https://news.test/a?id=1", story)
        + &item("今日天氣", "https://news.test/w/1", "北部多雲，午後有短暫雷陣雨，出門請帶傘。");
    let other = item("渡船停航了", "http://www.news.test/a/?id=1&amp;utm_source=x", "另一種說法。")
        + &item("渡船停航", "https://wire.test/9", &format!("（霧港訊）{story}"))
        + &item("今日天氣", "https://wire.test/w", "南部晴朗炎熱，沿海風浪稍大，漁船作業請注意安全。");
    let server = Server::start(move |request: &Request| {
        feed(if request.line.contains("/1 ") { one.clone() } else { other.clone() })
    });
    let library = library();
    add(&library, &format!("{}/1", server.url()));
    refresh(&library, When::Now);
    let second = add(&library, &format!("{}/2", server.url()));
    refresh(&library, When::Now);
    let all = items(&library, FeedQuery::default());
    let mut offered = titles(&all);
    offered.sort_unstable();
    assert_eq!(offered, ["今日天氣", "今日天氣", "渡船停航"]);
    assert_eq!(library.call(|database| database.todays_items()).unwrap().len(), 3);
    // Its own feed lists it still, and who took one has taken the other.
    let of_second = FeedQuery { feed: Some(second), ..FeedQuery::default() };
    assert_eq!(items(&library, of_second.clone()).len(), 3);
    let taken = all.iter().find(|item| item.title == "渡船停航").unwrap().key;
    library.call(move |database| database.mark_feed_items(&[taken], ItemState::Taken)).unwrap();
    let new = FeedQuery { state: Some(ItemState::New), ..of_second };
    assert_eq!(titles(&items(&library, new)), ["今日天氣"]);
}

#[test]
fn todays_news_is_what_is_new_in_chosen_feeds_in_order() {
    let (server, answer) = changing(xml("<rss version=\"2.0\"><channel><title>x</title>\
         <item><title>晚的</title><link>/2</link><pubDate>Sat, 14 Mar 2026 09:00:00 +0800</pubDate></item>\
         <item><title>早的</title><link>/1</link><pubDate>Sat, 14 Mar 2026 05:00:00 +0800</pubDate></item>\
         </channel></rss>"
        .to_owned()));
    let library = library();
    let key = add(&library, &server.url());
    let today = || library.call(|database| database.todays_items()).unwrap();
    refresh(&library, When::Now);
    assert_eq!(titles(&today()), ["早的", "晚的"]);
    let keys: Vec<i64> = today().iter().map(|item| item.key).collect();
    library.call(move |database| database.mark_feed_items(&keys, ItemState::Taken)).unwrap();
    assert!(today().is_empty());
    *answer.lock().unwrap() = xml(rss(&[(3, "新的")]));
    refresh(&library, When::Now);
    assert_eq!(titles(&today()), ["新的"]);
    library.call(move |database| database.set_in_today(key, InToday::LeftOut)).unwrap();
    assert!(today().is_empty());
    let found = FeedQuery { words: "早".to_owned(), ..FeedQuery::default() };
    assert_eq!(titles(&items(&library, found)), ["早的"]);
}
