//! Documents and places in them: a news page is a document of one part, a book has a part per chapter.

use std::{fmt, sync::Arc, time::Duration};

use serde::{Deserialize, Serialize};

use crate::article::{Article, BookFile, TextRange, fingerprint};

/// A document's identity, the same from one day to the next: the canonical address of its page, else the address it was
/// fetched from, else a fingerprint of its text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DocumentId(pub String);

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A document: one part or several, each played in one go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    id: DocumentId,
    parts: Vec<Part>,
    /// The article of the first part.
    first: Arc<Article>,
    /// What it says of itself as a whole; nothing for a page, whose article says it.
    pub meta: DocumentMeta,
    /// The file of the picture on its cover, where it has one of its own.
    pub cover: Option<Arc<[u8]>>,
    /// Where the listener stopped the last time, if this is to be gone on with.
    pub resume: Option<Resume>,
}

/// What a document of several parts says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DocumentMeta {
    /// Its title.
    pub title: Option<String>,
    /// Its authors, as it names them.
    pub author: Option<String>,
    /// Who reads in its recordings, as it names them.
    pub narrator: Option<String>,
}

impl DocumentMeta {
    /// That of a document with this title and these authors.
    pub fn new(title: Option<String>, author: Option<String>) -> Self {
        Self { title, author, narrator: None }
    }
}

/// Where a listener stopped, and how long ago.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resume {
    /// The place.
    pub place: Place,
    /// The time since then.
    pub rested: Duration,
}

/// A part of a document, played in one go: a page, a chapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name among the parts; `None` for a document of one part, and for what stands before the first title.
    pub title: Option<String>,
    /// Its depth in the table of contents, 1 for the outermost.
    pub level: u8,
    /// Its text and blocks, or what makes them.
    pub body: PartBody,
    /// Where pages of the book or file begin, in order.
    pub pages: Vec<PageStart>,
}

/// The text and blocks of a part.
#[derive(Clone, Debug)]
pub enum PartBody {
    /// They are there.
    Made(Arc<Article>),
    /// They are made each time that they are wanted, from a text that is too long to be held as a whole.
    Long {
        /// Makes them.
        source: Arc<dyn PartSource>,
        /// The index of the part among those of `source`.
        index: usize,
        /// About how long they are, in bytes.
        bytes: u64,
    },
}

/// Makes the parts of a long text.
pub trait PartSource: fmt::Debug + Send + Sync {
    /// The article of the part with this index.
    fn article(&self, part: usize) -> Article;
}

impl PartialEq for PartBody {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Made(one), Self::Made(other)) => one == other,
            (Self::Long { source, index, .. }, Self::Long { source: of_other, index: at_other, .. }) => {
                Arc::ptr_eq(source, of_other) && index == at_other
            }
            (Self::Made(_) | Self::Long { .. }, _) => false,
        }
    }
}

impl Eq for PartBody {}

impl From<Article> for PartBody {
    fn from(article: Article) -> Self {
        Self::Made(Arc::new(article))
    }
}

/// A part of `source` as `change` makes it.
struct Changed<F> {
    source: Arc<dyn PartSource>,
    change: Arc<F>,
}

impl<F> fmt::Debug for Changed<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(f)
    }
}

impl<F: Fn(Article) -> Article + Send + Sync> PartSource for Changed<F> {
    fn article(&self, part: usize) -> Article {
        (self.change)(self.source.article(part))
    }
}

/// Where a page begins in the text of a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageStart {
    /// The byte of the part's text; 0 also for a page that began in an earlier part.
    pub byte: u32,
    /// The page's number as it is printed.
    pub label: String,
}

impl Part {
    /// A part without a title of its own.
    pub fn of_article(article: Article) -> Self {
        Self { title: None, level: 1, body: article.into(), pages: Vec::new() }
    }

    /// Its text and blocks; made now where it is of a long text.
    pub fn article(&self) -> Arc<Article> {
        match &self.body {
            PartBody::Made(article) => Arc::clone(article),
            PartBody::Long { source, index, .. } => Arc::new(source.article(*index)),
        }
    }

    /// Whether anything of it is read aloud; of a long text nobody looks.
    pub fn has_speech(&self) -> bool {
        match &self.body {
            PartBody::Made(article) => article.has_speech(),
            PartBody::Long { .. } => true,
        }
    }

    /// How much of it is read aloud, in bytes; of a long text about that.
    pub fn spoken_bytes(&self) -> u64 {
        match &self.body {
            PartBody::Made(article) => {
                let blocks = article.blocks().iter().filter(|block| block.spoken);
                blocks.map(|block| u64::from(block.range.len())).sum()
            }
            PartBody::Long { bytes, .. } => *bytes,
        }
    }

    /// The length of its text, in bytes; of a long text about that.
    pub fn bytes(&self) -> u64 {
        match &self.body {
            PartBody::Made(article) => article.text().len() as u64,
            PartBody::Long { bytes, .. } => *bytes,
        }
    }

    /// The number of the page on which the text at `byte` stands, where that is known.
    pub fn page_at(&self, byte: u32) -> Option<&str> {
        let after = self.pages.partition_point(|page| page.byte <= byte);
        Some(&self.pages.get(after.checked_sub(1)?)?.label)
    }
}

impl From<Article> for Document {
    fn from(article: Article) -> Self {
        Self::of_article(article)
    }
}

impl Document {
    /// A document of one part.
    pub fn of_article(article: Article) -> Self {
        let (id, first) = (article.id(), Arc::new(article));
        let part =
            Part { title: None, level: 1, body: PartBody::Made(Arc::clone(&first)), pages: Vec::new() };
        Self { id, parts: vec![part], first, meta: DocumentMeta::default(), cover: None, resume: None }
    }

    /// A document of several parts; `None` unless there is one.
    pub fn of_parts(id: DocumentId, parts: Vec<Part>) -> Option<Self> {
        let first = parts.first()?.article();
        Some(Self { id, parts, first, meta: DocumentMeta::default(), cover: None, resume: None })
    }

    /// The same with each part's article changed by `change`; those of a long text when they are made.
    pub fn with_articles(mut self, change: impl Fn(Article) -> Article + Send + Sync + 'static) -> Self {
        let change = Arc::new(change);
        for part in &mut self.parts {
            match &mut part.body {
                PartBody::Made(article) => *article = Arc::new(change(Article::clone(article))),
                PartBody::Long { source, .. } => {
                    *source = Arc::new(Changed { source: Arc::clone(source), change: Arc::clone(&change) });
                }
            }
        }
        self.first = self.parts[0].article();
        self
    }

    /// Says in which book its recordings are.
    pub fn set_book_file(&mut self, book: &BookFile) {
        for part in &mut self.parts {
            if let PartBody::Made(article) = &mut part.body
                && article.has_recordings()
            {
                Arc::make_mut(article).set_book_file(book);
            }
        }
        if let PartBody::Made(first) = &self.parts[0].body {
            self.first = Arc::clone(first);
        }
    }

    /// The book in which its recordings are; `None` where it has none.
    pub fn book_file(&self) -> Option<BookFile> {
        self.parts.iter().find_map(|part| match &part.body {
            PartBody::Made(article) => article.book_file().cloned(),
            PartBody::Long { .. } => None,
        })
    }

    /// Whether its parts are made when they are wanted, since it is too long to be held as a whole.
    pub fn is_long(&self) -> bool {
        self.parts.iter().any(|part| matches!(part.body, PartBody::Long { .. }))
    }

    /// What a list calls it: its title, or the name of its first article.
    pub fn name(&self) -> String {
        self.meta.title.clone().unwrap_or_else(|| self.first().name())
    }

    /// Its identity.
    pub fn id(&self) -> &DocumentId {
        &self.id
    }

    /// Its parts, in order; at least one.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The article of its first part.
    pub fn first(&self) -> &Arc<Article> {
        &self.first
    }
}

/// A place in a document that outlives the run of the program, and small changes of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The document.
    pub document: DocumentId,
    /// Index of the part.
    pub part: u32,
    /// The byte of the part's text at the time when the place was made.
    pub byte: u32,
    /// [`fingerprint`] of the sentence that the byte was in.
    pub sentence: u64,
    /// Bytes from the start of that sentence to the place.
    pub into_sentence: u32,
}

impl Place {
    /// The place at `byte` of part `part`, within `sentence` of `article`.
    pub fn new(document: DocumentId, part: u32, article: &Article, sentence: TextRange, byte: u32) -> Self {
        let byte = byte.clamp(sentence.start, sentence.end);
        Self {
            document,
            part,
            byte,
            sentence: fingerprint(article.slice(sentence)),
            into_sentence: byte - sentence.start,
        }
    }

    /// The byte of `article` at which the place is now, where `sentences` are its sentences in order: in the nearest
    /// sentence with the same text; if there is none, at the start of the sentence that now stands at the old byte.
    pub fn find(&self, article: &Article, sentences: impl IntoIterator<Item = TextRange>) -> u32 {
        let start = self.byte - self.into_sentence.min(self.byte);
        let mut same: Option<TextRange> = None;
        let mut nearest = 0;
        for sentence in sentences {
            if sentence.start <= start {
                nearest = sentence.start;
            }
            let is_nearer =
                same.is_none_or(|same| start.abs_diff(sentence.start) < start.abs_diff(same.start));
            if is_nearer && fingerprint(article.slice(sentence)) == self.sentence {
                same = Some(sentence);
            }
        }
        same.map_or(nearest, |same| same.start + self.into_sentence.min(same.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{BlockKind, Meta};

    fn article(texts: &[&str]) -> Article {
        Article::new(Meta::default(), texts.iter().map(|text| (BlockKind::Paragraph, *text)))
    }

    fn ranges(article: &Article) -> Vec<TextRange> {
        article.blocks().iter().map(|block| block.range).collect()
    }

    #[test]
    fn a_place_finds_its_sentence_after_the_text_was_edited_or_the_nearest() {
        let before = article(&["甲句。", "乙句。", "甲句。", "丁句。"]);
        let third = ranges(&before)[2];
        let place = Place::new(before.id(), 0, &before, third, third.start + 3);
        let found = |texts: &[&str]| {
            let now = article(texts);
            let byte = place.find(&now, ranges(&now)) as usize;
            (byte, now.text()[byte..].chars().next())
        };
        assert_eq!(found(&["甲句。", "乙句。", "甲句。", "丁句。"]).0, third.start as usize + 3);
        assert_eq!(found(&["新。", "甲句。", "乙句。", "甲句。"]).1, Some('句'), "moved by an insertion");
        let (byte, _) = found(&["甲句。", "乙句。", "甲句。丙。", "丁句。"]);
        assert_eq!(byte, 3, "the other that says the same");
        assert_eq!(found(&["子句。", "丑句。", "寅句。", "卯句。"]).0, third.start as usize, "the nearest");
        assert_eq!(found(&["短。"]).0, 0);
        assert_eq!(place.find(&article(&[]), []), 0);
    }

    /// Counts what is made.
    #[derive(Debug, Default)]
    struct Counted(std::sync::atomic::AtomicUsize);

    impl PartSource for Counted {
        fn article(&self, part: usize) -> Article {
            self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            article(&[&format!("第{part}句。")])
        }
    }

    #[test]
    fn parts_of_a_long_text_are_made_when_they_are_wanted_and_changed_then() {
        let source = Arc::new(Counted::default());
        let part = |index| Part {
            body: PartBody::Long { source: Arc::<Counted>::clone(&source), index, bytes: 12 },
            ..Part::of_article(article(&[]))
        };
        let id = DocumentId("long".to_owned());
        let document = Document::of_parts(id, (0..1_000).map(part).collect()).unwrap();
        let document = document.with_articles(|article| article.with_block_overridden(0));
        let made = || source.0.load(std::sync::atomic::Ordering::Relaxed);
        assert_eq!(
            (made(), document.is_long(), document.first().has_speech()),
            (2, true, false),
            "the first"
        );
        let later = document.parts()[700].article();
        assert_eq!((later.text(), later.has_speech(), made()), ("第700句。", false, 3));
        assert_eq!(document.clone(), document);
    }

    #[test]
    fn a_page_is_a_document_of_one_part_that_is_known_by_its_address_or_its_text() {
        let page = Document::of_article(article(&["甲句。"]));
        assert_eq!((page.parts().len(), page.parts()[0].title.as_deref()), (1, None));
        assert_eq!(*page.id(), article(&["甲句。"]).id());
        assert!(Document::of_parts(page.id().clone(), Vec::new()).is_none());
    }
}
