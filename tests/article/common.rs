//! Shared by the tests of extraction: the text of their pages, and the check that extraction did not panic.

use tingxinwen_article::{self as article, Article, OpenError, Source};

/// An article of four paragraphs.
pub(crate) const PARAGRAPHS: [&str; 4] = [
    "市府今天宣布，跨越青河的新橋在上午十點通車，全長一點二公里，兩側都有人行道和自行車道。",
    "工程處表示，這座橋花了三年興建，未來往返兩岸只要五分鐘，預計每天有兩萬輛車經過。",
    "附近居民說，以前要繞一大圈才能到對岸的市場，現在走路就能到，覺得非常方便。",
    "市長在典禮上說，下一步是把河岸的步道接起來，讓大家可以沿著河一路走到出海口。",
];

/// [`PARAGRAPHS`] as HTML.
pub(crate) fn text() -> String {
    PARAGRAPHS.iter().map(|text| format!("<p>{text}</p>")).collect()
}

/// Fails if extraction panicked, which [`OpenError::Internal`] tells; any other outcome is fine.
#[track_caller]
pub(crate) fn assert_does_not_fail(result: Result<Article, OpenError>) {
    assert_ne!(result.err(), Some(OpenError::Internal));
}

/// The article of the page `html`, which has one.
pub(crate) fn article_of(html: &str) -> Article {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(article::open(Source::Text(html.to_owned()))).unwrap()
}

/// What is read of `article`.
pub(crate) fn spoken(article: &Article) -> Vec<&str> {
    let blocks = article.blocks().iter().filter(|block| block.spoken);
    blocks.map(|block| article.slice(block.range)).collect()
}
