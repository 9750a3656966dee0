//! Opening an item: its page, or the feed's own text where the page gives less; never the teaser.

use tingxinwen_article::{self as article, Article, Limits, OpenError, Source};
use tingxinwen_library::FeedText;
use tingxinwen_net::{ConditionalClient, Reach};
use url::Url;

use crate::{markup, whole_text};

/// Opens the item with the address `item` of the feed at `feed`, whose own `text` it may have. A page leads nowhere
/// where its feed may not.
///
/// # Errors
/// [`OpenError`] of the page, where the feed has no text of its own.
pub async fn open(item: &str, feed: &str, text: Option<&FeedText>) -> Result<Article, OpenError> {
    let page = match Url::parse(item) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => {
            article::open_linked(item, reach(feed).await).await
        }
        Ok(_) | Err(_) => Err(OpenError::NoArticle),
    };
    let Some(text) = text else { return page };
    match page {
        Ok(page) if !whole_text::gives_less(&page, &text.text) => Ok(page),
        Ok(_) | Err(_) => {
            let mut own = own(text).await?;
            own.meta.source = Url::parse(item).ok().filter(|url| url.has_host()).map(String::from);
            Ok(own)
        }
    }
}

/// Which addresses the feed at `feed`, which the listener added, may lead to.
async fn reach(feed: &str) -> Reach {
    match Url::parse(feed) {
        Ok(url) => ConditionalClient::new(Limits::default()).reach(&url).await,
        Err(_) => Reach::Public,
    }
}

async fn own(text: &FeedText) -> Result<Article, OpenError> {
    let FeedText { title, author, published, text } = text;
    let page = whole_text::document(title, author.as_deref(), published.map(|at| at.0), text);
    match article::open(Source::Text(page)).await {
        Ok(article) if !whole_text::gives_less(&article, text) => Ok(article),
        // Too short to be known for an article.
        Ok(_) | Err(_) => {
            let words = markup::plain(text).replace('\n', "\n\n");
            article::open(Source::Text(format!("{title}\n\n{words}"))).await
        }
    }
}
