//! `tingxinwen browser`: registers the native messaging host with the browsers of this user, writes the extension, and
//! has the desktop open `tingxinwen:` addresses. Where each system keeps that stands in `unix` and `windows`.

#[cfg(unix)]
#[path = "browser/unix.rs"]
mod system;
#[cfg(windows)]
#[path = "browser/windows.rs"]
mod system;

use std::{env, ffi::OsString, fs, io::ErrorKind, path::Path};

use clap::{Args, Subcommand};
use percent_encoding::percent_decode_str;
use serde_json::json;
use tingxinwen::{
    article::Source,
    remote::{Wish, is_web},
};

use self::system::Registration;
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

/// A browser that the host is registered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Browser {
    Chromium,
    Chrome,
    Edge,
    Brave,
    Firefox,
}

impl Browser {
    const ALL: [Self; 5] = [Self::Chromium, Self::Chrome, Self::Edge, Self::Brave, Self::Firefox];

    fn name(self) -> &'static str {
        match self {
            Self::Chromium => "Chromium",
            Self::Chrome => "Chrome",
            Self::Edge => "Edge",
            Self::Brave => "Brave",
            Self::Firefox => "Firefox",
        }
    }

    /// The manifest by which it finds the host, which it starts by `program`.
    fn manifest(self, program: &Path) -> String {
        let mut manifest = json!({
            "name": HOST,
            "description": "Tingxinwen reads pages aloud",
            "path": program,
            "type": "stdio",
        });
        if self == Self::Firefox {
            manifest["allowed_extensions"] = json!([FIREFOX_ID]);
        } else {
            manifest["allowed_origins"] = json!([format!("chrome-extension://{CHROMIUM_ID}/")]);
        }
        format!("{manifest:#}\n")
    }
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
        let own = tingxinwen_library::path().ok_or(Failure::NoDataFolder)?.with_file_name("browser");
        let extension = own.join("extension");
        let registration = Registration::new(&own).ok_or(Failure::NoBrowserFolder)?;
        match self.action {
            Action::Install => {
                for (name, bytes) in FILES {
                    write(&extension.join(name), bytes)?;
                }
                let program = env::current_exe()?;
                let host = registration.host(&program)?;
                registration.open_addresses(&program)?;
                for browser in Browser::ALL {
                    registration.add(browser, &browser.manifest(&host))?;
                    say(words.browser_installed(browser.name()));
                }
            }
            Action::Remove => {
                for browser in Browser::ALL {
                    registration.remove(browser)?;
                    say(words.browser_removed(browser.name()));
                }
                registration.remove_rest()?;
                if extension.exists() {
                    fs::remove_dir_all(&extension).map_err(Failure::write(&extension))?;
                }
                return Ok(());
            }
            Action::Status => {
                for browser in Browser::ALL {
                    let name = browser.name();
                    let is_registered = registration.has(browser);
                    say(if is_registered {
                        words.browser_installed(name)
                    } else {
                        words.browser_absent(name)
                    });
                }
            }
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

/// Whether a browser started the program by itself, as it does where manifests name the program and no script: `words`
/// are those after the program's name. Chromium puts its extension first, Firefox after the path of the manifest.
pub(super) fn is_started_by_browser(words: &[OsString]) -> bool {
    let is_ours = |word: &OsString| word.to_str().is_some_and(is_our_extension);
    match words {
        [first, ..] if is_ours(first) => true,
        [manifest, second] => Path::new(manifest).is_absolute() && is_ours(second),
        _ => false,
    }
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
        let manifest = std::path::absolute("Firefox.json").unwrap().into_os_string();
        let started = |words: &[&str]| {
            let words: Vec<OsString> = words.iter().map(OsString::from).collect();
            is_started_by_browser(&words)
        };
        assert!(started(&["chrome-extension://nccambcdmmikkeiffimhkamjbcooadhe/", "--parent-window=0"]));
        assert!(started(&[manifest.to_str().unwrap(), "reader@tingxinwen.tw"]));
        for words in
            [&["read", "reader@tingxinwen.tw"][..], &["reader"], &[], &["host", "other@tingxinwen.tw"]]
        {
            assert!(!started(words), "{words:?}");
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
