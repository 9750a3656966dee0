//! What stands inside and around lines of text: note marks, hidden words, preserved line breaks, formulas, contents.

use crate::common::{PARAGRAPHS, text};
use tingxinwen_article::{self as article, Article, BlockKind, OpenError, Source};

fn of_text(html: &str) -> Result<Article, OpenError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(article::open(Source::Text(html.to_owned())))
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

/// What is read of a page with the article's paragraphs and `markup` among them.
#[track_caller]
fn read_of(markup: &str) -> String {
    let body = format!("<p>{}</p><p>{}</p>{markup}<p>{}</p>", PARAGRAPHS[0], PARAGRAPHS[1], PARAGRAPHS[2]);
    spoken(&of_text(&page("", &body)).unwrap()).join("\n")
}

#[test]
fn marks_of_notes_are_not_read_and_powers_are() {
    for (markup, expected) in [
        ("<p>乘客今年增加三成<sup><a href='#fn1'>1</a></sup>。</p>", "乘客今年增加三成。"),
        ("<p>乘客今年增加三成<a href='#footnote-2'>2</a>，明年更多。</p>", "乘客今年增加三成，明年更多。"),
        (
            "<p>乘客今年增加三成[<a href='#b1'>1</a>-<a href='#b3'>3</a>]，明年更多。</p>",
            "乘客今年增加三成，明年更多。",
        ),
        ("<p>乘客今年又增加了三成。<sup>4</sup>明年會更多。</p>", "乘客今年又增加了三成。明年會更多。"),
        ("<p>這條河裡的細菌多達10<sup>6</sup>個，不能下水。</p>", "多達10⁶個，不能下水。"),
        ("<p>橋面的面積是三萬m<sup>2</sup>，夠大家散步。</p>", "三萬m²，夠大家散步。"),
        ("<p>這座橋是第1<sup>st</sup>名的作品，很多人來看。</p>", "第1st名的作品"),
    ] {
        let read = read_of(markup);
        assert!(read.contains(expected), "{markup}: {read}");
    }
}

#[test]
fn notes_and_references_are_shown_and_not_read() {
    let note = "林大山，《青河的橋》，青河：水利會，一九六二年，第十四頁到第十九頁。";
    for markup in [
        format!("<h2>參考資料</h2><ol class=references><li id=cite_note-1>{note}</li></ol>"),
        format!("<div class=footnotes><p>{note}</p></div>"),
        format!("<div role=note class=hatnote>{note}</div>"),
        format!("<p>乘客今年增加三成<sup><a href='#n7'>7</a></sup>。</p><p id=n7>{note}</p>"),
    ] {
        let article = of_text(&page("", &format!("{}{markup}", text()))).unwrap();
        assert!(!spoken(&article).join("\n").contains("水利會"), "{markup}");
        assert!(article.text().contains("水利會"), "{markup}");
    }
}

#[test]
fn what_belongs_to_a_heading_and_not_to_its_words_is_left_out() {
    for mark in [
        "<span class=mw-editsection>[<a href=/e>編輯</a>]</span>",
        "<a class=headerlink href='#x'>¶</a>",
        "<span class=visually-hidden>，另開新視窗</span>",
        "<span style='position:absolute;clip:rect(0 0 0 0)'>，另開新視窗</span>",
    ] {
        let read = read_of(&format!("<h2>工程的細節{mark}</h2><p>{}</p>", PARAGRAPHS[3]));
        assert!(read.lines().any(|line| line == "工程的細節"), "{mark}: {read}");
    }
    let styled = page(
        "<style>.tiny{position:absolute;clip:rect(1px,1px,1px,1px)} .big{font-size:3em}</style>",
        &format!(
            "{}<p>請看<a href=/x class=big>前文<span class=tiny>，另開新視窗</span></a>的說明就知道了。</p>",
            text()
        ),
    );
    assert!(spoken(&of_text(&styled).unwrap()).contains(&"請看前文的說明就知道了。"));
}

#[test]
fn an_initial_that_stands_twice_is_read_once() {
    for markup in [
        "<span class=dropcap aria-hidden=true>T</span><span class=sr-only>T</span>he lighthouse has been dark for years.",
        "<span class=sr-only>T</span><span aria-hidden=true>T</span>he lighthouse has been dark for years.",
        "<span class=sr-only>T</span>he lighthouse has been dark for years.",
        "<span class=dropcap>T</span>he lighthouse has been dark for years.",
    ] {
        let read = read_of(&format!("<p>{markup}</p>"));
        assert!(read.contains("\nThe lighthouse has been"), "{markup}: {read}");
    }
}

#[test]
fn an_initial_that_is_set_apart_is_of_its_word() {
    for (markup, wanted) in [
        ("<span>T</span> he lighthouse has been dark for years.", "The lighthouse has been"),
        ("<span>T</span>\n<span>he lighthouse has been dark for years.</span>", "The lighthouse has been"),
        (
            "<span class=drop-cap>A</span> ll the lighthouses have been dark for years.",
            "All the lighthouses have",
        ),
        // A letter that is a word, and one that stands before a name.
        ("<b>A</b> lighthouse has been dark for years, they say.", "A lighthouse has been"),
        ("<i>J</i> Perrin has been the keeper of it for years.", "J Perrin has been"),
        ("Plan <b>B</b> has been dark for years, as they all say.", "Plan B has been"),
    ] {
        let read = read_of(&format!("<p>{markup}</p>"));
        assert!(read.contains(&format!("\n{wanted}")), "{markup}: {read}");
    }
}

#[test]
fn soft_hyphens_are_no_part_of_a_word() {
    assert!(
        read_of("<p>The pre\u{AD}requi\u{AD}site of it all was a bridge that held.</p>")
            .contains("prerequisite")
    );
}

#[test]
fn formulas_are_read_where_they_stand() {
    for markup in [
        "<math alttext='E=mc^{2}'><mi>E</mi></math>",
        "<span style='display: none'><math alttext='{\\displaystyle E=mc^{2}}'><mi>E</mi></math></span><img alt='E=mc^{2}' src=x>",
    ] {
        let read = read_of(&format!("<p>能量是{markup}，大家都知道。</p>"));
        assert!(read.contains("能量是E=mc²，大家都知道。"), "{read}");
    }
}

#[test]
fn prose_whose_line_breaks_are_kept_is_read_by_paragraphs() {
    let broken = "市府今天宣布，跨越青河的新橋在上午十點通車，\n全長一點二公里。\n\n工程處表示，這座橋花了三年興建，\n往返兩岸只要五分鐘。\n\n附近居民說，走路就能到對岸的市場。\n";
    let expected = [
        "市府今天宣布，跨越青河的新橋在上午十點通車，全長一點二公里。",
        "工程處表示，這座橋花了三年興建，往返兩岸只要五分鐘。",
        "附近居民說，走路就能到對岸的市場。",
    ];
    for markup in [
        format!("<pre>{broken}</pre>"),
        format!("<div style='white-space: pre-wrap'>{broken}</div>"),
        format!("<div class=bbs>{broken}</div>"),
    ] {
        let html =
            format!("<!doctype html><html><head><title>新橋</title></head><body>{markup}</body></html>");
        let article = of_text(&html).unwrap();
        let paragraphs =
            article.blocks().iter().filter(|block| block.kind == BlockKind::Paragraph && block.spoken);
        let paragraphs: Vec<&str> = paragraphs.map(|block| article.slice(block.range)).collect();
        assert_eq!(paragraphs, expected, "{markup}");
    }
    let code = read_of("<pre>let x = 1;\nif (x) { run(); }\nreturn x;</pre>");
    assert!(!code.contains("let x"), "{code}");
}

#[test]
fn addresses_and_calls_in_lines_of_their_own_are_not_read() {
    for line in [
        "https://news.test/bridge?id=1",
        "desk@news.test",
        "喜歡這篇文章嗎？歡迎追蹤我們的粉絲專頁！",
        "本文含有聯盟行銷連結，透過連結購買我們會收取佣金。",
        "<a href=/n/9>延伸閱讀：老橋走過八十年的歲月</a>",
    ] {
        let html =
            page("", &format!("<p>{}</p><p>{line}</p><p>{}</p>", PARAGRAPHS[0], PARAGRAPHS[1..].concat()));
        let article = of_text(&html).unwrap();
        let read = spoken(&article);
        assert_eq!(read.len(), 3, "{line}: {read:?}");
    }
}

#[test]
fn the_text_of_a_panel_that_a_click_opens_is_there() {
    let panel = format!(
        "<div role=tabpanel hidden><p>{}</p></div><div class=accordion-body style='display:none'><p>{}</p></div>",
        PARAGRAPHS[2], PARAGRAPHS[3]
    );
    let article =
        of_text(&page("", &format!("<p>{}</p><p>{}</p>{panel}", PARAGRAPHS[0], PARAGRAPHS[1]))).unwrap();
    assert!(article.text().contains(PARAGRAPHS[2]) && article.text().contains(PARAGRAPHS[3]));
}

#[test]
fn the_lines_under_picture_after_picture_are_the_text_of_a_diary() {
    let said = [
        "從竹東出發，開車大約要兩個半小時",
        "山路很窄，會車的時候要有一方倒車",
        "轉過最後一個彎，楓樹就在眼前",
        "晚上降到六度，記得帶厚睡袋",
        "早餐是地瓜粥，配自己醃的蘿蔔",
    ];
    let body: String = said
        .iter()
        .map(|line| format!("<p style='text-align:center'><img src=x width=700></p><p style='text-align:center'>{line}</p>"))
        .collect();
    let html = format!(
        "<!doctype html><html><head><title>山裡的營地</title></head><body><h2>山裡的營地</h2><div class=article-content>{body}</div></body></html>"
    );
    let article = of_text(&html).unwrap();
    let read = spoken(&article);
    assert!(said.iter().all(|line| read.contains(line)), "{read:?}");
}

#[test]
fn a_post_of_a_board_ends_before_its_signature_and_names_who_wrote_it() {
    let html = "<!doctype html><html><head><title>[心得] 搬到海邊 - 看板 Sea</title><meta property=og:title content='[心得] 搬到海邊'></head><body>\
        <div id=main><div>作者seaside (海邊的人)</div><div>看板Sea</div><div>標題[心得] 搬到海邊</div><div>時間Sat Nov 15 22:41:07 2025</div>\n\
        大家好，第一次發文，排版請見諒。\n\n上個月搬到海邊，本來以為最不習慣的會是沒有捷運，\n結果是太安靜。\n\n謝謝大家。\n\n--\n看海的人\n\n--\n\
        <span>※ 發信站: 批踢踢實業坊(ptt.cc), 來自: 192.0.2.1\n</span><div class=push><span>推 </span><span>rain</span><span>: 先買除濕機</span></div></div></body></html>";
    let article = of_text(html).unwrap();
    let read = spoken(&article).join("\n");
    assert!(read.contains("沒有捷運，結果是太安靜。") && read.contains("謝謝大家。"), "{read}");
    assert!(!["看海的人", "發信站", "除濕機", "作者"].iter().any(|words| read.contains(words)), "{read}");
    assert!(article.text().contains("除濕機"));
    assert!(article.byline().is_some_and(|name| name.contains("seaside")));
    assert_eq!(article.meta.published.as_deref().map(|date| &date[..10]), Some("2025-11-15"));
}
