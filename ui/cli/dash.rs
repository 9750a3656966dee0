//! `-` in the place of a file: standard input, or standard output.

use std::{
    io::{self, Read as _, Write as _},
    path::Path,
};

use tingxinwen::app::write_readable;

use crate::failure::Failure;

fn is_dash(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// What the file at `path` holds.
///
/// # Errors
/// Where it cannot be read.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read =
        if is_dash(path) { io::stdin().read_to_end(&mut bytes).map(|_| bytes) } else { std::fs::read(path) };
    read.map_err(Failure::read(path))
}

/// Writes `text` to the file at `path`.
///
/// # Errors
/// Where it cannot be written.
pub(super) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let written = if is_dash(path) {
        io::stdout().write_all(text.as_bytes())
    } else {
        write_readable(path, text.as_bytes())
    };
    written.map_err(Failure::write(path))
}
