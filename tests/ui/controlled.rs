//! A window of its own desktop, sound card and folders, which a test commands as other programs do.

use std::{
    fs,
    process::{Command, Output, Stdio},
    thread::sleep,
    time::Duration,
};

use serde_json::Value;

use crate::desktop::{Running, Screen, SessionBus, SoundCard};

/// How often, and after which pauses, a test looks for what it waits for before it fails.
pub(crate) const LOOKS: usize = 500;
pub(crate) const GLANCE: Duration = Duration::from_millis(50);

pub(crate) const TEXT: &str = "# 遙控測試\n\n第一段有兩個句子。這是第二句，比較長一點，好讓它說久一些。\n\n第二段也有內容，有一點長。\n\n第三段也有內容，有一點長。\n\n第四段也有內容，有一點長。\n";

pub(crate) struct Window {
    // Ends first, and so loses neither its screen nor its sound card.
    pub(crate) program: Running,
    pub(crate) screen: Screen,
    pub(crate) bus: SessionBus,
    pub(crate) card: SoundCard,
    pub(crate) folder: tempfile::TempDir,
}

impl Window {
    pub(crate) fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (screen, card, bus) = (Screen::start(), SoundCard::start(folder.path()), SessionBus::start());
        let article = folder.path().join("article.md");
        fs::write(&article, TEXT).unwrap();
        let article = article.to_string_lossy().into_owned();
        let mut program = tingxinwen(&folder, &card, "zh_TW.UTF-8", &["--voice", "tone", &article]);
        let program = Running::start(on_desktop(&mut program, &screen, &bus));
        let mut window = Self { program, screen, bus, card, folder };
        window.until("the article", |window| window.status()["title"] == "遙控測試");
        window
    }

    /// Kills the program as SIGKILL does, and starts it anew without an article.
    pub(crate) fn kill_and_restart(&mut self) {
        self.program.kill();
        let mut program = tingxinwen(&self.folder, &self.card, "zh_TW.UTF-8", &["--voice", "tone"]);
        self.program = Running::start(on_desktop(&mut program, &self.screen, &self.bus));
        self.until("the article", |window| window.status()["title"] == "遙控測試");
    }

    /// Writes an article of this name; its path.
    pub(crate) fn article(&self, name: &str) -> String {
        let path = self.folder.path().join(name).with_extension("md");
        fs::write(&path, format!("# {name}\n\n這是{name}的第一段，說明事情的經過。\n")).unwrap();
        path.to_string_lossy().into_owned()
    }

    /// Runs `tingxinwen` beside the window.
    pub(crate) fn run(&self, locale: &str, args: &[&str]) -> Output {
        tingxinwen(&self.folder, &self.card, locale, args).output().unwrap()
    }

    pub(crate) fn tell(&self, args: &[&str]) {
        let output = self.run("en_US.UTF-8", args);
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// What `tingxinwen status --json` prints; `null` as long as it fails.
    pub(crate) fn status(&self) -> Value {
        let output = self.run("en_US.UTF-8", &["status", "--json"]);
        serde_json::from_slice(&output.stdout).unwrap_or_default()
    }

    /// What `playerctl` prints.
    pub(crate) fn playerctl(&self, args: &[&str]) -> String {
        let mut playerctl = Command::new("playerctl");
        playerctl.args(["-p", "tingxinwen"]).args(args).env("DBUS_SESSION_BUS_ADDRESS", &self.bus.address);
        let output = playerctl.output().expect("playerctl; `cargo xtask setup` installs it");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    pub(crate) fn position(&self) -> f64 {
        self.playerctl(&["position"]).parse().unwrap_or_default()
    }

    pub(crate) fn until(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let looked = (0..LOOKS).any(|_| {
            assert!(!self.program.has_ended(), "the program ended before {what}");
            let is_so = is_so(self);
            if !is_so {
                sleep(GLANCE);
            }
            is_so
        });
        assert!(looked, "waited in vain for {what}: {}", self.status());
    }
}

/// The program with folders of its own, at the sound card `card`.
pub(crate) fn tingxinwen(
    folder: &tempfile::TempDir,
    card: &SoundCard,
    locale: &str,
    args: &[&str],
) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_tingxinwen"));
    program.args(args).env("LC_ALL", locale).env_remove("DBUS_SESSION_BUS_ADDRESS");
    for name in ["CONFIG", "CACHE", "DATA", "STATE"] {
        program.env(format!("TINGXINWEN_{name}"), folder.path().join(name));
    }
    program.env_remove("TINGXINWEN_RUNTIME").envs(card.env.iter().cloned());
    program
}

/// `program` as it starts on a desktop.
pub(crate) fn on_desktop<'a>(program: &'a mut Command, screen: &Screen, bus: &SessionBus) -> &'a mut Command {
    program.env("DISPLAY", &screen.display).env_remove("WAYLAND_DISPLAY");
    program.env("DBUS_SESSION_BUS_ADDRESS", &bus.address).stderr(Stdio::inherit())
}
