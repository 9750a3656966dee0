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
    assert_eq!(of("<h1>測試新聞網 〉地方 〉新橋今天通車</h1>").as_deref(), Some("新橋今天通車"));
}
