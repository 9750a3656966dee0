//! Pages that are made to take time and memory: a piece many times over, after an article.

use crate::common::text;

/// Pieces of markup that are written again and again.
const PIECES: &[&str] = &[
    "<table><tr><td>",
    "<div></x>",
    "<div/>",
    "<!--><div>",
    "<optgroup>",
    "<b></x>",
    "<span></x>",
    "<svg><td>",
    "<optgroup><option>x",
    "<h2>x y z w</h2>",
    "<a href=x>x",
    "<font color=red>x",
    "<nobr>x",
    "<button>x",
    "<p>x",
    "<ul><li>x",
    "<dl><dd>x",
    "<math><mi>x<mo>",
    "<template><div>x",
    "<frameset>",
    "<ruby>x<rt>y",
    "<!--x-->",
    "<meta name=keywords content=x>",
    "<img src=x alt=y>",
    "<br>x",
    "<td>x",
    "<form><input>",
    "<object><param>x",
    "<marquee>x",
    "<h1>x",
    "<section><article>x",
    "<details><summary>x",
    "<p class='a b c d e f g h'>x y",
    "<div hidden>x</div>",
    "<div style='display:none'>x</div>",
    "<em><strong>x",
    "<blockquote>x",
    "<iframe>",
    "<caption>",
    "<colgroup><col>",
    "<rt>",
    "<plaintext",
    "<select><div>",
    "<svg><foreignObject><div>",
    "<math><annotation-xml encoding=text/html><p>",
    "<body a=b>",
    "<html a=b>",
    "</p>",
    "</br>",
    "</x>",
    "&amp;",
    "&#x41;",
    "<a><table>",
    "<a></p>",
    "<b><p></b>",
    "<i><div></i>x",
    "<p><b><table><i>",
    "<pre>\n\nx",
    "<textarea>",
    "<title>",
    "<script>",
    "<style>",
    "<noscript>",
    "<dialog open>x",
    "<label>x",
    "<ins><del>x",
    "<x-y>z",
];

/// A page of `piece`, `count` times, after `before`.
fn repeated(before: &str, piece: &str, count: usize) -> String {
    format!(
        "<!doctype html><title>新橋今天通車</title><body><article>{}</article>{before}{}",
        text(),
        piece.repeat(count)
    )
}

/// Pages with a name, each of about so many bytes.
pub(crate) fn pages(bytes: usize) -> Vec<(String, String)> {
    let mut pages: Vec<(String, String)> =
        PIECES.iter().map(|piece| ((*piece).to_owned(), repeated("", piece, bytes / piece.len()))).collect();
    for (before, piece) in [
        ("<svg><title>", "<div>"),
        ("<select>", "<optgroup><option>x"),
        ("<table>", "x<b>"),
        ("<table>", "<td>x"),
        ("<table><td>", "<a>x"),
        ("<script type=application/ld+json>[", "[{\"@graph\":"),
        ("<script type=application/ld+json>[", "0,"),
        ("<script type=application/json>[", "{\"a\":\"b\"},"),
        ("<script>self.__next_f.push([1,\"", "1:[]\\n"),
        ("<style>", ".a{display:none}"),
        ("<img src='data:image/png;base64,", "A/"),
        ("<p>", "下雨"),
        ("<p>", "x y z w. "),
        ("<p ", "a "),
        ("<!--", "- "),
    ] {
        pages.push((format!("{before}{piece}…"), repeated(before, piece, bytes / piece.len())));
    }
    let numbered = |name: &str, piece: &dyn Fn(usize) -> String| {
        let all: String = (0..bytes / piece(10_000).len()).map(piece).collect();
        (name.to_owned(), repeated("", &all, 1))
    };
    pages.push(numbered("formatting of many kinds", &|at| format!("<p><b id={at}>x</p>")));
    pages.push(numbered("attributes of the body", &|at| format!("<body a{at}=b>")));
    pages.push(numbered("elements of many names", &|at| format!("<x{at}>")));
    pages.push(numbered("many links", &|at| format!("<p><a href=/{at}>延伸閱讀{at}</a></p>")));
    let swarm: String = (0..bytes / 8).map(|at| format!(" a{at}")).collect();
    pages.push(("attributes".to_owned(), repeated(&format!("<!--><p{swarm}>"), "", 1)));
    let up_and_down = format!("{}x{}", "<div>".repeat(250), "</div>".repeat(250));
    pages.push(("up and down".to_owned(), repeated("", &up_and_down, bytes / up_and_down.len())));
    pages
}
