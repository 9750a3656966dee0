//! Converted files: their names, and the check that they are whole.
//!
//! A graph, its weights, and last of all a list of their checksums as `sha256sum -c` takes it: where the
//! list is, the others are whole.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::sum;

/// Counts the changes of what the converter writes: files of another version are made anew.
pub(crate) const CONVERTER: u32 = 3;

/// The prefix of the names of all these files, those of other converter versions too.
pub(super) const PREFIX: &str = "kokoro-f32-";

/// The graph that runs, in `folder`.
pub(crate) fn graph_path(folder: &Path) -> PathBuf {
    folder.join(format!("{PREFIX}{CONVERTER}.onnx"))
}

/// The weights of the graph.
pub(crate) fn weights_path(folder: &Path) -> PathBuf {
    folder.join(weights_name())
}

/// The weights as the graph names them.
pub(super) fn weights_name() -> String {
    format!("{PREFIX}{CONVERTER}.data")
}

/// The list of checksums.
pub(super) fn list_path(folder: &Path) -> PathBuf {
    folder.join(format!("{PREFIX}{CONVERTER}.sha256"))
}

/// Whether the list of checksums is in `folder`, which is written last. Fast: reads no other file.
pub(crate) fn is_converted(folder: &Path) -> bool {
    list_path(folder).is_file() && graph_path(folder).is_file() && weights_path(folder).is_file()
}

/// Whether all files are in `folder` with the right checksums. Reads 180 MB.
pub(crate) fn is_intact(folder: &Path) -> bool {
    let Ok(list) = fs::read_to_string(list_path(folder)) else { return false };
    is_converted(folder)
        && list.lines().count() == 2
        && list.lines().all(|line| {
            let Some((wanted, name)) = line.split_once("  ") else { return false };
            sum::of_file(&folder.join(name)).is_ok_and(|found| found == wanted)
        })
}

/// The list for the files in `folder`.
pub(super) fn list(folder: &Path) -> std::io::Result<String> {
    let mut list = String::new();
    for path in [graph_path(folder), weights_path(folder)] {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        list.push_str(&format!("{}  {name}\n", sum::of_file(&path)?));
    }
    Ok(list)
}

/// Removes what converters of other versions wrote, and what a killed one left. That it fails is no
/// harm: they only take room.
pub(super) fn remove_others(folder: &Path) {
    let keep = [graph_path(folder), weights_path(folder), list_path(folder)];
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX));
        if is_ours && !keep.contains(&entry.path()) {
            fs::remove_file(entry.path()).ok();
        }
    }
}
