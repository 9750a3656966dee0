//! `tingxinwen keep`.

use anyhow::Context as _;
use clap::Args;
use tingxinwen::{engine::fetch, speech::Cancel};

use super::job::Job;
use crate::setup::{front_end, kept};

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
        let job = Job::new(&self.article, self.voice.as_deref())?;
        let kept = kept()
            .filter(|kept| kept.limit() > 0)
            .context("the settings leave no room for kept sound, or there is no folder for it")?;
        fetch(&job.script, &job.voice, &job.shelf, &front_end(), &kept, &Cancel::default(), &|done| {
            job.show(done);
        })?;
        job.progress.finish_and_clear();
        super::say(format_args!("{} · {} MB", job.voice.0, kept.bytes() / 1_000_000));
        Ok(())
    }
}
