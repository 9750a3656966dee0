//! The window: how soon it is there, what it costs, and what a long article costs it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    thread::sleep,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::{
    desktop::{Running, Screen},
    percentile, tell,
};

/// Chars of the long article.
const LONG: usize = 100_000;

/// Times each start is measured.
const RUNS: usize = 5;

pub(crate) fn run(article: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let trace = folder.path().join("trace");
    let screen = Screen::start();
    let (mut frames, mut readies) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let opened = Opened::start(&screen, &[article], &trace);
        frames.push(opened.millis_to("first_frame"));
        readies.push(opened.millis_to("ready"));
    }
    let with = Opened::start(&screen, &[article], &trace).memory_at("ready");
    let without = Opened::start(&screen, &["--voice=tone", article], &trace).memory_at("ready");
    tell(format_args!(
        "start: first frame {:.0} ms, first sound ready {:.0} ms; medians of {RUNS}; memory {with:.0} MiB with the voice, {without:.0} MiB without",
        percentile(&mut frames, 0.5),
        percentile(&mut readies, 0.5),
    ));

    let long = folder.path().join("long.txt");
    let paragraph = "這是一段用來測量的文字，長短和新聞裡的段落差不多，中間有逗號，最後有句號。".repeat(4);
    let count = LONG / paragraph.chars().count();
    fs::write(&long, vec![paragraph; count].join("\n\n")).expect("a long article");
    let opened = Opened::start(&screen, &["--voice=tone", &long.display().to_string()], &trace);
    opened.millis_to("ready");
    // Sound is made a minute ahead, then the device is let rest, and nothing is left to do.
    sleep(Duration::from_secs(16));
    let idle = opened.cpu_share();
    screen.xdotool(&[
        "search",
        "--onlyvisible",
        "--class",
        "tw.tingxinwen",
        "windowfocus",
        "--sync",
        "key",
        "space",
    ]);
    sleep(Duration::from_secs(3));
    let (before, playing) = (opened.count("word"), opened.cpu_share());
    let words = opened.count("word") - before;
    tell(format_args!(
        "a {LONG}-char article: paused {:.2} % of a core, playing {:.0} % ({:.1} words a second, software OpenGL)",
        idle * 100.0,
        playing * 100.0,
        words as f64 / WATCHED.as_secs_f64(),
    ));
}

/// How long the use of the processor is watched.
const WATCHED: Duration = Duration::from_secs(8);

struct Opened {
    program: Running,
    trace: PathBuf,
    started: i64,
}

impl Opened {
    fn start(screen: &Screen, args: &[&str], trace: &Path) -> Self {
        fs::remove_file(trace).ok();
        // Nothing was heard before.
        let kept = trace.with_extension("kept");
        fs::remove_dir_all(&kept).ok();
        let name = std::env::current_exe().expect("a program");
        let program = name.parent().and_then(Path::parent).expect("target/release").join("tingxinwen");
        let mut command = Command::new(program);
        command
            .args(args)
            .arg("--trace")
            .arg(trace)
            .env("TINGXINWEN_CACHE", kept)
            .env("DISPLAY", &screen.display)
            .env_remove("WAYLAND_DISPLAY");
        let started = tingxinwen_ui::trace::clock_nanos();
        Self { program: Running::start(&mut command), trace: trace.to_owned(), started }
    }

    fn events(&self, event: &str) -> Vec<i64> {
        let lines = fs::read_to_string(&self.trace).unwrap_or_default();
        let lines = lines.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        lines.filter(|line| line["event"] == event).filter_map(|line| line["t_ns"].as_i64()).collect()
    }

    fn count(&self, event: &str) -> usize {
        self.events(event).len()
    }

    /// Waits for `event`; how long it took since the start.
    fn millis_to(&self, event: &str) -> f64 {
        let start = Instant::now();
        loop {
            if let Some(at) = self.events(event).first() {
                return (at - self.started) as f64 / 1e6;
            }
            assert!(start.elapsed() < Duration::from_secs(60), "no {event}");
            sleep(Duration::from_millis(20));
        }
    }

    /// Resident memory a while after `event`, in MiB.
    fn memory_at(&self, event: &str) -> f64 {
        self.millis_to(event);
        sleep(Duration::from_secs(4));
        let status = fs::read_to_string(format!("/proc/{}/status", self.program.id())).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
        let kib: f64 = line.split_whitespace().nth(1).and_then(|kib| kib.parse().ok()).unwrap_or(f64::NAN);
        kib / 1024.0
    }

    /// The share of a core that it uses for [`WATCHED`].
    fn cpu_share(&self) -> f64 {
        let before = self.cpu_secs();
        sleep(WATCHED);
        (self.cpu_secs() - before) / WATCHED.as_secs_f64()
    }

    fn cpu_secs(&self) -> f64 {
        // proc(5): utime and stime are fields 14 and 15, in ticks of 10 ms.
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.program.id())).unwrap_or_default();
        let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
        fields.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
    }
}
