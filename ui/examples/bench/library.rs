//! `bench library`: a library of ten thousand articles is opened, listed and searched.

use std::time::Instant;

use tingxinwen::{
    article::{Article, BlockKind, Meta},
    core::document::Document,
};
use tingxinwen_library::{Database, Query, UnixSecs};

use crate::tell;

/// Articles of the library.
const ARTICLES: usize = 10_000;
/// Searches, as they are typed.
const SEARCHES: [&str; 6] = ["霧", "夜間", "夜間開放", "台北 公車", "podc", "第 4321 篇"];
/// How often each is measured; the median counts.
const TIMES: usize = 15;

pub(crate) fn run() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("library.sqlite");
    let started = Instant::now();
    let mut database = Database::open(&path).expect("a library");
    for at in 0..ARTICLES {
        database.keep(&page(at), None, UnixSecs(at as i64)).expect("kept");
    }
    let each = started.elapsed().as_secs_f64() * 1e3 / ARTICLES as f64;
    let bytes = std::fs::metadata(&path).map_or(0, |file| file.len());
    tell(format_args!("library: {ARTICLES} articles, {} MB, {each:.2} ms to keep one", bytes / 1_000_000));
    drop(database);
    let opened = median(|| {
        let database = Database::open(&path).expect("a library");
        database.counts().expect("counted");
        database.list(&query("")).expect("listed").len()
    });
    tell(format_args!("opened, counted, and the first 300 listed: {opened:.1} ms"));
    let database = Database::open(&path).expect("a library");
    for words in SEARCHES {
        let mut found = 0;
        let time = median(|| {
            found = database.list(&query(words)).expect("searched").len();
            found
        });
        tell(format_args!("search {words}: {time:.1} ms, {found} shown"));
    }
}

fn query(words: &str) -> Query {
    // As the window asks.
    let limit = if words.is_empty() { 300 } else { 60 };
    Query { words: words.to_owned(), limit, ..Query::default() }
}

/// The median of the time that `work` takes, in ms.
fn median(mut work: impl FnMut() -> usize) -> f64 {
    let mut times: Vec<f64> = (0..TIMES)
        .map(|_| {
            let started = Instant::now();
            std::hint::black_box(work());
            started.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[TIMES / 2]
}

/// An article of some 1,200 characters, no two alike.
fn page(at: usize) -> Document {
    const TOPICS: [&str; 7] = [
        "夜間開放的圖書館",
        "台北的公車改道",
        "霧裡的茶園",
        "一個 podcast 節目",
        "老戲院的看板",
        "颱風眼裡的海水",
        "輕軌通車",
    ];
    let topic = TOPICS[at % TOPICS.len()];
    let meta = Meta {
        source: Some(format!("https://news.test/{at}")),
        site: Some(format!("第{}報", at % 40)),
        ..Meta::default()
    };
    let paragraph = |nth: usize| {
        format!(
            "第 {at} 篇第 {nth} 段說的是{topic}，有人在現場看了{}次，記下 {} 個數字。",
            at * 7 % 13,
            at * nth % 997
        )
    };
    let blocks = (0..24).map(|nth| (BlockKind::Paragraph, paragraph(nth)));
    let title = [(BlockKind::Title, format!("{topic}，第 {at} 篇"))];
    Article::new(meta, title.into_iter().chain(blocks)).into()
}
