//! The program as a window asks it.

use std::{collections::BTreeMap, sync::Arc};

use secrecy::SecretString;
use tingxinwen_core::document::Document;
use tingxinwen_library::Library;
use tingxinwen_voices::{
    install::{InstallError, Progress},
    services::Listed,
};

use super::{Program, lock};
use crate::{
    app::{
        Application, ExportOf, ExportStep, FeedsHandle, LANGUAGES, News, Passwords, QueueHandle, SaveError,
        VoiceChoice, VoiceSet,
        exports::{self, ExportParts},
    },
    article::{Article, BlockKind, Language, Meta, OpenError},
    export::{ExportError, Order, Overwriting, Speech, TrackError},
    settings::{Account, Settings},
    speech::{Cancel, Utterance, VoiceError, VoiceId},
    text::{Haste, Script},
};

/// What is said to try a voice.
const SAMPLES: [(Language, &str); 2] = [
    (Language::Mandarin, "今天天氣晴朗，適合到戶外走走，聽一段新聞。"),
    (Language::English, "It is a fine day for a walk, and for the news."),
];

impl Application for Program {
    fn settings(&self) -> Arc<Settings> {
        self.settings.now()
    }

    fn change(&self, change: &mut dyn FnMut(&mut Settings)) {
        let before = self.settings.now();
        self.settings.change(|settings| change(settings));
        let after = self.settings.now();
        if before.reading.readings != after.reading.readings {
            self.parts.front_end.set_readings(after.reading.readings);
        }
    }

    fn save(
        &self,
        before: &Settings,
        after: &Settings,
        keys: &[(String, SecretString)],
    ) -> Result<(), SaveError> {
        let services = self.parts.voices.services();
        for (name, key) in keys {
            services.set_key(name, key)?;
        }
        let held = self.settings.now();
        self.settings.change(|settings| *settings = settings.rebased(before, after));
        self.parts.apply(&held, &self.settings.now());
        Ok(self.settings.saved()?)
    }

    fn news(&self) -> Vec<News> {
        std::mem::take(&mut *lock(&self.parts.news))
    }

    fn sample(&self, language: Language) -> Option<Utterance> {
        let sample = SAMPLES.iter().find(|(of, _)| *of == language).map_or("", |(_, sample)| *sample);
        let script = Script::new(Article::new(Meta::default(), [(BlockKind::Paragraph, sample)]).into());
        let piece = script.piece_at(0, Haste::LookAhead)?;
        Some(self.parts.front_end.utterance(script.article(), piece))
    }

    fn choices(&self) -> Vec<VoiceChoice> {
        self.parts.voices.choices(&self.settings.now().voices.order)
    }

    fn complete(&self, language: Language, order: Vec<VoiceId>) -> Vec<VoiceId> {
        self.parts.voices.complete(language, order)
    }

    fn services(&self) -> BTreeMap<String, Account> {
        self.parts.voices.services().accounts()
    }

    fn missing_voices(&self) -> Vec<VoiceId> {
        let voices = &self.parts.voices;
        let Ok(orders) = voices.orders(None, &self.settings.now().voices.order) else { return Vec::new() };
        let wanted = LANGUAGES.into_iter().flat_map(|language| orders.of(language).to_vec());
        // Those of services and of the system speak without files of ours.
        wanted.filter(|id| !id.0.contains(':') && !voices.has(id)).collect()
    }

    fn install(&self, wanted: &[VoiceId], progress: &dyn Progress) -> Result<(), InstallError> {
        self.parts.voices.installer().install(wanted, progress)?;
        self.parts.ask_voices_anew(&self.settings.now());
        Ok(())
    }

    fn has_key(&self, name: &str) -> bool {
        self.parts.voices.services().has_key(name)
    }

    fn voices_at(
        &self,
        name: &str,
        account: &Account,
        key: Option<SecretString>,
    ) -> Result<Vec<Listed>, VoiceError> {
        self.parts.voices.services().voices_at(name, account, key)
    }

    fn picture(&self, page: &str, address: &str) -> Result<Vec<u8>, OpenError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| {
            tracing::warn!(%error, "no picture can be fetched");
            OpenError::Internal
        })?;
        runtime.block_on(tingxinwen_net::fetch_picture(page, address))
    }

    fn kept_bytes(&self) -> u64 {
        self.parts.sound_cache.as_ref().map_or(0, |cache| cache.bytes())
    }

    fn clear_kept(&self) {
        if let Some(cache) = &self.parts.sound_cache {
            cache.clear();
        }
    }

    fn library(&self) -> Option<Library> {
        self.parts.pages.library().cloned()
    }

    fn queue(&self) -> Option<QueueHandle> {
        self.parts.queue.get().cloned()
    }

    fn feeds(&self) -> Option<FeedsHandle> {
        if let Some(feeds) = self.parts.feeds.get() {
            return Some(feeds.clone());
        }
        // What the thread wakes must not keep the program alive.
        let parts = Arc::downgrade(&self.parts);
        let wake = move || parts.upgrade().iter().for_each(|parts| (parts.wake)());
        let started = FeedsHandle::start(self.parts.pages.library()?.clone(), wake);
        let feeds = started.inspect_err(|error| tracing::warn!(%error, "feeds are not refreshed")).ok()?;
        Some(self.parts.feeds.get_or_init(|| feeds).clone())
    }

    fn passwords(&self) -> Passwords {
        Self::passwords(self).clone()
    }

    fn fetch_afresh(&self, address: &str) {
        self.parts.pages.fetch_afresh(address);
    }

    fn export(
        &self,
        wanted: Vec<ExportOf>,
        order: &Order,
        overwriting: Overwriting,
        cancel: &Cancel,
        tell: &(dyn Fn(ExportStep) + Sync),
    ) -> Result<(), ExportError> {
        let parts = ExportParts {
            pages: &self.parts.pages,
            voices: &self.parts.voices,
            front_end: &self.parts.front_end,
            sound_cache: self.parts.sound_cache.as_deref(),
            settings: &self.settings.now(),
        };
        exports::export(&parts, wanted, order, overwriting, cancel, tell)
    }

    fn keep(
        &self,
        script: &Script,
        voice: &VoiceId,
        cancel: &Cancel,
        progress: &(dyn Fn(f32) + Sync),
    ) -> Result<(), TrackError> {
        let settings = self.settings.now();
        let mut orders = settings.voices.order.clone();
        let language = script.article().language;
        orders.prefer(language, voice.clone());
        // Whoever stands by in the player does here too.
        orders.set(language, self.parts.voices.complete(language, orders.of(language).to_vec()));
        let speech = Speech {
            blocks: &settings.reading.blocks,
            voices: Arc::<VoiceSet>::clone(&self.parts.voices),
            orders,
            front_end: &self.parts.front_end,
            sound_cache: self.parts.sound_cache.as_deref(),
            cancel: cancel.clone(),
        };
        let document = Document::of_article(Article::clone(script.article()));
        speech.track(&document).keep(progress).map(|_| ())
    }
}
