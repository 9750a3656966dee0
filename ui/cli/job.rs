//! What the commands share that speak an article from its beginning to its end.

use std::sync::Arc;

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};
use tingxinwen::{speech::VoiceId, text::Script};

use crate::setup::{Shelf, settings, with_singles};

/// An article, and who speaks it.
pub(super) struct Job {
    pub(super) script: Script,
    pub(super) shelf: Arc<Shelf>,
    pub(super) voice: VoiceId,
    pub(super) progress: ProgressBar,
}

impl Job {
    /// The article of these `words`, spoken by the voice called `voice` or by the listener's own.
    pub(super) fn new(words: &str, voice: Option<&str>) -> anyhow::Result<Self> {
        let article = with_singles(super::open(super::source(words))?);
        let script = Script::new(Arc::new(article.chosen(settings().reading_choice())));
        let shelf = Arc::new(Shelf::open()?);
        let language = script.article().language;
        let chosen = shelf.chosen(voice)?.into_iter().filter(|(of, _)| *of == language);
        let mut chosen = chosen.map(|(_, id)| id).peekable();
        let first = chosen.peek().cloned().context("no voice reads this language")?;
        // Whoever names a voice wants that one or none; else, whoever stands by is better than none.
        let there = if voice.is_none() { chosen.find(|id| shelf.has(id)) } else { None };
        let voice = there.unwrap_or(first);
        let style = ProgressStyle::with_template("{wide_bar} {percent}% {eta}")?;
        Ok(Self { script, shelf, voice, progress: ProgressBar::new(1000).with_style(style) })
    }

    /// Shows how much of it is spoken: 1 is all.
    pub(super) fn show(&self, done: f32) {
        self.progress.set_position((done * 1000.0) as u64);
    }
}
