//! The voices on this machine: what there are, and how to get one that speaks.

use std::{
    fs, io,
    sync::{Arc, Mutex, PoisonError, Weak},
    thread,
};

use tingxinwen_core::{
    article::Language,
    speech::{Damage, SetupFault, Voice, VoiceError, VoiceId},
};

use crate::{
    catalog::{Asset, Catalog, CatalogError, Engine, Entry, Gender},
    data_dir::DataDir,
    install::Installer,
    kokoro::{self, KokoroVoice, Spoken, Styles, Vocabulary},
    model::Model,
    network::Network,
    services::Services,
    sum,
    tone::{self, ToneVoice},
};

/// What is known of a voice without loading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoiceInfo {
    /// Its name in commands and settings.
    pub id: VoiceId,
    /// Its name for people.
    pub name: String,
    /// What it was trained to read.
    pub language: Language,
    /// How it sounds.
    pub gender: Gender,
    /// SPDX identifier of its files; of a service, that its own terms hold.
    pub licence: String,
    /// Whether its files are there, or its service is set up.
    pub installed: bool,
}

/// What stands for a licence where a service speaks.
const TERMS: &str = "the service's terms";

/// All voices, and the model that those of one engine share once one of them is loaded.
pub struct Voices {
    data: DataDir,
    catalog: Catalog,
    threads: usize,
    vocabulary: Arc<Vocabulary>,
    /// There as long as one of its voices is: its memory goes with the last of them. Held locked while it is loaded,
    /// so that two voices do not load it twice; nothing else waits for that.
    model: Mutex<Weak<dyn Model>>,
    services: Option<Arc<Services>>,
}

impl Voices {
    /// The voices whose files are in `data`.
    ///
    /// # Errors
    /// None: the catalogue is embedded.
    pub fn open(data: DataDir) -> Result<Self, CatalogError> {
        Ok(Self {
            data,
            catalog: Catalog::embedded()?,
            threads: default_threads(),
            vocabulary: Arc::new(Vocabulary::new()),
            model: no_model(),
            services: None,
        })
    }

    /// Runs models on `threads` threads instead of [`default_threads`].
    pub fn with_threads(self, threads: usize) -> Self {
        Self { threads: threads.max(1), model: no_model(), ..self }
    }

    /// The same, and the voices of `services`.
    pub fn with_services(self, services: Arc<Services>) -> Self {
        Self { services: Some(services), ..self }
    }

    /// The services, if there are some.
    pub fn services(&self) -> Option<&Arc<Services>> {
        self.services.as_ref()
    }

    /// Whether there may be a voice called `id`: services do not name all that they have.
    pub fn knows(&self, id: &VoiceId) -> bool {
        id.0 == tone::ID
            || self.catalog.voice(id).is_some()
            || self.services.as_ref().is_some_and(|services| services.has(id))
    }

    /// What tells this sound of the voice `id` from another of the same name: the files of the embedded voice
    /// and [what is made of them](kokoro::SOUND_VERSION), or the settings of a service. The same in all releases
    /// that make the same sound.
    pub fn version(&self, id: &VoiceId) -> String {
        match (self.catalog.voice(id), &self.services) {
            (Some(entry), _) => {
                let model = self.catalog.kokoro.iter().chain(&entry.assets);
                let sums: Vec<&str> = model.map(|asset| asset.sha256.as_str()).collect();
                format!("{} {}", kokoro::SOUND_VERSION, sums.join(" "))
            }
            (None, Some(services)) if services.has(id) => services.version(id),
            (None, _) => tone::SOUND_VERSION.to_owned(),
        }
    }

    /// What fetches the files of voices into the same folder.
    pub fn installer(&self) -> Installer {
        Installer::new(self.catalog.clone(), self.data.clone())
    }

    /// All voices of the catalogue, the default of each language first of its language; services' come last.
    pub fn list(&self) -> Vec<VoiceInfo> {
        let info = |entry: &Entry| VoiceInfo {
            id: entry.id.clone(),
            name: entry.name.clone(),
            language: entry.language,
            gender: entry.gender,
            licence: entry.licence.clone(),
            installed: self.is_installed(&entry.id),
        };
        let services = self.services.iter().flat_map(|services| {
            services.known().iter().map(|known| VoiceInfo {
                id: known.id.clone(),
                name: known.name.clone(),
                language: known.language,
                gender: known.gender,
                licence: TERMS.to_owned(),
                installed: services.is_ready(&known.service),
            })
        });
        self.catalog.voices.iter().map(info).chain(services).collect()
    }

    /// Whether [`load`](Self::load) would find the files of `id`. Reads no file, only lengths.
    pub fn is_installed(&self, id: &VoiceId) -> bool {
        let Some(entry) = self.catalog.voice(id) else {
            let service = id.0.split_once(':').map(|(service, _)| service);
            let is_ready =
                |services: &Arc<Services>| service.is_some_and(|service| services.is_ready(service));
            return id.0 == tone::ID || self.services.as_ref().is_some_and(is_ready);
        };
        let own = entry.assets.iter().all(|asset| self.data.has(asset));
        let shared = match entry.engine {
            Engine::Kokoro => self.catalog.kokoro.iter().all(|asset| self.data.has(asset)),
        };
        own && shared
    }

    /// The voice that reads `language` unless the listener chose another.
    pub fn default_for(&self, language: Language) -> VoiceId {
        let entry = self.catalog.default_for(language);
        entry.map_or_else(|| VoiceId(tone::ID.to_owned()), |entry| entry.id.clone())
    }

    /// The voice called `id`, ready to speak. The first of an engine loads its model; the next ones share it.
    ///
    /// # Errors
    /// [`VoiceError::NotInstalled`], with the command that helps, where files are missing or damaged, or
    /// where there is no such voice.
    pub fn load(&self, id: &VoiceId) -> Result<Box<dyn Voice>, VoiceError> {
        if id.0 == tone::ID {
            return Ok(Box::new(ToneVoice::default()));
        }
        if let Some(services) = self.services.as_ref().filter(|services| services.has(id)) {
            return services.load(id);
        }
        let entry = self.entry(id)?;
        match entry.engine {
            Engine::Kokoro => Ok(Box::new(self.kokoro(&entry)?)),
        }
    }

    /// The voice called `id` as what it is, for measuring.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn load_kokoro(&self, id: &VoiceId) -> Result<KokoroVoice, VoiceError> {
        let entry = self.entry(id)?;
        match entry.engine {
            Engine::Kokoro => self.kokoro(&entry),
        }
    }

    /// The network of the embedded voice alone, for measuring.
    ///
    /// # Errors
    /// [`VoiceError::NotInstalled`] where its file is missing or damaged.
    pub fn network(&self) -> Result<Network, VoiceError> {
        self.open_network(&self.default_for(Language::Mandarin))
    }

    /// The installed voice called `id`.
    fn entry(&self, id: &VoiceId) -> Result<Entry, VoiceError> {
        let Some(entry) = self.catalog.voice(id).cloned() else {
            return Err(VoiceError::NotInstalled(SetupFault::UnknownVoice(id.0.clone())));
        };
        if !self.is_installed(id) {
            return Err(VoiceError::NotInstalled(SetupFault::NotFetched(id.0.clone())));
        }
        Ok(entry)
    }

    fn kokoro(&self, entry: &Entry) -> Result<KokoroVoice, VoiceError> {
        let styles = self.styles(entry)?;
        let model = self.kokoro_model(&entry.id)?;
        Ok(KokoroVoice::new(model, Arc::clone(&self.vocabulary), styles))
    }

    fn styles(&self, entry: &Entry) -> Result<Styles, VoiceError> {
        let damage = |damage| damaged(&entry.id, damage);
        let asset = entry.assets.first().ok_or_else(|| damage("the catalogue names no file".into()))?;
        let path = self.data.path(asset);
        let bytes = fs::read(&path)
            .map_err(|error| damage(Damage::Unreadable { path: path.clone(), kind: error.kind() }))?;
        if sum::of_bytes(&bytes) != asset.sha256 {
            return Err(self.altered(&entry.id, asset));
        }
        Styles::from_bytes(&bytes).ok_or_else(|| damage(Damage::Altered(path)))
    }

    fn kokoro_model(&self, id: &VoiceId) -> Result<Arc<dyn Model>, VoiceError> {
        // Who panicked while loading has loaded nothing.
        let mut shared = self.model.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(model) = shared.upgrade() {
            return Ok(model);
        }
        let model: Arc<dyn Model> = Arc::new(Spoken::new(self.open_network(id)?));
        *shared = Arc::downgrade(&model);
        Ok(model)
    }

    /// The network, for the voice `id`.
    fn open_network(&self, id: &VoiceId) -> Result<Network, VoiceError> {
        let damage = |damage| damaged(id, damage);
        let asset = self.catalog.kokoro.first();
        let asset = asset.ok_or_else(|| damage("the catalogue names no model".into()))?;
        let path = self.data.path(asset);
        let unreadable =
            |error: io::Error| damage(Damage::Unreadable { path: path.clone(), kind: error.kind() });
        let file = fs::File::open(&path).map_err(unreadable)?;
        // What was altered may still load, and then makes noise.
        let (network, is_unaltered) = thread::scope(|scope| {
            let check = scope.spawn(|| {
                let Some(wanted) = asset.crc32 else { return Ok(true) };
                sum::crc32_of_file(&path).map(|found| found == wanted)
            });
            (Network::read(file, self.threads), check.join().unwrap_or(Ok(false)))
        });
        if !is_unaltered.map_err(unreadable)? {
            return Err(self.altered(id, asset));
        }
        network.map_err(|error| damage(error.to_string().into()))
    }

    /// That the file of `asset` is not what was fetched. It is removed, so that it is fetched again as one that is missing.
    fn altered(&self, id: &VoiceId, asset: &Asset) -> VoiceError {
        let path = self.data.path(asset);
        tracing::warn!(path = %path.display(), "a file of the embedded voice was altered");
        // What came with the program is not ours to remove.
        if path == self.data.own_path(asset) {
            fs::remove_file(&path).ok();
        }
        damaged(id, Damage::Altered(path))
    }
}

fn no_model() -> Mutex<Weak<dyn Model>> {
    Mutex::new(Weak::<Spoken>::new())
}

impl std::fmt::Debug for Voices {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Voices")
            .field("data", &self.data)
            .field("threads", &self.threads)
            .finish_non_exhaustive()
    }
}

fn damaged(id: &VoiceId, damage: Damage) -> VoiceError {
    VoiceError::NotInstalled(SetupFault::Damaged { voice: id.0.clone(), damage })
}

/// As many threads as there are cores (two that share one gain nothing here), four at most: the window
/// and the sound need little beside them, and a model this small gains nothing from more.
pub fn default_threads() -> usize {
    num_cpus::get_physical().clamp(1, 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_another_load_waits_for_a_model_that_is_being_loaded() {
        let folder = tempfile::tempdir().unwrap();
        let voices = Voices::open(DataDir::at(folder.path().to_owned())).unwrap();
        let id = voices.default_for(Language::Mandarin);
        // As a thread that loads holds it.
        let _loading = voices.model.lock().unwrap();
        assert!(!voices.list().is_empty() && voices.knows(&id) && !voices.is_installed(&id));
        assert!(!voices.version(&id).is_empty());
        assert!(voices.load(&id).is_err(), "that it is not installed is known before");
    }
}
