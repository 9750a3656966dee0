//! The licences of all that the program is built from: each may go with an MIT program that is given away, and its text
//! is in the program. `UPDATE_LICENCES=1 cargo test --test licences` writes the texts anew.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;
use spdx::{Expression, ParseMode};

/// Licences that ask for no more than to be named, or (MPL-2.0) for changes of their own files.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    // Data: root certificates.
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MPL-2.0",
    "OFL-1.1",
    "Ubuntu-font-1.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Data and fonts in the program that are no crates: what they are, whose, and their licences by SPDX's names. The
/// READMEs beside them say more.
const DATA: &[(&str, &str, &[&str])] = &[
    (
        "CC-CEDICT, in the pronouncer's lexicon; the lexicon as a whole is offered under the same licence",
        "CC-CEDICT's editors, https://cc-cedict.org",
        &["CC-BY-SA-4.0"],
    ),
    (
        "libchewing's words, readings and frequencies, in the pronouncer's lexicon",
        "2004-2014 chewing development team",
        &["LGPL-2.1-or-later"],
    ),
    ("jieba's words and frequencies, in the pronouncer's lexicon", "2013 Sun Junyi", &["MIT"]),
    ("pypinyin's phrases and rare characters, in the pronouncer's lexicon", "2016 mozillazg", &["MIT"]),
    (
        "OpenCC's tables of characters, in the pronouncer's lexicon",
        "BYVoid and the OpenCC contributors",
        &["Apache-2.0"],
    ),
    ("g2pM's network, which chooses readings by context", "Kakao Brain", &["Apache-2.0"]),
    ("misaki's table of syllables and phonemes", "hexgrad", &["Apache-2.0"]),
    ("misaki's English words and their phonemes", "hexgrad", &["Apache-2.0"]),
    ("misaki-rs's additions to these words", "2026 Michele Yin", &["MIT"]),
    (
        "the tags of spaCy's en_core_web_sm, which the tagger of English learnt from",
        "2016-2024 ExplosionAI GmbH",
        &["MIT"],
    ),
    ("CMUdict, in the table of English spellings", "1993-2015 Carnegie Mellon University", &["BSD-2-Clause"]),
    ("Kokoro-82M, the voice's model, which is downloaded", "hexgrad", &["Apache-2.0"]),
    (
        "Noto Sans TC and Noto Sans SC, the window's fonts",
        "2014-2021 Adobe, with Reserved Font Name Source",
        &["OFL-1.1"],
    ),
    ("Phosphor's icons, as fonts", "2020 Phosphor Icons", &["MIT"]),
];

/// Where the program keeps the texts.
const TEXTS: &str = "ui/licences.txt";

#[test]
fn every_licence_that_is_asked_for_has_its_text_in_the_program() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(TEXTS);
    let texts = texts();
    if std::env::var_os("UPDATE_LICENCES").is_some() {
        fs::write(&path, &texts).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == texts, "{TEXTS} is not of these dependencies: UPDATE_LICENCES=1 writes it anew");
    for wanted in [
        "GNU LESSER GENERAL PUBLIC LICENSE",
        "Attribution-ShareAlike 4.0",
        "Mozilla Public License",
        "UBUNTU FONT LICENCE",
    ] {
        assert!(kept.contains(wanted), "{wanted}");
    }
}

/// All texts, each once, below the names of what it is the licence of.
fn texts() -> String {
    let mut of_text: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for crate_ in shipped() {
        let name = format!("{} {} ({})", crate_.name, crate_.version, crate_.licence);
        let mut found = own_texts(&crate_.folder);
        if found.is_empty() {
            found = standard_texts(&crate_.licence);
        }
        assert!(!found.is_empty(), "{name} has no text");
        for text in found {
            of_text.entry(text).or_default().insert(name.clone());
        }
    }
    for (what, who, licences) in DATA {
        for licence in *licences {
            let text = standard_text(licence).unwrap();
            of_text.entry(text).or_default().insert(format!("{what}; (c) {who} ({licence})"));
        }
    }
    let own = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("LICENSE")).unwrap();
    let mut all = format!("聽新聞 tingxinwen\n\n{}\n", trimmed(&own));
    let mut sorted: Vec<(BTreeSet<String>, String)> =
        of_text.into_iter().map(|(text, names)| (names, text)).collect();
    sorted.sort();
    for (names, text) in sorted {
        let names: Vec<String> = names.into_iter().collect();
        all.push_str(&format!("\n{}\n{}\n\n{text}\n", "=".repeat(80), names.join("\n")));
    }
    all
}

/// The texts of licences in the folder of a crate, and in that of fonts in it.
fn own_texts(folder: &Path) -> Vec<String> {
    let entries =
        |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let is_text = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().to_uppercase();
        path.is_file()
            && ["LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE"]
                .iter()
                .any(|start| name.starts_with(start))
    };
    let is_of_font = |path: &PathBuf| path.extension().is_some_and(|end| end == "txt");
    let mut paths: Vec<PathBuf> = entries(folder).filter(is_text).collect();
    paths.extend(entries(&folder.join("fonts")).filter(is_of_font));
    paths.sort();
    let texts = paths.iter().map(|path| trimmed(&String::from_utf8_lossy(&fs::read(path).unwrap())));
    texts.filter(|text| text.len() > 200).map(one_apache).collect()
}

/// `text`; the standard one where it is the Apache licence, which crates have with all sorts of spaces and appendices.
fn one_apache(text: String) -> String {
    const END: &str = "endoftermsandconditions";
    let terms = |text: &str| {
        let letters: String =
            text.replace("https:", "http:").chars().filter(char::is_ascii_alphabetic).collect();
        let letters = letters.to_lowercase();
        Some(letters.get(letters.find("version")?..letters.find(END)?)?.to_owned())
    };
    let standard = standard_text("Apache-2.0").unwrap();
    let is_it = terms(&text).is_some_and(|own| terms(&standard).is_some_and(|standard| own == standard));
    if is_it { standard } else { text }
}

/// The texts of the licences in the expression `licence`: of alternatives, of the first that is allowed.
fn standard_texts(licence: &str) -> Vec<String> {
    let expression = Expression::parse_mode(licence, ParseMode::LAX).unwrap();
    let ids: Vec<&str> =
        expression.requirements().filter_map(|wanted| Some(wanted.req.license.id()?.name)).collect();
    let all_needed = !licence.contains(" OR ") && !licence.contains('/');
    let wanted = ids.iter().filter(|id| ALLOWED.contains(*id));
    wanted.take(if all_needed { ids.len() } else { 1 }).filter_map(|id| standard_text(id)).collect()
}

fn standard_text(id: &str) -> Option<String> {
    let text = spdx::text::LICENSE_TEXTS.iter().find(|(name, _)| *name == id)?.1;
    Some(trimmed(text))
}

/// `text` with one kind of line ends, and none of it blank at its ends.
fn trimmed(text: &str) -> String {
    let lines: Vec<&str> = text.trim_start_matches('\u{FEFF}').lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

#[test]
fn every_crate_may_be_given_away() {
    let mut refused = Vec::new();
    let packages = packages();
    assert!(packages.len() > 300, "only {} crates were found", packages.len());
    for (name, licence) in packages {
        let licence = licence.unwrap_or_default();
        let is_allowed = Expression::parse_mode(&licence, ParseMode::LAX).is_ok_and(|expression| {
            expression.evaluate(|wanted| wanted.license.id().is_some_and(|id| ALLOWED.contains(&id.name)))
        });
        if !is_allowed {
            refused.push(format!("{name}: {licence:?}"));
        }
    }
    assert!(refused.is_empty(), "not in the list of allowed licences: {refused:#?}");
}

/// The crates of this machine's build, and what each says of its licence.
fn packages() -> Vec<(String, Option<String>)> {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap().iter();
    packages.map(|package| (text(package, "name").unwrap(), text(package, "license"))).collect()
}

/// A crate of others that is in the program.
struct Shipped {
    name: String,
    version: String,
    licence: String,
    folder: PathBuf,
}

/// All of them: what the program's package depends on, not only to be built or tested.
fn shipped() -> Vec<Shipped> {
    let metadata = metadata();
    let nodes: HashMap<&str, &Value> = metadata["resolve"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| (node["id"].as_str().unwrap(), node))
        .collect();
    let packages = metadata["packages"].as_array().unwrap();
    let is_program = |package: &&Value| package["name"] == "tingxinwen-ui";
    let mut open = vec![packages.iter().find(is_program).unwrap()["id"].as_str().unwrap()];
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let is_in_it =
            |dep: &&Value| dep["dep_kinds"].as_array().unwrap().iter().any(|kind| kind["kind"].is_null());
        open.extend(
            nodes[id]["deps"]
                .as_array()
                .unwrap()
                .iter()
                .filter(is_in_it)
                .map(|dep| dep["pkg"].as_str().unwrap()),
        );
    }
    let is_of_others =
        |package: &&Value| seen.contains(package["id"].as_str().unwrap()) && !package["source"].is_null();
    let shipped = packages.iter().filter(is_of_others).map(|package| {
        let name = text(package, "name").unwrap();
        let manifest = PathBuf::from(text(package, "manifest_path").unwrap());
        Shipped {
            version: text(package, "version").unwrap(),
            licence: text(package, "license").unwrap(),
            folder: manifest.parent().unwrap().to_owned(),
            name,
        }
    });
    shipped.collect()
}

fn text(package: &Value, field: &str) -> Option<String> {
    package[field].as_str().map(str::to_owned)
}

fn metadata() -> Value {
    let rustc = Command::new("rustc").arg("-vV").output().unwrap();
    let version = String::from_utf8(rustc.stdout).unwrap();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--format-version", "1", "--offline", "--filter-platform", host]);
    let output = cargo.current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}
