//! Opening articles: from the library where they are in it, else from where they stand.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};

use tingxinwen_core::document::Document;
use tingxinwen_library::{Database, FeedText, Library, LibraryError, QueueSource, UnixSecs};

use super::Passwords;
use crate::{
    article::{OpenError, Source},
    block_overrides_file,
    engine::Opener,
};

/// Opens articles, with the blocks switched that the listener switched in them before. What is opened is kept in the
/// library, and not fetched again unless that is asked for.
#[derive(Clone, Debug, Default)]
pub struct Pages {
    library: Option<Library>,
    /// Addresses that are to be fetched though the library has them.
    afresh: Arc<Mutex<BTreeSet<String>>>,
    passwords: Passwords,
}

impl Pages {
    /// Opens articles from `library`, and keeps them there; from and in nothing where there is none.
    pub fn new(library: Option<Library>) -> Self {
        Self { library, ..Self::default() }
    }

    /// What encrypted documents are opened with.
    pub fn passwords(&self) -> &Passwords {
        &self.passwords
    }

    /// The library.
    pub fn library(&self) -> Option<&Library> {
        self.library.as_ref()
    }

    /// Has `address` fetched the next time it is opened, though the library has it.
    pub fn fetch_afresh(&self, address: &str) {
        self.afresh.lock().unwrap_or_else(PoisonError::into_inner).insert(address.to_owned());
    }

    async fn find_in_library(&self, address: &str) -> Option<Document> {
        let library = self.library.clone()?;
        if self.afresh.lock().unwrap_or_else(PoisonError::into_inner).remove(address) {
            return None;
        }
        let address = address.to_owned();
        let document =
            on_disk(move || library.call(move |database| database.document(&address, UnixSecs::now())));
        document.await?.inspect_err(|error| tracing::warn!(%error, "nothing is found in the library")).ok()?
    }

    /// The file of the document with this identity, where the library has only its place.
    async fn long_text(&self, id: &str) -> Option<std::path::PathBuf> {
        let (library, id) = (self.library.clone()?, id.to_owned());
        on_disk(move || library.call(move |database| database.long_text(&id))).await?.ok()?
    }

    /// The article at `address`; the one that a feed has itself where its page gives less.
    async fn fetch(&self, address: &str) -> Result<Document, OpenError> {
        let in_feed = match self.library.clone() {
            Some(library) => {
                let address = address.to_owned();
                on_disk(move || library.call(move |database| in_feed(database, &address))).await
            }
            None => None,
        };
        match in_feed {
            Some(Ok(Some((feed, text)))) => {
                let asker = self.passwords.asker(address.to_owned());
                tingxinwen_feeds::open(address, &feed, text.as_ref(), asker).await
            }
            Some(Ok(None)) | None => self.read(Source::Address(address.to_owned())).await,
            Some(Err(error)) => {
                tracing::warn!(%error, "what feeds have of an article is not known");
                self.read(Source::Address(address.to_owned())).await
            }
        }
    }

    /// What `source` holds: a page, a book, a document.
    async fn read(&self, source: Source) -> Result<Document, OpenError> {
        let name = match &source {
            Source::Address(address) => address.clone(),
            Source::File(path) => path.display().to_string(),
            Source::Text(_) | Source::Stdin => String::new(),
        };
        tingxinwen_documents::open(source, self.passwords.asker(name)).await
    }

    /// Notes that the listener took the item of a feed that is opened by `source`, if it is one.
    fn note_taken(&self, source: &Source) {
        if let (Some(library), Source::Address(address)) = (&self.library, source) {
            let address = address.clone();
            library.post(move |database| database.take_feed_item(&address));
        }
    }

    /// Keeps `document`, which was opened from `source`; returns it with the place where its listener stopped.
    async fn kept(&self, mut document: Document, source: &Source) -> Document {
        let Some(library) = self.library.clone() else { return document };
        let address = match source {
            Source::Address(address) => Some(address.clone()),
            Source::File(_) | Source::Text(_) | Source::Stdin => None,
        };
        if document.book_file().is_some_and(|book| book.bytes.is_some()) {
            let library = library.clone();
            let mut own = document.clone();
            let filed = on_disk(move || {
                library.call(move |database| database.keep_book_file(&mut own).map(|()| own))
            });
            match filed.await {
                Some(Ok(own)) => document = own,
                // Heard as long as it is open.
                Some(Err(error)) => tracing::warn!(%error, "the sound of a book is not kept"),
                None => (),
            }
        }
        let (kept, kept_from) = (document.clone(), address.clone());
        let is_book = document.parts().len() > 1;
        let resume = on_disk(move || {
            library.call(move |database| {
                let now = UnixSecs::now();
                let resume = database.resume(kept.id(), now)?;
                if !is_book {
                    database.keep(&kept, address.as_deref(), now)?;
                }
                Ok(resume)
            })
        });
        match resume.await {
            Some(Ok(resume)) => document.resume = resume,
            Some(Err(error)) => tracing::warn!(%error, "a document is not in the library"),
            None => (),
        }
        if is_book && let Some(library) = &self.library {
            // A book takes a while to be packed, for which its listener does not wait.
            let kept = document.clone();
            library.post(move |database| database.keep(&kept, kept_from.as_deref(), UnixSecs::now()));
        }
        document
    }
}

impl Opener for Pages {
    async fn open(&self, source: Source) -> Result<Document, OpenError> {
        if let Source::Address(address) = &source
            && let Some(document) = self.find_in_library(address).await
        {
            self.note_taken(&source);
            return Ok(with_block_overrides(document));
        }
        let source = match &source {
            Source::Address(address) => self.long_text(address).await.map_or(source, Source::File),
            Source::File(_) | Source::Text(_) | Source::Stdin => source,
        };
        let document = match &source {
            Source::Address(address) => self.fetch(address).await,
            Source::File(_) | Source::Text(_) | Source::Stdin => self.read(source.clone()).await,
        }?;
        self.note_taken(&source);
        Ok(with_block_overrides(self.kept(document, &source).await))
    }
}

/// The address of the feed that has an item with `address`, and the article that it has itself.
fn in_feed(
    database: &mut Database,
    address: &str,
) -> Result<Option<(String, Option<FeedText>)>, LibraryError> {
    let Some(feed) = database.feed_of_item(address)? else { return Ok(None) };
    Ok(Some((feed, database.feed_text(address)?)))
}

/// `document` with the blocks switched that the listener switched in it before.
pub fn with_block_overrides(document: Document) -> Document {
    match block_overrides_file::path() {
        Some(path) => block_overrides_file::applied_to_parts(&path, document),
        None => document,
    }
}

/// What a queued article is opened from.
pub fn source_of(source: QueueSource) -> Source {
    match source {
        QueueSource::Address(address) => Source::Address(address),
        QueueSource::File(path) => Source::File(path),
        QueueSource::Text(text) => Source::Text(text),
    }
}

/// Waits for the disk on a thread that may.
async fn on_disk<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    tokio::task::spawn_blocking(work).await.inspect_err(|error| tracing::error!(%error, "the library")).ok()
}
