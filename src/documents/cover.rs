//! Covers: the pictures that books have for themselves.

use std::{fs::File, io::Read as _, path::Path};

use tingxinwen_article::{decode, path_as_text};
use tingxinwen_core::article::OpenError;

use crate::{archive::Archive, epub, fb2, format::Format, mobi, wall};

/// The largest book whose cover is looked for, in bytes.
const MAX_BYTES: u64 = 512 << 20;
/// How much of a file tells whether it may be a book with a cover, in bytes.
const HEAD_BYTES: u64 = 4_096;

/// The file of the picture on the cover of the book at `path`; `None` where it has none, or is no EPUB, FB2 or MOBI.
pub fn cover(path: &Path) -> Option<Vec<u8>> {
    let (path, name) = (path.to_owned(), path_as_text(path));
    let read = wall::behind(move || Ok::<_, OpenError>(of_file(&path, &name)));
    read.inspect_err(|error| tracing::warn!(%error, "the cover of a book is not read")).ok()?
}

fn of_file(path: &Path, name: &str) -> Option<Vec<u8>> {
    let mut file = File::open(path).ok().filter(|file| file.metadata().is_ok_and(|about| about.is_file()))?;
    let mut bytes = Vec::new();
    (&mut file).take(HEAD_BYTES).read_to_end(&mut bytes).ok()?;
    let is_packed = bytes.starts_with(b"PK\x03\x04");
    if !is_packed && !matches!(Format::of(&bytes, name), Some(Format::Fb2 | Format::Mobi)) {
        return None;
    }
    file.take(MAX_BYTES).read_to_end(&mut bytes).ok()?;
    #[expect(clippy::wildcard_enum_match_arm, reason = "other formats have no covers")]
    match Format::of(&bytes, name)? {
        Format::Epub => epub::cover(&Archive::open(&bytes).ok()?),
        Format::Fb2 => fb2::cover(&decode(&bytes, None)),
        Format::ZippedFb2 => {
            let archive = Archive::open(&bytes).ok()?;
            let name = archive.names().find(|name| name.ends_with(".fb2"))?.to_owned();
            fb2::cover(&archive.text(&name).ok()??)
        }
        Format::Mobi => mobi::cover(&bytes),
        _ => None,
    }
}
