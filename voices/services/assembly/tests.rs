//! Sound put together from attempts, and the times of its words.

use std::cell::RefCell;

use tingxinwen_core::article::Language;

use super::*;
use crate::services::sent::SentWord;

/// Ten words of three bytes and one syllable each, a comma after the fifth.
fn sent() -> Sent {
    let word = |idx: u32| SentWord {
        source: TextRange::new(100 + idx * 3, 103 + idx * 3),
        place: (idx as usize * 3)..(idx as usize * 3 + 3),
        weight: 1.0,
        pause: if idx == 4 { 1.0 } else { 0.0 },
        syllables: vec![0.0],
    };
    Sent {
        text: "字".repeat(10),
        words: (0..10).map(word).collect(),
        source: TextRange::new(100, 130),
        language: Language::Mandarin,
    }
}

/// Half a second of silence, two seconds of sound that is different everywhere, and silence again.
fn sound() -> Vec<f32> {
    let silence = |secs: f64| vec![0.0; (secs * 24_000.0) as usize];
    let tone = (0..48_000).map(|at| 0.1 + at as f32 / 100_000.0);
    [silence(0.5), tone.collect(), silence(1.0)].concat()
}

#[test]
fn portions_are_a_prefix_of_the_whole_and_silence_around_it_is_dropped() {
    let (sent, portions) = (sent(), RefCell::new(Vec::new()));
    let mut hand_over = |portion: Portion| portions.borrow_mut().push(portion);
    let mut assembly = Assembly::new(&sent, Pace::default(), &mut hand_over);
    for chunk in sound().chunks(480) {
        assembly.push(chunk, &[]).unwrap();
    }
    let clip = assembly.finish(Frames(2_400)).unwrap();
    let expected = 48_000 + LEAD + FADE + 2_400;
    assert_eq!(clip.len().0 as usize, expected);
    assert_eq!(clip.timing(), Timing::Estimated);
    let portions = portions.into_inner();
    assert!(portions[0].clip.len() <= Frames::from_millis(180), "{:?}", portions[0].clip.len());
    let streamed: Vec<f32> = portions.iter().flat_map(|portion| portion.clip.samples().to_vec()).collect();
    assert!(streamed.len() > 40_000);
    assert_eq!(streamed[..], clip.samples()[..streamed.len()]);
    assert!(portions.windows(2).all(|pair| pair[0].said <= pair[1].said));
    assert!(portions.last().unwrap().said < 130, "the last word is said when the sound ends");
    assert!(clip.marks().windows(2).all(|pair| pair[0].end <= pair[1].start));
    // What was told while it streamed stays: the sixth word starts after five and the comma, at the pace
    // that was expected. The words after it have the rest.
    let sixth = clip.marks()[5].start.as_secs_f64();
    assert!((sixth - 6.0 * 0.21).abs() < 0.03, "{sixth}");
    let last = clip.marks()[9].end.as_secs_f64();
    assert!((last - 2.02).abs() < 0.01, "{last}");
}

#[test]
fn an_attempt_that_broke_is_gone_on_from_at_the_same_sample() {
    let (sent, portions) = (sent(), RefCell::new(Vec::<f32>::new()));
    let mut hand_over = |portion: Portion| portions.borrow_mut().extend(portion.clip.samples().iter());
    let mut assembly = Assembly::new(&sent, Pace::default(), &mut hand_over);
    let sound = sound();
    for end in [30_000, 5_000, 41_237, sound.len()] {
        assembly.restart();
        for chunk in sound[..end].chunks(777) {
            assembly.push(chunk, &[]).unwrap();
        }
    }
    let clip = assembly.finish(Frames(0)).unwrap();
    assert_eq!(clip.samples()[..], sound[12_000 - LEAD..60_000 + FADE]);
    let streamed = portions.into_inner();
    assert_eq!(streamed[..], clip.samples()[..streamed.len()]);
}

#[test]
fn an_attempt_that_is_silence_or_shorter_than_what_was_heard_is_not_the_end_of_it() {
    let sent = sent();
    let mut ignore = |_| ();
    let mut assembly = Assembly::new(&sent, Pace::default(), &mut ignore);
    let sound = sound();
    assembly.push(&sound[..40_000], &[]).unwrap();
    for wrong in [vec![0.0; 60_000], sound[..25_000].to_vec()] {
        assembly.restart();
        assembly.push(&wrong, &[]).unwrap();
        assert!(assembly.finish(Frames(0)).is_err());
    }
    assembly.restart();
    assembly.push(&sound, &[]).unwrap();
    assert_eq!(assembly.finish(Frames(0)).unwrap().samples()[..], sound[12_000 - LEAD..60_000 + FADE]);
}

#[test]
fn times_that_the_service_gives_are_taken_and_others_filled_in() {
    let sent = sent();
    let mut ignore = |_| ();
    let mut assembly = Assembly::new(&sent, Pace::default(), &mut ignore);
    // The first two words as one span, from half a second on; the others each.
    let mut spans = vec![Span { place: 0..6, start: 0.5, end: 1.1 }];
    spans.extend((2..10).map(|idx| {
        let start = 1.1 + (idx - 2) as f64 * 0.17;
        Span { place: idx * 3..idx * 3 + 3, start, end: start + 0.15 }
    }));
    assembly.push(&sound(), &spans).unwrap();
    let clip = assembly.finish(Frames(0)).unwrap();
    assert_eq!(clip.timing(), Timing::Measured);
    let second = clip.marks()[1].start.as_secs_f64();
    assert!((second - 0.32).abs() < 0.001, "half of its span, less the silence dropped: {second}");
    let third = clip.marks()[2].start.as_secs_f64();
    assert!((third - 0.62).abs() < 0.001, "{third}");
}

#[test]
fn what_is_no_speech_of_this_text_is_refused() {
    let sent = sent();
    let finish = |samples: &[f32]| {
        let mut ignore = |_| ();
        let mut assembly = Assembly::new(&sent, Pace::default(), &mut ignore);
        assembly.push(samples, &[])?;
        assembly.finish(Frames(0))
    };
    assert!(finish(&[0.0; 48_000]).is_err(), "silence");
    assert!(finish(&[0.5; 2_000]).is_err(), "a click");
    assert!(finish(&[f32::NAN; 48_000]).is_err(), "no numbers");
    assert!(finish(&vec![0.5; 24_000 * 60]).is_err(), "a minute for ten syllables");
    assert!(finish(&[0.5; 48_000]).is_ok());
}

#[test]
fn a_header_that_is_wrong_twice_at_the_same_place_is_not_believed() {
    let sent = sent();
    let mut ignore = |_| ();
    let mut assembly = Assembly::new(&sent, Pace::default(), &mut ignore);
    assembly.push(&[0.5; 30_000], &[]).unwrap();
    assert!(!assembly.is_end());
    assembly.restart();
    assembly.push(&[0.5; 30_000], &[]).unwrap();
    assert!(assembly.is_end());
}

#[test]
fn a_word_that_was_told_to_end_while_the_sound_fades_leaves_no_room_and_is_no_fault() {
    let sent = sent();
    for length in (24_000..52_000).step_by(240) {
        let mut hand_over = |_: Portion| ();
        let mut assembly = Assembly::new(&sent, Pace::default(), &mut hand_over);
        let sound = vec![0.2; length];
        for chunk in [sound, vec![0.0; 4_800]].concat().chunks(480) {
            assembly.push(chunk, &[]).unwrap();
        }
        let clip = assembly.finish(Frames(0));
        assert!(clip.is_ok(), "{length}: {:?}", clip.err());
    }
}

/// A time for each of the ten words of [`sent`], in seconds.
fn spans_of(time: impl Fn(f64) -> (f64, f64)) -> Vec<Span> {
    let span = |idx: usize| {
        let (start, end) = time(idx as f64);
        Span { place: idx * 3..idx * 3 + 3, start, end }
    };
    (0..10).map(span).collect()
}

#[test]
fn times_that_cannot_be_those_of_the_sound_are_not_used() {
    let sent = sent();
    let timing = |spans: &[Span]| {
        let mut ignore = |_| ();
        let mut assembly = Assembly::new(&sent, Pace::default(), &mut ignore);
        // Times come with the sound, a word at a time.
        for (idx, chunk) in sound().chunks(8_400).enumerate() {
            assembly.push(chunk, &spans[..spans.len().min(idx + 1)]).unwrap();
        }
        assembly.push(&[], spans).unwrap();
        let clip = assembly.finish(Frames(0)).unwrap();
        assert_eq!(clip.marks().len(), 10);
        clip.timing()
    };
    let good = |idx: f64| (0.5 + idx * 0.2, 0.65 + idx * 0.2);
    assert_eq!(timing(&spans_of(good)), Timing::Measured);
    assert_eq!(
        timing(&spans_of(|idx| (0.5 + idx * 0.19, 0.7 + idx * 0.19))),
        Timing::Measured,
        "they overlap a little"
    );
    type Time = fn(f64) -> (f64, f64);
    let wrong: [(&str, Time); 10] = [
        ("all zero", |_| (0.0, 0.0)),
        ("all at one moment", |_| (1.2, 1.2)),
        ("each over all", |_| (0.5, 2.5)),
        ("below zero", |idx| (idx * 0.2 - 1.0, idx * 0.2 - 0.8)),
        ("backwards", |idx| (2.4 - idx * 0.2, 2.5 - idx * 0.2)),
        ("an end before its start", |idx| (0.7 + idx * 0.2, 0.5 + idx * 0.2)),
        ("behind the sound", |idx| (0.5 + idx * 0.4, 0.8 + idx * 0.4)),
        ("milliseconds", |idx| (500.0 + idx * 200.0, 650.0 + idx * 200.0)),
        ("minutes", |idx| (idx / 300.0, (idx + 1.0) / 300.0)),
        ("no numbers", |_| (f64::NAN, f64::NAN)),
    ];
    for (name, time) in wrong {
        assert_eq!(timing(&spans_of(time)), Timing::Estimated, "{name}");
    }
}
