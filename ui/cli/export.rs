//! `tingxinwen export`.

use std::{io::BufWriter, path::PathBuf};

use clap::Args;
use tempfile::NamedTempFile;
use tingxinwen::export;

use super::job::Job;
use crate::failure::Failure;

/// What to export.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// An address, a file, `-`, or text.
    article: String,
    /// The WAV file to write; its name ends in `.wav`.
    #[arg(short, long)]
    output: PathBuf,
    /// The voice, by its name in `tingxinwen voices`.
    #[arg(long)]
    voice: Option<String>,
    /// The WebVTT file to write, with the time of each word.
    #[arg(long)]
    subtitles: Option<PathBuf>,
}

impl Export {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        let is_wav = self.output.extension().is_some_and(|end| end.eq_ignore_ascii_case("wav"));
        anyhow::ensure!(is_wav, Failure::OnlyWav(self.output.clone()));
        let job = Job::new(&self.article, self.voice.as_deref())?;
        let wav = Draft::new(&self.output)?;
        let (subtitles, report) =
            export::wav(&job.track(), BufWriter::new(wav.file.as_file()), &|done| job.show(done))?;
        wav.keep()?;
        if let Some(path) = &self.subtitles {
            let draft = Draft::new(path)?;
            std::fs::write(draft.file.path(), subtitles.to_vtt(&job.script)).map_err(Failure::write(path))?;
            draft.keep()?;
        }
        job.finish(&report);
        Ok(())
    }
}

/// A file that takes its name only when it is whole, so that what was there before is not lost.
struct Draft<'a> {
    file: NamedTempFile,
    path: &'a PathBuf,
}

impl<'a> Draft<'a> {
    fn new(path: &'a PathBuf) -> anyhow::Result<Self> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let file = NamedTempFile::new_in(folder.unwrap_or(".".as_ref())).map_err(Failure::write(path))?;
        Ok(Self { file, path })
    }

    fn keep(self) -> anyhow::Result<()> {
        self.file.as_file().sync_all().map_err(Failure::write(self.path))?;
        self.file.persist(self.path).map_err(|error| Failure::write(self.path)(error.error))?;
        Ok(())
    }
}
