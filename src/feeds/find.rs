//! Finder of feeds: from the address of a site, or of a feed, to the feed.

use tingxinwen_article::{Limits, decode};
use tingxinwen_net::{Answer, ConditionalClient, Page, Reach, Validators};
use url::Url;

use crate::{
    FeedProblem, ParsedFeed,
    markup::{Tag, Token, tokens},
    parse, schedule,
};

/// What is accepted of a server that is asked for a feed.
pub(crate) const ACCEPTED: &str = "application/atom+xml,application/rss+xml,application/feed+json,\
    application/rdf+xml,application/xml;q=0.9,text/xml;q=0.9,application/json;q=0.8,text/html;q=0.5,*/*;q=0.3";
/// Media types of feeds in a `link` of a page.
const TYPES: &[&str] =
    &["rss+xml", "atom+xml", "feed+json", "rdf+xml", "application/json", "text/xml", "/xml"];
/// Where feeds of sites are that do not say so.
const USUAL: &[&str] =
    &["feed", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feed.json", "feeds/posts/default"];
/// The most addresses that are tried.
const MOST_TRIES: usize = 16;

/// A feed that was found.
pub struct Found {
    /// Its address.
    pub address: Url,
    /// What it says.
    pub feed: ParsedFeed,
    /// What the next request is made conditional by.
    pub validators: Validators,
    /// In how many seconds it is asked again.
    pub next_secs: i64,
}

/// Looks for the feed at `address`, which the listener typed: of a feed, or of a site that has one.
///
/// # Errors
/// [`FeedProblem`]: why the address does not open, or [`FeedProblem::NoneFound`].
pub async fn find(address: &str) -> Result<Found, FeedProblem> {
    let client = ConditionalClient::new(Limits::default());
    let mut last = FeedProblem::BadAddress;
    for url in typed(address) {
        match find_at(&client, &url).await {
            Ok(found) => return Ok(found),
            Err(problem) => last = problem,
        }
        // Only a server that is not there at all may be there without encryption.
        if !matches!(last, FeedProblem::Unreachable { .. }) {
            break;
        }
    }
    Err(last)
}

/// The addresses that `text` may mean.
fn typed(text: &str) -> Vec<Url> {
    let text = text.trim();
    // `feed:` is written before an address, or in place of its scheme.
    let text = text.strip_prefix("feed://").or_else(|| text.strip_prefix("feed:")).unwrap_or(text);
    let text = text.strip_prefix("//").unwrap_or(text);
    if let Some((scheme, _)) = text.split_once("://") {
        let is_web = matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https");
        return Url::parse(text).ok().filter(|_| is_web).into_iter().collect();
    }
    if text.is_empty() || text.contains(char::is_whitespace) {
        return Vec::new();
    }
    ["https", "http"].iter().filter_map(|scheme| Url::parse(&format!("{scheme}://{text}")).ok()).collect()
}

async fn find_at(client: &ConditionalClient, url: &Url) -> Result<Found, FeedProblem> {
    let reach = client.reach(url).await;
    let (mut got, mut problem_of_address) = (get(client, url, reach.clone()).await, FeedProblem::NoneFound);
    if let Err(problem @ (FeedProblem::NotFound | FeedProblem::Gone)) = &got
        && let Ok(front) = url.join("/")
        && front != *url
    {
        // A feed that has moved without a word: its site may name the new one.
        problem_of_address = problem.clone();
        got = get(client, &front, reach.clone()).await.map_err(|_| problem.clone());
    }
    let page = match got? {
        Got::Feed(found) => return Ok(*found),
        Got::Page(page) => page,
    };
    let mut tries: Vec<Url> = named(&page);
    tries.extend(usual(&page.address));
    let mut tried = vec![page.address.clone(), url.clone()];
    for candidate in tries {
        if tried.len() > MOST_TRIES || tried.contains(&candidate) {
            continue;
        }
        // One that is not there is no reason to look no further.
        if let Ok(Got::Feed(found)) = get(client, &candidate, reach.clone()).await {
            return Ok(*found);
        }
        tried.push(candidate);
    }
    Err(problem_of_address)
}

enum Got {
    Feed(Box<Found>),
    Page(Box<Page>),
}

async fn get(client: &ConditionalClient, url: &Url, reach: Reach) -> Result<Got, FeedProblem> {
    match client.get(url, reach, &Validators::default(), ACCEPTED).await? {
        Answer::Page { page, validators, fresh_secs, moved_to } => {
            // Where a server sends for now only is no address to keep.
            let address = moved_to.unwrap_or_else(|| url.clone());
            let parsing = tokio::task::spawn_blocking(move || {
                (parse(&page.bytes, page.charset.as_deref(), &page.address), page)
            });
            let (parsed, page) = parsing.await.map_err(|_| FeedProblem::Internal)?;
            let Ok(feed) = parsed else { return Ok(Got::Page(page)) };
            let minutes = feed.refresh_mins;
            let next_secs = schedule::next_secs(address.as_str(), minutes, fresh_secs, 0, 0);
            Ok(Got::Feed(Box::new(Found { address, feed, validators, next_secs })))
        }
        Answer::Unchanged => Err(FeedProblem::Status { status: 304 }),
        Answer::Refused { status, retry_after } => Err(refused(status, retry_after.as_deref(), 0)),
    }
}

/// What an answer without a page means, as of `now` in seconds since 1970.
pub(crate) fn refused(status: u16, retry_after: Option<&str>, now: i64) -> FeedProblem {
    match status {
        404 => FeedProblem::NotFound,
        410 => FeedProblem::Gone,
        429 | 503 => FeedProblem::AskedToWait {
            secs: u64::try_from(schedule::wait_secs(retry_after, now)).unwrap_or_default(),
        },
        status => FeedProblem::Status { status },
    }
}

/// The feeds that a page names: in its `link` elements first, those of comments last, then links that look like one.
fn named(page: &Page) -> Vec<Url> {
    let text = decode(&page.bytes, page.charset.as_deref());
    let (mut links, mut comments, mut anchors) = (Vec::new(), Vec::new(), Vec::new());
    let mut base = page.address.clone();
    for token in tokens(&text) {
        let Token::Open(tag) = token else { continue };
        let to = |base: &Url| {
            tag.attribute("href").filter(|href| !href.is_empty()).and_then(|href| base.join(&href).ok())
        };
        match tag.local().as_str() {
            "base" => base = to(&base).unwrap_or(base),
            "link" if names_feed(&tag) => {
                let is_of_comments =
                    ["title", "href"].iter().filter_map(|name| tag.attribute(name)).any(|value| {
                        let value = value.to_lowercase();
                        value.contains("comment") || value.contains("迴響") || value.contains("留言")
                    });
                if is_of_comments { &mut comments } else { &mut links }.extend(to(&base));
            }
            "a" => {
                let looks = |url: &Url| {
                    let path = url.path().trim_end_matches('/').to_ascii_lowercase();
                    let ends = [
                        "/rss",
                        "/feed",
                        "/atom",
                        "rss.xml",
                        "feed.xml",
                        "atom.xml",
                        "index.xml",
                        ".rss",
                        ".rdf",
                        "feed.json",
                    ];
                    ends.iter().any(|end| path.ends_with(end))
                };
                anchors.extend(to(&base).filter(looks));
            }
            _ => (),
        }
    }
    links.into_iter().chain(comments).chain(anchors).collect()
}

fn names_feed(tag: &Tag<'_>) -> bool {
    let rel = tag.attribute("rel").unwrap_or_default().to_ascii_lowercase();
    let kind = tag.attribute("type").unwrap_or_default().to_ascii_lowercase();
    let is_alternate = rel.split_whitespace().any(|word| matches!(word, "alternate" | "feed"));
    is_alternate && (rel.contains("feed") || TYPES.iter().any(|end| kind.ends_with(end)))
}

/// Where the feed of the site of `page` may be: beside the page, and at the root.
fn usual(page: &Url) -> Vec<Url> {
    let mut folder = page.clone();
    folder.set_query(None);
    folder.set_fragment(None);
    if !folder.path().ends_with('/') {
        let path = format!("{}/", folder.path());
        folder.set_path(&path);
    }
    let root = page.join("/").ok();
    let bases = root.into_iter().chain([folder]);
    bases.flat_map(|base| USUAL.iter().filter_map(move |path| base.join(path).ok())).collect()
}
