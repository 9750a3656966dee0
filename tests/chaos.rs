//! An article read to its end through a server that does all that servers do.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod common;

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use common::server::{Answer, Request, Server, pcm_of, wav};
use tingxinwen::{
    article::{Article, BlockKind, Language, Meta, OpenError, Source},
    audio::HandDevice,
    engine::{self, EngineHandle, Kept, Opener, Parts, VoiceSource},
    player::{Command, Notice, Phase, Player, Snapshot},
    settings::Account,
    speech::{Frames, Voice, VoiceError, VoiceId},
    text::{FrontEnd, Script},
};
use tingxinwen_voices::{
    ToneVoice,
    services::{
        Limits, Services,
        secret::{Keyring, Keys},
    },
};
use tokio::runtime::Runtime;

struct Texts;

impl Opener for Texts {
    async fn open(&self, source: Source) -> Result<Article, OpenError> {
        let Source::Text(text) = source else { return Err(OpenError::NoArticle) };
        Ok(Article::new(Meta::default(), text.lines().map(|line| (BlockKind::Paragraph, line))))
    }
}

/// The services, and a voice that beeps where the embedded one would speak.
struct Shelf(Services);

impl VoiceSource for Shelf {
    fn load(&self, id: &VoiceId) -> Result<Box<dyn Voice>, VoiceError> {
        if id.0 == "tone" { Ok(Box::new(ToneVoice::default())) } else { self.0.load(id) }
    }

    fn version(&self, id: &VoiceId) -> String {
        self.0.version(id)
    }
}

fn services(server: &Server, attempts: u32) -> Services {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keys::in_file(&folder.path().join("keys.toml"), Keyring::LeftAlone);
    let account = Account { address: Some(server.url()), ..Account::default() };
    let limits = Limits {
        connect: Duration::from_secs(2),
        first_byte: Duration::from_millis(400),
        silence: Duration::from_millis(250),
        attempts,
        first_wait: Duration::from_millis(2),
        longest_wait: Duration::from_millis(20),
    };
    Services::new(&[("box".to_owned(), account)].into_iter().collect(), keys, limits).unwrap()
}

struct Desk {
    engine: EngineHandle,
    device: HandDevice,
    _runtime: Runtime,
}

impl Desk {
    fn new(server: &Server, voices: &[&str], attempts: u32, kept: Option<Kept>) -> Self {
        let services = services(server, attempts);
        let runtime = Runtime::new().unwrap();
        let voices = voices.iter().map(|voice| (Language::Mandarin, VoiceId((*voice).to_owned())));
        let parts = Parts {
            opener: Texts,
            voices: Shelf(services),
            front_end: Arc::new(FrontEnd::load()),
            kept: kept.map(Arc::new),
        };
        let (queue, device) = HandDevice::new();
        let engine =
            engine::start(runtime.handle(), Player::new(voices), parts, |_| Ok(queue), || ()).unwrap();
        Self { engine, device, _runtime: runtime }
    }

    fn open(&self, text: &str) {
        self.engine.send(Command::Open(Source::Text(text.into())));
        let start = Instant::now();
        while self.engine.snapshot().script.is_none() {
            assert!(start.elapsed() < Duration::from_secs(10));
            thread::sleep(Duration::from_millis(1));
        }
        self.engine.send(Command::Play);
    }

    /// Pulls until the end of the article, as fast as sound comes; returns the words as they were lit up.
    fn listen(&mut self) -> String {
        let start = Instant::now();
        loop {
            self.device.pull(600);
            let snapshot = self.engine.snapshot();
            match snapshot.phase {
                Phase::Finished => return lit_up(&snapshot),
                Phase::Playing => thread::yield_now(),
                Phase::Empty | Phase::Paused | Phase::Buffering { .. } => {
                    thread::sleep(Duration::from_millis(1));
                }
            }
            assert!(
                start.elapsed() < Duration::from_secs(120),
                "it hangs: {:?} {:?}",
                snapshot.phase,
                snapshot.notice
            );
        }
    }
}

/// The words that the timeline lights up from its start to its end.
fn lit_up(snapshot: &Snapshot) -> String {
    let article = Arc::clone(snapshot.script.as_ref().unwrap().article());
    let (mut words, mut last, mut at) = (String::new(), None, Frames(0));
    while at < snapshot.timeline.end() {
        let word = snapshot.timeline.word_at(at);
        // A word that two portions share is one word.
        if let Some(word) = word.filter(|word| last != Some(word.source)) {
            words.push_str(article.slice(word.source));
            last = Some(word.source);
        }
        at = at + Frames::from_millis(10);
    }
    words
}

/// All sound that was queued since the last jump, pauses left out, as it was sent.
fn queued(snapshot: &Snapshot) -> Vec<i16> {
    let parts = snapshot.timeline.parts().iter();
    let samples = parts.flat_map(|part| part.clip.samples()[part.from.0 as usize..].to_vec());
    samples.map(|sample| (sample * 32_768.0).round() as i16).filter(|&sample| sample != 0).collect()
}

const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// Sentences that are all different, ten characters each.
fn sentences(count: usize) -> Vec<String> {
    let name =
        |number: usize| [number / 100, number / 10 % 10, number % 10].map(|digit| DIGITS[digit]).concat();
    (0..count).map(|number| format!("編號{}的人說了話。", name(number))).collect()
}

/// Every word was heard, in order.
fn assert_in_order(heard: &str, article: &str) {
    let wanted = article.replace('。', "");
    let same = heard.chars().zip(wanted.chars()).take_while(|(heard, wanted)| heard == wanted).count();
    let around = |text: &str| text.chars().skip(same.saturating_sub(12)).take(24).collect::<String>();
    assert!(heard == wanted, "heard 「{}」, not 「{}」", around(heard), around(&wanted));
}

fn speech(request: &Request) -> Answer {
    Answer::whole("audio/wav", wav(&pcm_of(&request.input()), 24_000, None))
}

#[test]
fn every_sentence_is_heard_once_and_in_order_whatever_the_server_does() {
    let sentences = sentences(200);
    let asked = Mutex::new(HashMap::<String, u32>::new());
    let seed = 20_261_122_u32;
    let server = Server::start(move |request| {
        let text = request.input();
        let attempt = {
            let mut asked = asked.lock().unwrap();
            let attempt = asked.entry(text.clone()).or_default();
            *attempt += 1;
            *attempt
        };
        let mut plan = text
            .bytes()
            .fold(seed ^ attempt, |plan, byte| (plan ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        plan ^= plan >> 15;
        // Three attempts out of five go wrong, but never more than five in a row.
        let trouble = if attempt > 5 { 99 } else { plan % 20 };
        let whole = speech(request);
        let length = whole.length.unwrap_or_default();
        let cut = 44 + (plan / 20) as usize % (length - 44);
        match trouble {
            0 | 1 => Answer::status(429, "{}").with("retry-after", "0"),
            2 => Answer::status(500, "<html>oh</html>"),
            3 => Answer::status(503, "{}"),
            4 | 5 => whole.cut(cut),
            6 => whole.cut(cut).hanging(),
            7 => Answer::whole("text/html", b"<html>a portal</html>".to_vec()),
            8 => Answer::whole("application/json", b"{}".to_vec()),
            9 => Answer::whole(
                "audio/wav",
                (0..20_000_u32).map(|at| (at.wrapping_mul(plan) >> 11) as u8).collect(),
            ),
            10 => Answer::whole("audio/wav", wav(&vec![0; 40_000], 24_000, None)),
            11 => Answer { length: None, ..whole.dripping(length / 9, Duration::from_millis(8)) },
            12 => whole.after(Duration::from_millis(60)),
            _ => whole,
        }
    });
    let mut desk = Desk::new(&server, &["box:bella", "tone"], 8, None);
    let article = sentences.concat();
    desk.open(&article);
    let heard = desk.listen();
    let snapshot = desk.engine.snapshot();
    assert_eq!(snapshot.notice, None);
    assert_in_order(&heard, &article);
    let expected: Vec<i16> = sentences.iter().flat_map(|sentence| pcm_of(sentence)).collect();
    assert!(queued(&snapshot) == expected, "every sample, once");
    assert!(server.requests().len() > 280, "there was trouble: {} requests", server.requests().len());
}

#[test]
fn a_service_that_goes_away_is_stood_in_for_from_the_same_sentence() {
    let sentences = sentences(30);
    let answered = AtomicUsize::new(0);
    let server = Server::start(move |request| match answered.fetch_add(1, Ordering::SeqCst) {
        0..8 => speech(request),
        _ => Answer::status(503, "{}"),
    });
    let mut desk = Desk::new(&server, &["box:bella", "tone"], 2, None);
    let article = sentences.concat();
    desk.open(&article);
    let heard = desk.listen();
    assert_in_order(&heard, &article);
    let snapshot = desk.engine.snapshot();
    assert!(matches!(snapshot.notice, Some(Notice::OtherVoice { ref speaks, .. }) if speaks.0 == "tone"));
    assert!(!snapshot.clock.is_estimated(), "one clock over both voices");
}

#[test]
fn what_was_heard_is_heard_again_without_the_network_at_any_speed() {
    let sentences = sentences(12);
    let folder = tempfile::tempdir().unwrap();
    let kept = || Kept::open(folder.path(), Kept::DEFAULT_LIMIT).unwrap();
    let server = Server::start(speech);
    let mut desk = Desk::new(&server, &["box:bella"], 2, Some(kept()));
    desk.open(&sentences.concat());
    desk.listen();
    let first = queued(&desk.engine.snapshot());
    let asked = server.requests().len();
    assert_eq!(asked, 12);
    // The last sentence is written after it is heard.
    let start = Instant::now();
    while std::fs::read_dir(folder.path()).unwrap().count() < 12 {
        assert!(start.elapsed() < Duration::from_secs(10));
        thread::sleep(Duration::from_millis(2));
    }
    drop(desk);

    let mut desk = Desk::new(&server, &["box:bella"], 2, Some(kept()));
    desk.engine.send(Command::SetSpeed(tingxinwen::player::Speed::new(2.0)));
    desk.open(&sentences.concat());
    desk.listen();
    let again = queued(&desk.engine.snapshot());
    assert_eq!(server.requests().len(), asked, "nobody was asked");
    assert_eq!(again.len(), first.len());
    assert!(again.iter().zip(&first).all(|(again, first)| again.abs_diff(*first) <= 1));
}

#[test]
fn sentences_are_asked_for_side_by_side_and_dropped_at_a_jump() {
    let server = Server::start(|request| speech(request).after(Duration::from_millis(150)));
    let desk = Desk::new(&server, &["box:bella"], 2, None);
    let sentences = sentences(60);
    desk.open(&sentences.concat());
    let start = Instant::now();
    while server.requests().len() < 6 {
        assert!(start.elapsed() < Duration::from_secs(10));
        thread::sleep(Duration::from_millis(1));
    }
    let requests = server.requests();
    let beside = requests[2].at.duration_since(requests[0].at);
    assert!(beside < Duration::from_millis(140), "three are asked for before the first answers: {beside:?}");
    let order: Vec<String> = requests.iter().map(Request::input).collect();
    let mut sorted: Vec<String> = order[..6].to_vec();
    sorted.sort();
    let mut expected = sentences[..6].to_vec();
    expected.sort();
    assert_eq!(sorted, expected, "the next ones, each once");
}

#[test]
fn an_article_fetched_whole_is_heard_without_the_network() {
    let sentences = sentences(12);
    let folder = tempfile::tempdir().unwrap();
    let kept = || Kept::open(folder.path(), Kept::DEFAULT_LIMIT).unwrap();
    let server = Server::start(speech);
    let script = Script::new(Arc::new(common::article(&sentences.concat())));
    let shelf = Shelf(services(&server, 2));
    let shares = Mutex::new(Vec::new());
    let progress = |share: f32| shares.lock().unwrap().push(share);
    let voice = VoiceId("box:bella".to_owned());
    engine::fetch(&script, &voice, &shelf, &FrontEnd::load(), &kept(), &progress).unwrap();
    let shares = shares.into_inner().unwrap();
    assert_eq!((shares.len(), shares.iter().copied().fold(0.0, f32::max)), (12, 1.0));
    let asked = server.requests().len();
    assert_eq!(asked, 12);
    engine::fetch(&script, &voice, &shelf, &FrontEnd::load(), &kept(), &|_| ()).unwrap();

    let mut desk = Desk::new(&server, &["box:bella"], 2, Some(kept()));
    desk.open(&sentences.concat());
    desk.listen();
    assert_eq!(
        queued(&desk.engine.snapshot()).len(),
        sentences.iter().map(|one| pcm_of(one).len()).sum::<usize>()
    );
    assert_eq!(server.requests().len(), asked, "nobody was asked");
}
