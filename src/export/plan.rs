//! What is made of which documents: one file of all, one an article, or one a chapter.

use std::path::{Path, PathBuf};

use tingxinwen_core::document::{Document, Part};
use tingxinwen_encode::{EncodeError, Picture, Quality, SoundFormat, Tags, subtitles::SubtitleFormat};

use super::{
    ExportError, PodcastFolder,
    names::{Names, Template},
    tags::tags_of,
};
use crate::player::Speed;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Sound.
    Sound(SoundFormat),
    /// An EPUB with the text and its sound.
    Book,
}

impl Kind {
    /// All of them, the most usual first.
    pub fn all() -> impl Iterator<Item = Self> {
        SoundFormat::ALL.into_iter().map(Self::Sound).chain([Self::Book])
    }

    /// The ending of its files, in small letters.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Sound(format) => format.ending(),
            Self::Book => "epub",
        }
    }

    /// The kind that the ending of `path` names.
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?;
        Self::all().find(|kind| ending.eq_ignore_ascii_case(kind.ending()))
    }

    /// Those of [`all`](Self::all) that this build writes.
    pub fn in_build() -> impl Iterator<Item = Self> {
        Self::all().filter(|kind| kind.sound().is_in_build())
    }

    /// Whether this build writes it.
    ///
    /// # Errors
    /// [`EncodeError::NotInBuild`] where it does not.
    pub fn check(self) -> Result<(), ExportError> {
        let format = self.sound();
        if format.is_in_build() { Ok(()) } else { Err(EncodeError::NotInBuild(format).into()) }
    }

    /// The format of its sound.
    pub fn sound(self) -> SoundFormat {
        match self {
            Self::Sound(format) => format,
            // What EPUB readers play all of them.
            Self::Book => SoundFormat::Mp3,
        }
    }
}

/// Where files go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Layout {
    /// All into this file, each article a chapter.
    One(PathBuf),
    /// All into one file in a folder.
    Together {
        /// The folder.
        folder: PathBuf,
        /// What the file is called.
        template: Template,
    },
    /// A file each, into a folder.
    Each {
        /// The folder.
        folder: PathBuf,
        /// What files are called.
        template: Template,
        /// Of what there is a file.
        per: Per,
    },
    /// An episode an article, into the folder of a podcast of one's own; what is an episode already is not made again.
    Podcast {
        /// The folder.
        folder: PathBuf,
        /// What files are called.
        template: Template,
    },
}

impl Layout {
    /// The folder of all files.
    pub fn folder(&self) -> &Path {
        match self {
            Self::One(path) => path.parent().filter(|folder| !folder.as_os_str().is_empty()),
            Self::Together { folder, .. } | Self::Each { folder, .. } | Self::Podcast { folder, .. } => {
                Some(folder.as_path())
            }
        }
        .unwrap_or(Path::new("."))
    }
}

/// The folder of listeners who chose no other: that of their music, or their home.
pub fn usual_folder() -> PathBuf {
    tingxinwen_store::music_folder().unwrap_or_else(std::env::temp_dir)
}

/// Of what there is a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// Of each article or book.
    Document,
    /// Of each chapter of each.
    Chapter,
}

/// What is to be made.
#[derive(Clone, Debug)]
pub struct Order {
    /// What files are.
    pub kind: Kind,
    /// How much room their sound may take.
    pub quality: Quality,
    /// How fast it is spoken.
    pub speed: Speed,
    /// The subtitles beside each.
    pub subtitles: Vec<SubtitleFormat>,
    /// Their cover.
    pub cover: Option<Picture>,
    /// Where they go.
    pub layout: Layout,
}

/// A file that is to be made.
#[derive(Clone, Debug)]
pub struct PlannedFile {
    /// Where it goes.
    pub path: PathBuf,
    /// Where its subtitles go.
    pub subtitles: Vec<(SubtitleFormat, PathBuf)>,
    /// What it is made of.
    pub document: Document,
    /// What it says of itself.
    pub tags: Tags,
}

/// The files that `order` makes of `documents`, in order; none of none.
pub fn plan(documents: Vec<Document>, order: &Order) -> Vec<PlannedFile> {
    let own = |document: &Document| Picture::new(document.cover.as_ref()?.to_vec());
    let with_cover = |document: &Document| Tags {
        cover: order.cover.clone().or_else(|| own(document)),
        ..tags_of(document)
    };
    let together = |documents, path: &dyn Fn(&Tags) -> PathBuf| -> Vec<PlannedFile> {
        let of_file = |document: Document| {
            let tags = with_cover(&document);
            let path = path(&tags);
            PlannedFile { subtitles: beside(&path, &order.subtitles), path, tags, document }
        };
        joined(documents).map(of_file).into_iter().collect()
    };
    let (folder, template, per) = match &order.layout {
        Layout::One(path) => return together(documents, &|_| path.clone()),
        Layout::Together { folder, template } => {
            let name = |tags: &Tags| format!("{}.{}", template.name(tags), order.kind.ending());
            return together(documents, &|tags| folder.join(name(tags)));
        }
        Layout::Each { folder, template, per } => (folder, template, *per),
        Layout::Podcast { folder, template } => (folder, template, Per::Document),
    };
    let mut names = free_names(&documents, &order.layout);
    let subtitles = subtitles_of(order);
    let documents: Vec<(Document, Tags)> = match per {
        Per::Document => documents
            .into_iter()
            .map(|document| {
                let tags = with_cover(&document);
                (document, tags)
            })
            .collect(),
        Per::Chapter => documents
            .iter()
            .flat_map(|document| {
                let tags = with_cover(document);
                chapters(document).into_iter().map(move |(chapter, track)| {
                    let title = chapter.parts()[0].title.clone().unwrap_or_else(|| chapter.first().name());
                    (chapter, Tags { title, album: Some(tags.title.clone()), track, ..tags.clone() })
                })
            })
            .collect(),
    };
    let file = |(document, tags): (Document, Tags)| {
        let name = template.name(&tags);
        let number = tags.track.map_or(String::new(), |(number, total)| {
            format!("{number:0width$} ", width = total.to_string().len())
        });
        // Chapters are in their order by name too.
        let name = if template.has_number() { name } else { number + &name };
        let path = folder.join(format!("{}.{}", names.free(&name), order.kind.ending()));
        PlannedFile { subtitles: beside(&path, &subtitles), path, document, tags }
    };
    documents.into_iter().map(file).collect()
}

/// The names that files of `documents` may have: in a podcast, none of another article's episode.
fn free_names(documents: &[Document], layout: &Layout) -> Names {
    let Layout::Podcast { folder, .. } = layout else { return Names::default() };
    let ids: Vec<&str> = documents.iter().map(|document| document.id().0.as_str()).collect();
    let podcast = PodcastFolder::read(folder).ok();
    podcast.map_or_else(Names::default, |podcast| Names::without(podcast.names_of_others(&ids)))
}

/// The subtitles of `order`; those of a podcast have what its players show.
fn subtitles_of(order: &Order) -> Vec<SubtitleFormat> {
    let mut all = order.subtitles.clone();
    if matches!(order.layout, Layout::Podcast { .. }) && !all.contains(&SubtitleFormat::WebVtt) {
        all.push(SubtitleFormat::WebVtt);
    }
    all
}

/// Subtitles beside the file at `path`.
fn beside(path: &Path, formats: &[SubtitleFormat]) -> Vec<(SubtitleFormat, PathBuf)> {
    formats.iter().map(|&format| (format, path.with_extension(format.ending()))).collect()
}

/// All as one document, each a part of it; one stays what it is.
fn joined(documents: Vec<Document>) -> Option<Document> {
    if documents.len() < 2 {
        return documents.into_iter().next();
    }
    let (id, sites) = (documents[0].id().clone(), documents.iter().map(|document| tags_of(document).artist));
    let mut sites: Vec<String> = sites.flatten().collect();
    sites.dedup();
    let title = documents[0].name();
    let cover = documents.iter().find_map(|document| document.cover.clone());
    let parts = documents.iter().flat_map(|document| {
        let name = document.name();
        let parts = document.parts().iter().enumerate();
        parts.map(move |(idx, part)| match (idx, &part.title) {
            (0, None) => Part { title: Some(name.clone()), ..part.clone() },
            _ => part.clone(),
        })
    });
    let mut all = Document::of_parts(id, parts.collect())?;
    all.cover = cover;
    all.meta.title = Some(title);
    all.meta.author = (!sites.is_empty()).then(|| sites.join("、"));
    Some(all)
}

/// Each part of `document` that is read, as a document, with its number and their count where there are several.
fn chapters(document: &Document) -> Vec<(Document, Option<(u32, u32)>)> {
    let parts = document.parts().iter().filter(|part| part.has_speech());
    let parts = parts.filter_map(|part| Document::of_parts(document.id().clone(), vec![part.clone()]));
    let parts: Vec<Document> = parts.collect();
    let total = parts.len() as u32;
    let track = |idx: usize| (total > 1).then_some((idx as u32 + 1, total));
    parts.into_iter().enumerate().map(|(idx, part)| (part, track(idx))).collect()
}
