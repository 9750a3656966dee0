//! Spans of extracted text: emphasis, links, readings; levels of headings.

use tingxinwen_article::{Article, BlockKind, Source, Span, SpanKind, TextRange};

use crate::common::{PARAGRAPHS, text};

fn of_text(html: &str) -> Article {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(tingxinwen_article::open(Source::Text(html.to_owned()))).unwrap()
}

/// The words and kinds of the spans of `article`.
fn spans(article: &Article) -> Vec<(&str, SpanKind)> {
    let all = TextRange::new(0, article.text().len() as u32);
    article.spans(all).map(|Span { range, kind }| (article.slice(*range), kind.clone())).collect()
}

fn paragraphs(texts: &[&str]) -> String {
    texts.iter().map(|text| format!("<p>{text}</p>")).collect()
}

fn ruby(reading: &str) -> SpanKind {
    SpanKind::Ruby { reading: reading.to_owned() }
}

#[test]
fn markup_of_a_page_stays_with_its_words() {
    let article = of_text(&format!(
        "<!doctype html><html><head><title>新橋通車</title><base href=\"https://news.test/a/\"></head><body><article>\
         <h1>新橋通車</h1>{}<h3>交通更方便了</h3><p>這座橋<strong>今天</strong>通車，見<a href=\"../b\"> <em>前文</em></a>的\
         說明<sup><a href=\"#n1\">[1]</a></sup>，面積10<sup>2</sup>公尺。</p>{}</article>\
         <link rel=canonical href=\"https://news.test/a/1\"></body></html>",
        paragraphs(&PARAGRAPHS[..2]),
        paragraphs(&PARAGRAPHS[2..])
    ));
    let heading = article.blocks().iter().find(|block| block.kind == BlockKind::Heading).unwrap();
    assert_eq!((article.slice(heading.range), heading.level), ("交通更方便了", 3));
    let found = spans(&article);
    assert!(found.contains(&("今天", SpanKind::Strong)), "{found:?}");
    assert!(found.contains(&("前文", SpanKind::Emphasis)), "{found:?}");
    assert!(article.text().contains("前文的說明，面積10²公尺"), "a mark is left out, a power is not");
    let link = found.iter().find(|(_, kind)| matches!(kind, SpanKind::Link { url } if url.ends_with("/b")));
    assert_eq!(link.map(|(words, _)| *words), Some("前文"), "{found:?}");
}

#[test]
fn readings_over_words_are_spans_and_no_text() {
    let pages = [
        ("<ruby>行<rp>（</rp><rt>ㄏㄤˊ</rt><rp>）</rp></ruby>", vec![("行", "ㄏㄤˊ")]),
        ("<ruby>銀<rt>ㄧㄣˊ</rt>行<rt>ㄏㄤˊ</rt></ruby>", vec![("銀", "ㄧㄣˊ"), ("行", "ㄏㄤˊ")]),
        ("<ruby><rb>銀</rb><rb>行</rb><rt>yín</rt><rt>háng</rt></ruby>", vec![("銀", "yín"), ("行", "háng")]),
        ("<ruby>東京<rt>とうきょう</rt></ruby>", vec![("東京", "とうきょう")]),
    ];
    for (markup, expected) in pages {
        let article = of_text(&format!(
            "<!doctype html><html><head><title>新橋通車</title></head><body><article><h1>新橋通車</h1>{}<p>記者說，\
             {markup}就在新橋的旁邊，走路五分鐘就到。</p></article></body></html>",
            text()
        ));
        assert!(!article.text().contains(expected[0].1), "{markup}: {}", article.text());
        let expected: Vec<_> = expected.into_iter().map(|(words, reading)| (words, ruby(reading))).collect();
        assert_eq!(spans(&article), expected, "{markup}");
    }
}

#[test]
fn markdown_keeps_its_marks_as_spans() {
    let mut file = tempfile::Builder::new().suffix(".md").tempfile().unwrap();
    let text = "# 新橋\n\n## 通車\n\n這座**橋**在[這裡](https://news.test/1)，*很長*。\n";
    std::io::Write::write_all(&mut file, text.as_bytes()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let article = runtime.block_on(tingxinwen_article::open(Source::File(file.path().to_owned()))).unwrap();
    let link = SpanKind::Link { url: "https://news.test/1".to_owned() };
    assert_eq!(spans(&article), [("橋", SpanKind::Strong), ("這裡", link), ("很長", SpanKind::Emphasis)]);
    assert_eq!(article.blocks()[1].level, 2);
}
