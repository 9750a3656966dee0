//! Whole articles through a service: stood in for, heard again, asked for side by side, fetched ahead.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use crate::common::desk::{Desk, Shelf, assert_in_order, sentences, services, speech};
use tingxinwen::{
    engine::{self, FetchError, Kept},
    player::{Command, Notice},
    speech::{Cancel, VoiceId},
    text::{FrontEnd, Script},
};
use tingxinwen_test_tools::server::{Answer, Request, Server, pcm_of};

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
    let mut desk = Desk::new(&server, &["box:bella"], 2, Some(kept())).taping();
    desk.open(&sentences.concat());
    desk.listen();
    let first = desk.queued();
    let asked = server.requests().len();
    assert_eq!(asked, 12);
    // The last sentence is written after it is heard.
    let start = Instant::now();
    while std::fs::read_dir(folder.path()).unwrap().count() < 12 {
        assert!(start.elapsed() < Duration::from_secs(10));
        thread::sleep(Duration::from_millis(2));
    }
    drop(desk);

    let mut desk = Desk::new(&server, &["box:bella"], 2, Some(kept())).taping();
    desk.engine.send(Command::SetSpeed(tingxinwen::player::Speed::new(2.0)));
    desk.open(&sentences.concat());
    desk.listen();
    let again = desk.queued();
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
    let script = Script::new(Arc::new(crate::common::article(&sentences.concat())));
    let shelf = Arc::new(Shelf(services(&server, 2)));
    let shares = Mutex::new(Vec::new());
    let progress = |share: f32| shares.lock().unwrap().push(share);
    let voice = VoiceId("box:bella".to_owned());
    engine::fetch(&script, &voice, &shelf, &FrontEnd::load(), &kept(), &Cancel::default(), &progress)
        .unwrap();
    let shares = shares.into_inner().unwrap();
    assert_eq!((shares.len(), shares.iter().copied().fold(0.0, f32::max)), (12, 1.0));
    let asked = server.requests().len();
    assert_eq!(asked, 12);
    engine::fetch(&script, &voice, &shelf, &FrontEnd::load(), &kept(), &Cancel::default(), &|_| ()).unwrap();

    let mut desk = Desk::new(&server, &["box:bella"], 2, Some(kept())).taping();
    desk.open(&sentences.concat());
    desk.listen();
    assert_eq!(desk.queued().len(), sentences.iter().map(|one| pcm_of(one).len()).sum::<usize>());
    assert_eq!(server.requests().len(), asked, "nobody was asked");
}

#[test]
fn fetching_ends_soon_when_nobody_wants_it_and_what_was_kept_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let kept = Kept::open(folder.path(), Kept::DEFAULT_LIMIT).unwrap();
    let server = Server::start(speech);
    let script = Script::new(Arc::new(crate::common::article(&sentences(40).concat())));
    let (shelf, cancel) = (Arc::new(Shelf(services(&server, 2))), Cancel::default());
    let progress = |share: f32| {
        if share > 0.2 {
            cancel.cancel();
        }
    };
    let voice = VoiceId("box:bella".to_owned());
    let stopped = engine::fetch(&script, &voice, &shelf, &FrontEnd::load(), &kept, &cancel, &progress);
    assert!(matches!(stopped, Err(FetchError::Stopped)), "{stopped:?}");
    let count = std::fs::read_dir(folder.path()).unwrap().count();
    assert!((8..20).contains(&count), "{count}");
    kept.set_limit(0);
    assert_eq!(kept.bytes(), 0, "a new limit takes effect at once");
}
