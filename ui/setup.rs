//! Puts the parts together: voices, front-end, sound card, engine.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::Context as _;

use tingxinwen::{
    article::{self, Article, Language, OpenError, Source},
    audio::open_device,
    engine::{self, EngineHandle, Kept, Opener, Parts, VoiceSource},
    lexicon_file,
    player::Player,
    speech::{Voice, VoiceError, VoiceId},
    text::FrontEnd,
};
use tingxinwen_voices::{DataDir, VoiceInfo, Voices, install::Installer, tone};

use crate::view::transport::VoiceChoice;

struct Pages;

impl Opener for Pages {
    async fn open(&self, source: Source) -> Result<Article, OpenError> {
        article::open(source).await
    }
}

/// All voices on this machine.
pub struct Shelf(Mutex<Voices>);

impl Shelf {
    /// The voices of the catalogue, installed or not.
    pub fn open() -> anyhow::Result<Self> {
        let data =
            DataDir::find().context("this system names no folder for data: set TINGXINWEN_DATA to one")?;
        Ok(Self(Mutex::new(Voices::open(data)?)))
    }

    /// The catalogue, and what is installed of it.
    pub fn list(&self) -> Vec<VoiceInfo> {
        self.voices().list()
    }

    /// What fetches voices.
    pub fn installer(&self) -> Installer {
        self.voices().installer()
    }

    /// What the listener can choose from.
    pub fn choices(&self) -> Vec<VoiceChoice> {
        let voices = self.list().into_iter();
        voices.map(|voice| VoiceChoice { id: voice.id, name: voice.name, language: voice.language }).collect()
    }

    /// A voice that panicked while it was loaded did not load; the others are whole.
    fn voices(&self) -> MutexGuard<'_, Voices> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The voice for each language: `wanted` where it reads that language, else the default.
    pub fn chosen(&self, wanted: Option<&str>) -> anyhow::Result<Vec<(Language, VoiceId)>> {
        let mut chosen: Vec<_> = [Language::Mandarin, Language::English]
            .into_iter()
            .map(|language| (language, self.voices().default_for(language)))
            .collect();
        if let Some(wanted) = wanted {
            let is_known = wanted == tone::ID || self.list().iter().any(|voice| voice.id.0 == wanted);
            anyhow::ensure!(is_known, "no voice is named {wanted}; `tingxinwen voices` lists them");
            // Whoever names a voice wants that one, whatever the article's language.
            for (_, id) in &mut chosen {
                wanted.clone_into(&mut id.0);
            }
        }
        Ok(chosen)
    }
}

impl VoiceSource for Shelf {
    fn load(&self, id: &VoiceId) -> Result<Box<dyn Voice>, VoiceError> {
        self.voices().load(id)
    }
}

/// The reading front-end with the listener's lexicon; what is wrong with its file is told on standard
/// error, and the rest of it holds.
pub fn front_end() -> FrontEnd {
    let front_end = FrontEnd::load();
    let Some(path) = lexicon_file::path() else { return front_end };
    match lexicon_file::load(&path) {
        Ok((lexicon, errors)) => {
            for error in errors {
                warn(format_args!("{}: {error}", path.display()));
            }
            front_end.with_lexicon(lexicon)
        }
        Err(error) => {
            warn(format_args!("cannot read {}: {error}", path.display()));
            front_end
        }
    }
}

/// Prints a line on standard error; whoever closed it needs no error.
fn warn(line: std::fmt::Arguments) {
    use std::io::Write as _;
    writeln!(std::io::stderr().lock(), "{line}").ok();
}

/// Starts everything; `wake` is called when there is something new to show.
pub fn engine(
    runtime: &tokio::runtime::Handle,
    shelf: Shelf,
    voices: Vec<(Language, VoiceId)>,
    wake: impl Fn() + Send + 'static,
) -> std::io::Result<EngineHandle> {
    let front_end = Arc::new(front_end());
    // The English lexicon takes a third of a second, which the first English word need not wait for.
    let early = Arc::clone(&front_end);
    std::thread::Builder::new().name("warm-up".to_owned()).spawn(move || early.warm_up())?;
    // Without a folder for it, nothing is kept.
    let kept = Kept::path().and_then(|path| Kept::open(&path, Kept::DEFAULT_LIMIT).ok()).map(Arc::new);
    let parts = Parts { opener: Pages, voices: shelf, front_end, kept };
    engine::start(runtime, Player::new(voices), parts, open_device, wake)
}
