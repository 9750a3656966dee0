//! `tingxinwen export`.

use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};

use clap::{Args, ValueEnum};
use tingxinwen::{
    app::add_covers,
    export::{
        self, ExportError, Exported, Kind, Layout, Order, Overwriting, Per, Picture, PlannedFile, Quality,
        SubtitleFormat, Template, TrackError,
    },
    player::Speed,
    speech::Cancel,
};

use super::{inputs::Inputs, job::Job};
use crate::{failure::Failure, view::seek_bar::time};

/// The exit code of what an interrupt ended: 128 and the number of the signal.
const INTERRUPTED: i32 = 130;

/// What to export.
#[derive(Debug, Args)]
pub(super) struct Export {
    #[command(flatten)]
    inputs: Inputs,
    /// The file to write, of all articles together; the ending of its name says the format: mp3, m4b, m4a, opus, flac, wav, epub.
    /// A folder takes a file an article.
    #[arg(short, long, required_unless_present = "feed")]
    output: Option<PathBuf>,
    /// The folder of a podcast of one's own: an episode an article, and the feed that podcast players read. What is there
    /// already is not made again; `tingxinwen serve` lets players have it.
    #[arg(long, value_name = "FOLDER", conflicts_with = "output")]
    feed: Option<PathBuf>,
    /// The format of the files in a folder.
    #[arg(long, default_value = "mp3")]
    format: String,
    /// Of what there is a file in a folder.
    #[arg(long, value_enum)]
    each: Option<PerArg>,
    /// What the files in a folder are called; {number} stands for the number of a chapter.
    #[arg(long, value_name = "TEMPLATE", default_value = "{date} {site} {title}")]
    name: String,
    /// Subtitles to write, with the time of each word where the format has them: a file whose ending says which, srt, vtt, lrc
    /// or ass, or the ending alone for one beside the sound. May be given several times.
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
    /// The voice, by its name in `tingxinwen voices`.
    #[arg(long)]
    voice: Option<String>,
    /// Replaces files that are there already.
    #[arg(long)]
    force: bool,
}

/// Subtitles with a place of their own.
type Placed = Vec<(SubtitleFormat, PathBuf)>;

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

/// Of what there is a file.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum PerArg {
    /// Of each article or book.
    Article,
    /// Of each chapter.
    Chapter,
}

impl Export {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        // All that can be wrong with what is asked for is told before anything is opened or spoken.
        let (kind, layout) = self.kind_and_layout()?;
        kind.check()?;
        let (beside, at) = self.wanted_subtitles(&layout)?;
        let order = Order {
            kind,
            quality: self.quality.into(),
            speed: Speed::new(self.speed),
            subtitles: beside,
            cover: self.cover.as_deref().map(picture).transpose()?,
            layout,
        };
        let folder = match &order.layout {
            Layout::One(_) => order.layout.folder(),
            Layout::Together { folder, .. }
            | Layout::Each { folder, .. }
            | Layout::Podcast { folder, .. } => {
                std::fs::create_dir_all(folder).map_err(Failure::write(folder))?;
                folder.as_path()
            }
        };
        export::draft(folder).map_err(Failure::write(self.feed.as_deref().unwrap_or(self.output())))?;
        let mut files = export::plan(self.inputs.open()?, &order);
        if let Some(file) = files.first_mut() {
            file.subtitles.extend(at);
        }
        let job = Job::new(self.voice.as_deref())?;
        add_covers(&mut files, &job.settings);
        for file in &files {
            job.voice(&file.document)?;
        }
        make(&files, &order, self.overwriting(), &job)
    }

    /// The format of files in a folder.
    fn kind(&self) -> anyhow::Result<Kind> {
        let named = PathBuf::from(format!("x.{}", self.format.trim_start_matches('.')));
        Ok(Kind::of(&named).ok_or_else(|| Failure::UnknownSound(self.format.clone().into()))?)
    }

    /// What files in a folder are called.
    fn template(&self) -> anyhow::Result<Template> {
        Ok(Template::new(&self.name).ok_or_else(|| Failure::UnknownTemplate(self.name.clone()))?)
    }

    fn output(&self) -> &Path {
        self.output.as_deref().unwrap_or(Path::new(""))
    }

    fn kind_and_layout(&self) -> anyhow::Result<(Kind, Layout)> {
        let template = self.template()?;
        if let Some(folder) = self.feed.clone() {
            let kind = self.kind()?;
            anyhow::ensure!(kind != Kind::Book, Failure::BookAsEpisode);
            return Ok((kind, Layout::Podcast { folder, template }));
        }
        let output = self.output();
        let is_folder = output.is_dir() || output.as_os_str().as_encoded_bytes().ends_with(b"/");
        // A folder that is called as a file is told as such.
        if let Some(kind) = Kind::of(output).filter(|_| self.each.is_none()) {
            return Ok((kind, Layout::One(output.to_owned())));
        }
        if !is_folder && self.each.is_none() {
            return Err(Failure::UnknownSound(output.to_owned()).into());
        }
        let kind = self.kind()?;
        let per = match self.each {
            Some(PerArg::Chapter) => Per::Chapter,
            Some(PerArg::Article) | None => Per::Document,
        };
        Ok((kind, Layout::Each { folder: output.to_owned(), template, per }))
    }

    /// The subtitles that go beside the sound, and those with a place of their own.
    fn wanted_subtitles(&self, layout: &Layout) -> anyhow::Result<(Vec<SubtitleFormat>, Placed)> {
        let (mut beside, mut at) = (Vec::new(), Vec::new());
        for path in &self.subtitles {
            let name = path.to_string_lossy();
            let named = SubtitleFormat::of(format!("x.{}", name.trim_start_matches('.')).as_ref());
            let unknown = || Failure::UnknownSubtitles(path.clone());
            match (named.filter(|_| path.extension().is_none()), layout) {
                (Some(format), _) => beside.push(format),
                (None, Layout::One(_)) => {
                    at.push((SubtitleFormat::of(path).ok_or_else(unknown)?, path.clone()));
                }
                (None, Layout::Together { .. } | Layout::Each { .. } | Layout::Podcast { .. }) => {
                    return Err(unknown().into());
                }
            }
        }
        Ok((beside, at))
    }

    fn overwriting(&self) -> Overwriting {
        if self.force { Overwriting::Allowed } else { Overwriting::Refused }
    }
}

/// Makes `files`, and tells what became of them.
fn make(files: &[PlannedFile], order: &Order, overwriting: Overwriting, job: &Job) -> anyhow::Result<()> {
    cancel_when_ended(job.cancel.clone());
    let progress = |progress: export::Progress| {
        if let Some(file) = files.get(progress.file).filter(|_| files.len() > 1) {
            job.show_name(format!("{}/{} {}", progress.file + 1, files.len(), file.tags.title));
        }
        job.show(progress.of_all);
    };
    let mut all: Vec<(usize, Exported)> = Vec::new();
    let made = export::run(files, order, overwriting, &job.speech(), &progress, &mut |idx, exported| {
        all.push((idx, exported));
    });
    job.end();
    for (idx, exported) in &all {
        let file = &files[*idx];
        job.tell(&exported.report, &file.document);
        if files.len() > 1 {
            super::say(file.path.display());
        } else if exported.chapters.len() > 1 {
            for chapter in &exported.chapters {
                super::say(format_args!(
                    "{}  {}",
                    time(chapter.start),
                    chapter.title.as_deref().unwrap_or(&file.tags.title)
                ));
            }
        }
    }
    match made {
        Err(ExportError::Track(TrackError::Stopped)) if job.cancel.is_cancelled() => {
            std::process::exit(INTERRUPTED)
        }
        made => Ok(made?),
    }
}

/// The picture in the file at `path`.
fn picture(path: &Path) -> anyhow::Result<Picture> {
    let bytes = std::fs::read(path).map_err(Failure::read(path))?;
    Ok(Picture::new(bytes).ok_or_else(|| Failure::NoPicture(path.to_owned()))?)
}

/// Stops what is being made when the listener ends the program, and the program at once when it is ended again.
fn cancel_when_ended(cancel: Cancel) {
    let is_ending = AtomicBool::new(false);
    let ended = ctrlc::set_handler(move || {
        if is_ending.swap(true, Ordering::Relaxed) {
            std::process::exit(INTERRUPTED);
        }
        cancel.cancel();
    });
    // The next export to that folder removes the drafts then.
    ended.unwrap_or_else(|error| tracing::warn!(%error, "drafts stay when the program is ended"));
}
