//! What goes with the text that is read though it looks like none of it, and what looks like it and is not.

use crate::common::{PARAGRAPHS, text};
use tingxinwen_article::{self as article, Article, Source};

fn of_text(html: &str) -> Article {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(article::open(Source::Text(html.to_owned()))).unwrap()
}

/// What is read of a page called 新橋今天通車 whose body is `body`.
fn read_of(body: &str) -> Vec<String> {
    let html = format!(
        "<!doctype html><html lang=zh-Hant-TW><head><title>新橋今天通車 | 測試新聞網</title></head><body>\
         <header><a href=/>測試新聞網</a></header>{body}<footer><p>© 測試新聞網</p></footer></body></html>"
    );
    let article = of_text(&html);
    let blocks = article.blocks().iter().filter(|block| block.spoken);
    blocks.map(|block| article.slice(block.range).to_owned()).skip(1).collect()
}

/// The names of `lines` that are not among what is `read`.
fn missing<'l>(read: &[String], lines: &[&'l str]) -> Vec<&'l str> {
    lines.iter().filter(|line| !read.iter().any(|read| read == *line)).copied().collect()
}

const NONE: [&str; 0] = [];

#[test]
fn a_poem_is_read_to_its_last_line() {
    let verses =
        ["我把雨摺好", "放進標準信封", "櫃台的人秤了一下", "說，超重了", "蓋章的時候", "整個下午開始滴水"];
    let poem = format!("<p>{}</p><p>{}</p>", verses[..4].join("<br>"), verses[4..].join("<br>"));
    let one = format!("<div class=post-body>{}</div>", verses.join("<br>\n"));
    for body in [poem, one] {
        let read = read_of(&format!(
            "<div><h2>新橋今天通車</h2><div class=post-body>{body}</div><div><a href=/s>分享</a></div></div>\
             <div><h3>近期作品</h3><ul><li><a href=/1>〈阿嬤的收音機〉</a></li></ul></div>"
        ));
        assert_eq!(missing(&read, &verses), NONE, "{body}");
        assert!(!read.iter().any(|line| line.contains("收音機")), "{read:?}");
    }
}

#[test]
fn lists_between_what_is_read_are_read() {
    let options = ["（A）用水應該節儉", "（B）凡事要保留根源", "（C）自來水並不可靠", "（D）雨水比較乾淨"];
    let list: String = options.iter().map(|option| format!("<li>{option}</li>")).collect();
    let [first, second, third, _] = PARAGRAPHS;
    let read = read_of(&format!(
        "<main><h1>新橋今天通車</h1><p>{first}</p><p>{second}</p><p>1. 根據本文，最可能是想表達什麼？</p><ul class=o>{list}</ul>\
         <p>2. 文末的一句，使用了哪一種修辭？</p><ul class=o><li>（A）擬人</li><li>（B）排比</li></ul></main>\
         <section><h3>熱門試題</h3><ul><li><a href=/1>模擬考二十回</a></li><li><a href=/2>克漏字</a></li></ul></section>"
    ));
    assert_eq!(missing(&read, &options), NONE);
    assert_eq!(missing(&read, &["（A）擬人", "（B）排比"]), NONE);
    assert!(!read.iter().any(|line| line.contains("克漏字")), "{read:?}");

    let items = ["奶油 115 公克", "洋梨三個，去皮去核", "二砂 150 公克"];
    let list: String = items.iter().map(|item| format!("<li>{item}</li>")).collect();
    let read = read_of(&format!(
        "<article><h1>新橋今天通車</h1><p>{first}</p><p>{second}</p><div><h3>材料</h3><div><button>公制</button></div><ul class=i>{list}</ul></div>\
         <div><h3>步驟</h3><ol><li>{third}</li><li>把洋梨鋪在上面，烤四十五分鐘，直到竹籤拔出來是乾的。</li></ol></div></article>"
    ));
    assert_eq!(missing(&read, &items), NONE);
    assert_eq!(missing(&read, &["材料", "步驟"]), NONE);
}

#[test]
fn the_articles_of_a_law_are_read_with_their_numbers() {
    let article = |number: usize, text: &str| {
        format!(
            "<div class=row><div class=no><a href=#{number}>第 {number} 條</a></div><div class=data><div class=line>{text}</div></div></div>"
        )
    };
    let body = format!(
        "<main><h1>新橋今天通車</h1><div class=char>第 一 章 總則</div>{}{}<div class=char>第 二 章 使用</div>{}{}</main>",
        article(1, "本辦法依圖書館法第八條第二項規定訂定之。"),
        article(2, "本辦法所稱座席，指公共圖書館為供民眾閱覽而設置之桌椅。"),
        article(3, "座席不得預占。離席逾三十分鐘，館員得收存其物品，並將座席提供他人使用。"),
        article(4, "主管機關應每年公布各館座席使用率。"),
    );
    let read = read_of(&body);
    let all = [
        "第 一 章 總則",
        "第 1 條",
        "本辦法依圖書館法第八條第二項規定訂定之。",
        "第 二 章 使用",
        "第 3 條",
        "第 4 條",
    ];
    assert_eq!(missing(&read, &all), NONE, "{read:?}");
}

#[test]
fn a_gallery_is_read_picture_by_picture() {
    let told = [
        "破布用手分：麻的放左邊，棉的放右邊，會沙沙響的放進一個沒有人倒的桶子。",
        "打漿機從一八七四年轉到現在，軸承用羊油潤滑，因為它不喜歡別的東西。",
        "每一張紙都要浸一下、搖兩下，再翻到毛氈上，老師傅一天可以做四百張。",
    ];
    let figure = |text: &&str| {
        format!(
            "<figure class=slide><img src=1.jpg><figcaption>{text} <span class=credit>Lia Käch/測試週刊</span></figcaption></figure>"
        )
    };
    let gallery: String = told.iter().map(figure).collect();
    let read = read_of(&format!(
        "<main><h1>新橋今天通車</h1><p class=intro>{}</p><p class=credits>文字／林大山　攝影／Lia Käch</p><div class=gallery>{gallery}</div></main>",
        PARAGRAPHS[0]
    ));
    let told = told.map(|text| format!("{text} Lia Käch/測試週刊"));
    let told: Vec<&str> = told.iter().map(String::as_str).collect();
    assert_eq!(missing(&read, &told), NONE);
    let read = read_of(&format!(
        "<main><h1>新橋今天通車</h1>{}{}{gallery}</main>",
        text(),
        text().replace('新', "舊")
    ));
    assert!(!read.iter().any(|line| told.contains(&line.as_str())), "beside a text they are captions");
}

#[test]
fn what_scrolling_on_brings_is_not_read_and_what_a_live_report_has_is() {
    let story = |heading: &str, title: &str, by: &str, text: &str| {
        format!(
            "<div class=wrap><article class=content><{heading}>{title}</{heading}><div><span class=reporter>記者 {by}</span> <time>2026/02/11 07:30</time></div><section>{text}</section></article></div>"
        )
    };
    let own = story("h1", "新橋今天通車", "林大山", &text());
    let other = story(
        "h2",
        "香蕉產地價崩跌　農會開放民眾認購",
        "方小雨",
        "<p>香蕉產地價格跌破每公斤八元，農會今天起開放民眾認購，可以宅配到府。</p>",
    );
    let read = read_of(&(own + &other));
    assert_eq!(missing(&read, &PARAGRAPHS), NONE);
    assert_eq!(read.len(), PARAGRAPHS.len(), "{read:?}");

    let entry = |title: &str, text: &str| {
        format!(
            "<article class=entry><h2>{title}</h2><span class=author>林大山</span><p>{text}</p></article>"
        )
    };
    let [lead, first, second, third] = PARAGRAPHS;
    let live = format!(
        "<article><h1>新橋今天通車</h1><p>{lead}</p>{}{}{}<p class=end>最新消息會在這裡更新，請重新整理頁面。</p></article>",
        entry("第一輛車上橋了", first),
        entry("對岸的市場擠滿了人", second),
        entry("步道明年才會完工", third),
    );
    assert_eq!(missing(&read_of(&live), &PARAGRAPHS), NONE);
}

#[test]
fn a_heading_is_read_where_it_heads_text() {
    let [first, second, third, _] = PARAGRAPHS;
    let read = read_of(&format!(
        "<article><h1>新橋今天通車</h1><p>{first}</p><div class=newsletter-inline><h4>想看更多地方消息？</h4><p>每天早上六點寄到</p><form><input><button>訂閱</button></form></div>\
         <p>{second}</p><h2>Up next</h2><p>{third}</p></article>"
    ));
    assert!(!read.iter().any(|line| line.contains("想看更多")), "{read:?}");
    assert_eq!(missing(&read, &["Up next", second, third]), NONE);
}

#[test]
fn a_short_quotation_set_aside_is_said_once() {
    let said = "A bridge is a promise to people who have not been born.";
    let html = format!(
        "<!doctype html><html lang=en><head><title>The case for boring bridges</title></head><body><article><h1>The case for boring bridges</h1>\
         <p>Every city that wants to be noticed sooner or later holds a competition for a bridge, and picks a leaning mast.</p>\
         <p>A plain girder bridge can be looked after by the crew that fixes the guardrails, with parts from a local shop.</p>\
         <aside class=pullquote><p>“{said}”</p></aside>\
         <p>That is not a failure of imagination. {said} And it should be made in words that they can still read.</p>\
         <p>So by all means hold the competition. Then build the one that came in fourth.</p></article></body></html>"
    );
    let article = of_text(&html);
    let blocks = article.blocks().iter().filter(|block| block.spoken);
    let read: String = blocks.map(|block| article.slice(block.range)).collect();
    assert_eq!(read.matches(said).count(), 1, "{read}");
}

#[test]
fn several_lines_may_be_told_of_one_picture() {
    let told = [
        "這家店沒有招牌",
        "只有一張寫著賣完的紙板",
        "糖是用紅甘蔗熬的",
        "綠豆煮到剛好破皮，不會糊",
        "我家小孩一個人吃完一碗",
        "粉粿是梔子花染的黃色",
        "阿婆今年八十二歲",
        "四點前一定收攤",
        "【店家資訊】",
        "營業時間：14:00～賣完為止，週日休",
    ];
    let set = |text: &str| format!("<p style='text-align:center'>{text}</p>");
    let picture = set("<img src=x width=700>");
    let pairs: String =
        told[..8].chunks(2).map(|pair| format!("{picture}{}{}", set(pair[0]), set(pair[1]))).collect();
    let more = set("<a href=/t>更多美食懶人包點這裡</a>");
    let shop = set(told[8]) + &set(told[9]);
    let read = read_of(&format!("<h2>新橋今天通車</h2><div class=article-content>{pairs}{more}{shop}</div>"));
    assert_eq!(missing(&read, &told), NONE, "{read:?}");
    assert!(!read.iter().any(|line| line.contains("懶人包")), "{read:?}");
}

#[test]
fn what_matters_and_bold_labels_are_read_with_the_text() {
    let points = ["河岸兩邊的居民只要走五分鐘", "明年把步道一直接到出海口"];
    let labels = ["第一局　18:25 落敗", "第二局　23:25 再敗", "第三局　25:20 扳回一局"];
    let [first, second, third, fourth] = PARAGRAPHS;
    let item = |(label, text): (&&str, &&str)| {
        format!(
            "<div class=item><div class=time>18:32</div><div class=text><b>{label}</b><br>{text}</div><div class=share><a href=#>FB</a></div></div>"
        )
    };
    let items: String = labels.iter().zip(&[second, third, fourth]).map(item).collect();
    let list: String = points.iter().map(|point| format!("<li>{point}</li>")).collect();
    let read = read_of(&format!(
        "<main><div><span class=date>2026-02-11</span></div><h1>新橋今天通車</h1><ul class=points>{list}</ul><div class=body><p>{first}</p>\
         <p>###</p>{items}<h3>媒體聯絡人</h3><p>方小雨, +886 2 2345 6789, press@bridge.test</p></div></main>"
    ));
    assert_eq!(missing(&read, &points), NONE, "{read:?}");
    assert_eq!(
        missing(&read, &labels.map(|label| label.replace('　', " ")).each_ref().map(String::as_str)),
        NONE,
        "{read:?}"
    );
    assert!(
        !read.iter().any(|line| ["###", "press@", "18:32"].iter().any(|mark| line.contains(mark))),
        "{read:?}"
    );
}

#[test]
fn tables_and_lists_under_the_text_are_read_and_cards_of_links_are_not() {
    let [first, second, third, _] = PARAGRAPHS;
    let read = read_of(&format!(
        "<main><article><h1>新橋今天通車</h1><p>{first}</p><h2>收費</h2><p>{second}</p>\
         <table><tr><th>車種</th><th>費用</th></tr><tr><td>小客車</td><td>免費</td></tr><tr><td>貨車</td><td>不限</td></tr></table>\
         <div class=card><a href=/other><div>老橋的針線盒</div><div>每一個盒子打開都不是餅乾，這件事值得研究。</div></a></div>\
         <h2>步道</h2><p>{third}</p><h2>花費</h2><ul><li>接駁車 1,200 元</li><li>床位 480 元</li><li>兩餐 600 元</li></ul>\
         <p>更多紀錄請看：<a href=/all>總整理</a></p><p>關鍵字：新橋、通車</p></article></main>"
    ));
    let expected =
        ["車種 費用", "小客車 免費", "貨車 不限", "花費", "接駁車 1,200 元", "床位 480 元", "兩餐 600 元"];
    assert_eq!(missing(&read, &expected), NONE, "{read:?}");
    assert!(
        !read.iter().any(|line| ["餅乾", "總整理", "關鍵字"].iter().any(|word| line.contains(word))),
        "{read:?}"
    );
}

#[test]
fn clock_times_over_the_entries_of_a_live_report_are_not_read() {
    let entries: String = PARAGRAPHS
        .iter()
        .enumerate()
        .map(|(at, text)| format!("<dt>1{at}:40</dt><dd><p>{text}</p></dd>"))
        .collect();
    let read = read_of(&format!("<main><h1>新橋今天通車</h1><dl class=live>{entries}</dl></main>"));
    assert_eq!(read, PARAGRAPHS);
}

#[test]
fn the_times_of_a_transcript_are_not_read() {
    let turn = |(at, text): (usize, &&str)| format!("<p><span>[0{at}:31]</span> <b>小滿：</b>{text}</p>");
    let turns: String = PARAGRAPHS.iter().enumerate().map(turn).collect();
    let read = read_of(&format!("<main><h1>新橋今天通車</h1><div class=transcript>{turns}</div></main>"));
    let said = PARAGRAPHS.map(|text| format!("小滿：{text}"));
    assert_eq!(missing(&read, &said.each_ref().map(String::as_str)), NONE, "{read:?}");
}

#[test]
fn a_mail_of_a_list_is_read_without_what_it_answers_and_its_signature() {
    let html = "<html><head><title>[dev] Why the lexer looks ahead</title></head><body><h1>[dev] Why the lexer looks ahead</h1>\
        <b>Hilde Soot</b> <a href='mailto:dev%40lists.test'>hilde at lists.test</a><br><i>Tue Apr 16 09:12:44 UTC 2024</i><ul>\
        <li>Previous message: <a href=12.html>[dev] Release 0.9 is out</a></li><li>Next message: <a href=14.html>[dev] Broken link</a></li></ul><hr>\
        <pre>Hello all,\n\nseveral of you asked on the call why the lexer still keeps exactly one\ntoken of lookahead, although the grammar no longer needs it.\n\n\
        The short answer is that error messages need it: we want to point at the\nend of the line before, and for that we must know both.\n\n\
        On Mon, Apr 15, 2024 at 18:20, Ove Brandt wrote:\n<i>&gt; Couldn't we compute that from the span instead?\n</i>\n\
        We tried that in February. It doubled the time spent in the error path.\n\nHilde\n-- \nHilde Soot, Room 4.12\n</pre><hr>\
        <ul><li>Previous message: <a href=12.html>[dev] Release 0.9 is out</a></li></ul></body></html>";
    let article = of_text(html);
    let blocks = article.blocks().iter().filter(|block| block.spoken);
    let read: Vec<&str> = blocks.map(|block| article.slice(block.range)).collect();
    let read = read.join("\n");
    assert!(read.contains("one token of lookahead") && read.contains("We tried that in February."), "{read}");
    for words in ["Previous message", "hilde at", "wrote:", "Couldn't we", "Room 4.12"] {
        assert!(!read.contains(words), "{words} in {read}");
    }
    assert_eq!(article.byline(), Some("Hilde Soot"));
    assert_eq!(article.meta.published.as_deref(), Some("2024-04-16T09:12:44"));
}
