//! Where browsers and the desktop look on Linux and macOS: manifests and a script in folders of the user.

use std::{
    env, fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::{Browser, HOST, remove, write};
use crate::failure::Failure;

/// What is registered for this user.
pub(super) struct Registration {
    home: PathBuf,
    script: PathBuf,
}

impl Registration {
    /// Of the user who runs this; files that belong to no browser stand in `own`. `None` for a user without a home.
    pub(super) fn new(own: &Path) -> Option<Self> {
        Some(Self { home: folder("HOME")?, script: own.join("host") })
    }

    /// Writes what browsers start for `program`, and gives its path.
    pub(super) fn host(&self, program: &Path) -> anyhow::Result<PathBuf> {
        write(&self.script, script_of(program).as_bytes())?;
        let executable = fs::Permissions::from_mode(0o755);
        fs::set_permissions(&self.script, executable).map_err(Failure::write(&self.script))?;
        Ok(self.script.clone())
    }

    /// Has the desktop open our addresses with `program`.
    pub(super) fn open_addresses(&self, program: &Path) -> anyhow::Result<()> {
        if let Some(path) = self.desktop_file() {
            write(&path, desktop_entry(program).as_bytes())?;
            tell_desktop(&path);
        }
        Ok(())
    }

    pub(super) fn add(&self, browser: Browser, manifest: &str) -> anyhow::Result<()> {
        write(&self.manifest(browser), manifest.as_bytes())
    }

    pub(super) fn remove(&self, browser: Browser) -> anyhow::Result<()> {
        remove(&self.manifest(browser))
    }

    pub(super) fn has(&self, browser: Browser) -> bool {
        self.manifest(browser).exists()
    }

    /// Removes what belongs to no browser.
    pub(super) fn remove_rest(&self) -> anyhow::Result<()> {
        self.desktop_file().iter().chain([&self.script]).try_for_each(|path| remove(path))
    }

    /// Where `browser` looks for the manifest of the host.
    fn manifest(&self, browser: Browser) -> PathBuf {
        let folder = if cfg!(target_os = "macos") {
            self.home.join("Library/Application Support").join(match browser {
                Browser::Chromium => "Chromium/NativeMessagingHosts",
                Browser::Chrome => "Google/Chrome/NativeMessagingHosts",
                Browser::Edge => "Microsoft Edge/NativeMessagingHosts",
                Browser::Brave => "BraveSoftware/Brave-Browser/NativeMessagingHosts",
                Browser::Firefox => "Mozilla/NativeMessagingHosts",
            })
        } else {
            let config = || folder("XDG_CONFIG_HOME").unwrap_or_else(|| self.home.join(".config"));
            match browser {
                Browser::Chromium => config().join("chromium/NativeMessagingHosts"),
                Browser::Chrome => config().join("google-chrome/NativeMessagingHosts"),
                Browser::Edge => config().join("microsoft-edge/NativeMessagingHosts"),
                Browser::Brave => config().join("BraveSoftware/Brave-Browser/NativeMessagingHosts"),
                Browser::Firefox => self.home.join(".mozilla/native-messaging-hosts"),
            }
        };
        folder.join(format!("{HOST}.json"))
    }

    fn desktop_file(&self) -> Option<PathBuf> {
        let data = folder("XDG_DATA_HOME").unwrap_or_else(|| self.home.join(".local/share"));
        cfg!(target_os = "linux").then(|| data.join("applications/tingxinwen-open.desktop"))
    }
}

fn folder(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute())
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
        if let Err(error) = command.stdout(Stdio::null()).stderr(Stdio::null()).status() {
            tracing::info!(kind = ?error.kind(), "the desktop was not told of the addresses of ours");
        }
    }
}
