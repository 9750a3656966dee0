//! Pictures: which of a page's belong to its article, where they stand, and which of their addresses is taken.

use tingxinwen_article::{self as article, Article, BlockKind, Source};

fn of(body: &str) -> Article {
    let texts = [
        "河濱公園的路燈換成了省電的，住在附近的人說晚上走起來安心多了，市府也說明年還要再換兩千盞。",
        "負責工程的科長表示，舊燈用了二十年，零件已經停產，每次壞掉都要從別的地方拆來補，一修就是三個月。",
        "新燈可以從遠方調整亮度，半夜沒有人的時候暗一些，有人走過再亮起來，估計一年能省下四成的電費。",
    ];
    let paragraphs: String = texts.map(|text| format!("<p>{text}</p>")).concat();
    let body = body.replace("{text}", &paragraphs);
    let page = format!(
        "<!doctype html><head><title>河濱換燈 - 島報</title><base href='https://news.test/a/'></head><body><h1>河濱換燈</h1>{body}</body>"
    );
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(article::open(Source::Text(page))).unwrap()
}

fn addresses(article: &Article) -> Vec<&str> {
    article.pictures().iter().map(|picture| picture.url.as_str()).collect()
}

#[test]
fn pictures_stand_before_their_captions_and_between_paragraphs() {
    let article = of("<figure><img src=lamp.jpg alt='新的\n路燈' width=800 height=600>\
        <figcaption>換上的新燈。圖／市府</figcaption></figure>{text}\
        <p><img src='//cdn.test/b.jpg'></p><p>最後一段說的是明年的預算，議會下個月審，通過以後一月動工。</p>");
    let before: Vec<&str> = article
        .pictures()
        .iter()
        .map(|picture| article.blocks().iter().find(|block| block.range.start == picture.at).unwrap())
        .map(|block| article.slice(block.range))
        .collect();
    assert!(before[0].starts_with("換上的新燈") && before[1].starts_with("最後一段"), "{before:?}");
    assert_eq!(addresses(&article), ["https://news.test/a/lamp.jpg", "https://cdn.test/b.jpg"]);
    assert_eq!(article.pictures()[0].alt, "新的 路燈");
    assert_eq!(article.pictures()[0].size, Some((800, 600)));
    let stored = serde_json::to_string(&article).unwrap();
    assert_eq!(serde_json::from_str::<Article>(&stored).unwrap(), article);
}

#[test]
fn pictures_that_load_late_are_found_where_their_pages_keep_them() {
    let blank = "data:image/gif;base64,R0lGODlhAQABAAAAACw=";
    let late = [
        format!("<img src='{blank}' data-src='x.jpg'>"),
        format!("<img src='{blank}' data-original='x.jpg'>"),
        format!("<img src='{blank}' data-srcset='x-400.jpg 400w, x.jpg 1200w, x-9.jpg 2600w'>"),
        "<img srcset='x-400.jpg 400w, x.jpg 1200w' src='x-400.jpg'>".to_owned(),
        format!("<img src='{blank}' data-lazy-src='x.jpg'><noscript><img src='x.jpg'></noscript>"),
    ];
    for img in late {
        assert_eq!(addresses(&of(&format!("{img}{{text}}"))), ["https://news.test/a/x.jpg"], "{img}");
    }
}

#[test]
fn what_is_no_picture_of_the_article_is_left_out() {
    let others = [
        "<img src=dot.gif width=1 height=1>{text}",
        "<img src=face.jpg width=48 height=48><p class=author>記者王小明／台北報導</p>{text}",
        "{text}<div class=related><a href=/b><img src=b.jpg>別的新聞：公車改道的時間表出爐了</a></div>",
        "{text}<footer><img src=logo.png><p>Copyright 島報 All rights reserved</p></footer>",
        "<img src='javascript:alert(1)'>{text}",
        "<img src='file:///etc/passwd'>{text}",
        "<img>{text}",
    ];
    for body in others {
        assert_eq!(addresses(&of(body)), [""; 0], "{body}");
    }
    let twice =
        of("<img src=a.jpg>{text}<img src=a.jpg><p>再看一次同樣的照片，這一次是從另一邊看，燈亮了。</p>");
    assert_eq!(addresses(&twice), ["https://news.test/a/a.jpg"]);
    assert_eq!(twice.blocks().iter().filter(|block| block.kind == BlockKind::Title).count(), 1);
}
