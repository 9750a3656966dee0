//! Where browsers and the desktop look on Windows: keys of the user's registry, which name manifests in a folder of ours.

use std::{
    io,
    path::{Path, PathBuf},
};

use windows_registry::CURRENT_USER;

use super::{Browser, HOST, remove, write};
use crate::failure::Failure;

/// What is registered for this user.
pub(super) struct Registration {
    own: PathBuf,
    /// The key that browsers have theirs in.
    software: String,
}

impl Registration {
    /// Of the user who runs this; manifests stand in `own`.
    #[expect(clippy::unnecessary_wraps, reason = "on other systems a user may have no home")]
    pub(super) fn new(own: &Path) -> Option<Self> {
        Some(Self { own: own.to_owned(), software: "Software".to_owned() })
    }

    /// What browsers start for `program`: itself, since a script would be read in the code page of the system, which may
    /// lack characters of its path. The host knows who starts it by what browsers add.
    #[expect(clippy::unnecessary_wraps, clippy::unused_self, reason = "on other systems a script is written")]
    pub(super) fn host(&self, program: &Path) -> anyhow::Result<PathBuf> {
        Ok(program.to_owned())
    }

    /// Has the desktop open our addresses with `program`: a class with an empty value `URL Protocol` is a scheme.
    pub(super) fn open_addresses(&self, program: &Path) -> anyhow::Result<()> {
        let class = self.scheme();
        set(&class, "", "URL:tingxinwen")?;
        set(&class, "URL Protocol", "")?;
        set(
            &format!(r"{class}\shell\open\command"),
            "",
            &format!("\"{}\" open-url \"%1\"", program.display()),
        )
    }

    pub(super) fn add(&self, browser: Browser, manifest: &str) -> anyhow::Result<()> {
        let path = self.manifest(browser);
        write(&path, manifest.as_bytes())?;
        set(&self.key(browser), "", &path.display().to_string())
    }

    pub(super) fn remove(&self, browser: Browser) -> anyhow::Result<()> {
        unset(&self.key(browser))?;
        remove(&self.manifest(browser))
    }

    pub(super) fn has(&self, browser: Browser) -> bool {
        let named = CURRENT_USER.open(self.key(browser)).and_then(|key| key.get_string(""));
        named.is_ok_and(|path| Path::new(&path).exists())
    }

    /// Removes what belongs to no browser.
    pub(super) fn remove_rest(&self) -> anyhow::Result<()> {
        unset(&self.scheme())
    }

    fn manifest(&self, browser: Browser) -> PathBuf {
        self.own.join(format!("{}.json", browser.name()))
    }

    fn key(&self, browser: Browser) -> String {
        let vendor = match browser {
            Browser::Chromium => "Chromium",
            Browser::Chrome => r"Google\Chrome",
            Browser::Edge => r"Microsoft\Edge",
            Browser::Brave => r"BraveSoftware\Brave-Browser",
            Browser::Firefox => "Mozilla",
        };
        format!(r"{}\{vendor}\NativeMessagingHosts\{HOST}", self.software)
    }

    fn scheme(&self) -> String {
        format!(r"{}\Classes\tingxinwen", self.software)
    }
}

/// Sets the value called `name` of the user's `key` to `text`; a key's own value has no name.
fn set(key: &str, name: &str, text: &str) -> anyhow::Result<()> {
    let done = CURRENT_USER.create(key).and_then(|key| key.set_string(name, text));
    Ok(done.map_err(|error| Failure::write(shown(key))(io::Error::from(error)))?)
}

/// Removes the user's `key` with all in it; one that is not there needs no error.
fn unset(key: &str) -> anyhow::Result<()> {
    match CURRENT_USER.remove_tree(key).map_err(io::Error::from) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Failure::write(shown(key))(error).into())
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// `key` as the registry's editor names it.
fn shown(key: &str) -> PathBuf {
    Path::new("HKEY_CURRENT_USER").join(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keys of a test, which go with it.
    struct Keys(String);

    impl Drop for Keys {
        fn drop(&mut self) {
            CURRENT_USER.remove_tree(&self.0).ok();
        }
    }

    #[test]
    fn browsers_and_the_desktop_find_the_program_until_it_is_removed() {
        let keys = Keys(format!(r"Software\tingxinwen-test-{}", std::process::id()));
        let folder = tempfile::tempdir().unwrap();
        let registration = Registration { own: folder.path().join("瀏覽器"), software: keys.0.clone() };
        let program = Path::new(r"C:\程式\tingxinwen.exe");
        let text =
            |key: &str| CURRENT_USER.open(format!(r"{}\{key}", keys.0)).and_then(|key| key.get_string(""));
        let host = registration.host(program).unwrap();
        registration.open_addresses(program).unwrap();
        for browser in Browser::ALL {
            assert!(!registration.has(browser), "{browser:?}");
            registration.add(browser, &browser.manifest(&host)).unwrap();
            assert!(registration.has(browser), "{browser:?}");
        }
        let named = text(&format!(r"Google\Chrome\NativeMessagingHosts\{HOST}")).unwrap();
        let manifest: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(named).unwrap()).unwrap();
        assert_eq!(manifest["path"], r"C:\程式\tingxinwen.exe");
        assert_eq!(
            text(r"Classes\tingxinwen\shell\open\command").unwrap(),
            r#""C:\程式\tingxinwen.exe" open-url "%1""#
        );
        for browser in Browser::ALL {
            registration.remove(browser).unwrap();
            registration.remove(browser).unwrap();
            assert!(!registration.has(browser), "{browser:?}");
        }
        registration.remove_rest().unwrap();
        registration.remove_rest().unwrap();
        assert!(text(r"Classes\tingxinwen").is_err());
        assert_eq!(std::fs::read_dir(&registration.own).unwrap().count(), 0);
    }
}
