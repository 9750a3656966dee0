//! What the window of settings asks of the program: try a voice, keep settings, clear what is kept.

use std::{
    collections::BTreeMap,
    io,
    sync::Arc,
    time::{Duration, Instant},
};

use secrecy::SecretString;
use tingxinwen::{
    article::{Article, BlockKind, Language, Meta},
    audio::play_once,
    engine::{Kept, VoiceSource as _},
    player::Command,
    settings::{Account, Settings},
    speech::{Cancel, VoiceError, VoiceId},
    text::{FrontEnd, Haste, Script},
};

use crate::setup::{LANGUAGES, Shelf};

/// What is said to try a voice.
const SAMPLES: [(Language, &str); 2] = [
    (Language::Mandarin, "今天天氣晴朗，適合到戶外走走，聽一段新聞。"),
    (Language::English, "It is a fine day for a walk, and for the news."),
];

/// The program behind the window of settings.
pub trait Desk: Send + Sync {
    /// Speaks a sample in `voice`, aloud; tells `first` how long the first sound took, once it is there.
    /// Blocks to the end of the sample.
    fn try_voice(
        &self,
        voice: &VoiceId,
        language: Language,
        first: &dyn Fn(Duration),
    ) -> Result<(), VoiceError>;

    /// Makes `settings` and `keys` hold from now on and the next time; what the player is to be told.
    fn save(&self, settings: &Settings, keys: &[(String, SecretString)]) -> io::Result<Vec<Command>>;

    /// `list` with those after it who speak when none of it does.
    fn complete(&self, language: Language, list: Vec<VoiceId>) -> Vec<VoiceId>;

    /// All services by name, as they are set up.
    fn services(&self) -> BTreeMap<String, Account>;

    /// Whether the service called `name` has a key.
    fn has_key(&self, name: &str) -> bool;

    /// Bytes of sound on disk.
    fn kept_bytes(&self) -> u64;

    /// Drops them.
    fn clear_kept(&self);
}

/// The listener's own.
pub struct ListenersDesk {
    shelf: Arc<Shelf>,
    front_end: Arc<FrontEnd>,
    kept: Option<Kept>,
}

impl ListenersDesk {
    /// Over the voices of `shelf`, which say samples as `front_end` reads them.
    pub fn new(shelf: Arc<Shelf>, front_end: Arc<FrontEnd>) -> Self {
        let kept = Kept::path().and_then(|path| Kept::open(&path, Kept::DEFAULT_LIMIT).ok());
        Self { shelf, front_end, kept }
    }
}

impl Desk for ListenersDesk {
    fn try_voice(
        &self,
        voice: &VoiceId,
        language: Language,
        first: &dyn Fn(Duration),
    ) -> Result<(), VoiceError> {
        let sample = SAMPLES.iter().find(|(of, _)| *of == language).map_or("", |(_, sample)| *sample);
        let script = Script::new(Article::new(Meta::default(), [(BlockKind::Paragraph, sample)]).into());
        let failed = |why: &str| VoiceError::Failed(why.to_owned());
        let piece = script.piece_at(0, Haste::LookAhead).ok_or_else(|| failed("no sentence"))?;
        let utterance = self.front_end.utterance(script.article(), piece);
        let mut speaker = self.shelf.load(voice)?;
        let (started, mut told) = (Instant::now(), false);
        let mut tell = || {
            if !std::mem::replace(&mut told, true) {
                first(started.elapsed());
            }
        };
        let clip = speaker.stream(&utterance, &Cancel::default(), &mut |_| tell())?;
        tell();
        play_once(clip).map_err(|error| failed(&error.to_string()))
    }

    fn save(&self, settings: &Settings, keys: &[(String, SecretString)]) -> io::Result<Vec<Command>> {
        let services = self.shelf.services();
        for (name, key) in keys {
            services.set_key(name, key)?;
        }
        for (name, account) in settings.services() {
            services.set_up(name, account.clone());
        }
        let path = Settings::path().ok_or_else(|| io::Error::other("there is no folder for settings"))?;
        settings.save(&path)?;
        let commands = LANGUAGES.into_iter().map(|language| {
            let list = settings.voice(language).into_iter().chain(settings.stand_by(language)).collect();
            Command::SetVoices(language, self.shelf.complete(language, list))
        });
        Ok(commands.collect())
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

    fn kept_bytes(&self) -> u64 {
        self.kept.as_ref().map_or(0, Kept::bytes)
    }

    fn clear_kept(&self) {
        if let Some(kept) = &self.kept {
            kept.clear();
        }
    }
}
