//! A listener goes on where they stopped, a little before it after a long pause.

use std::{sync::Arc, time::Duration};

use tingxinwen::{
    article::{Language, Source},
    core::document::{Document, Place, Resume},
    player::{Command, Event, Phase},
    speech::VoiceId,
};

use crate::common::{article, world::World};

const TEXT: &str = "甲句在這裡。乙句在這裡。\n丙句在這裡。丁句在這裡。";

/// Opens [`TEXT`] where a listener stopped in the middle of the fourth sentence, `rested` ago.
fn reopened(rested: Duration) -> World {
    let before = World::opened(TEXT).snapshot().script.unwrap();
    let fourth = before.sentences()[3].range;
    let mut document = Document::from(article(TEXT));
    let place = Place::new(document.id().clone(), 0, before.article(), fourth, fourth.start + 6);
    document.resume = Some(Resume { place, rested });
    let mut world = World::new();
    world.command(Command::Open(Source::Text(TEXT.into())));
    let request = world.opening();
    world.event(Event::Opened { request, result: Ok(Arc::new(document)) });
    world
}

#[test]
fn a_document_is_opened_where_its_listener_stopped() {
    for (rested, place) in [(1, "在這裡。"), (20, "丁句在這"), (86_399, "丁句在這"), (86_400, "丙句在這")]
    {
        let world = reopened(Duration::from_secs(rested));
        assert_eq!(world.place(), place, "after {rested} s");
        let (_, script, offset, _) = world.request().unwrap();
        assert!(script.article().text()[offset as usize..].starts_with(place), "that is spoken first");
        assert!(!world.snapshot().wants_sound(), "and it waits to be played");
    }
}

#[test]
fn after_a_long_pause_the_sentence_starts_again_and_after_a_short_one_it_goes_on() {
    for (rested, place) in [(19, "在這裡。"), (20, "丁句在這"), (90_000, "丙句在這")] {
        let mut world = reopened(Duration::from_secs(1));
        world.event(Event::Rested(Duration::from_secs(rested)));
        world.command(Command::Toggle);
        assert_eq!(world.place(), place, "after {rested} s");
        assert!(world.snapshot().wants_sound());
    }
}

#[test]
fn who_goes_elsewhere_while_it_is_paused_is_not_taken_back() {
    let mut world = reopened(Duration::from_secs(1));
    let start = world.snapshot().script.unwrap().sentences()[1].range.start;
    world.command(Command::SeekTo(start));
    world.event(Event::Rested(Duration::from_secs(30)));
    world.command(Command::Play);
    assert_eq!(world.place(), "乙句在這");
}

#[test]
fn what_was_heard_to_its_end_stays_so_whatever_becomes_of_device_and_voice() {
    let changes = [
        Change::Event(Event::DeviceLost { reason: "it was pulled out".to_owned() }),
        Change::Event(Event::DeviceOpened { name: "another".to_owned() }),
        Change::Command(Command::SetVoice(Language::Mandarin, VoiceId("other".into()))),
    ];
    let mut world = World::opened(TEXT);
    world.command(Command::Play);
    world.synthesize_all();
    let end = world.snapshot().timeline.end();
    world.heard(end.0);
    assert_eq!(world.snapshot().phase, Phase::Finished);
    for change in changes {
        match change {
            Change::Event(event) => world.event(event),
            Change::Command(command) => world.command(command),
        }
        assert_eq!(world.snapshot().phase, Phase::Finished);
    }
    world.command(Command::Play);
    assert_eq!(world.place(), "甲句在這", "and it can be heard again");
}

enum Change {
    Event(Event),
    Command(Command),
}
