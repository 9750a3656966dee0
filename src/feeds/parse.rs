//! Parser of feeds: bytes to items, each with an identity that stays, absolute addresses and plain titles.

use std::collections::HashMap;

use feed_rs::{
    model::{Entry, Feed, FeedType, Link, LinkTarget, Text},
    parser::Builder,
};
use tingxinwen_article::decode;
use url::Url;

use crate::{
    FeedProblem,
    date::{self, Zone},
    identity, json, markup,
    repair::{self, Root},
    whole_text,
};

/// The most items of a feed that are read: the newest stand first.
pub const MOST_ITEMS: usize = 500;
/// The most chars of a title.
const MOST_TITLE: usize = 300;
/// The most chars of a teaser.
const MOST_TEASER: usize = 600;
/// The most bytes of an item's own text.
const MOST_TEXT: usize = 512 * 1024;
/// Chars of a text that stand for a title where there is none.
const TITLE_OF_TEXT: usize = 40;

/// A feed as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParsedFeed {
    /// Its name.
    pub title: Option<String>,
    /// The address of its site.
    pub site: Option<String>,
    /// How often it asks to be refreshed, in minutes.
    pub refresh_mins: Option<u32>,
    /// Its items, in its own order.
    pub items: Vec<ParsedItem>,
}

/// An item of a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParsedItem {
    /// The same at every reading, and no other item of the feed has it.
    pub id: String,
    /// Its headline; its first words where it has none.
    pub title: String,
    /// The address of its page.
    pub address: Option<String>,
    /// When it was published, in seconds since 1970.
    pub published: Option<i64>,
    /// Who wrote it.
    pub author: Option<String>,
    /// What it is about, as plain text.
    pub teaser: Option<String>,
    /// The article itself as HTML, where the feed has it.
    pub text: Option<String>,
}

/// A feed before addresses are resolved and items identified.
#[derive(Debug, Default)]
pub(crate) struct RawFeed {
    pub(crate) title: Option<String>,
    pub(crate) site: Option<String>,
    pub(crate) refresh_mins: Option<u32>,
    pub(crate) items: Vec<RawItem>,
}

/// An item with plain title, and texts as HTML.
#[derive(Debug, Default)]
pub(crate) struct RawItem {
    pub(crate) id: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) address: Option<String>,
    pub(crate) published: Option<i64>,
    pub(crate) author: Option<String>,
    pub(crate) summary: Option<String>,
    pub(crate) content: Option<String>,
}

/// Reads the feed in `bytes`, which came from `address` and are in `charset` as the server says; mends it where it is
/// broken.
///
/// # Errors
/// [`FeedProblem::WebPage`] and [`FeedProblem::NotAFeed`].
pub fn parse(bytes: &[u8], charset: Option<&str>, address: &Url) -> Result<ParsedFeed, FeedProblem> {
    let text = decode(bytes, charset);
    let start = text.trim_start_matches(|c: char| c == '\u{FEFF}' || c.is_whitespace() || c.is_control());
    let raw = if start.starts_with('{') { json::read(start)? } else { read_xml(start, address)? };
    Ok(resolved(raw, address))
}

fn read_xml(text: &str, address: &Url) -> Result<RawFeed, FeedProblem> {
    let text = repair::trimmed(text);
    match repair::root(&text) {
        Root::Feed if !repair::is_too_deep(&text) => (),
        Root::Html => return Err(FeedProblem::WebPage),
        Root::Feed | Root::Opml | Root::Other => return Err(FeedProblem::NotAFeed),
    }
    let read = |text: &str| xml(text, address);
    let sound = read(&text);
    if let Some(feed) = &sound
        && is_understood(feed, &text)
    {
        return sound.ok_or(FeedProblem::NotAFeed);
    }
    let mended = repair::repaired(&text);
    let better = read(&mended).into_iter().chain(sound).max_by_key(worth);
    if let Some(feed) = better {
        return Ok(feed);
    }
    let single: Vec<RawFeed> =
        repair::item_by_item(&mended).iter().take(MOST_ITEMS).filter_map(|item| read(item)).collect();
    let mut all = single.into_iter();
    let mut first = all.next().ok_or(FeedProblem::NotAFeed)?;
    first.items.extend(all.flat_map(|feed| feed.items));
    Ok(first)
}

/// Whether `feed` has all that is in `text`, as far as it can be told.
fn is_understood(feed: &RawFeed, text: &str) -> bool {
    let has_all = feed.items.len() >= repair::count_items(text).min(MOST_ITEMS);
    has_all && feed.items.iter().all(|item| item.address.is_some()) && !repair::lacks_namespace(text)
}

/// How much was understood of a feed.
fn worth(feed: &RawFeed) -> (usize, usize, usize) {
    let with = |is: fn(&RawItem) -> bool| feed.items.iter().filter(|item| is(item)).count();
    (feed.items.len(), with(|item| item.address.is_some()), with(|item| item.content.is_some()))
}

fn xml(text: &str, address: &Url) -> Option<RawFeed> {
    let zone = Zone::of(language_of(text), text);
    // Relative links are those of the document in Atom (RFC 4287, section 2), and of the site in RSS.
    let is_atom = text.contains("<feed");
    let parser = Builder::new()
        .base_uri(is_atom.then(|| address.as_str()))
        .sanitize_content(false)
        .id_generator(|_, _, _| String::new())
        .timestamp_parser(move |text| date::parsed(text, zone))
        .build();
    let feed = parser.parse(text.as_bytes()).ok()?;
    let is_atom = matches!(feed.feed_type, FeedType::Atom);
    let Feed { title, links, ttl, entries, .. } = feed;
    Some(RawFeed {
        title: title.map(|title| words(&title, is_atom)),
        site: page_of(&links),
        refresh_mins: ttl,
        items: entries.into_iter().take(MOST_ITEMS).map(|entry| item(entry, is_atom)).collect(),
    })
}

/// The language that a feed in XML names.
fn language_of(text: &str) -> Option<&str> {
    let inside = text.split_once("<language>").map(|(_, rest)| rest);
    let inside = inside.or_else(|| text.split_once("xml:lang=\"").map(|(_, rest)| rest))?;
    let end = inside.find(['<', '"'])?;
    Some(inside[..end].trim()).filter(|language| language.len() < 20)
}

fn item(entry: Entry, is_atom: bool) -> RawItem {
    let title = entry.title.as_ref().map(|title| words(title, is_atom));
    let content = entry.content.and_then(|content| {
        let is_plain = content.content_type.to_string().starts_with("text/plain");
        content.body.map(|body| if is_plain { paragraphs(&body) } else { body })
    });
    let summary = entry.summary.map(|summary| {
        let is_plain = is_atom && summary.content_type.to_string().starts_with("text/plain");
        if is_plain { paragraphs(&summary.content) } else { summary.content }
    });
    let id = Some(entry.id.trim().to_owned()).filter(|id| !id.is_empty());
    RawItem {
        title,
        address: page_of(&entry.links).or_else(|| id.clone().filter(|id| is_web(id))),
        published: entry.published.or(entry.updated).map(|moment| moment.timestamp()),
        author: entry.authors.into_iter().find_map(|person| person.name).map(|name| markup::line(&name)),
        summary,
        content,
        id,
    }
}

/// The link that leads to the page of a feed or an item.
fn page_of(links: &[Link]) -> Option<String> {
    let is_page = |link: &&Link| {
        let is_of_comments = matches!(link.target, Some(LinkTarget::Comments | LinkTarget::CommentsFeed));
        !is_of_comments && matches!(link.rel.as_deref(), None | Some("" | "alternate"))
    };
    let pages = || links.iter().filter(is_page).filter(|link| !link.href.trim().is_empty());
    let is_html = |link: &&Link| link.media_type.as_deref().is_none_or(|kind| kind.contains("html"));
    pages().find(is_html).or_else(|| pages().next()).map(|link| link.href.trim().to_owned())
}

/// A title in plain words.
fn words(text: &Text, is_atom: bool) -> String {
    let is_plain = is_atom && text.content_type.to_string().starts_with("text/plain");
    let line = if is_plain { text.content.clone() } else { markup::line(&text.content) };
    // Escaped once more than it should be.
    let line = if is_plain { line } else { markup::unescaped(&line) };
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Plain `text` as paragraphs of HTML.
pub(crate) fn paragraphs(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| format!("<p>{}</p>", markup::escaped(line))).collect()
}

fn is_web(address: &str) -> bool {
    address.starts_with("http://") || address.starts_with("https://")
}

fn resolved(raw: RawFeed, address: &Url) -> ParsedFeed {
    let site = raw.site.and_then(|site| address.join(&site).ok()).filter(|url| is_web(url.as_str()));
    // Relative links are those of the site, where it names itself in full.
    let base = site.clone().unwrap_or_else(|| address.clone());
    let all = raw.items.into_iter().take(MOST_ITEMS);
    let mut items: Vec<ParsedItem> = all.map(|item| identified(item, &base)).collect();
    keep_apart(&mut items);
    let title = raw.title.map(|title| markup::line(&title)).filter(|title| !title.is_empty());
    ParsedFeed {
        title: title.map(|title| cut(&title, MOST_TITLE)),
        site: site.map(String::from),
        refresh_mins: raw.refresh_mins,
        items,
    }
}

fn identified(raw: RawItem, base: &Url) -> ParsedItem {
    let RawItem { id, title, address, published, author, summary, content } = raw;
    let address = address.and_then(|address| base.join(&address).ok()).map(String::from);
    let address = address.filter(|address| is_web(address));
    let text = whole_text::whole(content.as_deref(), summary.as_deref(), address.is_some());
    let shown = summary.or_else(|| content.clone()).map(|summary| markup::line(&summary));
    let shown = shown.filter(|shown| !shown.is_empty());
    let title = title.filter(|title| !title.is_empty());
    let id = id.or_else(|| address.as_deref().map(identity::canonical)).unwrap_or_else(|| {
        identity::of_words(title.as_deref().unwrap_or(""), published, shown.as_deref().unwrap_or(""))
    });
    let of_text = || shown.as_deref().map(|shown| cut(shown, TITLE_OF_TEXT));
    let title = title.map(|title| cut(&title, MOST_TITLE)).or_else(of_text);
    ParsedItem {
        id,
        title: title.or_else(|| address.clone()).unwrap_or_default(),
        address,
        published,
        author: author.filter(|author| !author.is_empty()),
        teaser: shown.map(|shown| cut(&shown, MOST_TEASER)),
        text: text.filter(|text| text.len() <= MOST_TEXT),
    }
}

/// Gives items an identity of their own that have the same as another, as feeds do that repeat one for all; drops
/// those that are the same in all.
fn keep_apart(items: &mut Vec<ParsedItem>) {
    let mut first: HashMap<String, usize> = HashMap::new();
    let mut kept: Vec<ParsedItem> = Vec::with_capacity(items.len());
    for mut item in items.drain(..) {
        if let Some(&at) = first.get(&item.id) {
            let other = &kept[at];
            if other.address == item.address && other.title == item.title {
                continue;
            }
            let own = [item.title.as_str(), item.address.as_deref().unwrap_or("")].join(" ");
            item.id = identity::of_words(&item.id, item.published, &own);
            if first.contains_key(&item.id) {
                continue;
            }
        }
        first.insert(item.id.clone(), kept.len());
        kept.push(item);
    }
    *items = kept;
}

/// `text` up to `most` chars, with an ellipsis where there are more.
fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}
