//! All voices that the listener has: on this machine, and of services.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use tingxinwen_core::VoiceOrders;
use tingxinwen_voices::{
    DataDir, VoiceInfo, Voices,
    install::Installer,
    services::{Limits, Services, secret::Keys},
};

use super::VoiceChoice;
use crate::{
    article::Language,
    engine::VoiceSource,
    settings::Settings,
    speech::{SetupFault, Voice, VoiceError, VoiceId},
};

/// The languages that articles are in.
pub const LANGUAGES: [Language; 2] = [Language::Mandarin, Language::English];

/// The voice that the desktop itself speaks with.
pub const LAST_RESORT: &str = "system:default";

/// All voices that the listener has. Nothing here waits for a voice that is being loaded.
pub struct VoiceSet {
    voices: Voices,
    services: Arc<Services>,
    /// Whether the embedded voice may find the times of other voices' words.
    aligns: AtomicBool,
}

impl VoiceSet {
    /// The voices of the catalogue in `data`, installed or not, and the services as `settings` set them up.
    ///
    /// # Errors
    /// When the system gives no thread for the network.
    pub fn open(data: DataDir, settings: &Settings) -> std::io::Result<Self> {
        let services = Arc::new(Services::new(&settings.services, Keys::of_listener(), Limits::default())?);
        let voices = Voices::open(data).map_err(std::io::Error::other)?;
        let voices = voices.with_services(Arc::clone(&services));
        Ok(Self { voices, services, aligns: AtomicBool::new(settings.voices.align_words) })
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
        self.voices.is_installed(id)
    }

    /// The catalogue, and what is installed of it.
    pub fn list(&self) -> Vec<VoiceInfo> {
        self.voices.list()
    }

    /// What fetches voices.
    pub fn installer(&self) -> Installer {
        self.voices.installer()
    }

    /// The voices that the listener can choose from: what is on this machine or could be, services that are set up,
    /// and what `orders` names.
    pub fn choices(&self, orders: &VoiceOrders) -> Vec<VoiceChoice> {
        let of_service = |voice: &VoiceInfo| voice.id.0.contains(':');
        let voices = self.list().into_iter().filter(|voice| voice.installed || !of_service(voice));
        let mut choices: Vec<_> = voices
            .map(|voice| VoiceChoice {
                id: voice.id,
                name: voice.name,
                gender: Some(voice.gender),
                language: voice.language,
            })
            .collect();
        for language in LANGUAGES {
            for id in orders.of(language) {
                if self.voices.knows(id) && !choices.iter().any(|choice| choice.id == *id) {
                    choices.push(VoiceChoice { name: id.0.clone(), id: id.clone(), gender: None, language });
                }
            }
        }
        choices
    }

    /// The orders in which voices are asked: `wanted`, or those of the listener's `orders`; then the embedded voice, the
    /// other embedded ones that are here, those of the language first, and last what the desktop itself has.
    ///
    /// # Errors
    /// Where no voice is called `wanted`.
    pub fn orders(&self, wanted: Option<&str>, orders: &VoiceOrders) -> Result<VoiceOrders, VoiceError> {
        let wanted = wanted.map(|name| VoiceId(name.to_owned()));
        if let Some(unknown) = wanted.as_ref().filter(|id| !self.voices.knows(id)) {
            return Err(VoiceError::NotInstalled(SetupFault::UnknownVoice(unknown.0.clone())));
        }
        let mut all = VoiceOrders::default();
        for language in LANGUAGES {
            // Whoever names a voice wants that one, whatever the article's language.
            let order = wanted.iter().chain(orders.of(language)).cloned().collect();
            all.set(language, self.complete(language, order));
        }
        Ok(all)
    }

    /// `order` with those after it who speak when none of it does.
    pub fn complete(&self, language: Language, mut order: Vec<VoiceId>) -> Vec<VoiceId> {
        let last = VoiceId(LAST_RESORT.to_owned());
        let last = self.has(&last).then_some(last);
        let mut embedded = self.list();
        embedded.retain(|voice| voice.installed && !voice.id.0.contains(':'));
        embedded.sort_by_key(|voice| voice.language != language);
        let embedded = embedded.into_iter().map(|voice| voice.id);
        for id in [self.voices.default_for(language)].into_iter().chain(embedded).chain(last) {
            if !order.contains(&id) {
                order.push(id);
            }
        }
        order.retain(|id| self.voices.knows(id));
        order
    }
}

impl VoiceSource for VoiceSet {
    fn load(&self, id: &VoiceId) -> Result<Box<dyn Voice>, VoiceError> {
        self.voices.load(id)
    }

    fn version(&self, id: &VoiceId) -> String {
        self.voices.version(id)
    }

    fn reference(&self, language: Language) -> Option<VoiceId> {
        let embedded = self.voices.default_for(language);
        (self.aligns.load(Ordering::Relaxed) && self.has(&embedded)).then_some(embedded)
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use tingxinwen_voices::catalog::Catalog;

    use super::*;

    #[test]
    fn other_embedded_voices_speak_before_the_desktops_where_a_file_is_missing_or_cut() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataDir::at(folder.path().to_owned());
        let catalog = Catalog::embedded().unwrap();
        for asset in catalog.assets() {
            let path = data.path(asset);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            // Sparse: as long as it is to be, and empty.
            File::create(path).unwrap().set_len(asset.bytes).unwrap();
        }
        let voices = VoiceSet::open(data.clone(), &Settings::default()).unwrap();
        let default = voices.voices.default_for(Language::Mandarin);
        let cut = &catalog.voice(&default).unwrap().assets[0];
        File::options().write(true).open(data.path(cut)).unwrap().set_len(cut.bytes - 1).unwrap();
        let order = voices.complete(Language::Mandarin, Vec::new());
        let of = |language: Language| {
            let of_language = catalog.voices.iter().filter(move |voice| voice.language == language);
            of_language.map(|voice| voice.id.clone())
        };
        let expected: Vec<VoiceId> = of(Language::Mandarin).chain(of(Language::English)).collect();
        assert_eq!(order[..expected.len()], expected, "the default first: what is wrong with it is told");
        assert!(order[expected.len()..].iter().all(|id| id.0 == LAST_RESORT));
        assert!(!voices.has(&default) && voices.has(&expected[1]));
    }
}
