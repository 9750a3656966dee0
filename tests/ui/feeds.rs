//! Subscriptions in the window, over the whole program and a server on 127.0.0.1.

use egui_kittest::kittest::Queryable as _;
use tingxinwen::app::{Application as _, FeedsCommand};
use tingxinwen_library::FeedQuery;
use tingxinwen_test_tools::server::{Answer, Request, Server};

use super::shelf::Window;

/// A site with a page, its feed, and a page for each of its three items.
fn site() -> Server {
    Server::start(|request: &Request| {
        let path = request.line.split(' ').nth(1).unwrap_or_default().to_owned();
        if path == "/" {
            let page =
                "<html><head><link rel='alternate' type='application/rss+xml' href='/rss'></head></html>";
            return Answer::whole("text/html", page.into());
        }
        if path == "/rss" {
            let items: String = ["渡船停航", "市場漲價", "公園夜間開放"]
                .iter()
                .enumerate()
                .map(|(at, title)| {
                    format!(
                        "<item><title>{title}</title><link>/story/{at}</link><description>{title}的摘要。</description></item>"
                    )
                })
                .collect();
            let feed = format!(
                "<rss version='2.0'><channel><title>霧港日報</title><link>/</link>{items}</channel></rss>"
            );
            return Answer::whole("application/rss+xml", feed.into_bytes());
        }
        let text = "這是報導的全文，港務局今天早上說明了經過，明天起恢復正常。".repeat(4);
        let page = format!(
            "<html><head><title>第{path}則報導</title></head><body><article><h1>第{path}則報導</h1><p>{text}</p><p>{text}</p></article></body></html>"
        );
        Answer::whole("text/html; charset=utf-8", page.into_bytes())
    })
}

#[test]
fn a_site_is_subscribed_to_and_its_headlines_are_queued_by_one_key_and_played_as_todays_news() {
    let (folder, server) = (tempfile::tempdir().unwrap(), site());
    let mut window = Window::over(folder.path(), 1300.0);
    window.until_shown("訂閱");
    window.click("訂閱");
    window.until_shown("還沒有訂閱");
    // Of the sites to begin with none was asked for anything.
    window.harness.get_by_label("報導者");
    assert!(server.requests().is_empty());
    window.type_into("網站或 RSS 的網址", &server.url());
    window.harness.key_press(egui::Key::Enter);
    window.until_shown("已訂閱「霧港日報」");
    window.until_shown("渡船停航");
    window.until_shown("訂閱 3");
    window.harness.get_by_label("市場漲價").hover();
    window.harness.run_steps(3);
    window.harness.key_press(egui::Key::A);
    window.until("one is queued", |window| window.queue.snapshot().items.len() == 1);
    window.until_shown("訂閱 2");
    let address = format!("{}/story/1", server.url());
    window.until("its own page was fetched", |window| {
        window.queue.snapshot().items[0].title.as_deref() == Some("第/story/1則報導")
    });
    assert!(
        server.requests().iter().any(|request| address.ends_with(request.line.split(' ').nth(1).unwrap()))
    );
    window.type_into("搜尋標題", "公園");
    window.until("one is found", |window| window.harness.query_by_label("渡船停航").is_none());
    window.harness.get_by_label("公園夜間開放");
    window.until_shown("今日新聞：2 篇，約 6 分鐘");
    window.click("今日新聞：2 篇，約 6 分鐘");
    window.until("today's news plays, and what was queued comes after it", |window| {
        let items = &window.queue.snapshot().items;
        window.engine.snapshot().script.is_some() && items.len() == 2
    });
    // Nothing of it is new any more.
    let new = FeedQuery { state: Some(tingxinwen_library::ItemState::New), limit: 9, ..FeedQuery::default() };
    let library = window.program.library().unwrap();
    assert!(library.call(move |database| database.feed_items(&new)).unwrap().is_empty());
}

#[test]
fn what_is_no_feed_is_told_beside_the_field() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::over(folder.path(), 1300.0);
    window.until_shown("訂閱");
    window.program.feeds().unwrap().send(FeedsCommand::Add("http://127.0.0.1:1/".to_owned()));
    window.click("訂閱");
    window.until_shown("連不上「127.0.0.1」，請檢查網路和網址。");
}

#[test]
fn a_feed_that_another_program_adds_is_shown_in_the_window_that_is_open() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::over(folder.path(), 1300.0);
    window.until_shown("訂閱");
    window.click("訂閱");
    window.until_shown("還沒有訂閱");
    let feeds = window.program.feeds().unwrap();
    let mut other = tingxinwen_library::Database::open(&folder.path().join("library.sqlite")).unwrap();
    let feed = tingxinwen_library::NewFeed {
        address: "http://127.0.0.1:1/rss".to_owned(),
        title: "山城日報".to_owned(),
        site: None,
        folder: String::new(),
    };
    other.add_feed(&feed).unwrap();
    window.until("it is listed", |window| window.harness.query_by_label("還沒有訂閱").is_none());
    drop(feeds);
}
