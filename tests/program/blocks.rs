//! The listener chooses what of an article is read, while it is read.

use std::sync::Arc;

use crate::common::world::World;
use tingxinwen::{
    article::{Article, BlockFilter, BlockKind, Language, Meta, Source},
    player::{Command, Effect, Event, Phase},
    speech::VoiceId,
};

const CAPTION: usize = 2;
const LAST: usize = 4;

fn article() -> Article {
    use BlockKind::{Byline, Caption, Paragraph, Related, Title};
    let blocks = [
        (Title, "新橋通車"),
        (Byline, "記者林大山"),
        (Caption, "新橋的夜景。燈光明亮。"),
        (Paragraph, "新橋今天通車。第二句在這裡。"),
        (Paragraph, "最後一段。"),
        (Related, "舊橋拆除"),
    ];
    Article::new(Meta::default(), blocks)
}

fn opened() -> World {
    let mut world = World::new();
    open(&mut world);
    world
}

fn open(world: &mut World) {
    world.command(Command::Open(Source::Text("x".into())));
    let request = world.opening();
    world.event(Event::Opened { request, result: Ok(Arc::new(article().into())) });
}

fn with(kinds: &[BlockKind]) -> BlockFilter {
    let mut choice = BlockFilter::default();
    kinds.iter().for_each(|&kind| choice.toggle(kind));
    choice
}

fn said(world: &mut World) -> String {
    world.effects.retain(|effect| !matches!(effect, Effect::Enqueue { .. }));
    world.synthesize_all();
    world.enqueued().into_iter().map(|(_, text)| text).collect()
}

fn go_to(world: &mut World, words: &str) {
    world.command(Command::SeekTo(article().text().find(words).unwrap() as u32));
}

#[test]
fn what_is_switched_on_is_read_and_the_place_stays() {
    let mut world = opened();
    go_to(&mut world, "第二句");
    let epoch = world.snapshot().epoch;
    world.command(Command::SetBlockFilter(with(&[BlockKind::Related])));
    assert_ne!(world.snapshot().epoch, epoch);
    assert_eq!(world.place(), "第二句在");
    assert_eq!(said(&mut world), "第二句在這裡。最後一段。舊橋拆除");
    assert_eq!(world.snapshot().block_filter, with(&[BlockKind::Related]));
    world.command(Command::ToggleBlock(CAPTION));
    go_to(&mut world, "新橋的");
    assert!(said(&mut world).starts_with("新橋的夜景。燈光明亮。新橋今天"));
}

#[test]
fn a_place_that_is_no_longer_read_moves_to_the_next_that_is() {
    let mut world = opened();
    world.command(Command::ToggleBlock(CAPTION));
    go_to(&mut world, "燈光");
    world.command(Command::Play);
    world.synthesize();
    world.command(Command::ToggleBlock(CAPTION));
    assert_eq!(world.place(), "新橋今天");
    assert!(world.snapshot().wants_sound(), "the reading goes on");
    go_to(&mut world, "最後");
    world.command(Command::ToggleBlock(LAST));
    assert_eq!(world.snapshot().phase, Phase::Finished, "nothing is read after it");
    world.command(Command::ToggleBlock(LAST));
    assert_eq!(world.place(), "最後一段");
    assert_eq!(said(&mut world), "最後一段。");
}

#[test]
fn after_the_end_what_is_switched_on_behind_it_comes_next() {
    let mut world = opened();
    world.command(Command::Play);
    world.synthesize_all();
    world.heard(world.snapshot().timeline.end().0);
    assert_eq!(world.snapshot().phase, Phase::Finished);
    world.command(Command::SetBlockFilter(with(&[BlockKind::Caption])));
    assert_eq!(world.snapshot().phase, Phase::Finished, "that stood before");
    world.command(Command::SetBlockFilter(with(&[BlockKind::Related])));
    assert_eq!((world.snapshot().phase, world.place().as_str()), (Phase::Paused, "舊橋拆除"));
}

#[test]
fn what_is_opened_next_is_read_as_chosen() {
    let mut world = World::new();
    world.command(Command::SetBlockFilter(with(&[BlockKind::Title, BlockKind::Byline])));
    assert_eq!(world.snapshot().phase, Phase::Empty);
    open(&mut world);
    assert!(said(&mut world).starts_with("記者林大山新橋今天"));
    world.command(Command::ToggleBlock(LAST));
    open(&mut world);
    assert!(said(&mut world).ends_with("最後一段。"), "a single block is of its article only");
}

#[test]
fn what_changes_nothing_leaves_the_sound_alone() {
    let mut world = opened();
    world.synthesize_all();
    let before = world.snapshot();
    world.command(Command::SetBlockFilter(with(&[BlockKind::Code])));
    world.command(Command::ToggleBlock(99));
    let after = world.snapshot();
    assert_eq!((after.epoch, after.timeline.end()), (before.epoch, before.timeline.end()));
}

#[test]
fn lengths_that_were_measured_are_still_known() {
    let mut world = opened();
    world.synthesize_all();
    let before = world.snapshot().clock.total();
    assert!(!world.snapshot().clock.is_estimated());
    world.command(Command::ToggleBlock(LAST));
    assert!(!world.snapshot().clock.is_estimated());
    assert!(world.snapshot().clock.total() < before);
    world.command(Command::ToggleBlock(CAPTION));
    assert!(world.snapshot().clock.is_estimated());
}

#[test]
fn another_language_is_spoken_by_its_own_voice() {
    let mut world = World::new();
    world.command(Command::Open(Source::Text("x".into())));
    let request = world.opening();
    let english = "The new bridge opened today, and all the town came to see it.";
    let blocks = [(BlockKind::Paragraph, "新橋今天通車。"), (BlockKind::Caption, english)];
    let article = Article::new(Meta::default(), blocks);
    world.event(Event::Opened { request, result: Ok(Arc::new(article.into())) });
    assert_eq!(world.snapshot().voice, VoiceId("zh".into()));
    world.command(Command::ToggleBlock(0));
    world.command(Command::ToggleBlock(1));
    assert_eq!(world.snapshot().script.unwrap().article().language, Language::English);
    assert_eq!(world.player.snapshot().voice, VoiceId("en".into()));
}
