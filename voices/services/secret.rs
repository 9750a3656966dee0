//! The listener's keys: in the environment, in the desktop's keyring, or in a file that only they can read.
//!
//! A key is a [`SecretString`], which shows nothing of itself in traces and errors.

use std::{
    collections::BTreeMap,
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
};

use secrecy::{ExposeSecret as _, SecretString};
use tingxinwen_store::Folder;

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
            .or_else(|| self.read().remove(name))
            .map(|key| key.trim().to_owned())
            .filter(|key| !key.is_empty())
            .map(SecretString::from)
    }

    /// Keeps `key` for the service called `name`; an empty one is forgotten.
    ///
    /// # Errors
    /// When there is neither a keyring nor a file to write.
    pub fn set(&self, name: &str, key: &SecretString) -> io::Result<Place> {
        let mut in_file = self.read();
        let had = in_file.remove(name).is_some();
        let key = key.expose_secret().trim();
        if key.is_empty() {
            if let Some(entry) = self.entry(name) {
                entry.delete_credential().ok();
            }
            return if had { self.write(&in_file).map(|()| Place::File) } else { Ok(Place::Keyring) };
        }
        if self.entry(name).is_some_and(|entry| entry.set_password(key).is_ok()) {
            if had {
                self.write(&in_file)?;
            }
            return Ok(Place::Keyring);
        }
        in_file.insert(name.to_owned(), key.to_owned());
        self.write(&in_file).map(|()| Place::File)
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

    fn read(&self) -> BTreeMap<String, String> {
        let text = self.file.as_ref().and_then(|file| fs::read_to_string(file).ok());
        text.and_then(|text| toml::from_str(&text).ok()).unwrap_or_default()
    }

    fn write(&self, keys: &BTreeMap<String, String>) -> io::Result<()> {
        let file = self.file.as_ref().ok_or_else(|| io::Error::other("there is no folder for settings"))?;
        let folder = file.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let text = toml::to_string(keys).map_err(io::Error::other)?;
        // Made for its owner alone, and so it stays.
        let mut draft = tempfile::Builder::new().prefix(".keys-").tempfile_in(folder)?;
        draft.write_all(text.as_bytes())?;
        draft.persist(file)?;
        Ok(())
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
    fn the_environment_has_the_programs_own_name_and_the_usual_one() {
        assert_eq!(variables("gpu-box"), ["TINGXINWEN_KEY_GPU_BOX"]);
        assert_eq!(variables("openai"), ["TINGXINWEN_KEY_OPENAI", "OPENAI_API_KEY"]);
    }
}
