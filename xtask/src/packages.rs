//! System packages, by Debian's names: what is missing is installed, once.

use std::{env, io::IsTerminal};

use crate::{
    managers::Manager,
    tools::{Failed, Tool, tell},
};

/// To build.
pub(crate) const BUILD: &[&str] = &["gcc", "libc6-dev", "pkg-config", "libasound2-dev"];
/// To run: a window where the desktop brought no OpenGL. Sound needs nothing: PulseAudio and PipeWire are spoken to
/// directly.
pub(crate) const RUN: &[&str] =
    &["libegl1", "libgl1-mesa-dri", "libxkbcommon-x11-0", "libxcursor1", "libxi6"];
/// To test: a screen, keys, media keys, a sound card, other readers of sound files.
pub(crate) const TEST: &[&str] = &[
    "libegl1",
    "libgl1-mesa-dri",
    "libxkbcommon-x11-0",
    "libxcursor1",
    "libxi6",
    "xvfb",
    "openbox",
    "xdotool",
    "imagemagick",
    "pulseaudio",
    "pulseaudio-utils",
    "dbus",
    "playerctl",
    "at-spi2-core",
    "ffmpeg",
    "flac",
    "opus-tools",
    "python3-mutagen",
];
/// To compare with other programs.
pub(crate) const BENCH: &[&str] = &["python3", "python3-venv"];
/// Where voices come from when the web cannot be reached.
pub(crate) const CLIENTS: &[&str] = &["python3-pip", "npm"];

/// Installs what is missing of `lists`, as root or through sudo. Systems without a package manager that we know are left
/// alone: what is missing shows when it is used.
pub(crate) fn ensure(lists: &[&[&'static str]]) -> Result<(), Failed> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let Some(manager) = Manager::of_this_system() else { return Ok(()) };
    let mut wanted: Vec<&'static str> = lists.iter().flat_map(|list| list.iter().copied()).collect();
    wanted.sort_unstable();
    let mut missing: Vec<&str> = wanted
        .into_iter()
        .filter(|package| !comes_from_elsewhere(package))
        .filter_map(|package| manager.name(package))
        .filter(|name| !manager.has(name))
        .collect();
    missing.dedup();
    if missing.is_empty() {
        return Ok(());
    }
    let by_hand = manager.by_hand(&missing);
    let Some(root) = root_prefix() else {
        return Err(Failed(format!(
            "System packages are missing. Ask an administrator to run:\n  {by_hand}"
        )));
    };
    tell(&format!("Installing {} …", missing.join(" ")));
    let as_root = |words: &[&str], names: &[&str]| {
        let words: Vec<&str> = [root, words, names].concat();
        Tool::new(words[0]).args(&words[1..]).run()
    };
    // Lists that were never fetched, or are old, name packages that are not there.
    let refreshed = manager.refresh.map_or(Ok(()), |refresh| as_root(refresh, &[]));
    refreshed
        .and_then(|()| as_root(manager.install, &missing))
        .map_err(|Failed(why)| Failed(format!("{why}. To see more, run:\n  {by_hand}")))
}

/// Has Debian's packages of another `architecture` known beside this machine's, from now on; other systems are left alone.
pub(crate) fn know_architecture(architecture: &str) -> Result<(), Failed> {
    let known = Tool::new("dpkg").args(["--print-foreign-architectures"]).output();
    if known.is_none_or(|known| known.lines().any(|name| name == architecture)) {
        return Ok(());
    }
    let add = ["dpkg", "--add-architecture", architecture];
    let Some(root) = root_prefix() else {
        return Err(Failed(format!(
            "Packages of {architecture} are not known. Ask an administrator to run:\n  {}",
            add.join(" ")
        )));
    };
    tell(&format!("Making packages of {architecture} known …"));
    let words = [root, &add].concat();
    Tool::new(words[0]).args(&words[1..]).run()
}

/// Whether what `package` is for is there without it: compilers and package clients often come from elsewhere.
fn comes_from_elsewhere(package: &str) -> bool {
    let program = match package {
        "gcc" => Some("cc"),
        "python3-pip" => Some("pip"),
        "npm" => Some("npm"),
        "python3" => Some("python3"),
        "python3-venv" => return Tool::new("python3").args(["-m", "venv", "--help"]).output().is_some(),
        _ => None,
    };
    program.is_some_and(|program| Tool::new(program).args(["--version"]).output().is_some())
}

/// How to run something as root; `None` where that cannot be.
fn root_prefix() -> Option<&'static [&'static str]> {
    let is_root = Tool::new("id").args(["-u"]).output().is_some_and(|id| id.trim() == "0");
    if is_root {
        return Some(&[]);
    }
    let needs_no_password = || Tool::new("sudo").args(["-n", "true"]).output().is_some();
    let can_ask = || std::io::stdin().is_terminal() && has_sudo();
    (needs_no_password() || can_ask()).then_some(&["sudo"])
}

fn has_sudo() -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| folder.join("sudo").is_file())
}
