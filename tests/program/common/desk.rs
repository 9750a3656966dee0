//! The engine over a server on 127.0.0.1, with a sound card that a test pulls by hand.

use std::{
    sync::{Arc, Mutex, Weak},
    thread,
    time::Duration,
};

use super::wait_for;

use tingxinwen::{
    article::{Article, BlockKind, Language, Meta, OpenError, Source},
    audio::{AudioTap, HandDevice},
    core::document::Document,
    engine::{self, EngineHandle, Opener, Parts, SoundCache, VoiceSource},
    player::{Command, Phase, Player, Snapshot},
    speech::{Clip, Frames, Voice, VoiceError, VoiceId},
    text::FrontEnd,
};
use tingxinwen_voices::{
    ToneVoice,
    services::{
        Account, Limits, Services,
        secret::{Keyring, Keys},
    },
};
use tokio::runtime::Runtime;

use tingxinwen_test_tools::server::{Answer, Request, Server, pcm_of, wav};

pub(crate) struct Texts;

impl Opener for Texts {
    async fn open(&self, source: Source) -> Result<Document, OpenError> {
        let Source::Text(text) = source else { return Err(OpenError::NoArticle) };
        Ok(Article::new(Meta::default(), text.lines().map(|line| (BlockKind::Paragraph, line))).into())
    }
}

/// The services, and a voice that beeps where the embedded one would speak.
pub(crate) struct Shelf(pub(crate) Services);

impl VoiceSource for Shelf {
    fn load(&self, id: &VoiceId) -> Result<Box<dyn Voice>, VoiceError> {
        if id.0 == "tone" { Ok(Box::new(ToneVoice::default())) } else { self.0.load(id) }
    }

    fn version(&self, id: &VoiceId) -> String {
        self.0.version(id)
    }
}

pub(crate) fn services(server: &Server, attempts: u32) -> Services {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keys::in_file(&folder.path().join("keys.toml"), Keyring::LeftAlone);
    let account = Account { address: Some(server.url()), ..Account::default() };
    let limits = Limits {
        connect: Duration::from_secs(2),
        first_byte: Duration::from_millis(400),
        silence: Duration::from_millis(250),
        least_bytes: 200,
        sentence: Duration::from_secs(20),
        attempts,
        first_wait: Duration::from_millis(2),
        longest_wait: Duration::from_millis(20),
    };
    Services::new(&[("box".to_owned(), account)].into_iter().collect(), keys, limits).unwrap()
}

pub(crate) struct Desk {
    pub(crate) engine: EngineHandle,
    pub(crate) device: HandDevice,
    pub(crate) tape: Arc<Mutex<Tape>>,
    _runtime: Runtime,
}

/// What went to the sound card.
#[derive(Default)]
pub(crate) struct Tape {
    /// All samples in one number, pauses left out, as they were sent.
    pub(crate) sum: Sum,
    /// The same samples, where a test wants them all.
    samples: Option<Vec<i16>>,
    /// The clips themselves, the same.
    pub(crate) kept: Option<Vec<Arc<Clip>>>,
    clips: Vec<Weak<Clip>>,
    /// The most sound that anybody held at once, of what went to the sound card.
    pub(crate) most_held: Frames,
}

impl Tape {
    pub(crate) fn take(&mut self, clip: &Arc<Clip>, from: Frames) {
        let samples = clip.samples()[from.0 as usize..].iter();
        for sample in samples.map(|sample| (sample * 32_768.0).round() as i16).filter(|&sample| sample != 0) {
            self.sum.add(sample);
            self.samples.iter_mut().for_each(|samples| samples.push(sample));
        }
        self.kept.iter_mut().for_each(|kept| kept.push(Arc::clone(clip)));
        self.clips.push(Arc::downgrade(clip));
        self.clips.retain(|clip| clip.strong_count() > 0);
        let held = self.clips.iter().filter_map(Weak::upgrade).map(|clip| clip.len()).sum();
        self.most_held = self.most_held.max(held);
    }
}

/// A number that tells samples and their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sum(u64, u64);

impl Sum {
    pub(crate) fn add(&mut self, sample: i16) {
        self.0 += 1;
        self.1 = (self.1 ^ u64::from(sample as u16)).wrapping_mul(0x0000_0100_0000_01b3);
    }
}

impl Desk {
    pub(crate) fn new(
        server: &Server,
        voices: &[&str],
        attempts: u32,
        sound_cache: Option<SoundCache>,
    ) -> Self {
        Self::over(Texts, Shelf(services(server, attempts)), voices, sound_cache)
    }

    pub(crate) fn over(
        opener: impl Opener,
        source: impl VoiceSource,
        voices: &[&str],
        sound_cache: Option<SoundCache>,
    ) -> Self {
        let runtime = Runtime::new().unwrap();
        let voices = voices.iter().map(|voice| (Language::Mandarin, VoiceId((*voice).to_owned())));
        let parts = Parts {
            opener,
            voices: source,
            front_end: Arc::new(FrontEnd::load()),
            sound_cache: sound_cache.map(Arc::new),
        };
        let (queue, device) = HandDevice::new();
        let tape = Arc::<Mutex<Tape>>::default();
        let takes = Arc::clone(&tape);
        let of_clip = move |_, clip: &Arc<Clip>, from| takes.lock().unwrap().take(clip, from);
        let audio = |_| Ok(AudioTap { out: queue, of_clip });
        let engine = engine::start(runtime.handle(), Player::new(voices), parts, audio, || ()).unwrap();
        Self { engine, device, tape, _runtime: runtime }
    }

    /// Keeps all that is queued from now on, for [`Self::queued`].
    pub(crate) fn taping(self) -> Self {
        self.tape.lock().unwrap().samples = Some(Vec::new());
        self
    }

    pub(crate) fn queued(&self) -> Vec<i16> {
        self.tape.lock().unwrap().samples.clone().unwrap()
    }

    pub(crate) fn open(&self, text: &str) {
        self.engine.send(Command::Open(Source::Text(text.into())));
        wait_for("the article", || self.engine.snapshot().script.clone());
        self.engine.send(Command::Play);
    }

    /// Pulls until the end of the article, as fast as sound comes; returns the words as they were lit up.
    pub(crate) fn listen(&mut self) -> String {
        self.listen_and(|_| ())
    }

    /// The same; tells `at` the byte that is heard.
    pub(crate) fn listen_and(&mut self, mut at: impl FnMut(u32)) -> String {
        let mut idle = 0;
        loop {
            self.device.pull(600);
            let snapshot = self.engine.snapshot();
            at(snapshot.place);
            match snapshot.phase {
                Phase::Finished => return lit_up(&snapshot),
                Phase::Playing => {
                    idle = 0;
                    thread::yield_now();
                }
                Phase::Empty | Phase::Paused | Phase::Buffering { .. } => {
                    idle += 1;
                    thread::sleep(Duration::from_millis(1));
                }
            }
            assert!(idle < 30_000, "it hangs: {:?} {:?}", snapshot.phase, snapshot.notice);
        }
    }
}

/// The words that the timeline lights up from its start to its end.
pub(crate) fn lit_up(snapshot: &Snapshot) -> String {
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

pub(crate) const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// Sentences that are all different, ten characters each.
pub(crate) fn sentences(count: usize) -> Vec<String> {
    let name =
        |number: usize| [number / 100, number / 10 % 10, number % 10].map(|digit| DIGITS[digit]).concat();
    (0..count).map(|number| format!("編號{}的人說了話。", name(number))).collect()
}

/// Every word was heard, in order.
pub(crate) fn assert_in_order(heard: &str, article: &str) {
    let wanted = article.replace('。', "");
    let same = heard.chars().zip(wanted.chars()).take_while(|(heard, wanted)| heard == wanted).count();
    let around = |text: &str| text.chars().skip(same.saturating_sub(12)).take(24).collect::<String>();
    assert!(heard == wanted, "heard 「{}」, not 「{}」", around(heard), around(&wanted));
}

pub(crate) fn speech(request: &Request) -> Answer {
    Answer::whole("audio/wav", wav(&pcm_of(&request.input()), 24_000, None))
}
