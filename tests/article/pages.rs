//! Web pages: metadata, reasons of blocks, embedded data, paywalls, site rules, charsets, damage, amount of work.

use std::io::Write as _;

use crate::{
    common::{PARAGRAPHS, assert_does_not_fail, text},
    hostile,
};
use tingxinwen_article::{
    self as article, Article, BlockFilter, BlockKind, Notice, OpenError, Reason, Source,
};

fn open(source: Source) -> Result<Article, OpenError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(article::open(source))
}

fn of_text(html: &str) -> Result<Article, OpenError> {
    open(Source::Text(html.to_owned()))
}

fn of_bytes(bytes: &[u8]) -> Result<Article, OpenError> {
    let mut file = tempfile::Builder::new().suffix(".html").tempfile().unwrap();
    file.write_all(bytes).unwrap();
    open(Source::File(file.path().to_owned()))
}

/// The steps that extraction of `page` takes.
fn steps_of(page: &[u8]) -> u64 {
    article::steps(page, &"https://news.test/x".parse().unwrap()).unwrap()
}

fn page(head: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=zh-Hant-TW><head><title>新橋今天通車 | 測試新聞網</title>{head}</head><body>\
         <nav><a href=/>首頁</a> <a href=/l>地方</a></nav><article><h1>新橋今天通車</h1>{body}</article>\
         <footer>版權所有 © 2026</footer></body></html>"
    )
}

fn spoken(article: &Article) -> Vec<&str> {
    let blocks = article.blocks().iter().filter(|block| block.spoken);
    blocks.map(|block| article.slice(block.range)).collect()
}

fn reason_of(article: &Article, words: &str) -> (BlockKind, Reason) {
    let block = article.blocks().iter().find(|block| article.slice(block.range).contains(words));
    block.map(|block| (block.kind, block.reason)).unwrap()
}

#[test]
fn pages_say_when_and_where_they_came_out() {
    let head = "<link rel=canonical href='https://news.test/a/1'><meta property=og:image content='/pic/1.jpg'>\
        <meta property=og:site_name content='測試新聞網'><meta property=article:published_time content='2026-03-14 09:20'>\
        <meta property=article:modified_time content='2026-03-14T11:05:00+08:00'>";
    let meta = of_text(&page(head, &text())).unwrap().meta;
    assert_eq!(meta.published.as_deref(), Some("2026-03-14T09:20:00+08:00"), "in the zone of its land");
    assert_eq!(meta.modified.as_deref(), Some("2026-03-14T11:05:00+08:00"));
    assert_eq!(meta.canonical.as_deref(), Some("https://news.test/a/1"));
    assert_eq!(meta.image.as_deref(), Some("https://news.test/pic/1.jpg"));
    assert_eq!(meta.site.as_deref(), Some("測試新聞網"));
    assert_eq!(meta.notice, None);
}

#[test]
fn a_page_that_was_touched_later_keeps_its_printed_date() {
    let head = "<meta property=article:published_time content='2026-05-02T10:00:00+08:00'>";
    let article = of_text(&page(head, &format!("<p>2026-03-14 09:20</p>{}", text()))).unwrap();
    assert_eq!(article.meta.published.as_deref().map(|date| &date[..10]), Some("2026-03-14"));
    let updated = of_text(&page(head, &format!("<p>更新：2026-03-14 09:20</p>{}", text()))).unwrap();
    assert_eq!(updated.meta.published.as_deref().map(|date| &date[..10]), Some("2026-05-02"));
}

#[test]
fn every_block_says_why() {
    let body = format!(
        "{}<figure><img src=a><figcaption>新橋通車，民眾步行過橋。記者林大山攝</figcaption></figure>\
         <figure><img src=b><figcaption>圖／市府</figcaption></figure>\
         <blockquote class=twitter-tweet><p>新橋通車了，大家一起來走走看吧！</p></blockquote>\
         <p>請繼續往下閱讀</p>{}<h3>延伸閱讀</h3><ul class=related><li><a href=/2>河岸步道明年動工 沿線種三千棵樹</a></li></ul>\
         <div class=comments><p>這座橋真的很方便，希望可以多蓋幾座。</p></div>",
        &text(),
        "<p>新橋夜間會點燈到十點，燈光由附近的小學生設計，每個月換一次主題，第一個月是星空。</p>"
    );
    let article = of_text(&page("", &body)).unwrap();
    assert_eq!(reason_of(&article, "工程處表示"), (BlockKind::Paragraph, Reason::Article));
    assert_eq!(reason_of(&article, "民眾步行過橋").0, BlockKind::Caption);
    assert_eq!(reason_of(&article, "圖／市府").0, BlockKind::Credit);
    assert_eq!(reason_of(&article, "一起來走走看").0, BlockKind::Embed);
    assert_eq!(reason_of(&article, "繼續往下閱讀"), (BlockKind::Furniture, Reason::Words));
    assert_eq!(reason_of(&article, "河岸步道明年動工").0, BlockKind::Related);
    assert_eq!(reason_of(&article, "希望可以多蓋"), (BlockKind::Furniture, Reason::Comments));
    assert!(!spoken(&article).iter().any(|text| text.contains("走走看") || text.contains('圖')));
    let mut choice = BlockFilter::default();
    choice.toggle(BlockKind::Caption);
    choice.toggle(BlockKind::Title);
    let filtered = article.with_block_filter(&choice);
    assert!(spoken(&filtered)[0].starts_with("市府今天"));
    assert!(spoken(&filtered).iter().any(|text| text.contains("民眾步行過橋")));
}

#[test]
fn text_that_is_only_in_the_page_s_data_is_read() {
    let strings: Vec<String> =
        PARAGRAPHS.iter().map(|text| format!("{{\"type\":\"p\",\"text\":\"{text}\"}}")).collect();
    let frame = |data: &str| {
        format!(
            "<!doctype html><html><head><title>新橋今天通車 | 測試新聞網</title></head><body><div id=__next></div>\
             {data}<script src=/app.js></script></body></html>"
        )
    };
    let next = frame(&format!(
        "<script id=__NEXT_DATA__ type=application/json>{{\"props\":{{\"menu\":[\"首頁\"],\"blocks\":[{}]}}}}</script>",
        strings.join(",")
    ));
    let nuxt = frame(&format!(
        "<script id=__NUXT_DATA__ type=application/json>[1,{{\"body\":2}},\"{}\"]</script>",
        text()
    ));
    let told = frame(&format!(
        "<script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"headline\":\"新橋今天通車\",\"articleBody\":\"{}\"}}</script>",
        PARAGRAPHS.join("\\n")
    ));
    for html in [next, nuxt, told] {
        let article = of_text(&html).unwrap();
        assert_eq!(article.title(), Some("新橋今天通車"), "{html}");
        assert_eq!(spoken(&article)[1..], PARAGRAPHS, "{html}");
        assert_eq!(reason_of(&article, "工程處").1, Reason::Data);
    }
    assert_eq!(
        of_text(&frame("<noscript>Please enable JavaScript.</noscript>")),
        Err(OpenError::NeedsScript)
    );
}

#[test]
fn what_is_sent_late_is_read_in_its_place() {
    let html = page("", "<template id=\"B:0\"></template>")
        .replace("<footer>", &format!("<div hidden id=\"S:0\"><article>{}</article></div><footer>", text()));
    assert_eq!(spoken(&of_text(&html).unwrap())[1..], PARAGRAPHS);
}

#[test]
fn pages_for_subscribers_say_so() {
    let paid =
        "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"isAccessibleForFree\":false}</script>";
    let teaser = format!("<p>{}</p><p>{}……</p>", PARAGRAPHS[0], PARAGRAPHS[1].trim_end_matches('。'));
    let wall = "<div class=paywall>訂閱後看全文</div>";
    for (head, body) in
        [(paid, teaser.clone()), ("", format!("{teaser}{wall}")), (paid, format!("{teaser}{wall}"))]
    {
        let beginning = of_text(&page(head, &body)).unwrap();
        assert_eq!(beginning.meta.notice, Some(Notice::OnlyTheBeginning), "{head}{body}");
        assert!(spoken(&beginning).contains(&PARAGRAPHS[0]), "a wall takes nothing away");
    }
    let short = of_text(&page(paid, &format!("<p>{}</p><p>{}</p>", PARAGRAPHS[0], PARAGRAPHS[1]))).unwrap();
    assert_eq!(short.meta.notice, None, "a short text that ends is whole, whatever the data say");
    assert_eq!(of_text(&page("", wall)), Err(OpenError::Paywalled));
    let whole: String = (0..12)
        .map(|n| {
            text()
                .replace("青河", &format!("青河第{n}支流"))
                .replace("工程處", &format!("第{n}工程處"))
                .replace("附近", &format!("第{n}區"))
                .replace("市長", &format!("第{n}位市長"))
        })
        .collect();
    assert_eq!(
        of_text(&page(paid, &whole)).unwrap().meta.notice,
        None,
        "the whole text stands there after all"
    );
    // What is sold elsewhere on the page is no wall.
    let free = of_text(&page("", &(text() + "<p>訂閱電子報</p>"))).unwrap();
    assert_eq!(free.meta.notice, None);
}

#[test]
fn rules_for_a_site_help_and_are_not_needed() {
    let promo =
        "<div class=promote-word><p>本報獨家專題帶您看遍全台十座最美的橋，每一座都有動人的故事。</p></div>";
    let html = |host: &str| {
        let head = format!("<link rel=canonical href='https://{host}/a/1'>");
        page(&head, &format!("<div class=article-body>{}{promo}</div>", text()))
    };
    let known = of_text(&html("www.chinatimes.com")).unwrap();
    assert_eq!(spoken(&known)[1..], PARAGRAPHS);
    assert_eq!(reason_of(&known, "最美的橋"), (BlockKind::Furniture, Reason::Site));
    let unknown = of_text(&html("www.news.test")).unwrap();
    assert!(PARAGRAPHS.iter().all(|text| spoken(&unknown).contains(text)));
}

#[test]
fn pages_in_any_charset_of_the_region_are_read() {
    let japanese = [
        "市は今日、川にかかる新しい橋が午前十時に開通したと発表した。全長は一・二キロで、両側に歩道がある。",
        "工事事務所によると、橋の建設には三年かかった。これからは両岸を五分で行き来できるようになる見込みだ。",
        "近くに住む人は「以前は市場まで遠回りをしていたが、歩いて行けるようになり、とても便利だ」と話した。",
    ];
    let korean = [
        "시는 오늘 강을 가로지르는 새 다리가 오전 열 시에 개통되었다고 발표했다. 양쪽에 보도와 자전거 도로가 있다.",
        "공사 사무소는 다리를 짓는 데 삼 년이 걸렸으며 앞으로 양쪽 강변을 오 분 만에 오갈 수 있다고 밝혔다.",
        "근처 주민은 예전에는 시장까지 멀리 돌아가야 했지만 이제는 걸어서 갈 수 있어 매우 편리하다고 말했다.",
    ];
    // 嘅 and 咗 are of Hong Kong's supplement alone.
    let cantonese = [
        "新橋今日朝早十點正式通車，市民話以後過河唔使兜路，行幾步就去到對面嘅街市，方便咗好多。",
        "工程處話呢條橋起咗三年，兩邊都有行人路同單車徑，預計每日會有兩萬架車經過呢度。",
        "住喺附近嘅居民話，以前要兜一大個圈先去到街市，而家行路就去到，覺得好方便。",
    ];
    let simplified = [
        "市政府今天宣布，跨越青河的新桥在上午十点通车，全长一点二公里，两侧都有人行道和自行车道。",
        "工程处表示，这座桥花了三年兴建，未来往返两岸只要五分钟，预计每天有两万辆车经过。",
        "附近居民说，以前要绕一大圈才能到对岸的市场，现在走路就能到，觉得非常方便。",
    ];
    let traditional = [PARAGRAPHS[0], PARAGRAPHS[1], PARAGRAPHS[2]];
    for (charset, paragraphs) in [
        ("big5-hkscs", &cantonese),
        ("big5", &traditional),
        ("gbk", &simplified),
        ("gb2312", &simplified),
        ("gb18030", &simplified),
        ("shift_jis", &japanese),
        ("euc-jp", &japanese),
        ("euc-kr", &korean),
    ] {
        let encoding = encoding_rs::Encoding::for_label(charset.as_bytes()).unwrap();
        let body: String = paragraphs.iter().map(|text| format!("<p>{text}</p>")).collect();
        for declared in [charset, "", "utf-8", "iso-8859-1"] {
            let meta = if declared.is_empty() { String::new() } else { format!("<meta charset={declared}>") };
            let html = format!(
                "<html><head>{meta}<title>News</title></head><body><article>{body}</article></body></html>"
            );
            let article = of_bytes(&encoding.encode(&html).0);
            let read = article.map(|article| spoken(&article).join("\n")).unwrap_or_default();
            assert!(
                paragraphs.iter().all(|text| read.contains(text)),
                "{charset} declared as {declared:?}: {read}"
            );
        }
    }
}

/// Steps that are enough for each byte of a damaged page: these take 2 to 9.
const MOST_STEPS: u64 = 20;
/// Steps for what every page has: the outermost elements.
const BASE_STEPS: u64 = 200;

#[test]
fn damaged_pages_never_panic_and_take_few_steps() {
    let seeds = [
        page("", &text()),
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/data/sample-zh.html"))
            .unwrap(),
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/data/sample-en.html"))
            .unwrap(),
    ];
    let pieces: [&[u8]; 12] = [
        b"<",
        b">",
        b"<script type=application/ld+json>",
        b"{\"@type\":\"NewsArticle\",\"articleBody\":",
        b"[[[[[[[[",
        b"\\u0000",
        b"</article>",
        b"<table><tr>",
        b"\xFF\xFE",
        b"\xA4\xA4",
        b"<!--",
        b"<div hidden id=\"S:",
    ];
    let mut seed = 0x5EED_u64;
    let mut random = |below: usize| {
        // xorshift64*: the same pages every time.
        seed ^= seed >> 12;
        seed ^= seed << 25;
        seed ^= seed >> 27;
        (seed.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % below.max(1)
    };
    for round in 0..120 {
        let mut bytes = seeds[round % seeds.len()].clone().into_bytes();
        for _ in 0..=random(8) {
            let at = random(bytes.len());
            match random(4) {
                0 => bytes[at] = random(256) as u8,
                1 => bytes.truncate(at.max(1)),
                2 => {
                    let end = (at + random(200)).min(bytes.len());
                    drop(bytes.drain(at..end));
                }
                _ => drop(bytes.splice(at..at, pieces[random(pieces.len())].iter().copied())),
            }
            if bytes.is_empty() {
                bytes.push(b'x');
            }
        }
        assert_does_not_fail(of_bytes(&bytes));
        let steps = steps_of(&bytes);
        assert!(
            steps < BASE_STEPS + MOST_STEPS * bytes.len() as u64,
            "round {round}: {steps} steps for {} bytes",
            bytes.len()
        );
    }
}

#[test]
fn work_grows_with_the_page_and_no_faster() {
    /// How many times the larger page has what is repeated.
    const GROWTH: u64 = 8;
    let data = |n: usize| {
        let strings = format!("\"{}\",", PARAGRAPHS[0]).repeat(n);
        format!("<script type=application/json>{{\"{}\":[{strings}\"x\"]}}</script>", "k".repeat(n * 10))
    };
    let body = |piece: &str, n: usize| page("", &format!("{}{}", text(), piece.repeat(n)));
    let quote = format!("<blockquote>{}</blockquote>", PARAGRAPHS.concat());
    let pages: [(&str, &dyn Fn(usize) -> String); 7] = [
        ("lines", &|n| body("<div><p>短句，在這裡。</p><a href=x>連結</a></div>", n)),
        ("data", &|n| page(&data(n), "<p>短</p>")),
        ("links", &|n| body("<a href='/x?page=2' rel=next>下一頁</a>", n)),
        ("rows", &|n| body("<table><tr><td>一</td><td>二</td></tr></table>", n)),
        ("deep", &|n| body("<div><b>深", n)),
        ("quotes", &|n| body(&quote, n)),
        ("tags without an end", &|n| body("", 1) + &"<a ".repeat(n) + "b='>"),
    ];
    for (which, page) in pages {
        let steps = |times: u64| steps_of(page(times as usize).as_bytes());
        let (few, many) = (steps(500), steps(500 * GROWTH));
        assert!(many < few * GROWTH * 3 / 2, "{which}: {few} steps, then {many}");
    }
}

#[test]
fn work_on_hostile_pages_grows_with_them_and_no_faster() {
    /// From this size on as many elements are open as may be, in bytes.
    const BYTES: usize = 12_000;
    /// How many times larger the other pages are.
    const GROWTH: usize = 4;
    for ((name, few), (_, many)) in hostile::pages(BYTES).into_iter().zip(hostile::pages(BYTES * GROWTH)) {
        let (few, many) = (steps_of(few.as_bytes()), steps_of(many.as_bytes()));
        assert!(many < few * GROWTH as u64 * 3 / 2, "{name}: {few} steps, then {many}");
    }
}

#[test]
fn an_article_is_found_in_a_hostile_page() {
    for (name, page) in hostile::pages(10_000) {
        let read = of_text(&page).map(|article| spoken(&article).join("\n")).unwrap_or_default();
        let found = PARAGRAPHS.iter().filter(|text| read.contains(**text)).count();
        assert_eq!(found, PARAGRAPHS.len(), "{name}: {read:.200}");
    }
}

/// A page of a site that has a rule, by its own account.
const RULED: &str = "<link rel=canonical href='https://news.ltn.com.tw/news/life/1'>";

#[test]
fn rules_for_sites_add_to_what_is_seen() {
    let advert = "<p class=appE1121>新的服務現在開始試用，第一個月完全免費，之後每個月只要九十九元，隨時可以取消。</p>";
    let [first, rest @ ..] = PARAGRAPHS;
    let rest: String = rest.iter().map(|text| format!("<p>{text}</p>")).collect();
    let body = format!("<div class=whitecon><div class=text><p>{first}</p>{advert}{rest}</div></div>");
    let article = of_text(&page(RULED, &body)).unwrap();
    assert_eq!(
        spoken(&article),
        ["新橋今天通車", PARAGRAPHS[0], PARAGRAPHS[1], PARAGRAPHS[2], PARAGRAPHS[3]]
    );
    assert_eq!(reason_of(&article, "九十九元"), (BlockKind::Furniture, Reason::Site));
}

#[test]
fn a_wrong_rule_for_a_site_does_no_harm() {
    let expected = spoken(&of_text(&page("", &text())).unwrap()).join("|");
    assert!(PARAGRAPHS.iter().all(|text| expected.contains(text)));
    let comments = "<div class=comments><div class=whitecon><div class=text><p>路過的人</p><p>好快就通車了，真方便。</p></div></div></div>";
    for (what, body) in [
        ("nothing is where the rule says", text()),
        ("what the rule leaves out is the article", format!("<div class=suggest>{}</div>", text())),
        ("what the rule takes for the text is little", format!("{}{comments}", text())),
        ("both", format!("<div class=suggest>{}</div>{comments}", text())),
    ] {
        let article = of_text(&page(RULED, &body)).unwrap();
        assert_eq!(spoken(&article).join("|"), expected, "{what}");
    }
}
