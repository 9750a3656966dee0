//! What a listener does by commands on any system, from a page to its sound.
//!
//! `TINGXINWEN_RUN` names what runs in place of the program of this system, a word of a command a line: `cargo xtask
//! check` has programs of other systems tested so.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Output, Stdio},
};

use tempfile::TempDir;
use tingxinwen_voices::DataDir;

/// A listener who has used the program never before.
struct Listener {
    home: TempDir,
}

impl Listener {
    fn new() -> Self {
        let made = Self { home: tempfile::Builder::new().prefix("聽 新聞").tempdir().unwrap() };
        fs::create_dir(made.at("CONFIG")).unwrap();
        // As some editors save: a byte order mark, and two characters at the end of a line.
        let settings = "\u{FEFF}version = 1\r\n[looks]\r\nlanguage = \"zh-TW\"\r\n";
        fs::write(made.at("CONFIG").join("settings.toml"), settings).unwrap();
        made
    }

    fn at(&self, name: &str) -> std::path::PathBuf {
        self.home.path().join(name)
    }

    fn command(&self, args: &[&str]) -> Command {
        let other = std::env::var("TINGXINWEN_RUN").ok();
        let mut words = other.as_deref().unwrap_or(env!("CARGO_BIN_EXE_tingxinwen")).lines();
        let mut command = Command::new(words.next().unwrap());
        command.args(words);
        for name in ["CONFIG", "DATA", "CACHE", "STATE", "RUNTIME"] {
            command.env(format!("TINGXINWEN_{name}"), self.at(name));
        }
        command.env("LC_ALL", "C.UTF-8").current_dir(self.home.path()).args(args);
        command
    }

    /// What the command prints, which must succeed.
    fn prints(&self, args: &[&str]) -> String {
        printed(args, self.command(args).stdin(Stdio::null()).output().unwrap())
    }

    /// The same with `input` on its standard input.
    fn prints_of(&self, args: &[&str], input: &[u8]) -> Vec<u8> {
        let mut command = self.command(args);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{args:?}");
        output.stdout
    }

    /// What the command says where it fails, which it must.
    fn complains(&self, args: &[&str]) -> String {
        let output = self.command(args).stdin(Stdio::null()).output().unwrap();
        assert!(!output.status.success(), "{args:?}");
        String::from_utf8(output.stderr).unwrap()
    }
}

fn printed(args: &[&str], output: Output) -> String {
    assert!(output.status.success(), "{args:?} {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn data(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data").join(name)
}

#[test]
fn pages_books_and_text_of_any_line_ends_are_extracted() {
    let listener = Listener::new();
    let page = fs::read_to_string(data("sample-zh.html")).unwrap();
    fs::write(listener.at("文章.html"), page.replace('\n', "\r\n")).unwrap();
    let found = listener.prints(&["extract", "文章.html"]);
    assert!(found.contains("河岸輕軌週六通車") && !found.contains('\r'), "{found}");
    fs::create_dir(listener.at("folder")).unwrap();
    fs::copy(data("sample-zh.html"), listener.at("folder").join("page.html")).unwrap();
    let below = Path::new("folder").join("page.html");
    assert_eq!(listener.prints(&["extract", below.to_str().unwrap()]), found);
    let missing = Path::new("folder").join("missing");
    let told = listener.complains(&["extract", missing.to_str().unwrap()]);
    assert!(told.contains("找不到檔案"), "a path is no text: {told}");
    fs::copy(data("documents/ebooklib.epub"), listener.at("book.epub")).unwrap();
    assert!(listener.prints(&["extract", "book.epub"]).contains("The ferry left at six."));
    let text = "第一段說明了事情。\r\n\r\n第二段。\r\n";
    let of_pipe = listener.prints_of(&["extract", "-"], text.as_bytes());
    assert!(String::from_utf8(of_pipe).unwrap().trim().ends_with("第二段。"));
}

#[test]
fn words_are_said_as_the_listener_wants_and_files_of_any_editor_are_read() {
    let listener = Listener::new();
    assert!(listener.prints(&["pronounce", "--zhuyin", "圖書館"]).contains("ㄊㄨˊ"));
    listener.prints(&["lexicon", "add", "訊息室", "ㄒㄩㄣˋ ㄒㄧˊ ㄕˋ"]);
    let readings = listener.at("CONFIG").join("lexicon.txt");
    assert!(fs::read_to_string(&readings).unwrap().contains("訊息室"));
    fs::write(&readings, "\u{FEFF}訊息室\tㄊㄧㄢ ㄒㄧˊ ㄕˋ\r\nGDP\t=國內生產毛額\r\n").unwrap();
    let said = listener.prints(&["pronounce", "--zhuyin", "訊息室的 GDP"]);
    assert!(said.contains("ㄊㄧㄢ") && said.contains("國內"), "{said}");
    let told = listener.complains(&["status"]);
    assert!(told.contains("沒有在執行"), "the language of the settings, and not of the environment: {told}");
    assert!(listener.prints(&["doctor", "--report"]).contains("tingxinwen 0."));
}

#[test]
fn a_page_from_a_browser_is_in_the_queue_and_found_in_the_library() {
    let listener = Listener::new();
    let html = fs::read_to_string(data("sample-zh.html")).unwrap();
    let address = "https://news.test/library?id=1";
    let message = serde_json::json!({ "action": "add", "address": address, "html": html }).to_string();
    let length = u32::try_from(message.len()).unwrap().to_ne_bytes();
    let origin = "chrome-extension://nccambcdmmikkeiffimhkamjbcooadhe/";
    let answer = listener.prints_of(&[origin, "--parent-window=0"], &[&length, message.as_bytes()].concat());
    let answer: serde_json::Value = serde_json::from_slice(&answer[4..]).unwrap();
    assert_eq!((&answer["ok"], &answer["state"]), (&true.into(), &"kept".into()), "{answer}");
    fs::copy(data("sample-zh.html"), listener.at("文章.html")).unwrap();
    listener.prints(&["add", "文章.html"]);
    let queue = listener.prints(&["queue"]);
    assert!(queue.contains("2. ") && queue.contains("文章.html"), "{queue}");
    for search in [&["library"][..], &["library", "search", "輕軌"]] {
        assert!(listener.prints(search).contains("河岸輕軌週六通車"), "{search:?}");
    }
    listener.prints(&["library", "export", "library.json"]);
    let other = Listener::new();
    fs::copy(listener.at("library.json"), other.at("library.json")).unwrap();
    other.prints(&["library", "import", "library.json"]);
    assert!(other.prints(&["library"]).contains("河岸輕軌週六通車"));
}

/// The voice is that of the machine: `tingxinwen voices install` puts it there.
#[test]
fn the_real_voice_speaks_a_file_with_subtitles() {
    let listener = Listener::new();
    let voices = DataDir::find().unwrap();
    let run = |args: &[&str]| {
        let mut command = listener.command(args);
        printed(args, command.env("TINGXINWEN_DATA", voices.root()).output().unwrap())
    };
    let listed = run(&["voices"]);
    let voice = listed.lines().find(|line| line.starts_with("zf_xiaoxiao")).unwrap_or_default();
    assert!(voice.contains("已安裝"), "{voice}: run `tingxinwen voices install`");
    run(&["export", "今天天氣晴朗。", "--voice", "zf_xiaoxiao", "-o", "天氣.wav", "--subtitles", "srt"]);
    let sound = fs::read(listener.at("天氣.wav")).unwrap();
    // 24,000 samples a second of two bytes, after a head.
    let secs = sound.len() as f64 / 48_000.0;
    assert!(sound.starts_with(b"RIFF") && (1.0..4.0).contains(&secs), "{secs}");
    let subtitles = fs::read_to_string(listener.at("天氣.srt")).unwrap();
    assert!(subtitles.contains(" --> ") && subtitles.contains("今天天氣晴朗"), "{subtitles}");
}

#[test]
fn a_dash_stands_for_standard_input_and_output() {
    let listener = Listener::new();
    // As a spreadsheet of Windows saves it.
    let words = "\u{FEFF}重慶\tchong2 qing4\r\n";
    let wide: Vec<u8> = words.encode_utf16().flat_map(u16::to_le_bytes).collect();
    listener.prints_of(&["lexicon", "import", "-"], &wide);
    assert_eq!(listener.prints(&["lexicon"]), "重慶\tchong2 qing4\n");
    let text = listener.prints(&["lexicon", "export", "-"]);
    assert!(text.contains("重慶\tchong2 qing4\n") && !listener.at("-").exists(), "{text}");

    let feeds =
        br#"<opml version="2.0"><body><outline type="rss" text="x" xmlUrl="http://a.test/f"/></body></opml>"#;
    listener.prints_of(&["feeds", "import", "-"], feeds);
    let text = listener.prints(&["feeds", "export", "-"]);
    assert!(text.contains("http://a.test/f"), "{text}");
}
