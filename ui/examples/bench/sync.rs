//! How far the highlight is from the sound.
//!
//! Each word's surroundings are looked for in what the null sink's monitor recorded: the loudness of
//! the clip, squeezed by the speed, is shifted over that of the recording until they match best.

use std::{
    thread::sleep,
    time::{Duration, Instant},
};

use tingxinwen::{
    article::TextRange,
    player::{Command, Epoch, Pauses, Phase, Speed},
    speech::{Frames, SAMPLE_RATE_HZ},
};
use tingxinwen_ui::follow::{heard, until_change};

use crate::{
    Studio,
    desktop::{RATE_HZ, Recording},
    percentile, tell,
};

/// Time between two values of loudness.
const HOP_SECS: f64 = 0.0025;
/// Sound before and after a word's start that must match, as heard.
const AROUND_SECS: (f64, f64) = (0.35, 0.65);
/// How far off a highlight is looked for.
const REACH_SECS: f64 = 0.4;
/// How long each speed is listened to.
const LISTEN: Duration = Duration::from_secs(45);

pub(crate) fn run(article: &str) {
    for speed in [1.0, 2.0] {
        measure(article, speed);
    }
}

fn measure(article: &str, speed: f32) {
    let studio = Studio::open(article);
    studio.engine.send(Command::SetSpeed(Speed::new(speed)));
    // Measured is the way from the clip to the ear, so the clips are made first.
    studio.until(|snapshot| snapshot.timeline.end().as_secs_f64() > 50.0 || !snapshot.clock.is_estimated());
    studio.engine.send(Command::Play);
    let (shown, underruns) = watch(&studio);
    studio.engine.send(Command::Pause);
    sleep(Duration::from_millis(500));
    let tape = studio.recorder.so_far();
    let reference = loudness(&studio.queued(), SAMPLE_RATE_HZ);
    let recorded = loudness(&tape.samples, RATE_HZ);
    let mut off: Vec<f64> =
        shown.iter().filter_map(|word| off_millis(word, &reference, &recorded, &tape, speed)).collect();
    let words = off.len();
    let mut distance: Vec<f64> = off.iter().map(|off| off.abs()).collect();
    tell(format_args!(
        "sync at {speed:.1}x: {words} words, highlight - sound: median {:+.0} ms, |median| {:.0} ms, 95th percentile {:.0} ms, underruns {underruns}",
        percentile(&mut off, 0.5),
        percentile(&mut distance, 0.5),
        percentile(&mut distance, 0.95),
    ));
}

struct Shown {
    at: Instant,
    start: Frames,
    epoch: Epoch,
}

/// Looks as often as the window does, and notes when each word is lit up.
fn watch(studio: &Studio) -> (Vec<Shown>, usize) {
    let mut shown = Vec::new();
    let mut last: Option<TextRange> = None;
    let (mut underruns, mut was_playing) = (0, false);
    let start = Instant::now();
    while start.elapsed() < LISTEN {
        let snapshot = studio.engine.snapshot();
        let now = Instant::now();
        let heard = heard(&studio.engine, &snapshot, now);
        let word = snapshot.word_at(heard.playhead);
        if let (Some(word), true) = (word, word.map(|word| word.source) != last) {
            last = Some(word.source);
            shown.push(Shown { at: now, start: word.start, epoch: snapshot.epoch });
        }
        let is_playing = snapshot.phase == Phase::Playing;
        underruns += usize::from(was_playing && matches!(snapshot.phase, Phase::Buffering { .. }));
        was_playing = is_playing;
        if snapshot.phase == Phase::Finished {
            break;
        }
        sleep(until_change(&studio.engine, &snapshot, Pauses::Whole));
    }
    let epoch = studio.engine.snapshot().epoch;
    shown.retain(|word| word.epoch == epoch);
    (shown, underruns)
}

/// How much later the word was lit up than it was heard, in milliseconds.
fn off_millis(
    word: &Shown,
    reference: &[f32],
    recorded: &[f32],
    tape: &Recording,
    speed: f32,
) -> Option<f64> {
    let speed = f64::from(speed);
    let hops = |secs: f64| (secs / HOP_SECS).round() as i64;
    let (before, after) = (hops(AROUND_SECS.0), hops(AROUND_SECS.1));
    let word_secs = word.start.as_secs_f64();
    let wanted: Option<Vec<f32>> = (-before..after)
        .map(|hop| {
            let at = (word_secs + hop as f64 * HOP_SECS * speed) / HOP_SECS;
            reference.get(usize::try_from(at.round() as i64).ok()?).copied()
        })
        .collect();
    let wanted = wanted?;
    let lit = word.at.duration_since(tape.start).as_secs_f64();
    let mut best: Option<(f64, i64)> = None;
    for shift in -hops(REACH_SECS)..=hops(REACH_SECS) {
        let from = usize::try_from(hops(lit) + shift - before).ok()?;
        let found = recorded.get(from..from + wanted.len())?;
        let like = likeness(&wanted, found);
        if best.is_none_or(|(most, _)| like > most) {
            best = Some((like, shift));
        }
    }
    // What matches badly was not found.
    best.filter(|(like, _)| *like > 0.8).map(|(_, shift)| -(shift as f64) * HOP_SECS * 1000.0)
}

/// Pearson's correlation.
fn likeness(a: &[f32], b: &[f32]) -> f64 {
    let mean = |values: &[f32]| values.iter().map(|v| f64::from(*v)).sum::<f64>() / values.len() as f64;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let (mut ab, mut aa, mut bb) = (0.0, 0.0, 1e-12);
    for (a, b) in a.iter().zip(b) {
        let (a, b) = (f64::from(*a) - mean_a, f64::from(*b) - mean_b);
        ab += a * b;
        aa += a * a;
        bb += b * b;
    }
    ab / (aa * bb).sqrt().max(1e-12)
}

/// Root of the mean square over 10 ms, every [`HOP_SECS`].
fn loudness(samples: &[f32], rate_hz: u32) -> Vec<f32> {
    let hop = (f64::from(rate_hz) * HOP_SECS) as usize;
    let window = 4 * hop;
    (0..samples.len() / hop)
        .map(|idx| {
            let middle = idx * hop;
            let from = middle.saturating_sub(window / 2);
            let part = &samples[from..(from + window).min(samples.len())];
            (part.iter().map(|s| s * s).sum::<f32>() / part.len().max(1) as f32).sqrt()
        })
        .collect()
}
