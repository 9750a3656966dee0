//! Puts the parts together: voices, front-end, sound card, engine.

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use tingxinwen::{
    article::{self, Article, Language, OpenError, Source},
    audio::{AudioOut, SoundEvent},
    engine::{self, EngineHandle, Kept, Opener, Parts, VoiceSource},
    lexicon_file,
    player::Player,
    settings::Settings,
    singles_file,
    speech::{Voice, VoiceError, VoiceId},
    text::FrontEnd,
};
use tingxinwen_voices::{
    DataDir, VoiceInfo, Voices,
    install::Installer,
    services::{Limits, Services, secret::Keys},
};

use crate::{failure::Failure, view::transport::VoiceChoice, words::Words};

struct Pages;

impl Opener for Pages {
    async fn open(&self, source: Source) -> Result<Article, OpenError> {
        article::open(source).await.map(with_singles)
    }
}

/// `article` with the blocks switched that the listener switched in it before.
pub fn with_singles(article: Article) -> Article {
    match singles_file::path() {
        Some(path) => singles_file::applied(&path, article),
        None => article,
    }
}

/// All voices that the listener has: on this machine, and of the services.
pub struct Shelf {
    voices: Mutex<Voices>,
    services: Arc<Services>,
    /// Whether the embedded voice may find the times of other voices' words.
    aligns: AtomicBool,
}

impl Shelf {
    /// The voices of the catalogue, installed or not, and the services as the listener set them up.
    pub fn open() -> anyhow::Result<Self> {
        let data = DataDir::find().ok_or(Failure::NoDataFolder)?;
        let settings = settings();
        let services = Arc::new(Services::new(settings.services(), Keys::of_listener(), Limits::default())?);
        let voices = Voices::open(data)?.with_services(Arc::clone(&services));
        Ok(Self { voices: Mutex::new(voices), services, aligns: AtomicBool::new(settings.aligns()) })
    }

    /// Whether the embedded voice may find the times of other voices' words, from now on.
    pub fn set_aligns(&self, aligns: bool) {
        self.aligns.store(aligns, Ordering::Relaxed);
    }

    /// The services.
    pub fn services(&self) -> &Arc<Services> {
        &self.services
    }

    /// Whether `id` is on this machine, or its service is set up.
    pub fn has(&self, id: &VoiceId) -> bool {
        self.voices().is_installed(id)
    }

    /// The catalogue, and what is installed of it.
    pub fn list(&self) -> Vec<VoiceInfo> {
        self.voices().list()
    }

    /// What fetches voices.
    pub fn installer(&self) -> Installer {
        self.voices().installer()
    }

    /// What the listener can choose from: what is on this machine or could be, services that are set up,
    /// and what they chose before.
    pub fn choices(&self) -> Vec<VoiceChoice> {
        let of_service = |voice: &VoiceInfo| voice.id.0.contains(':');
        let voices = self.list().into_iter().filter(|voice| voice.installed || !of_service(voice));
        let mut choices: Vec<_> = voices
            .map(|voice| VoiceChoice { id: voice.id, name: voice.name, language: voice.language })
            .collect();
        let settings = settings();
        for language in LANGUAGES {
            for id in settings.voice(language).into_iter().chain(settings.stand_by(language)) {
                if self.voices().knows(&id) && !choices.iter().any(|choice| choice.id == id) {
                    choices.push(VoiceChoice { name: id.0.clone(), id, language });
                }
            }
        }
        choices
    }

    /// A voice that panicked while it was loaded did not load; the others are whole.
    fn voices(&self) -> MutexGuard<'_, Voices> {
        self.voices.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The voices for each language, in the order in which they stand in for each other: `wanted`, or what
    /// the listener chose; then the embedded voice, and last what the desktop itself has.
    pub fn chosen(&self, wanted: Option<&str>) -> anyhow::Result<Vec<(Language, VoiceId)>> {
        if let Some(wanted) = wanted {
            let is_known = self.voices().knows(&VoiceId(wanted.to_owned()));
            anyhow::ensure!(is_known, Failure::UnknownVoice(wanted.to_owned()));
        }
        let settings = settings();
        let lists = LANGUAGES.into_iter().flat_map(|language| {
            // Whoever names a voice wants that one, whatever the article's language.
            let first = match wanted {
                Some(wanted) => Some(VoiceId(wanted.to_owned())),
                None => settings.voice(language),
            };
            let list = first.into_iter().chain(settings.stand_by(language)).collect();
            self.complete(language, list).into_iter().map(move |id| (language, id))
        });
        Ok(lists.collect())
    }

    /// `list` with those after it who speak when none of it does.
    pub fn complete(&self, language: Language, mut list: Vec<VoiceId>) -> Vec<VoiceId> {
        let voices = self.voices();
        let last = VoiceId(LAST_RESORT.to_owned());
        let last = voices.is_installed(&last).then_some(last);
        for id in [voices.default_for(language)].into_iter().chain(last) {
            if !list.contains(&id) {
                list.push(id);
            }
        }
        list.retain(|id| voices.knows(id));
        list
    }
}

/// What articles are in.
pub const LANGUAGES: [Language; 2] = [Language::Mandarin, Language::English];

/// What the desktop itself speaks with.
pub const LAST_RESORT: &str = "system:default";

impl VoiceSource for Shelf {
    fn load(&self, id: &VoiceId) -> Result<Box<dyn Voice>, VoiceError> {
        self.voices().load(id)
    }

    fn version(&self, id: &VoiceId) -> String {
        self.voices().version(id)
    }

    fn reference(&self, language: Language) -> Option<VoiceId> {
        let voices = self.voices();
        let embedded = voices.default_for(language);
        (self.aligns.load(Ordering::Relaxed) && voices.is_installed(&embedded)).then_some(embedded)
    }
}

/// What the listener chose last.
pub fn settings() -> Settings {
    Settings::path().map(|path| Settings::load(&path)).unwrap_or_default()
}

/// What was said before, if this system has a place for it.
pub fn kept() -> Option<Arc<Kept>> {
    Kept::open(&Kept::path()?, settings().kept_bytes()).ok().map(Arc::new)
}

/// The reading front-end with the listener's readings and lexicon; what is wrong with its file is told on standard
/// error, and the rest of it holds.
pub fn front_end() -> FrontEnd {
    let front_end = FrontEnd::load().with_readings(settings().readings());
    let Some(path) = lexicon_file::path() else { return front_end };
    let words = Words::of_listener();
    match lexicon_file::load(&path) {
        Ok((lexicon, errors)) => {
            for error in errors {
                warn(format_args!("{}: {}", path.display(), words.line_error(&error)));
            }
            front_end.with_lexicon(lexicon)
        }
        Err(error) => {
            warn(words.failure(&Failure::read(path)(error).into()));
            front_end
        }
    }
}

/// Prints a line on standard error; whoever closed it needs no error.
fn warn(line: impl std::fmt::Display) {
    use std::io::Write as _;
    writeln!(std::io::stderr().lock(), "{line}").ok();
}

/// Starts everything on the sound card that `audio` opens; `wake` is called when there is something new to show.
pub fn engine<A: AudioOut + 'static>(
    runtime: &tokio::runtime::Handle,
    shelf: impl VoiceSource,
    front_end: Arc<FrontEnd>,
    voices: Vec<(Language, VoiceId)>,
    kept: Option<Arc<Kept>>,
    audio: impl FnOnce(Box<dyn Fn(SoundEvent) + Send>) -> std::io::Result<A>,
    wake: impl Fn() + Send + 'static,
) -> std::io::Result<EngineHandle> {
    let parts = Parts { opener: Pages, voices: shelf, front_end, kept };
    engine::start(runtime, Player::new(voices), parts, audio, wake)
}
