//! `tingxinwen keep`.

use clap::Args;
use tingxinwen::export::TrackError;

use super::{job::Job, password::PasswordArgs};

/// What to keep.
#[derive(Debug, Args)]
pub(super) struct Keep {
    /// An address, a file, `-`, or text.
    #[arg(value_parser = super::article_text())]
    article: String,
    /// The voice, by its name in `tingxinwen voices`.
    #[arg(long)]
    voice: Option<String>,
    #[command(flatten)]
    password: PasswordArgs,
}

impl Keep {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        let job = Job::new(&self.article, self.voice.as_deref(), &self.password)?;
        let cache = job.sound_cache.as_ref().ok_or(TrackError::NoRoom)?;
        let report = job.track().keep(&|done| job.show(done))?;
        job.finish(&report);
        super::say(format_args!("{} · {} MB", job.voice(), cache.bytes() / 1_000_000));
        Ok(())
    }
}
