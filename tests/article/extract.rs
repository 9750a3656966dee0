//! Extraction of pages, files and pasted text: what is read, and what is not.

use std::{fmt::Write, io::Write as _, path::PathBuf};

use crate::common::assert_does_not_fail;
use proptest::prelude::*;
use tingxinwen_article::{self as article, Article, BlockKind, Language, Notice, OpenError, Source};

fn open(source: Source) -> Result<Article, OpenError> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("this machine does that")
        .block_on(article::open(source))
}

fn sample(name: &str) -> Article {
    open(Source::File(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/data").join(name)))
        .expect("this machine does that")
}

fn of_text(text: &str) -> Result<Article, OpenError> {
    open(Source::Text(text.to_owned()))
}

fn texts(article: &Article, kind: BlockKind) -> Vec<&str> {
    article
        .blocks()
        .iter()
        .filter(|block| block.kind == kind)
        .map(|block| article.slice(block.range))
        .collect()
}

fn spoken(article: &Article) -> String {
    let blocks = article.blocks().iter().filter(|block| block.spoken);
    blocks.map(|block| article.slice(block.range)).collect::<Vec<_>>().join("\n")
}

/// A page around `body`, with enough text of its own to be an article.
fn page(body: &str) -> String {
    format!(
        "<!doctype html><html><head><title>新橋今天通車 | 測試新聞網</title></head><body>\
         <nav><a href=/>首頁</a> <a href=/l>地方</a></nav><article><h1>新橋今天通車</h1>\
         <p>市府今天宣布，跨越青河的新橋在上午十點通車，全長一點二公里，兩側都有人行道和自行車道。</p>\
         {body}\
         <p>工程處表示，這座橋花了三年興建，未來往返兩岸只要五分鐘，預計每天有兩萬輛車經過。</p>\
         <p>附近居民說，以前要繞一大圈才能到對岸的市場，現在走路就能到，覺得非常方便。</p>\
         </article><footer>版權所有 © 2026</footer></body></html>"
    )
}

#[test]
fn the_chinese_sample_is_read_without_its_furniture() {
    let article = sample("sample-zh.html");
    assert_eq!(article.title(), Some("河岸輕軌週六通車 沿線七站串起老城與新公園"));
    assert_eq!(article.byline(), Some("晴川日報／ 記者林以安／晴川報導"));
    assert_eq!(article.meta.published.as_deref(), Some("2026-03-14T09:20:00+08:00"));
    assert_eq!(article.meta.site.as_deref(), Some("晴川新聞網"));
    assert_eq!(article.language, Language::Mandarin);
    assert_eq!(texts(&article, BlockKind::Paragraph).len(), 8);
    assert_eq!(texts(&article, BlockKind::Heading), ["用AI調整班次"]);
    assert_eq!(texts(&article, BlockKind::Caption).len(), 1, "the caption stands twice on the page");
    assert_eq!(article.meta.tags[0], "河岸輕軌");
    let related: Vec<&str> = article.meta.related.iter().map(|link| link.title.as_str()).collect();
    assert!(related.contains(&"從砂石場到溼地 河濱公園的十年"), "{related:?}");
    assert!(!related.contains(&article.title().unwrap()), "{related:?}");
    let link = &article.meta.related[0];
    assert_eq!(link.url.as_deref(), Some("https://news.example/story/local/20260301-0011"));
    let read = spoken(&article);
    for unread in ["聽新聞", "0:00", "快訊", "繼續往下閱讀", "延伸閱讀", "留言", "版權", "市場週日", "..."]
    {
        assert!(!read.contains(unread), "{unread} is read: {read}");
    }
    assert!(article.text().contains("聽新聞"), "what is not read is still shown");
    assert_eq!(article.blocks()[0].kind, BlockKind::Title, "the page opens with its article");
}

#[test]
fn the_english_sample_is_read_without_its_furniture() {
    let article = sample("sample-en.html");
    assert_eq!(article.title(), Some("Old ferry returns to the harbor as a floating library"));
    assert_eq!(article.byline(), Some("By Hannah Pell"));
    assert_eq!(article.meta.published.as_deref(), Some("2026-02-07T08:15:00-05:00"));
    assert_eq!(article.meta.tags, ["Libraries", "Harbor", "Marlow"]);
    assert_eq!(article.language, Language::English);
    assert_eq!(texts(&article, BlockKind::ListItem).len(), 3);
    assert_eq!(texts(&article, BlockKind::Quote).len(), 1);
    assert_eq!(texts(&article, BlockKind::Heading), ["A slow rescue"]);
    let read = spoken(&article);
    assert!(read.contains("just happens to have a rudder"));
    for unread in
        ["newsletter", "cookies", "Read more", "Photo:", "min read", "Related", "Copyright", "Most read"]
    {
        assert!(!read.contains(unread), "{unread} is read: {read}");
    }
}

#[test]
fn a_copied_page_is_read_without_its_furniture() {
    let article = sample("sample-copied.txt");
    assert_eq!(article.title(), Some("天文館新望遠鏡啟用 開放民眾夜間觀星"));
    assert_eq!(article.byline(), Some("晴川日報／ 記者周若水／即時報導"));
    assert_eq!(article.meta.published.as_deref(), Some("2026-05-20"));
    assert_eq!(article.meta.tags, ["天文館", "望遠鏡", "觀星", "木星"]);
    assert_eq!(texts(&article, BlockKind::Caption).len(), 1);
    assert_eq!(texts(&article, BlockKind::Paragraph).len(), 5);
    assert_eq!(article.meta.related.len(), 3, "{:?}", article.meta.related);
    let blocks = article.blocks().iter().filter(|block| block.spoken).count();
    assert_eq!(blocks, 6, "the headline and five paragraphs");
}

#[test]
fn an_essay_loses_nothing() {
    let essay = "秋天的山路\n\n清晨的山路還有一點霧，走在前面的人只剩下模糊的影子。\n\n我們在涼亭裡休息，喝了一杯熱茶。\n\n短句。\n\n下山的時候，太陽出來了。";
    let article = of_text(essay).unwrap();
    let lines: Vec<&str> = essay.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(spoken(&article).lines().collect::<Vec<_>>(), lines);
    assert_eq!(article.title(), Some("秋天的山路"));
    let one = of_text("今天天氣很好。").unwrap();
    assert_eq!(spoken(&one), "今天天氣很好。");
}

#[test]
fn each_kind_of_block_is_known() {
    let article = of_text(&page(
        "<h2>工程細節</h2><blockquote><p>「這座橋是大家一起完成的，我們等了好久好久。」</p></blockquote>\
         <ul><li>橋面寬二十公尺，雙向各有兩個車道。</li><li>自行車道寬三公尺，和人行道分開。</li></ul>\
         <figure><img src=a><figcaption>新橋夜景。圖／市府提供</figcaption></figure>",
    ))
    .unwrap();
    assert_eq!(article.title(), Some("新橋今天通車"));
    assert_eq!(texts(&article, BlockKind::Heading), ["工程細節"]);
    assert_eq!(texts(&article, BlockKind::Quote).len(), 1);
    assert_eq!(texts(&article, BlockKind::ListItem).len(), 2);
    assert_eq!(texts(&article, BlockKind::Caption), ["新橋夜景。圖／市府提供"]);
    assert_eq!(texts(&article, BlockKind::Paragraph).len(), 3);
}

#[test]
fn the_byline_is_cut_off_the_first_paragraph() {
    let html = page("").replace("<p>市府今天", "<p>〔記者林大山／青河報導〕市府今天");
    let article = of_text(&html).unwrap();
    assert_eq!(article.byline(), Some("記者林大山／青河報導"));
    assert!(spoken(&article).contains("\n市府今天宣布"));
}

#[test]
fn what_is_hidden_is_neither_read_nor_shown() {
    let article =
        of_text(&page("<div style='display: none'><p>這一段沒有人看得見，所以也不應該念出來。</p></div>"))
            .unwrap();
    assert!(!article.text().contains("沒有人看得見"));
}

#[test]
fn markdown_keeps_its_blocks() {
    let mut file = tempfile::Builder::new().suffix(".md").tempfile().unwrap();
    let text = "---\nlayout: post\n---\n# 標題\n\n第一段，\n換行。\n\n## 小標\n\n- 一\n- 二\n\n> 引用\n\n```\nlet x = 1;\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n";
    file.write_all(text.as_bytes()).unwrap();
    let article = open(Source::File(file.path().to_owned())).unwrap();
    let kinds: Vec<(BlockKind, &str)> =
        article.blocks().iter().map(|block| (block.kind, article.slice(block.range))).collect();
    let expected = [
        (BlockKind::Title, "標題"),
        (BlockKind::Paragraph, "第一段，換行。"),
        (BlockKind::Heading, "小標"),
        (BlockKind::ListItem, "一"),
        (BlockKind::ListItem, "二"),
        (BlockKind::Quote, "引用"),
        (BlockKind::Code, "let x = 1;"),
        (BlockKind::TableRow, "a b"),
        (BlockKind::TableRow, "1 2"),
    ];
    assert_eq!(kinds, expected);
}

#[test]
fn pages_in_old_charsets_are_read() {
    for label in ["big5", "gbk", "utf-8"] {
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
        for declared in [format!("<meta charset={label}>"), String::new()] {
            let html = page("").replace("<head>", &format!("<head>{declared}")).replace('©', "(c)");
            let mut file = tempfile::Builder::new().suffix(".html").tempfile().unwrap();
            file.write_all(&encoding.encode(&html).0).unwrap();
            let article = open(Source::File(file.path().to_owned())).unwrap();
            assert_eq!(article.title(), Some("新橋今天通車"), "{label} {declared}");
        }
    }
}

#[test]
fn what_is_no_article_says_so() {
    let file = |bytes: &[u8]| {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        open(Source::File(file.path().to_owned())).unwrap_err()
    };
    assert_eq!(of_text(" \n "), Err(OpenError::Empty));
    assert_eq!(file(b""), OpenError::Empty);
    assert_eq!(file(b"%PDF-1.7 ..."), OpenError::NotText { kind: "application/pdf".into() });
    assert!(matches!(file(&[0; 4096]), OpenError::NotText { .. }));
    assert!(matches!(file(&vec![b'a'; 17 << 20]), OpenError::TooLarge { .. }));
    let menu = "<!doctype html><html><body><nav><a href=/>首頁</a><a href=/a>地方</a></nav><div id=app></div></body></html>";
    assert_eq!(of_text(menu), Err(OpenError::NoArticle));
    assert!(matches!(open(Source::File("/nowhere/at all".into())), Err(OpenError::File { .. })));
    assert!(matches!(open(Source::File("/".into())), Err(OpenError::File { .. })));
}

#[test]
fn deep_wide_and_endless_pages_come_to_an_end() {
    // Anything that took quadratic time over these would take hours.
    let deep = format!("<html>{}", "<div><b>".repeat(100_000));
    let attributes = (0..50_000).fold(String::from("<html><p"), |mut text, i| {
        write!(text, " a{i}=1").unwrap();
        text
    });
    let wide = format!("<html>{}", "<p>短。</p><a href=x>連結</a>".repeat(20_000));
    let unclosed = format!("<html>{}", "<a href=x><font size=1>".repeat(50_000));
    let rows = format!("<html>{}", "<table><tr><td>".repeat(30_000));
    for page in [deep, attributes + ">", wide, unclosed, rows] {
        let long = page.replacen("<html>", &format!("<html><body>{}", self::page("")), 1);
        assert_does_not_fail(of_text(&long));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_text_makes_it_panic(text in "(\\PC|\n|<[a-z]{1,6}>|</[a-z]{1,6}>|<script type=application/ld\\+json>\\{\"@type\":|記者|／|報導|延伸閱讀\n|圖／){0,60}") {
        assert_does_not_fail(of_text(&text));
        assert_does_not_fail(of_text(&page(&text)));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let mut file = tempfile::Builder::new().suffix(".html").tempfile().unwrap();
        file.write_all(&bytes).unwrap();
        assert_does_not_fail(open(Source::File(file.path().to_owned())));
    }
}

#[test]
fn a_page_whose_end_is_left_out_says_so() {
    let text =
        "<p>河濱公園的路燈換成了省電的，住在附近的人說晚上走起來安心多了，市府也說明年還要再換兩千盞。</p>";
    let long: String = (0..50_010).fold(String::new(), |page, at| page + "<li>" + &at.to_string());
    let notice = |rest: &str| {
        of_text(&format!("<!doctype html><body><h1>路燈</h1>{text}<ul>{rest}")).unwrap().meta.notice
    };
    assert_eq!(notice(&long), Some(Notice::EndLeftOut));
    assert_eq!(notice("<li>完"), None);
}
