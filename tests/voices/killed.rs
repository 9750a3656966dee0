//! Installations that are killed.
#![cfg(unix)]

use std::{
    env, fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;
use tingxinwen_voices::install::Silent;

use crate::install::{Server, address, asset, content, installer, ranges, read, v};

/// What this variable holds is the folder and the server of a test that runs this program in order to kill it.
const KILLED: &str = "TINGXINWEN_TEST_KILLED";

#[test]
fn an_installation_that_is_killed_at_any_moment_leaves_nothing_broken_and_goes_on() {
    let install = |folder: &str, server: &str| {
        let assets = vec![asset("a/b.bin", &content(), vec![address(server)])];
        installer(Path::new(folder), assets, Path::new(folder)).install(&[v(0)], &Silent)
    };
    if let Ok(given) = env::var(KILLED) {
        let (folder, server) = given.split_once('|').expect("both");
        return install(folder, server).expect("installed");
    }
    let server = Server::dripping(15_000, Duration::from_millis(2), |_, from| ranges(&content(), from));
    let start = |folder: &TempDir| {
        let mut program = Command::new(env::current_exe().expect("this program"));
        let name = "killed::an_installation_that_is_killed_at_any_moment_leaves_nothing_broken_and_goes_on";
        program.args(["--exact", name]).stdout(Stdio::null());
        program
            .env(KILLED, format!("{}|{}", folder.path().display(), server.address))
            .spawn()
            .expect("started")
    };
    let folder = TempDir::new().expect("folder");
    let began = Instant::now();
    assert!(start(&folder).wait().expect("ended").success());
    let whole = began.elapsed();
    let folder = TempDir::new().expect("folder");
    let (mut broken_off, mut asked) = (0, server.asked().len());
    for moment in 0..20 {
        let mut program = start(&folder);
        thread::sleep(whole * (moment * 7 % 20) / 20);
        program.kill().expect("killed");
        program.wait().expect("ended");
        let there = read(folder.path(), "a/b.bin");
        assert!(there.is_empty() || there == content(), "whole or not there");
        let now = server.asked().len();
        broken_off += usize::from(now > asked && there.is_empty());
        asked = now;
        fs::remove_file(folder.path().join("data/a/b.bin")).ok();
    }
    assert!(broken_off > 0, "some of them had begun");
    assert!(start(&folder).wait().expect("ended").success());
    assert_eq!(read(folder.path(), "a/b.bin"), content());
    assert!(server.asked().iter().any(Option::is_some), "one of them was gone on from");
    let names = |folder: &str| -> Vec<String> {
        let entries = fs::read_dir(folder).expect("listed").flatten();
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    };
    assert_eq!(names(&folder.path().join("data/a").to_string_lossy()), ["b.bin"], "nothing else is left");
}
