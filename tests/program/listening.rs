//! The whole program without a window, over pages and a speech service on 127.0.0.1: queue, library, places.

use std::{fs, path::Path, sync::Arc, time::Duration};

use tingxinwen::{
    app::{Program, QueueHandle, SleepChoice, VoiceSet, source_of},
    audio::HandDevice,
    engine::EngineHandle,
    player::{Command, Phase, Volume},
    session::{AddAt, QueueCommand, QueueState},
    settings::Document,
    text::FrontEnd,
};
use tingxinwen_library::{Filter, Library, Query, QueueSource};
use tingxinwen_test_tools::server::{Answer, Request, Server, pcm_of, wav};
use tingxinwen_voices::DataDir;
use tokio::runtime::Runtime;

use crate::common::wait_for;

/// Frames that the device asks for at once: small steps, so that no place is jumped over.
const FRAMES: usize = 480;

/// Answers with speech, and with pages named by a number; `/2` is not there.
pub(crate) fn world(request: &Request) -> Answer {
    let path = request.line.split(' ').nth(1).unwrap_or_default();
    if path.starts_with("/v1/audio") {
        return Answer::whole("audio/wav", wav(&pcm_of(&request.input()), 24_000, None));
    }
    if path == "/2" {
        return Answer::status(404, "<html>no</html>");
    }
    let text = format!("這是第{}篇的第一段，說明今天的天氣。", &path[1..]).repeat(3);
    let page = format!(
        "<html><head><title>第{0}篇</title></head><body><article><h1>第{0}篇報導</h1><p>{text}</p><p>{text}</p></article></body></html>",
        &path[1..]
    );
    Answer::whole("text/html; charset=utf-8", page.into_bytes())
}

pub(crate) struct Running {
    pub(crate) engine: EngineHandle,
    queue: QueueHandle,
    device: HandDevice,
    program: Arc<Program>,
    _runtime: Runtime,
}

/// A program over the files in `folder`, that speaks and reads at `server`.
pub(crate) fn running(folder: &Path, server: &Server) -> Running {
    let file = folder.join("settings.toml");
    let settings = format!(
        "version = 1\n[playback]\npause_between_secs = 0.0\n[voices.order]\nzh = [\"box:bella\"]\n\
         [services.box]\nkind = \"openai\"\naddress = \"{}\"\n",
        server.url()
    );
    fs::write(&file, &settings).unwrap();
    let settings = Document::parse(&settings).unwrap().settings().0;
    let voices = Arc::new(VoiceSet::open(DataDir::at(folder.join("data")), &settings).unwrap());
    let orders = voices.orders(None, &settings.voices.order).unwrap();
    let library = Library::open(&folder.join("library.sqlite")).unwrap();
    let front_end = Arc::new(FrontEnd::load());
    let program = Arc::new(Program::new(Some(file), voices, front_end, None, Some(library), || ()));
    let runtime = Runtime::new().unwrap();
    let (sound, device) = HandDevice::new();
    let engine = program.start(runtime.handle(), &orders, Vec::new(), |_| Ok(sound), || ()).unwrap();
    program.follow(runtime.handle(), &engine);
    let queue = program.start_queue(runtime.handle(), &engine, Arc::new(|error| error.to_string()), || ());
    Running { engine, queue, device, program, _runtime: runtime }
}

impl Running {
    pub(crate) fn library(&self) -> Library {
        self.program.library().unwrap().clone()
    }

    /// Pulls sound until `wanted`.
    pub(crate) fn listen_until<T>(&mut self, what: &str, mut wanted: impl FnMut(&Self) -> Option<T>) -> T {
        wait_for(what, || {
            self.device.pull(FRAMES);
            wanted(self)
        })
    }

    fn title(&self) -> String {
        let snapshot = self.engine.snapshot();
        snapshot.script.as_ref().and_then(|script| script.article().title()).unwrap_or_default().to_owned()
    }

    pub(crate) fn all(&self) -> Vec<(String, f64)> {
        let query = Query { limit: 9, ..Query::default() };
        let list = self.program.library().unwrap().call(move |database| database.list(&query)).unwrap();
        list.into_iter().map(|entry| (entry.title, entry.heard)).collect()
    }
}

fn pages_asked(server: &Server) -> Vec<String> {
    let lines = server.requests().into_iter().map(|request| request.line);
    lines
        .filter(|line| !line.contains("/v1/"))
        .map(|line| line.split(' ').nth(1).unwrap().to_owned())
        .collect()
}

#[test]
fn a_queue_is_played_to_its_end_and_what_fails_is_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(world);
    let mut desk = running(folder.path(), &server);
    let addresses = (1..=3).map(|at| QueueSource::Address(format!("{}/{at}", server.url())));
    desk.queue.send(QueueCommand::Add(addresses.collect(), AddAt::End));
    wait_for("all are fetched", || {
        let snapshot = desk.queue.snapshot();
        let states: Vec<_> = snapshot.items.iter().map(|item| item.state.clone()).collect();
        (states.len() == 3 && states[2] == QueueState::Ready).then_some(())
    });
    assert!(matches!(desk.queue.snapshot().items[1].state, QueueState::Failed(_)));
    assert!(desk.queue.snapshot().secs() > 10.0);
    desk.queue.send(QueueCommand::PlayNext);
    let mut heard = Vec::new();
    desk.listen_until("the end of the queue", |desk| {
        let title = desk.title();
        if heard.last() != Some(&title) && !title.is_empty() {
            heard.push(title);
        }
        let is_over = heard.len() == 2 && desk.engine.snapshot().phase == Phase::Finished;
        is_over.then_some(())
    });
    assert_eq!(heard, ["第1篇報導", "第3篇報導"]);
    let mut asked = pages_asked(&server);
    asked.sort();
    assert_eq!(asked, ["/1", "/2", "/3"], "each page is fetched once");
    assert_eq!(desk.queue.snapshot().items.len(), 1, "what failed stays, with its reason");
    wait_for("both are heard", || desk.all().iter().all(|(_, heard)| *heard == 1.0).then_some(()));
}

#[test]
fn a_program_that_ended_goes_on_where_it_was_without_the_network() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(world);
    let address = format!("{}/1", server.url());
    let open = |desk: &Running| {
        desk.engine.send(Command::Open(source_of(QueueSource::Address(address.clone()))));
        wait_for("it is open", || desk.engine.snapshot().script.clone());
    };
    let mut desk = running(folder.path(), &server);
    open(&desk);
    desk.engine.send(Command::Play);
    let script = desk.engine.snapshot().script.clone().unwrap();
    let third = script.sentences()[2].range;
    desk.listen_until("the third sentence", |desk| {
        third.contains(desk.engine.snapshot().place).then_some(())
    });
    wait_for("it is noted", || desk.all().iter().any(|(_, heard)| *heard > 0.0).then_some(()));
    desk.queue.send(QueueCommand::Add(vec![QueueSource::Text("之後再聽。".into())], AddAt::End));
    wait_for("the queue is kept", || {
        let kept = desk.program.library().unwrap().call(|database| database.queue()).unwrap();
        (kept.len() == 1).then_some(())
    });
    drop(desk);
    let desk = running(folder.path(), &server);
    wait_for("the queue is back", || (desk.queue.snapshot().items.len() == 1).then_some(()));
    open(&desk);
    assert_eq!(pages_asked(&server), ["/1"], "the library has it");
    let place = desk.engine.snapshot().place;
    assert!(script.sentences()[1].range.start <= place && place < third.end, "{place}");
    let begun = Query { filter: Filter::Begun, limit: 9, ..Query::default() };
    let begun = desk.program.library().unwrap().call(move |database| database.list(&begun)).unwrap();
    assert_eq!(begun.len(), 1);
    // Asked for anew, it is fetched anew.
    tingxinwen::app::Application::fetch_afresh(&*desk.program, &address);
    open(&desk);
    wait_for("it is fetched again", || (pages_asked(&server).len() == 2).then_some(()));
}

#[test]
fn the_sleep_timer_fades_pauses_and_holds_the_queue_at_the_end_of_an_article() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(world);
    let mut desk = running(folder.path(), &server);
    let addresses = [1, 3].map(|at| QueueSource::Address(format!("{}/{at}", server.url())));
    desk.queue.send(QueueCommand::Add(addresses.to_vec(), AddAt::End));
    desk.queue.send(QueueCommand::PlayNext);
    let timer = desk.queue.sleep_timer().clone();
    desk.listen_until("it plays", |desk| (desk.engine.snapshot().phase == Phase::Playing).then_some(()));
    timer.set(SleepChoice::After(Duration::from_millis(200)));
    assert!(timer.left().is_some());
    desk.listen_until("it is paused", |desk| (desk.engine.snapshot().phase == Phase::Paused).then_some(()));
    wait_for("the timer is over", || (timer.choice() == SleepChoice::Off).then_some(()));
    assert_eq!(desk.engine.snapshot().volume, Volume::FULL, "the listener's own volume stays");
    timer.set(SleepChoice::EndOfArticle);
    desk.engine.send(Command::Play);
    desk.listen_until("its end", |desk| (desk.engine.snapshot().phase == Phase::Finished).then_some(()));
    wait_for("the timer is over", || (timer.choice() == SleepChoice::Off).then_some(()));
    assert_eq!(desk.queue.snapshot().items.len(), 1, "the other waits");
    assert_eq!(desk.title(), "第1篇報導");
}
