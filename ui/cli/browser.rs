//! `tingxinwen browser`: registers the native messaging host with the browsers of this user, writes the extension, and
//! has the desktop open `tingxinwen:` addresses.

use std::{
    env, fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    process::Command,
};

use clap::{Args, Subcommand};
use percent_encoding::percent_decode_str;
use serde_json::json;
use tingxinwen::{
    article::Source,
    remote::{Wish, is_web},
};

use super::{host::carry_out, runtime, say};
use crate::{failure::Failure, words::Words};

/// The name of the host, as the extension asks for it.
const HOST: &str = "tw.tingxinwen.host";
/// The identity of the extension in Chromium, which follows from the `key` of its manifest.
const CHROMIUM_ID: &str = "nccambcdmmikkeiffimhkamjbcooadhe";
/// Its identity in Firefox, as its manifest says.
const FIREFOX_ID: &str = "reader@tingxinwen.tw";
/// The scheme of our own addresses.
const SCHEME: &str = "tingxinwen:";

/// The files of the extension.
const FILES: &[(&str, &[u8])] = &[
    ("manifest.json", include_bytes!("../browser/manifest.json")),
    ("background.js", include_bytes!("../browser/background.js")),
    ("icons/48.png", include_bytes!("../browser/icons/48.png")),
    ("icons/128.png", include_bytes!("../browser/icons/128.png")),
    ("_locales/zh_TW/messages.json", include_bytes!("../browser/_locales/zh_TW/messages.json")),
    ("_locales/en/messages.json", include_bytes!("../browser/_locales/en/messages.json")),
];

/// The browsers: name, folder of its manifests on Linux (below the folder of settings, or of the user) and on macOS.
const BROWSERS: &[(&str, Place, &str)] = &[
    ("Chromium", Place::Config("chromium/NativeMessagingHosts"), "Chromium/NativeMessagingHosts"),
    ("Chrome", Place::Config("google-chrome/NativeMessagingHosts"), "Google/Chrome/NativeMessagingHosts"),
    ("Edge", Place::Config("microsoft-edge/NativeMessagingHosts"), "Microsoft Edge/NativeMessagingHosts"),
    (
        "Brave",
        Place::Config("BraveSoftware/Brave-Browser/NativeMessagingHosts"),
        "BraveSoftware/Brave-Browser/NativeMessagingHosts",
    ),
    (FIREFOX, Place::Home(".mozilla/native-messaging-hosts"), "Mozilla/NativeMessagingHosts"),
];
const FIREFOX: &str = "Firefox";

/// Where a folder is.
#[derive(Clone, Copy, Debug)]
enum Place {
    Config(&'static str),
    Home(&'static str),
}

#[derive(Debug, Args)]
pub(super) struct BrowserArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Subcommand)]
enum Action {
    /// Registers with Chromium, Chrome, Edge, Brave and Firefox, for this user.
    Install,
    /// Takes all of it away.
    Remove,
    /// Tells where it is registered.
    Status,
}

impl BrowserArgs {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        let words = Words::of_listener();
        let home = folder("HOME").ok_or(Failure::NoBrowserFolder)?;
        anyhow::ensure!(cfg!(unix), Failure::NoBrowserFolder);
        let own = tingxinwen_library::path().ok_or(Failure::NoDataFolder)?.with_file_name("browser");
        let (extension, script) = (own.join("extension"), own.join("host"));
        let desktop = desktop_file(&home);
        if self.action == Action::Install {
            for (name, bytes) in FILES {
                write(&extension.join(name), bytes)?;
            }
            let program = env::current_exe()?;
            write(&script, script_of(&program).as_bytes())?;
            make_executable(&script)?;
            if let Some(path) = &desktop {
                write(path, desktop_entry(&program).as_bytes())?;
                tell_desktop(path);
            }
        }
        for (name, place, mac) in BROWSERS {
            let manifest = manifests_of(&home, *place, mac).join(format!("{HOST}.json"));
            let told = match self.action {
                Action::Install => {
                    write(&manifest, manifest_of(name, &script).as_bytes())?;
                    words.browser_installed(*name)
                }
                Action::Remove => {
                    remove(&manifest)?;
                    words.browser_removed(*name)
                }
                Action::Status if manifest.exists() => words.browser_installed(*name),
                Action::Status => words.browser_absent(*name),
            };
            say(told);
        }
        if self.action == Action::Remove {
            for path in desktop.iter().chain([&script]) {
                remove(path)?;
            }
            if extension.exists() {
                fs::remove_dir_all(&extension).map_err(Failure::write(&extension))?;
            }
            return Ok(());
        }
        say(words.browser_load(extension.display().to_string()));
        say(words.browser_bookmarklet(BOOKMARKLET));
        Ok(())
    }
}

/// What a bookmark does in browsers without the extension.
const BOOKMARKLET: &str =
    "javascript:location.href='tingxinwen://open?url='+encodeURIComponent(location.href)";

/// Whether `word`, which a browser added to the command, names our extension.
pub(super) fn is_our_extension(word: &str) -> bool {
    word == FIREFOX_ID || word == format!("chrome-extension://{CHROMIUM_ID}/")
}

/// Whether `text` is an address of ours.
pub(super) fn is_own(text: &str) -> bool {
    text.get(..SCHEME.len()).is_some_and(|start| start.eq_ignore_ascii_case(SCHEME))
}

/// Opens `tingxinwen://open?url=…` in the window that runs or a new one; `tingxinwen://add?url=…` goes into the queue.
pub(super) fn open_url(address: &str) -> anyhow::Result<()> {
    let (wish, page) = asked(address).ok_or_else(|| Failure::NotOurAddress(address.to_owned()))?;
    runtime()?.block_on(carry_out(&page, wish))?;
    Ok(())
}

/// What an address of ours asks for, and of which page of the web.
fn asked(address: &str) -> Option<(Wish, String)> {
    let rest = address.get(SCHEME.len()..).filter(|_| is_own(address))?.trim_start_matches('/');
    let (action, query) = rest.split_once('?')?;
    let wish = match action.trim_end_matches('/') {
        "open" => Wish::Play,
        "add" => Wish::Add,
        _ => return None,
    };
    let value = query.split('&').find_map(|pair| pair.strip_prefix("url="))?;
    let page = decoded(value)?;
    let is_page = is_web(&page) && matches!(Source::guess(&page, |_| false), Source::Address(_));
    is_page.then_some((wish, page))
}

/// `text` with its percent signs decoded; `None` where it is no text then.
fn decoded(text: &str) -> Option<String> {
    let text = percent_decode_str(text).decode_utf8().ok()?;
    (!text.chars().any(char::is_control)).then(|| text.into_owned())
}

fn folder(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute())
}

fn manifests_of(home: &Path, place: Place, mac: &str) -> PathBuf {
    if cfg!(target_os = "macos") {
        return home.join("Library/Application Support").join(mac);
    }
    match place {
        Place::Config(path) => folder("XDG_CONFIG_HOME").unwrap_or_else(|| home.join(".config")).join(path),
        Place::Home(path) => home.join(path),
    }
}

/// The manifest of the host for the browser called `name`.
fn manifest_of(name: &str, script: &Path) -> String {
    let mut manifest = json!({
        "name": HOST,
        "description": "Tingxinwen reads pages aloud",
        "path": script,
        "type": "stdio",
    });
    if name == FIREFOX {
        manifest["allowed_extensions"] = json!([FIREFOX_ID]);
    } else {
        manifest["allowed_origins"] = json!([format!("chrome-extension://{CHROMIUM_ID}/")]);
    }
    format!("{manifest:#}\n")
}

/// A script that starts the host: manifests name a program, and none of its arguments. Folders that were named by
/// variables when it was registered are the same when a browser starts it.
fn script_of(program: &Path) -> String {
    let named = tingxinwen_library::folder_variables();
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "'\\''"));
    let lines: String =
        named.iter().map(|(name, value)| format!("export {name}={}\n", quoted(value))).collect();
    format!("#!/bin/sh\n{lines}exec {} host \"$@\"\n", quoted(&program.display().to_string()))
}

fn desktop_file(home: &Path) -> Option<PathBuf> {
    let data = folder("XDG_DATA_HOME").unwrap_or_else(|| home.join(".local/share"));
    cfg!(target_os = "linux").then(|| data.join("applications/tingxinwen-open.desktop"))
}

fn desktop_entry(program: &Path) -> String {
    let program = program.display().to_string().replace('\\', "\\\\").replace('"', "\\\"");
    format!(
        "[Desktop Entry]\nType=Application\nName=聽新聞\nName[en]=Tingxinwen\nNoDisplay=true\n\
         Exec=\"{program}\" open-url %u\nMimeType=x-scheme-handler/tingxinwen;\n"
    )
}

/// Has the desktop take notice of its new file, where it has the programs for that.
fn tell_desktop(file: &Path) {
    let folder = file.parent().unwrap_or(file);
    let name = file.file_name().unwrap_or_default();
    let mut update = Command::new("update-desktop-database");
    update.arg(folder);
    let mut choose = Command::new("xdg-mime");
    choose.arg("default").arg(name).arg("x-scheme-handler/tingxinwen");
    for mut command in [update, choose] {
        let done = command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).status();
        if let Err(error) = done {
            tracing::info!(kind = ?error.kind(), "the desktop was not told of the addresses of ours");
        }
    }
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(Failure::write(folder))?;
    Ok(fs::write(path, bytes).map_err(Failure::write(path))?)
}

fn remove(path: &Path) -> anyhow::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Failure::write(path)(error).into()),
        Ok(()) | Err(_) => Ok(()),
    }
}

#[cfg(unix)]
fn make_executable(path: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(fs::set_permissions(path, fs::Permissions::from_mode(0o755)).map_err(Failure::write(path))?)
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "on other systems it may fail")]
fn make_executable(_path: &Path) -> anyhow::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_the_web_are_opened_by_an_address_of_ours() {
        let page = "https://news.test/a?b=1&c=新";
        let encoded = "https%3A%2F%2Fnews.test%2Fa%3Fb%3D1%26c%3D%E6%96%B0";
        assert_eq!(asked(&format!("tingxinwen://open?url={encoded}")), Some((Wish::Play, page.to_owned())));
        assert_eq!(
            asked(&format!("TINGXINWEN://add/?x=1&url={encoded}")),
            Some((Wish::Add, page.to_owned()))
        );
        for bad in [
            "tingxinwen://open",
            "tingxinwen://open?url=",
            "tingxinwen://open?url=file%3A%2F%2F%2Fetc%2Fpasswd",
            "tingxinwen://open?url=javascript%3Aalert(1)",
            "tingxinwen://open?url=https%3A%2F%2Fa%0Ab",
            "tingxinwen://delete?url=https%3A%2F%2Fnews.test",
            "https://news.test/?url=https%3A%2F%2Fnews.test",
        ] {
            assert_eq!(asked(bad), None, "{bad}");
        }
    }

    #[test]
    fn only_our_extension_is_answered() {
        assert!(is_our_extension("chrome-extension://nccambcdmmikkeiffimhkamjbcooadhe/"));
        assert!(is_our_extension("reader@tingxinwen.tw"));
        for other in ["chrome-extension://aaaabbbbccccddddeeeeffffgggghhhh/", "other@tingxinwen.tw", ""] {
            assert!(!is_our_extension(other), "{other}");
        }
        let manifest: serde_json::Value = serde_json::from_slice(FILES[0].1).unwrap();
        assert_eq!(manifest["browser_specific_settings"]["gecko"]["id"], FIREFOX_ID);
        let asked = manifest["permissions"].as_array().unwrap();
        assert!(asked.iter().all(|name| {
            ["activeTab", "scripting", "nativeMessaging", "contextMenus"].contains(&name.as_str().unwrap())
        }));
        assert!(manifest["host_permissions"].is_null());
    }
}
