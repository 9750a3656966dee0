//! A podcast of one's own: what its feed says, and what its server gives to whom.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::Path,
    sync::atomic::Ordering,
};

use tingxinwen::{
    article::{Article, BlockKind, Meta},
    core::document::Document,
    export::{
        Kind, Layout, Order, Overwriting, Picture, PodcastFolder, PodcastServer, Quality, SoundFormat,
        Template, plan, run,
    },
    player::Speed,
};
use tokio::runtime::Runtime;

use crate::export::{Counting, article, speech};

const BASE: &str = "http://127.0.0.1:8017/";

/// A podcast of two episodes in `folder`.
fn podcast(folder: &Path) -> PodcastFolder {
    let order = Order {
        kind: Kind::Sound(SoundFormat::Mp3),
        quality: Quality::Small,
        speed: Speed::NORMAL,
        subtitles: Vec::new(),
        cover: Picture::new(b"\x89PNG\r\n\x1a\n".to_vec()),
        layout: Layout::Podcast { folder: folder.to_owned(), template: Template::default() },
    };
    let documents = vec![article("甲 & <乙>", "2026-11-24"), article("丙", "2026-11-25")];
    let ids: Vec<String> = documents.iter().map(|document| document.id().0.clone()).collect();
    let (files, voice) = (plan(documents, &order), Counting::default());
    let speech = speech(&voice, None);
    run(&files, &order, Overwriting::Refused, &speech, &|_| (), &mut |_, _| ()).unwrap();
    let podcast = PodcastFolder::open(folder).unwrap();
    assert!(ids.iter().all(|id| podcast.has(id)));
    podcast
}

#[test]
fn the_feed_names_each_episode_with_its_sound_chapters_and_words() {
    let folder = tempfile::tempdir().unwrap();
    podcast(folder.path());
    let again = PodcastFolder::open(folder.path()).unwrap();
    let feed = std::fs::read_to_string(folder.path().join("feed.xml")).unwrap();
    assert_eq!(feed, again.feed(BASE), "what is known is kept");
    let read = tingxinwen_feeds::parse(feed.as_bytes(), None, &BASE.parse().unwrap()).unwrap();
    let titles: Vec<&str> = read.items.iter().map(|item| item.title.as_str()).collect();
    assert_eq!(titles, ["丙", "甲 & <乙>"], "the newest first");
    for part in [
        "<enclosure url=\"http://127.0.0.1:8017/2026-11-25%20",
        "type=\"audio/mpeg\"/>",
        "type=\"application/json+chapters\"/>",
        "type=\"text/vtt\" language=\"zh-tw\"/>",
        "<itunes:duration>",
        "<pubDate>",
        ".png\"/>\n",
    ] {
        assert_eq!(
            feed.matches(part).count().min(2),
            if part.contains("25%20") { 1 } else { 2 },
            "{part}: {feed}"
        );
    }
    let chapters = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let chapters = chapters.filter(|path| path.to_string_lossy().ends_with(".chapters.json"));
    for path in chapters {
        let json: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        assert_eq!(
            (json["version"].as_str(), json["chapters"][1]["title"].as_str()),
            (Some("1.2.0"), Some("後來"))
        );
        assert!(json["chapters"][1]["startTime"].as_f64().unwrap() > 1.0);
    }
}

/// What the server at `port` answers to `request`, whose lines are parted by `|`: its head and its body.
fn asked(port: u16, request: &str) -> (String, Vec<u8>) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let lines: String = request.split('|').map(|line| format!("{line}\r\n")).collect();
    stream.write_all(format!("{lines}Connection: close\r\n\r\n").as_bytes()).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    (String::from_utf8_lossy(&bytes[..end]).to_lowercase(), bytes[end + 4..].to_vec())
}

/// A server of `podcast` at `address`, and its port.
fn served(runtime: &Runtime, podcast: &PodcastFolder, address: &str) -> (u16, String) {
    let address: SocketAddr = address.parse().unwrap();
    let server = runtime.block_on(PodcastServer::listen(podcast, address)).unwrap();
    let (feed, folder) = (server.feed_address(), podcast.folder().to_owned());
    runtime.spawn(async move { server.serve(&folder).await });
    let after_port = feed.split(':').nth(2).unwrap();
    (after_port.split('/').next().unwrap().parse().unwrap(), feed)
}

#[test]
fn the_server_gives_the_feed_and_parts_of_files_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let podcast = podcast(folder.path());
    podcast.save(BASE).unwrap();
    std::fs::write(folder.path().join("private.txt"), "private").unwrap();
    let runtime = Runtime::new().unwrap();
    let (port, feed) = served(&runtime, &podcast, "127.0.0.1:0");
    assert_eq!(feed, format!("http://127.0.0.1:{port}/feed.xml"));
    let host = format!("Host: 127.0.0.1:{port}");
    let get = |path: &str, more: &str| asked(port, &format!("GET {path} HTTP/1.1|{host}{more}"));
    let (head, body) = get("/feed.xml", "");
    let body = String::from_utf8(body).unwrap();
    assert!(head.contains("200 ok") && head.contains("application/rss+xml"), "{head}");
    let enclosure = body.split("enclosure url=\"").nth(1).unwrap().split('"').next().unwrap();
    let path = enclosure.strip_prefix(&format!("http://127.0.0.1:{port}")).unwrap();
    let (head, whole) = get(path, "");
    assert!(
        head.contains("200 ok") && head.contains("accept-ranges: bytes") && head.contains("audio/mpeg"),
        "{head}"
    );
    let (head, part) = get(path, "|Range: bytes=100-199");
    assert!(
        head.contains("206 partial") && head.contains(&format!("bytes 100-199/{}", whole.len())),
        "{head}"
    );
    assert_eq!(part, whole[100..200]);
    let (head, none) = asked(port, &format!("HEAD {path} HTTP/1.1|{host}"));
    assert!(head.contains(&format!("content-length: {}", whole.len())) && none.is_empty(), "{head}");
    for path in
        ["/private.txt", "/.tingxinwen-podcast.json", "/../private.txt", "/%2e%2e/private.txt", "/nothing"]
    {
        let (head, body) = get(path, "");
        assert!(head.contains("404") && body.is_empty(), "{path}: {head}");
    }
    let (head, _) = asked(port, &format!("POST /feed.xml HTTP/1.1|{host}"));
    assert!(head.contains("405"), "{head}");
    // A page of the web that calls this machine by a name of its own.
    let (head, _) = asked(port, &format!("GET /feed.xml HTTP/1.1|Host: evil.test:{port}"));
    assert!(head.contains("404"), "{head}");
}

/// The files of a podcast in `folder`, and how often the voice spoke for another run with `documents`.
fn added(folder: &Path, documents: Vec<Document>, overwriting: Overwriting) -> (Vec<String>, usize) {
    let order = Order {
        kind: Kind::Sound(SoundFormat::Mp3),
        quality: Quality::Small,
        speed: Speed::NORMAL,
        subtitles: Vec::new(),
        cover: None,
        layout: Layout::Podcast { folder: folder.to_owned(), template: Template::new("{title}").unwrap() },
    };
    let (files, voice) = (plan(documents, &order), Counting::default());
    run(&files, &order, overwriting, &speech(&voice, None), &|_| (), &mut |_, _| ()).unwrap();
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
    names.retain(|name| name.ends_with(".mp3"));
    names.sort();
    (names, voice.0.load(Ordering::SeqCst))
}

#[test]
fn an_episode_is_made_once_and_takes_no_other_ones_name() {
    let folder = tempfile::tempdir().unwrap();
    let one = |day: &str| {
        let said = format!("{day}的事。");
        let blocks = [(BlockKind::Title, "同名"), (BlockKind::Paragraph, said.as_str())];
        Document::of_article(Article::new(Meta::default(), blocks))
    };
    let first = added(folder.path(), vec![one("昨天")], Overwriting::Refused);
    assert_eq!(first, (vec!["同名.mp3".to_owned()], 2));
    let both = ["同名 2.mp3", "同名.mp3"].map(str::to_owned).to_vec();
    let made = std::fs::read(folder.path().join("同名.mp3")).unwrap();
    // Another article of the same name, beside the one that is an episode already.
    let second = added(folder.path(), vec![one("昨天"), one("今天")], Overwriting::Refused);
    assert_eq!(second, (both.clone(), 2), "the first is not made again");
    assert_eq!(std::fs::read(folder.path().join("同名.mp3")).unwrap(), made);
    assert_eq!(added(folder.path(), vec![one("今天")], Overwriting::Refused), (both.clone(), 0));
    assert_eq!(
        added(folder.path(), vec![one("今天")], Overwriting::Allowed),
        (both, 2),
        "where that is wanted"
    );
    assert_eq!(std::fs::read(folder.path().join("同名.mp3")).unwrap(), made);
}

#[test]
fn in_the_network_only_who_knows_the_address_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let podcast = podcast(folder.path());
    podcast.save(BASE).unwrap();
    let runtime = Runtime::new().unwrap();
    let (port, feed) = served(&runtime, &podcast, "0.0.0.0:0");
    let token = podcast.token();
    assert!(feed.ends_with(&format!(":{port}/{token}/feed.xml")) && token.len() == 32, "{feed}");
    let get = |path: &str| asked(port, &format!("GET {path} HTTP/1.1|Host: desk.local:{port}"));
    assert!(get("/feed.xml").0.contains("404"));
    assert!(get(&format!("/{}/feed.xml", "0".repeat(32))).0.contains("404"));
    let (head, body) = get(&format!("/{token}/feed.xml"));
    assert!(head.contains("200 ok"), "{head}");
    let wanted = format!("enclosure url=\"http://desk.local:{port}/{token}/");
    assert!(String::from_utf8(body).unwrap().contains(&wanted), "by the name by which the player came");
    assert_eq!(PodcastFolder::open(folder.path()).unwrap().token(), token, "the same the next time");
}
