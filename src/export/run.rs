//! Making the files of a plan, one after the other, each whole or not at all.
//!
//! What could go wrong with files is told before anything is spoken: names that are taken, folders that cannot be
//! written, a disk without room. An export of several files that was stopped goes on with the first that is not done.

use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;
use tingxinwen_core::document::Document;

use super::{
    EncodeError, ExportError, Exported, Kind, Layout, Order, PlannedFile, PodcastFolder, Speech, TrackError,
    Wanted, book, draft, podcast::own_address, record::Record, sound::sound,
};
/// Whether files that are there already may be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overwriting {
    /// The listener said so.
    Allowed,
    /// Nothing of the listener's is lost.
    Refused,
}

/// How far an export is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Progress {
    /// The index of the file that is being made.
    pub file: usize,
    /// The share of it that is done, from 0 to 1.
    pub of_file: f32,
    /// The share of all files that is done.
    pub of_all: f32,
}

/// Makes `files` as `order` wants them, and tells `progress` how far it is; each file that is done is handed to `done` with
/// its index. While `progress` does not come back, nothing goes on.
///
/// # Errors
/// Where something cannot be written, nothing is read aloud, or no voice speaks. Files that were done before stay, and are
/// not made again when the same is wanted again.
pub fn run(
    files: &[PlannedFile],
    order: &Order,
    overwriting: Overwriting,
    speech: &Speech<'_>,
    progress: &(dyn Fn(Progress) + Sync),
    done: &mut dyn FnMut(usize, Exported),
) -> Result<(), ExportError> {
    let Some(folder) = files.first().map(|file| folder_of(&file.path)) else {
        return Err(ExportError::Silent);
    };
    order.kind.check()?;
    let mut podcast = match &order.layout {
        Layout::Podcast { folder, .. } => Some(PodcastFolder::open(folder)?),
        Layout::One(_) | Layout::Together { .. } | Layout::Each { .. } => None,
    };
    let mut record = Record::of(folder, files, order, speech);
    let is_episode = |file: &PlannedFile| {
        let is_there = podcast.as_ref().is_some_and(|podcast| podcast.has(&file.document.id().0));
        is_there && overwriting == Overwriting::Refused
    };
    let is_done = files.iter().enumerate().map(|(idx, file)| record.has(idx) || is_episode(file));
    let is_done: Vec<bool> = is_done.collect();
    let open = || files.iter().zip(&is_done).filter(|(_, is_done)| !**is_done).map(|(file, _)| file);
    // Files of a podcast that are no episodes are what is left of one that was broken off.
    let overwriting = if podcast.is_some() { Overwriting::Allowed } else { overwriting };
    check(open, order, overwriting)?;
    let bytes =
        |file: &PlannedFile| file.document.parts().iter().map(|part| part.spoken_bytes()).sum::<u64>();
    let total: u64 = files.iter().map(bytes).sum::<u64>().max(1);
    let mut before = 0;
    for (idx, file) in files.iter().enumerate() {
        let own = bytes(file);
        let tell = |share: f32| {
            let of_all = (before as f32 + own as f32 * share) / total as f32;
            progress(Progress { file: idx, of_file: share, of_all });
        };
        if !is_done[idx] {
            let exported = make(file, order, speech, &tell)?;
            if let Some(podcast) = &mut podcast {
                podcast.add(file, &exported)?;
            }
            done(idx, exported);
            record.note(idx)?;
        }
        tell(1.0);
        before += own;
    }
    record.remove();
    podcast.map_or(Ok(()), |podcast| podcast.save(&own_address()))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether all of `files` can be written.
fn check<'a, I: Iterator<Item = &'a PlannedFile>>(
    files: impl Fn() -> I,
    order: &Order,
    overwriting: Overwriting,
) -> Result<(), ExportError> {
    let sources = files().flat_map(|file| file.document.parts());
    let sources = sources.filter_map(|part| match &part.body {
        tingxinwen_core::document::PartBody::Made(article) => article.meta.source.clone(),
        tingxinwen_core::document::PartBody::Long { .. } => None,
    });
    let sources: Vec<PathBuf> = sources.map(PathBuf::from).collect();
    let paths = files()
        .flat_map(|file| std::iter::once(&file.path).chain(file.subtitles.iter().map(|(_, path)| path)));
    for path in paths {
        match fs::metadata(path) {
            Ok(found) if !found.is_file() => return Err(ExportError::NoFile(path.clone())),
            Ok(_) if overwriting == Overwriting::Refused => return Err(ExportError::InTheWay(path.clone())),
            Ok(_) => {
                let path = dunce::canonicalize(path).map_err(ExportError::file(path))?;
                if sources.contains(&path) {
                    return Err(ExportError::InTheWay(path));
                }
            }
            Err(_) => (),
        }
        // Also where it is to be replaced; it is removed at once.
        draft(folder_of(path)).map_err(ExportError::file(path))?;
    }
    let needed: u64 = files().map(|file| about_bytes(&file.document, order)).sum();
    let folder = files().next().map(|file| folder_of(&file.path));
    let free = folder.and_then(|folder| fs4::available_space(folder).ok());
    enough(needed, free)
}

/// About how many bytes `order` makes of `document`, and holds while it makes them.
fn about_bytes(document: &Document, order: &Order) -> u64 {
    let bytes = document.parts().iter().map(|part| part.spoken_bytes()).sum::<u64>();
    // What is encoded is there twice at the end.
    2 * about_secs(bytes, order) * order.kind.sound().bytes_per_sec(order.quality)
}

/// About how long `bytes` of text are heard, in seconds: four characters or 13 letters in one.
fn about_secs(bytes: u64, order: &Order) -> u64 {
    const BYTES_PER_SEC: f64 = 12.5;
    (bytes as f64 / BYTES_PER_SEC / f64::from(order.speed.factor())).ceil() as u64
}

/// The room that `files` are going to take, in bytes.
pub fn about_size(files: &[PlannedFile], order: &Order) -> u64 {
    files.iter().map(|file| about_bytes(&file.document, order) / 2).sum()
}

/// Whether `free` bytes, where that is known, are enough for `needed`.
fn enough(needed: u64, free: Option<u64>) -> Result<(), ExportError> {
    match free {
        Some(free) if free < needed => Err(ExportError::NoRoom { needed, free }),
        Some(_) | None => Ok(()),
    }
}

/// Makes one file.
fn make(
    file: &PlannedFile,
    order: &Order,
    speech: &Speech<'_>,
    progress: &(dyn Fn(f32) + Sync),
) -> Result<Exported, ExportError> {
    let own = Draft::new(&file.path)?;
    let captions =
        file.subtitles.iter().map(|(format, path)| Ok::<_, ExportError>((*format, Draft::new(path)?)));
    let captions: Vec<_> = captions.collect::<Result<_, _>>()?;
    let written = captions.iter().map(|(format, draft)| {
        let out: Box<dyn Write + '_> = Box::new(BufWriter::new(draft.file()));
        (*format, out)
    });
    let wanted = Wanted {
        format: order.kind.sound(),
        quality: order.quality,
        speed: order.speed,
        tags: file.tags.clone(),
        folder: folder_of(&own.path),
    };
    let written = written.collect();
    let mut out = BufWriter::new(own.file());
    let exported = match order.kind {
        Kind::Sound(_) => sound(&speech.track(&file.document), wanted, &mut out, written, progress),
        Kind::Book => book::write(&file.document, speech, &wanted, &mut out, written, progress),
    };
    let exported = exported.map_err(|error| {
        if let ExportError::Encode(EncodeError::Write(error)) = error {
            ExportError::file(&file.path)(error)
        } else {
            error
        }
    })?;
    out.flush().map_err(ExportError::file(&file.path))?;
    drop(out);
    if speech.cancel.is_cancelled() {
        return Err(TrackError::Stopped.into());
    }
    captions.into_iter().try_for_each(|(_, draft)| draft.keep())?;
    own.keep()?;
    Ok(exported)
}

/// A file that takes its name only when it is whole, so that what was there before is not lost.
struct Draft {
    file: NamedTempFile,
    /// Where it goes; of a link, where that leads.
    path: PathBuf,
}

impl Draft {
    fn new(path: &Path) -> Result<Self, ExportError> {
        let path = dunce::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let file = draft(folder_of(&path)).map_err(ExportError::file(&path))?;
        Ok(Self { file, path })
    }

    fn file(&self) -> &File {
        self.file.as_file()
    }

    fn keep(self) -> Result<(), ExportError> {
        self.file().sync_all().map_err(ExportError::file(&self.path))?;
        self.file.persist(&self.path).map_err(|error| ExportError::file(&self.path)(error.error))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_without_room_is_told() {
        assert!(enough(100, Some(100)).is_ok() && enough(100, None).is_ok());
        assert!(matches!(enough(100, Some(99)), Err(ExportError::NoRoom { needed: 100, free: 99 })));
    }
}
