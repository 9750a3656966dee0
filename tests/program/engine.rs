//! The engine from end to end, with a voice that beeps and a sound card pulled by hand.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tingxinwen::{
    article::{Article, BlockKind, Language, Meta, OpenError, Source},
    audio::HandDevice,
    engine::{self, EngineHandle, Opener, Parts, VoiceSource},
    player::{Command, Notice, Phase, Player, Snapshot, Speed},
    speech::{Clip, Utterance, Voice, VoiceError, VoiceId},
    text::FrontEnd,
};
use tingxinwen_voices::ToneVoice;
use tokio::runtime::Runtime;

const TEXT: &str = "標題在這裡\n第一句很短。第二句也不長，但是有逗號。\n第三句在下一段。";

struct Texts;

impl Opener for Texts {
    async fn open(&self, source: Source) -> Result<Article, OpenError> {
        let Source::Text(text) = source else { return Err(OpenError::NoArticle) };
        Ok(Article::new(Meta::default(), text.lines().map(|line| (BlockKind::Paragraph, line))))
    }
}

/// Beeps, and counts how often.
#[derive(Clone, Default)]
struct Beeps {
    spoken: Arc<AtomicUsize>,
    delay: Duration,
}

struct Counting(ToneVoice, Arc<AtomicUsize>);

impl Voice for Counting {
    fn speak(&mut self, utterance: &Utterance) -> Result<Clip, VoiceError> {
        self.1.fetch_add(1, Ordering::SeqCst);
        self.0.speak(utterance)
    }
}

impl VoiceSource for Beeps {
    fn load(&self, id: &VoiceId) -> Result<Box<dyn Voice>, VoiceError> {
        if id.0 == "missing" {
            return Err(VoiceError::NotInstalled("missing".into()));
        }
        Ok(Box::new(Counting(ToneVoice::slow(self.delay), Arc::clone(&self.spoken))))
    }
}

struct Desk {
    engine: EngineHandle,
    device: HandDevice,
    beeps: Beeps,
    _runtime: Runtime,
}

impl Desk {
    fn new(beeps: Beeps) -> Self {
        let runtime = Runtime::new().unwrap();
        let player = Player::new([(Language::Mandarin, VoiceId("tone".into()))]);
        let parts =
            Parts { opener: Texts, voices: beeps.clone(), front_end: Arc::new(FrontEnd::load()), kept: None };
        let (queue, device) = HandDevice::new();
        let engine = engine::start(runtime.handle(), player, parts, |_| Ok(queue), || ()).unwrap();
        Self { engine, device, beeps, _runtime: runtime }
    }

    fn reading(text: &str) -> Self {
        let desk = Self::new(Beeps::default());
        desk.engine.send(Command::Open(Source::Text(text.into())));
        desk.until(|snapshot| snapshot.script.is_some());
        desk
    }

    /// Waits for a snapshot that is as wanted; fails after ten seconds.
    fn until(&self, wanted: impl Fn(&Snapshot) -> bool) -> Arc<Snapshot> {
        let start = Instant::now();
        loop {
            let snapshot = self.engine.snapshot();
            if wanted(&snapshot) {
                return snapshot;
            }
            assert!(start.elapsed() < Duration::from_secs(10), "still {:?}", snapshot.phase);
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    fn until_made(&self) -> Arc<Snapshot> {
        self.until(|snapshot| !snapshot.clock.is_estimated())
    }

    /// Pulls until the end of the article; returns the words in the order they were heard.
    fn listen(&mut self) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        let mut last = None;
        let start = Instant::now();
        while self.engine.snapshot().phase != Phase::Finished {
            assert!(start.elapsed() < Duration::from_secs(20), "it never ends");
            self.device.pull(240);
            let snapshot = self.engine.snapshot();
            let word = snapshot.word_at(self.engine.playhead().heard(Instant::now()));
            if let (Some(word), true) = (word, word != last) {
                last = Some(word);
                let article = snapshot.script.as_ref().unwrap().article().clone();
                words.push(article.slice(word.source).to_owned());
            }
            std::thread::sleep(Duration::from_micros(300));
        }
        words
    }
}

#[test]
fn a_whole_article_is_heard_word_by_word_in_order() {
    let mut desk = Desk::reading(TEXT);
    desk.until_made();
    desk.engine.send(Command::Play);
    desk.until(|snapshot| snapshot.phase == Phase::Playing);
    let heard = desk.listen().concat();
    let silent = |c: char| "，。\n".contains(c);
    assert_eq!(heard, TEXT.replace(silent, ""));
}

#[test]
fn a_second_hearing_makes_nothing_anew() {
    let mut desk = Desk::reading(TEXT);
    desk.until_made();
    let spoken = desk.beeps.spoken.load(Ordering::SeqCst);
    desk.engine.send(Command::SeekTo(0));
    desk.engine.send(Command::SetSpeed(Speed::new(2.0)));
    desk.engine.send(Command::Play);
    desk.until(|snapshot| snapshot.phase == Phase::Playing);
    desk.listen();
    assert_eq!(desk.beeps.spoken.load(Ordering::SeqCst), spoken);
}

#[test]
fn a_jump_does_not_wait_for_what_is_being_made() {
    let text = format!("{}\n目的地。", "很長的一句話，說了又說，".repeat(20));
    let desk = Desk::new(Beeps { delay: Duration::from_millis(400), ..Beeps::default() });
    desk.engine.send(Command::Open(Source::Text(text.clone())));
    desk.until(|snapshot| snapshot.script.is_some());
    // The old place's piece takes 400 ms; the jump's comes from the other thread.
    std::thread::sleep(Duration::from_millis(50));
    let before = desk.beeps.spoken.load(Ordering::SeqCst);
    assert_eq!(before, 1);
    desk.engine.send(Command::SeekTo(text.find("目的地").unwrap() as u32));
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(
        desk.beeps.spoken.load(Ordering::SeqCst),
        2,
        "the jump's piece is being made beside the old one"
    );
}

#[test]
fn a_voice_that_is_not_there_is_told() {
    let desk = Desk::reading(TEXT);
    desk.engine.send(Command::SetVoices(Language::Mandarin, vec![VoiceId("missing".into())]));
    let snapshot = desk.until(|snapshot| snapshot.notice.is_some());
    assert!(matches!(snapshot.notice, Some(Notice::NoVoice(VoiceError::NotInstalled(_)))));
    desk.engine.send(Command::SetVoice(Language::Mandarin, VoiceId("tone".into())));
    desk.until_made();
}

#[test]
fn what_cannot_be_opened_is_told_and_the_old_article_stays() {
    let desk = Desk::reading(TEXT);
    desk.engine.send(Command::Open(Source::Address("http://127.0.0.1/".into())));
    let snapshot = desk.until(|snapshot| snapshot.notice.is_some());
    assert_eq!(snapshot.notice, Some(Notice::NotOpened(OpenError::NoArticle)));
    assert!(snapshot.script.is_some());
}
