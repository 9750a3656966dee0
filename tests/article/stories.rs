//! Where an article begins and ends, and what of it is decided as a whole: headings, labels, other stories, short pages.

use crate::common::{PARAGRAPHS, text};
use tingxinwen_article::{self as article, Article, OpenError, Source};

fn of_text(html: &str) -> Result<Article, OpenError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(article::open(Source::Text(html.to_owned())))
}

fn spoken(article: &Article) -> Vec<&str> {
    let blocks = article.blocks().iter().filter(|block| block.spoken);
    blocks.map(|block| article.slice(block.range)).collect()
}

/// A page whose body is `body`, called 新橋今天通車.
fn page(body: &str) -> String {
    format!(
        "<!doctype html><html lang=zh-Hant-TW><head><title>新橋今天通車 | 測試新聞網</title></head><body>{body}</body></html>"
    )
}

const OTHERS: [(&str, &str); 3] = [
    (
        "油價下週估降三毛",
        "中油今天公布本週油價試算，受國際原油庫存增加影響，下週汽、柴油每公升預估各調降零點三元。",
    ),
    (
        "女排亞錦賽三比一逆轉",
        "台灣女排在第一局落後的情況下，靠著主攻手連續五個得分追平比數，最後以三比一擊敗泰國。",
    ),
    (
        "夜市老闆收到二十年前的信",
        "一名夜市老闆日前收到郵差送來的信，寄件日期竟是二十年前，直到拆除老郵筒時才被發現。",
    ),
];

#[test]
fn the_article_ends_where_the_next_story_begins() {
    let article = |title: &str, text: &str| {
        format!(
            "<article><h1><a href=/n/{}>{title}</a></h1><time>2026年5月3日</time>{text}</article>",
            title.len()
        )
    };
    let short = format!("<p>{}</p><p>{}</p>", PARAGRAPHS[0], PARAGRAPHS[1]);
    let scrolled =
        OTHERS.map(|(title, text)| article(title, &format!("<p>{text}</p><p>{text}</p>"))).concat();
    let teasers =
        OTHERS.map(|(title, text)| format!("<li><h3><a href=/x>{title}</a></h3><p>{text}</p></li>")).concat();
    for (what, body) in [
        ("scrolled on", article("新橋今天通車", &short) + &scrolled),
        ("a stream", format!("<article><h1>新橋今天通車</h1>{short}</article><div><ul>{teasers}</ul></div>")),
    ] {
        let article = of_text(&page(&body)).unwrap();
        assert_eq!(spoken(&article), ["新橋今天通車", PARAGRAPHS[0], PARAGRAPHS[1]], "{what}");
    }
}

#[test]
fn teasers_inside_an_article_do_not_end_it() {
    let teasers: String = OTHERS
        .map(|(title, text)| {
            format!("<article class=teaser><a href=/x><h3>{title}</h3><p>{text}</p></a></article>")
        })
        .concat();
    let body = format!(
        "<article><h1>新橋今天通車</h1><p>{}</p><p>{}</p><section>{teasers}</section><h2>往返五分鐘</h2><p>{}</p><p>{}</p></article>",
        PARAGRAPHS[0], PARAGRAPHS[1], PARAGRAPHS[2], PARAGRAPHS[3]
    );
    let article = of_text(&page(&body)).unwrap();
    let read = spoken(&article);
    assert!(PARAGRAPHS.iter().all(|text| read.contains(text)), "{read:?}");
    assert!(read.contains(&"往返五分鐘"), "{read:?}");
}

#[test]
fn headings_are_read_with_what_stands_under_them() {
    let card = |n: usize| {
        format!(
            "<div class=product-card><a href=https://shop.test/{n}><img src=x><div>陶瓷濾杯</div><div>NT$520</div><span class=btn>看商品</span></a></div>"
        )
    };
    let sections: String = PARAGRAPHS
        .iter()
        .enumerate()
        .map(|(n, text)| {
            format!("<h2>{}</h2><p>{text}</p>{}", ["先看壺嘴", "磨豆機", "電子秤", "濾杯"][n], card(n))
        })
        .collect();
    let article = of_text(&page(&format!(
        "<article><h1>新橋今天通車</h1><p>這份清單有四樣東西，照順序買就能開工。</p>{sections}</article>"
    )))
    .unwrap();
    let read = spoken(&article);
    for heading in ["先看壺嘴", "磨豆機", "電子秤", "濾杯"] {
        assert!(read.contains(&heading), "{heading}: {read:?}");
    }
    assert!(!read.iter().any(|text| text.contains("NT$")), "{read:?}");
}

#[test]
fn a_question_on_the_button_that_opens_its_answer_is_read() {
    let questions = ["橋什麼時候通車？", "過橋要收費嗎？", "誰常走這座橋？", "步道何時接起來？"];
    let answers: String = questions
        .iter()
        .zip(PARAGRAPHS)
        .map(|(question, text)| {
            format!("<div><button><p>{question}</p></button><div><p>{text}</p></div></div>")
        })
        .collect();
    let lead = PARAGRAPHS.map(|text| format!("<p>{}</p>", text.replace('橋', "路"))).concat();
    let body = format!(
        "<article><h1>新橋今天通車</h1>{lead}<h2>常見問題</h2>{answers}<p>其他問題請洽市府。</p></article>"
    );
    let article = of_text(&page(&body)).unwrap();
    let read = spoken(&article);
    for question in questions {
        assert!(read.contains(&question), "{question}: {read:?}");
    }
}

#[test]
fn labels_of_speakers_are_all_read_or_none() {
    let said = [
        "Welcome back to the show about things that keep running longer than anyone planned.",
        "Good morning. You have to speak up a little, because it likes to talk as well.",
        "How did you end up being the person who knows how to do this?",
        "My uncle did it before me, and when he retired nobody else wanted to.",
        "And what do you listen for?",
        "The feed pump has a rhythm. If it goes from three beats to four, the water is dirty.",
        "Has it ever stopped?",
        "Once, on the night of a wedding upstairs. I ran the right way, luckily.",
    ];
    let turns: String = said
        .iter()
        .enumerate()
        .map(|(n, text)| {
            let who = ["Mara Quill", "Pieter Daems"][n % 2];
            format!("<div class=line><div class=who><span>{who}</span> <a href='#t={n}'>00:0{n}:15</a></div><p>{text}</p></div>")
        })
        .collect();
    let html = format!(
        "<!doctype html><html lang=en><head><title>The Boiler</title></head><body><main><h1>The Boiler</h1><section>{turns}</section></main></body></html>"
    );
    let article = of_text(&html).unwrap();
    let read = spoken(&article);
    assert!(said.iter().all(|text| read.contains(text)), "{read:?}");
    let labels = read.iter().filter(|text| matches!(**text, "Mara Quill" | "Pieter Daems")).count();
    assert!(labels == 0 || labels == said.len(), "{read:?}");
    assert!(!read.iter().any(|text| text.contains("00:")), "{read:?}");
}

#[test]
fn pages_with_a_sentence_are_read_and_those_with_a_headline_alone_are_not() {
    let short = page("<article><h1>新橋今天通車</h1><p>新橋今天上午通車。</p></article>");
    assert_eq!(spoken(&of_text(&short).unwrap()), ["新橋今天通車", "新橋今天上午通車。"]);
    let headline = page("<article><h1>新橋今天通車</h1></article>");
    assert_eq!(of_text(&headline), Err(OpenError::NoArticle));
}

#[test]
fn text_that_is_shown_without_scripts_or_in_a_shadow_root_is_read() {
    for body in [
        format!("<div id=app></div><noscript><article><h1>新橋今天通車</h1>{}</article></noscript>", text()),
        format!(
            "<news-story><template shadowrootmode=open><article><h1>新橋今天通車</h1>{}</article></template></news-story>",
            text()
        ),
    ] {
        let article = of_text(&page(&body)).unwrap();
        let read = spoken(&article);
        assert!(PARAGRAPHS.iter().all(|text| read.contains(text)), "{body}: {read:?}");
    }
}

#[test]
fn markup_in_the_page_s_data_is_not_read_as_text() {
    let escaped: String = PARAGRAPHS.iter().map(|text| format!("&lt;p&gt;{text}&lt;/p&gt;")).collect();
    let html = page("<div id=root></div>").replace(
        "</head>",
        &format!("<script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"headline\":\"新橋今天通車\",\"articleBody\":\"{escaped}\"}}</script></head>"),
    );
    let article = of_text(&html).unwrap();
    assert_eq!(spoken(&article)[1..], PARAGRAPHS);
}
