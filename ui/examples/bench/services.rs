//! Speech services: servers on 127.0.0.1 that drip, wait, or must not be asked; and, where
//! `TINGXINWEN_BENCH_SERVER` names one, a server that others wrote.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tingxinwen::{
    article::{Article, BlockFilter, BlockKind, Language, Meta, OpenError, Source},
    audio::open_device,
    core::document::Document,
    engine::{self, EngineHandle, Opener, Parts, SoundCache},
    export::Speech,
    player::{Command, Phase, Player, Snapshot, Sound, Speed},
    settings::Account,
    speech::{Cancel, Voice, VoiceError, VoiceId},
    text::{FrontEnd, Script},
};
use tingxinwen_test_tools::server::{Answer, Request, Server, pcm_of, wav};
use tingxinwen_voices::services::{
    Limits, Services,
    secret::{Keyring, Keys},
};
use tokio::runtime::Runtime;

use crate::{desktop, percentile, tell};

/// Times each is measured.
const RUNS: usize = 7;
/// The server's first sound that the player must be content with.
const FIRST_SOUND: Duration = Duration::from_millis(200);
/// A drop of sound, and how long it sounds.
const DROP: Duration = Duration::from_millis(20);
const BYTES_A_DROP: usize = 960;
const LATENCY: Duration = Duration::from_millis(150);

/// Set by who runs this to the address of a server with `POST /v1/audio/speech`.
const OTHER_SERVER: &str = "TINGXINWEN_BENCH_SERVER";

pub(crate) fn run() {
    // A sink that nobody listens to takes two seconds at a time.
    let recorder = desktop::record(&[]);
    drip();
    gaps(&recorder);
    kept();
    if let Ok(address) = std::env::var(OTHER_SERVER) {
        other(&address);
    }
}

struct Texts;

impl Opener for Texts {
    async fn open(&self, source: Source) -> Result<Document, OpenError> {
        let Source::Text(text) = source else { return Err(OpenError::NoArticle) };
        Ok(article(&text).into())
    }
}

fn article(text: &str) -> Article {
    Article::new(Meta::default(), text.lines().map(|line| (BlockKind::Paragraph, line)))
}

struct Shelf(Services);

impl engine::VoiceSource for Shelf {
    fn load(&self, id: &VoiceId) -> Result<Box<dyn Voice>, VoiceError> {
        self.0.load(id)
    }
}

fn shelf(address: &str) -> Shelf {
    let keys = Keys::in_file("/nonexistent/keys.toml".as_ref(), Keyring::LeftAlone);
    let account =
        Account { address: Some(address.to_owned()), model: Some("kokoro".to_owned()), ..Account::default() };
    let limits = Limits { first_byte: Duration::from_secs(60), ..Limits::default() };
    Shelf(Services::new(&[("box".to_owned(), account)].into_iter().collect(), keys, limits).expect("threads"))
}

struct Desk {
    engine: EngineHandle,
    _runtime: Runtime,
}

impl Desk {
    fn reading(address: &str, voice: &VoiceId, text: &str, sound_cache: Option<SoundCache>) -> Self {
        let runtime = Runtime::new().expect("runtime");
        let parts = Parts {
            opener: Texts,
            voices: shelf(address),
            front_end: Arc::new(FrontEnd::load()),
            sound_cache: sound_cache.map(Arc::new),
        };
        let voices = [(Language::Mandarin, voice.clone()), (Language::English, voice.clone())];
        let player = Player::new(voices);
        let engine = engine::start(runtime.handle(), player, parts, open_device, || ()).expect("engine");
        let desk = Self { engine, _runtime: runtime };
        desk.until(|snapshot| matches!(snapshot.sound, Sound::Device(_)));
        desk.engine.send(Command::Open(Source::Text(text.to_owned())));
        desk
    }

    fn until(&self, wanted: impl Fn(&Snapshot) -> bool) -> Arc<Snapshot> {
        let start = Instant::now();
        loop {
            let snapshot = self.engine.snapshot();
            if wanted(&snapshot) {
                return snapshot;
            }
            assert!(
                start.elapsed() < Duration::from_secs(180),
                "still {:?} {:?}",
                snapshot.phase,
                snapshot.notice
            );
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// When the device took the first sample after `since`.
    fn first_sample(&self, since: Instant) -> Instant {
        let start = Instant::now();
        loop {
            match self.engine.playhead().started() {
                Some(when) if when > since => return when,
                Some(_) | None => std::thread::sleep(Duration::from_micros(300)),
            }
            assert!(
                start.elapsed() < Duration::from_secs(180),
                "no sound: {:?}",
                self.engine.snapshot().notice
            );
        }
    }
}

fn bella() -> VoiceId {
    VoiceId("box:bella".to_owned())
}

fn sentences(count: usize) -> String {
    (0..count).map(|number| format!("第{number}個人說了幾句很普通的話。")).collect()
}

fn speech(request: &Request) -> Answer {
    Answer::whole("audio/wav", wav(&pcm_of(&request.input()), 24_000, None))
}

/// From the wish to play to the first sample, over a server that speaks no faster than speech.
fn drip() {
    let mut all = Vec::new();
    for run in 0..RUNS {
        let server = Server::start(|request| speech(request).dripping(BYTES_A_DROP, DROP));
        // Play is asked for before the article is there, so that nothing is made ahead.
        let desk = Desk::reading(&server.url(), &bella(), &sentences(3 + run), None);
        desk.until(|snapshot| snapshot.script.is_some());
        let wished = Instant::now();
        desk.engine.send(Command::Play);
        let first = desk.first_sample(wished);
        let asked = server.requests().first().map_or(wished, |request| request.at);
        all.push(first.duration_since(asked.min(wished)).as_secs_f64() * 1000.0);
    }
    let median = percentile(&mut all, 0.5);
    let worst = percentile(&mut all, 1.0);
    tell(format_args!(
        "dripping server: first sample {median:.0} ms after the request, worst {worst:.0}; ratio {:.2} to the server's first {} ms; {RUNS} runs",
        median / (FIRST_SOUND.as_secs_f64() * 1000.0),
        FIRST_SOUND.as_millis(),
    ));
}

/// Silence that nobody asked for, at twice the speed, behind a server that is 150 ms away; as recorded.
fn gaps(recorder: &desktop::Recorder) {
    const SPEED: f32 = 2.0;
    let server = Server::start(|request| speech(request).after(LATENCY));
    let desk = Desk::reading(&server.url(), &bella(), &sentences(40), None);
    desk.engine.send(Command::SetSpeed(Speed::new(SPEED)));
    let script = desk.until(|snapshot| snapshot.script.is_some()).script.clone().expect("open");
    let before = recorder.so_far().samples.len();
    desk.engine.send(Command::Play);
    desk.until(|snapshot| snapshot.phase == Phase::Finished);
    std::thread::sleep(Duration::from_millis(300));
    let tape = recorder.so_far();
    let is_loud = |sample: &f32| sample.abs() > 0.003;
    let loud: Vec<usize> = (before..tape.samples.len()).filter(|&at| is_loud(&tape.samples[at])).collect();
    let millis = |frames: usize| frames as f64 / f64::from(desktop::RATE_HZ) * 1000.0;
    let pauses: Vec<f64> =
        loud.windows(2).map(|pair| millis(pair[1] - pair[0])).filter(|&pause| pause > 20.0).collect();
    let sentences = script.sentences();
    let wanted = sentences.iter().rev().skip(1).map(|sentence| sentence.pause.as_secs_f64() * 1000.0);
    let wanted = wanted.fold(0.0, f64::max) / f64::from(SPEED);
    let longest = pauses.iter().copied().fold(0.0, f64::max);
    tell(format_args!(
        "150 ms away, speed {SPEED}: {} pauses between {} sentences, {wanted:.0} ms wanted, {longest:.0} ms at the most; {:.0} ms beyond",
        pauses.len(),
        sentences.len(),
        longest - wanted,
    ));
}

/// An article that was fetched before.
fn kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let kept = || SoundCache::open(folder.path(), SoundCache::DEFAULT_LIMIT).expect("a folder");
    let server = Server::start(speech);
    let text = sentences(20);
    let script = Script::new(Arc::new(article(&text)));
    let front_end = FrontEnd::load();
    let document = Document::of_article(article(&text));
    let speech = Speech {
        blocks: &BlockFilter::default(),
        voices: Arc::new(shelf(&server.url())),
        orders: std::iter::once((document.first().language, bella())).collect(),
        front_end: &front_end,
        sound_cache: Some(&kept()),
        cancel: Cancel::default(),
    };
    let track = speech.track(&document);
    track.keep(&|_| ()).expect("kept");
    let asked = server.requests().len();
    let bytes = kept().bytes();
    let secs: f64 = sentences_secs(&text);
    let mut all = Vec::new();
    let desk = Desk::reading(&server.url(), &bella(), &text, Some(kept()));
    let snapshot = desk.until(|snapshot| snapshot.script.is_some());
    let starts: Vec<u32> = script.sentences().iter().map(|sentence| sentence.range.start).collect();
    // From the last ones, which are not made ahead yet: from the disk alone.
    for &start in starts.iter().rev().take(RUNS) {
        let wished = Instant::now();
        desk.engine.send(Command::SeekTo(start));
        desk.engine.send(Command::Play);
        all.push(desk.first_sample(wished).duration_since(wished).as_secs_f64() * 1000.0);
        desk.engine.send(Command::Pause);
        std::thread::sleep(Duration::from_millis(300));
    }
    assert_eq!(snapshot.notice, None);
    tell(format_args!(
        "kept: first sample {:.0} ms, worst {:.0}; {} requests; {:.0} bytes a second of sound",
        percentile(&mut all, 0.5),
        percentile(&mut all, 1.0),
        server.requests().len() - asked,
        bytes as f64 / secs,
    ));
}

fn sentences_secs(text: &str) -> f64 {
    text.split_inclusive('。').map(|sentence| pcm_of(sentence).len()).sum::<usize>() as f64 / 24_000.0
}

/// A server that others wrote: the first sound, and a page to its end.
fn other(address: &str) {
    let text = "The river line opens on Saturday. It is eight kilometres long and has seven stops. \
                The city expects thirty thousand riders a day.";
    let voice = VoiceId("box:af_heart".to_owned());
    let desk = Desk::reading(address, &voice, text, None);
    desk.until(|snapshot| snapshot.script.is_some());
    let wished = Instant::now();
    desk.engine.send(Command::Play);
    let first = desk.first_sample(wished).duration_since(wished);
    let snapshot = desk.until(|snapshot| snapshot.phase == Phase::Finished);
    let words: usize = snapshot.timeline.parts().iter().map(|part| part.marks.len()).sum();
    tell(format_args!(
        "a server of others at {address}: first sample {:.0} ms, {:.1} s of sound, {words} marks, notice {:?}",
        first.as_secs_f64() * 1000.0,
        snapshot.timeline.end().as_secs_f64(),
        snapshot.notice,
    ));
}
