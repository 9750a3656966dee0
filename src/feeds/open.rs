//! Opening an item: its page, or the feed's own text where the page gives less; never the teaser.

use tingxinwen_article::{self as article, Article, DocumentFault, Limits, OpenError, Source};
use tingxinwen_documents::{self as documents, Document};
use tingxinwen_library::FeedText;
use tingxinwen_net::{ConditionalClient, Reach};
use url::Url;

use crate::{markup, whole_text};

/// Opens the item with the address `item` of the feed at `feed`, whose own `text` it may have: its page, or the document
/// that it leads to, for whose password `password` is asked. A page leads nowhere where its feed may not.
///
/// # Errors
/// [`OpenError`] of the page, where the feed has no text of its own.
pub async fn open<F>(
    item: &str,
    feed: &str,
    text: Option<&FeedText>,
    password: impl FnMut(DocumentFault) -> F,
) -> Result<Document, OpenError>
where
    F: Future<Output = Option<String>>,
{
    let page = match Url::parse(item) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => {
            documents::open_linked(item, reach(feed).await, password).await
        }
        Ok(_) | Err(_) => Err(OpenError::NoArticle),
    };
    let Some(text) = text else { return page };
    match page {
        Ok(page) if page.parts().len() > 1 || !whole_text::gives_less(page.first(), &text.text) => Ok(page),
        Ok(_) | Err(_) => {
            let mut own = own(text).await?;
            own.meta.source = Url::parse(item).ok().filter(|url| url.has_host()).map(String::from);
            Ok(own.into())
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
