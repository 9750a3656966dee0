//! How much sound the player has made before it is heard.

use crate::common::world::World;
use tingxinwen::{
    player::{Command, MOST_AHEAD},
    speech::Frames,
};

#[test]
fn a_listener_who_wants_little_ahead_gets_little_ahead() {
    let text = "這一句話不長也不短剛好可以數。".repeat(40);
    let made = |ahead: Option<Frames>| {
        let mut world = World::opened(&text);
        ahead.into_iter().for_each(|ahead| world.command(Command::SetLookAhead(ahead)));
        world.command(Command::Play);
        world.synthesize_all();
        world.snapshot().timeline.end()
    };
    let little = Frames::from_millis(10_000);
    assert!((little..little + Frames::from_millis(10_000)).contains(&made(Some(little))));
    assert!(made(None) >= Frames::from_millis(60_000));
}

#[test]
fn a_voice_far_too_slow_for_a_long_article_is_heard_after_ten_minutes_of_it() {
    let mut world = World::opened(&"這一句話不長也不短剛好可以數。".repeat(2_000));
    world.pace = 20.0;
    world.command(Command::Play);
    world.synthesize_all();
    let end = world.snapshot().timeline.end();
    assert!((MOST_AHEAD..MOST_AHEAD + Frames::from_millis(20_000)).contains(&end), "{end:?}");
    assert!(world.player.is_sounding());
}
