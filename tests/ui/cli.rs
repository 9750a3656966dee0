//! The command line as a listener's shell sees it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{fs, process::Command};

use tingxinwen_voices::DataDir;

#[cfg(unix)]
#[test]
fn where_the_system_speaks_too_only_voices_with_files_are_installed() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = tempfile::tempdir().unwrap();
    let speaker = home.path().join("espeak-ng");
    fs::write(&speaker, "#!/bin/sh\n").unwrap();
    fs::set_permissions(&speaker, fs::Permissions::from_mode(0o755)).unwrap();
    let run = |args: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_tingxinwen"));
        program.args(args).env("HOME", home.path()).env("PATH", home.path()).env_remove("XDG_CONFIG_HOME");
        program.env("TINGXINWEN_DATA", DataDir::find().unwrap().root()).output().unwrap()
    };
    let listed = String::from_utf8(run(&["voices"]).stdout).unwrap();
    let line = listed.lines().find(|line| line.starts_with("system:default")).unwrap_or_default();
    assert!(line.contains("ready"), "the system speaks: {line:?} in {listed}");
    let installed = run(&["voices", "install"]);
    assert!(installed.status.success(), "{}", String::from_utf8_lossy(&installed.stderr));
}
