//! Subscriptions from and for other programs.

use tingxinwen_feeds::opml::{self, Subscription};

#[test]
fn folders_and_attributes_of_any_case_are_read() {
    let text = r#"<?xml version="1.0"?><opml version="2.0"><head><title>我的訂閱</title></head><body>
<outline text="新聞"><outline type="rss" text="霧港日報" xmlUrl="https://news.test/rss.xml?a=1&b=2" htmlUrl="https://news.test/"/>
<outline title="地方"><outline TYPE="rss" XMLURL="https://old.test/index.rdf"></outline></outline></outline>
<outline type="rss" title="The &quot;Ledger&quot;" xmlurl="https://blog.test/atom.xml"/><outline text="空資料夾"/>
<outline text="再一次" xmlUrl="https://blog.test/atom.xml"/></body></opml>"#;
    let found = opml::read(text).unwrap();
    let shown: Vec<_> =
        found.iter().map(|one| (one.folder.as_str(), one.title.as_str(), one.address.as_str())).collect();
    assert_eq!(
        shown,
        [
            ("新聞", "霧港日報", "https://news.test/rss.xml?a=1&b=2"),
            ("新聞/地方", "https://old.test/index.rdf", "https://old.test/index.rdf"),
            ("", "The \"Ledger\"", "https://blog.test/atom.xml"),
        ]
    );
    assert_eq!(opml::read("<rss/>"), None);
}

#[test]
fn what_is_written_is_read_back() {
    let one = |folder: &str, title: &str, address: &str| Subscription {
        title: title.to_owned(),
        address: address.to_owned(),
        site: Some("https://a.test/?x=1&y=2".to_owned()),
        folder: folder.to_owned(),
    };
    let all = [
        one("", "A & B <\"c\">", "https://a.test/feed"),
        one("新聞", "乙", "https://b.test/feed"),
        one("新聞/地方", "丙", "https://c.test/feed"),
        one("科技", "丁", "https://d.test/feed"),
    ];
    let text = opml::write("訂閱", &all);
    assert_eq!(opml::read(&text).unwrap(), all);
}
