//! The engine from end to end, with a voice that beeps and a sound card pulled by hand.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use crate::common::wait_for;
use tingxinwen::{
    article::{Article, BlockKind, Language, Meta, OpenError, Source},
    audio::HandDevice,
    core::document::Document,
    engine::{self, EngineHandle, Opener, Parts, SoundCache, VoiceSource},
    player::{Command, Direction, Notice, Phase, Player, Snapshot, Speed},
    speech::{Cancel, Clip, Portion, Utterance, Voice, VoiceError, VoiceId},
    text::{FrontEnd, Script},
};
use tingxinwen_voices::ToneVoice;
use tokio::runtime::Runtime;

const TEXT: &str = "標題在這裡\n第一句很短。第二句也不長，但是有逗號。\n第三句在下一段。";

struct Texts;

impl Opener for Texts {
    async fn open(&self, source: Source) -> Result<Document, OpenError> {
        let Source::Text(text) = source else { return Err(OpenError::NoArticle) };
        Ok(Article::new(Meta::default(), text.lines().map(|line| (BlockKind::Paragraph, line))).into())
    }
}

/// Beeps, and counts how often; waits before the sound is there where a test holds it.
#[derive(Clone, Default)]
struct Beeps {
    spoken: Arc<AtomicUsize>,
    /// Whoever wants to speak waits while a test holds this.
    gate: Arc<Mutex<()>>,
}

struct Counting(ToneVoice, Beeps);

impl Voice for Counting {
    fn speak(&mut self, utterance: &Utterance) -> Result<Clip, VoiceError> {
        self.1.spoken.fetch_add(1, Ordering::SeqCst);
        drop(self.1.gate.lock().unwrap());
        self.0.speak(utterance)
    }
}

impl VoiceSource for Beeps {
    fn load(&self, id: &VoiceId) -> Result<Box<dyn Voice>, VoiceError> {
        if id.0 == "missing" {
            return Err(VoiceError::NotInstalled("missing".into()));
        }
        Ok(Box::new(Counting(ToneVoice::default(), self.clone())))
    }
}

/// Speaks until it is cancelled, and counts how often it began, and how often it was cancelled.
#[derive(Clone, Default)]
struct Endless {
    begun: Arc<AtomicUsize>,
    cancelled: Arc<AtomicUsize>,
}

impl Voice for Endless {
    fn speak(&mut self, utterance: &Utterance) -> Result<Clip, VoiceError> {
        self.whole(utterance, &Cancel::default())
    }

    fn stream(
        &mut self,
        _: &Utterance,
        cancel: &Cancel,
        _: &mut dyn FnMut(Portion),
    ) -> Result<Clip, VoiceError> {
        self.begun.fetch_add(1, Ordering::SeqCst);
        while !cancel.is_cancelled() {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        self.cancelled.fetch_add(1, Ordering::SeqCst);
        Err(VoiceError::Failed("cancelled".to_owned().into()))
    }
}

impl VoiceSource for Endless {
    fn load(&self, _: &VoiceId) -> Result<Box<dyn Voice>, VoiceError> {
        Ok(Box::new(self.clone()))
    }
}

struct Desk {
    engine: EngineHandle,
    device: HandDevice,
    _runtime: Runtime,
}

impl Desk {
    fn of(voices: impl VoiceSource, list: &[&str]) -> Self {
        Self::keeping(voices, list, None)
    }

    fn keeping(voices: impl VoiceSource, list: &[&str], sound_cache: Option<Arc<SoundCache>>) -> Self {
        let runtime = Runtime::new().unwrap();
        let list = list.iter().map(|voice| (Language::Mandarin, VoiceId((*voice).to_owned())));
        let player = Player::new(list);
        let parts = Parts { opener: Texts, voices, front_end: Arc::new(FrontEnd::load()), sound_cache };
        let (queue, device) = HandDevice::new();
        let engine = engine::start(runtime.handle(), player, parts, |_| Ok(queue), || ()).unwrap();
        Self { engine, device, _runtime: runtime }
    }

    fn open(&self, text: &str) {
        self.engine.send(Command::Open(Source::Text(text.into())));
        self.until(|snapshot| snapshot.script.is_some());
    }

    fn reading(text: &str) -> Self {
        Self::counting(text).0
    }

    /// The same, and who counts what is spoken.
    fn counting(text: &str) -> (Self, Beeps) {
        let beeps = Beeps::default();
        let desk = Self::of(beeps.clone(), &["tone"]);
        desk.open(text);
        (desk, beeps)
    }

    /// Waits for a snapshot that is as wanted.
    fn until(&self, wanted: impl Fn(&Snapshot) -> bool) -> Arc<Snapshot> {
        wait_for("a snapshot", || Some(self.engine.snapshot()).filter(|snapshot| wanted(snapshot)))
    }

    /// Waits for sound where the listener is.
    fn until_made_here(&self) -> Arc<Snapshot> {
        self.until(|snapshot| !snapshot.timeline.is_empty())
    }

    fn until_made(&self) -> Arc<Snapshot> {
        self.until(|snapshot| !snapshot.clock.is_estimated())
    }

    /// Pulls until the end of the article; returns the words in the order they were heard.
    fn listen(&mut self) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        let mut last = None;
        wait_for("the end of the article", || {
            self.device.pull(240);
            let snapshot = self.engine.snapshot();
            let word = snapshot.word_at(self.engine.playhead().heard(Instant::now()));
            if let (Some(word), true) = (word, word != last) {
                last = Some(word);
                let article = snapshot.script.as_ref().unwrap().article().clone();
                words.push(article.slice(word.source).to_owned());
            }
            (snapshot.phase == Phase::Finished).then_some(())
        });
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
    let (mut desk, beeps) = Desk::counting(TEXT);
    desk.until_made();
    let spoken = beeps.spoken.load(Ordering::SeqCst);
    desk.engine.send(Command::SeekTo(0));
    desk.engine.send(Command::SetSpeed(Speed::new(2.0)));
    desk.engine.send(Command::Play);
    desk.until(|snapshot| snapshot.phase == Phase::Playing);
    desk.listen();
    assert_eq!(beeps.spoken.load(Ordering::SeqCst), spoken);
}

#[test]
fn a_jump_does_not_wait_for_what_is_being_made() {
    let text = format!("{}\n目的地。", "很長的一句話，說了又說，".repeat(20));
    let beeps = Beeps::default();
    let held = beeps.gate.lock().unwrap();
    let desk = Desk::of(beeps.clone(), &["tone"]);
    desk.open(&text);
    let spoken = |count| desk.until(|_| beeps.spoken.load(Ordering::SeqCst) == count);
    spoken(1);
    desk.engine.send(Command::SeekTo(text.find("目的地").unwrap() as u32));
    // The old place's piece is still being made: the jump's is begun on the other thread.
    spoken(2);
    drop(held);
    desk.until_made_here();
}

#[test]
fn a_voice_that_is_not_there_is_told() {
    let desk = Desk::reading(TEXT);
    desk.engine.send(Command::SetVoices(Language::Mandarin, vec![VoiceId("missing".into())]));
    let snapshot = desk.until(|snapshot| snapshot.notice.is_some());
    assert!(matches!(snapshot.notice, Some(Notice::NoVoice(VoiceError::NotInstalled(_)))));
    desk.engine.send(Command::SetVoice(Language::Mandarin, VoiceId("tone".into())));
    desk.until_made();
    // Where another speaks for it, both are named, with the reason.
    let both = ["missing", "tone"].map(|voice| VoiceId(voice.into())).to_vec();
    desk.engine.send(Command::SetVoices(Language::Mandarin, both));
    let snapshot = desk.until(|snapshot| matches!(snapshot.notice, Some(Notice::OtherVoice { .. })));
    assert!(matches!(
        &snapshot.notice,
        Some(Notice::OtherVoice { failed, error: VoiceError::NotInstalled(_), speaks })
            if failed.0 == "missing" && speaks.0 == "tone"
    ));
    desk.until_made();
}

/// Sounds as the tone does, but panics: on a sentence, on all of them, or when it is loaded.
struct Fragile {
    tone: ToneVoice,
    panics_on: &'static str,
    at_once: usize,
}

impl Voice for Fragile {
    fn speak(&mut self, utterance: &Utterance) -> Result<Clip, VoiceError> {
        assert!(!utterance.written.contains(self.panics_on), "a voice that panics, as a test wants it");
        self.tone.speak(utterance)
    }

    fn at_once(&self) -> usize {
        self.at_once
    }
}

struct FragileVoices;

impl VoiceSource for FragileVoices {
    fn load(&self, id: &VoiceId) -> Result<Box<dyn Voice>, VoiceError> {
        let (kind, at_once) = match id.0.split_once(':') {
            Some((kind, _)) => (kind, 3),
            None => (id.0.as_str(), 1),
        };
        let panics_on = match kind {
            "tone" => "nothing",
            "once" => "第二句",
            "always" => "",
            _ => panic!("a voice that panics when it is loaded, as a test wants it"),
        };
        Ok(Box::new(Fragile { tone: ToneVoice::default(), panics_on, at_once }))
    }
}

#[test]
fn a_voice_that_panics_fails_over_as_any_other() {
    for panics in ["once", "always", "never loads", "once:service", "always:service", "never loads:service"] {
        let mut desk = Desk::of(FragileVoices, &[panics, "tone"]);
        desk.open(TEXT);
        desk.engine.send(Command::Play);
        let heard = desk.listen();
        assert_eq!(heard.concat(), TEXT.replace(|c| "，。\n".contains(c), ""), "{panics}");
        let notice = desk.engine.snapshot().notice.clone();
        assert!(matches!(notice, Some(Notice::OtherVoice { failed, .. }) if failed.0 == panics), "{panics}");
    }
}

#[test]
fn without_another_voice_the_sentence_is_left_out_or_the_reading_stops() {
    for panics in ["once", "once:service"] {
        let mut desk = Desk::of(FragileVoices, &[panics]);
        desk.open(TEXT);
        desk.engine.send(Command::Play);
        let heard = desk.listen().concat();
        assert_eq!(heard, TEXT.replace(|c| "，。\n".contains(c), "").replace("第二句也不長但是有逗號", ""));
    }
    for panics in ["always", "never loads", "always:service", "never loads:service"] {
        let desk = Desk::of(FragileVoices, &[panics]);
        desk.open(TEXT);
        desk.engine.send(Command::Play);
        let snapshot = desk.until(|snapshot| matches!(snapshot.notice, Some(Notice::NoVoice(_))));
        assert_eq!(snapshot.phase, Phase::Paused, "{panics}");
    }
}

#[test]
fn no_command_is_lost_however_many_come_at_once() {
    // A runtime that runs only while somebody waits for it: until then all commands wait.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (queue, _device) = HandDevice::new();
    let parts = Parts {
        opener: Texts,
        voices: FragileVoices,
        front_end: Arc::new(FrontEnd::load()),
        sound_cache: None,
    };
    let engine = engine::start(runtime.handle(), Player::new([]), parts, |_| Ok(queue), || ()).unwrap();
    for _ in 0..500 {
        engine.send(Command::SetSpeed(Speed::NORMAL));
        (0..6).for_each(|_| engine.send(Command::StepSpeed(Direction::Forward)));
    }
    engine.send(Command::StepSpeed(Direction::Back));
    engine.send(Command::ToggleMute);
    runtime.block_on(async {
        while !engine.snapshot().muted {
            tokio::task::yield_now().await;
        }
    });
    assert_eq!(engine.snapshot().speed, Speed::new(1.5));
}

#[test]
fn what_cannot_be_opened_is_told_and_the_old_article_stays() {
    let desk = Desk::reading(TEXT);
    desk.engine.send(Command::Open(Source::Address("http://127.0.0.1/".into())));
    let snapshot = desk.until(|snapshot| snapshot.notice.is_some());
    assert_eq!(snapshot.notice, Some(Notice::NotOpened(OpenError::NoArticle)));
    assert!(snapshot.script.is_some());
}

#[test]
fn what_is_prepared_is_not_spoken_again_when_it_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let cache = Arc::new(SoundCache::open(folder.path(), SoundCache::DEFAULT_LIMIT).unwrap());
    let kept = || std::fs::read_dir(folder.path()).unwrap().count();
    let beeps = Beeps::default();
    let desk = Desk::keeping(beeps.clone(), &["tone"], Some(cache));
    desk.open("一篇短文。");
    wait_for("the article", || (kept() == 1).then_some(()));
    let next = "下一篇的標題。\n下一篇只有兩句。";
    let article = Article::new(Meta::default(), next.lines().map(|line| (BlockKind::Paragraph, line)));
    desk.engine.prepare(Arc::new(Script::new(Arc::new(article))), VoiceId("tone".into()));
    wait_for("the preparation", || (kept() == 3).then_some(()));
    desk.open(next);
    desk.until(|snapshot| snapshot.script.as_ref().is_some_and(|script| script.sentences().len() == 2));
    desk.until_made();
    assert_eq!(beeps.spoken.load(Ordering::SeqCst), 3);
}

#[test]
fn a_jump_and_the_end_of_the_program_cancel_what_nobody_will_hear() {
    let endless = Endless::default();
    let count = || endless.cancelled.load(Ordering::SeqCst);
    let cancelled = |before: usize| wait_for("it is cancelled", || (count() > before).then_some(()));
    // What is not begun yet is not cancelled, but never begins.
    let speaks = || wait_for("it speaks", || (endless.begun.load(Ordering::SeqCst) > count()).then_some(()));
    let desk = Desk::of(endless.clone(), &["tone"]);
    desk.open(TEXT);
    for place in [30, 60, 0] {
        speaks();
        let before = count();
        desk.engine.send(Command::SeekTo(place));
        cancelled(before);
    }
    speaks();
    let before = count();
    drop(desk);
    cancelled(before);
}
