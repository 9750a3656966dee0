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

/// Whether both files in `folder` are as they were when they were last known to be intact, by their lengths and CRC-32:
/// a tenth of the time of the checksums. Where that was never noted, the checksums are asked, and it is.
pub(crate) fn is_unaltered(folder: &Path) -> bool {
    let Ok(found) = quick_list(folder) else { return false };
    if fs::read_to_string(quick_list_path(folder)).is_ok_and(|known| known == found) {
        return true;
    }
    let is_intact = is_intact(folder);
    if is_intact {
        // Else they are asked again the next time.
        fs::write(quick_list_path(folder), found).ok();
    }
    is_intact
}

/// The lengths and CRC-32 of both files.
fn quick_list_path(folder: &Path) -> PathBuf {
    folder.join(format!("{PREFIX}{CONVERTER}.crc32"))
}

fn quick_list(folder: &Path) -> std::io::Result<String> {
    let mut list = String::new();
    for path in [graph_path(folder), weights_path(folder)] {
        let (length, crc) = sum::quick_of_file(&path)?;
        list.push_str(&format!("{length} {crc:08x}\n"));
    }
    Ok(list)
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
    let keep = [graph_path(folder), weights_path(folder), list_path(folder), quick_list_path(folder)];
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX));
        if is_ours && !keep.contains(&entry.path()) {
            fs::remove_file(entry.path()).ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeroed_cut_and_missing_files_are_told_from_intact_ones() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let (graph, weights) = (vec![1; 5000], vec![2; 3_000_000]);
        let write = || {
            fs::write(graph_path(folder), &graph).unwrap();
            fs::write(weights_path(folder), &weights).unwrap();
        };
        write();
        assert!(!is_unaltered(folder), "nothing says what they are to be");
        fs::write(list_path(folder), list(folder).unwrap()).unwrap();
        // Asked of the checksums first, and then of what was noted.
        for _ in 0..2 {
            assert!(is_unaltered(folder));
            let mut zeroed = weights.clone();
            zeroed[2_000_000..2_000_100].fill(0);
            for bad in [&zeroed[..], &weights[..2_999_999], &[]] {
                fs::write(weights_path(folder), bad).unwrap();
                assert!(!is_unaltered(folder));
            }
            fs::remove_file(graph_path(folder)).unwrap();
            assert!(!is_unaltered(folder));
            write();
        }
        assert!(quick_list_path(folder).is_file());
    }
}
