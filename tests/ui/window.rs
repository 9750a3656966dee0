//! The program as a listener meets it: a real window on a real screen, real keys, real sound.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[allow(dead_code, reason = "who uses it takes a part of it")]
mod desktop;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread::sleep,
    time::Duration,
};

use desktop::{Recorder, Running, Screen, SoundCard};
use serde_json::Value;
use tingxinwen_library::{Database, Query, UnixSecs};
use tingxinwen_test_tools::server::{Answer, Request, Server};

const TEXT: &str = "視窗測試\n\n第一段有兩個句子。這是第二句，比較長一點，好讓它說久一些。\n\n第二段也有內容。\n\n最後一段。\n";

/// How often, and after which pauses, a test looks for what it waits for before it fails.
const LOOKS: usize = 1_000;
const GLANCE: Duration = Duration::from_millis(30);

struct Listener {
    // Ends first, and so loses neither its screen nor its sound card.
    program: Running,
    screen: Screen,
    card: SoundCard,
    recorder: Recorder,
    folder: tempfile::TempDir,
}

impl Listener {
    /// A window that reads [`TEXT`].
    fn open() -> Self {
        Self::reading("article.txt", TEXT, "")
    }

    /// A window that reads `text`, a file called `name`, over `settings`.
    fn reading(name: &str, text: &str, settings: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("CONFIG")).unwrap();
        fs::write(folder.path().join("CONFIG/settings.toml"), settings).unwrap();
        let (screen, card) = (Screen::start(), SoundCard::start(folder.path()));
        // Before the program: a sink that nobody listens to takes its time.
        let recorder = card.record();
        let article = folder.path().join(name);
        fs::write(&article, text).unwrap();
        let program = Running::start(program(folder.path(), &screen, &card).arg(&article));
        let mut listener = Self { program, screen, card, recorder, folder };
        listener.wait();
        listener
    }

    /// Ends the program, and starts it again with nothing to open.
    fn start_again(&mut self) {
        fs::remove_file(self.trace_path()).unwrap();
        self.key("ctrl+q");
        let has_ended = (0..LOOKS).any(|_| {
            sleep(GLANCE);
            self.program.has_ended()
        });
        assert!(has_ended, "it does not quit");
        self.program = Running::start(&mut program(self.folder.path(), &self.screen, &self.card));
        self.wait();
    }

    /// Waits for the window with its article, and gives it the keyboard.
    fn wait(&mut self) {
        let listener = self;
        listener.until("the window", |this| !this.window().is_empty());
        listener.until("the first sentence", |this| this.count("sentence") > 0);
        let window = listener.window();
        listener.screen.xdotool(&["windowfocus", "--sync", &window]);
    }

    fn window(&self) -> String {
        let found = self.screen.xdotool(&["search", "--onlyvisible", "--class", "tw.tingxinwen"]);
        found.lines().next_back().unwrap_or_default().to_owned()
    }

    fn key(&self, key: &str) {
        self.screen.xdotool(&["key", key]);
    }

    fn trace_path(&self) -> PathBuf {
        self.folder.path().join("trace")
    }

    fn trace(&self) -> Vec<Value> {
        let lines = fs::read_to_string(self.trace_path()).unwrap_or_default();
        lines.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
    }

    fn count(&self, event: &str) -> usize {
        self.trace().iter().filter(|line| line["event"] == event).count()
    }

    fn words(&self) -> Vec<String> {
        let of = |line: &Value| {
            let at = |idx: usize| line["source"][idx].as_u64().map(|at| at as usize);
            shown().get(at(0)?..at(1)?).map(str::to_owned)
        };
        self.trace().iter().filter(|line| line["event"] == "word").filter_map(of).collect()
    }

    fn until(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let looked = (0..LOOKS).position(|_| {
            assert!(!self.program.has_ended(), "the program ended before {what}");
            let is_so = is_so(self);
            if !is_so {
                sleep(GLANCE);
            }
            is_so
        });
        assert!(looked.is_some(), "waited in vain for {what}: {:?}", self.trace());
    }
}

/// The program with all that it keeps in `folder`.
fn program(folder: &Path, screen: &Screen, card: &SoundCard) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_tingxinwen"));
    program.args(["--voice", "tone", "--trace"]).arg(folder.join("trace"));
    program.env("DISPLAY", &screen.display).env("LC_ALL", "zh_TW.UTF-8").env_remove("WAYLAND_DISPLAY");
    for name in ["CONFIG", "CACHE", "DATA", "STATE"] {
        program.env(format!("TINGXINWEN_{name}"), folder.join(name));
    }
    program.envs(card.env.iter().cloned()).stderr(Stdio::inherit());
    program
}

/// The text as the article has it: a line a block.
fn shown() -> String {
    TEXT.lines().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Pixels that are about `color` in the picture on the screen.
fn pixels_of(screen: &Screen, color: [u8; 3]) -> usize {
    let (_, picture) = screen.picture();
    let is_near = |pixel: &&[u8]| pixel.iter().zip(color).all(|(a, b)| a.abs_diff(b) < 6);
    picture.chunks_exact(3).filter(is_near).count()
}

#[test]
fn space_plays_and_pauses_and_the_highlight_follows_the_sound() {
    let mut listener = Listener::open();
    sleep(Duration::from_millis(300));
    assert_eq!(listener.recorder.so_far().recent_peak(0.3), 0.0, "silent until asked");

    listener.key("space");
    listener.until("sound", |this| this.recorder.so_far().recent_peak(0.2) > 0.05);
    listener.until("words", |this| this.words().len() >= 6);
    let word = pixels_of(&listener.screen, [0xff, 0xd0, 0x4a]);
    assert!(word > 200, "the word is boxed: {word} pixels");
    let sentence = pixels_of(&listener.screen, [0xff, 0xef, 0xb5]);
    assert!(sentence > 2_000, "the sentence is tinted: {sentence} pixels");

    listener.key("space");
    listener.until("silence", |this| this.recorder.so_far().recent_peak(0.4) == 0.0);
    let paused_at = listener.words().len();
    sleep(Duration::from_millis(400));
    assert_eq!(listener.words().len(), paused_at, "a paused highlight stands still");

    listener.key("space");
    listener.until("the last words", |this| this.words().concat().ends_with("最後一段"));
    let heard = listener.words().concat();
    let written: String = shown().chars().filter(|c| !"，。\n".contains(*c)).collect();
    assert_eq!(heard, written, "every word once, in order: {:#?}", listener.trace());
    assert_eq!(listener.count("underrun"), 0);
    save_picture(&listener, Path::new(env!("CARGO_TARGET_TMPDIR")));
}

#[test]
fn arrow_keys_step_and_a_text_field_keeps_the_keys_to_itself() {
    let mut listener = Listener::open();
    listener.key("Right");
    listener.until("the second sentence", |this| this.count("seek") >= 2);
    listener.key("shift+Right");
    listener.until("the next paragraph", |this| this.count("seek") >= 3);
    let places = |this: &Listener| -> Vec<u64> {
        this.trace()
            .iter()
            .filter(|line| line["event"] == "seek")
            .filter_map(|line| line["place"].as_u64())
            .collect()
    };
    let at = |words: &str| shown().find(words).unwrap() as u64;
    assert!(places(&listener).ends_with(&[at("第一段"), at("第二段")]), "{:?}", places(&listener));

    // A dialog that asks for a path opens where the desktop has no file dialog of its own.
    let before = listener.screen.picture();
    listener.key("ctrl+o");
    listener.until("the dialog", |this| this.screen.picture() != before);
    let before = listener.screen.picture();
    let plays = listener.count("play");
    listener.screen.xdotool(&["type", "--delay", "60", "k l m"]);
    listener.until("what was typed", |this| this.screen.picture() != before);
    // What comes after it is done after it.
    let seeks = listener.count("seek");
    listener.key("Escape");
    listener.key("Left");
    listener.until("a step back", |this| this.count("seek") > seeks);
    assert_eq!(listener.count("play"), plays, "what is typed is not a shortcut");
}

#[test]
fn a_sound_card_that_goes_and_comes_back_loses_no_place() {
    let mut listener = Listener::open();
    listener.key("space");
    listener.until("some words", |this| this.words().len() >= 3);
    listener.card.unplug();
    listener.until("silence", |this| this.trace().iter().any(|line| line["lost"].is_string()));
    listener.card.plug_in();
    listener.key("space");
    listener.until("the end", |this| this.words().concat().ends_with("最後一段"));
}

#[test]
fn a_global_key_plays_while_another_window_has_the_keyboard_and_is_given_back() {
    let settings = "version = 1\n[global_keys]\nplay-pause = [\"Ctrl+Alt+P\"]\n";
    let mut listener = Listener::reading("article.txt", TEXT, settings);
    listener.screen.xdotool(&["windowunmap", "--sync", &listener.window()]);
    listener.key("ctrl+alt+p");
    listener.until("sound", |this| this.recorder.so_far().recent_peak(0.2) > 0.05);
    listener.key("ctrl+alt+p");
    listener.until("silence", |this| this.recorder.so_far().recent_peak(0.4) == 0.0);
    let path = listener.folder.path().join("CONFIG/settings.toml");
    assert!(fs::read_to_string(&path).unwrap().contains("Ctrl+Alt+P"));
}

/// For whoever wants to look at it.
fn save_picture(listener: &Listener, folder: &Path) {
    let path = folder.join("window.png");
    let mut import = Command::new("import");
    import.args(["-window", "root"]).arg(path).env("DISPLAY", &listener.screen.display);
    import.status().expect("import");
}

/// What the second news of the site says.
const NEWS: &str = "公園夜間開放到十點，市府提醒大家注意安全。";

#[test]
fn a_site_is_subscribed_to_by_its_address_and_its_news_are_heard_one_after_the_other() {
    let site = Server::start(|request: &Request| {
        let path = request.line.split(' ').nth(1).unwrap_or_default();
        let page = |text: &str| {
            format!(
                "<html><head><title>報導</title></head><body><article><h1>報導</h1><p>{text}</p></article></body></html>"
            )
        };
        let item = |at: u32| {
            format!(
                "<item><title>第{at}則</title><link>/{at}</link><pubDate>2026-03-1{at} 05:40</pubDate></item>"
            )
        };
        let (media, body) = match path {
            "/rss" => (
                "application/rss+xml",
                format!(
                    "<rss version='2.0'><channel><title>站</title><link>/</link>{}{}</channel></rss>",
                    item(2),
                    item(1)
                ),
            ),
            "/1" => ("text/html", page(&"渡船今天早上因為濃霧停航三個小時才復航。".repeat(9))),
            "/2" => ("text/html", page(&NEWS.repeat(9))),
            _ => (
                "text/html",
                "<html><head><link rel=alternate type='application/rss+xml' href='/rss'></head></html>"
                    .to_owned(),
            ),
        };
        Answer::whole(&format!("{media}; charset=utf-8"), body.into_bytes())
    });
    let mut listener = Listener::open();
    listener.key("s");
    sleep(GLANCE * 20);
    listener.screen.xdotool(&["type", "--delay", "20", &site.url()]);
    listener.key("Return");
    listener
        .until("the feed is read", |_| site.requests().iter().any(|request| request.line.contains("/rss")));
    sleep(GLANCE * 20);
    listener.key("t");
    // How far it was heard is noted a sentence at a time.
    let is_heard = |this: &Listener, page: &str| {
        let library = Database::open(&this.folder.path().join("DATA/library.sqlite")).unwrap();
        let all = library.list(&Query { limit: 9, ..Query::default() }).unwrap();
        let address = format!("{}{page}", site.url());
        all.iter().any(|entry| entry.source.as_ref() == Some(&address) && entry.heard > 0.0)
    };
    listener.until("the older news is heard first", |this| is_heard(this, "/1"));
    assert!(!is_heard(&listener, "/2"));
    listener.key("n");
    listener.until("the next news is heard", |this| is_heard(this, "/2"));
}

/// A book whose first chapter takes a moment, and its second long.
const BOOK: &str = "# 第一章\n\n船開。\n\n# 第二章\n\n沒有風。水面很平，老人把繩子收好，看著遠處的燈塔，天空漸漸亮起來。孩子們在岸邊跑來跑去。\n\n# 第三章\n\n霧散了。\n";

#[test]
fn a_book_goes_on_from_chapter_to_chapter_and_after_a_restart_where_it_was() {
    let mut listener = Listener::reading("book.md", BOOK, "");
    // The chapter that the library has noted; none where the book was heard to its end.
    let noted = |this: &Listener| {
        let library = Database::open(&this.folder.path().join("DATA/library.sqlite")).unwrap();
        let all = library.list(&Query { limit: 9, ..Query::default() }).unwrap();
        let book = all.first()?;
        let resume = library.resume(&book.id, UnixSecs::now()).unwrap();
        Some((resume.map(|resume| resume.place.part), book.heard))
    };
    listener.key("space");
    listener
        .until("the second chapter is heard", |this| noted(this).is_some_and(|(part, _)| part == Some(1)));
    listener.start_again();
    assert_eq!(noted(&listener).and_then(|(part, _)| part), Some(1));
    listener.key("space");
    listener.until("the end of the third", |this| noted(this).is_some_and(|(_, heard)| heard == 1.0));
    let sentences = listener.trace().into_iter().filter(|line| line["event"] == "sentence");
    let starts: Vec<u64> = sentences.filter_map(|line| line["source"][0].as_u64()).collect();
    assert!(starts.windows(2).any(|pair| pair[0] > pair[1]), "from one chapter to the next: {starts:?}");
    assert!(starts.len() < 8, "not from its beginning: {starts:?}");
}
