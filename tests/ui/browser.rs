//! The button of browsers, pressed in real ones: Chromium and Firefox, where they are installed.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test that cannot go on fails, and one that is skipped says why"
)]

#[allow(dead_code, reason = "who uses it takes a part of it")]
mod desktop;

use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread::sleep,
    time::Duration,
};

use desktop::{Running, Screen};
use serde_json::{Value, json};
use tingxinwen_library::{Database, Query, UnixSecs};
use tingxinwen_test_tools::server::{Answer, Request, Server};

/// How often, and after which pauses, a test looks for what it waits for before it fails.
const LOOKS: usize = 60;
const GLANCE: Duration = Duration::from_secs(1);
/// What the page's script puts into it.
const WRITTEN: &str = "這一段是程式寫進頁面的，渡船今天早上因為濃霧停航三個小時，上午八點四十分才復航。";

fn page() -> Server {
    Server::start(|request: &Request| {
        if !request.line.starts_with("GET /story ") {
            return Answer::status(404, "no");
        }
        let page = format!(
            "<html><head><meta charset=utf-8><title>渡船停航</title></head><body><article><h1>渡船停航</h1><p id=x></p></article>\
             <script>document.getElementById('x').textContent = '{WRITTEN}'.repeat(3)</script></body></html>"
        );
        Answer::whole("text/html; charset=utf-8", page.into_bytes())
    })
}

/// A user of a browser, with a home of its own.
struct Home {
    folder: tempfile::TempDir,
    screen: Screen,
}

impl Home {
    fn new() -> Self {
        let home = Self { folder: tempfile::tempdir().unwrap(), screen: Screen::start() };
        let mut install = home.command(env!("CARGO_BIN_EXE_tingxinwen"));
        assert!(install.args(["browser", "install"]).stdout(Stdio::null()).status().unwrap().success());
        home
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env("HOME", self.path()).env("DISPLAY", &self.screen.display).env_remove("WAYLAND_DISPLAY");
        for (name, folder) in
            [("CONFIG_HOME", ".config"), ("DATA_HOME", ".local/share"), ("CACHE_HOME", ".cache")]
        {
            command.env(format!("XDG_{name}"), self.path().join(folder));
        }
        for name in ["CONFIG", "CACHE", "DATA", "STATE", "RUNTIME"] {
            command.env(format!("TINGXINWEN_{name}"), self.path().join(name));
        }
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    fn extension(&self) -> PathBuf {
        self.path().join("DATA/browser/extension")
    }

    /// Presses the extension's key in the window of `class` until the page is in the library; its text as it is there.
    fn press_until_kept(&self, class: &str, address: &str) -> String {
        for _ in 0..LOOKS {
            sleep(GLANCE);
            let windows = self.screen.xdotool(&["search", "--onlyvisible", "--class", class]);
            let Some(window) = windows.lines().next_back() else { continue };
            self.screen.xdotool(&["windowfocus", "--sync", window]);
            self.screen.xdotool(&["key", "alt+shift+q"]);
            let library = self.path().join("DATA/library.sqlite");
            let kept = library.exists().then(|| Database::open(&library).unwrap());
            let document = kept.and_then(|library| library.document(address, UnixSecs::now()).unwrap());
            if let Some(document) = document {
                return document.first().text().to_owned();
            }
        }
        let library = Database::open(&self.path().join("DATA/library.sqlite")).unwrap();
        panic!("the page never came: {:?}", library.list(&Query { limit: 9, ..Query::default() }));
    }
}

/// The first of `names` that is installed.
fn installed(names: &[&'static str]) -> Option<&'static str> {
    let is_there = |name: &&str| {
        Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
    };
    let found = names.iter().copied().find(is_there);
    if found.is_none() {
        eprintln!("skipped: none of {names:?} is installed");
    }
    found
}

#[test]
fn the_button_hands_over_the_page_as_chromium_shows_it() {
    let Some(chromium) = installed(&["chromium", "chromium-browser"]) else { return };
    let (home, server) = (Home::new(), page());
    let address = format!("{}/story", server.url());
    let mut command = home.command(chromium);
    command
        // Tests run as root, and without a graphics card.
        .args(["--no-sandbox", "--disable-gpu", "--no-first-run", "--password-store=basic"])
        .arg("--disable-features=DisableLoadExtensionCommandLineSwitch")
        .arg(format!("--load-extension={}", home.extension().display()))
        .arg(&address);
    let _browser = Running::start(&mut command);
    assert!(home.press_until_kept("chromium", &address).contains(WRITTEN));
    // Its other key plays the page, in a window that opens for it.
    home.screen.xdotool(&["key", "alt+shift+l"]);
    let plays = (0..LOOKS).any(|_| {
        sleep(GLANCE);
        let mut status = home.command(env!("CARGO_BIN_EXE_tingxinwen"));
        let output = status.args(["status", "--json"]).stdout(Stdio::piped()).output().unwrap();
        String::from_utf8_lossy(&output.stdout).contains("渡船停航")
    });
    assert!(plays, "no window plays it");
    // The program fetched nothing: the page came from the browser.
    let pages = server.requests().iter().filter(|request| request.line.contains("/story")).count();
    assert_eq!(pages, 1);
}

#[test]
fn the_button_hands_over_the_page_as_firefox_shows_it() {
    let Some(firefox) = installed(&["firefox-esr", "firefox"]) else { return };
    let (home, server) = (Home::new(), page());
    let address = format!("{}/story", server.url());
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let profile = home.path().join("profile");
    std::fs::create_dir(&profile).unwrap();
    let settings = format!(
        "user_pref(\"marionette.port\", {port});\nuser_pref(\"browser.shell.checkDefaultBrowser\", false);\n\
         user_pref(\"datareporting.policy.dataSubmissionEnabled\", false);\n"
    );
    std::fs::write(profile.join("user.js"), settings).unwrap();
    let mut command = home.command(firefox);
    command.args(["--marionette", "--no-remote", "--profile"]).arg(&profile).arg("about:blank");
    let _browser = Running::start(&mut command);
    let mut marionette = Marionette::connect(port);
    marionette.ask("WebDriver:NewSession", &json!({}));
    let addon = json!({ "path": home.extension(), "temporary": true });
    marionette.ask("Addon:Install", &addon);
    marionette.ask("WebDriver:Navigate", &json!({ "url": address }));
    assert!(home.press_until_kept("firefox", &address).contains(WRITTEN));
}

/// Firefox's own remote control: a length in digits, a colon, and JSON.
struct Marionette {
    stream: TcpStream,
    asked: u64,
}

impl Marionette {
    fn connect(port: u16) -> Self {
        let connected = (0..LOOKS).find_map(|_| {
            let stream = TcpStream::connect(("127.0.0.1", port));
            if stream.is_err() {
                sleep(GLANCE);
            }
            stream.ok()
        });
        let mut marionette = Self { stream: connected.expect("firefox listens"), asked: 0 };
        marionette.read();
        marionette
    }

    fn ask(&mut self, command: &str, parameters: &Value) {
        self.asked += 1;
        let text = json!([0, self.asked, command, parameters]).to_string();
        write!(self.stream, "{}:{text}", text.len()).unwrap();
        let answer = self.read();
        assert!(answer[2].is_null(), "{command}: {answer}");
    }

    fn read(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut byte = [0];
            self.stream.read_exact(&mut byte).unwrap();
            match byte[0] {
                b':' => break,
                digit => length = length * 10 + usize::from(digit - b'0'),
            }
        }
        let mut text = vec![0; length];
        self.stream.read_exact(&mut text).unwrap();
        serde_json::from_slice(&text).unwrap()
    }
}
