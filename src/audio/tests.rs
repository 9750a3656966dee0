//! The way to the sound card, pulled by hand.

use std::{num::NonZero, sync::Arc};

use super::{AudioOut, ClipQueue, playhead::duration_of, pull::Pull, queue::clip_queue};
use crate::{
    article::TextRange,
    player::{Epoch, Playhead, Speed, Volume},
    speech::{Clip, Frames, Timing},
};

fn clip(samples: Vec<f32>) -> Arc<Clip> {
    Arc::new(Clip::new(TextRange::new(0, 1), samples.into(), Vec::new(), Timing::Model).unwrap())
}

fn at_own_rate() -> (ClipQueue, Pull) {
    let (queue, outlet) = clip_queue();
    (queue, outlet.connect(NonZero::new(24_000).unwrap()))
}

fn pull(source: &mut Pull, frames: usize) -> Vec<f32> {
    source.take(frames).collect()
}

#[test]
fn silence_does_not_move_the_playhead() {
    let (mut queue, mut source) = at_own_rate();
    queue.set_playing(true);
    assert!(pull(&mut source, 5_000).iter().all(|&sample| sample == 0.0));
    assert_eq!(source.position().get(), Playhead::default());
    queue.enqueue(Epoch(0), clip(vec![0.5; 2_400]), Frames(0));
    pull(&mut source, 4_800);
    assert_eq!(source.position().get().frame, Frames(2_400));
}

#[test]
fn sound_of_places_that_were_left_while_nothing_played_is_not_held() {
    let (mut queue, mut source) = at_own_rate();
    let clips: Vec<Arc<Clip>> = (0..100).map(|_| clip(vec![0.5; 240])).collect();
    for (at, clip) in clips.iter().enumerate() {
        queue.start_epoch(Epoch(at as u16 + 1));
        queue.enqueue(Epoch(at as u16 + 1), Arc::clone(clip), Frames(0));
    }
    // The device rests: it asks for nothing.
    assert_eq!(clips.iter().filter(|clip| Arc::strong_count(clip) > 1).count(), 1);
    queue.set_playing(true);
    pull(&mut source, 480);
    assert_eq!(source.position().get(), Playhead { epoch: Epoch(100), frame: Frames(240) });
}

#[test]
fn clips_play_end_to_end_from_where_they_should() {
    let (mut queue, mut source) = at_own_rate();
    queue.set_playing(true);
    queue.enqueue(Epoch(0), clip(vec![0.25; 960]), Frames(480));
    queue.enqueue(Epoch(0), clip(vec![0.5; 480]), Frames(0));
    let sound = pull(&mut source, 1_200);
    assert!((sound[400] - 0.25).abs() < 1e-3 && (sound[500] - 0.5).abs() < 1e-3);
    assert!(sound[960..].iter().all(|&sample| sample == 0.0));
}

#[test]
fn a_new_epoch_silences_the_old_and_counts_from_zero() {
    let (mut queue, mut source) = at_own_rate();
    queue.set_playing(true);
    queue.enqueue(Epoch(0), clip(vec![0.9; 24_000]), Frames(0));
    pull(&mut source, 2_400);
    queue.start_epoch(Epoch(1));
    queue.enqueue(Epoch(1), clip(vec![-0.3; 24_000]), Frames(0));
    queue.enqueue(Epoch(0), clip(vec![0.9; 24_000]), Frames(0));
    let sound = pull(&mut source, 24_240);
    assert!(sound.iter().all(|&sample| sample <= 0.0), "no sound of the old epoch");
    assert_eq!(source.position().get(), Playhead { epoch: Epoch(1), frame: Frames(24_000) });
}

#[test]
fn a_clip_that_comes_before_its_epoch_waits_for_it() {
    let (mut queue, mut source) = at_own_rate();
    queue.set_playing(true);
    queue.enqueue(Epoch(1), clip(vec![0.4; 2_400]), Frames(0));
    assert!(pull(&mut source, 480).iter().all(|&sample| sample == 0.0));
    queue.start_epoch(Epoch(1));
    assert!(pull(&mut source, 2_400).iter().any(|&sample| sample > 0.3));
}

#[test]
fn pause_holds_within_milliseconds_and_goes_on_where_it_was() {
    let (mut queue, mut source) = at_own_rate();
    queue.set_playing(true);
    queue.enqueue(Epoch(0), clip(vec![0.5; 24_000]), Frames(0));
    pull(&mut source, 4_800);
    queue.set_playing(false);
    let sound = pull(&mut source, 4_800);
    assert!(sound[1_200..].iter().all(|&sample| sample == 0.0));
    let held = source.position().get().frame.0;
    assert!((4_800..5_300).contains(&held), "{held}");
    queue.set_playing(true);
    pull(&mut source, 240);
    assert_eq!(source.position().get().frame.0, held + 240);
}

#[test]
fn at_another_device_rate_the_playhead_still_counts_article_frames() {
    let (mut queue, outlet) = clip_queue();
    let mut source = outlet.connect(NonZero::new(48_000).unwrap());
    queue.set_playing(true);
    queue.set_speed(Speed::new(2.0));
    queue.enqueue(Epoch(0), clip((0..96_000).map(|i| (i as f32 * 0.05).sin()).collect()), Frames(0));
    pull(&mut source, 48_000);
    let frame = source.position().get().frame.0 as f64;
    assert!((frame / 48_000.0 - 1.0).abs() < 0.05, "a second at double speed is two of the article: {frame}");
}

#[test]
fn volume_scales_and_silence_is_silent() {
    let (mut queue, mut source) = at_own_rate();
    queue.set_playing(true);
    queue.enqueue(Epoch(0), clip(vec![0.5; 24_000]), Frames(0));
    queue.set_volume(Volume::new(0.5));
    assert!((pull(&mut source, 2_400)[2_399] - 0.25).abs() < 1e-3);
    queue.set_volume(Volume::SILENT);
    assert!(pull(&mut source, 2_400)[2_399].abs() < 1e-3);
    assert_eq!(source.position().get().frame, Frames(4_800), "mute does not stop time");
}

#[test]
fn a_new_device_starts_with_an_empty_queue() {
    let (mut queue, outlet) = clip_queue();
    let old = outlet.connect(NonZero::new(24_000).unwrap());
    queue.set_playing(true);
    queue.enqueue(Epoch(0), clip(vec![0.5; 2_400]), Frames(0));
    drop(old);
    let mut fresh = outlet.connect(NonZero::new(44_100).unwrap());
    assert!(pull(&mut fresh, 4_410).iter().all(|&sample| sample == 0.0));
    queue.enqueue(Epoch(0), clip(vec![0.5; 2_400]), Frames(0));
    assert!(pull(&mut fresh, 4_410).iter().any(|&sample| sample > 0.4));
    assert_eq!(duration_of(44_100, 44_100).as_millis(), 1000);
}
