//! Fetching and extraction from servers on this machine, well-behaved and not.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    thread,
    time::{Duration, Instant},
};

use tingxinwen_article::{self as article, Article, Limits, Notice, OpenError, Source};
use tingxinwen_core::speech::NetworkFault;

const LIMITS: Limits = Limits {
    connect: Duration::from_secs(2),
    whole: Duration::from_millis(1500),
    redirects: 5,
    page_mib: 2,
    document_mib: 4,
};

fn page() -> String {
    let paragraph = "<p>市府今天宣布，跨越青河的新橋在上午十點通車，兩側都有人行道和自行車道，未來往返兩岸只要五分鐘。</p>";
    format!(
        "<html><head><title>新橋今天通車</title></head><body><article><h1>新橋今天通車</h1>{}{}</article></body></html>",
        paragraph,
        paragraph.replace("今天", "昨天").replace("市府", "工程處")
    )
}

/// Serves every request by `answer`, on its own port; the address of the server.
fn serve(answer: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("this machine does that");
    let address = format!("http://{}", listener.local_addr().expect("this machine does that"));
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            let mut request = Vec::new();
            let mut buffer = [0; 4096];
            while !request.windows(4).any(|end| end == b"\r\n\r\n") {
                match stream.read(&mut buffer) {
                    Ok(0) | Err(_) => break,
                    Ok(n) => request.extend_from_slice(&buffer[..n]),
                }
            }
            answer(&String::from_utf8_lossy(&request), &mut stream);
        }
    });
    address
}

fn answer(head: &str, body: &[u8]) -> impl Fn(&str, &mut TcpStream) + Send + Sync + use<> {
    let answer = [
        format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len()).as_bytes(),
        body,
    ]
    .concat();
    move |_, stream| drop(stream.write_all(&answer))
}

fn open(address: &str) -> Result<Article, OpenError> {
    let source = Source::Address(address.to_owned());
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("this machine does that");
    runtime.block_on(article::open_within(source, LIMITS))
}

fn open_answer(head: &str, body: &[u8]) -> Result<Article, OpenError> {
    open(&serve(answer(head, body)))
}

#[test]
fn a_page_is_fetched_and_its_request_looks_like_a_reader() {
    let html = page();
    let address = serve(move |request, stream| {
        let request = request.to_lowercase();
        assert!(request.contains("accept-language: zh-tw") && request.contains("tingxinwen/"), "{request}");
        answer("200 OK\r\nContent-Type: text/html; charset=utf-8", html.as_bytes())("", stream);
    });
    let article = open(&address).unwrap();
    assert_eq!(article.title(), Some("新橋今天通車"));
    assert_eq!(article.meta.source.as_deref(), Some(format!("{address}/").as_str()));
}

#[test]
fn error_pages_are_not_read() {
    for status in [404, 500, 403] {
        let error = open_answer(&format!("{status} No\r\nContent-Type: text/html"), page().as_bytes());
        assert_eq!(error, Err(OpenError::Status { host: "127.0.0.1".into(), status }));
    }
}

#[test]
fn redirects_are_followed_but_not_for_ever_nor_anywhere() {
    let there = serve(answer("200 OK\r\nContent-Type: text/html", page().as_bytes()));
    assert!(open(&serve(answer(&format!("302 Found\r\nLocation: {there}/a"), b""))).is_ok());
    let round = open_answer("302 Found\r\nLocation: /again", b"");
    assert_eq!(round, Err(OpenError::TooManyRedirects { host: "127.0.0.1".into() }));
    // Neither to what is no page, nor to another host in the listener's own network.
    let elsewhere = there.replace("127.0.0.1", "127.0.0.2");
    let named = there.replace("127.0.0.1", "localhost");
    for away in ["file:///etc/passwd", "ftp://127.0.0.1/", &elsewhere, &named] {
        let error = open_answer(&format!("302 Found\r\nLocation: {away}"), b"").unwrap_err();
        assert!(matches!(error, OpenError::BadAddress(_)), "{away}: {error:?}");
    }
}

#[test]
fn slow_servers_time_out() {
    let start = Instant::now();
    let slow = serve(|_, stream| {
        drop(stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>"));
        thread::sleep(Duration::from_secs(4));
    });
    assert_eq!(open(&slow), Err(OpenError::TimedOut { host: "127.0.0.1".into() }));
    assert!(start.elapsed() < Duration::from_secs(4));
}

#[test]
fn endless_and_large_pages_stop_at_the_limit() {
    let too_large = Err(OpenError::TooLarge { limit_mib: LIMITS.page_mib });
    let endless = serve(|_, stream| {
        drop(stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"));
        while stream.write_all(&[b'a'; 65536]).is_ok() {}
    });
    assert_eq!(open(&endless), too_large);
    let announced =
        serve(|_, stream| {
            drop(stream.write_all(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000000\r\n\r\n",
            ));
        });
    assert_eq!(open(&announced), too_large);
}

#[test]
fn a_small_answer_that_unpacks_to_much_stops_at_the_limit() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..64 {
        encoder.write_all(&vec![b'a'; 1 << 20]).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    assert!(bomb.len() < 200_000);
    let error = open_answer("200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip", &bomb);
    assert_eq!(error, Err(OpenError::TooLarge { limit_mib: LIMITS.page_mib }));
}

#[test]
fn compressed_pages_are_read() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(page().as_bytes()).unwrap();
    let head = "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip";
    assert!(open_answer(head, &encoder.finish().unwrap()).is_ok());
}

#[test]
fn what_is_no_text_is_named() {
    for (head, body, expected) in [
        ("Content-Type: application/pdf", &b"%PDF"[..], "application/pdf"),
        ("Content-Type: image/png", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("Content-Type: text/html", b"%PDF-1.4 \x01\x02", "application/pdf"),
        ("X-None: 1", b"PK\x03\x04\x14\x00\x00\x00", "application/zip"),
    ] {
        let error = open_answer(&format!("200 OK\r\n{head}"), body);
        assert_eq!(error, Err(OpenError::NotText { kind: expected.into() }), "{head}");
    }
    assert_eq!(open_answer("200 OK\r\nContent-Type: text/html", b""), Err(OpenError::Empty));
    let nothing = b"<html><body><div id=root></div></body></html>";
    assert_eq!(open_answer("200 OK\r\nContent-Type: text/html", nothing), Err(OpenError::NoArticle));
}

#[test]
fn big5_is_read_however_it_is_declared() {
    let big5 = encoding_rs::Encoding::for_label(b"big5").unwrap();
    let undeclared = page();
    let (plain, _, _) = big5.encode(&undeclared);
    let html =
        page().replace("<head>", "<head><meta http-equiv=Content-Type content='text/html; charset=big5'>");
    let (with_meta, _, _) = big5.encode(&html);
    for (head, body) in [
        ("Content-Type: text/html; charset=big5", &plain),
        ("Content-Type: text/html", &with_meta),
        ("Content-Type: text/html", &plain),
        ("Content-Type: text/html; charset=utf-8", &plain),
    ] {
        let article = open_answer(&format!("200 OK\r\n{head}"), body).unwrap();
        assert_eq!(article.title(), Some("新橋今天通車"), "{head}");
    }
}

#[test]
fn unreachable_and_bad_addresses_are_told_apart() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let closed = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    assert!(matches!(open(&closed), Err(OpenError::Unreachable { .. })));
    for bad in ["ftp://a.test/", "http://", "javascript:alert(1)", "file://elsewhere.test/x"] {
        assert!(matches!(open(bad), Err(OpenError::BadAddress(_))), "{bad}");
    }
}

/// A page of the article's `number`th part, with `links`.
fn part(number: usize, links: &str) -> String {
    let texts = ["河堤的步道", "橋下的市場", "對岸的公園", "上游的水庫"];
    let place = texts[number % texts.len()];
    let text = format!(
        "<p>第{number}頁說的是{place}，市府今天宣布要重新整理，工程在明年春天開始，預計兩年完成。</p>\
         <p>附近居民說，{place}已經用了三十年，大家都期待第{number}期的工程早一點開始。</p>"
    );
    format!(
        "<html><head><title>青河兩岸</title></head><body><article><h1>青河兩岸</h1>{text}</article>{links}</body></html>"
    )
}

/// Serves pages by the path of the request; `None` is 404.
fn serve_paths(page: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> String {
    serve(move |request, stream| {
        let path = request.split(' ').nth(1).unwrap_or_default();
        match page(path) {
            Some(html) => {
                answer("200 OK\r\nContent-Type: text/html; charset=utf-8", html.as_bytes())("", stream);
            }
            None => answer("404 Not Found", b"")("", stream),
        }
    })
}

#[test]
fn parts_of_an_article_are_joined() {
    let address = serve_paths(|path| match path {
        "/a/123" => Some(part(1, "<a href='/a/123/2'>下一頁</a>")),
        "/a/123/2" => Some(part(2, "<a href='/a/123'>1</a><a href='/a/123/3'>3</a>")),
        "/a/123/3" => Some(part(3, "<a href='/a/124'>下一頁</a>")),
        _ => None,
    });
    let article = open(&format!("{address}/a/123")).unwrap();
    let at: Vec<_> = (1..=3).map(|number| article.text().find(&format!("第{number}頁")).unwrap()).collect();
    assert!(at.is_sorted(), "{at:?}");
    assert_eq!((article.title(), article.meta.notice), (Some("青河兩岸"), None));
    assert_eq!(article.meta.source, Some(format!("{address}/a/123")));
}

#[test]
fn parts_that_do_not_come_or_do_not_end_are_told() {
    let broken =
        serve_paths(|path| (path == "/a/x").then(|| part(1, "<a rel=next href='/a/x?page=2'>2</a>")));
    let article = open(&format!("{broken}/a/x")).unwrap();
    assert_eq!(article.meta.notice, Some(Notice::PartsMissing));
    assert!(article.text().contains("第1頁"));
    let endless = serve_paths(|path| {
        let number: usize = path.rsplit_once("page=").map_or(1, |(_, number)| number.parse().unwrap());
        Some(part(number, &format!("<a rel=next href='/a/x?page={}'>下一頁</a>", number + 1)))
    });
    let article = open(&format!("{endless}/a/x")).unwrap();
    assert_eq!(article.meta.notice, Some(Notice::PartsMissing));
    assert!(article.text().contains("第20頁") && !article.text().contains("第21頁"));
}

#[test]
fn a_page_without_its_text_is_asked_for_the_simple_one() {
    let amp = serve_paths(|path| {
        match path {
        "/a/1" => Some("<html><head><link rel=amphtml href=/amp/1></head><body><div id=app></div><script src=x></script></body></html>".into()),
        "/amp/1" => Some(part(1, "")),
        _ => None,
    }
    });
    let article = open(&format!("{amp}/a/1")).unwrap();
    assert!(article.text().contains("第1頁"));
    assert_eq!(article.meta.source, Some(format!("{amp}/a/1")));
    let elsewhere = serve_paths(|path| {
        (path == "/a/1").then(|| "<html><head><link rel=amphtml href='http://127.0.0.2/amp/1'></head><body><div id=app></div><script src=x></script></body></html>".into())
    });
    assert_eq!(open(&format!("{elsewhere}/a/1")), Err(OpenError::NeedsScript), "another host is not asked");
}

#[test]
fn what_cannot_be_unpacked_is_told_as_such() {
    for encoding in ["gzip", "br"] {
        let head = format!("200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {encoding}");
        let error =
            open_answer(&head, b"<html><p>This was never packed, whatever the server says.</p></html>");
        let garbled = OpenError::Unreachable { host: "127.0.0.1".into(), reason: NetworkFault::Garbled };
        assert_eq!(error, Err(garbled), "{encoding}");
    }
}

#[test]
fn deflated_pages_are_read_with_and_without_their_wrapper() {
    let html = page();
    let mut zlib = flate2::read::ZlibEncoder::new(html.as_bytes(), flate2::Compression::fast());
    let mut raw = flate2::read::DeflateEncoder::new(html.as_bytes(), flate2::Compression::fast());
    let (mut wrapped, mut bare) = (Vec::new(), Vec::new());
    zlib.read_to_end(&mut wrapped).expect("memory is enough");
    raw.read_to_end(&mut bare).expect("memory is enough");
    for body in [wrapped, bare] {
        let address = serve(answer("200 OK\r\nContent-Type: text/html\r\nContent-Encoding: deflate", &body));
        assert_eq!(
            open(&address).map(|article| article.title().map(str::to_owned)),
            Ok(Some("新橋今天通車".into()))
        );
    }
}

#[test]
fn a_page_that_sends_on_at_once_is_a_redirect() {
    let address = serve(|request, stream| {
        let body = if request.starts_with("GET /there") {
            page()
        } else {
            "<html><head><meta http-equiv=refresh content='0; url=/there'></head><body><p>Moved.</p></body></html>".to_owned()
        };
        let _ = write!(
            stream,
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        );
    });
    let article = open(&address).expect("it sends on to an article");
    assert_eq!(article.title(), Some("新橋今天通車"));
    assert_eq!(article.meta.source, Some(format!("{address}/there")));
}

#[test]
fn pages_that_send_each_other_on_come_to_an_end() {
    let address = serve(|request, stream| {
        let to = if request.starts_with("GET /a") { "/b" } else { "/a" };
        let body = format!("<html><head><meta http-equiv=refresh content='0; url={to}'></head></html>");
        answer("200 OK\r\nContent-Type: text/html", body.as_bytes())("", stream);
    });
    assert!(matches!(open(&address), Err(OpenError::TooManyRedirects { .. })));
}

#[test]
fn the_address_of_a_file_is_the_file() {
    let mut file = tempfile::Builder::new().suffix(".html").tempfile().expect("this machine does that");
    file.write_all(page().as_bytes()).expect("this machine does that");
    let article = open(&format!("file://{}", file.path().display())).expect("the file has an article");
    assert_eq!(article.title(), Some("新橋今天通車"));
}
