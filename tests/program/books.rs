//! Books: documents of several parts, which are played one after the other and gone on with another day.

use std::fs;

use tingxinwen::{
    article::Source,
    player::{Command, Direction, Phase},
};
use tingxinwen_test_tools::server::{Answer, Request, Server};

use crate::{
    common::wait_for,
    listening::{Running, running, world},
};

const BOOK: &str = "# 第一章\n\n船六點離開碼頭。\n\n# 第二章\n\n第二天沒有風。\n\n水面很平。\n\n# 第三章\n\n霧散了。\n\n船回來了。\n";

/// The index of the part that is read.
fn part(desk: &Running) -> u32 {
    desk.engine.snapshot().document.clone().map_or(u32::MAX, |(_, part)| part)
}

fn asked(requests: &[Request], words: &str) -> usize {
    requests.iter().filter(|request| request.input().contains(words)).count()
}

#[test]
fn a_book_goes_on_from_chapter_to_chapter_and_another_day_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(world);
    let path = folder.path().join("book.md");
    fs::write(&path, BOOK).unwrap();
    let open = |desk: &Running| {
        desk.engine.send(Command::Open(Source::File(path.clone())));
        wait_for("it is open", || desk.engine.snapshot().parts.clone())
    };
    let mut desk = running(folder.path(), &server);
    let parts = open(&desk);
    assert_eq!((parts.all().len(), part(&desk)), (3, 0));
    desk.engine.send(Command::Play);
    let mut phases = Vec::new();
    desk.listen_until("the second chapter", |desk| {
        phases.push(desk.engine.snapshot().phase);
        (part(desk) == 1).then_some(())
    });
    assert!(!phases.contains(&Phase::Finished), "it does not end between chapters");
    assert!(desk.engine.snapshot().wants_sound());
    assert_eq!(asked(&server.requests(), "第二天"), 1, "it was prepared, and not asked for again");
    wait_for("its place is noted", || {
        desk.all().iter().any(|(_, heard)| (0.2..0.9).contains(heard)).then_some(())
    });
    desk.engine.send(Command::StepPart(Direction::Forward));
    wait_for("the third chapter", || (part(&desk) == 2).then_some(()));
    desk.engine.send(Command::StepPart(Direction::Back));
    wait_for("the second again", || (part(&desk) == 1).then_some(()));
    let second = desk.engine.snapshot().script.clone().unwrap().sentences()[1].range;
    desk.listen_until("its second sentence", |desk| {
        second.contains(desk.engine.snapshot().place).then_some(())
    });
    desk.engine.send(Command::StepPart(Direction::Back));
    wait_for("its start", || (desk.engine.snapshot().place == 0).then_some(()));
    assert_eq!(part(&desk), 1, "the start of this one comes first");
    drop(desk);
    let mut desk = running(folder.path(), &server);
    open(&desk);
    assert_eq!(part(&desk), 1);
    desk.engine.send(Command::OpenPart(2));
    desk.engine.send(Command::Play);
    desk.listen_until("its end", |desk| (desk.engine.snapshot().phase == Phase::Finished).then_some(()));
    wait_for("all of it is heard", || desk.all().iter().any(|(_, heard)| *heard == 1.0).then_some(()));
}

#[test]
fn a_book_at_an_address_that_leads_to_it_is_not_fetched_again() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(|request: &Request| {
        let book = include_bytes!("../data/documents/ebooklib.epub");
        if request.line.contains("/book.epub") {
            Answer::whole("application/epub+zip", book.to_vec())
        } else if request.line.contains("/latest") {
            Answer::status(302, "").with("Location", "/book.epub")
        } else {
            world(request)
        }
    });
    let asked = || server.requests().iter().filter(|request| request.line.contains("/book.epub")).count();
    let desk = running(folder.path(), &server);
    let address = format!("{}/latest", server.url());
    let open = |address: String| {
        desk.engine.send(Command::Open(Source::Address(address)));
    };
    open(address.clone());
    wait_for("the book", || desk.engine.snapshot().parts.is_some().then_some(()));
    let first = asked();
    assert_eq!(first, 1, "it is not fetched as a page first");
    // What was posted to the library before is done then.
    desk.library().call(|database| database.counts()).unwrap();
    open(format!("{}/1", server.url()));
    wait_for("a page", || desk.engine.snapshot().parts.is_none().then_some(()));
    open(address);
    wait_for("the book again", || desk.engine.snapshot().parts.is_some().then_some(()));
    assert_eq!(asked(), first, "it is in the library");
}

#[test]
fn a_long_text_is_gone_on_with_from_its_file_which_the_library_does_not_hold() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(world);
    let path = folder.path().join("long.txt");
    let chapter = |number: usize| format!("第{number}章\n\n{}\n", "船六點離開碼頭，沒有風。\n".repeat(2_000));
    fs::write(&path, (1..=80).map(chapter).collect::<String>()).unwrap();
    let mut desk = running(folder.path(), &server);
    desk.engine.send(Command::Open(Source::File(path)));
    let parts = wait_for("it is open", || desk.engine.snapshot().parts.clone());
    assert_eq!((parts.all().len(), parts.title()), (80, "long".to_owned()));
    desk.engine.send(Command::OpenPart(60));
    desk.engine.send(Command::Play);
    desk.listen_until("a sentence of it", |desk| (desk.engine.snapshot().place > 20).then_some(()));
    wait_for("its place is noted", || desk.all().iter().any(|(_, heard)| *heard > 0.7).then_some(()));
    let id = desk.engine.snapshot().document.clone().unwrap().0;
    drop(desk);
    assert!(fs::metadata(folder.path().join("library.sqlite")).unwrap().len() < 1 << 20);
    let desk = running(folder.path(), &server);
    desk.engine.send(Command::Open(Source::Address(id.0)));
    wait_for("it is open again", || desk.engine.snapshot().parts.clone());
    assert_eq!(part(&desk), 60);
}
