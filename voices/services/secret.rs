//! The listener's keys: in the environment, in the desktop's keyring, or in a file that only they can read.
//!
//! A key is a [`SecretString`], which shows nothing of itself in traces and errors.

use std::{
    io,
    path::{Path, PathBuf},
};

use secrecy::{ExposeSecret as _, SecretString};
use tingxinwen_store::{Folder, Lock, read_text, set_aside, write};
use toml_edit::DocumentMut;

/// The name of the program in the keyring.
const PROGRAM: &str = "tingxinwen";
/// The file beside the settings.
const FILE: &str = "keys.toml";

/// Where keys are kept.
#[derive(Clone, Debug)]
pub struct Keys {
    /// `None` where the system names no folder for settings.
    file: Option<PathBuf>,
    keyring: Keyring,
}

/// Whether the desktop's keyring is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keyring {
    /// Before the file.
    Asked,
    /// Not at all.
    LeftAlone,
}

/// Where a key was put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the desktop's keyring.
    Keyring,
    /// In a file of mode 0600.
    File,
}

impl Keys {
    /// The keys of this listener.
    pub fn of_listener() -> Self {
        Self { file: Folder::Config.path().map(|folder| folder.join(FILE)), keyring: Keyring::Asked }
    }

    /// Those in `file` alone.
    pub fn in_file(file: &Path, keyring: Keyring) -> Self {
        Self { file: Some(file.to_owned()), keyring }
    }

    /// The key of the service called `name`. A keyring that is locked may ask the listener to open it.
    pub fn get(&self, name: &str) -> Option<SecretString> {
        self.get_quietly(name).or_else(|| Some(SecretString::from(self.entry(name)?.get_password().ok()?)))
    }

    /// Whether there is a keyring that may hold keys.
    pub fn has_keyring(&self) -> bool {
        self.entry(PROGRAM).is_some()
    }

    /// [`Self::get`] without the keyring: nobody is asked for anything.
    pub fn get_quietly(&self, name: &str) -> Option<SecretString> {
        let from_environment = variables(name).into_iter().find_map(|name| std::env::var(name).ok());
        from_environment
            .or_else(|| Some(self.read().get(name)?.as_str()?.to_owned()))
            .map(|key| key.trim().to_owned())
            .filter(|key| !key.is_empty())
            .map(SecretString::from)
    }

    /// Keeps `key` for the service called `name`; an empty one is forgotten. Whatever else the file holds stays.
    ///
    /// # Errors
    /// When there is neither a keyring nor a file to write.
    pub fn set(&self, name: &str, key: &SecretString) -> io::Result<Place> {
        let key = key.expose_secret().trim();
        if key.is_empty() {
            if let Some(Err(error)) = self.entry(name).map(|entry| entry.delete_credential())
                && !matches!(error, keyring::Error::NoEntry)
            {
                tracing::warn!(%error, "a key stays in the keyring");
            }
            let was_in_file = self.change(|keys| keys.remove(name).is_some())?;
            return Ok(if was_in_file { Place::File } else { Place::Keyring });
        }
        if self.entry(name).is_some_and(|entry| entry.set_password(key).is_ok()) {
            // One key in two places would be changed in one of them only.
            self.change(|keys| keys.remove(name).is_some())?;
            return Ok(Place::Keyring);
        }
        if self.file.is_none() {
            return Err(io::ErrorKind::NotFound.into());
        }
        self.change(|keys| {
            keys[name] = toml_edit::value(key);
            true
        })?;
        Ok(Place::File)
    }

    fn entry(&self, name: &str) -> Option<keyring::Entry> {
        match self.keyring {
            // Without a session bus there is nobody to ask.
            Keyring::Asked if cfg!(any(windows, target_os = "macos")) || has_session_bus() => {
                keyring::Entry::new(PROGRAM, name).ok()
            }
            Keyring::Asked | Keyring::LeftAlone => None,
        }
    }

    /// What the file says; nothing where there is none, or it is no TOML.
    fn read(&self) -> DocumentMut {
        let text = self.file.as_ref().and_then(|file| read_text(file).unwrap_or_default());
        text.and_then(|text| text.parse().ok()).unwrap_or_default()
    }

    /// Changes the file, if `change` says that it did. A file that is no TOML is set aside, not overwritten.
    fn change(&self, change: impl FnOnce(&mut DocumentMut) -> bool) -> io::Result<bool> {
        let Some(file) = &self.file else { return Ok(false) };
        if !file.exists() {
            let mut new = DocumentMut::new();
            return if change(&mut new) {
                write(file, new.to_string().as_bytes()).map(|()| true)
            } else {
                Ok(false)
            };
        }
        let _lock = Lock::of(file)?;
        let text = read_text(file)?.unwrap_or_default();
        let parsed: Result<DocumentMut, _> = text.parse();
        let mut keys = parsed.clone().unwrap_or_default();
        if !change(&mut keys) {
            return Ok(false);
        }
        if parsed.is_err() {
            let path = set_aside(file)?;
            tracing::warn!(path = %path.display(), "the file of keys is no TOML and was set aside");
        }
        write(file, keys.to_string().as_bytes()).map(|()| true)
    }
}

/// The environment's names for the key of `name`, the program's own first.
fn variables(name: &str) -> Vec<String> {
    let shout = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
    let own = format!("TINGXINWEN_KEY_{}", name.chars().map(shout).collect::<String>());
    let usual = match name {
        "openai" => Some("OPENAI_API_KEY"),
        "azure" => Some("AZURE_SPEECH_KEY"),
        "elevenlabs" => Some("ELEVENLABS_API_KEY"),
        "google" => Some("GOOGLE_API_KEY"),
        _ => None,
    };
    std::iter::once(own).chain(usual.map(str::to_owned)).collect()
}

fn has_session_bus() -> bool {
    let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some()
        || runtime.is_some_and(|folder| folder.join("bus").exists())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_key_is_kept_in_a_file_that_only_its_owner_reads_and_shows_nothing_of_itself() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config/keys.toml");
        let keys = Keys::in_file(&file, Keyring::LeftAlone);
        assert!(keys.get("gpu-box").is_none());
        let key = SecretString::from(" sk-verysecret\n");
        assert_eq!(keys.set("gpu-box", &key).unwrap(), Place::File);
        assert_eq!(keys.get("gpu-box").unwrap().expose_secret(), "sk-verysecret");
        assert!(!format!("{keys:?} {:?}", keys.get("gpu-box")).contains("verysecret"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        }
        keys.set("gpu-box", &SecretString::from("")).unwrap();
        assert!(keys.get("gpu-box").is_none());
        assert!(!fs::read_to_string(&file).unwrap().contains("secret"));
    }

    #[test]
    fn one_key_that_cannot_be_read_costs_no_other_and_comments_stay() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("keys.toml");
        fs::write(&file, "# mine\nbox = \"one\" # the cellar\nodd = 7\n[later]\nx = 1\n").unwrap();
        let keys = Keys::in_file(&file, Keyring::LeftAlone);
        assert!(keys.get("odd").is_none());
        keys.set("other", &SecretString::from("two")).unwrap();
        assert_eq!(keys.get("box").unwrap().expose_secret(), "one");
        let text = fs::read_to_string(&file).unwrap();
        for kept in ["# mine", "# the cellar", "odd = 7", "[later]", "other = \"two\""] {
            assert!(text.contains(kept), "{text}");
        }
        fs::write(&file, "box = \"one").unwrap();
        keys.set("other", &SecretString::from("two")).unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("keys.toml.unreadable")).unwrap(), "box = \"one");
        assert_eq!(keys.get("other").unwrap().expose_secret(), "two");
    }

    #[test]
    fn the_environment_has_the_programs_own_name_and_the_usual_one() {
        assert_eq!(variables("gpu-box"), ["TINGXINWEN_KEY_GPU_BOX"]);
        assert_eq!(variables("openai"), ["TINGXINWEN_KEY_OPENAI", "OPENAI_API_KEY"]);
    }
}
