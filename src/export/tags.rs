//! What an exported file says of itself.

use tingxinwen_core::document::Document;
use tingxinwen_encode::Tags;

/// The tags of `document`, without its chapters and words, which are known when it was spoken: its title, its author or
/// site, the day it was published, its address.
pub fn tags_of(document: &Document) -> Tags {
    let (first, meta) = (document.first(), &document.first().meta);
    let is_book = document.meta.title.is_some();
    let artist = [&document.meta.author, &meta.site].into_iter().flatten().next().cloned();
    let source = meta.canonical.as_ref().or(meta.source.as_ref());
    Tags {
        title: document.name(),
        artist: artist.or_else(|| first.byline().map(str::to_owned)),
        album: if is_book { document.meta.title.clone() } else { meta.site.clone() },
        date: meta.published.as_deref().and_then(day).map(str::to_owned),
        source: source.filter(|source| source.starts_with("http")).cloned(),
        language: first.language,
        ..Tags::default()
    }
}

/// The day at the start of an ISO 8601 date; `None` for anything else.
pub(super) fn day(date: &str) -> Option<&str> {
    let day = date.get(..10)?;
    let is_one = day.char_indices().all(|(at, c)| match at {
        4 | 7 => c == '-',
        _ => c.is_ascii_digit(),
    });
    is_one.then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, BlockKind, Meta};

    #[test]
    fn a_page_is_told_by_its_headline_site_day_and_address() {
        let meta = Meta {
            site: Some("晴川日報".to_owned()),
            published: Some("2026-11-24T08:00:00+08:00".to_owned()),
            source: Some("https://example.test/1".to_owned()),
            ..Meta::default()
        };
        let blocks = [(BlockKind::Title, "標題"), (BlockKind::Byline, "記者甲")];
        let mut tags = tags_of(&Article::new(meta, blocks).into());
        assert_eq!((tags.title.as_str(), tags.artist.as_deref()), ("標題", Some("晴川日報")));
        assert_eq!(
            (tags.date.as_deref(), tags.source.as_deref()),
            (Some("2026-11-24"), Some("https://example.test/1"))
        );
        let meta = Meta {
            published: Some("昨天".to_owned()),
            source: Some("/a/b.txt".to_owned()),
            ..Meta::default()
        };
        tags = tags_of(&Article::new(meta, blocks).into());
        assert_eq!((tags.artist.as_deref(), tags.date, tags.source), (Some("記者甲"), None, None));
    }
}
