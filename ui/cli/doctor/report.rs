//! `tingxinwen doctor --report`: what a bug report needs, without text of articles, addresses or keys.

use std::{env, fs, path::Path, thread};

use tingxinwen::{
    app::{LANGUAGES, log},
    audio::default_device,
    engine::SoundCache,
    settings,
};
use tingxinwen_voices::default_threads;

use crate::{cli::say, locale::Locale, setup};

/// Lines of the log that are printed.
const LOG_LINES: usize = 200;
/// Variables of the environment that change what the program does; of the others nothing is said.
const VARIABLES: &[&str] = &[
    "DISPLAY",
    "LANG",
    "LC_ALL",
    "LC_MESSAGES",
    "PULSE_SERVER",
    "TINGXINWEN_CACHE",
    "TINGXINWEN_CONFIG",
    "TINGXINWEN_DATA",
    "TINGXINWEN_LOG",
    "TINGXINWEN_STATE",
    "WAYLAND_DISPLAY",
    "XDG_CURRENT_DESKTOP",
    "XDG_SESSION_TYPE",
];

/// Prints it; what cannot be told says so in its place.
pub(super) fn print() -> anyhow::Result<()> {
    say(format_args!("tingxinwen {}", crate::VERSION));
    say(format_args!("system: {} {}{}", env::consts::OS, env::consts::ARCH, system_name()));
    let cores = thread::available_parallelism().map_or(0, usize::from);
    say(format_args!("processor: {cores} threads, {} for voices; {}", default_threads(), processor()));
    say(format_args!("words: {}", Locale::System.resolved().tag()));
    for name in VARIABLES {
        if let Ok(value) = env::var(name) {
            say(format_args!("environment: {name}={}", without_home(&value)));
        }
    }
    say(format_args!("sound: {}", default_device().unwrap_or_else(|error| format!("none ({error})"))));
    let (settings, problems) = settings::load();
    let voices = setup::voices(&settings)?;
    for voice in voices.list().iter().filter(|voice| voice.installed) {
        say(format_args!("voice: {} ({})", voice.id.0, voice.language.tag()));
    }
    for language in LANGUAGES {
        let order = settings.voices.order.of(language).iter().map(|voice| voice.0.as_str());
        let order: Vec<&str> = order.collect();
        say(format_args!("order {}: {}", language.tag(), order.join(", ")));
    }
    for (name, account) in &settings.services {
        let key = if voices.services().is_ready(name) { "ready" } else { "not ready" };
        say(format_args!("service: {name} ({:?}), {key}", account.kind));
    }
    let (playback, looks) = (&settings.playback, &settings.looks);
    say(format_args!(
        "settings: speed {}, volume {}, ahead {} s, readings {:?}, language {}, zhuyin {}",
        playback.speed.factor(),
        playback.volume.gain(),
        playback.ahead_secs(),
        settings.reading.readings,
        looks.language,
        looks.zhuyin,
    ));
    for problem in &problems {
        // Not the value: it may be a key in the wrong place.
        say(format_args!("settings: cannot read {}", problem.key));
    }
    if let Some(cache) = SoundCache::path() {
        say(format_args!("sound cache: {} MB", bytes_in(&cache) / 1_000_000));
    }
    match log::tail(LOG_LINES) {
        Ok(lines) => lines.iter().for_each(|line| say(format_args!("log: {}", without_home(line)))),
        Err(error) => say(format_args!("log: none ({error})")),
    }
    Ok(())
}

/// The name of the system, where it has one.
fn system_name() -> String {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
    name.map(|name| format!(", {}", name.trim_matches('"'))).unwrap_or_default()
}

/// What the processor is called, where the system says so.
fn processor() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    model.map_or_else(|| "its name is not known here".to_owned(), |(_, name)| name.to_owned())
}

/// `text` with the listener's name for their home folder left out.
fn without_home(text: &str) -> String {
    match env::var("HOME") {
        Ok(home) if home.len() > 1 => text.replace(&home, "~"),
        Ok(_) | Err(_) => text.to_owned(),
    }
}

/// Bytes of the files in `folder`.
fn bytes_in(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| entry.metadata().ok())
        .filter(|meta| meta.is_file())
        .map(|meta| meta.len())
        .sum()
}
