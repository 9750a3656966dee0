//! Feeds of all formats, whole.

use tingxinwen_feeds::parse;

use crate::{address, feed, titles};

#[test]
fn rss_two_gives_titles_addresses_dates_and_its_own_text() {
    let feed = feed(
        r#"<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>霧港日報</title><link>https://news.test/</link><language>zh-TW</language><ttl>30</ttl>
<item><title>渡船今晨停航 &amp; 復航</title><link>https://news.test/a?id=1&amp;from=rss</link><guid isPermaLink="false">fog-1</guid>
<pubDate>Sat, 14 Mar 2026 05:40:00 +0800</pubDate><description>摘要：能見度不到兩百公尺。</description>
<content:encoded><![CDATA[<p>能見度不到兩百公尺，渡船停航 3 小時。</p><p>上午 8 點 40 分復航。</p>]]></content:encoded></item>
<item><title><![CDATA[市場<b>漲價</b>了]]></title><link>/market/2</link><pubDate>2026-03-13 12:00</pubDate>
<description>&lt;p&gt;青草茶一杯 30 元。&lt;/p&gt;</description></item>
<item><description>沒有標題也沒有連結的短訊。</description></item></channel></rss>"#,
    );
    assert_eq!(feed.title.as_deref(), Some("霧港日報"));
    assert_eq!(feed.refresh_mins, Some(30));
    assert_eq!(titles(&feed), ["渡船今晨停航 & 復航", "市場漲價了", "沒有標題也沒有連結的短訊。"]);
    let [ferry, market, short] = feed.items.as_slice() else { panic!("three items") };
    assert_eq!(ferry.address.as_deref(), Some("https://news.test/a?id=1&from=rss"));
    assert_eq!(ferry.published, Some(1_773_438_000));
    assert!(ferry.text.as_ref().unwrap().contains("復航"));
    assert_eq!(market.address.as_deref(), Some("https://news.test/market/2"));
    // Noon in Taiwan, though it names no zone.
    assert_eq!(market.published, Some(1_773_374_400));
    // The teaser is not the article where there is a page.
    assert_eq!(market.text, None);
    assert_eq!(market.teaser.as_deref(), Some("青草茶一杯 30 元。"));
    assert_eq!((short.address.as_deref(), short.text.is_some()), (None, true));
}

#[test]
fn items_are_the_same_at_every_reading() {
    let text = "<rss version='2.0'><channel><title>x</title>\
        <item><description>沒有名字的短訊。</description></item>\
        <item><title>有標題</title></item><item><link>/only/link</link></item></channel></rss>";
    let ids = |text: &str| feed(text).items.into_iter().map(|item| item.id).collect::<Vec<_>>();
    assert_eq!(ids(text), ids(text));
    let more = text.replace("<item><desc", "<item><title>新的</title></item><item><desc");
    assert_eq!(ids(&more)[1..], ids(text)[..]);
}

#[test]
fn one_identity_for_all_items_keeps_them_apart() {
    let item = |n: u32| {
        format!("<item><title>題{n}</title><link>/s/{n}</link><guid>https://news.test/</guid></item>")
    };
    let text = format!(
        "<rss version='2.0'><channel><title>x</title>{}{}{}</channel></rss>",
        item(1),
        item(2),
        item(2)
    );
    let found = feed(&text);
    assert_eq!(titles(&found), ["題1", "題2"]);
    assert_ne!(found.items[0].id, found.items[1].id);
}

#[test]
fn atom_resolves_its_base_and_entities_once() {
    let feed = feed(
        r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://blog.test/" xml:lang="en"><title type="text">The Ledger</title>
<id>urn:x</id><updated>2026-03-14T05:40:00Z</updated><link href="posts/"/><link rel="self" href="atom.xml"/>
<entry><title type="html">Clocks &amp;amp; watches</title><id>tag:1</id><updated>2026-03-14T05:40:00+08:00</updated>
<link rel="enclosure" href="a.mp3"/><link rel="alternate" href="posts/1"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>A clock is <em>never</em> wrong.</p></div></content></entry>
<entry><title>Only a summary</title><id>tag:2</id><updated>2026-03-13T05:40:00Z</updated><link href="posts/2"/><summary>Short.</summary></entry></feed>"#,
    );
    assert_eq!(titles(&feed), ["Clocks & watches", "Only a summary"]);
    assert_eq!(feed.items[0].address.as_deref(), Some("https://blog.test/posts/1"));
    assert!(feed.items[0].text.as_ref().unwrap().contains("never"));
    assert_eq!(feed.items[1].text, None);
}

#[test]
fn json_feeds_may_number_their_items() {
    let feed = feed(
        r#"{"version":"https://jsonfeed.org/version/1.1","title":"小鎮電台","home_page_url":"https://radio.test/","language":"zh-TW",
"items":[{"id":"1","url":"https://radio.test/1","title":"漁業氣象","content_html":"<p>東北風四級。</p>","date_published":"2026-03-14T05:40:00+08:00"},
{"id":2,"content_text":"數字的 id，沒有標題。","title":null,"tags":[1]}]}"#,
    );
    assert_eq!(titles(&feed), ["漁業氣象", "數字的 id，沒有標題。"]);
    assert_eq!(feed.items[1].id, "2");
    assert_eq!(feed.items[1].text.as_deref(), Some("<p>數字的 id，沒有標題。</p>"));
}

#[test]
fn rdf_and_old_versions_are_read() {
    let rdf = feed(
        r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://old.test/"><title>老網誌</title><link>https://old.test/</link><description>x</description></channel>
<item rdf:about="https://old.test/1"><title>一</title><link>https://old.test/1</link><dc:date>2026-03-14T05:40+08:00</dc:date></item></rdf:RDF>"#,
    );
    assert_eq!(titles(&rdf), ["一"]);
    assert_eq!(rdf.items[0].published, Some(1_773_438_000));
    for version in ["version=\"0.91\"", "version=\"0.93\"", "version='2.01'", ""] {
        let text = format!(
            "<rss {version}><channel><title>x</title><link>https://news.test/</link><description>d</description><item><title>甲</title><link>https://news.test/1</link></item></channel></rss>"
        );
        assert_eq!(titles(&feed(&text)), ["甲"], "{version}");
    }
}

#[test]
fn charsets_are_found() {
    let text = "<?xml version=\"1.0\" encoding=\"big5\"?><rss version=\"2.0\"><channel><title>\u{9727}</title><item><title>渡船今天停航，明天復航</title></item></channel></rss>";
    // 霧 渡船今天停航，明天復航 in Big5.
    let mut bytes = Vec::new();
    for c in text.chars() {
        let big5: &[u8] = match c {
            '霧' => b"\xC3\xFA",
            '渡' => b"\xB4\xE7",
            '船' => b"\xB2\xEE",
            '今' => b"\xA4\xB5",
            '天' => b"\xA4\xD1",
            '停' => b"\xB0\xB1",
            '航' => b"\xAF\xE8",
            '，' => b"\xA1\x41",
            '明' => b"\xA9\xFA",
            '復' => b"\xB4\x5F",
            c => {
                bytes.push(u8::try_from(c).unwrap());
                continue;
            }
        };
        bytes.extend_from_slice(big5);
    }
    let found = parse(&bytes, None, &address()).unwrap();
    assert_eq!(titles(&found), ["渡船今天停航，明天復航"]);
}

#[test]
fn a_recording_beside_an_article_does_not_replace_it() {
    let page = "https://news.test/episode/1";
    for text in [
        format!(
            "<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/'><channel><title>x</title><item><title>題</title>\
             <enclosure url='https://cdn.test/1.mp3' type='audio/mpeg' length='9'/>\
             <media:content url='https://cdn.test/1.mp4' type='video/mp4'/><link>{page}</link></item></channel></rss>"
        ),
        format!(
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title><id>x</id><updated>2026-03-14T00:00:00Z</updated>\
             <entry><id>1</id><title>題</title><updated>2026-03-14T00:00:00Z</updated>\
             <link rel='enclosure' type='audio/mpeg' href='https://cdn.test/1.mp3'/>\
             <link type='audio/mpeg' href='https://cdn.test/1.mp3'/><link rel='alternate' type='text/html' href='{page}'/>\
             </entry></feed>"
        ),
        format!(
            "{{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"x\",\"items\":[{{\"id\":1,\"title\":\"題\",\
             \"attachments\":[{{\"url\":\"https://cdn.test/1.mp3\",\"mime_type\":\"audio/mpeg\"}}],\"url\":\"{page}\"}}]}}"
        ),
    ] {
        assert_eq!(feed(&text).items[0].address.as_deref(), Some(page), "{text}");
    }
}
