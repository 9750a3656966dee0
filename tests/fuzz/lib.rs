//! What reads what others wrote: pages, documents, feeds, answers of services, files of the listener and of the program.
//!
//! A [`Target`] takes any bytes without a panic, within bounded time and memory. `corpus.rs` feeds each with its seeds,
//! damaged in many ways, as an ordinary test; `fuzz.rs` does so for as long as one likes, guided by what code was
//! reached (`cargo xtask fuzz`). What made one fail goes into `found/TARGET`, and is a seed from then on.

mod mutate;
mod seeds;
mod targets;

use std::path::{Path, PathBuf};

pub use mutate::mutated;
pub use targets::TARGETS;

/// Something that reads what others wrote.
#[derive(Debug)]
pub struct Target {
    /// What it is called on the command line.
    pub name: &'static str,
    /// How many damaged inputs of it a test may take the time for.
    pub inputs: u64,
    /// Good inputs to begin with.
    seeds: fn() -> Vec<Vec<u8>>,
    /// Reads an input. It panics where something is wrong.
    pub run: fn(&[u8]),
}

impl Target {
    /// The one called `name`.
    pub fn named(name: &str) -> Option<&'static Self> {
        TARGETS.iter().find(|target| target.name == name)
    }

    /// Inputs to begin with: good ones, and all that once made it fail.
    pub fn seeds(&self) -> Vec<Vec<u8>> {
        let found = files_in(&root().join("tests/fuzz/found").join(self.name));
        (self.seeds)().into_iter().chain(found).collect()
    }
}

/// The project's folder.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The files in `folder`, by their names; none where there is no such folder.
fn files_in(folder: &Path) -> Vec<Vec<u8>> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    paths.sort();
    paths.iter().filter_map(|path| std::fs::read(path).ok()).collect()
}
