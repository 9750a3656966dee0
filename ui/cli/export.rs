//! `tingxinwen export`.

use std::{
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use clap::Args;
use tempfile::NamedTempFile;
use tingxinwen::{
    article::{Source, local},
    export,
};

use super::{job::Job, password::PasswordArgs};
use crate::{failure::Failure, view::seek_bar::time};

/// What to export.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// An address, a file, `-`, or text.
    #[arg(value_parser = super::article_text())]
    article: String,
    /// The WAV file to write; its name ends in `.wav`.
    #[arg(short, long)]
    output: PathBuf,
    /// The voice, by its name in `tingxinwen voices`.
    #[arg(long)]
    voice: Option<String>,
    /// The WebVTT file to write, with the time of each word; its name ends in `.vtt`.
    #[arg(long)]
    subtitles: Option<PathBuf>,
    #[command(flatten)]
    password: PasswordArgs,
    /// Replaces files that are there already.
    #[arg(long)]
    force: bool,
}

impl Export {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        // All that can be wrong with the files is told before anything is spoken.
        let ends_in =
            |path: &Path, end: &str| path.extension().is_some_and(|own| own.eq_ignore_ascii_case(end));
        anyhow::ensure!(ends_in(&self.output, "wav"), Failure::OnlyWav(self.output.clone()));
        if let Some(path) = &self.subtitles {
            anyhow::ensure!(ends_in(path, "vtt"), Failure::OnlyWebVtt(path.clone()));
        }
        let wav = Draft::new(&self.output, self.overwriting())?;
        let captions =
            self.subtitles.as_ref().map(|path| Draft::new(path, self.overwriting())).transpose()?;
        let input = match local(super::source(&self.article)) {
            Source::File(path) => std::fs::canonicalize(path).ok(),
            Source::Address(_) | Source::Text(_) | Source::Stdin => None,
        };
        for draft in std::iter::once(&wav).chain(&captions) {
            anyhow::ensure!(Some(&draft.path) != input.as_ref(), Failure::InTheWay(draft.path.clone()));
        }
        remove_when_ended([&wav].into_iter().chain(&captions));
        let job = Job::new(&self.article, self.voice.as_deref(), &self.password)?;
        let mut lines = captions.as_ref().map(|draft| BufWriter::new(draft.file.as_file()));
        let sound = BufWriter::new(wav.file.as_file());
        let written = lines.as_mut().map(|lines| lines as &mut dyn Write);
        let exported = export::wav(&job.track(), sound, written, &|done| job.show(done))?;
        drop(lines);
        wav.keep()?;
        captions.map(Draft::keep).transpose()?;
        job.finish(&exported.report);
        if exported.chapters.len() > 1 {
            for chapter in exported.chapters {
                super::say(format_args!("{}  {}", time(chapter.start), chapter.title.unwrap_or_default()));
            }
        }
        Ok(())
    }

    fn overwriting(&self) -> Overwriting {
        if self.force { Overwriting::Allowed } else { Overwriting::Refused }
    }
}

/// Removes `drafts` where the listener ends the program.
fn remove_when_ended<'a>(drafts: impl Iterator<Item = &'a Draft>) {
    /// The exit code of what an interrupt ended: 128 and the number of the signal.
    const INTERRUPTED: i32 = 130;
    let paths: Vec<PathBuf> = drafts.map(|draft| draft.file.path().to_owned()).collect();
    let ended = ctrlc::set_handler(move || {
        for path in &paths {
            std::fs::remove_file(path).ok();
        }
        std::process::exit(INTERRUPTED);
    });
    // The next export to that folder removes them then.
    ended.unwrap_or_else(|error| tracing::warn!(%error, "drafts stay when the program is ended"));
}

/// Whether a file that is there already may be replaced.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Overwriting {
    /// The listener said so.
    Allowed,
    /// Nothing of the listener's is lost.
    Refused,
}

/// A file that takes its name only when it is whole, so that what was there before is not lost.
struct Draft {
    file: NamedTempFile,
    /// Where it goes; of a link, where that leads.
    path: PathBuf,
}

impl Draft {
    /// A draft beside `path`.
    ///
    /// # Errors
    /// Where `path` is there and may not be replaced, is no file, or its folder cannot be written.
    fn new(path: &Path, overwriting: Overwriting) -> anyhow::Result<Self> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(".".as_ref());
        let path = match std::fs::metadata(path) {
            Ok(found) if !found.is_file() => return Err(Failure::NoFile(path.to_owned()).into()),
            Ok(_) if overwriting == Overwriting::Refused => {
                return Err(Failure::InTheWay(path.to_owned()).into());
            }
            Ok(_) => std::fs::canonicalize(path).map_err(Failure::write(path))?,
            Err(_) => {
                let folder = std::fs::canonicalize(folder).map_err(Failure::write(path))?;
                folder.join(path.file_name().unwrap_or_default())
            }
        };
        let file = export::draft(path.parent().unwrap_or(folder)).map_err(Failure::write(&path))?;
        Ok(Self { file, path })
    }

    fn keep(self) -> anyhow::Result<()> {
        self.file.as_file().sync_all().map_err(Failure::write(&self.path))?;
        self.file.persist(&self.path).map_err(|error| Failure::write(&self.path)(error.error))?;
        Ok(())
    }
}
