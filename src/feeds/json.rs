//! JSON Feed reader (versions 1 and 1.1), which takes numbers as identities and leaves out what it cannot use.

use serde_json::Value;

use crate::{
    FeedProblem,
    date::{self, Zone},
    markup,
    parse::{RawFeed, RawItem, paragraphs},
};

pub(crate) fn read(text: &str) -> Result<RawFeed, FeedProblem> {
    let sound = serde_json::from_str(text);
    let feed: Value =
        sound.or_else(|_| serde_json::from_str(&mended(text))).map_err(|_| FeedProblem::NotAFeed)?;
    let items = feed.get("items").and_then(Value::as_array).ok_or(FeedProblem::NotAFeed)?;
    let language = string(&feed, "language");
    let zone = Zone::of(language.as_deref(), text);
    Ok(RawFeed {
        title: string(&feed, "title"),
        site: string(&feed, "home_page_url"),
        refresh_mins: None,
        items: items.iter().filter(|item| item.is_object()).map(|found| item(found, zone)).collect(),
    })
}

/// `text` without commas that nothing follows, and with control characters in strings escaped.
fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut is_string, mut is_escaped) = (false, false);
    for (at, c) in text.char_indices() {
        if is_string {
            match c {
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                '"' => is_string = false,
                _ => (),
            }
            match c {
                '\0'..='\u{1F}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
                c => out.push(c),
            }
            continue;
        }
        is_string = c == '"';
        let is_last = c == ',' && text[at + 1..].trim_start().starts_with([']', '}']);
        if !is_last {
            out.push(c);
        }
    }
    out
}

fn item(item: &Value, zone: Zone) -> RawItem {
    let text =
        string(item, "content_html").or_else(|| string(item, "content_text").map(|text| paragraphs(&text)));
    let authors = item.get("authors").and_then(Value::as_array);
    let author = authors.and_then(|all| all.first()).or_else(|| item.get("author"));
    let published = ["date_published", "date_modified"].iter().find_map(|name| string(item, name));
    RawItem {
        id: string(item, "id"),
        title: string(item, "title").map(|title| markup::unescaped(&title)),
        address: string(item, "url").or_else(|| string(item, "external_url")),
        published: published.and_then(|text| date::parsed(&text, zone)).map(|moment| moment.timestamp()),
        author: author.and_then(|author| string(author, "name")),
        summary: string(item, "summary").map(|text| paragraphs(&text)),
        content: text,
    }
}

/// A string, or a number as one; nothing where it is empty.
fn string(value: &Value, name: &str) -> Option<String> {
    let found = match value.get(name)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    Some(found).filter(|text| !text.is_empty())
}
