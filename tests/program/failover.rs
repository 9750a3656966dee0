//! The player when sound streams in, and when voices fail: no clock, no sound card, no voice.

use std::{sync::Arc, time::Duration};

use crate::common::{clip_for, world::World};
use tingxinwen::{
    article::Language,
    player::{Command, Effect, Event, Notice, Phase},
    speech::{Clip, Frames, Mark, Portion, Refusal, VoiceError, VoiceId},
    text::Haste,
};

const TEXT: &str =
    "標題在這裡\n第一句很短。第二句也不長，但是有逗號。\n第三句在下一段。第四句也在那裡。最後一句。";

fn down() -> VoiceError {
    VoiceError::Unavailable { reason: "it does not answer".into(), again_secs: None }
}

fn refused() -> VoiceError {
    VoiceError::Refused(Refusal { service: "far".into(), status: 401, said: String::new() })
}

/// A world whose listener wants `far` and has `near` stand by.
fn world() -> World {
    let mut world = World::opened(TEXT);
    let list = vec![VoiceId("far".into()), VoiceId("near".into())];
    world.command(Command::SetVoices(Language::Mandarin, list));
    world.command(Command::Play);
    world
}

fn asked(world: &World) -> String {
    let voice = world.effects.iter().rev().find_map(|effect| match effect {
        Effect::Synthesize { voice, .. } => Some(voice.0.clone()),
        _ => None,
    });
    voice.unwrap_or_default()
}

fn fail(world: &mut World, error: VoiceError) {
    let (epoch, ..) = world.request().unwrap();
    world.effects.retain(|effect| !matches!(effect, Effect::Synthesize { .. }));
    world.event(Event::Synthesized { epoch, result: Err(error), work: None });
}

/// The whole sentence that is asked for.
fn sentence(world: &World) -> Clip {
    let (_, script, offset, _) = world.request().unwrap();
    clip_for(&script, script.piece_at(offset, Haste::LookAhead).unwrap())
}

/// The part of `clip` between two frames; its last word is unfinished unless it ends there.
fn portion(clip: &Clip, from: u64, to: u64) -> Portion {
    let marks: Vec<Mark> = clip
        .marks()
        .iter()
        .filter(|mark| mark.start.0 < to && from < mark.end.0)
        .map(|mark| {
            let (start, end) = (mark.start.0.max(from) - from, mark.end.0.min(to) - from);
            Mark {
                source: mark.source,
                start: Frames(start),
                end: Frames(end),
                syllables: vec![Frames(start)],
            }
        })
        .collect();
    let said =
        clip.marks().iter().find(|mark| to < mark.end.0).map_or(clip.source().end, |mark| mark.source.start);
    let source = tingxinwen::article::TextRange::new(marks[0].source.start, marks.last().unwrap().source.end);
    let samples = clip.samples()[from as usize..to as usize].into();
    Portion { clip: Clip::new(source, samples, marks, clip.timing()).unwrap(), said }
}

/// Every word queued, as (what is written, frames of it).
fn words(world: &World) -> Vec<(String, u64)> {
    let text = world.snapshot().script.unwrap().article().clone();
    let mut words: Vec<(String, u64)> = Vec::new();
    for effect in &world.effects {
        let Effect::Enqueue { clip, from, .. } = effect else { continue };
        for mark in clip.marks().iter().filter(|mark| *from < mark.end) {
            let (word, frames) = (text.slice(mark.source).to_owned(), mark.end.0 - mark.start.0.max(from.0));
            match words.last_mut() {
                Some((last, sum)) if *last == word && *sum < 4_800 => *sum += frames,
                _ => words.push((word, frames)),
            }
        }
    }
    words
}

#[test]
fn sound_starts_with_the_first_portion_and_every_word_is_heard_once() {
    let mut world = world();
    let clip = sentence(&world);
    let (epoch, ..) = world.request().unwrap();
    world.event(Event::Streamed { epoch, portion: portion(&clip, 0, 4_000) });
    assert!(world.player.is_sounding(), "a sixth of a second is enough to start with");
    world.event(Event::Streamed { epoch, portion: portion(&clip, 4_000, 11_000) });
    assert_eq!(world.snapshot().phase, Phase::Playing);
    let rest = Arc::new(clip.after(Frames(11_000)));
    world.effects.retain(|effect| !matches!(effect, Effect::Synthesize { .. }));
    world.event(Event::Synthesized { epoch, result: Ok(rest), work: None });
    let snapshot = world.snapshot();
    assert_eq!(snapshot.clock.length_of(tingxinwen::text::SentenceIdx(0)), clip.len(), "measured as a whole");
    assert_eq!(snapshot.timeline.end(), clip.len());
    let heard: Vec<(String, u64)> = "標題在這裡".chars().map(|c| (c.to_string(), 4_800)).collect();
    assert_eq!(words(&world), heard);
    world.synthesize_all();
    assert_eq!(
        words(&world).iter().map(|(word, _)| word.as_str()).collect::<String>(),
        TEXT.replace('\n', "")
    );
}

#[test]
fn a_stream_that_breaks_goes_on_in_the_next_voice_at_the_word_that_was_broken() {
    let mut world = world();
    let clip = sentence(&world);
    let (epoch, ..) = world.request().unwrap();
    world.event(Event::Streamed { epoch, portion: portion(&clip, 0, 11_000) });
    fail(&mut world, down());
    assert_eq!(asked(&world), "near");
    assert_eq!(world.snapshot().epoch, epoch, "what is queued plays on");
    world.synthesize_all();
    let said = words(&world);
    let text: String = said.iter().map(|(word, _)| word.as_str()).collect();
    // 「在」 broke off after 1,400 frames and is said again; nothing else is, and nothing is lost.
    assert_eq!(text, TEXT.replace('\n', ""));
    assert_eq!(said[2], ("在".to_owned(), 1_400 + 4_800));
    assert!(!world.snapshot().clock.is_estimated());
}

#[test]
fn a_seek_into_a_sentence_that_streams_is_heard_from_that_word() {
    let mut world = world();
    let at = TEXT.find("逗號").unwrap() as u32;
    world.command(Command::SeekTo(at));
    world.effects.retain(|effect| !matches!(effect, Effect::Enqueue { .. }));
    let clip = sentence(&world);
    let (epoch, ..) = world.request().unwrap();
    for from in (0..2).map(|idx| idx * 5_000) {
        world.event(Event::Streamed { epoch, portion: portion(&clip, from, from + 5_000) });
    }
    assert!(!world.player.is_sounding(), "so far all of it lies before the word");
    world.event(Event::Synthesized { epoch, result: Ok(Arc::new(clip.after(Frames(10_000)))), work: None });
    assert_eq!(words(&world).iter().map(|(word, _)| word.as_str()).collect::<String>(), "逗號。");
    let heard = world.snapshot().timeline.word_at(Frames(10)).unwrap();
    assert_eq!(heard.source.start, at);
}

#[test]
fn the_wanted_voice_comes_back_and_the_notice_goes() {
    let mut world = world();
    assert_eq!(asked(&world), "far");
    fail(&mut world, down());
    let waits = world.effects.iter().find_map(|effect| match effect {
        Effect::TryLater { voice, wait } => Some((voice.0.clone(), *wait)),
        _ => None,
    });
    assert_eq!(waits, Some(("far".to_owned(), Duration::from_secs(20))));
    let notice = world.snapshot().notice;
    assert!(
        matches!(notice, Some(Notice::OtherVoice { ref failed, ref speaks, .. }) if failed.0 == "far" && speaks.0 == "near")
    );
    world.synthesize();
    assert_eq!(asked(&world), "near");
    world.event(Event::MaySpeakAgain { voice: VoiceId("far".into()) });
    world.synthesize();
    assert_eq!(asked(&world), "far", "the next piece is the wanted voice's again");
    world.synthesize();
    assert_eq!(world.snapshot().notice, None);
    assert_eq!(world.snapshot().voice, VoiceId("far".into()), "what the listener wants never changed");
}

#[test]
fn of_several_that_fail_the_wanted_one_is_told() {
    let mut world = world();
    let list = ["far", "further", "near"].map(|voice| VoiceId(voice.into()));
    world.command(Command::SetVoices(Language::Mandarin, list.to_vec()));
    world.command(Command::SeekTo(0));
    fail(&mut world, down());
    fail(&mut world, refused());
    let notice = world.snapshot().notice;
    assert!(
        matches!(notice, Some(Notice::OtherVoice { ref failed, ref speaks, .. }) if failed.0 == "far" && speaks.0 == "near")
    );
}

#[test]
fn a_voice_that_fails_again_is_left_alone_for_longer_and_as_long_as_it_asks() {
    let mut world = world();
    let mut waits = Vec::new();
    for again_secs in [None, None, Some(3_600)] {
        world.effects.clear();
        world.command(Command::SeekTo(0));
        assert_eq!(asked(&world), "far");
        fail(&mut world, VoiceError::Unavailable { reason: "".into(), again_secs });
        waits.extend(world.effects.iter().filter_map(|effect| match effect {
            Effect::TryLater { wait, .. } => Some(wait.as_secs()),
            _ => None,
        }));
        world.event(Event::MaySpeakAgain { voice: VoiceId("far".into()) });
    }
    assert_eq!(waits, [20, 40, 3_600]);
}

#[test]
fn a_wrong_key_is_not_tried_again_until_the_listener_changes_something() {
    let mut world = world();
    fail(&mut world, refused());
    assert!(!world.effects.iter().any(|effect| matches!(effect, Effect::TryLater { .. })));
    assert_eq!(asked(&world), "near");
    let list = vec![VoiceId("far".into()), VoiceId("near".into())];
    world.command(Command::SetVoices(Language::Mandarin, list));
    world.command(Command::SeekTo(0));
    assert_eq!(asked(&world), "far");
}

#[test]
fn a_sentence_that_no_voice_says_is_left_out_and_three_in_a_row_end_the_reading() {
    let mut world = world();
    world.synthesize();
    fail(&mut world, VoiceError::Failed("far".into()));
    fail(&mut world, VoiceError::Failed("near".into()));
    assert!(matches!(world.snapshot().notice, Some(Notice::Skipped(_))));
    world.synthesize();
    let said: String = world.enqueued().into_iter().map(|(_, text)| text).collect();
    assert!(said.starts_with("標題在這裡第二句也不長"), "{said}");
    for left_out in 1..=3 {
        assert_ne!(world.snapshot().phase, Phase::Paused, "after {left_out} left out");
        fail(&mut world, VoiceError::Failed("near".into()));
    }
    assert_eq!(world.snapshot().phase, Phase::Paused);
    assert!(matches!(world.snapshot().notice, Some(Notice::NoVoice(VoiceError::Failed(_)))));
    assert!(world.request().is_none());
    world.command(Command::Play);
    assert_eq!(asked(&world), "far", "play asks all voices again");
}

#[test]
fn when_no_voice_is_there_at_all_nothing_is_left_out() {
    let mut world = world();
    world.synthesize();
    fail(&mut world, down());
    fail(&mut world, VoiceError::NotInstalled("files".into()));
    assert_eq!(world.snapshot().notice, Some(Notice::NoVoice(VoiceError::NotInstalled("files".into()))));
    assert_eq!(world.snapshot().phase, Phase::Paused);
    world.command(Command::Play);
    world.synthesize_all();
    let said: String = world.enqueued().into_iter().map(|(_, text)| text).collect();
    assert_eq!(said, TEXT.replace('\n', ""));
}
