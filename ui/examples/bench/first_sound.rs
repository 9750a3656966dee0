//! From the wish to play to the first sample at the device.

use std::time::{Duration, Instant};

use tingxinwen::{
    article::Language,
    engine::VoiceSource as _,
    player::{Command, Phase},
    text::{FrontEnd, Haste, Script},
};
use tingxinwen_ui::setup;

use crate::{Studio, percentile, tell};

/// Times each is measured.
const RUNS: usize = 7;

/// Enough for every measured sentence to lie beyond what is made ahead.
const SENTENCES: usize = 40;

pub(crate) fn run() {
    let folder = tempfile::tempdir().expect("a folder");
    let article = folder.path().join("article.txt");
    let sentence = |number: usize| {
        format!(
            "第{number}項計畫由市府和民間團體一起推動，預計三年內完成，經費由中央補助一半，其餘由地方自籌。\n\n"
        )
    };
    std::fs::write(&article, (1..=SENTENCES).map(sentence).collect::<String>()).expect("an article");
    let studio = Studio::open(&article.display().to_string());
    let snapshot = studio.until(|snapshot| snapshot.real_time_factor.is_some());
    let script = snapshot.script.clone().expect("open");
    let sentences: Vec<u32> = script.sentences().iter().map(|sentence| sentence.range.start).collect();
    let long = sentences.iter().copied().filter(|&at| length(&script, at) > 30);
    let fresh: Vec<u32> = long.rev().take(RUNS).collect();

    let (mut cut, mut whole, mut again) = (Vec::new(), Vec::new(), Vec::new());
    let settings = setup::settings();
    let shelf = setup::voices(&settings).expect("voices");
    let orders = shelf.orders(None, &settings.voices.order).expect("voices");
    let mut voice = shelf.load(&orders.of(Language::Mandarin)[0]).expect("a voice");
    let front_end = FrontEnd::load();
    for at in fresh {
        // Whole sentences are timed beside the others, so that both meet the same machine.
        let piece = script.piece_at(at, Haste::LookAhead).expect("a sentence");
        let utterance = front_end.utterance(script.article(), piece);
        let started = Instant::now();
        voice.speak(&utterance).expect("sound");
        whole.push(started.elapsed().as_secs_f64() * 1000.0);
        cut.push(first_sound(&studio, at));
        again.push(first_sound(&studio, at));
    }
    let (cut, whole, again) =
        (percentile(&mut cut, 0.5), percentile(&mut whole, 0.5), percentile(&mut again, 0.5));
    tell(format_args!(
        "first sound: nothing kept {cut:.0} ms, whole first sentence {whole:.0} ms (ratio {:.2}), heard before {again:.0} ms; medians of {RUNS}",
        cut / whole
    ));
}

fn length(script: &Script, at: u32) -> usize {
    script
        .piece_at(at, Haste::LookAhead)
        .map_or(0, |piece| script.article().slice(piece.range).chars().count())
}

/// Milliseconds from the wish to the device's taking the first sample.
fn first_sound(studio: &Studio, at: u32) -> f64 {
    studio.engine.send(Command::Pause);
    studio.engine.send(Command::SeekTo(0));
    studio.until(|snapshot| snapshot.phase == Phase::Paused && snapshot.place == 0);
    // Long enough for what is being made to be done with.
    studio.until(|snapshot| snapshot.timeline.end().as_secs_f64() > 55.0 || !snapshot.clock.is_estimated());
    std::thread::sleep(Duration::from_millis(300));
    let started = Instant::now();
    studio.engine.send(Command::SeekTo(at));
    studio.engine.send(Command::Play);
    loop {
        match studio.engine.playhead().started() {
            Some(when) if when > started => return when.duration_since(started).as_secs_f64() * 1000.0,
            Some(_) | None => std::thread::sleep(Duration::from_micros(500)),
        }
    }
}
