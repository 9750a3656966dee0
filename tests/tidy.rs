//! The rules of the house that no compiler checks: who depends on whom, and what files look like.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

/// Our packages, the lowest first, and which of ours each may depend on.
const WALLS: &[(&str, &[&str])] = &[
    ("tingxinwen-core", &[]),
    ("tingxinwen-store", &[]),
    ("tingxinwen-network", &[]),
    ("tingxinwen-net", &["core"]),
    ("tingxinwen-text", &["core"]),
    ("tingxinwen-article", &["core", "net"]),
    ("tingxinwen-documents", &["article", "core"]),
    ("tingxinwen-encode", &["core"]),
    ("tingxinwen-library", &["core", "store"]),
    ("tingxinwen-feeds", &["article", "core", "documents", "library", "net"]),
    ("tingxinwen-voices", &["core", "net", "store", "network"]),
    (
        "tingxinwen",
        &["article", "core", "documents", "encode", "feeds", "library", "net", "store", "text", "voices"],
    ),
    ("tingxinwen-ui", &["", "feeds", "library", "voices"]),
    ("tingxinwen-test-tools", &[]),
    ("tingxinwen-fuzz", &["", "feeds", "voices"]),
    ("xtask", &[]),
];

/// Where a crate of others is at home: no other package may depend on it.
const HOMES: &[(&str, &[&str])] = &[
    ("cpal", &["tingxinwen"]),
    ("interprocess", &["tingxinwen"]),
    ("mpris-server", &["tingxinwen"]),
    ("rodio", &["tingxinwen"]),
    ("rtrb", &["tingxinwen"]),
    ("souvlaki", &["tingxinwen"]),
    ("ebur128", &["tingxinwen"]),
    ("notify-rust", &["tingxinwen"]),
    ("fontdb", &["tingxinwen-ui"]),
    ("image", &["tingxinwen-ui"]),
    ("keepawake", &["tingxinwen-ui"]),
    ("hyper", &["tingxinwen"]),
    ("qrcode", &["tingxinwen-ui"]),
    ("tower-http", &["tingxinwen"]),
    ("realfft", &["tingxinwen"]),
    ("flacenc", &["tingxinwen"]),
    ("flac-codec", &["tingxinwen-encode"]),
    ("id3", &["tingxinwen-encode"]),
    ("ogg", &["tingxinwen-encode"]),
    ("opus-pure", &["tingxinwen-encode", "tingxinwen-voices"]),
    ("rusty_mp3", &["tingxinwen-encode"]),
    ("syom", &["tingxinwen-encode"]),
    ("directories", &["tingxinwen-store"]),
    ("dom_query", &["tingxinwen-article"]),
    ("dom_smoothie", &["tingxinwen-article"]),
    ("html5ever", &["tingxinwen-article"]),
    ("hayro-interpret", &["tingxinwen-documents"]),
    ("mail-parser", &["tingxinwen-documents"]),
    ("feed-rs", &["tingxinwen-feeds"]),
    ("rusqlite", &["tingxinwen-library"]),
    ("reqwest", &["tingxinwen-net", "tingxinwen-voices"]),
    ("rustls", &["tingxinwen-net"]),
    ("keyring", &["tingxinwen-voices"]),
    ("tokio-tungstenite", &["tingxinwen-voices"]),
    ("pulp", &["tingxinwen-network"]),
    ("rayon", &["tingxinwen-network"]),
    ("eframe", &["tingxinwen-ui"]),
    ("egui", &["tingxinwen-ui"]),
    ("rustix", &["tingxinwen-ui"]),
    ("windows-registry", &["tingxinwen-ui"]),
    ("winsafe", &["tingxinwen-ui"]),
];

/// Crates that do not compile on every system, and where they are asked for.
const OF_SYSTEMS: &[(&str, &str)] = &[
    ("mpris-server", "cfg(target_os = \"linux\")"),
    ("rustix", "cfg(unix)"),
    ("souvlaki", "cfg(any(windows, target_os = \"macos\"))"),
    ("windows-registry", "cfg(windows)"),
    ("winsafe", "cfg(windows)"),
];

/// All that the packages may depend on that do no IO; what of the standard library they may not name stands in the
/// `.clippy.toml` of each.
const PURE: &[(&str, &[&str])] = &[
    ("tingxinwen-core", &["serde", "thiserror", "url"]),
    ("tingxinwen-text", &["miniz_oxide", "serde", "thiserror", "tingxinwen-core", "unicode-normalization"]),
];

const MAX_LINES: usize = 400;

#[test]
fn packages_depend_only_on_those_below() {
    let packages = packages();
    let known: BTreeSet<&str> = WALLS.iter().map(|(name, _)| *name).collect();
    let found: BTreeSet<&str> = packages.keys().map(String::as_str).collect();
    assert_eq!(found, known, "each package has a line in WALLS");
    for (name, allowed) in WALLS {
        let allowed: BTreeSet<String> = allowed
            .iter()
            .map(|short| format!("tingxinwen-{short}").trim_end_matches('-').to_owned())
            .collect();
        let ours: BTreeSet<String> =
            packages[*name].iter().filter(|dep| found.contains(dep.as_str())).cloned().collect();
        assert_eq!(ours, allowed, "{name}");
    }
}

#[test]
fn crates_of_others_stay_at_home() {
    let packages = packages();
    for (dep, homes) in HOMES {
        let users: Vec<&String> =
            packages.iter().filter(|(_, deps)| deps.contains(*dep)).map(|(name, _)| name).collect();
        assert_eq!(users, *homes, "{dep}");
    }
    for (name, allowed) in PURE {
        let allowed: BTreeSet<String> = allowed.iter().map(|dep| (*dep).to_owned()).collect();
        assert_eq!(packages[*name], allowed, "{name} is pure");
        let clippy = root().join(folder_of(name)).join(".clippy.toml");
        let rules = fs::read_to_string(&clippy).unwrap();
        for forbidden in ["std::fs", "std::net", "std::thread", "std::time::Instant::now", "std::env::var"] {
            assert!(rules.contains(forbidden), "{} does not forbid {forbidden}", clippy.display());
        }
    }
}

#[test]
fn what_other_systems_lack_is_asked_for_only_where_it_is() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap().iter();
    let deps: Vec<&Value> =
        packages.flat_map(|package| package["dependencies"].as_array().unwrap()).collect();
    for (dep, target) in OF_SYSTEMS {
        let targets: BTreeSet<Option<&str>> =
            deps.iter().filter(|found| found["name"] == *dep).map(|found| found["target"].as_str()).collect();
        assert_eq!(targets, BTreeSet::from([Some(*target)]), "{dep}");
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
    // Put together here, so that this file does not hold what it looks for.
    let macros = ["todo", "unimplemented", "dbg"].map(|name| format!("{name}!("));
    let marks: Vec<String> = macros.into_iter().chain([["#[", "ignore"].concat()]).collect();
    for (path, text) in sources() {
        for mark in &marks {
            assert!(!text.contains(mark.as_str()), "{path} says {mark}");
        }
    }
}

/// Our packages by name, with the names of what they depend on, tests and examples left aside.
fn packages() -> BTreeMap<String, BTreeSet<String>> {
    let metadata = metadata();
    let name = |value: &Value| value["name"].as_str().unwrap().to_owned();
    let deps = |package: &Value| {
        let all = package["dependencies"].as_array().unwrap().iter();
        all.filter(|dep| dep["kind"].is_null()).map(name).collect()
    };
    metadata["packages"].as_array().unwrap().iter().map(|package| (name(package), deps(package))).collect()
}

fn metadata() -> Value {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--format-version", "1", "--no-deps", "--offline"]).current_dir(root());
    let output = cargo.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn folder_of(package: &str) -> String {
    format!("src/{}", package.trim_start_matches("tingxinwen-"))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for dir in ["src", "ui", "voices", "xtask", "tests"] {
        walk(&root().join(dir), &mut found);
    }
    assert!(found.len() > 50, "the walk found only {}", found.len());
    let name = |path: &PathBuf| path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
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
