//! What a window asks of the program beside the player: settings, samples, keys, sound that is kept.

use std::{collections::BTreeMap, io, sync::Arc};

use secrecy::SecretString;
use tingxinwen_library::Library;
use tingxinwen_voices::{
    catalog::Gender,
    install::{InstallError, Progress},
    services::Listed,
};

use super::{ExportOf, ExportStep, FeedsHandle, News, Passwords, QueueHandle};
use crate::{
    article::{Language, OpenError},
    export::{ExportError, Order, Overwriting, TrackError},
    settings::{Account, Settings},
    speech::{Cancel, Utterance, VoiceError, VoiceId},
    text::Script,
};

/// A voice that the listener can choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoiceChoice {
    /// Its name in the catalogue.
    pub id: VoiceId,
    /// Its name for people.
    pub name: String,
    /// How it sounds, where that is known.
    pub gender: Option<Gender>,
    /// What it was trained to read.
    pub language: Language,
}

/// Why settings or keys were not saved.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SaveError {
    /// The system names no folder for them.
    #[error("no folder for settings")]
    NoFolder,
    /// A file or the keyring cannot be written.
    #[error("{0}")]
    File(io::ErrorKind),
}

impl From<io::Error> for SaveError {
    fn from(error: io::Error) -> Self {
        Self::File(error.kind())
    }
}

/// The program behind a window. What may wait for the network, the disk or the listener's keyring says so.
pub trait Application: Send + Sync {
    /// The settings that hold.
    fn settings(&self) -> Arc<Settings>;

    /// Changes the settings: at once in the program, soon in their file. Waits for nothing.
    fn change(&self, change: &mut dyn FnMut(&mut Settings));

    /// Makes the differences between `before` and `after` hold, and `keys`, from now on and the next time. Waits for
    /// the keyring and the disk.
    ///
    /// # Errors
    /// When a key or the settings cannot be written.
    fn save(
        &self,
        before: &Settings,
        after: &Settings,
        keys: &[(String, SecretString)],
    ) -> Result<(), SaveError>;

    /// What the listener should be told of the settings file since this was asked last.
    fn news(&self) -> Vec<News>;

    /// What is said to try a voice that reads `language`.
    fn sample(&self, language: Language) -> Option<Utterance>;

    /// The voices there are to choose from. Waits for the disk.
    fn choices(&self) -> Vec<VoiceChoice>;

    /// `order` with those after it who speak when none of it does. Waits for the disk.
    fn complete(&self, language: Language, order: Vec<VoiceId>) -> Vec<VoiceId>;

    /// All services by name, as they are set up.
    fn services(&self) -> BTreeMap<String, Account>;

    /// The voices of the listener's order, or of the usual one, whose files are not there. Waits for the disk.
    fn missing_voices(&self) -> Vec<VoiceId>;

    /// Installs `voices`; from then on they are asked as the listener wants it. Waits for the network, for minutes.
    ///
    /// # Errors
    /// [`InstallError`]; what was fetched before stays.
    fn install(&self, voices: &[VoiceId], progress: &dyn Progress) -> Result<(), InstallError>;

    /// Whether the service called `name` has a key. Waits for the keyring.
    fn has_key(&self, name: &str) -> bool;

    /// The voices that the service called `name` says it has, set up as `account` says, with `key` or the one
    /// that it has. Waits for the network.
    ///
    /// # Errors
    /// When it cannot be reached, or refuses.
    fn voices_at(
        &self,
        name: &str,
        account: &Account,
        key: Option<SecretString>,
    ) -> Result<Vec<Listed>, VoiceError>;

    /// The file of the picture at `address`, which the page at `page` shows. Waits for the network.
    ///
    /// # Errors
    /// When it does not come, or is no picture.
    fn picture(&self, _page: &str, address: &str) -> Result<Vec<u8>, OpenError> {
        Err(OpenError::BadAddress(address.to_owned()))
    }

    /// Bytes of sound on disk. Waits for the disk.
    fn kept_bytes(&self) -> u64;

    /// Drops them. Waits for the disk.
    fn clear_kept(&self);

    /// The library; `None` where there is none.
    fn library(&self) -> Option<Library> {
        None
    }

    /// The queue; `None` where there is none.
    fn queue(&self) -> Option<QueueHandle> {
        None
    }

    /// The feeds, which are refreshed from the first time on that this is asked; `None` where there is no library.
    fn feeds(&self) -> Option<FeedsHandle> {
        None
    }

    /// What encrypted documents are opened with, and which of them waits for its password.
    fn passwords(&self) -> Passwords {
        Passwords::default()
    }

    /// Has `address` fetched the next time it is opened, though the library has it.
    fn fetch_afresh(&self, _address: &str) {}

    /// Makes the files of `order` from all of `wanted`, and tells `tell` how far that is. Waits to the end of it, or until it is
    /// cancelled; while `tell` does not come back, nothing goes on.
    ///
    /// # Errors
    /// Where something cannot be written, nothing is read aloud, or no voice speaks.
    fn export(
        &self,
        _wanted: Vec<ExportOf>,
        _order: &Order,
        _overwriting: Overwriting,
        _cancel: &Cancel,
        _tell: &(dyn Fn(ExportStep) + Sync),
    ) -> Result<(), ExportError> {
        Err(ExportError::Silent)
    }

    /// Keeps all of `script` in `voice`, or in those that stand by where it fails, until it was heard; tells
    /// `progress` the share that is done. Waits to the end of it, or until it is cancelled.
    ///
    /// # Errors
    /// Where no voice speaks, or there is not enough room.
    fn keep(
        &self,
        script: &Script,
        voice: &VoiceId,
        cancel: &Cancel,
        progress: &(dyn Fn(f32) + Sync),
    ) -> Result<(), TrackError>;
}
