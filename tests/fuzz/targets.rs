//! The targets.

use std::{
    io::Cursor,
    ops::ControlFlow,
    sync::{Arc, LazyLock},
};

use tingxinwen::{
    article::{self, Article, BlockKind, Meta, OpenError},
    documents,
    engine::cached_clip,
    remote::{NativeMessage, Pressed, RemoteRequest, send_native},
    settings,
    speech::Frames,
    text::{FrontEnd, Haste, Script, UserLexicon, zhuyin},
};
use tingxinwen_feeds::{opml, parse};
use tingxinwen_voices::services;
use tokio::runtime::Runtime;
use url::Url;

use crate::{Target, seeds};

/// Where pages and feeds come from.
const ADDRESS: &str = "https://news.example.tw/2026/11/26/1.html";

/// All of them.
pub const TARGETS: &[Target] = &[
    Target { name: "html", inputs: 40, seeds: seeds::pages, run: html },
    Target { name: "page-data", inputs: 80, seeds: seeds::page_data, run: page_data },
    Target { name: "markdown", inputs: 400, seeds: seeds::markdown, run: markdown },
    Target { name: "copied", inputs: 80, seeds: seeds::copied, run: copied },
    Target { name: "charset", inputs: 1000, seeds: seeds::charsets, run: charset },
    Target { name: "pronounce", inputs: 100, seeds: seeds::lines, run: pronounce },
    Target { name: "sound", inputs: 150, seeds: seeds::sound, run: sound },
    Target { name: "recorded", inputs: 150, seeds: seeds::recorded, run: recorded },
    Target { name: "answers", inputs: 2000, seeds: seeds::answers, run: answers },
    Target { name: "settings", inputs: 800, seeds: seeds::settings, run: settings_file },
    Target { name: "lexicon", inputs: 100, seeds: seeds::lexicon, run: lexicon },
    Target { name: "kept-sound", inputs: 2000, seeds: seeds::kept_sound, run: kept_sound },
    Target { name: "documents", inputs: 300, seeds: seeds::documents, run: document },
    Target { name: "feeds", inputs: 400, seeds: seeds::feeds, run: feed },
    Target { name: "opml", inputs: 1000, seeds: seeds::opml, run: subscriptions },
    Target { name: "browser", inputs: 2000, seeds: seeds::browser, run: browser },
    Target { name: "protocol", inputs: 3000, seeds: seeds::protocol, run: protocol },
];

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("threads")
});
static FRONT_END: LazyLock<FrontEnd> = LazyLock::new(FrontEnd::load);

fn text(input: &[u8]) -> String {
    String::from_utf8_lossy(input).into_owned()
}

/// What holds of every article: its blocks lie in its text, in order.
fn check(article: &Article) {
    let mut end = 0;
    for block in article.blocks() {
        assert!(end <= block.range.start && block.range.start <= block.range.end);
        assert!(!article.slice(block.range).chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')));
        end = block.range.end;
    }
}

fn extracted(markup: &str) {
    let found = article::on_large_stack(|| article::extract_page(markup, Some(ADDRESS)));
    match found {
        Ok(Ok(article)) => check(&article),
        Ok(Err(_)) => (),
        Err(_) => panic!("the extraction panicked"),
    }
}

fn html(input: &[u8]) {
    extracted(&text(input));
}

/// JSON-LD, and what pages of Next and of React hold their text in.
fn page_data(input: &[u8]) {
    let data = text(input);
    let quoted = serde_json::Value::from(data.as_str()).to_string();
    extracted(&format!(
        "<html><head><title>標題</title><script type=\"application/ld+json\">{data}</script></head><body><p>開頭。</p>\
         <script id=\"__NEXT_DATA__\" type=\"application/json\">{data}</script>\
         <script>self.__next_f.push([1,{quoted}])</script><script>window.__NUXT__={data}</script></body></html>"
    ));
}

fn markdown(input: &[u8]) {
    article::markdown_blocks(&text(input));
}

fn copied(input: &[u8]) {
    match RUNTIME.block_on(article::open_bytes(input.to_vec())) {
        Ok(article) => check(&article),
        Err(OpenError::Internal) => panic!("the extraction panicked"),
        Err(_) => (),
    }
}

/// The first byte chooses what the sender says of the charset.
fn charset(input: &[u8]) {
    const LABELS: [Option<&str>; 8] = [
        None,
        Some("utf-8"),
        Some("big5"),
        Some("gb18030"),
        Some("shift_jis"),
        Some("utf-16le"),
        Some("iso-2022-jp"),
        Some("x-unknown"),
    ];
    let Some((first, bytes)) = input.split_first() else { return };
    article::check_is_text(bytes).ok();
    article::decode(bytes, LABELS[usize::from(*first) % LABELS.len()]);
}

/// Words cover their text, and each syllable of Mandarin has its Zhuyin.
fn pronounce(input: &[u8]) {
    let text = text(input);
    for line in text.lines() {
        let mut end = 0;
        for word in FRONT_END.words(line) {
            assert_eq!(end, word.source.start);
            end = word.source.end;
            for syllable in word.syllables.iter().filter(|syllable| !syllable.reading.is_empty()) {
                assert!(zhuyin(&syllable.reading).is_some(), "{}", syllable.reading);
            }
        }
        assert_eq!(end as usize, line.len());
    }
    let article = Arc::new(Article::new(Meta::default(), [(BlockKind::Paragraph, text.as_str())]));
    let script = Script::new(article);
    let mut at = 0;
    while let Some(piece) = script.piece_at(at, Haste::LookAhead) {
        assert!(at <= piece.range.start && piece.range.start < piece.range.end);
        at = piece.range.end;
    }
}

fn sound(input: &[u8]) {
    services::sound_in(RUNTIME.handle(), input).ok();
}

/// Cuts, of which none is longer than it was asked for.
fn recorded(input: &[u8]) {
    const MOST: usize = 30 * 24_000;
    let Ok(mut file) = services::SoundFile::open(Cursor::new(input.to_vec()), input.len() as u64) else {
        return;
    };
    for (from, to) in [(300, Some(500)), (0, Some(100)), (7_000, Some(7_050)), (200, None)] {
        let [from, to] = [Some(from), to].map(|millis| millis.map(Frames::from_millis));
        let (mut count, from) = (0, from.unwrap_or_default());
        file.cut(from, to, &mut |samples| {
            count += samples.len();
            if count > MOST { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .ok();
        assert!(to.is_none_or(|to| count as u64 <= to.saturating_sub(from).0));
    }
}

fn answers(input: &[u8]) {
    services::voices_in(input).ok();
}

fn settings_file(input: &[u8]) {
    let Ok(document) = settings::Document::parse(&text(input)) else { return };
    let (found, _) = document.settings();
    let mut changed = found.clone();
    changed.playback.speed = tingxinwen::player::Speed::new(1.5);
    let mut other = settings::Document::parse(&text(input)).expect("read just now");
    other.change(&found, &changed);
    let (again, _) =
        settings::Document::parse(&other.to_string()).expect("what is written is read").settings();
    assert_eq!(again, changed);
}

/// What is written is read again.
fn lexicon(input: &[u8]) {
    let (lexicon, _) = UserLexicon::parse(&text(input));
    let (again, errors) = UserLexicon::parse(&lexicon.to_text());
    assert!(errors.is_empty() && again.len() == lexicon.len());
}

fn kept_sound(input: &[u8]) {
    cached_clip(input, 100);
}

/// The first byte chooses the end of the name, which counts where the bytes do not tell.
fn document(input: &[u8]) {
    const ENDS: [&str; 12] =
        ["epub", "pdf", "docx", "odt", "rtf", "fb2", "mobi", "eml", "srt", "vtt", "txt", "md"];
    let Some((first, bytes)) = input.split_first() else { return };
    let name = format!("news.{}", ENDS[usize::from(*first) % ENDS.len()]);
    match documents::read(bytes.to_vec(), &name, None, Some("password".to_owned())) {
        Ok(Some(document)) => assert!(!document.parts().is_empty()),
        Err(OpenError::Internal) => panic!("a reader panicked"),
        Ok(None) | Err(_) => (),
    }
}

fn feed(input: &[u8]) {
    let address = Url::parse(ADDRESS).expect("an address");
    parse(input, None, &address).ok();
}

/// What is written is read again.
fn subscriptions(input: &[u8]) {
    let Some(found) = opml::read(&text(input)) else { return };
    let again = opml::read(&opml::write("訂閱", &found)).expect("what is written is read");
    assert_eq!(again.len(), found.len());
}

fn protocol(input: &[u8]) {
    if let Ok(request) = serde_json::from_slice::<RemoteRequest>(input) {
        let again = serde_json::to_vec(&request).expect("what was read is written");
        assert_eq!(serde_json::from_slice::<RemoteRequest>(&again).expect("and read again"), request);
    }
}

/// Messages of the button of a browser: all of them are taken in turn, and each object is read again from what is written.
fn browser(input: &[u8]) {
    let mut rest = input;
    while let Some(message) = NativeMessage::receive(&mut rest).expect("it is in memory") {
        match message {
            NativeMessage::Object(object) => {
                Pressed::of(&object).ok();
                let mut written = Vec::new();
                send_native(&mut written, &object).expect("memory");
                let again = NativeMessage::receive(&mut written.as_slice()).expect("it is in memory");
                assert_eq!(again, Some(NativeMessage::Object(object)));
            }
            NativeMessage::Unreadable => (),
            NativeMessage::TooLong => return,
        }
    }
}
