//! Puts the parts together: voices, front-end, sound card, engine.

use std::sync::Arc;

use tingxinwen::{
    article::{self, Article, Language, OpenError, Source},
    audio::open_device,
    engine::{self, EngineHandle, Opener, Parts, VoiceSource},
    player::Player,
    speech::{Voice, VoiceError, VoiceId},
    text::FrontEnd,
};
use tingxinwen_voices::{ToneVoice, Voices};

use crate::view::transport::VoiceChoice;

/// The voice that needs no files: a beep a syllable, to test the program with.
const TONE: &str = "tone";

struct Pages;

impl Opener for Pages {
    async fn open(&self, source: Source) -> Result<Article, OpenError> {
        article::open(source).await
    }
}

/// All voices on this machine.
pub struct Shelf(Voices);

impl Shelf {
    /// The voices of the catalogue, installed or not.
    pub fn open() -> anyhow::Result<Self> {
        Ok(Self(Voices::open()?))
    }

    /// The catalogue and what is installed of it.
    pub fn voices(&self) -> &Voices {
        &self.0
    }

    /// What the listener can choose from.
    pub fn choices(&self) -> Vec<VoiceChoice> {
        let voices = self.0.list().into_iter();
        voices.map(|voice| VoiceChoice { id: voice.id, name: voice.name, language: voice.language }).collect()
    }

    /// The voice for each language: `wanted` where it reads that language, else the default.
    pub fn chosen(&self, wanted: Option<&str>) -> anyhow::Result<Vec<(Language, VoiceId)>> {
        let mut chosen: Vec<_> = [Language::Mandarin, Language::English]
            .into_iter()
            .map(|language| (language, self.0.default_for(language)))
            .collect();
        if let Some(wanted) = wanted {
            let known = self.0.list().into_iter().find(|voice| voice.id.0 == wanted);
            match known {
                // Whoever names a voice wants that one, whatever the article's language.
                _ if wanted == TONE => chosen.iter_mut().for_each(|(_, id)| TONE.clone_into(&mut id.0)),
                Some(voice) => chosen.iter_mut().for_each(|(_, id)| *id = voice.id.clone()),
                None => anyhow::bail!("no voice is named {wanted}; `tingxinwen voices` lists them"),
            }
        }
        Ok(chosen)
    }
}

impl VoiceSource for Shelf {
    fn load(&self, id: &VoiceId) -> Result<Box<dyn Voice>, VoiceError> {
        if id.0 == TONE { Ok(Box::new(ToneVoice::default())) } else { self.0.load(id) }
    }
}

/// Starts everything; `wake` is called when there is something new to show.
pub fn engine(
    runtime: &tokio::runtime::Handle,
    shelf: Shelf,
    voices: Vec<(Language, VoiceId)>,
    wake: impl Fn() + Send + 'static,
) -> std::io::Result<EngineHandle> {
    let parts = Parts { opener: Pages, voices: shelf, front_end: Arc::new(FrontEnd::load()) };
    engine::start(runtime, Player::new(voices), parts, open_device, wake)
}
