//! Opening: a source to a document, whatever its format.

use std::{io::Read as _, path::Path, sync::Arc};

use tingxinwen_article::{self as article, Limits, Page, Reach, Source, decode};
use tingxinwen_core::{
    article::{BlockKind, BookFile, DocumentFault, Lock, OpenError},
    document::Document,
};
use url::Url;

use crate::{
    archive::Archive,
    epub, fb2,
    flow::Flow,
    format::{self, Format},
    long_text::{self, Store},
    mail, mobi, office, pdf, rtf, subtitles, text, wall,
};

/// The largest file that is read, in MiB.
const MAX_FILE_MIB: u64 = 512;
/// How much of a file tells what it is, in bytes: all of it, where it is an archive.
const HEAD_BYTES: u64 = 4096;

/// Opens `source`: a book or document, else a page or text with one article. Where it is encrypted, `password` is asked
/// for its password, and again where that was wrong, until it gives none.
///
/// # Errors
/// [`OpenError`], one variant for each way in which there is nothing to read.
pub async fn open<F>(source: Source, password: impl FnMut(DocumentFault) -> F) -> Result<Document, OpenError>
where
    F: Future<Output = Option<String>>,
{
    match article::local(source) {
        Source::File(path) => {
            let file = path.clone();
            let found = blocking(move || found(&file)).await?;
            let shown = article::path_as_text(&dunce::canonicalize(&path).unwrap_or_else(|_| path.clone()));
            match found {
                Found::Archive(file) => {
                    let source = shown.clone();
                    if let Some(book) = blocking(move || book_in(file, source)).await? {
                        return Ok(book);
                    }
                    let own = path.clone();
                    let bytes = blocking(move || read_file(&own)).await?;
                    let name = article::path_as_text(&path);
                    if let Some(document) = unlocked(bytes.into(), &name, Some(&shown), password).await? {
                        return Ok(document);
                    }
                }
                Found::Document(bytes) => {
                    let name = article::path_as_text(&path);
                    if let Some(document) = unlocked(bytes.into(), &name, Some(&shown), password).await? {
                        return Ok(document);
                    }
                }
                Found::LongText(file) => {
                    return blocking(move || long(Store::File(file.into()), &shown)).await;
                }
                Found::Piped(bytes) => return piped(bytes, &shown, password).await,
                Found::Other => (),
            }
            article::open(Source::File(path)).await.map(Document::from)
        }
        Source::Stdin => {
            piped(blocking(|| read_all(std::io::stdin().lock(), "-")).await?, "-", password).await
        }
        Source::Address(address) => {
            of_page(article::fetch(&address, &Limits::default()).await?, password).await
        }
        source @ Source::Text(_) => article::open(source).await.map(Document::from),
    }
}

/// Opens `bytes`, read from what is called `name` and cannot be read again.
async fn piped<F>(
    bytes: Vec<u8>,
    name: &str,
    password: impl FnMut(DocumentFault) -> F,
) -> Result<Document, OpenError>
where
    F: Future<Output = Option<String>>,
{
    let bytes = Arc::new(bytes);
    match unlocked(Arc::clone(&bytes), name, None, password).await? {
        Some(document) => Ok(document),
        None => article::open_bytes(Arc::unwrap_or_clone(bytes)).await.map(Document::from),
    }
}

/// Opens what is at `address`, to which something with `reach` links, as [`open`].
///
/// # Errors
/// As [`open`]; [`OpenError::BadAddress`] for an address out of `reach`.
pub async fn open_linked<F>(
    address: &str,
    reach: Reach,
    password: impl FnMut(DocumentFault) -> F,
) -> Result<Document, OpenError>
where
    F: Future<Output = Option<String>>,
{
    let url = Url::parse(address.trim()).map_err(|_| OpenError::BadAddress(address.to_owned()))?;
    of_page(article::fetch_linked(&url, &Limits::default(), reach).await?, password).await
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
    read_shared(Arc::new(bytes), name.to_owned(), source, password)
}

/// The document or article of `page`, which was fetched.
async fn of_page<F>(mut page: Page, password: impl FnMut(DocumentFault) -> F) -> Result<Document, OpenError>
where
    F: Future<Output = Option<String>>,
{
    let address = page.address.to_string();
    let is_web_page = matches!(page.media_type.as_deref(), Some("text/html" | "application/xhtml+xml"));
    // Servers that know no better call all that they have web pages; what is text by its bytes is believed to be one.
    if !is_web_page || article::check_is_text(&page.bytes).is_err() {
        let bytes = Arc::new(std::mem::take(&mut page.bytes));
        let document = unlocked(Arc::clone(&bytes), page.address.path(), Some(&address), password).await?;
        if let Some(document) = document {
            return Ok(document);
        }
        page.bytes = Arc::unwrap_or_clone(bytes);
    }
    article::open_page(page).await.map(Document::from)
}

/// The document that `bytes` are, with the password that `password` gives where one is needed.
async fn unlocked<F>(
    bytes: Arc<Vec<u8>>,
    name: &str,
    source: Option<&str>,
    mut password: impl FnMut(DocumentFault) -> F,
) -> Result<Option<Document>, OpenError>
where
    F: Future<Output = Option<String>>,
{
    let mut given: Option<String> = None;
    loop {
        let was_given = given.is_some();
        let (bytes, name, source) = (Arc::clone(&bytes), name.to_owned(), source.map(str::to_owned));
        let read = blocking(move || read_shared(bytes, name, source, given)).await;
        let fault = match read {
            Err(OpenError::Document(DocumentFault::NeedsPassword)) if was_given => {
                return Err(OpenError::Document(DocumentFault::Protected(Lock::Other)));
            }
            Err(OpenError::Document(
                fault @ (DocumentFault::NeedsPassword | DocumentFault::WrongPassword),
            )) => fault,
            read => return read,
        };
        given = password(fault).await;
        if given.is_none() {
            return Err(OpenError::Document(fault));
        }
    }
}

/// Runs `work` on a thread that may wait.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, OpenError> + Send + 'static,
) -> Result<T, OpenError> {
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(OpenError::Internal))
}

/// What a file is by its beginning.
enum Found {
    /// A ZIP file.
    Archive(std::fs::File),
    /// A document of these bytes, as far as these tell.
    Document(Vec<u8>),
    /// A text that is too long to be held as a whole.
    LongText(std::fs::File),
    /// These bytes, of what can be read only once: a pipe, as a shell's `<(…)` is.
    Piped(Vec<u8>),
    /// A page, an article, a folder.
    Other,
}

/// What the file at `path` is.
fn found(path: &Path) -> Result<Found, OpenError> {
    let shown = path.display().to_string();
    let failed = |error: std::io::Error| OpenError::File { path: shown.clone(), kind: error.kind() };
    let mut file = std::fs::File::open(path).map_err(failed)?;
    let about = file.metadata().map_err(failed)?;
    if about.is_dir() {
        return Ok(Found::Other);
    }
    if !about.is_file() {
        return read_all(file, &shown).map(Found::Piped);
    }
    let mut bytes = Vec::new();
    (&mut file).take(HEAD_BYTES).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.starts_with(b"PK\x03\x04") {
        return Ok(Found::Archive(file));
    }
    match Format::of(&bytes, &shown) {
        None if !format::is_compound(&bytes) => Ok(Found::Other),
        Some(Format::Text) if about.len() >= long_text::LONG_BYTES => Ok(Found::LongText(file)),
        Some(_) | None => read_all(bytes.as_slice().chain(file), &shown).map(Found::Document),
    }
}

/// The book in the ZIP `file`, which came from `source` and is read from where it lies, as its recordings are later; `None`
/// where it is none, or one that asks for a password.
fn book_in(file: std::fs::File, source: String) -> Result<Option<Document>, OpenError> {
    wall::behind(move || {
        let Ok(archive) = Archive::in_file(file) else { return Ok(None) };
        if Format::of_archive(&archive) != Some(Format::Epub) {
            return Ok(None);
        }
        let flow = match epub::read(&archive) {
            Err(OpenError::Document(DocumentFault::NeedsPassword)) => return Ok(None),
            flow => flow?,
        };
        let mut book = flow.into_document(Some(&source))?;
        book.set_book_file(&BookFile { path: Some(source), bytes: None });
        Ok(Some(book))
    })
}

/// All of the file at `path`.
fn read_file(path: &Path) -> Result<Vec<u8>, OpenError> {
    let shown = path.display().to_string();
    let file = std::fs::File::open(path);
    read_all(file.map_err(|error| OpenError::File { path: shown.clone(), kind: error.kind() })?, &shown)
}

/// The long text in `store`, from the file called `name`.
fn long(store: Store, name: &str) -> Result<Document, OpenError> {
    let name = name.to_owned();
    let read = wall::behind(move || {
        let document = long_text::document(store, &name, Some(&name));
        document.map_err(|error| OpenError::File { path: name, kind: error.kind() })
    });
    read?.ok_or(OpenError::Empty)
}

/// All of `from`, which is called `name`.
fn read_all(from: impl std::io::Read, name: &str) -> Result<Vec<u8>, OpenError> {
    let mut bytes = Vec::new();
    let read = from.take((MAX_FILE_MIB << 20) + 1).read_to_end(&mut bytes);
    read.map_err(|error| OpenError::File { path: name.to_owned(), kind: error.kind() })?;
    if bytes.len() as u64 > MAX_FILE_MIB << 20 {
        return Err(OpenError::TooLarge { limit_mib: MAX_FILE_MIB });
    }
    Ok(bytes)
}

fn read_shared(
    bytes: Arc<Vec<u8>>,
    name: String,
    source: Option<String>,
    password: Option<String>,
) -> Result<Option<Document>, OpenError> {
    wall::behind(move || {
        let Some(format) = Format::of(&bytes, &name) else { return Ok(None) };
        read_as(format, &bytes, &name, source.as_deref(), password.as_deref())
    })
}

fn read_as(
    format: Format,
    bytes: &Arc<Vec<u8>>,
    name: &str,
    source: Option<&str>,
    password: Option<&str>,
) -> Result<Option<Document>, OpenError> {
    let archive = || Archive::open(bytes).map_err(OpenError::Document);
    let mut flow = match format {
        Format::Epub => epub::read(&archive()?)?,
        Format::Docx => office::read_docx(&archive()?)?,
        Format::Odt => office::read_odt(&archive()?)?,
        Format::LockedOffice => {
            return Err(OpenError::Document(DocumentFault::Protected(Lock::Office)));
        }
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
        Format::Text if bytes.len() as u64 >= long_text::LONG_BYTES => {
            let store = Store::Memory(Arc::clone(bytes));
            return long_text::document(store, name, source).map_err(|_| OpenError::Internal);
        }
        Format::Text => {
            let text = decode(bytes, None);
            if !text::is_book(&text) {
                return Ok(None);
            }
            text::read(&text)
        }
    };
    if matches!(format, Format::Rtf | Format::Fb2 | Format::ZippedFb2 | Format::Pdf | Format::Text) {
        flow.find_lists();
    }
    let mut document = flow.into_document(source)?;
    document.set_book_file(&BookFile { path: None, bytes: Some(Arc::clone(bytes)) });
    Ok(Some(document))
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
