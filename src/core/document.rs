//! Documents and places in them: a news page is a document of one part, a book has a part per chapter.

use std::{fmt, sync::Arc, time::Duration};

use serde::{Deserialize, Serialize};

use crate::article::{Article, TextRange, fingerprint};

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
    /// What it says of itself as a whole; nothing for a page, whose article says it.
    pub meta: DocumentMeta,
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
    /// Its text and blocks.
    pub article: Arc<Article>,
    /// Where pages of the book or file begin, in order.
    pub pages: Vec<PageStart>,
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
        Self { title: None, level: 1, article: Arc::new(article), pages: Vec::new() }
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
        let id = article.id();
        Self { id, parts: vec![Part::of_article(article)], meta: DocumentMeta::default(), resume: None }
    }

    /// A document of several parts; `None` unless there is one.
    pub fn of_parts(id: DocumentId, parts: Vec<Part>) -> Option<Self> {
        (!parts.is_empty()).then_some(Self { id, parts, meta: DocumentMeta::default(), resume: None })
    }

    /// The same with each part's article changed by `change`.
    pub fn with_articles(mut self, change: impl Fn(Article) -> Article) -> Self {
        for part in &mut self.parts {
            part.article = Arc::new(change(Article::clone(&part.article)));
        }
        self
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
        &self.parts[0].article
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

    #[test]
    fn a_page_is_a_document_of_one_part_that_is_known_by_its_address_or_its_text() {
        let page = Document::of_article(article(&["甲句。"]));
        assert_eq!((page.parts().len(), page.parts()[0].title.as_deref()), (1, None));
        assert_eq!(*page.id(), article(&["甲句。"]).id());
        assert!(Document::of_parts(page.id().clone(), Vec::new()).is_none());
    }
}
