//! The figures of the README that need the whole program: `cargo xtask bench` runs this.
//!
//! `sync` compares when a word is lit up with when it is heard at a null sink's monitor;
//! `first-sound` measures from the wish to play to the first sample at the device; `services` measures
//! speech services; `window` and `idle` measure the window itself; `extract` scores folders of pages whose
//! article is known; `text` measures the reading front-end; `align` compares word times with the truth; `library`
//! measures a library of ten thousand articles, `feeds` the refresh of two hundred, `documents` how soon files are open, `export` what exports take.

#[path = "bench/align.rs"]
mod align;
#[path = "../../tests/ui/desktop.rs"]
#[allow(dead_code, reason = "who uses it takes a part of it")]
mod desktop;
#[path = "bench/documents.rs"]
mod documents;
#[path = "bench/export.rs"]
mod export;
#[path = "bench/extract.rs"]
mod extract;
#[path = "bench/feeds.rs"]
mod feeds;
#[path = "bench/first_sound.rs"]
mod first_sound;
#[path = "bench/library.rs"]
mod library;
#[path = "bench/services.rs"]
mod services;
#[path = "bench/sync.rs"]
mod sync;
#[path = "bench/text.rs"]
mod text;
#[path = "bench/window.rs"]
mod window;

use std::{
    process::{Command, ExitCode},
    sync::{Arc, Mutex},
    thread::sleep,
    time::{Duration, Instant},
};

use desktop::SoundCard;
use tingxinwen::{
    app::{self, Program},
    article::Source,
    audio::{AudioTap, open_device},
    engine::EngineHandle,
    player::{self, Epoch, Snapshot, Sound},
    speech::{Clip, Frames},
};
use tingxinwen_ui::setup;
use tokio::runtime::Runtime;

/// Set for the program that measures; the one around it holds the sound card.
const INSIDE: &str = "TINGXINWEN_BENCH_INSIDE";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let Some(("extract", folders)) = words.split_first().map(|(name, rest)| (name.as_str(), rest)) {
        extract::run(folders);
        return ExitCode::SUCCESS;
    }
    if let Some(("documents", files)) = words.split_first().map(|(name, rest)| (name.as_str(), rest)) {
        documents::run(files);
        return ExitCode::SUCCESS;
    }
    if words.first().is_some_and(|name| name == "align") {
        align::run();
        return ExitCode::SUCCESS;
    }
    if words.first().is_some_and(|name| name == "export") {
        export::run(words.get(1).map(String::as_str));
        return ExitCode::SUCCESS;
    }
    if words.first().is_some_and(|name| name == "library") {
        library::run();
        return ExitCode::SUCCESS;
    }
    if words.first().is_some_and(|name| name == "feeds") {
        feeds::run();
        return ExitCode::SUCCESS;
    }
    if words.first().is_some_and(|name| name == "text") {
        text::run(words.get(1).map(String::as_str));
        return ExitCode::SUCCESS;
    }
    if std::env::var_os(INSIDE).is_none() {
        return with_sound_card();
    }
    let mut args = std::env::args().skip(1);
    let (Some(name), Some(article)) = (args.next(), args.next()) else {
        tell(format_args!(
            "usage: bench sync|first-sound|services|window ARTICLE, bench extract FOLDER..., bench text [SENTENCES]"
        ));
        return ExitCode::FAILURE;
    };
    match name.as_str() {
        "sync" => sync::run(&article),
        "first-sound" => first_sound::run(),
        "services" => services::run(),
        "window" => window::run(&article),
        name => panic!("no bench is called {name}"),
    }
    ExitCode::SUCCESS
}

/// Runs itself again with a sound card of its own: sound servers are found by the environment.
fn with_sound_card() -> ExitCode {
    let folder = tempfile::tempdir().expect("a folder");
    let card = SoundCard::start(folder.path());
    let mut inside = Command::new(std::env::current_exe().expect("a program"));
    inside.args(std::env::args().skip(1)).env(INSIDE, "1").envs(card.env.iter().cloned());
    // What an earlier run said is not to be heard here.
    inside.env("TINGXINWEN_CACHE", folder.path().join("said"));
    if inside.status().is_ok_and(|status| status.success()) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What went to the sound card in the latest epoch.
type Queued = Arc<Mutex<(Epoch, Vec<f32>)>>;

/// The engine with the real voice, and a sound card that can be recorded.
pub(crate) struct Studio {
    pub(crate) engine: EngineHandle,
    pub(crate) recorder: desktop::Recorder,
    queued: Queued,
    _runtime: Runtime,
}

impl Studio {
    pub(crate) fn open(article: &str) -> Self {
        let recorder = desktop::record(&[]);
        let runtime = Runtime::new().expect("runtime");
        let settings = setup::settings();
        let shelf = setup::voices(&settings).expect("voices");
        let orders = shelf.orders(None, &settings.voices.order).expect("voices");
        let queued: Queued = Arc::default();
        let tape = Arc::clone(&queued);
        let of_clip = move |epoch, clip: &Arc<Clip>, from: Frames| {
            let mut tape = tape.lock().expect("no panic");
            if tape.0 != epoch {
                *tape = (epoch, Vec::new());
            }
            tape.1.extend_from_slice(&clip.samples()[from.0 as usize..]);
        };
        let audio = |news| Ok(AudioTap { out: open_device(news)?, of_clip });
        let front_end = Arc::new(setup::front_end(&settings));
        let program = Program::new(None, shelf, front_end, app::sound_cache(&settings), None, || ());
        let first = vec![player::Command::Open(Source::File(article.into()))];
        let engine = program.start(runtime.handle(), &orders, first, audio, || ()).expect("engine");
        let studio = Self { engine, recorder, queued, _runtime: runtime };
        studio.until(|snapshot| snapshot.script.is_some() && matches!(snapshot.sound, Sound::Device(_)));
        studio
    }

    /// All sound of the latest epoch.
    pub(crate) fn queued(&self) -> Vec<f32> {
        self.queued.lock().expect("no panic").1.clone()
    }

    pub(crate) fn until(&self, wanted: impl Fn(&Snapshot) -> bool) -> Arc<Snapshot> {
        let start = Instant::now();
        loop {
            let snapshot = self.engine.snapshot();
            if wanted(&snapshot) {
                return snapshot;
            }
            assert!(start.elapsed() < Duration::from_secs(180), "still {:?}", snapshot.phase);
            sleep(Duration::from_millis(1));
        }
    }
}

/// The value below which `share` of `values` are.
pub(crate) fn percentile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = (values.len().saturating_sub(1)) as f64 * share;
    values.get(at.round() as usize).copied().unwrap_or(f64::NAN)
}

/// Says a figure.
pub(crate) fn tell(line: std::fmt::Arguments<'_>) {
    use std::io::Write as _;
    writeln!(std::io::stdout(), "{line}").ok();
}
