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
            // Atom has the address of a link in an attribute, RSS between tags.
            Token::Open(tag) if tag.name == "link" && is_rss(&open) && tag.attribute("href").is_some() => {
                let address = tag.attribute("href").unwrap_or_default();
                out.push_str(&format!("<link>{}</link>", escaped(&address)));
            }
            Token::Open(tag) if tag.is_empty => push_tag(&mut out, &tag, open.is_empty(), "/>"),
            Token::Open(tag) if is_text(&tag) => {
                let inside = &rest[length..];
                let (words, after) = text_of(inside, tag.name);
                push_tag(&mut out, &tag, open.is_empty(), ">");
                push_words(&mut out, words);
                out.push_str(&format!("</{}>", name_of(tag.name)));
                rest = after;
                continue;
            }
            Token::Open(tag) => {
                if is_item(&tag) {
                    close_to(&mut out, &mut open, item.map(|(_, depth)| depth));
                    if is_rss(&open) && open.len() == 1 {
                        out.push_str("<channel>");
                        open.push("channel".to_owned());
                    }
                    item = Some((out.len(), open.len()));
                }
                push_tag(&mut out, &tag, open.is_empty(), ">");
                open.push(name_of(tag.name));
            }
            // Items that follow it are of the channel too.
            Token::Close(tag) if tag.local() == "channel" && is_rss(&open) => {
                close_to(&mut out, &mut open, item.take().map(|(_, depth)| depth));
            }
            Token::Close(tag) => {
                let name = name_of(tag.name);
                if let Some(at) = open.iter().rposition(|known| known.eq_ignore_ascii_case(&name)) {
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

/// How many items begin in `text`.
pub(crate) fn count_items(text: &str) -> usize {
    tokens(text).filter(|token| matches!(token, Token::Open(tag) if is_item(tag))).count()
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

/// Namespaces of feeds by their prefixes: those that are used and not declared are declared at the root.
const NAMESPACES: &[(&str, &str)] = &[
    ("content", "http://purl.org/rss/1.0/modules/content/"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("atom", "http://www.w3.org/2005/Atom"),
    ("media", "http://search.yahoo.com/mrss/"),
    ("itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"),
];

/// Whether `text` has elements of a namespace that it does not declare.
pub(crate) fn lacks_namespace(text: &str) -> bool {
    let is_lacking = |(prefix, _): &(&str, &str)| {
        text.contains(&format!("<{prefix}:")) && !text.contains(&format!("xmlns:{prefix}="))
    };
    NAMESPACES.iter().any(is_lacking)
}

fn is_rss(open: &[String]) -> bool {
    open.first().is_some_and(|root| root == "rss")
}

/// The name of an element as feed readers know it: those of old feeds in capitals, and of Atom 0.3.
fn name_of(name: &str) -> String {
    let is_capital = !name.chars().any(|c| c.is_lowercase());
    let name = if is_capital && name.len() > 1 { name.to_lowercase() } else { name.to_owned() };
    match name.as_str() {
        "pubdate" => "pubDate".to_owned(),
        "rdf:rdf" => "rdf:RDF".to_owned(),
        "issued" => "published".to_owned(),
        "modified" => "updated".to_owned(),
        _ => name,
    }
}

/// Writes a start tag with its attributes quoted; the root with the version and namespaces that it should have.
fn push_tag(out: &mut String, tag: &Tag<'_>, is_root: bool, end: &str) {
    let element = name_of(tag.name);
    out.push('<');
    out.push_str(&element);
    let mut attributes: Vec<(String, String)> = Vec::new();
    for (name, value) in tag.attributes() {
        let is_name = name.chars().all(|c| c.is_alphanumeric() || matches!(c, ':' | '-' | '_' | '.'));
        let name = if name.chars().any(char::is_lowercase) { name.to_owned() } else { name.to_lowercase() };
        if !is_name || attributes.iter().any(|(known, _)| *known == name) {
            continue;
        }
        // What a feed says to be markup is escaped here; Atom 0.3 names media types.
        let value = match (name.as_str(), value) {
            ("type", "xhtml" | "XHTML" | "application/xhtml+xml" | "text/html") if is_text(tag) => "html",
            ("type", "text/plain") if is_text(tag) => "text",
            (_, value) => value,
        };
        attributes.push((name, without_stray(value).replace('"', "&quot;")));
    }
    if is_root {
        let mut set = |name: &str, value: &str| {
            attributes.retain(|(known, _)| known != name);
            attributes.push((name.to_owned(), value.to_owned()));
        };
        match tag.local().as_str() {
            "rss" => set("version", "2.0"),
            // Those of RSS 0.9 and Atom 0.3 had others.
            "rdf" => set("xmlns", "http://purl.org/rss/1.0/"),
            "feed" => set("xmlns", "http://www.w3.org/2005/Atom"),
            _ => (),
        }
        for (prefix, namespace) in NAMESPACES {
            let name = format!("xmlns:{prefix}");
            if attributes.iter().all(|(known, _)| *known != name) {
                attributes.push((name, (*namespace).to_owned()));
            }
        }
    }
    for (name, value) in attributes {
        out.push_str(&format!(" {name}=\"{value}\""));
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
