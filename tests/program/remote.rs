//! Remote control: an engine that other programs reach through its socket.

use std::{fs, path::Path, sync::Arc, thread};

use tingxinwen::{
    player::Snapshot,
    remote::{
        self, RemoteAnswer, RemoteCommand, RemoteError, RemoteFault, RemoteRequest, RemoteServer,
        RemoteSource, Status, StatusPhase,
    },
};
use tingxinwen_test_tools::server::{Answer, Server};
use tokio::runtime::Runtime;

use crate::common::{
    desk::{Desk, sentences},
    wait_for,
};

/// An engine that is reached through a socket in `folder`.
struct Reached {
    server: RemoteServer,
    desk: Desk,
    _runtime: Runtime,
}

impl Reached {
    fn in_folder(folder: &Path) -> Self {
        let desk = Desk::new(&Server::start(|_| Answer::status(404, "")), &["tone"], 1, None);
        let runtime = Runtime::new().unwrap();
        let reached = remote::Reached {
            engine: desk.engine.clone(),
            queue: None,
            playback: std::sync::Arc::new(Default::default),
            raise: None,
        };
        let server = RemoteServer::start(runtime.handle(), folder, reached).unwrap();
        Self { server, desk, _runtime: runtime }
    }

    fn snapshot(&self) -> Arc<Snapshot> {
        self.desk.engine.snapshot()
    }
}

fn ask(folder: &Path, request: &RemoteRequest) -> Result<RemoteAnswer, RemoteError> {
    Runtime::new().unwrap().block_on(remote::ask(folder, request))
}

fn tell(folder: &Path, command: RemoteCommand) {
    assert_eq!(ask(folder, &RemoteRequest::Command(command)), Ok(RemoteAnswer::Done), "{command:?}");
}

fn open(folder: &Path, text: &str) {
    let request = RemoteRequest::Open(RemoteSource::Text(text.to_owned()));
    assert_eq!(ask(folder, &request), Ok(RemoteAnswer::Done));
    wait_for("the article", || status(folder).place);
}

fn status(folder: &Path) -> Status {
    match ask(folder, &RemoteRequest::Status) {
        Ok(RemoteAnswer::Status(status)) => *status,
        other => panic!("no status: {other:?}"),
    }
}

fn entries(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().flatten();
    names.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn another_program_plays_pauses_seeks_and_asks_for_the_status() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut reached = Reached::in_folder(folder);
    let text = sentences(8).join("\n");
    assert_eq!(status(folder).state, StatusPhase::Empty);
    let play = RemoteRequest::Command(RemoteCommand::Play);
    assert_eq!(ask(folder, &play), Err(RemoteError::Refused(RemoteFault::NothingOpen)));
    tell(folder, RemoteCommand::Faster);

    open(folder, &text);
    tell(folder, RemoteCommand::Play);
    wait_for("sound", || (status(folder).state == StatusPhase::Playing).then_some(()));
    wait_for("some time", || {
        reached.desk.device.pull(600);
        (status(folder).time_secs > 0.5).then_some(())
    });
    tell(folder, RemoteCommand::Pause);
    assert_eq!(status(folder).state, StatusPhase::Paused, "what was answered is done");

    tell(folder, RemoteCommand::NextParagraph);
    tell(folder, RemoteCommand::NextParagraph);
    let third = text.match_indices('\n').nth(1).unwrap().0 as u32 + 1;
    let there = status(folder);
    let place = there.place.unwrap();
    assert_eq!((place.byte, place.into_sentence), (third, 0));
    let snapshot = reached.snapshot();
    let script = snapshot.script.as_ref().unwrap();
    let ranges = script.sentences().iter().map(|sentence| sentence.range);
    assert_eq!(place.find(script.article(), ranges), third, "a place that is found again");
    assert_eq!(there.speed, 1.1);
    assert_eq!(there.voice.as_deref(), Some("tone"));

    tell(folder, RemoteCommand::Speed { factor: f32::MAX });
    tell(folder, RemoteCommand::Volume { gain: -1.0 });
    tell(folder, RemoteCommand::Mute);
    tell(folder, RemoteCommand::Seek { secs: i32::MIN });
    let back = status(folder);
    assert_eq!((back.speed, back.volume, back.is_muted), (3.0, 0.0, true));
    assert_eq!(back.place.unwrap().byte, 0);
    tell(folder, RemoteCommand::SeekTo { millis: u32::MAX });
    let last = text.rfind('\n').unwrap() as u32 + 1;
    assert!(status(folder).place.unwrap().byte >= last, "no further than the end");
}

#[test]
fn each_of_many_requests_at_once_counts() {
    let folder = tempfile::tempdir().unwrap();
    let _reached = Reached::in_folder(folder.path());
    thread::scope(|scope| {
        for _ in 0..15 {
            scope.spawn(|| tell(folder.path(), RemoteCommand::Faster));
        }
        for _ in 0..30 {
            scope.spawn(|| status(folder.path()));
        }
    });
    assert_eq!(status(folder.path()).speed, 2.5);
}

#[test]
fn the_window_that_was_opened_last_is_meant_and_none_leaves_anything_behind() {
    let folder = tempfile::tempdir().unwrap();
    let folder = &folder.path().join("new/folder");
    assert_eq!(ask(folder, &RemoteRequest::Status), Err(RemoteError::NotRunning));
    let (first, second) = (Reached::in_folder(folder), Reached::in_folder(folder));
    tell(folder, RemoteCommand::Speed { factor: 2.0 });
    let speeds = [&first, &second].map(|one| one.snapshot().speed.factor());
    assert_eq!(speeds, [1.0, 2.0]);
    drop(second);
    tell(folder, RemoteCommand::Speed { factor: 1.5 });
    assert_eq!(first.snapshot().speed.factor(), 1.5);
    drop(first);
    assert_eq!(ask(folder, &RemoteRequest::Status), Err(RemoteError::NotRunning));
    assert_eq!(entries(folder), [""; 0]);
}

#[cfg(unix)]
mod hostile {
    use std::{
        io::{BufRead as _, BufReader, Read as _, Write as _},
        net::Shutdown,
        os::unix::{
            fs::PermissionsExt as _,
            net::{UnixListener, UnixStream},
        },
    };

    use super::*;

    fn connect(folder: &Path) -> UnixStream {
        let name = entries(folder).into_iter().find(|name| name.ends_with(".socket")).unwrap();
        UnixStream::connect(folder.join(name)).unwrap()
    }

    /// What comes back for `bytes`; nothing where the connection ends instead.
    fn answer_to(folder: &Path, bytes: &[u8]) -> String {
        let mut stream = connect(folder);
        // A server that has heard enough does not wait for the rest.
        stream.write_all(bytes).ok();
        stream.shutdown(Shutdown::Write).ok();
        let mut line = String::new();
        BufReader::new(stream).read_line(&mut line).ok();
        line
    }

    #[test]
    fn nothing_that_is_sent_breaks_it() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let _reached = Reached::in_folder(folder);
        let unreadable = "{\"failed\":\"unreadable\"}\n";
        let nested = format!("{}\n", "{\"open\":".repeat(5_000));
        let garbage: [&[u8]; 7] = [
            b"\n",
            b"play\n",
            b"\"fly\"\n",
            b"\xff\xfe\x00\n",
            b"{\"command\":{\"speed\":{\"factor\":\"fast\"}}}\n",
            b"{\"command\":{\"seek\":{\"secs\":1e400}}}\n",
            nested.as_bytes(),
        ];
        for bytes in garbage {
            let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]).into_owned();
            assert_eq!(answer_to(folder, bytes), unreadable, "{shown:?}");
        }
        assert_eq!(answer_to(folder, b"\"status\""), "", "half a line is not answered");
        assert_eq!(answer_to(folder, b""), "");
        let huge = vec![b'['; 4 * (remote::MOST_MIB << 20)];
        let told = answer_to(folder, &huge);
        assert!(matches!(told.as_str(), "" | "{\"failed\":\"too-long\"}\n"), "{told:?}");
        assert_eq!(answer_to(folder, &huge[..remote::MOST_MIB << 20]), "{\"failed\":\"too-long\"}\n");
        assert_eq!(status(folder).state, StatusPhase::Empty, "it still answers");
    }

    #[test]
    fn whoever_says_nothing_is_sent_away_and_keeps_nobody_waiting_for_long() {
        let folder = tempfile::tempdir().unwrap();
        let _reached = Reached::in_folder(folder.path());
        let silent: Vec<UnixStream> = (0..20).map(|_| connect(folder.path())).collect();
        assert_eq!(status(folder.path()).state, StatusPhase::Empty);
        let mut rest = Vec::new();
        for mut stream in silent {
            stream.read_to_end(&mut rest).unwrap();
        }
        assert_eq!(rest, [0; 0]);
    }

    #[test]
    fn sockets_of_killed_programs_are_passed_over_and_removed() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let left_behind = || drop(UnixListener::bind(folder.join("99999999-0000.socket")).unwrap());
        left_behind();
        assert_eq!(ask(folder, &RemoteRequest::Status), Err(RemoteError::NotRunning));
        assert_eq!(entries(folder), [""; 0]);
        let reached = Reached::in_folder(folder);
        left_behind();
        assert_eq!(status(folder).state, StatusPhase::Empty);
        assert_eq!(entries(folder).len(), 1, "{:?}", entries(folder));
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(folder), 0o700, "nobody else enters");
        drop(reached.server);
        assert_eq!(entries(folder), [""; 0]);
    }

    #[test]
    fn an_answer_that_is_none_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let asked = |answer: &'static [u8]| {
            let path = folder.join("1-0000.socket");
            let listener = UnixListener::bind(&path).unwrap();
            let other = thread::spawn(move || {
                let (stream, _) = listener.accept().unwrap();
                BufReader::new(&stream).read_line(&mut String::new()).unwrap();
                (&stream).write_all(answer).unwrap();
            });
            let asked = ask(folder, &RemoteRequest::Status);
            other.join().unwrap();
            fs::remove_file(path).unwrap();
            asked
        };
        assert_eq!(asked(b"{\"landed\":true}\n"), Err(RemoteError::BadAnswer));
        assert_eq!(asked(b"\"do"), Err(RemoteError::NotRunning), "it ended meanwhile");
    }
}
