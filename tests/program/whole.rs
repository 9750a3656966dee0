//! The whole program over a world in which everything goes wrong by a plan: pages and speech that fail, kept sound that
//! is damaged or taken away, a sound card that goes, a program that is killed, and a clock that was ahead.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod common;

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    path::Path,
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use common::wait_for;
use tingxinwen::{
    app::{Program, QueueHandle, VoiceSet, source_of},
    audio::{HandDevice, SoundEvent},
    core::document::DocumentId,
    engine::{EngineHandle, SoundCache},
    player::{Command, Phase, Sound},
    session::{AddAt, QueueCommand, QueueState},
    settings::Document,
    text::FrontEnd,
};
use tingxinwen_library::{Library, Query, QueueSource, UnixSecs};
use tingxinwen_test_tools::server::{Answer, Request, Server, pcm_of, wav};
use tingxinwen_voices::DataDir;
use tokio::runtime::Runtime;

const ARTICLES: usize = 20;
/// Of each article, its headline among them.
const SENTENCES: usize = 10;
/// Frames that the device asks for at once: small steps, so that no sentence is jumped over.
const FRAMES: usize = 1_200;
/// What the faults are drawn by.
const SEED: u32 = 20_261_126;
/// Ten years, in seconds: by so much the clock was ahead once.
const AHEAD: i64 = 10 * 365 * 24 * 60 * 60;

/// A number for the fault that meets `what` at this attempt.
fn drawn(what: &str, attempt: u32) -> u32 {
    let start = SEED ^ attempt.wrapping_mul(0x9e37_79b9);
    let mixed = what.bytes().fold(start, |sum, byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    mixed ^ (mixed >> 15)
}

fn page(number: usize) -> String {
    let sentence = |at: usize| format!("這是第{number}篇的第{at}句話，說明今天的天氣。");
    let text = |from: usize, to: usize| (from..to).map(sentence).collect::<String>();
    format!(
        "<html><head><title>第{number}篇</title></head><body><article><h1>第{number}篇報導</h1><p>{}</p><p>{}</p>\
         </article></body></html>",
        text(1, 5),
        text(5, SENTENCES)
    )
}

/// Pages and speech. A quarter of all answers is bad, but never more than two in a row.
fn world() -> impl Fn(&Request) -> Answer + Send + Sync {
    let asked = Mutex::new(HashMap::<String, u32>::new());
    move |request| {
        let path = request.line.split(' ').nth(1).unwrap_or_default().to_owned();
        let is_speech = path.starts_with("/v1/audio");
        let what = if is_speech { request.input() } else { path.clone() };
        let attempt = {
            let mut asked = asked.lock().unwrap();
            let attempt = asked.entry(what.clone()).or_default();
            *attempt += 1;
            *attempt
        };
        let whole = if is_speech {
            Answer::whole("audio/wav", wav(&pcm_of(&what), 24_000, None))
        } else {
            let page = path[1..].parse().map(page).unwrap_or_default();
            Answer::whole("text/html; charset=utf-8", page.into_bytes())
        };
        let length = whole.length.unwrap_or_default();
        let fault = drawn(&what, attempt);
        match if attempt > 2 { 99 } else { fault % 32 } {
            0 => Answer::status(429, "{}").with("retry-after", "0"),
            1 => Answer::status(500, "<html>oh</html>"),
            2 => Answer::status(503, "{}"),
            3 | 4 => whole.cut(length / 3),
            5 => Answer::whole("application/json", b"{}".to_vec()),
            6 => Answer { length: None, ..whole.dripping(length / 9 + 1, Duration::from_millis(2)) },
            7 => whole.after(Duration::from_millis(20)),
            _ => whole,
        }
    }
}

type Notify = Box<dyn Fn(SoundEvent) + Send>;

/// A program that runs, until it is killed.
struct Running {
    engine: EngineHandle,
    queue: QueueHandle,
    device: HandDevice,
    notify: Notify,
    library: Library,
    _program: Arc<Program>,
    _runtime: Runtime,
}

fn running(folder: &Path) -> Running {
    let file = folder.join("settings.toml");
    let settings = Document::parse(&fs::read_to_string(&file).unwrap()).unwrap().settings().0;
    let voices = Arc::new(VoiceSet::open(DataDir::at(folder.join("data")), &settings).unwrap());
    let orders = voices.orders(None, &settings.voices.order).unwrap();
    let library = Library::open(&folder.join("library/library.sqlite")).unwrap();
    let cache = SoundCache::open(&folder.join("cache"), 20_000_000).unwrap();
    let (front_end, kept) = (Arc::new(FrontEnd::load()), Some(library.clone()));
    let program = Arc::new(Program::new(Some(file), voices, front_end, Some(Arc::new(cache)), kept, || ()));
    let runtime = Runtime::new().unwrap();
    let (sound, device) = HandDevice::new();
    let mut told = None;
    let audio = |notify: Notify| {
        told = Some(notify);
        Ok(sound)
    };
    let engine = program.start(runtime.handle(), &orders, Vec::new(), audio, || ()).unwrap();
    program.follow(runtime.handle(), &engine);
    let queue = program.start_queue(runtime.handle(), &engine, Arc::new(|error| error.to_string()), || ());
    Running { engine, queue, device, notify: told.unwrap(), library, _program: program, _runtime: runtime }
}

impl Running {
    /// Leaves the program's files as they are in this moment, as a kill does, starts it over them, and opens what was
    /// heard from `address`.
    fn killed(self, folder: &Path, address: String) -> Self {
        let (files, copy) = (folder.join("library"), folder.join("copy"));
        let (from, to) = (files.clone(), copy.clone());
        let copied = self.library.call(move |_| {
            fs::create_dir(&to).unwrap();
            for entry in fs::read_dir(&from).unwrap().flatten() {
                fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
            }
            Ok(())
        });
        copied.unwrap();
        drop(self);
        wait_for("its files are closed", || fs::remove_dir_all(&files).ok());
        fs::rename(&copy, &files).unwrap();
        let running = running(folder);
        running.engine.send(Command::Open(source_of(QueueSource::Address(address))));
        wait_for("it is open again", || running.engine.snapshot().script.clone());
        running.engine.send(Command::Play);
        running
    }

    /// The article and its sentence that are heard.
    fn heard(&self) -> Option<(usize, u32)> {
        let snapshot = self.engine.snapshot();
        let script = snapshot.script.as_ref()?;
        let heard = self.engine.playhead().heard(Instant::now());
        let word = snapshot.timeline.word_at(heard.frame).filter(|_| heard.epoch == snapshot.epoch)?;
        let title = script.article().title()?;
        let number = title.trim_start_matches('第').split('篇').next()?.parse().ok()?;
        Some((number, script.sentence_at(word.source.start)?.0))
    }
}

/// Half of each file of kept sound.
fn damage(cache: &Path) {
    for entry in fs::read_dir(cache).into_iter().flatten().flatten().filter(|entry| entry.path().is_file()) {
        let bytes = fs::read(entry.path()).unwrap_or_default();
        fs::write(entry.path(), &bytes[..bytes.len() / 2]).ok();
    }
}

#[test]
fn every_sentence_is_heard_once_and_in_order_and_nothing_owned_is_lost_whatever_fails() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    let server = Server::start(world());
    let settings = format!(
        "version = 1\nmine = 7\n[playback]\npause_between_secs = 0.0\n[voices.order]\nzh = [\"box:bella\"]\n\
         [services.box]\nkind = \"openai\"\naddress = \"{}\"\n",
        server.url()
    );
    fs::write(folder.join("settings.toml"), &settings).unwrap();
    let address = |number: usize| format!("{}/{number}", server.url());
    let mut desk = running(folder);
    let all = (1..=ARTICLES).map(|number| QueueSource::Address(address(number)));
    desk.queue.send(QueueCommand::Add(all.collect(), AddAt::End));
    // What cannot be fetched is tried again by its listener.
    wait_for("all are fetched", || {
        let items = desk.queue.snapshot().items.clone();
        for item in items.iter().filter(|item| matches!(item.state, QueueState::Failed(_))) {
            desk.queue.send(QueueCommand::Retry(item.id));
        }
        let are_ready = items.iter().all(|item| item.state == QueueState::Ready);
        (are_ready && items.len() == ARTICLES).then_some(())
    });
    let tagged = DocumentId(address(ARTICLES));
    let (id, tags) = (tagged.clone(), vec!["留著".to_owned()]);
    desk.library.call(move |database| database.set_tags(&id, &tags)).unwrap();
    desk.queue.send(QueueCommand::PlayNext);

    let mut heard: Vec<(usize, u32)> = Vec::new();
    let (mut kills, mut losses) = (0, 0);
    let mut idle = 0;
    let mut last = "nothing";
    while heard.last() != Some(&(ARTICLES, SENTENCES as u32 - 1))
        || desk.engine.snapshot().phase != Phase::Finished
    {
        desk.device.pull(FRAMES);
        idle += 1;
        if idle >= 60_000 {
            let (snapshot, queue) = (desk.engine.snapshot(), desk.queue.snapshot());
            panic!(
                "it hangs after {:?}, {last}: {:?}, {:?}, {:?}",
                heard.last(),
                snapshot.phase,
                snapshot.notice,
                queue.items
            );
        }
        let Some(now) = desk.heard() else {
            thread::sleep(Duration::from_millis(1));
            continue;
        };
        if heard.last() == Some(&now) {
            continue;
        }
        idle = 0;
        heard.push(now);
        match drawn(&format!("{now:?}"), 0) % 40 {
            0..4 => {
                last = "a loss of the device";
                losses += 1;
                (desk.notify)(SoundEvent::Lost("it was pulled out".to_owned()));
                let other = Sound::Device(format!("device {losses}"));
                (desk.notify)(SoundEvent::Opened(format!("device {losses}")));
                wait_for("the other device", || (desk.engine.snapshot().sound == other).then_some(()));
                // It pauses until the listener wants it again.
                desk.engine.send(Command::Play);
            }
            4..7 => {
                last = "damage";
                damage(&folder.join("cache"));
            }
            7 => {
                last = "a folder that is gone";
                drop(fs::remove_dir_all(folder.join("cache")));
            }
            8..11 if now.1 > 1 => {
                last = "a kill";
                // A second of sound takes this listener less than one: the program looks where it is ten times in one.
                thread::sleep(Duration::from_millis(300));
                kills += 1;
                if kills % 2 == 0 {
                    let id = DocumentId(address(now.0));
                    let ahead = UnixSecs(UnixSecs::now().0 + AHEAD);
                    desk.library.call(move |database| database.note_opened(&id, ahead)).unwrap();
                }
                desk = desk.killed(folder, address(now.0));
                // Where it goes on is at most a sentence before; what is heard again is no second time.
                let again = wait_for("it goes on", || {
                    desk.device.pull(FRAMES);
                    desk.heard()
                });
                assert!(
                    again.0 == now.0 && again.1 <= now.1 && now.1 - again.1 <= 1,
                    "killed in {now:?}, goes on in {again:?}"
                );
                heard.truncate(heard.iter().position(|place| *place == again).unwrap_or(heard.len()));
                heard.push(again);
            }
            _ => (),
        }
    }
    let wanted = (1..=ARTICLES).flat_map(|number| (0..SENTENCES as u32).map(move |at| (number, at)));
    assert_eq!(heard, wanted.collect::<Vec<_>>());
    assert!(kills > 2 && losses > 5, "{kills} kills, {losses} losses of the device");

    let query = Query { limit: 99, ..Query::default() };
    let unheard = wait_for("all is noted", || {
        let query = query.clone();
        let list = desk.library.call(move |database| database.list(&query)).unwrap();
        let by_title: BTreeMap<String, f64> =
            list.into_iter().map(|entry| (entry.title, entry.heard)).collect();
        (by_title.len() == ARTICLES && by_title.values().all(|heard| *heard == 1.0)).then_some(0)
    });
    assert_eq!(unheard, 0);
    let tags = desk.library.call(|database| database.tags()).unwrap();
    assert_eq!(tags, [("留著".to_owned(), 1)]);
    assert!(fs::read_to_string(folder.join("settings.toml")).unwrap().contains("mine = 7"));
}
