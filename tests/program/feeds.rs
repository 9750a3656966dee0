//! Items of feeds opened as a listener opens them: from their pages, or from what their feed has itself.

use tingxinwen::{app::Pages, article::Source, engine::Opener as _};
use tingxinwen_library::{Database, FeedItem, FeedQuery, ItemState, Library, NewFeed, NewFeedItem, UnixSecs};
use tingxinwen_test_tools::server::{Answer, Request, Server};
use tokio::runtime::Runtime;

const TEXT: &str = "<p>這一篇的全文只在訂閱裡，說明今天早上的經過。</p><p>第二段說明原因和後續。</p>";

#[test]
fn an_item_is_new_until_it_was_opened_and_one_without_a_page_is_read_from_its_feed() {
    let server = Server::start(|_: &Request| Answer::status(404, "no"));
    let library = Library::over(Database::in_memory().unwrap()).unwrap();
    let (feed, url) = (format!("{}/rss", server.url()), server.url());
    let item = |id: &str, address: Option<String>, text: Option<&str>| NewFeedItem {
        id: id.to_owned(),
        title: format!("第{id}則"),
        address,
        teaser: Some("只是摘要。".to_owned()),
        text: text.map(str::to_owned),
        ..NewFeedItem::default()
    };
    let items = [
        item("1", Some(format!("{url}/1")), None),
        item("2", Some(format!("{url}/2")), Some(TEXT)),
        item("3", None, Some(TEXT)),
    ];
    let kept = library.call(move |database| {
        let key = database.add_feed(&NewFeed { address: feed, ..NewFeed::default() })?;
        database.take_feed_items(key, &items, UnixSecs::now(), &|_, _, _| false)
    });
    assert_eq!(kept.unwrap(), 3);
    let listed = || -> Vec<FeedItem> {
        let query = FeedQuery { limit: 9, ..FeedQuery::default() };
        let mut items = library.call(move |database| database.feed_items(&query)).unwrap();
        items.sort_by_key(|item| item.key);
        items
    };
    let (pages, runtime) = (Pages::new(Some(library.clone())), Runtime::new().unwrap());
    let opened = |item: &FeedItem| runtime.block_on(pages.open(Source::Address(item.source())));
    let [gone, in_feed, without_page] = <[FeedItem; 3]>::try_from(listed()).unwrap();
    assert!(opened(&gone).is_err(), "its teaser is no article");
    for item in [&in_feed, &without_page] {
        let document = opened(item).unwrap();
        assert!(document.first().text().contains("第二段說明原因"), "{}", document.first().text());
        assert_eq!(document.first().title(), Some(item.title.as_str()));
    }
    let states: Vec<ItemState> = listed().iter().map(|item| item.state).collect();
    assert_eq!(states, [ItemState::New, ItemState::Taken, ItemState::Taken]);
    let before = server.requests().len();
    assert!(opened(&without_page).is_ok() && opened(&in_feed).is_ok());
    assert_eq!(server.requests().len(), before, "what was opened is in the library");
}
