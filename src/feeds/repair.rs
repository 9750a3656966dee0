//! Repair of feeds that are not well-formed XML: junk before the first tag, stray ampersands, entities of HTML, markup
//! that is not escaped, tags that are not closed, a feed that was cut off.

use crate::markup::{Tag, Token, entity, escaped, is_xml_char, tokens};

/// Elements that hold text, in which markup should be escaped.
const TEXTS: &[&str] =
    &["title", "description", "summary", "content", "encoded", "subtitle", "tagline", "info", "abstract"];
/// Elements of HTML without an end tag.
const VOID: &[&str] = &["br", "hr", "img", "meta", "input", "wbr", "col", "area", "base", "embed"];
/// How deep elements of a feed may nest; feeds of the wild have fewer than ten levels.
const DEEPEST: usize = 200;
/// How far into a document its first element is looked for, in bytes.
const START: usize = 8192;

/// What the outermost element of a document says that it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Root {
    /// A feed of XML.
    Feed,
    /// A list of subscriptions.
    Opml,
    /// A page of HTML.
    Html,
    /// Something else.
    Other,
}

/// What `text` is by its first element.
pub(crate) fn root(text: &str) -> Root {
    let first = tokens(text).find_map(|token| match token {
        Token::Open(tag) => Some(tag.local()),
        Token::Text(_) | Token::Close(_) | Token::Cdata(_) | Token::Other(_) => None,
    });
    match first.as_deref() {
        Some("rss" | "rdf" | "feed") => Root::Feed,
        Some("opml") => Root::Opml,
        Some("html" | "head" | "body" | "div" | "p" | "script") => Root::Html,
        Some(_) | None => Root::Other,
    }
}

/// `text` from its first markup on, as UTF-8 XML whose declaration says so; unchanged otherwise. Server programs write
/// warnings and empty lines before it.
pub(crate) fn trimmed(text: &str) -> String {
    let mut end = text.len().min(START);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let lower = text[..end].to_ascii_lowercase();
    let starts = ["<rss", "<rdf:rdf", "<feed", "<opml"].into_iter().filter_map(|root| lower.find(root));
    let start = lower.find("<?xml").or_else(|| starts.min()).or_else(|| lower.find('<')).unwrap_or(0);
    let text = kept(&text[start..]);
    match text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((_, rest)) => format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>{}", rest.trim_start()),
        None => text,
    }
}

/// Whether the elements of `text` nest deeper than those of any feed.
pub(crate) fn is_too_deep(text: &str) -> bool {
    let mut depth = 0_usize;
    for token in tokens(text) {
        match token {
            Token::Open(tag) if !tag.is_empty && !VOID.contains(&tag.local().as_str()) => depth += 1,
            Token::Close(_) => depth = depth.saturating_sub(1),
            Token::Open(_) | Token::Text(_) | Token::Cdata(_) | Token::Other(_) => (),
        }
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

/// `text` as well-formed XML with the same items; an item that is cut off at the end is left out.
pub(crate) fn repaired(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut open: Vec<String> = Vec::new();
    // Where the item began that is open, and how many elements were open there.
    let mut item: Option<(usize, usize)> = None;
    let mut rest = text;
    while let Some((token, length)) = next(rest) {
        match token {
            Token::Text(words) => out.push_str(&without_stray(words)),
            Token::Cdata(words) => push_cdata(&mut out, words),
            Token::Other(raw) if raw.starts_with("<?xml ") && out.is_empty() => out.push_str(raw),
            Token::Other(_) => (),
            Token::Open(tag) if VOID.contains(&tag.name.to_ascii_lowercase().as_str()) => (),
            Token::Open(tag) if tag.is_empty => push_tag(&mut out, &tag, "/>"),
            Token::Open(tag) if is_text(&tag) => {
                let inside = &rest[length..];
                let (words, after) = text_of(inside, tag.name);
                push_tag(&mut out, &tag, ">");
                push_words(&mut out, words);
                out.push_str(&format!("</{}>", tag.name));
                rest = after;
                continue;
            }
            Token::Open(tag) => {
                if is_item(&tag) {
                    close_to(&mut out, &mut open, item.map(|(_, depth)| depth));
                    item = Some((out.len(), open.len()));
                }
                push_tag(&mut out, &tag, ">");
                open.push(tag.name.to_owned());
            }
            Token::Close(tag) => {
                if let Some(at) = open.iter().rposition(|name| name.eq_ignore_ascii_case(tag.name)) {
                    close_to(&mut out, &mut open, Some(at));
                    item = item.filter(|(_, depth)| open.len() > *depth);
                }
            }
        }
        rest = &rest[length..];
    }
    if let Some((start, depth)) = item {
        out.truncate(start);
        open.truncate(depth);
    }
    close_to(&mut out, &mut open, Some(0));
    out
}

/// The items of a feed, each as a feed of its own with the same head, so that one that cannot be read does not take
/// the others with it.
pub(crate) fn item_by_item(repaired: &str) -> Vec<String> {
    let mut starts = Vec::new();
    let mut ends = Vec::new();
    let mut all = tokens(repaired);
    loop {
        let at = all.at();
        match all.next() {
            Some(Token::Open(tag)) if is_item(&tag) => starts.push(at),
            Some(Token::Close(tag)) if is_item(&tag) => ends.push(all.at()),
            Some(_) => (),
            None => break,
        }
    }
    let (Some(&first), Some(&last)) = (starts.first(), ends.last()) else { return Vec::new() };
    if starts.len() != ends.len() {
        return Vec::new();
    }
    let (head, tail) = (&repaired[..first], &repaired[last..]);
    starts.iter().zip(&ends).map(|(&start, &end)| [head, &repaired[start..end], tail].concat()).collect()
}

fn next(rest: &str) -> Option<(Token<'_>, usize)> {
    let mut all = tokens(rest);
    let token = all.next()?;
    Some((token, all.at()))
}

fn is_item(tag: &Tag<'_>) -> bool {
    matches!(tag.local().as_str(), "item" | "entry")
}

fn is_text(tag: &Tag<'_>) -> bool {
    let is_media = tag.name.to_ascii_lowercase().starts_with("media:");
    !is_media && TEXTS.contains(&tag.local().as_str())
}

/// What is between the start tag `name` and its end tag, and what follows; where there is no end tag, up to the next
/// element of a feed.
fn text_of<'a>(inside: &'a str, name: &str) -> (&'a str, &'a str) {
    let mut all = tokens(inside);
    let mut depth = 0_usize;
    loop {
        let at = all.at();
        match all.next() {
            Some(Token::Open(tag)) if tag.name.eq_ignore_ascii_case(name) && !tag.is_empty => depth += 1,
            Some(Token::Close(tag)) if tag.name.eq_ignore_ascii_case(name) && depth == 0 => {
                return (&inside[..at], &inside[all.at()..]);
            }
            Some(Token::Close(tag)) if tag.name.eq_ignore_ascii_case(name) => depth -= 1,
            Some(Token::Close(tag)) if is_item(&tag) => return (&inside[..at], &inside[at..]),
            Some(Token::Open(tag)) if is_item(&tag) || is_of_feed(&tag) => {
                return (&inside[..at], &inside[at..]);
            }
            Some(_) => (),
            None => return (inside, ""),
        }
    }
}

/// Whether a tag is of a feed, and of no page.
fn is_of_feed(tag: &Tag<'_>) -> bool {
    matches!(
        tag.name,
        "guid" | "pubDate" | "dc:date" | "dc:creator" | "updated" | "published" | "content:encoded"
    )
}

fn push_tag(out: &mut String, tag: &Tag<'_>, end: &str) {
    out.push('<');
    out.push_str(tag.name);
    for (name, value) in tag.attributes() {
        let is_name = name.chars().all(|c| c.is_alphanumeric() || matches!(c, ':' | '-' | '_' | '.'));
        if !is_name {
            continue;
        }
        // What a feed says to be markup is escaped here.
        let value = if name == "type" && value.eq_ignore_ascii_case("xhtml") { "html" } else { value };
        let value = if tag.name.eq_ignore_ascii_case("rss") && name == "version" { "2.0" } else { value };
        out.push_str(&format!(
            " {name}=\"{}\"",
            without_stray(value).replace('"', "&quot;").replace('<', "&lt;")
        ));
    }
    if tag.name.eq_ignore_ascii_case("rss") && tag.attribute("version").is_none() {
        out.push_str(" version=\"2.0\"");
    }
    out.push_str(end);
}

/// Pushes the text of an element, with its markup escaped.
fn push_words(out: &mut String, words: &str) {
    let is_escaped =
        ["&lt;p", "&lt;/", "&lt;br", "&lt;a ", "&lt;div", "&lt;img"].iter().any(|tag| words.contains(tag));
    let has_markup = tokens(words).any(|token| matches!(token, Token::Open(_) | Token::Close(_)));
    let mut all = tokens(words);
    loop {
        let start = all.at();
        let Some(token) = all.next() else { return };
        let raw = &words[start..all.at()];
        match token {
            Token::Cdata(words) => push_cdata(out, words),
            Token::Text(_) if is_escaped => out.push_str(&without_stray(raw)),
            // Once as HTML, whose ampersands are escaped again as XML.
            Token::Text(words) if has_markup => out.push_str(&escaped(&kept(words))),
            Token::Text(_) => out.push_str(&without_stray(raw)),
            Token::Open(_) | Token::Close(_) => out.push_str(&escaped(&kept(raw))),
            Token::Other(_) => (),
        }
    }
}

fn push_cdata(out: &mut String, words: &str) {
    out.push_str("<![CDATA[");
    out.push_str(&kept(words).replace("]]>", "]]&gt;"));
    out.push_str("]]>");
}

fn close_to(out: &mut String, open: &mut Vec<String>, depth: Option<usize>) {
    let Some(depth) = depth else { return };
    while open.len() > depth {
        if let Some(name) = open.pop() {
            out.push_str(&format!("</{name}>"));
        }
    }
}

/// `text` without what XML may not hold.
fn kept(text: &str) -> String {
    text.chars().filter(|c| is_xml_char(*c)).collect()
}

/// `text` of XML with ampersands escaped that open no entity of XML, and entities of HTML as characters.
fn without_stray(text: &str) -> String {
    let text = kept(text);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find(['&', '<']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with('<') {
            out.push_str("&lt;");
            rest = &rest[1..];
            continue;
        }
        match entity(rest) {
            Some((value, length)) => {
                out.push_str(&escaped(&value));
                rest = &rest[length..];
            }
            None => {
                out.push_str("&amp;");
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}
