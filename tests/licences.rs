//! The licences of all crates that the program is built from: each may go with an MIT program that is given away.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::process::Command;

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
    "ISC",
    "MIT",
    "MPL-2.0",
    "OFL-1.1",
    "Ubuntu-font-1.0",
    "Unicode-3.0",
    "Unlicense",
    "WTFPL",
    "Zlib",
];

/// Crates whose licence stands in a file only, as it was read there.
const READ: &[(&str, &str)] = &[("language-tokenizer", "WTFPL")];

#[test]
fn every_crate_may_be_given_away() {
    let mut refused = Vec::new();
    let packages = packages();
    assert!(packages.len() > 300, "only {} crates were found", packages.len());
    for (name, licence) in packages {
        let read = READ.iter().find(|(known, _)| *known == name).map(|(_, licence)| (*licence).to_owned());
        let licence = licence.or(read).unwrap_or_default();
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
    let rustc = Command::new("rustc").arg("-vV").output().unwrap();
    let version = String::from_utf8(rustc.stdout).unwrap();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--format-version", "1", "--offline", "--filter-platform", host]);
    let output = cargo.current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |package: &Value, field: &str| package[field].as_str().map(str::to_owned);
    let packages = metadata["packages"].as_array().unwrap().iter();
    packages.map(|package| (text(package, "name").unwrap(), text(package, "license"))).collect()
}
