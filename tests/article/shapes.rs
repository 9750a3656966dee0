//! Shapes of pages that say by other means than markup what stands where.

use crate::common::text;
use tingxinwen_article::{self as article, Article, Source};

fn of_text(html: &str) -> Article {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(article::open(Source::Text(html.to_owned()))).unwrap()
}

/// The page with this `title`, rest of a `head` and `body`.
fn page(title: &str, head: &str, body: &str) -> Article {
    of_text(&format!(
        "<!doctype html><html lang=zh-TW><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    ))
}

fn spoken(article: &Article) -> String {
    let blocks = article.blocks().iter().filter(|block| block.spoken);
    blocks.map(|block| article.slice(block.range)).collect::<Vec<_>>().join("\n")
}

const ENGLISH: [&str; 3] = [
    "The new bridge over the river was opened this morning after three years of work, and thousands walked across it.",
    "The engineers said that forty thousand cars will use it on each working day, twice what the ferry could carry.",
    "The mayor said that the next step will be a path along the bank, so that one can walk down to the sea.",
];

fn english() -> String {
    ENGLISH.iter().map(|text| format!("<p>{text}</p>")).collect()
}

#[test]
fn an_office_s_fields_are_not_read_and_name_the_title() {
    let fields = "<table><tr><td>公告單位</td><td>工程處</td></tr><tr><td>公告日期</td><td>2026/7/3</td></tr>\
        <tr><td>公告標題</td><td><b>青河新橋通車典禮交通管制</b></td></tr><tr><td>點閱數</td><td>1,284</td></tr></table>";
    let article = page("青河市政府 - 最新消息", "", &format!("{fields}<div>{}</div>", text()));
    assert_eq!(article.title(), Some("青河新橋通車典禮交通管制"));
    assert_eq!(article.meta.published.as_deref(), Some("2026-07-03"));
    let read = spoken(&article);
    assert!(!read.contains("工程處\n") && !read.contains("1,284") && read.contains("市府今天宣布"), "{read}");
}

#[test]
fn a_kicker_is_left_out_where_the_page_calls_itself_without_it() {
    let title = |title: &str, head: &str, h1: &str| {
        page(title, head, &format!("<article><h1>{h1}</h1>{}</article>", text())).title().map(str::to_owned)
    };
    let site = "<meta property=og:site_name content=文化觀察>";
    let with = "專訪｜林大山：我在橋上住了三年";
    assert_eq!(title(&format!("{with}｜文化觀察"), site, with).as_deref(), Some(with));
    assert_eq!(
        title("林大山：我在橋上住了三年｜文化觀察", site, with).as_deref(),
        Some("林大山：我在橋上住了三年")
    );
    let named = "文化觀察｜林大山：我在橋上住了三年";
    assert_eq!(title(named, site, named).as_deref(), Some("林大山：我在橋上住了三年"));
    let issue = "Crash when the bridge has more cars";
    assert_eq!(
        title(&format!("{issue} · Issue #2214"), "", &format!("<bdi>{issue}</bdi><span>#2214</span>"))
            .as_deref(),
        Some(issue)
    );
    let linked =
        format!("<a href='https://news.test/1'>{issue}</a> <span>(news.test)</span> <span>87</span>");
    assert_eq!(title(&format!("{issue} | Barnacle"), "", &linked).as_deref(), Some(issue));
    let cited = "<meta name=DC.title content='Folding bridge with drip collector'>";
    let whole = "US12066001B2 - Folding bridge with drip collector - Patents";
    assert_eq!(title(whole, cited, whole).as_deref(), Some("Folding bridge with drip collector"));
}

#[test]
fn bare_names_are_bylines_by_their_place() {
    let byline = |head: &str, under: &str, text: &str| {
        page("新橋今天通車", head, &format!("<div><h1>新橋今天通車</h1>{under}{text}</div>"))
            .byline()
            .map(str::to_owned)
    };
    for (under, name) in [
        ("<p class=_7y>何小安</p><p>2026.07.03</p>", Some("何小安")),
        ("<p class=by>何小安</p>", Some("何小安")),
        (
            "<div><span data-testid=a>何小安</span><span data-testid=d>2026年7月3日</span></div>",
            Some("何小安"),
        ),
        (
            "<div><span>文字 / 月亮老師</span><span>2026.07.03</span><span>瀏覽 23.1K</span></div>",
            Some("文字 / 月亮老師"),
        ),
        ("<p><a href=/life>何小安</a></p>", None),
        ("<p>生活版</p>", None),
    ] {
        assert_eq!(byline("", under, &text()).as_deref(), name, "{under}");
    }
    for (under, name) in [
        ("<p class=by>Anna Writer</p>", Some("Anna Writer")),
        ("<div><span>Anna Writer</span><span>3 July 2026</span></div>", Some("Anna Writer")),
        ("<p>Von Anna Schreiber · 22.05.2025</p>", Some("Von Anna Schreiber")),
        (
            "<p>Teilen Merken Drucken</p><p>Text: Anna Schreiber | Fotos: Jan Anders | 12. Oktober 2024</p>",
            Some("Text: Anna Schreiber"),
        ),
        ("<div><a href=/mkoval>mkoval</a> <span>opened this</span></div>", Some("mkoval")),
        (
            "<div class=author><div class=author-title>AI platform for bridges</div><div>Anna Writer</div></div>",
            Some("Anna Writer"),
        ),
        ("<div><a href=/politics>politics</a> <span>this week</span></div>", None),
    ] {
        assert_eq!(byline("", under, &english()).as_deref(), name, "{under}");
    }
    let post = "<meta property=og:title content='Greta Holm (@greta@tusk.test)'>";
    let article = page("Greta Holm: “The new bridge…” - tusk.test", post, &english());
    assert_eq!(article.byline(), Some("Greta Holm"));
}

#[test]
fn what_mails_and_sponsors_say_is_not_read() {
    let [first, second, third] = ENGLISH;
    let sponsor = "<div class=sponsor><p><b>TOGETHER WITH RAILPASS</b></p><p>See more of Europe for less. Railpass is the \
        card that gives you a third off every slow train.</p></div>";
    let body = format!(
        "<p>View in browser</p><h1>The bridge</h1><p>{first}</p>{sponsor}<p>{second}</p>\
        <p><a href=/2>Lesen Sie auch: Die alte Brücke wird gesprengt</a></p><p>{third}</p>\
        <p>You are receiving this because you signed up at our counter.</p>"
    );
    let read = spoken(&page("The bridge", "", &body));
    for text in ENGLISH {
        assert!(read.contains(text), "{read}");
    }
    for text in ["View in", "Railpass", "Lesen Sie", "You are"] {
        assert!(!read.contains(text), "{text}: {read}");
    }
}

#[test]
fn a_request_for_consent_that_was_saved_with_the_page_is_not_read() {
    let dialog = "<div><h2>We value your privacy</h2><p>We and our 843 partners store and access information on a device, \
        such as cookies, and process personal data for personalised ads.</p><p>You may click to consent to our and our \
        partners’ processing as described above.</p></div>";
    let read = spoken(&page(
        "The bridge",
        "",
        &format!("{dialog}<article><h1>The bridge</h1>{}</article>", english()),
    ));
    assert!(read.contains(ENGLISH[0]) && !read.contains("partners"), "{read}");
}

#[test]
fn headings_without_markup_and_headings_that_are_links_to_themselves_are_read() {
    let [first, second, third] = ENGLISH;
    let bold = |title: &str| format!("<div class='mt-10 text-2xl font-bold'>{title}</div>");
    let part = |text: &str| format!("<div class=my-5>{text}</div>");
    let body =
        [part(first), bold("On the bridge"), part(second), bold("Along the bank"), part(third)].concat();
    let read = spoken(&page("The bridge", "", &format!("<h1>The bridge</h1><div>{body}</div>")));
    assert!(read.contains("On the bridge") && read.contains("Along the bank"), "{read}");
    let section = |title: &str, text: &str| {
        format!("<section><h2><a href='#{title}'>{title}</a></h2><p>{text}</p></section>")
    };
    let body = [section("TOLLS", second), section("BUGS", third)].concat();
    let read =
        spoken(&page("The bridge", "", &format!("<main><h1>The bridge</h1><p>{first}</p>{body}</main>")));
    assert!(read.contains("TOLLS") && read.contains("BUGS"), "{read}");
}

#[test]
fn the_date_of_another_story_is_not_that_of_this_one() {
    let [first, second, third] = ENGLISH;
    let body = format!(
        "<h1>The bridge at night</h1><p>Saturday, 18 October 2025</p><p>{first}</p><p>{second}</p><p>{third}</p>\
         <div><a href=/e/1>Autumn Market</a> <time datetime=2025-10-25>25 Oct</time></div>"
    );
    assert_eq!(page("The bridge at night", "", &body).meta.published.as_deref(), Some("2025-10-18"));
    let body = format!(
        "<h1>The bridge at night</h1><time datetime=2026-02-24T04:13:00Z>February 23, 2026</time>{}",
        english()
    );
    let published = page("The bridge at night", "", &body).meta.published;
    assert_eq!(published.as_deref(), Some("2026-02-23"), "the local day");
}

#[test]
fn what_follows_a_list_in_the_text_is_read_with_it() {
    let paragraphs = text();
    let stops = "<ul><li>上林村、下林村，停四十分鐘</li><li>大坪村、茶園村，停半小時</li></ul>";
    let end = "遇颱風或豪雨停駛，前一天會用村里廣播通知各村。";
    let read = |after: &str| {
        let body =
            format!("<h1>圖書車上路</h1><div class=x>{paragraphs}<h3>巡迴時間</h3>{stops}{after}</div>");
        spoken(&page("圖書車上路", "", &body))
    };
    assert!(read(&format!("<p>{end}</p>")).contains(end));
    assert!(!read(&format!("</div><div class=y><p>{end}</p>")).contains(end), "elsewhere");
    assert!(!read("<p>更多消息請看<a href=/n>這裡的公告</a>。</p>").contains("更多消息"));
}

#[test]
fn the_points_of_an_event_are_read_all() {
    let points = [
        "時間：2025年11月8日（六）14:00－16:00",
        "地點：城南文化館二樓演講廳",
        "講者：林大山（作家）",
        "費用：免費",
    ];
    let list: String = points.iter().map(|point| format!("<li>{point}</li>")).collect();
    let rules =
        "<h2>注意事項</h2><ol><li>請於開場前十分鐘報到，逾時開放候補。</li><li>演講廳內請勿飲食。</li></ol>";
    let body = format!(
        "<main><h1>從一張車票看鐵道史</h1><ul>{list}</ul><section>{}<h2>講者介紹</h2>{}{rules}</section></main>",
        text(),
        "<p>林大山走過台灣所有廢棄的支線，著有多本鐵道書籍，最想收藏小時候弄丟的那一張車票。</p>"
    );
    let read = spoken(&page("從一張車票看鐵道史", "", &body));
    for point in points.into_iter().chain(["注意事項", "請於開場前", "演講廳內"]) {
        assert!(read.contains(point), "{point}: {read}");
    }
}
