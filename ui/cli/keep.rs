//! `tingxinwen keep`.

use std::sync::Arc;

use anyhow::Context as _;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use tingxinwen::{engine::fetch, text::Script};

use crate::setup::{Shelf, front_end, kept, settings};

/// What to keep.
#[derive(Debug, Args)]
pub(super) struct Keep {
    /// An address, a file, `-`, or text.
    article: String,
    /// The voice, by its name in `tingxinwen voices`.
    #[arg(long)]
    voice: Option<String>,
}

impl Keep {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        let article = super::open(super::source(&self.article))?;
        let script = Script::new(Arc::new(article.chosen(settings().reading_choice())));
        let shelf = Shelf::open()?;
        let language = script.article().language;
        let chosen = shelf.chosen(self.voice.as_deref())?;
        let (_, id) =
            chosen.into_iter().find(|(of, _)| *of == language).context("no voice reads this language")?;
        let kept =
            kept().context("the settings leave no room for kept sound, or there is no folder for it")?;
        let bar =
            ProgressBar::new(1000).with_style(ProgressStyle::with_template("{wide_bar} {percent}% {eta}")?);
        let progress = |done: f32| bar.set_position((done * 1000.0) as u64);
        fetch(&script, &id, &shelf, &front_end(), &kept, &progress)?;
        bar.finish_and_clear();
        super::say(format_args!("{} · {} MB", id.0, kept.bytes() / 1_000_000));
        Ok(())
    }
}
