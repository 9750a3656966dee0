//! A document that a command speaks from its beginning to its end: `export` and `keep`.

use std::sync::Arc;

use indicatif::{ProgressBar, ProgressStyle};
use tingxinwen::{
    app::{LANGUAGES, VoiceSet, sound_cache, with_block_overrides},
    core::{VoiceOrders, document::Document},
    engine::SoundCache,
    export::{Report, Tags, Track, tags_of},
    settings::Settings,
    speech::Cancel,
    text::FrontEnd,
};

use super::password::PasswordArgs;
use crate::{failure::Failure, setup, words::Words};

/// A document, and what it is spoken with.
pub(super) struct Job {
    document: Document,
    /// For each language the wanted voice, and those that speak where it fails.
    orders: VoiceOrders,
    pub(super) sound_cache: Option<Arc<SoundCache>>,
    settings: Settings,
    shelf: Arc<VoiceSet>,
    front_end: FrontEnd,
    progress: ProgressBar,
}

impl Job {
    /// The document of these `words`, spoken by the voice called `voice` alone, or by the listener's own and those
    /// that stand by.
    pub(super) fn new(words: &str, voice: Option<&str>, password: &PasswordArgs) -> anyhow::Result<Self> {
        let settings = setup::settings();
        let document = with_block_overrides(super::open(words, password)?);
        let shelf = setup::voices(&settings)?;
        let mut orders = shelf.orders(voice, &settings.voices.order)?;
        for language in LANGUAGES {
            let mut voices = orders.of(language).to_vec();
            match voice {
                // Whoever names a voice wants that one or none.
                Some(_) => voices.truncate(1),
                None if voices.iter().any(|id| shelf.has(id)) => voices.retain(|id| shelf.has(id)),
                None => (),
            }
            orders.set(language, voices);
        }
        let style = ProgressStyle::with_template("{wide_bar} {percent}% {eta}");
        let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
        let progress = ProgressBar::new(1000).with_style(style);
        let (sound_cache, front_end) = (sound_cache(&settings), setup::front_end(&settings));
        let job = Self { document, orders, sound_cache, settings, shelf, front_end, progress };
        anyhow::ensure!(!job.voice().is_empty(), Failure::NoVoiceForLanguage);
        Ok(job)
    }

    /// The voice that is wanted for its beginning.
    pub(super) fn voice(&self) -> &str {
        let wanted = self.orders.of(self.document.first().language).first();
        wanted.map_or("", |voice| &voice.0)
    }

    /// What a sound file of it says of itself.
    pub(super) fn tags(&self) -> Tags {
        tags_of(&self.document)
    }

    /// Its sound.
    pub(super) fn track(&self) -> Track<'_> {
        let voices = Arc::<VoiceSet>::clone(&self.shelf);
        Track {
            document: &self.document,
            blocks: &self.settings.reading.blocks,
            voices,
            orders: self.orders.clone(),
            front_end: &self.front_end,
            sound_cache: self.sound_cache.as_deref(),
            cancel: Cancel::default(),
        }
    }

    /// Shows how much of it is spoken: 1 is all.
    pub(super) fn show(&self, done: f32) {
        self.progress.set_position((done * 1000.0) as u64);
    }

    /// Removes the progress bar, and says what did not go as wanted.
    pub(super) fn finish(&self, report: &Report) {
        self.progress.finish_and_clear();
        let words = Words::of_listener();
        for (passage, voice) in &report.by_others {
            super::say(words.export_spoken_by(passage.text(&self.document), &voice.0));
        }
        for (passage, error) in &report.left_out {
            super::say(words.export_left_out(passage.text(&self.document), words.voice_error(error)));
        }
    }
}
