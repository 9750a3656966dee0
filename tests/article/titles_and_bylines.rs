//! Headlines and bylines of pages.

use crate::common::text;
use tingxinwen_article::{self as article, Article, OpenError, Source};

fn of_text(html: &str) -> Result<Article, OpenError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(article::open(Source::Text(html.to_owned())))
}

#[test]
fn who_wrote_it_is_found_where_pages_print_it() {
    let english = |head: &str, under: &str| {
        let text = "<p>The new bridge over the river was opened this morning after three years of work, and thousands of \
            people walked across it before the first cars came. </p>".repeat(4);
        let page = format!(
            "<!doctype html><html lang=en><head><title>The bridge is open</title>{head}</head><body><article>\
             <h1>The bridge is open</h1>{under}{text}</article></body></html>"
        );
        of_text(&page).unwrap().byline().map(str::to_owned)
    };
    let poster = "<meta name=author content='Web Team Poster'>";
    for (head, under, expected) in [
        (poster, "<p>By <a href=/x>Anna Writer</a></p>", "By Anna Writer"),
        ("", "<p><span>By</span><span>Anna Writer</span></p>", "By Anna Writer"),
        ("", "<p>Anna Writer | Senior Editor | July 2, 2026</p>", "Anna Writer"),
        ("", "<div><span>July 2, 2026</span></div><div>Anna B. Writer</div>", "Anna B. Writer"),
        ("", "<p>by Anna Writer on July 2, 2026</p>", "by Anna Writer"),
        ("", "<div class=author><b><a href=/w>Anna</a></b> <span>3/4/2026</span></div>", "Anna"),
        ("", "<p>Contributors: Anna Writer</p>", "Contributors: Anna Writer"),
        (
            "<meta name=author content='Writer, Anna'><meta name=author content='Other, Carl'>",
            "",
            "Anna Writer, Carl Other",
        ),
        (poster, "", "Web Team Poster"),
        (poster, "<p>By Anna Writer, MS, RDN, LD</p>", "By Anna Writer, MS, RDN, LD"),
        ("", "<aside><a rel=author href=/w>Anna Writer</a></aside>", "Anna Writer"),
        ("", "<div><span>July 2, 2026</span><span>Anna Writer</span></div>", "Anna Writer"),
        ("", "<p>July 2, 2026 • Anna Writer in <a href=/s>Long Bridges</a></p>", "Anna Writer"),
        (
            "",
            "<p>Posted by <a href=/w>AnnaW</a> on Friday July 3, 2026 from the desk for rivers and bridges.</p>",
            "AnnaW",
        ),
    ] {
        assert_eq!(english(head, under).as_deref(), Some(expected), "{head}{under}");
    }
    for (head, under) in [
        ("<meta name=author content='mail@news.test'>", ""),
        ("<meta name=author content='page.head.meta.author'>", ""),
        ("", "<p><a href=/section/home>Home Improvement</a></p><p>July 2, 2026</p>"),
        ("", "<p>July 2, 2026 | Best Ideas</p>"),
        ("", "<p class=author>August</p>"),
    ] {
        assert_eq!(english(head, under), None, "{head}{under}");
    }
}

#[test]
fn neither_an_editor_nor_a_subheading_is_who_wrote_it() {
    let of = |under: &str| {
        let page = format!(
            "<!doctype html><html lang=zh><head><title>新橋今天通車</title></head><body><article>\
             <h1>新橋今天通車</h1>{under}{}</article></body></html>",
            text()
        );
        of_text(&page).unwrap().byline().map(str::to_owned)
    };
    assert_eq!(of("<p class=author>何小安</p>").as_deref(), Some("何小安"));
    assert_eq!(of("<p class=author>記者何小安／青河報導</p>").as_deref(), Some("記者何小安／青河報導"));
    for under in ["责任编辑：何小安", "来源： 测试在线 编辑： 何小安", "兩座舊橋今年先後合成一座"]
    {
        assert_eq!(of(&format!("<p class=author>{under}</p>")), None, "{under}");
    }
}

#[test]
fn the_headline_is_not_the_name_of_the_site() {
    let of = |h1: &str| {
        let page = format!(
            "<!doctype html><html><head><title>新橋今天通車 - 測試新聞網</title></head><body>\
             <h1><a href='https://news.test/'>測試新聞網</a></h1>{h1}<div>{}</div></body></html>",
            text()
        );
        of_text(&page).unwrap().title().map(str::to_owned)
    };
    assert_eq!(of("").as_deref(), Some("新橋今天通車"));
    assert_eq!(of("<h2>新橋今天通車</h2>").as_deref(), Some("新橋今天通車"));
    let named = "<!doctype html><html><head><title>新橋今天通車 @ 散步地圖 :: 測試網 ::</title><meta property=og:title content=新橋今天通車>\
        <meta property=og:site_name content=散步地圖></head><body><h1><a href=/blog>散步地圖</a></h1><h2><a href=/p/1>新橋今天通車</a></h2><div>";
    assert_eq!(
        of_text(&format!("{named}{}</div></body></html>", text())).unwrap().title(),
        Some("新橋今天通車")
    );
    let series = "<html><head><title>鄉土誌 第十二期 -- 菜瓜布的一生</title></head><body><h2>鄉土誌 第十二期</h2><h3>菜瓜布的一生</h3>";
    assert_eq!(of_text(&format!("{series}{}</body></html>", text())).unwrap().title(), Some("菜瓜布的一生"));
    let printed =
        "<html><head><title>列印本文 - 測試報</title></head><body><h3>跨越青河的新橋今天通車</h3><div>";
    assert_eq!(
        of_text(&format!("{printed}{}</div></body></html>", text())).unwrap().title(),
        Some("跨越青河的新橋今天通車")
    );
    assert_eq!(of("<h1>測試新聞網 〉地方 〉新橋今天通車</h1>").as_deref(), Some("新橋今天通車"));
}

#[test]
fn the_line_over_a_headline_is_no_part_of_it() {
    let of = |h1: &str, declared: &str| {
        let page = format!(
            "<!doctype html><html><head><title>{declared} - 測試新聞網</title><meta property=og:title content='{declared}'>\
             </head><body><article>{h1}<div>{}</div></article></body></html>",
            text()
        );
        of_text(&page).unwrap().title().map(str::to_owned)
    };
    for h1 in [
        "<h1><span>地方政情</span><span>青河的新橋今天通車</span></h1>",
        "<h1>地方政情：青河的新橋今天通車</h1>",
        "<h1>青河的新橋今天通車</h1>",
    ] {
        assert_eq!(of(h1, "青河的新橋今天通車").as_deref(), Some("青河的新橋今天通車"), "{h1}");
    }
    assert_eq!(
        of("<h1>老橋退休之後</h1>", "老橋為何退休").as_deref(),
        Some("老橋退休之後"),
        "what is printed"
    );
}

#[test]
fn who_wrote_and_who_only_took_pictures_or_edited_are_told_apart() {
    let of = |before: &str, after: &str| {
        let page = format!(
            "<!doctype html><html lang=zh><head><title>新橋今天通車</title></head><body><article>\
             <h1>新橋今天通車</h1>{before}{}{after}</article></body></html>",
            text()
        );
        of_text(&page).unwrap().byline().map(str::to_owned)
    };
    assert!(of("<p>攝影／方小雨　撰文／林大山</p>", "").is_some_and(|line| line.contains("林大山")));
    assert_eq!(of("<p>責任編輯：何小安　攝影：方小雨</p>", ""), None);
    assert_eq!(of("", "<p>（記者林大山）</p>").as_deref(), Some("林大山"));
    assert_eq!(of("", "<p>步道明年春天完工。（本報記者林大山）</p>").as_deref(), Some("林大山"));
    assert_eq!(of("", "<p>Bon Voyage</p>"), None);
    let names = |found: Option<String>| found.is_some_and(|line| line.contains("林大山"));
    assert!(names(of("<i>林大山</i>　2026年6月21日", "")));
    assert_eq!(of("<p>高雄市　2026年6月21日</p>", ""), None);
    assert!(names(of("", "<div><span>張貼者： 林大山</span> <span>於 晚上10:31</span></div>")));
    assert!(names(of("<div class=meta><span>財經網記者 林大山 台北</span></div>", "")));
    assert_eq!(of("<div class=author><ul><li>文章 212</li><li>積分 388</li></ul></div>", ""), None);
}

#[test]
fn a_date_is_found_however_it_is_declared_or_printed() {
    let of = |head: &str, printed: &str| {
        let page = format!(
            "<!doctype html><html lang=en-US><head><title>新橋今天通車</title>{head}</head><body><article>\
             <h1>新橋今天通車</h1>{printed}{}</article></body></html>",
            text()
        );
        of_text(&page).unwrap().meta.published.map(|date| date[..10].to_owned())
    };
    for (head, printed, expected) in [
        ("<meta name=w-published-date content='2026-05-27T06:03:43Z'>", "", "2026-05-27"),
        (
            "<meta name=published-time content=2026-03-09><meta name=published-date content=2021-02-16>",
            "",
            "2021-02-16",
        ),
        ("<meta name='Updated Date' content=2026-07-02>", "", "2026-07-02"),
        ("", "<p>Anna Bridgebuilder | Senior River Writer | July 2, 2026</p>", "2026-07-02"),
        ("", "<div><a href=/w>Anna</a><span>3/4/2026</span></div>", "2026-03-04"),
        ("", "<div><span>July 2, 2026</span><span>Anna Writer</span></div>", "2026-07-02"),
        (
            "<meta property=article:published_time content=2026-03-09>",
            "<p>This article was originally published on 26 Sep 2019 and is kept up to date.</p>",
            "2019-09-26",
        ),
        (
            "<meta property=article:published_time content=2026-03-09>",
            "<p>The novel was first published on March 3, 1999, and sold well.</p>",
            "2026-03-09",
        ),
        (
            "<meta property=article:published_time content=2026-03-09>",
            "<p>The study was originally published in a journal on 12 May 2020.</p>",
            "2026-03-09",
        ),
        (
            "<meta property=article:published_time content=2026-03-09>",
            "<p>First published on 4 July 2026.</p>",
            "2026-03-09",
        ),
    ] {
        assert_eq!(of(head, printed).as_deref(), Some(expected), "{head}{printed}");
    }
}

#[test]
fn month_and_day_stand_in_the_order_of_the_page_s_land() {
    let of = |lang: &str, printed: &str| {
        let page = format!(
            "<!doctype html><html lang={lang}><head><title>新橋今天通車</title></head><body><article>\
             <h1>新橋今天通車</h1><p>{printed}</p>{}</article></body></html>",
            text()
        );
        of_text(&page).unwrap().meta.published.map(|date| date[..10].to_owned())
    };
    for (lang, printed, expected) in [
        ("en-US", "04/09/2025", "2025-04-09"),
        ("en-GB", "04/09/2025", "2025-09-04"),
        ("de", "04/09/2025", "2025-09-04"),
        ("en-US", "25/12/2025", "2025-12-25"),
        ("zh-TW", "發布日期：114-12-08", "2025-12-08"),
        ("zh-TW", "114/12/08", "2025-12-08"),
        ("zh-TW", "更新日期：114-12-09</p><p>日期：114-12-08資料來源：新聞處", "2025-12-08"),
        ("zh-TW", "列印時間：2025/12/26 10:22</p><p>2025-12-08 17:20", "2025-12-08"),
        ("zh-TW", "更新日期：114-12-09", "2025-12-09"),
        (
            "zh-TW",
            "<span>Dec</span><span>08</span><span>Mon</span><span>2025</span><span>20:15</span>",
            "2025-12-08",
        ),
    ] {
        assert_eq!(of(lang, printed).as_deref(), Some(expected), "{lang} {printed}");
    }
}
