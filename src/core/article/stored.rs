//! Articles as they are stored between runs, and checked when they are read back.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Article, Block, Language, Meta, Picture, Recordings, Span, TextRange};

/// The fields of an [`Article`], of which nothing is known yet.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct StoredArticle {
    text: String,
    blocks: Vec<Block>,
    #[serde(default)]
    spans: Vec<Span>,
    #[serde(default)]
    pictures: Vec<Picture>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recordings: Option<Recordings>,
    #[serde(default)]
    meta: Meta,
    #[serde(default)]
    language: Language,
}

/// Why what is stored is no article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum NotAnArticle {
    /// A range is not one of the text, or blocks overlap.
    #[error("a range is not one of the text")]
    Range,
}

impl From<Article> for StoredArticle {
    fn from(article: Article) -> Self {
        let Article { text, blocks, spans, pictures, recordings, plays_recordings: _, meta, language } =
            article;
        let recordings = recordings.map(Arc::unwrap_or_clone);
        Self { text, blocks, spans, pictures, recordings, meta, language }
    }
}

impl TryFrom<StoredArticle> for Article {
    type Error = NotAnArticle;

    fn try_from(stored: StoredArticle) -> Result<Self, NotAnArticle> {
        let StoredArticle { text, blocks, mut spans, mut pictures, recordings, meta, language } = stored;
        let is_of_text = |range: &TextRange| range.start <= range.end && text.get(range.as_usize()).is_some();
        let are_in_order = blocks.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start);
        let blocks_hold = blocks.iter().all(|block| is_of_text(&block.range));
        if !are_in_order || !blocks_hold || !spans.iter().all(|span| is_of_text(&span.range)) {
            return Err(NotAnArticle::Range);
        }
        if recordings.as_ref().is_some_and(|recordings| !recordings.fit(&text)) {
            return Err(NotAnArticle::Range);
        }
        // They are in order, each before a block.
        pictures
            .retain(|picture| blocks.binary_search_by_key(&picture.at, |block| block.range.start).is_ok());
        pictures.sort_by_key(|picture| picture.at);
        spans.sort_by_key(|span| (span.range.start, std::cmp::Reverse(span.range.end)));
        let recordings = recordings.map(Arc::new);
        Ok(Self { text, blocks, spans, pictures, recordings, plays_recordings: true, meta, language })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{BlockKind, SpanKind};

    #[test]
    fn an_article_is_read_back_as_it_was_and_a_damaged_one_is_refused() {
        let mut article = Article::new(
            Meta { site: Some("島報".to_owned()), ..Meta::default() },
            [(BlockKind::Title, "標題"), (BlockKind::Paragraph, "他說行。")],
        );
        article.spans.push(Span {
            range: TextRange::new(7, 10),
            kind: SpanKind::Link { url: "https://a.test/".into() },
        });
        let stored = StoredArticle::from(article.clone());
        assert_eq!(Article::try_from(stored.clone()), Ok(article));
        let damages: [fn(&mut StoredArticle); 4] = [
            |stored| stored.text.truncate(3),
            |stored| stored.blocks[1].range.start = 8,
            |stored| stored.blocks.swap(0, 1),
            |stored| stored.spans[0].range = TextRange { start: 10, end: 7 },
        ];
        for damage in damages {
            let mut damaged = stored.clone();
            damage(&mut damaged);
            assert_eq!(Article::try_from(damaged), Err(NotAnArticle::Range));
        }
    }
}
