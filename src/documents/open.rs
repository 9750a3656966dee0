//! Opening: a source to a document, whatever its format.

use std::{io::Read as _, path::Path, sync::Arc};

use tingxinwen_article::{self as article, Limits, Source, decode};
use tingxinwen_core::{
    article::{BlockKind, OpenError},
    document::Document,
};

use crate::{
    archive::Archive, epub, fb2, flow::Flow, format::Format, mail, mobi, office, pdf, rtf, subtitles, text,
    wall,
};

/// The largest file that is read, in MiB.
const MAX_FILE_MIB: u64 = 512;
/// How much of a file tells what it is, in bytes: all of it, where it is an archive.
const HEAD_BYTES: u64 = 4096;

/// Opens `source`: a book or document, else a page or text with one article. `password` is for what is encrypted.
///
/// # Errors
/// [`OpenError`], one variant for each way in which there is nothing to read.
pub async fn open(source: Source, password: Option<String>) -> Result<Document, OpenError> {
    let source = article::local(source);
    if let Source::File(path) = &source {
        let path = path.clone();
        let read = tokio::task::spawn_blocking(move || read_file(&path, password));
        if let Some(document) = read.await.map_err(|_| OpenError::Internal)?? {
            return Ok(document);
        }
    } else if let Source::Address(address) = &source {
        let opened = article::open(source.clone()).await;
        return match opened {
            Err(OpenError::NotText { kind }) => match fetched(address, password).await {
                Some(document) => document,
                None => Err(OpenError::NotText { kind }),
            },
            opened => opened.map(Document::from),
        };
    }
    article::open(source).await.map(Document::from)
}

/// The document at `address`; `None` where it is none.
async fn fetched(address: &str, password: Option<String>) -> Option<Result<Document, OpenError>> {
    let limits = Limits { page_mib: MAX_FILE_MIB, ..Limits::default() };
    let page = match article::fetch(address, &limits).await {
        Ok(page) => page,
        Err(error) => return Some(Err(error)),
    };
    let (name, shown) = (page.address.path().to_owned(), page.address.to_string());
    let read = tokio::task::spawn_blocking(move || read(page.bytes, &name, Some(shown), password));
    read.await.unwrap_or(Err(OpenError::Internal)).transpose()
}

/// The document in the file at `path`; `None` where it is none.
fn read_file(path: &Path, password: Option<String>) -> Result<Option<Document>, OpenError> {
    let shown = path.display().to_string();
    let failed = |error: std::io::Error| OpenError::File { path: shown.clone(), kind: error.kind() };
    let mut file = std::fs::File::open(path).map_err(failed)?;
    let size = file.metadata().map_err(failed)?;
    if size.is_dir() {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    (&mut file).take(HEAD_BYTES).read_to_end(&mut bytes).map_err(failed)?;
    let is_archive = bytes.starts_with(b"PK\x03\x04");
    if !is_archive && Format::of(&bytes, &shown).is_none() {
        return Ok(None);
    }
    if size.len() > MAX_FILE_MIB << 20 {
        return Err(OpenError::TooLarge { limit_mib: MAX_FILE_MIB });
    }
    file.take(MAX_FILE_MIB << 20).read_to_end(&mut bytes).map_err(failed)?;
    let whole = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    read(bytes, &shown, Some(whole.display().to_string()), password)
}

/// The document that `bytes` are, a file called `name` that came from `source`; `None` where they are none: a web page,
/// an article, a picture.
///
/// # Errors
/// As [`open`].
pub fn read(
    bytes: Vec<u8>,
    name: &str,
    source: Option<String>,
    password: Option<String>,
) -> Result<Option<Document>, OpenError> {
    let bytes = Arc::new(bytes);
    let name = name.to_owned();
    wall::behind(move || {
        let Some(format) = Format::of(&bytes, &name) else { return Ok(None) };
        read_as(format, &bytes, source.as_deref(), password.as_deref())
    })
}

fn read_as(
    format: Format,
    bytes: &Arc<Vec<u8>>,
    source: Option<&str>,
    password: Option<&str>,
) -> Result<Option<Document>, OpenError> {
    let archive = || Archive::open(bytes).map_err(OpenError::Document);
    let mut flow = match format {
        Format::Epub => epub::read(&archive()?)?,
        Format::Docx => office::read_docx(&archive()?)?,
        Format::Odt => office::read_odt(&archive()?)?,
        Format::Pdf => pdf::read(bytes, password)?,
        Format::Fb2 => fb2::read(&decode(bytes, None))?,
        Format::ZippedFb2 => {
            let archive = archive()?;
            let name = archive.names().find(|name| name.ends_with(".fb2")).map(str::to_owned);
            let xml = archive.text(&name.unwrap_or_default()).map_err(OpenError::Document)?;
            fb2::read(&xml.unwrap_or_default())?
        }
        Format::Mobi => mobi::read(bytes)?,
        Format::Rtf => rtf::read(bytes),
        Format::Subtitles => subtitles::read(&decode(bytes, None)),
        Format::Mail => return mail::read(bytes, source).map(Some),
        Format::Markdown => match markdown(&decode(bytes, None)) {
            Some(flow) => flow,
            None => return Ok(None),
        },
        Format::Text => {
            let text = decode(bytes, None);
            if !text::is_book(&text) {
                return Ok(None);
            }
            text::read(&text)
        }
    };
    if matches!(format, Format::Rtf | Format::Fb2 | Format::ZippedFb2 | Format::Pdf) {
        flow.find_lists();
    }
    flow.into_document(source).map(Some)
}

/// The flow of a Markdown text that is a book; `None` for one with an article, which has a headline and its sections.
fn markdown(text: &str) -> Option<Flow> {
    /// From this size on a text is a book, in bytes.
    const BOOK_BYTES: usize = 128 << 10;
    let mut flow = Flow::default();
    for mut draft in article::markdown_blocks(&article::plain(text)) {
        // In a book the first heading is a chapter's as the others are.
        if draft.kind == BlockKind::Title {
            (draft.kind, draft.level) = (BlockKind::Heading, 1);
        }
        flow.push(draft);
    }
    let chapters = flow.blocks.iter().filter(|draft| draft.kind == BlockKind::Heading && draft.level == 1);
    (chapters.count() > 1 || text.len() >= BOOK_BYTES).then_some(flow)
}
