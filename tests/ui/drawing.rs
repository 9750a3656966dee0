//! What is drawn while sound plays, and when.

use std::time::{Duration, Instant};

use egui::ViewportId;
use egui_kittest::kittest::Queryable as _;
use tingxinwen::{
    player::{Command, Phase, Playhead, Snapshot},
    speech::Frames,
};
use tingxinwen_ui::view::seek_bar::{left, time};

use super::{FIRST, Window};

/// How much later or earlier a busy machine may come.
const SLACK: Duration = Duration::from_millis(30);

#[test]
fn while_sound_plays_the_window_sleeps_until_another_word_or_second() {
    let mut window = Window::reading();
    window.harness.run();
    window.engine.send(Command::Play);
    window.until(|snapshot| snapshot.phase == Phase::Playing);
    let (mut sleeps, mut is_longer) = (0, false);
    for _ in 0..12 {
        // Half a second, which is heard from now on.
        window.device.fill(&mut [0.0; 12_000]);
        window.harness.step();
        let snapshot = window.engine.snapshot();
        let heard = window.engine.playhead().heard(Instant::now());
        let delay = window.harness.output().viewport_output[&ViewportId::ROOT].repaint_delay;
        if snapshot.phase != Phase::Playing || delay < 2 * SLACK {
            continue;
        }
        let shown = |after: Duration| {
            let frame = heard.frame + Frames::from_secs_f64(after.as_secs_f64());
            let playhead = Playhead { frame, ..heard };
            (snapshot.word_at(playhead).map(|word| word.source), time(snapshot.article_time(playhead)))
        };
        assert_eq!(shown(Duration::ZERO), shown(delay - SLACK), "after {delay:?} of {heard:?}");
        assert_ne!(shown(Duration::ZERO), shown(delay + SLACK), "after {delay:?} of {heard:?}");
        sleeps += 1;
        is_longer |= delay > Duration::from_millis(250);
    }
    assert!(sleeps >= 4 && is_longer, "{sleeps}");
}

#[test]
fn what_was_read_and_what_is_left_change_together() {
    let window = Window::reading();
    let snapshot: &Snapshot = &window.engine.snapshot();
    let secs = |shown: &str| -> u64 {
        shown
            .trim_start_matches('−')
            .split(':')
            .fold(0, |secs, part| 60 * secs + part.parse::<u64>().unwrap())
    };
    let total = snapshot.clock.total();
    assert!(total > Frames::from_secs_f64(3.0), "{total:?}");
    for now in (0..total.0).step_by(1_111).map(Frames) {
        assert_eq!(secs(&time(now)) + secs(&left(snapshot, now)), secs(&time(total)), "{now:?}");
    }
}

#[test]
fn the_page_moves_only_when_the_sentence_leaves_its_middle() {
    let mut window = Window::reading();
    window.harness.set_size([440.0, 360.0].into());
    window.harness.run();
    let go = |window: &mut Window, text: &str| {
        let at = window.engine.snapshot().script.as_ref().unwrap().article().text().find(text).unwrap();
        window.engine.send(Command::SeekTo(at as u32));
        window.until(|snapshot| snapshot.place == at as u32);
        window.harness.run();
        window.harness.get_by_label(FIRST).rect().top()
    };
    let top = go(&mut window, "首週免費");
    assert_eq!(go(&mut window, FIRST), top, "the line above it stands in the middle, too");
    assert!(go(&mut window, "局長說") < top, "what is below it is brought there");
}
