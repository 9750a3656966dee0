//! Pages as builders and frameworks of sites make them: their own words in classes, names for tests, pieces in `span`s.

use crate::common::{PARAGRAPHS, article_of, spoken, text};
use tingxinwen_article::Article;

fn of_text(head: &str, body: &str) -> Article {
    let html = format!(
        "<!doctype html><html lang=zh-Hant-TW><head><title>新橋今天通車 | 測試新聞網</title>{head}</head><body>\
         <header><a href=/>測試新聞網</a></header>{body}<footer><p>© 測試新聞網</p></footer></body></html>"
    );
    article_of(&html)
}

#[test]
fn what_a_page_builder_calls_a_widget_is_text_as_well() {
    let widget = |kind: &str, inner: &str| {
        format!(
            "<div class='elementor-element elementor-element-1a2b elementor-widget elementor-widget-{kind}' \
             data-element_type=widget><div class=elementor-widget-container>{inner}</div></div>"
        )
    };
    let [first, second, third, fourth] = PARAGRAPHS;
    let items = ["自行車道全長八百公尺", "人行道兩側都有座椅"];
    let list: String = items.iter().map(|item| format!("<li>{item}</li>")).collect();
    let page = [
        widget("heading", "<h1>新橋今天通車</h1>"),
        widget("text-editor", &format!("<p>{first}</p><p>{second}</p>")),
        widget("button", "<a class=elementor-button href=/map>看地圖</a>"),
        widget("icon-list", &format!("<ul class=elementor-icon-list-items>{list}</ul>")),
        widget("text-editor", &format!("<p>{third}</p><p>{fourth}</p>")),
        widget("posts", "<h3>相關文章</h3><ul><li><a href=/1>菜市場裡的調音師</a></li></ul>"),
    ]
    .concat();
    let article = of_text("", &page);
    let read = spoken(&article);
    for line in PARAGRAPHS.iter().chain(&items) {
        assert!(read.contains(line), "{line} {read:?}");
    }
    assert!(!read.iter().any(|line| line.contains("調音師") || line.contains("看地圖")), "{read:?}");
}

#[test]
fn names_for_tests_tell_where_machines_made_the_classes() {
    let page = format!(
        "<main><div class=x1f2><h1 class=q9a data-testid=post-title>新橋今天通車</h1><div class=k3j><div class=z8 \
         data-testid=byline-name>林大山</div><div class=z7 data-testid=publish-date>2026/07/03</div></div>{}</div></main>",
        text()
    );
    let article = of_text("", &page);
    assert_eq!(article.byline(), Some("林大山"));
    assert_eq!(article.meta.published.as_deref(), Some("2026-07-03"));
    assert_eq!(spoken(&article)[1..], PARAGRAPHS);
}

#[test]
fn a_date_for_programs_may_stand_in_the_title_of_an_element() {
    let page = format!(
        "<article><h1>新橋今天通車</h1><p><a href=/u/river>river</a> <span class=age title='2026-07-03T08:12:01 1783066321'>\
         4 hours ago</span></p>{}</article>",
        text()
    );
    assert_eq!(of_text("", &page).meta.published.as_deref(), Some("2026-07-03T08:12:01+08:00"));
}

#[test]
fn pieces_that_a_style_sets_apart_are_words_apart() {
    let page = format!(
        "<article><h1>新橋今天通車</h1><div class=m><span>River Desk</span><span>Bridges</span></div>{}\
         <p><span>River</span><span>side</span>公園也在今天啟用，入口就在橋下的廣場旁邊。</p></article>",
        text()
    );
    let article = of_text("", &page);
    let all = article.text();
    assert!(all.contains("River Desk Bridges") && all.contains("Riverside公園"), "{all}");
}

#[test]
fn blank_lines_beside_coloured_text_part_paragraphs() {
    let [first, second, third, fourth] = PARAGRAPHS;
    let page = format!(
        "<div id=main-content>{first}\n<span class=f2>{second}</span>\n\n<span class=f6>{third}</span>\n\n{fourth}\n</div>"
    );
    let article = of_text("", &format!("<h1>新橋今天通車</h1>{page}"));
    let read = spoken(&article);
    assert!(read.contains(&third) && read.contains(&fourth), "{read:?}");
}
