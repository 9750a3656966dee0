//! Broken feeds: what can be read of them is, and nothing makes the parser panic.

use proptest::prelude::*;
use tingxinwen_feeds::{FeedProblem, parse};

use crate::{address, feed, titles};

fn with(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\"><channel><title>霧港日報</title>{items}</channel></rss>"
    )
}

#[test]
fn one_broken_place_does_not_lose_the_feed() {
    let good = "<item><title>好</title><link>/good</link></item>";
    for (name, broken, title) in [
        ("a stray ampersand", "<item><title>Q&A 時間</title><link>/a?b=1&c=2</link></item>", "Q&A 時間"),
        ("an entity of HTML", "<item><title>一&nbsp;二&hellip;</title></item>", "一 二…"),
        (
            "an unclosed br",
            "<item><title>甲</title><description>一<br>二<img src=x></description></item>",
            "甲",
        ),
        ("raw markup", "<item><title>乙</title><description><p>一<b>二</description></item>", "乙"),
        ("a bare less-than", "<item><title>3 < 5</title></item>", "3 < 5"),
        ("a control character", "<item><title>丙\u{8}丁</title></item>", "丙丁"),
        ("an unquoted attribute", "<item><title>戊</title><guid isPermaLink=false>x</guid></item>", "戊"),
        ("an element left open", "<item><title>己</title><category>x</item>", "己"),
        ("an unclosed title", "<item><title>庚<guid>7</guid></item>", "庚"),
    ] {
        let text = with(&format!("{good}{broken}{good}").replacen("/good", "/good/1", 1));
        let found = feed(&text);
        let all = titles(&found);
        assert!(all.len() == 3 && all[1] == title, "{name}: {all:?}");
    }
    let stray = feed(&with("<item><title>x</title><link>/a?b=1&c=2</link></item>"));
    assert_eq!(stray.items[0].address.as_deref(), Some("https://news.test/a?b=1&c=2"));
}

#[test]
fn what_stands_before_a_feed_or_is_missing_at_its_end_does_not_lose_it() {
    let whole =
        with("<item><title>一</title><link>/1</link></item><item><title>二</title><link>/2</link></item>");
    for text in [
        format!("\n\n  {whole}"),
        format!("\u{FEFF}{whole}"),
        format!("<br />\n<b>Warning</b>: something in <b>/var/www</b><br />\n{whole}"),
        whole.trim_end_matches("</channel></rss>").to_owned(),
        format!("{whole}<!-- cached -->\n<script>x</script>"),
    ] {
        assert_eq!(titles(&feed(&text)), ["一", "二"], "{text}");
    }
    let cut = &whole[..whole.find("<link>/2").unwrap()];
    assert_eq!(titles(&feed(cut)), ["一"]);
}

#[test]
fn feeds_of_old_versions_and_other_shapes_have_their_items() {
    let item = "<title>甲</title><link>https://news.test/1</link>";
    for (name, text) in [
        ("Atom 0.3", "<feed version=\"0.3\" xmlns=\"http://purl.org/atom/ns#\"><title>x</title><entry><title>甲</title><link rel=\"alternate\" type=\"text/html\" href=\"https://news.test/1\"/><id>1</id><issued>2026-03-14T05:40:00+08:00</issued><content type=\"text/html\" mode=\"escaped\">&lt;p&gt;一&lt;/p&gt;&lt;p&gt;二&lt;/p&gt;</content></entry></feed>".to_owned()),
        ("RSS 0.90", format!("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://my.netscape.com/rdf/simple/0.9/\"><channel><title>x</title></channel><item>{item}</item></rdf:RDF>")),
        ("items after the channel", format!("<rss version='2.0'><channel><title>x</title></channel><item>{item}</item></rss>")),
        ("no channel", format!("<rss version='2.0'><item>{item}</item></rss>")),
        ("capitals", "<RSS VERSION='2.0'><CHANNEL><TITLE>x</TITLE><ITEM><TITLE>甲</TITLE><LINK>https://news.test/1</LINK></ITEM></CHANNEL></RSS>".to_owned()),
        ("Atom's links", with("<item><title>甲</title><link href='https://news.test/1'/></item>")),
        ("an undeclared prefix", with(&format!("<item>{item}<content:encoded><![CDATA[<p>一</p><p>二</p>]]></content:encoded></item>"))),
        ("JSON with a comma too many", "{\"version\":\"x\",\"title\":\"x\",\"items\":[{\"title\":\"甲\",\"url\":\"https://news.test/1\",\"content_text\":\"一\n二\",},],}".to_owned()),
    ] {
        let found = feed(&text);
        assert_eq!(titles(&found), ["甲"], "{name}");
        assert_eq!(found.items[0].address.as_deref(), Some("https://news.test/1"), "{name}");
        if text.contains('二') {
            assert!(found.items[0].text.is_some(), "{name}");
        }
    }
}

#[test]
fn what_is_no_feed_is_told() {
    let problem = |text: &str| parse(text.as_bytes(), None, &address()).unwrap_err();
    assert_eq!(problem("<!DOCTYPE html><html><body>Hello</body></html>"), FeedProblem::WebPage);
    for text in ["", "hello", "{\"a\":1}", "{broken", "<svg></svg>", "<opml version='2.0'><body/></opml>"] {
        assert_eq!(problem(text), FeedProblem::NotAFeed, "{text}");
    }
    let deep = format!("<rss version=\"2.0\"><channel>{}", "<a>".repeat(100_000));
    assert_eq!(problem(&deep), FeedProblem::NotAFeed);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// A panic fails the test; what comes out is whole in itself.
    #[test]
    fn no_damage_makes_the_parser_panic(
        cuts in proptest::collection::vec((0.0..1.0_f64, 0_usize..12, ".{0,6}"), 0..6),
        kind in 0..3,
    ) {
        let mut text = match kind {
            0 => with("<item><title>Q&amp;A<![CDATA[一]]></title><link>/1</link><description>&lt;p&gt;二&lt;/p&gt;</description></item>"),
            1 => "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>x</title><entry><title type='html'>一&amp;amp;</title><id>1</id><content type='xhtml'><div>二<br/></div></content></entry></feed>".to_owned(),
            _ => "{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"x\",\"items\":[{\"id\":1,\"content_html\":\"<p>一\"}]}".to_owned(),
        };
        for (at, length, put) in &cuts {
            let mut start = (text.len() as f64 * at) as usize;
            while !text.is_char_boundary(start) {
                start -= 1;
            }
            let mut end = (start + length).min(text.len());
            while !text.is_char_boundary(end) {
                end += 1;
            }
            text.replace_range(start..end, put);
        }
        if let Ok(found) = parse(text.as_bytes(), None, &address()) {
            let ids: std::collections::HashSet<_> = found.items.iter().map(|item| &item.id).collect();
            prop_assert_eq!(ids.len(), found.items.len());
            for item in &found.items {
                prop_assert!(item.address.as_ref().is_none_or(|address| address.starts_with("http")));
            }
        }
    }
}
