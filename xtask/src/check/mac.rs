//! macOS: what has no C in it is compiled, since linking asks for Apple's own files.

use super::Cross;
use crate::tools::{Failed, tell};

/// The packages without C.
const PACKAGES: &[&str] = &["core", "store", "text", "network", "encode"];

pub(super) fn run() -> Result<(), Failed> {
    let cross = Cross::new("mac", "aarch64-apple-darwin", &[])?;
    tell("Compiling for macOS …");
    let packages = PACKAGES.iter().flat_map(|name| ["--package".to_owned(), format!("tingxinwen-{name}")]);
    cross.cargo("check").args(packages).run()
}
