//! Opening items: the page, or the feed's own text where the page gives less, never the teaser.

use std::future::ready;

use tingxinwen_article::{DocumentFault, OpenError};
use tingxinwen_feeds::open;
use tingxinwen_library::FeedText;
use tingxinwen_test_tools::server::{Answer, Request, Server};

use crate::run;

const SENTENCE: &str = "渡船今天早上因為濃霧停航三個小時，上午八點四十分才復航，港務局提醒旅客留意。";

fn server() -> Server {
    Server::start(|request: &Request| {
        let body = match request.line.split(' ').nth(1).unwrap_or_default() {
            "/whole" => format!("<p>{0}</p><p>{0}頁面上才有的一段。</p>", SENTENCE.repeat(3)),
            "/report.pdf" => {
                let report = include_bytes!("../data/documents/password.pdf");
                return Answer::whole("application/pdf", report.to_vec());
            }
            "/short" => format!("<p>{SENTENCE}</p><p>加入會員，閱讀全文。</p>"),
            _ => return Answer::status(404, "no"),
        };
        let page = format!(
            "<html><head><title>渡船停航</title></head><body><article><h1>渡船停航</h1>{body}</article></body></html>"
        );
        Answer::whole("text/html; charset=utf-8", page.into_bytes())
    })
}

fn text(paragraphs: usize) -> FeedText {
    let text = format!("<p>{SENTENCE}訂閱裡的。</p>").repeat(paragraphs);
    FeedText { title: "渡船停航".to_owned(), author: None, published: None, text }
}

#[test]
fn the_page_is_read_unless_it_gives_less() {
    let server = server();
    let opened = |path: &str, text: Option<FeedText>| {
        let (address, feed) = (format!("{}{path}", server.url()), server.url());
        run(open(&address, &feed, text.as_ref(), |_| ready(None))).map(|document| {
            let article = document.first();
            let blocks = article.blocks().iter().filter(|block| block.spoken);
            blocks.map(|block| article.slice(block.range).to_owned()).collect::<Vec<_>>().join("\n")
        })
    };
    assert!(opened("/whole", Some(text(2))).unwrap().contains("頁面上才有"));
    assert!(opened("/short", Some(text(4))).unwrap().contains("訂閱裡的"));
    assert!(opened("/gone", Some(text(3))).unwrap().contains("訂閱裡的"));
    assert!(matches!(opened("/gone", None), Err(OpenError::Status { status: 404, .. })));
    // What has no page is read from its feed, however short it is.
    let brief = FeedText { text: "<p>今天停航。</p>".to_owned(), ..text(1) };
    assert!(opened("", Some(brief)).is_ok_and(|read| read.contains("今天停航")));
}

#[test]
fn a_public_feed_leads_to_no_page_of_the_listeners_network() {
    let server = server();
    let address = format!("{}/whole", server.url());
    let opened = run(open(&address, "https://192.0.43.8/feed", None, |_| ready(None)));
    assert!(matches!(opened, Err(OpenError::BadAddress(_))), "{opened:?}");
    assert!(server.requests().is_empty());
}

#[test]
fn an_item_that_is_a_document_is_opened_as_one_and_asked_for_once() {
    let server = server();
    let address = format!("{}/report.pdf", server.url());
    let mut asked = Vec::new();
    let opened = run(open(&address, &server.url(), Some(&text(1)), |fault| {
        asked.push(fault);
        ready(Some(if asked.len() == 1 { "port" } else { "harbour" }.to_owned()))
    }));
    assert_eq!(opened.unwrap().meta.title.as_deref(), Some("The Ferry"));
    assert_eq!(asked, [DocumentFault::NeedsPassword, DocumentFault::WrongPassword]);
    assert_eq!(server.requests().len(), 1);
    let closed = run(open(&address, &server.url(), None, |_| ready(None)));
    assert_eq!(closed, Err(OpenError::Document(DocumentFault::NeedsPassword)));
}
