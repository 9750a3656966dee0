//! The rules of README.md, "Invariants", that no compiler checks.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Where a dependency may be named.
const HOMES: &[(&str, &[&str])] = &[
    ("cpal", &["src/audio/"]),
    ("rtrb", &["src/audio/"]),
    ("reqwest", &["src/article/fetch", "voices/install/", "voices/services/"]),
    ("tokio_tungstenite", &["voices/services/"]),
    ("keyring", &["voices/services/secret.rs"]),
    ("symphonia", &["src/engine/sound_cache", "voices/services/decode.rs"]),
    ("realfft", &["src/engine/align.rs"]),
    ("opus_decoder", &["voices/services/decode/opus.rs"]),
    ("httpdate", &["voices/services/http.rs"]),
    ("flacenc", &["src/engine/sound_cache"]),
    ("rubato", &["src/audio/resample.rs", "voices/services/decode.rs"]),
    (
        "tokio",
        &[
            "src/engine/",
            "src/article/fetch",
            "src/article/open.rs",
            "ui/cli/",
            "ui/setup.rs",
            "ui/examples/",
            "voices/services/",
        ],
    ),
    ("dom_smoothie", &["src/article/"]),
    ("egui", &["ui/"]),
    ("eframe", &["ui/"]),
    ("rten", &["voices/"]),
    ("pulp", &["voices/vocoder/"]),
    ("rayon", &["voices/vocoder/pool.rs"]),
    ("Color32", &["ui/theme.rs", "ui/page.rs", "ui/view/icon.rs"]),
];
/// What reads no clock, starts no thread, and touches no file.
const PURE: &[&str] = &[
    "src/article/mod.rs",
    "src/article/block.rs",
    "src/article/choice.rs",
    "src/article/singles.rs",
    "src/article/source.rs",
    "src/text/",
    "src/player/",
    "src/speech.rs",
];
const IMPURE_WORDS: &[&str] =
    &["std::fs", "std::net", "std::thread", "Instant::now", "SystemTime", "async fn", "std::env"];
const MAX_LINES: usize = 400;

#[test]
fn dependencies_stay_at_home() {
    for (path, text) in sources() {
        for (dep, homes) in HOMES {
            let named = text.contains(&format!("{dep}::")) || text.contains(&format!("use {dep}"));
            let at_home = homes.iter().any(|home| path.starts_with(home));
            assert!(!named || at_home, "{path} names {dep}, which lives in {homes:?}");
        }
    }
}

#[test]
fn the_core_is_pure() {
    for (path, text) in sources() {
        if PURE.iter().any(|pure| path.starts_with(pure)) {
            for word in IMPURE_WORDS {
                assert!(!text.contains(word), "{path} is of the pure core, and says {word}");
            }
        }
    }
}

#[test]
fn files_are_short_and_say_what_they_are() {
    for (path, text) in sources() {
        assert!(text.starts_with("//!"), "{path} does not start with a `//!` line");
        assert!(text.lines().count() <= MAX_LINES, "{path} has over {MAX_LINES} lines");
    }
}

#[test]
fn nothing_is_left_to_do() {
    for (path, text) in sources() {
        for word in ["todo!(", "unimplemented!(", "#[ignore", "dbg!("] {
            assert!(!text.contains(word), "{path} says {word}");
        }
    }
}

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for dir in ["src", "ui", "voices", "xtask"] {
        walk(&root.join(dir), &mut found);
    }
    assert!(found.len() > 50, "the walk found only {}", found.len());
    let name = |path: &PathBuf| path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
    found.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

fn walk(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}
