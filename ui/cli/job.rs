//! An article that a command speaks from its beginning to its end: `export` and `keep`.

use std::sync::Arc;

use indicatif::{ProgressBar, ProgressStyle};
use tingxinwen::{
    app::{VoiceSet, sound_cache, with_block_overrides},
    engine::SoundCache,
    export::{Report, Track},
    speech::{Cancel, VoiceId},
    text::{FrontEnd, Script},
};

use crate::{failure::Failure, setup, words::Words};

/// An article, and what it is spoken with.
pub(super) struct Job {
    pub(super) script: Script,
    /// The wanted voice, and those that speak where it fails.
    pub(super) voices: Vec<VoiceId>,
    pub(super) sound_cache: Option<Arc<SoundCache>>,
    shelf: Arc<VoiceSet>,
    front_end: FrontEnd,
    progress: ProgressBar,
}

impl Job {
    /// The article of these `words`, spoken by the voice called `voice` alone, or by the listener's own and those
    /// that stand by.
    pub(super) fn new(words: &str, voice: Option<&str>) -> anyhow::Result<Self> {
        let settings = setup::settings();
        let article = with_block_overrides(super::open(super::source(words), None)?.joined());
        let script = Script::new(Arc::new(article.with_block_filter(&settings.reading.blocks)));
        let shelf = setup::voices(&settings)?;
        let orders = shelf.orders(voice, &settings.voices.order)?;
        let mut voices = orders.of(script.article().language).to_vec();
        match voice {
            // Whoever names a voice wants that one or none.
            Some(_) => voices.truncate(1),
            None if voices.iter().any(|id| shelf.has(id)) => voices.retain(|id| shelf.has(id)),
            None => (),
        }
        anyhow::ensure!(!voices.is_empty(), Failure::NoVoiceForLanguage);
        let style = ProgressStyle::with_template("{wide_bar} {percent}% {eta}");
        let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
        let progress = ProgressBar::new(1000).with_style(style);
        let (sound_cache, front_end) = (sound_cache(&settings), setup::front_end(&settings));
        Ok(Self { script, voices, sound_cache, shelf, front_end, progress })
    }

    /// Its sound.
    pub(super) fn track(&self) -> Track<'_> {
        let voices = Arc::<VoiceSet>::clone(&self.shelf);
        Track {
            script: &self.script,
            voices,
            list: self.voices.clone(),
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
        let text = |range| self.script.article().slice(range);
        for (range, voice) in &report.by_others {
            super::say(words.export_spoken_by(text(*range), &voice.0));
        }
        for (range, error) in &report.left_out {
            super::say(words.export_left_out(text(*range), words.voice_error(error)));
        }
    }
}
