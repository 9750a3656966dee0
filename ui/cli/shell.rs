//! What packages and shells ask of the command line: scripts that complete it, and its manual.

use std::{fs, path::Path};

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::{Cli, say};
use crate::failure::Failure;

/// Prints what `shell` completes commands with.
pub(super) fn completions(shell: Shell) {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "tingxinwen", &mut script);
    say(String::from_utf8_lossy(&script).trim_end());
}

/// Writes a page of section 1 for the program, and one for each of its commands, into `folder`.
pub(super) fn manual(folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder).map_err(Failure::write(folder))?;
    Ok(clap_mangen::generate_to(Cli::command(), folder).map_err(Failure::write(folder))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manual_has_a_page_for_each_command_that_listeners_are_shown() {
        let folder = tempfile::tempdir().unwrap();
        manual(folder.path()).unwrap();
        let page = fs::read_to_string(folder.path().join("tingxinwen-export.1")).unwrap();
        assert!(page.contains("subtitles"), "{page}");
        for command in Cli::command().get_subcommands() {
            let page = folder.path().join(format!("tingxinwen-{}.1", command.get_name()));
            assert_eq!(page.exists(), !command.is_hide_set(), "{}", page.display());
        }
    }
}
