//! `tingxinwen keep`.

use clap::Args;
use tingxinwen::{app::with_block_overrides, export::TrackError};

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
        let document = with_block_overrides(super::open(&self.article, &self.password)?);
        let job = Job::new(self.voice.as_deref())?;
        let voice = job.voice(&document)?;
        let cache = job.sound_cache.as_ref().ok_or(TrackError::NoRoom)?;
        let report = job.speech().track(&document).keep(&|done| job.show(done))?;
        job.end();
        job.tell(&report, &document);
        super::say(format_args!("{voice} · {} MB", cache.bytes() / 1_000_000));
        Ok(())
    }
}
