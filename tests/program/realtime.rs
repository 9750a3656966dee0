//! The sound card's callback: it allocates and frees nothing, and loses, doubles and reorders nothing.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{hint::black_box, num::NonZero, sync::Arc, thread};

use assert_no_alloc::{AllocDisabler, assert_no_alloc, reset_violation_count, violation_count};
use tingxinwen::{
    article::TextRange,
    audio::{AudioOut as _, HandDevice},
    player::{Epoch, Speed},
    speech::{Clip, Frames, Timing},
};

#[global_allocator]
static ALLOCATOR: AllocDisabler = AllocDisabler;

fn clip(samples: Vec<f32>) -> Arc<Clip> {
    Arc::new(Clip::new(TextRange::new(0, 1), samples.into(), Vec::new(), Timing::Model).unwrap())
}

/// Allocations and frees of this thread while `work` runs.
fn counted(work: impl FnOnce()) -> u32 {
    reset_violation_count();
    assert_no_alloc(work);
    violation_count()
}

#[test]
fn the_callback_allocates_and_frees_nothing_whatever_is_played() {
    assert!(counted(|| drop(black_box(vec![0_u8; 64]))) >= 2, "what counts does count");
    for (rate_hz, channels) in [(24_000, 1), (44_100, 2), (48_000, 6)] {
        let (mut queue, mut device) =
            HandDevice::with(NonZero::new(rate_hz).unwrap(), NonZero::new(channels).unwrap());
        let mut buffer = vec![0.0_f32; 960 * usize::from(channels)];
        let mut fill = |device: &mut HandDevice, times: u32| {
            let count = counted(|| (0..times).for_each(|_| device.fill(&mut buffer)));
            assert_eq!(count, 0, "at {rate_hz} Hz, {channels} channels");
        };
        fill(&mut device, 5);
        queue.set_playing(true);
        for epoch in 0..3 {
            queue.start_epoch(Epoch(epoch));
            for speed in [1.0, 2.0, 0.5, 3.0, 1.3] {
                queue.set_speed(Speed::new(speed));
                // Short ones, so that many are used up within a buffer; nobody else holds them.
                (0..40).for_each(|_| queue.enqueue(Epoch(epoch), clip(vec![0.3; 700]), Frames(5)));
                fill(&mut device, 60);
            }
            // These are thrown away by the next epoch.
            (0..200).for_each(|_| queue.enqueue(Epoch(epoch), clip(vec![0.3; 700]), Frames(0)));
            fill(&mut device, 2);
        }
        queue.set_playing(false);
        fill(&mut device, 30);
    }
}

#[test]
fn nothing_is_lost_or_reordered_on_its_way_to_another_thread() {
    const CLIPS: u32 = 3_000;
    let (mut queue, mut device) = HandDevice::new();
    queue.set_playing(true);
    // Each sample says which one it is; loudness rises within the first few.
    let sample = |number: u32| 0.1 + 0.8 * number as f32 / CLIPS as f32;
    let engine = thread::spawn(move || {
        queue.enqueue(Epoch(0), clip(vec![0.0; 2_400]), Frames(0));
        for number in 0..CLIPS {
            queue.enqueue(Epoch(0), clip(vec![sample(number); 3]), Frames(1));
            if number % 100 == 0 {
                thread::yield_now();
            }
        }
        queue
    });
    let (mut heard, mut buffer) = (Vec::new(), [0.0_f32; 256]);
    let mut silent = 0;
    // Some silent buffers once all clips are in the queue are the end.
    while silent < 100 {
        let all_queued = engine.is_finished();
        device.fill(&mut buffer);
        let is_silent = buffer.iter().all(|&sample| sample == 0.0);
        silent = if all_queued && is_silent { silent + 1 } else { 0 };
        heard.extend(buffer.iter().copied().filter(|&sample| sample != 0.0));
    }
    engine.join().unwrap();
    assert_eq!(heard.len(), 2 * CLIPS as usize);
    for (pair, number) in heard.chunks(2).zip(0..) {
        assert!(pair.iter().all(|found| (found - sample(number)).abs() < 1e-4), "{number}: {pair:?}");
    }
}
