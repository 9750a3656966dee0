//! The player, driven by lists of inputs: no clock, no sound card, no voice.

use std::sync::Arc;

use crate::common::{article, clip_for, world::World};
use tingxinwen::{
    article::{Language, OpenError, Source},
    player::{Command, Direction, Effect, Event, Notice, Phase, Playhead, Sound, Speed, Unit, Volume},
    speech::{Clip, Frames, Mark, Timing, VoiceError, VoiceId},
};

const TEXT: &str = "標題在這裡\n第一句很短。第二句也不長，但是有逗號。\n第三句在下一段。";

#[test]
fn opening_makes_the_first_sound_before_anyone_presses_play() {
    let mut world = World::opened(TEXT);
    assert_eq!(world.snapshot().phase, Phase::Paused);
    assert!(world.synthesize());
    assert_eq!(world.enqueued()[0].1, "標題在這裡");
    assert!(!world.player.is_sounding());
    world.command(Command::Play);
    assert!(world.player.is_sounding());
    assert_eq!(world.snapshot().phase, Phase::Playing);
}

#[test]
fn every_sentence_is_queued_once_and_in_order() {
    let mut world = World::opened(TEXT);
    world.command(Command::Play);
    world.synthesize_all();
    let said: String = world.enqueued().into_iter().map(|(_, text)| text).collect();
    assert_eq!(said, "標題在這裡第一句很短。第二句也不長，但是有逗號。第三句在下一段。");
}

#[test]
fn at_the_end_it_is_finished_and_play_starts_again_from_the_top() {
    let mut world = World::opened(TEXT);
    world.command(Command::Play);
    world.synthesize_all();
    world.heard(world.snapshot().timeline.end().0);
    assert_eq!(world.snapshot().phase, Phase::Finished);
    assert!(!world.player.is_sounding());
    world.command(Command::Toggle);
    assert_eq!(world.place(), "標題在這");
    assert!(matches!(world.snapshot().phase, Phase::Buffering { .. }));
}

#[test]
fn a_click_on_a_word_is_heard_from_that_word() {
    let mut world = World::opened(TEXT);
    let at = TEXT.find("不長").unwrap() as u32;
    world.command(Command::SeekTo(at));
    world.synthesize();
    let snapshot = world.snapshot();
    let first = snapshot.timeline.next_word(Frames(0)).or(snapshot.timeline.word_at(Frames(0)));
    assert_eq!(snapshot.timeline.word_at(Frames(0)).or(first).unwrap().source.start, at);
}

#[test]
fn what_was_made_for_another_place_is_not_played() {
    let mut world = World::opened(TEXT);
    let (old, script, offset, haste) = world.request().unwrap();
    world.command(Command::SeekTo(TEXT.find("第三句").unwrap() as u32));
    let clip = Arc::new(clip_for(&script, script.piece_at(offset, haste).unwrap()));
    world.event(Event::Synthesized { epoch: old, result: Ok(clip), work: None });
    assert!(world.enqueued().is_empty());
    world.synthesize();
    assert_eq!(world.enqueued()[0].1, "第三句在下一段。");
}

#[test]
fn steps_go_by_sentence_and_by_paragraph() {
    let mut world = World::opened(TEXT);
    let mut step = |unit, direction| {
        world.command(Command::Step(unit, direction));
        world.place()
    };
    assert_eq!(step(Unit::Sentence, Direction::Forward), "第一句很");
    assert_eq!(step(Unit::Sentence, Direction::Forward), "第二句也");
    assert_eq!(step(Unit::Sentence, Direction::Back), "第一句很");
    assert_eq!(step(Unit::Paragraph, Direction::Forward), "第三句在");
    assert_eq!(step(Unit::Paragraph, Direction::Forward), "第三句在", "there is none after it");
    assert_eq!(step(Unit::Paragraph, Direction::Back), "第一句很");
    assert_eq!(step(Unit::Paragraph, Direction::Back), "標題在這");
    assert_eq!(step(Unit::Sentence, Direction::Back), "標題在這");
}

#[test]
fn back_starts_the_sentence_over_once_it_was_heard_for_a_while() {
    let mut world = World::opened(TEXT);
    world.command(Command::SeekTo(TEXT.find("第二句").unwrap() as u32));
    world.synthesize_all();
    world.heard(30_000);
    world.command(Command::Step(Unit::Sentence, Direction::Back));
    assert_eq!(world.place(), "第二句也");
    world.command(Command::Step(Unit::Sentence, Direction::Back));
    assert_eq!(world.place(), "第一句很");
}

#[test]
fn speed_changes_at_once_and_costs_nothing() {
    let mut world = World::opened(TEXT);
    world.command(Command::Play);
    world.synthesize();
    let epoch = world.snapshot().epoch;
    world.effects.clear();
    world.command(Command::SetSpeed(Speed::new(2.0)));
    assert!(matches!(world.effects[0], Effect::SetSpeed(speed) if speed.factor() == 2.0));
    assert_eq!(world.snapshot().epoch, epoch);
}

#[test]
fn every_step_of_speed_counts_however_fast_they_come() {
    let mut world = World::opened(TEXT);
    (0..6).for_each(|_| world.command(Command::StepSpeed(Direction::Forward)));
    assert_eq!(world.snapshot().speed, Speed::new(1.6));
    (0..3).for_each(|_| world.command(Command::StepSpeed(Direction::Back)));
    assert_eq!(world.snapshot().speed, Speed::new(1.3));
    assert!(matches!(world.effects.last(), Some(Effect::SetSpeed(speed)) if speed.factor() == 1.3));
    (0..99).for_each(|_| world.command(Command::StepSpeed(Direction::Forward)));
    assert_eq!(world.snapshot().speed, Speed::MAX);
}

#[test]
fn every_step_of_volume_counts_and_ends_the_silence() {
    let mut world = World::opened(TEXT);
    world.command(Command::ToggleMute);
    (0..3).for_each(|_| world.command(Command::StepVolume(Direction::Back)));
    let gain = |volume: Volume| (volume.gain() * 100.0).round();
    assert_eq!((gain(world.snapshot().volume), world.snapshot().muted), (70.0, false));
    assert!(matches!(world.effects.last(), Some(Effect::SetVolume(volume)) if gain(*volume) == 70.0));
    (0..99).for_each(|_| world.command(Command::StepVolume(Direction::Back)));
    assert_eq!(world.snapshot().volume, Volume::SILENT);
    (0..99).for_each(|_| world.command(Command::StepVolume(Direction::Forward)));
    assert_eq!(world.snapshot().volume, Volume::FULL);
}

#[test]
fn a_new_voice_goes_on_at_the_same_word_and_only_for_its_language() {
    let mut world = World::opened(TEXT);
    world.command(Command::SeekTo(TEXT.find("第二句").unwrap() as u32));
    let epoch = world.snapshot().epoch;
    world.command(Command::SetVoice(Language::English, VoiceId("other".into())));
    assert_eq!(world.snapshot().epoch, epoch);
    world.command(Command::SetVoice(Language::Mandarin, VoiceId("other".into())));
    assert_ne!(world.snapshot().epoch, epoch);
    assert_eq!(world.place(), "第二句也");
    assert_eq!(world.snapshot().voice, VoiceId("other".into()));
}

#[test]
fn what_does_not_open_leaves_what_is_open() {
    let mut world = World::opened(TEXT);
    world.command(Command::Open(Source::Address("http://example.test/".into())));
    let request = world.opening();
    let error = OpenError::Status { host: "example.test".into(), status: 404 };
    world.event(Event::Opened { request, result: Err(error.clone()) });
    assert_eq!(world.snapshot().notice, Some(Notice::NotOpened(error)));
    assert!(world.snapshot().script.is_some());
    world.command(Command::DismissNotice);
    assert_eq!(world.snapshot().notice, None);
}

#[test]
fn what_an_article_lacks_is_told_until_the_next_one() {
    let mut world = World::opened(TEXT);
    let mut open = |notice| {
        world.command(Command::Open(Source::Address("http://example.test/".into())));
        let request = world.opening();
        let mut article = article(TEXT);
        article.meta.notice = notice;
        world.event(Event::Opened { request, result: Ok(Arc::new(article.into())) });
        world.snapshot().notice.clone()
    };
    let lacks = tingxinwen::article::Notice::OnlyTheBeginning;
    assert_eq!(open(Some(lacks)), Some(Notice::OfArticle(lacks)));
    assert_eq!(open(None), None);
}

#[test]
fn only_the_last_of_two_opened_counts() {
    let mut world = World::new();
    world.command(Command::Open(Source::Text("甲".into())));
    let first = world.opening();
    world.command(Command::Open(Source::Text("乙".into())));
    let second = world.opening();
    world.event(Event::Opened { request: second, result: Ok(Arc::new(article("乙文章。").into())) });
    world.event(Event::Opened { request: first, result: Ok(Arc::new(article("甲文章。").into())) });
    assert_eq!(world.snapshot().script.unwrap().article().text(), "乙文章。");
}

#[test]
fn a_voice_that_fails_stops_with_a_notice_and_play_tries_again() {
    let mut world = World::opened(TEXT);
    world.command(Command::Play);
    let (epoch, ..) = world.request().unwrap();
    world.effects.clear();
    let error = VoiceError::NotInstalled("files".into());
    world.event(Event::Synthesized { epoch, result: Err(error.clone()), work: None });
    assert_eq!(world.snapshot().notice, Some(Notice::NoVoice(error)));
    assert_eq!(world.snapshot().phase, Phase::Paused);
    assert!(world.request().is_none(), "it does not ask again by itself");
    world.command(Command::DismissNotice);
    assert!(world.request().is_none());
    world.command(Command::Play);
    assert!(world.request().is_some());
}

#[test]
fn a_voice_slower_than_speech_gathers_first_and_says_how_long() {
    let text = format!("這是文章的標題，有幾個字。\n{}", "這是一個相當長的句子，拿來當作測試。".repeat(40));
    let mut world = World::opened(&text);
    world.pace = 1.5;
    world.command(Command::Play);
    let mut made = 0;
    while !world.player.is_sounding() && world.synthesize() {
        made += 1;
    }
    let snapshot = world.snapshot();
    let (ready, rest) = (snapshot.timeline.end().as_secs_f64(), snapshot.clock.total().as_secs_f64());
    assert!(made > 3);
    // While what is ready plays, the voice makes the rest.
    assert!((rest - ready) * 1.5 <= rest, "{ready} of {rest}");
    assert!(ready < 0.6 * rest, "no more than it must: {ready} of {rest}");
}

#[test]
fn a_fast_voice_never_waits() {
    let mut world = World::opened(&"這是一個相當長的句子，拿來當作測試。".repeat(40));
    world.pace = 0.4;
    world.command(Command::Play);
    world.synthesize();
    assert!(world.player.is_sounding());
}

#[test]
fn when_sound_runs_out_it_waits_and_goes_on() {
    let mut world = World::opened(TEXT);
    world.command(Command::Play);
    world.synthesize();
    world.heard(world.snapshot().timeline.end().0);
    assert!(matches!(world.snapshot().phase, Phase::Buffering { .. }));
    assert!(!world.player.is_sounding());
    world.synthesize();
    assert_eq!(world.snapshot().phase, Phase::Playing);
}

#[test]
fn a_device_that_is_pulled_pauses_at_the_same_word_and_one_that_never_was_does_not() {
    let mut world = World::opened(TEXT);
    world.command(Command::Play);
    world.event(Event::DeviceLost { reason: "none".into() });
    assert!(world.snapshot().wants_sound(), "it reads without sound");
    world.event(Event::DeviceOpened { name: "headset".into() });
    assert!(world.snapshot().wants_sound());
    world.synthesize_all();
    world.heard(50_000);
    let place = world.place();
    world.effects.clear();
    world.event(Event::DeviceLost { reason: "unplugged".into() });
    assert_eq!(world.snapshot().sound, Sound::None("unplugged".into()));
    assert_eq!(world.place(), place);
    assert!(world.request().is_some());
    world.event(Event::DeviceOpened { name: "speaker".into() });
    assert_eq!(world.snapshot().sound, Sound::Device("speaker".into()));
    assert!(!world.snapshot().wants_sound(), "until the listener wants it");
    assert_eq!(world.place(), place);
}

#[test]
fn the_clock_is_an_estimate_until_all_is_measured() {
    let mut world = World::opened(TEXT);
    assert!(world.snapshot().clock.is_estimated());
    world.synthesize_all();
    let snapshot = world.snapshot();
    assert!(!snapshot.clock.is_estimated());
    assert_eq!(snapshot.clock.total(), snapshot.timeline.end());
}

#[test]
fn time_shown_follows_the_sound_across_sentences_and_seeks() {
    let mut world = World::opened(TEXT);
    world.synthesize_all();
    let at = |world: &World, frame| {
        let snapshot = world.snapshot();
        snapshot.article_time(Playhead { epoch: snapshot.epoch, frame: Frames(frame) })
    };
    assert_eq!(at(&world, 0), Frames(0));
    let end = world.snapshot().timeline.end();
    assert_eq!(at(&world, end.0), end);
    world.command(Command::SeekToTime(Frames(end.0 / 2)));
    world.synthesize();
    let off = at(&world, 0).0.abs_diff(end.0 / 2);
    assert!(off < 24_000, "a seek lands within a second of where it was aimed: {off}");
}

#[test]
fn ten_seconds_on_past_the_end_is_the_last_sentence() {
    let mut world = World::opened(TEXT);
    world.command(Command::SeekBy { secs: 100_000 });
    assert!(TEXT.rfind("第三句").unwrap() as u32 <= world.snapshot().place);
    world.command(Command::SeekBy { secs: -100_000 });
    assert_eq!(world.place(), "標題在這");
}

#[test]
fn mute_keeps_the_volume() {
    let mut world = World::opened(TEXT);
    world.command(Command::SetVolume(Volume::new(0.4)));
    world.command(Command::ToggleMute);
    assert!(matches!(world.effects.last(), Some(Effect::SetVolume(volume)) if volume.gain() == 0.0));
    world.command(Command::ToggleMute);
    assert!(matches!(world.effects.last(), Some(Effect::SetVolume(volume)) if volume.gain() == 0.4));
}

#[test]
fn better_times_move_the_words_of_sound_that_is_already_there() {
    let mut world = World::opened(TEXT);
    world.synthesize();
    let before = world.snapshot().timeline;
    let part = before.parts()[0].clone();
    // A tenth of a second earlier, each.
    let earlier = |at: Frames| at.saturating_sub(Frames::from_millis(100));
    let marks: Vec<_> = part
        .marks
        .iter()
        .map(|mark| Mark {
            start: earlier(mark.start),
            end: earlier(mark.end),
            syllables: Vec::new(),
            ..mark.clone()
        })
        .collect();
    let clip = |samples: usize| {
        let samples: Arc<[f32]> = vec![0.1; samples].into();
        Arc::new(Clip::new(part.source, samples, marks.clone(), Timing::Aligned).unwrap())
    };
    let epoch = world.snapshot().epoch;
    world.event(Event::Retimed { epoch, clip: clip(part.len.0 as usize - 1) });
    assert_eq!(world.snapshot().timeline.parts()[0].marks, part.marks, "that is another sound");
    world.event(Event::Retimed { epoch, clip: clip(part.len.0 as usize) });
    let after = world.snapshot().timeline;
    assert_eq!(after.end(), before.end());
    // The same sound laid again in another epoch has times of its own.
    world.command(Command::SeekTo(0));
    world.synthesize();
    world.event(Event::Retimed { epoch, clip: clip(part.len.0 as usize) });
    assert_eq!(world.snapshot().timeline.parts()[0].marks, part.marks, "that is for an older epoch");
    let second = before.parts()[0].marks[1].start;
    assert_eq!(before.word_at(earlier(second)).unwrap().source, part.marks[0].source);
    assert_eq!(after.word_at(earlier(second)).unwrap().source, part.marks[1].source);
}

#[test]
fn where_the_listener_is_can_be_found_again_in_the_document() {
    let mut world = World::opened(TEXT);
    let start = TEXT.find("第二句").unwrap() as u32;
    world.command(Command::SeekTo(start + 6));
    let place = world.snapshot().document_place().unwrap();
    assert_eq!(Some((place.document.clone(), place.part)), world.snapshot().document);
    let edited = article(&TEXT.replace("第一句很短。", "新的第一句很長很長。又一句。"));
    let script = tingxinwen::text::Script::new(Arc::new(edited));
    let sentences = script.sentences().iter().map(|sentence| sentence.range);
    let found = place.find(script.article(), sentences) as usize;
    assert!(
        script.article().text()[found..].starts_with("句也不長"),
        "{}",
        &script.article().text()[found..]
    );
}

#[test]
fn a_faded_sound_is_as_loud_as_before_when_it_is_played_again() {
    let mut world = World::opened(TEXT);
    world.command(Command::SetVolume(Volume::new(0.8)));
    world.command(Command::Play);
    let volumes = |world: &World| -> Vec<f32> {
        let volume = |effect: &Effect| match effect {
            Effect::SetVolume(volume) => Some(volume.gain()),
            _ => None,
        };
        world.effects.iter().filter_map(volume).collect()
    };
    world.effects.clear();
    world.command(Command::Fade(Volume::new(0.5)));
    world.command(Command::Pause);
    world.command(Command::Play);
    assert_eq!(volumes(&world), [0.4, 0.8]);
    assert_eq!(world.snapshot().volume, Volume::new(0.8));
}
