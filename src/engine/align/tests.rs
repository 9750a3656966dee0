//! Sounds of known times, compared.

use std::sync::Arc;

use super::*;
use crate::article::TextRange;

/// A word of tones of its own for each of `lengths`, in milliseconds, with a soft moment between; `pitch` is the
/// voice's.
fn clip(lengths: &[u64], pitch: f32, lead: u64, timing: Timing) -> Clip {
    let rate = SAMPLE_RATE_HZ as f32;
    let mut samples = vec![0.0; Frames::from_millis(lead).0 as usize];
    let mut marks = Vec::new();
    for (idx, &millis) in lengths.iter().enumerate() {
        let start = samples.len();
        let count = Frames::from_millis(millis).0 as usize;
        let tones = [300.0 + 170.0 * (idx * 7 % 11) as f32, 1_100.0 + 310.0 * (idx * 5 % 13) as f32];
        samples.extend((0..count).map(|at| {
            let swell = (at as f32 / count as f32 * std::f32::consts::PI).sin().sqrt();
            let tone = |hz: f32| (at as f32 / rate * hz * pitch * TAU).sin();
            0.2 * (0.15 + swell) * tones.map(tone).iter().sum::<f32>()
        }));
        let source = TextRange::new(idx as u32, idx as u32 + 1);
        let (start, end) = (Frames(start as u64), Frames(samples.len() as u64));
        marks.push(Mark { source, start, end, syllables: vec![start] });
    }
    samples.extend([0.0; 4_800]);
    Clip::new(TextRange::new(0, lengths.len() as u32), Arc::from(samples), marks, timing).unwrap()
}

#[test]
fn words_are_found_in_another_voice_that_takes_other_times_for_them() {
    let reference = clip(&[200, 240, 180, 300, 220, 260, 210, 190], 1.0, 90, Timing::Model);
    let truth = clip(&[260, 200, 330, 250, 180, 400, 170, 300], 1.04, 30, Timing::Measured);
    // The same sound, with times that were guessed: all words are of one length.
    let len = truth.len().0 - 4_800;
    let guess = |at: usize| Frames(at as u64 * len / 8);
    let marks = truth.marks().iter().enumerate().map(|(idx, mark)| Mark {
        start: guess(idx),
        end: guess(idx + 1),
        syllables: vec![guess(idx)],
        ..mark.clone()
    });
    let guessed = truth.with_marks(marks.collect(), Timing::Estimated).unwrap();
    let aligned = aligned(&guessed, &reference).unwrap();
    assert_eq!(aligned.timing(), Timing::Aligned);
    assert_eq!(aligned.samples(), guessed.samples());
    let worst = |clip: &Clip| {
        let pairs = clip.marks().iter().zip(truth.marks());
        pairs.map(|(mark, truth)| mark.start.0.abs_diff(truth.start.0)).max().unwrap()
    };
    assert!(worst(&guessed) > Frames::from_millis(70).0, "{}", worst(&guessed));
    assert!(worst(&aligned) <= Frames::from_millis(25).0, "{}", worst(&aligned));
}

#[test]
fn what_does_not_say_the_same_words_is_left_alone() {
    let said = clip(&[200, 300], 1.0, 0, Timing::Estimated);
    let other = clip(&[200], 1.0, 0, Timing::Model);
    assert!(aligned(&said, &other).is_none());
    let silent = Clip::new(said.source(), Arc::from([0.0; 9_000]), Vec::new(), Timing::Model).unwrap();
    assert!(aligned(&said, &silent).is_none());
    assert!(aligned(&silent, &said).is_none());
}
