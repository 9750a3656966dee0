//! What the window asks of the program beside the player: samples, settings, keys, what is kept.

use std::{collections::BTreeMap, io, sync::Arc};

use secrecy::SecretString;
use tingxinwen::{
    article::{Article, BlockKind, Language, Meta},
    engine::{self, FetchError, Kept},
    player::Command,
    settings::{Account, Settings},
    speech::{Cancel, Frames, Utterance, VoiceError, VoiceId},
    text::{FrontEnd, Haste, Script},
};
use tingxinwen_voices::services::Listed;

use crate::{
    setup::{LANGUAGES, Shelf},
    view::transport::VoiceChoice,
};

/// What is said to try a voice.
const SAMPLES: [(Language, &str); 2] = [
    (Language::Mandarin, "今天天氣晴朗，適合到戶外走走，聽一段新聞。"),
    (Language::English, "It is a fine day for a walk, and for the news."),
];

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

/// The program behind the window. What may wait for the network, the disk or the listener's keyring says so.
pub trait Desk: Send + Sync {
    /// What is said to try a voice that reads `language`.
    fn sample(&self, language: Language) -> Option<Utterance>;

    /// Makes `settings` and `keys` hold from now on and the next time; what the player is to be told. Waits for
    /// the keyring.
    ///
    /// # Errors
    /// When a key or the settings cannot be written.
    fn save(&self, settings: &Settings, keys: &[(String, SecretString)]) -> Result<Vec<Command>, SaveError>;

    /// The voices there are to choose from.
    fn choices(&self) -> Vec<VoiceChoice>;

    /// `list` with those after it who speak when none of it does.
    fn complete(&self, language: Language, list: Vec<VoiceId>) -> Vec<VoiceId>;

    /// All services by name, as they are set up.
    fn services(&self) -> BTreeMap<String, Account>;

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

    /// Bytes of sound on disk. Waits for the disk.
    fn kept_bytes(&self) -> u64;

    /// Drops them.
    fn clear_kept(&self);

    /// Speaks what is not kept yet of `script` in `voice`, and keeps it; tells `progress` the share that is
    /// done. Waits to the end of it, or until it is cancelled.
    ///
    /// # Errors
    /// The first failure ends it.
    fn keep(
        &self,
        script: &Script,
        voice: &VoiceId,
        cancel: &Cancel,
        progress: &(dyn Fn(f32) + Sync),
    ) -> Result<(), FetchError>;
}

/// The listener's own.
pub struct ListenersDesk {
    shelf: Arc<Shelf>,
    front_end: Arc<FrontEnd>,
    /// What the player keeps its sound in too.
    kept: Option<Arc<Kept>>,
}

impl ListenersDesk {
    /// Over the voices of `shelf`, which say samples as `front_end` reads them.
    pub fn new(shelf: Arc<Shelf>, front_end: Arc<FrontEnd>, kept: Option<Arc<Kept>>) -> Self {
        Self { shelf, front_end, kept }
    }
}

impl Desk for ListenersDesk {
    fn sample(&self, language: Language) -> Option<Utterance> {
        let sample = SAMPLES.iter().find(|(of, _)| *of == language).map_or("", |(_, sample)| *sample);
        let script = Script::new(Article::new(Meta::default(), [(BlockKind::Paragraph, sample)]).into());
        let piece = script.piece_at(0, Haste::LookAhead)?;
        Some(self.front_end.utterance(script.article(), piece))
    }

    fn save(&self, settings: &Settings, keys: &[(String, SecretString)]) -> Result<Vec<Command>, SaveError> {
        let services = self.shelf.services();
        for (name, key) in keys {
            services.set_key(name, key)?;
        }
        for (name, account) in settings.services() {
            services.set_up(name, account.clone());
        }
        let path = Settings::path().ok_or(SaveError::NoFolder)?;
        settings.save(&path)?;
        self.shelf.set_aligns(settings.aligns());
        if let Some(kept) = &self.kept {
            kept.set_limit(settings.kept_bytes());
        }
        let commands = LANGUAGES.into_iter().map(|language| {
            let list = settings.voice(language).into_iter().chain(settings.stand_by(language)).collect();
            Command::SetVoices(language, self.shelf.complete(language, list))
        });
        let ahead = Frames::from_secs_f64(f64::from(settings.ahead_secs()));
        Ok(commands.chain([Command::SetLookAhead(ahead)]).collect())
    }

    fn choices(&self) -> Vec<VoiceChoice> {
        self.shelf.choices()
    }

    fn complete(&self, language: Language, list: Vec<VoiceId>) -> Vec<VoiceId> {
        self.shelf.complete(language, list)
    }

    fn services(&self) -> BTreeMap<String, Account> {
        self.shelf.services().accounts()
    }

    fn has_key(&self, name: &str) -> bool {
        self.shelf.services().has_key(name)
    }

    fn voices_at(
        &self,
        name: &str,
        account: &Account,
        key: Option<SecretString>,
    ) -> Result<Vec<Listed>, VoiceError> {
        self.shelf.services().voices_at(name, account, key)
    }

    fn kept_bytes(&self) -> u64 {
        self.kept.as_ref().map_or(0, |kept| kept.bytes())
    }

    fn clear_kept(&self) {
        if let Some(kept) = &self.kept {
            kept.clear();
        }
    }

    fn keep(
        &self,
        script: &Script,
        voice: &VoiceId,
        cancel: &Cancel,
        progress: &(dyn Fn(f32) + Sync),
    ) -> Result<(), FetchError> {
        let kept = self.kept.as_ref().filter(|kept| kept.limit() > 0).ok_or(FetchError::NoRoom)?;
        engine::fetch(script, voice, &self.shelf, &self.front_end, kept, cancel, progress)
    }
}
