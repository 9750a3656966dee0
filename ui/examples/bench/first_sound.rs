//! From the wish to play to the first sample at the device.

use std::time::{Duration, Instant};

use tingxinwen::{
    article::Language,
    engine::VoiceSource as _,
    player::{Command, LOOK_AHEAD, Phase},
    text::{FrontEnd, Haste, Script},
};
use tingxinwen_ui::setup;

use crate::{Studio, percentile, tell};

/// Times each is measured.
const RUNS: usize = 7;

/// Longer than the longest measured sentence, in seconds.
const WHOLE_SECS: f64 = 12.0;

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
    // What follows each is longer than what is waited for.
    let fresh: Vec<u32> = long.rev().skip(2).take(RUNS).collect();

    let (mut cut, mut whole, mut again) = (Vec::new(), Vec::new(), Vec::new());
    let settings = setup::settings();
    let shelf = setup::voices(&settings).expect("voices");
    let orders = shelf.orders(None, &settings.voices.order).expect("voices");
    let mut voice = shelf.load(&orders.of(Language::Mandarin)[0]).expect("a voice");
    let front_end = FrontEnd::load();
    for at in fresh {
        // The player makes nothing meanwhile; sentence by sentence, so that all three meet the same machine.
        rest(&studio);
        let piece = script.piece_at(at, Haste::LookAhead).expect("a sentence");
        let utterance = front_end.utterance(script.article(), piece);
        let (started, before) = (Instant::now(), cpu_secs());
        voice.speak(&utterance).expect("sound");
        whole.push([started.elapsed().as_secs_f64() * 1000.0, (cpu_secs() - before) * 1000.0]);
        cut.push(first_sound(&studio, at));
        again.push(first_sound(&studio, at));
    }
    let medians = |runs: &[[f64; 2]]| {
        [0, 1].map(|nth| percentile(&mut runs.iter().map(|run| run[nth]).collect::<Vec<_>>(), 0.5))
    };
    let [[cut, cut_cpu], [whole, whole_cpu], [again, _]] = [medians(&cut), medians(&whole), medians(&again)];
    tell(format_args!(
        "first sound: nothing kept {cut:.0} ms, its sentence as a whole {whole:.0} ms (ratio {:.2}), heard before \
         {again:.0} ms; CPU {cut_cpu:.0} ms of {whole_cpu:.0} ms (ratio {:.2}); medians of {RUNS}",
        cut / whole,
        cut_cpu / whole_cpu
    ));
}

fn length(script: &Script, at: u32) -> usize {
    script
        .piece_at(at, Haste::LookAhead)
        .map_or(0, |piece| script.article().slice(piece.range).chars().count())
}

/// Goes to the start, and waits until all that is made ahead is there and nothing more is being made.
fn rest(studio: &Studio) {
    studio.engine.send(Command::Pause);
    studio.engine.send(Command::SeekTo(0));
    studio.until(|snapshot| snapshot.phase == Phase::Paused && snapshot.place == 0);
    studio.until(|snapshot| snapshot.timeline.end() >= LOOK_AHEAD || !snapshot.clock.is_estimated());
    std::thread::sleep(Duration::from_millis(300));
}

/// Milliseconds from the wish to the device's taking the first sample, and milliseconds of CPU until then.
fn first_sound(studio: &Studio, at: u32) -> [f64; 2] {
    rest(studio);
    let (started, before) = (Instant::now(), cpu_secs());
    studio.engine.send(Command::SeekTo(at));
    studio.engine.send(Command::Play);
    let (taken, work) = loop {
        match studio.engine.playhead().started() {
            Some(when) if when > started => break (when.duration_since(started), cpu_secs() - before),
            Some(_) | None => std::thread::sleep(Duration::from_micros(500)),
        }
    };
    // What is left before its end is not kept.
    studio.until(|snapshot| snapshot.timeline.end().as_secs_f64() > WHOLE_SECS);
    [taken.as_secs_f64() * 1000.0, work * 1000.0]
}

/// Seconds of CPU that this process has used; 0 where the system does not say so.
fn cpu_secs() -> f64 {
    /// Per second, on all Linux systems.
    const TICKS: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name may hold anything; `utime` and `stime` are the 12th and 13th after it.
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok());
    ticks.sum::<f64>() / TICKS
}
