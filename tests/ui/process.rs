//! What a program of the command line leaves behind and whom it asks, as the system sees it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![cfg(target_os = "linux")]

use std::{fs, process::Command};

use tingxinwen_test_tools::server::{Answer, Server};

/// In namespaces of its own, the program has a hosts file of its own, and no network but this machine.
#[test]
fn a_name_of_a_public_and_an_own_address_leads_to_no_own_one() {
    let home = tempfile::tempdir().unwrap();
    let hosts = home.path().join("hosts");
    fs::write(&hosts, "1.1.1.1 both.test\n127.0.0.1 both.test\n127.0.0.1 own.test\n").unwrap();
    let ready = format!("ip link set lo up && mount --bind {} /etc/hosts", hosts.display());
    let in_namespaces = |command: &str| {
        let mut unshare = Command::new("unshare");
        unshare
            .args(["--map-root-user", "--mount", "--net", "sh", "-c"])
            .arg(format!("{ready} && {command}"));
        unshare
    };
    if !in_namespaces("true").status().is_ok_and(|status| status.success()) {
        return;
    }
    let told = |name: &str| {
        let program = env!("CARGO_BIN_EXE_tingxinwen");
        let mut command = in_namespaces(&format!("exec {program} extract http://{name}:1/"));
        command
            .env("HOME", home.path())
            .env("LC_ALL", "C")
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("http_proxy");
        let run = command.env("TINGXINWEN_DATA", home.path()).output().unwrap();
        String::from_utf8(run.stderr).unwrap()
    };
    // Nobody listens there, which only who asks is told.
    let refused = "connection refused";
    assert!(told("own.test").contains(refused), "{}", told("own.test"));
    let both = told("both.test");
    assert!(both.starts_with("Cannot reach both.test") && !both.contains(refused), "{both}");
}

#[test]
fn a_crash_would_leave_no_image_of_the_memory() {
    let home = tempfile::tempdir().unwrap();
    let mut program = Command::new("sh");
    let started = "ulimit -S -c unlimited; exec \"$0\" pronounce -";
    program.args(["-c", started, env!("CARGO_BIN_EXE_tingxinwen")]);
    program.env("HOME", home.path()).env_remove("XDG_CONFIG_HOME");
    // It waits for text, until its input is closed.
    let mut running = program.stdin(std::process::Stdio::piped()).spawn().unwrap();
    let limits = format!("/proc/{}/limits", running.id());
    let core = || {
        let limits = fs::read_to_string(&limits).unwrap_or_default();
        let line = limits.lines().find_map(|line| line.strip_prefix("Max core file size"));
        line.and_then(|line| line.split_whitespace().next().map(str::to_owned))
    };
    let is_none = (0..2_000).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(5));
        core().as_deref() == Some("0")
    });
    drop(running.stdin.take());
    running.wait().unwrap();
    assert!(is_none);
}

/// A bare system, or a container, has no certificate authorities.
#[test]
fn pages_are_fetched_without_certificates_of_the_system() {
    let home = tempfile::tempdir().unwrap();
    let page = include_str!("../data/sample-zh.html");
    let server = Server::start(move |_| Answer::whole("text/html; charset=utf-8", page.into()));
    let mut program = Command::new(env!("CARGO_BIN_EXE_tingxinwen"));
    program.args(["extract", &server.url()]).env("HOME", home.path()).env("LC_ALL", "C");
    program.env_remove("XDG_CONFIG_HOME").env("TINGXINWEN_DATA", home.path());
    let nowhere = home.path().join("nowhere");
    let run = program.env("SSL_CERT_FILE", &nowhere).env("SSL_CERT_DIR", &nowhere).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    assert!(run.stdout.len() > 1_000);
}
