//! How far word times are from the truth, guessed and aligned: one embedded voice plays a service that gives
//! none, and is then compared with another that plays itself.

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

use tingxinwen::{
    app::VoiceSet,
    article::{Article, BlockKind, Language, Meta, OpenError, Source},
    audio::HandDevice,
    core::document::Document,
    engine::{self, Opener, Parts, SoundCache, VoiceSource},
    player::{Command, Part, Phase, Player},
    settings::Account,
    speech::{Voice, VoiceError, VoiceId},
    text::{FrontEnd, Haste, Script},
};
use tingxinwen_ui::setup;
use tingxinwen_voices::services::{
    Limits, Services,
    secret::{Keyring, Keys},
};
use tokio::runtime::Runtime;

use tingxinwen_test_tools::server::{Answer, Server, wav};

use crate::{percentile, tell};

/// Who plays the service, and who says it again.
const SERVICE: [&str; 3] = ["zm_yunyang", "zf_xiaobei", "zm_yunxi"];
const REFERENCE: &str = "zf_xiaoxiao";
/// Sentences of Chinese news, with numbers and English names in them.
const SENTENCES: &str = include_str!("../../../voices/bench/heard.txt");

struct Texts;

impl Opener for Texts {
    async fn open(&self, _: Source) -> Result<Document, OpenError> {
        Ok(article().into())
    }
}

fn article() -> Article {
    let sentences = SENTENCES.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    Article::new(Meta::default(), sentences.map(|line| (BlockKind::Paragraph, line)))
}

struct Voices {
    services: Services,
    shelf: Arc<VoiceSet>,
    reference: Option<VoiceId>,
}

impl VoiceSource for Voices {
    fn load(&self, id: &VoiceId) -> Result<Box<dyn Voice>, VoiceError> {
        if id.0.contains(':') { self.services.load(id) } else { self.shelf.load(id) }
    }

    fn reference(&self, _: Language) -> Option<VoiceId> {
        self.reference.clone()
    }
}

/// When each word starts, in seconds from the start of its sentence's sound, by where it is written.
type Starts = BTreeMap<u32, f64>;

pub(crate) fn run() {
    let shelf = setup::voices(&setup::settings()).expect("voices");
    for name in SERVICE {
        let (sounds, truth) = spoken(&shelf, name);
        for reference in [None, Some(VoiceId(REFERENCE.to_owned()))] {
            let how = if reference.is_some() { "aligned" } else { "guessed" };
            let found = heard(&shelf, &sounds, reference);
            let off = |(at, start): (&u32, &f64)| Some((found.get(at)? - start).abs() * 1000.0);
            let mut off: Vec<f64> = truth.iter().filter_map(off).collect();
            tell(format_args!(
                "{name}, {how}: {} words, off by {:.0} ms in the median, {:.0} ms at the 95th percentile",
                off.len(),
                percentile(&mut off, 0.5),
                percentile(&mut off, 0.95),
            ));
        }
    }
}

/// Each sentence in the voice called `name`, by its letters, and when its words are heard.
fn spoken(shelf: &VoiceSet, name: &str) -> (BTreeMap<String, Vec<i16>>, Starts) {
    let mut voice = shelf.load(&VoiceId(name.to_owned())).expect("installed");
    let (front_end, script) = (setup::front_end(&setup::settings()), Script::new(Arc::new(article())));
    let (mut sounds, mut starts, mut offset) = (BTreeMap::new(), Starts::new(), 0);
    while let Some(piece) = script.piece_at(offset, Haste::LookAhead) {
        offset = piece.range.end.max(offset + 1);
        let utterance = front_end.utterance(script.article(), piece);
        let clip = voice.speak(&utterance).expect("spoken");
        let said = utterance.words.iter().filter(|word| word.is_audible());
        let said: String = said.map(|word| word.spoken.as_str()).collect();
        // What a service's sound starts with is cut off to its first loud sample but twenty milliseconds.
        let first = clip.samples().iter().position(|sample| sample.abs() > 0.004).unwrap_or(0);
        let cut = first.saturating_sub(480) as f64 / 24_000.0;
        starts.extend(clip.marks().iter().map(|mark| (mark.source.start, mark.start.as_secs_f64() - cut)));
        let samples = clip.samples().iter().map(|sample| (sample * 32_767.0) as i16);
        sounds.insert(letters(&said), samples.collect());
    }
    (sounds, starts)
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// When the words are heard that a server speaks in `sounds`, as the player has it.
fn heard(shelf: &Arc<VoiceSet>, sounds: &BTreeMap<String, Vec<i16>>, reference: Option<VoiceId>) -> Starts {
    let by_letters = sounds.clone();
    let server = Server::start(move |request| match by_letters.get(&letters(&request.input())) {
        Some(samples) => Answer::whole("audio/wav", wav(samples, 24_000, None)),
        None => Answer::status(400, "{}"),
    });
    let keys = Keys::in_file("/nonexistent/keys.toml".as_ref(), Keyring::LeftAlone);
    let account = Account { address: Some(server.url()), ..Account::default() };
    let accounts = [("box".to_owned(), account)].into_iter().collect();
    let services = Services::new(&accounts, keys, Limits::default()).expect("threads");
    let folder = tempfile::tempdir().expect("a folder");
    let kept = SoundCache::open(folder.path(), SoundCache::DEFAULT_LIMIT).expect("a folder");
    let voice = VoiceId("box:x".to_owned());
    let parts = Parts {
        opener: Texts,
        voices: Voices { services, shelf: Arc::clone(shelf), reference },
        front_end: Arc::new(FrontEnd::load()),
        sound_cache: Some(Arc::new(kept)),
    };
    let runtime = Runtime::new().expect("runtime");
    let (queue, mut device) = HandDevice::new();
    let player = Player::new([(Language::Mandarin, voice)]);
    let engine = engine::start(runtime.handle(), player, parts, |_| Ok(queue), || ()).expect("engine");
    engine.send(Command::Open(Source::Text("sentences".to_owned())));
    let begun = Instant::now();
    while engine.snapshot().script.is_none() {
        std::thread::sleep(Duration::from_millis(1));
    }
    engine.send(Command::Play);
    // Each is kept after it was compared.
    let is_done = || std::fs::read_dir(folder.path()).map_or(0, Iterator::count) >= sounds.len();
    loop {
        device.pull(4_800);
        std::thread::sleep(Duration::from_micros(500));
        let snapshot = engine.snapshot();
        let (phase, notice) = (snapshot.phase, &snapshot.notice);
        assert!(begun.elapsed() < Duration::from_secs(300) && notice.is_none(), "{phase:?} {notice:?}");
        if phase == Phase::Finished && is_done() {
            break;
        }
    }
    starts(engine.snapshot().timeline.parts())
}

fn starts(parts: &[Part]) -> Starts {
    let (mut starts, mut sentence, mut at) = (Starts::new(), None, 0.0);
    for part in parts {
        if sentence != Some(part.sentence) {
            (sentence, at) = (Some(part.sentence), 0.0);
        }
        for mark in &*part.marks {
            // A word that two portions share starts in the first.
            starts.entry(mark.source.start).or_insert(at + mark.start.as_secs_f64());
        }
        at += part.len.as_secs_f64();
    }
    starts
}
