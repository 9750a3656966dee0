//! `tingxinwen export`.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use tempfile::NamedTempFile;
use tingxinwen::{
    export::{self, Picture, Quality, SoundFormat, SubtitleFormat, Tags, Wanted},
    player::Speed,
};

use super::{job::Job, password::PasswordArgs};
use crate::{failure::Failure, view::seek_bar::time};

/// What to export.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// An address, a file, `-`, or text.
    article: String,
    /// The file to write; the ending of its name says the format: mp3, m4b, m4a, opus, flac, wav.
    #[arg(short, long)]
    output: PathBuf,
    /// The voice, by its name in `tingxinwen voices`.
    #[arg(long)]
    voice: Option<String>,
    /// Subtitles to write, with the time of each word where the format has them; the ending says which: srt, vtt, lrc,
    /// ass. May be given several times.
    #[arg(long)]
    subtitles: Vec<PathBuf>,
    /// How much room the sound may take.
    #[arg(long, value_enum, default_value_t)]
    quality: QualityArg,
    /// Speed, 0.5 to 3.0.
    #[arg(long, value_parser = super::remote::factor, default_value = "1.0")]
    speed: f32,
    /// A JPEG or PNG for the cover.
    #[arg(long)]
    cover: Option<PathBuf>,
    #[command(flatten)]
    password: PasswordArgs,
    /// Replaces files that are there already.
    #[arg(long)]
    force: bool,
}

impl Export {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        // All that can be wrong with the files is told before anything is spoken.
        let format = SoundFormat::of(&self.output);
        let format = format.ok_or_else(|| Failure::UnknownSound(self.output.clone()))?;
        let kind =
            |path: &PathBuf| SubtitleFormat::of(path).ok_or_else(|| Failure::UnknownSubtitles(path.clone()));
        let kinds: Vec<SubtitleFormat> = self.subtitles.iter().map(kind).collect::<Result<_, _>>()?;
        let cover = self.cover.as_deref().map(picture).transpose()?;
        let sound = Draft::new(&self.output, self.overwriting())?;
        let captions = self.subtitles.iter().map(|path| Draft::new(path, self.overwriting()));
        let captions: Vec<Draft> = captions.collect::<Result<_, _>>()?;
        let input = std::fs::canonicalize(&self.article).ok();
        for draft in std::iter::once(&sound).chain(&captions) {
            anyhow::ensure!(Some(&draft.path) != input.as_ref(), Failure::InTheWay(draft.path.clone()));
        }
        remove_when_ended(std::iter::once(&sound).chain(&captions));
        let job = Job::new(&self.article, self.voice.as_deref(), &self.password)?;
        let file = |draft| -> Box<dyn Write + '_> { Box::new(BufWriter::new(Draft::file(draft))) };
        let subtitles = kinds.into_iter().zip(captions.iter().map(file)).collect();
        let wanted = Wanted {
            format,
            quality: self.quality.into(),
            speed: Speed::new(self.speed),
            tags: Tags { cover, ..job.tags() },
            folder: sound.path.parent().unwrap_or(".".as_ref()),
        };
        let mut out = BufWriter::new(sound.file());
        let exported = export::sound(&job.track(), wanted, &mut out, subtitles, &|done| job.show(done))?;
        drop(out);
        sound.keep()?;
        captions.into_iter().try_for_each(Draft::keep)?;
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

/// How much room sound may take.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum QualityArg {
    /// Clear speech in little room.
    Small,
    /// Hardly told from the original.
    #[default]
    Standard,
    /// Not told from the original.
    High,
}

impl From<QualityArg> for Quality {
    fn from(quality: QualityArg) -> Self {
        match quality {
            QualityArg::Small => Self::Small,
            QualityArg::Standard => Self::Standard,
            QualityArg::High => Self::High,
        }
    }
}

/// The picture in the file at `path`.
fn picture(path: &Path) -> anyhow::Result<Picture> {
    let bytes = std::fs::read(path).map_err(Failure::read(path))?;
    Ok(Picture::new(bytes).ok_or_else(|| Failure::NoPicture(path.to_owned()))?)
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

    fn file(&self) -> &File {
        self.file.as_file()
    }

    fn keep(self) -> anyhow::Result<()> {
        self.file.as_file().sync_all().map_err(Failure::write(&self.path))?;
        self.file.persist(&self.path).map_err(|error| Failure::write(&self.path)(error.error))?;
        Ok(())
    }
}
