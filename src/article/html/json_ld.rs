//! JSON-LD of a page: schema.org's description of its article.

use dom_query::Document;
use serde_json::Value;

use super::super::{limits::MAX_JSON_VALUES, steps};

/// How many people of one list are named.
const MAX_NAMES: usize = 40;
/// How many articles of one description are looked at; a page has one, and lists some others.
const MAX_ARTICLES: usize = 40;

/// The article that a page describes.
#[derive(Clone, Debug, Default)]
pub(super) struct JsonLd {
    pub(super) headline: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) published: Option<String>,
    pub(super) modified: Option<String>,
    /// The address of its picture.
    pub(super) image: Option<String>,
    pub(super) body: Option<String>,
    /// What it says of its article in a sentence or two.
    pub(super) description: Option<String>,
    pub(super) keywords: Vec<String>,
    pub(super) publisher: Option<String>,
    /// Whether it says that the whole text is for subscribers.
    pub(super) is_paid: bool,
}

/// The first article that `doc` describes.
pub(super) fn read(doc: &Document) -> JsonLd {
    let mut best = JsonLd::default();
    let mut dated = None;
    for node in doc.select("script[type]").nodes() {
        if !node.attr_or("type", "").trim().to_ascii_lowercase().starts_with("application/ld+json") {
            continue;
        }
        let text = node.text();
        let Some(value) = parse(&text) else { continue };
        let mut found = Vec::new();
        collect(&value, &mut found);
        for article in found.into_iter().take(MAX_ARTICLES) {
            best = merged(best, of(article, &value));
        }
        dated = dated.or_else(|| page_date(&value));
    }
    best.published = best.published.or(dated);
    best
}

/// Parses JSON leniently: sites put line breaks into strings and comments around the whole. Nothing of a text with too
/// many values.
pub(super) fn parse(text: &str) -> Option<Value> {
    if has_too_many_values(text) {
        return None;
    }
    let text = text.trim().trim_end_matches(';');
    serde_json::from_str(text).ok().or_else(|| {
        let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let from = plain.find(['{', '['])?;
        let to = plain.rfind(['}', ']'])?;
        serde_json::from_str(plain.get(from..=to)?).ok()
    })
}

/// Whether the JSON `text` has more than [`MAX_JSON_VALUES`] values: a value takes some 100 bytes, and two in the text.
pub(super) fn has_too_many_values(text: &str) -> bool {
    steps::add(text.len());
    text.bytes().filter(|byte| matches!(byte, b',' | b'[' | b'{')).nth(MAX_JSON_VALUES).is_some()
}

/// All objects that are articles; serde_json limits how deep they lie.
fn collect<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(fields) => {
            if is_article(value) {
                found.push(value);
                return;
            }
            for (name, field) in fields {
                if matches!(name.as_str(), "@graph" | "mainEntity" | "mainEntityOfPage" | "itemListElement") {
                    collect(field, found);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn is_article(value: &Value) -> bool {
    let is = |kind: &str| kind.ends_with("Article") || kind.ends_with("Posting") || kind == "Report";
    match &value["@type"] {
        Value::String(kind) => is(kind),
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).any(is),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
    }
}

/// The date of publication, of sites that describe the page and not the article.
fn page_date(value: &Value) -> Option<String> {
    let nodes = value["@graph"].as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    let page = nodes.iter().find(|node| node["@type"] == "WebPage")?;
    page["datePublished"].as_str().map(str::to_owned)
}

/// The first address of a picture: a string, an object with `url`, a list of either.
fn image(value: &Value) -> Option<String> {
    match value {
        Value::String(address) => Some(address.trim().to_owned()),
        Value::Array(list) => list.iter().find_map(image),
        Value::Object(fields) => fields.get("url").or_else(|| fields.get("contentUrl")).and_then(image),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

fn of(article: &Value, whole: &Value) -> JsonLd {
    let text = |name: &str| {
        let text = article[name].as_str().map(str::trim).filter(|text| !text.is_empty())?;
        Some(text.to_owned())
    };
    let keywords = match &article["keywords"] {
        Value::String(list) => {
            list.split([',', '，', '、', ';']).map(|word| word.trim().to_owned()).collect()
        }
        Value::Array(list) => {
            list.iter().filter_map(Value::as_str).map(|word| word.trim().to_owned()).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => Vec::new(),
    };
    JsonLd {
        headline: text("headline").or_else(|| text("name")),
        authors: names(&article["author"], whole),
        published: text("datePublished").or_else(|| text("dateCreated")),
        modified: text("dateModified"),
        image: image(&article["image"]),
        body: text("articleBody"),
        description: text("description"),
        keywords: keywords.into_iter().filter(|word: &String| !word.is_empty()).collect(),
        publisher: names(&article["publisher"], whole).into_iter().next(),
        is_paid: matches!(&article["isAccessibleForFree"], Value::Bool(false))
            || article["isAccessibleForFree"].as_str().is_some_and(|free| free.eq_ignore_ascii_case("false")),
    }
}

/// Names of people: strings, objects with a name, lists of both, references by `@id`.
fn names(value: &Value, whole: &Value) -> Vec<String> {
    match value {
        Value::String(name) => vec![name.trim().to_owned()],
        Value::Array(list) => list.iter().take(MAX_NAMES).flat_map(|item| names(item, whole)).collect(),
        Value::Object(fields) => match (fields.get("name"), fields.get("@id").and_then(Value::as_str)) {
            (Some(Value::String(name)), _) => vec![name.trim().to_owned()],
            (Some(Value::Array(list)), _) => {
                list.iter().filter_map(Value::as_str).map(|name| name.trim().to_owned()).collect()
            }
            (_, Some(id)) => {
                let nodes = whole["@graph"].as_array().map(Vec::as_slice).unwrap_or_default();
                let node = nodes.iter().find(|node| node["@id"].as_str() == Some(id));
                node.and_then(|node| node["name"].as_str())
                    .map(|name| vec![name.trim().to_owned()])
                    .unwrap_or_default()
            }
            _ => Vec::new(),
        },
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
    .into_iter()
    .filter(|name| !name.is_empty())
    .collect()
}

/// `first`, with what it lacks from `second`.
fn merged(first: JsonLd, second: JsonLd) -> JsonLd {
    let list = |a: Vec<String>, b: Vec<String>| if a.is_empty() { b } else { a };
    JsonLd {
        headline: first.headline.or(second.headline),
        authors: list(first.authors, second.authors),
        published: first.published.or(second.published),
        modified: first.modified.or(second.modified),
        image: first.image.or(second.image),
        body: first.body.or(second.body),
        description: first.description.or(second.description),
        keywords: list(first.keywords, second.keywords),
        publisher: first.publisher.or(second.publisher),
        is_paid: first.is_paid || second.is_paid,
    }
}
