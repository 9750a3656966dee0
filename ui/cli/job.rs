//! What documents are spoken with from their beginning to their end: by `export` and `keep`.

use std::sync::Arc;

use indicatif::{ProgressBar, ProgressStyle};
use tingxinwen::{
    app::{LANGUAGES, VoiceSet, sound_cache},
    core::{VoiceOrders, document::Document},
    engine::SoundCache,
    export::{Report, Speech},
    settings::Settings,
    speech::Cancel,
    text::FrontEnd,
};

use crate::{failure::Failure, setup, words::Words};

/// What documents are spoken with, and the bar that shows how far that is.
pub(super) struct Job {
    /// For each language the wanted voice, and those that speak where it fails.
    orders: VoiceOrders,
    pub(super) sound_cache: Option<Arc<SoundCache>>,
    pub(super) settings: Settings,
    shelf: Arc<VoiceSet>,
    front_end: FrontEnd,
    progress: ProgressBar,
    pub(super) cancel: Cancel,
}

impl Job {
    /// The voice called `voice` alone, or the listener's own and those that stand by.
    pub(super) fn new(voice: Option<&str>) -> anyhow::Result<Self> {
        let settings = setup::settings();
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
        let style = ProgressStyle::with_template("{wide_bar} {percent}% {eta} {msg}");
        let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
        let progress = ProgressBar::new(1000).with_style(style);
        let (sound_cache, front_end) = (sound_cache(&settings), setup::front_end(&settings));
        Ok(Self { orders, sound_cache, settings, shelf, front_end, progress, cancel: Cancel::default() })
    }

    /// The voice that is wanted for the beginning of `document`.
    ///
    /// # Errors
    /// Where none speaks its language.
    pub(super) fn voice(&self, document: &Document) -> anyhow::Result<&str> {
        let wanted = self.orders.of(document.first().language).first();
        Ok(&wanted.ok_or(Failure::NoVoiceForLanguage)?.0)
    }

    /// What it speaks with.
    pub(super) fn speech(&self) -> Speech<'_> {
        let voices = Arc::<VoiceSet>::clone(&self.shelf);
        Speech {
            blocks: &self.settings.reading.blocks,
            voices,
            orders: self.orders.clone(),
            front_end: &self.front_end,
            sound_cache: self.sound_cache.as_deref(),
            cancel: self.cancel.clone(),
        }
    }

    /// Shows how much is spoken: 1 is all.
    pub(super) fn show(&self, done: f32) {
        self.progress.set_position((done * 1000.0) as u64);
    }

    /// Shows what is spoken now.
    pub(super) fn show_name(&self, name: String) {
        self.progress.set_message(name);
    }

    /// Removes the progress bar.
    pub(super) fn end(&self) {
        self.progress.finish_and_clear();
    }

    /// Says what did not go as wanted in `document`.
    pub(super) fn tell(&self, report: &Report, document: &Document) {
        let words = Words::of_listener();
        for (passage, voice) in &report.by_others {
            super::say(words.export_spoken_by(passage.text(document), &voice.0));
        }
        for (passage, error) in &report.left_out {
            super::say(words.export_left_out(passage.text(document), words.voice_error(error)));
        }
    }
}
