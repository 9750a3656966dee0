//! A real window that the command line and media keys command.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod accessible;
mod controlled;
#[allow(dead_code, reason = "who uses it takes a part of it")]
mod desktop;

use std::{
    collections::HashMap,
    fs,
    path::PathBuf,
    process::Stdio,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread::sleep,
    time::Duration,
};

use accessible::Accessible;
use controlled::{GLANCE, LOOKS, TEXT, Window, on_desktop, tingxinwen};
use desktop::{Running, Screen, SessionBus, SoundCard};
use mpris_server::zbus::{self, zvariant};
use serde_json::Value;

/// The byte at which the status says that the listener is.
fn place(status: &Value) -> Option<u64> {
    status["place"]["byte"].as_u64()
}

/// The byte of the article at which `words` stand.
fn byte_of(words: &str) -> Option<u64> {
    let shown = TEXT.trim_start_matches("# ").lines().filter(|line| !line.is_empty());
    shown.collect::<Vec<_>>().join("\n").find(words).map(|at| at as u64)
}

#[test]
fn the_command_line_commands_the_window_that_is_open() {
    let mut window = Window::open();
    assert_eq!(window.status()["state"], "paused");
    window.tell(&["play"]);
    window.until("sound", |window| window.status()["time_secs"].as_f64() > Some(0.3));
    window.tell(&["pause"]);
    assert_eq!(window.status()["state"], "paused");
    // The sound card has what was on its way to it.
    window.until("a time that stands still", |window| {
        window.status()["time_secs"] == window.status()["time_secs"]
    });
    let paused = window.status();
    sleep(GLANCE);
    assert_eq!(paused["time_secs"], window.status()["time_secs"], "it stands still");

    window.tell(&["next-paragraph"]);
    window.tell(&["next-paragraph"]);
    let at = place(&window.status());
    window.tell(&["seek", "-1000"]);
    assert_eq!(place(&window.status()), Some(0), "from {at:?} back to the beginning");
    window.tell(&["seek", "59:00"]);
    assert!(place(&window.status()) >= byte_of("第四段"), "{}", window.status());
    window.tell(&["speed", "2"]);
    window.tell(&["faster"]);
    window.tell(&["softer"]);
    window.tell(&["mute"]);
    let status = window.status();
    assert_eq!((&status["speed"], &status["is_muted"]), (&2.1.into(), &true.into()));
    assert_eq!(status["voice"], "tone");
    let told = String::from_utf8(window.run("zh_TW.UTF-8", &["status"]).stdout).unwrap();
    for line in ["標題：遙控測試", "狀態：已暫停", "速度：2.1×", "聲音：tone"] {
        assert!(told.lines().any(|found| found == line), "{line} in {told}");
    }

    let other = window.folder.path().join("other.md");
    fs::write(&other, "# 另一篇\n\n換了一篇文章。\n").unwrap();
    window.tell(&["open", other.to_str().unwrap()]);
    window.until("the other article", |window| window.status()["title"] == "另一篇");

    let sockets = window.folder.path().join("tingxinwen");
    let left = |folder: &PathBuf| fs::read_dir(folder).map_or(0, Iterator::count);
    assert_eq!(left(&sockets), 1);
    let found = window.screen.xdotool(&["search", "--onlyvisible", "--class", "tw.tingxinwen"]);
    let id = found.lines().next_back().unwrap();
    window.screen.xdotool(&["windowfocus", "--sync", id]);
    window.screen.xdotool(&["key", "ctrl+q"]);
    assert!(
        (0..LOOKS).any(|_| window.program.has_ended() || {
            sleep(GLANCE);
            false
        }),
        "it does not end"
    );
    assert_eq!(left(&sockets), 0, "nothing is left behind");
    for (locale, said) in
        [("en_US.UTF-8", "tingxinwen is not running."), ("zh_TW.UTF-8", "聽新聞沒有在執行。")]
    {
        let refused = window.run(locale, &["toggle"]);
        assert_eq!(refused.status.code(), Some(1));
        let told = String::from_utf8(refused.stderr).unwrap();
        assert!(told.starts_with(said), "{told}");
    }
}

#[test]
fn media_keys_command_the_window_and_learn_what_it_reads() {
    let mut window = Window::open();
    window.until("the session bus", |window| window.playerctl(&["metadata", "title"]) == "遙控測試");
    assert_eq!(window.playerctl(&["status"]), "Paused");
    window.playerctl(&["play"]);
    window.until("sound", |window| window.position() > 0.3);
    assert_eq!(window.playerctl(&["status"]), "Playing");
    window.playerctl(&["play-pause"]);
    window.until("silence", |window| window.playerctl(&["status"]) == "Paused");
    // What the device had already is still heard.
    window.until("the position that is the playhead's", |window| {
        let time = window.status()["time_secs"].as_f64().unwrap();
        time > 0.3 && (time - window.position()).abs() < 0.002
    });
    let status = window.status();

    window.playerctl(&["next"]);
    window.until("the next sentence", |window| place(&window.status()) > place(&status));
    window.playerctl(&["position", "0"]);
    window.until("the beginning", |window| window.position() == 0.0);
    assert_eq!(place(&window.status()), Some(0));
    window.playerctl(&["position", "5+"]);
    window.until("five seconds on", |window| window.position() > 3.0);
    assert!(place(&window.status()) > Some(0));
    window.playerctl(&["volume", "0.5"]);
    window.until("half the volume", |window| window.status()["volume"] == 0.5);
    let length: f64 = window.playerctl(&["metadata", "mpris:length"]).parse().unwrap();
    let total = window.status()["total_secs"].as_f64().unwrap();
    assert!((length / 1e6 - total).abs() < 0.002, "{length} {total}");
}

#[test]
fn the_desktop_learns_of_a_recorded_book_its_chapter_its_cover_and_how_long_its_narrator_takes() {
    let mut window = Window::open();
    let book = window.folder.path().join("ferry.epub");
    fs::write(&book, include_bytes!("../data/documents/narrated.epub")).unwrap();
    window.run("zh_TW.UTF-8", &["open", &book.to_string_lossy()]);
    window.until("its first chapter", |window| window.playerctl(&["metadata", "title"]) == "渡船");
    assert_eq!(window.playerctl(&["metadata", "album"]), "渡船與霧");
    assert_eq!(window.playerctl(&["metadata", "artist"]), "林小雨");
    let art = window.playerctl(&["metadata", "mpris:artUrl"]);
    let picture = fs::read(art.strip_prefix("file://").unwrap()).unwrap();
    assert!(picture.starts_with(&[0xFF, 0xD8, 0xFF]), "a JPEG");
    assert_eq!(window.status()["title"], "渡船");
    window.until("what its recordings take", |window| {
        (window.status()["total_secs"].as_f64().unwrap() - 14.8).abs() < 0.1
    });
    window.playerctl(&["play"]);
    window.until("its sound", |window| window.position() > 0.3);
}

#[test]
fn playing_pauses_when_another_player_of_the_desktop_begins() {
    let mut window = Window::open();
    window.until("the session bus", |window| window.playerctl(&["metadata", "title"]) == "遙控測試");
    window.playerctl(&["play"]);
    window.until("sound", |window| window.position() > 0.3);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let other = zbus::connection::Builder::address(window.bus.address.as_str()).unwrap().build();
    let other = runtime.block_on(other).unwrap();
    let tell = |status: &str| {
        let changed = HashMap::from([("PlaybackStatus", zvariant::Value::from(status))]);
        let body = ("org.mpris.MediaPlayer2.Player", changed, Vec::<&str>::new());
        let (object, interface) = ("/org/mpris/MediaPlayer2", "org.freedesktop.DBus.Properties");
        let told = other.emit_signal(None::<&str>, object, interface, "PropertiesChanged", &body);
        runtime.block_on(told).unwrap();
    };
    tell("Stopped");
    let before = window.position();
    window.until("sound that goes on", |window| window.position() > before + 0.3);
    tell("Playing");
    window.until("silence", |window| window.playerctl(&["status"]) == "Paused");
}

#[test]
fn a_screen_reader_finds_the_article_and_a_name_on_all_that_can_be_pressed() {
    let mut window = Window::open();
    let reader = Accessible::start(&window.bus.address);
    let shows = |name: &str| reader.all().iter().any(|(_, found)| found == name);
    window.until("the headline", |_| shows("遙控測試"));
    let all = reader.all();
    // Check box, button, radio button, slider, toggle button, entry.
    let operated = [7, 43, 44, 51, 62, 79];
    let pressed: Vec<_> = all.iter().filter(|(role, _)| operated.contains(role)).collect();
    assert!(pressed.len() > 12, "{all:?}");
    assert!(pressed.iter().all(|(_, name)| !name.trim().is_empty()), "{pressed:?}");
    for name in ["播放", "第一段有兩個句子。這是第二句，比較長一點，好讓它說久一些。", "書庫", "設定"]
    {
        assert!(all.iter().any(|(_, found)| found.contains(name)), "{name} is not in {all:?}");
    }
}

/// Plays the desktop's service that keeps screens on; how many programs ask for that.
fn screen_saver(address: &str) -> Arc<AtomicUsize> {
    let desktop = zbus::blocking::connection::Builder::address(address).unwrap();
    let desktop = desktop.name("org.freedesktop.ScreenSaver").unwrap().build().unwrap();
    let held = Arc::<AtomicUsize>::default();
    let counted = Arc::clone(&held);
    // Ends with the bus.
    std::thread::spawn(move || {
        for message in zbus::blocking::MessageIterator::from(desktop.clone()).map_while(Result::ok) {
            let header = message.header();
            match header.member().map(|name| name.as_str()) {
                Some("Inhibit") => {
                    counted.fetch_add(1, Ordering::SeqCst);
                    desktop.reply(&header, &1_u32).unwrap();
                }
                Some("UnInhibit") => {
                    counted.fetch_sub(1, Ordering::SeqCst);
                    desktop.reply(&header, &()).unwrap();
                }
                Some(_) | None => (),
            }
        }
    });
    held
}

#[test]
fn the_screen_stays_on_in_focus_mode_while_it_plays() {
    let mut window = Window::open();
    let held = screen_saver(&window.bus.address);
    window.until("the session bus", |window| window.playerctl(&["metadata", "title"]) == "遙控測試");
    window.playerctl(&["play"]);
    window.until("sound", |window| window.position() > 0.3);
    assert_eq!(held.load(Ordering::SeqCst), 0, "not while it is only heard");
    window.screen.xdotool(&["key", "shift+f"]);
    window.until("the screen is held", |_| held.load(Ordering::SeqCst) == 1);
    window.playerctl(&["pause"]);
    window.until("it is let go", |_| held.load(Ordering::SeqCst) == 0);
}

#[test]
fn articles_are_added_from_the_command_line_and_a_second_start_goes_to_the_same_window() {
    let mut window = Window::open();
    let (second, third) = (window.article("第二篇"), window.article("第三篇"));
    window.tell(&["add", &second, &third]);
    let queued = |window: &Window| String::from_utf8(window.run("en_US.UTF-8", &["queue"]).stdout).unwrap();
    window.until("both are fetched", |window| {
        let queued = queued(window);
        queued.contains("1. 第二篇") && queued.contains("2. 第三篇")
    });
    window.tell(&["next-article"]);
    window.until("the second", |window| window.status()["title"] == "第二篇");
    window.until("the rest of the queue", |window| queued(window).starts_with("1. 第三篇"));
    let fourth = window.article("第四篇");
    // It hands its article over, and ends.
    let hand_over = |window: &Window, article: &str, input: Stdio| {
        let mut start = tingxinwen(&window.folder, &window.card, "zh_TW.UTF-8", &[article]);
        let output = on_desktop(&mut start, &window.screen, &window.bus).stdin(input).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    hand_over(&window, &fourth, Stdio::null());
    window.until("the fourth", |window| window.status()["title"] == "第四篇");
    let found = window.run("en_US.UTF-8", &["library", "search", "--json", "第四", "經過"]);
    let found: Value = serde_json::from_slice(&found.stdout).unwrap();
    assert_eq!(found["title"], "第四篇");
    // Standard input in a charset of its own, longer than a short line.
    let text = "<p>這是第五篇的一段，說明事情的經過。</p>".repeat(3000);
    let page = format!("\u{FEFF}<title>第五篇</title><article><h1>第五篇</h1>{text}</article>");
    let input = window.folder.path().join("input");
    fs::write(&input, page.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()).unwrap();
    hand_over(&window, "-", fs::File::open(&input).unwrap().into());
    window.until("the fifth", |window| window.status()["title"] == "第五篇");
}

#[test]
fn a_window_of_its_own_reads_standard_input() {
    let folder = tempfile::tempdir().unwrap();
    let (screen, card, bus) = (Screen::start(), SoundCard::start(folder.path()), SessionBus::start());
    let mut start = tingxinwen(&folder, &card, "zh_TW.UTF-8", &["-"]);
    let input = folder.path().join("input");
    fs::write(&input, TEXT).unwrap();
    start.stdin(fs::File::open(&input).unwrap());
    let program = Running::start(on_desktop(&mut start, &screen, &bus));
    Window { program, screen, bus, card, folder }
        .until("the article", |window| window.status()["title"] == "# 遙控測試");
}

#[test]
fn a_program_that_is_killed_at_any_moment_goes_on_in_the_same_sentence_or_the_one_before() {
    let starts: Vec<u64> = TEXT
        .trim_start_matches("# ")
        .split_inclusive(['。', '\n'])
        .filter_map(|sentence| byte_of(sentence.trim()).filter(|_| !sentence.trim().is_empty()))
        .collect();
    let sentence = |place: u64| starts.iter().rposition(|start| *start <= place).unwrap();
    let mut window = Window::open();
    let moments =
        [130_u64, 410, 90, 700, 260, 530, 40, 880, 350, 610, 170, 790, 220, 470, 60, 930, 300, 660, 110, 560];
    for moment in moments {
        window.tell(&["play"]);
        window.until("it plays", |window| window.status()["state"] == "playing");
        sleep(Duration::from_millis(moment));
        let Some(before) = place(&window.status()) else { panic!("no place") };
        window.kill_and_restart();
        let status = window.status();
        let after = place(&status).unwrap();
        let lost = sentence(before).abs_diff(sentence(after));
        assert!(lost <= 1, "killed at {before}, goes on at {after}");
        if status["state"] == "finished" || sentence(after) + 1 >= starts.len() {
            window.tell(&["seek", "0"]);
        }
    }
}
