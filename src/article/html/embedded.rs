//! Embedded data: the article's text in JSON that the page's own scripts would show, for pages with little visible
//! text.
//!
//! Nothing is run: the data is JSON (Next's `__NEXT_DATA__`, Nuxt's `__NUXT_DATA__`, JSON-LD, what React sends piece by
//! piece) or the literal that a script sets a variable to.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

use dom_query::Document;
use serde_json::{Map, Value};

use super::{
    super::{
        date,
        limits::MAX_DATA_STRINGS,
        phrases::{ends_sentence, weight},
        steps,
    },
    flight, json_ld,
    line::Line,
    literal, markup,
    references::{self, References},
    tags::Element,
};

/// Weight of a string that may be a paragraph.
const LEAST: usize = 30;

/// Variables of scripts whose values are JSON.
const STATES: &[&str] =
    &["__INITIAL_STATE__", "__PRELOADED_STATE__", "__APOLLO_STATE__", "__NUXT__", "__DATA__"];
/// Types of scripts that hold markup, which the page's own scripts put into their place.
const TEMPLATES: &[&str] = &["text/template", "text/x-template", "text/html", "text/x-handlebars-template"];
/// Fields with the names of who wrote a text.
const AUTHORS: &[&str] =
    &["author", "authors", "writer", "writers", "byline", "reporter", "reporters", "creator", "authorName"];

/// Fields with the day of publication.
const DATES: &[&str] = &[
    "datePublished",
    "publishedAt",
    "published_at",
    "publishDate",
    "publishTime",
    "pubDate",
    "published",
    "date",
];

/// A text in a page's data.
#[derive(Clone, Debug, Default)]
pub(super) struct Body {
    pub(super) lines: Vec<Line>,
    /// Who wrote it, by the data beside it.
    pub(super) author: Option<String>,
    /// When it was published, by the same.
    pub(super) published: Option<String>,
}

/// A list of strings that stand at one place of the data.
#[derive(Default)]
struct Group<'a> {
    strings: Vec<(Element, &'a str)>,
    /// The innermost object around the first that names an author.
    owner: Option<&'a Map<String, Value>>,
}

/// The text in the data of `doc` that is most likely its article.
pub(super) fn body(doc: &Document) -> Option<Body> {
    let mut best: Option<(usize, Body)> = None;
    let mut take = |value: &Value, texts: &HashMap<String, String>, below: fn(u64, &str) -> u64| {
        let flat = references::unflattened(value);
        let value = flat.as_ref().unwrap_or(value);
        for group in prose(value, texts, below) {
            let said = group.strings.iter().map(|(_, text)| markup::weight_of(text)).sum();
            if best.as_ref().is_none_or(|(most, _)| said > *most) {
                best = Some((said, group.body()));
            }
        }
    };
    let none = HashMap::new();
    let mut pieces = String::new();
    for node in doc.select("script:not([src])").nodes() {
        let kind = node.attr_or("type", "").trim().to_ascii_lowercase();
        let script = node.text();
        steps::add(script.len());
        if kind.starts_with("application/json") || kind.starts_with("application/ld+json") {
            if let Some(value) = json_ld::parse(&script) {
                take(&value, &none, below);
            }
        } else if TEMPLATES.contains(&kind.as_str()) {
            if !script.contains("{{") && !script.contains("<%") {
                take(&Value::String(script.to_string()), &none, below);
            }
        } else if let Some(piece) = flight::piece(&script) {
            pieces.push_str(&piece);
        } else if let Some(state) = state_in(&script)
            && let Some(value) = first_value(state).or_else(|| literal::first(state))
        {
            take(&value, &none, below);
        }
    }
    let (elements, texts) = flight::rows(&pieces);
    let alone: Vec<Value> = texts.values().map(|text| Value::String(text.clone())).collect();
    // A text that an element refers to is found there, with who wrote it.
    take(&Value::Array(elements), &texts, |_, name| below(0, name));
    for text in alone {
        take(&text, &none, below);
    }
    best.map(|(_, body)| body)
}

impl Group<'_> {
    fn body(&self) -> Body {
        let mut lines = Vec::new();
        for (element, text) in &self.strings {
            if markup::is_markup(text) {
                lines.extend(markup::lines(text));
            } else {
                let texts = text.lines().map(str::trim).filter(|text| !text.is_empty());
                lines.extend(texts.map(|text| Line::of(*element, text)));
            }
        }
        let author = self.owner.and_then(|owner| AUTHORS.iter().find_map(|name| name_in(owner.get(*name)?)));
        let day = |name: &&str| date::find(self.owner?.get(*name)?.as_str()?);
        Body { lines, author, published: DATES.iter().find_map(day) }
    }
}

/// What follows the name of the variable that `script` sets: one of [`STATES`], or what it begins with.
fn state_in(script: &str) -> Option<&str> {
    let known = STATES.iter().find_map(|state| Some(script.split_once(state)?.1));
    known.or_else(|| {
        let script = script.trim_start();
        let place = ["window.", "self.", "globalThis.", "var ", "let ", "const "];
        let named = place.iter().find_map(|place| script.strip_prefix(place))?;
        let end = named.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '$' | '.'))?;
        let value = named[end..].trim_start();
        (end > 0 && value.starts_with('=')).then_some(value)
    })
}

/// The name of a person, or of the first of several: a string, an object with a name, a list of either.
fn name_in(value: &Value) -> Option<String> {
    match value {
        Value::String(name) => Some(name.trim().to_owned()).filter(|name| !name.is_empty()),
        Value::Array(list) => list.iter().find_map(name_in),
        Value::Object(fields) => {
            ["name", "displayName", "title"].iter().find_map(|name| name_in(fields.get(*name)?))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

/// The JSON that `text` begins with, after an equals sign at most.
pub(super) fn first_value(text: &str) -> Option<Value> {
    /// How far on it may begin: `"] = `.
    const NEAR: usize = 6;
    let from = text.find(['{', '[']).filter(|from| *from <= NEAR && !json_ld::has_too_many_values(text))?;
    serde_json::Deserializer::from_str(&text[from..]).into_iter().next()?.ok()
}

/// A place in the data that is still to be looked at.
#[derive(Clone, Copy)]
struct Place<'a> {
    value: &'a Value,
    /// Stands for the names of fields on the way, without the places in lists.
    path: u64,
    owner: Option<&'a Map<String, Value>>,
    /// What the object around says that its texts are.
    element: Element,
}

/// The strings of `value` that are sentences, in order, grouped by where they stand: those of one
/// list of paragraphs are together, with the headings among them. `below` makes of a place and a field's name the place
/// of the field; `texts` are the longer ones that strings like `$1f` stand for.
fn prose<'a>(
    value: &'a Value,
    texts: &'a HashMap<String, String>,
    below: fn(u64, &str) -> u64,
) -> Vec<Group<'a>> {
    let mut groups: HashMap<u64, Group<'a>> = HashMap::new();
    let mut references = References::within(value);
    let mut open = vec![Place { value, path: 0, owner: None, element: Element::Paragraph }];
    let mut left = MAX_DATA_STRINGS;
    while let Some(place) = open.pop() {
        steps::add(1);
        match place.value {
            Value::String(text) => {
                let text = text.strip_prefix('$').and_then(|id| texts.get(id)).unwrap_or(text);
                if is_prose(text) || place.element == Element::Heading && is_heading_text(text) {
                    let group = groups.entry(place.path).or_default();
                    group.owner = group.owner.or(place.owner);
                    group.strings.push((place.element, text));
                    left -= 1;
                    if left == 0 {
                        break;
                    }
                }
            }
            Value::Array(items) => {
                let element = flight::element(items).unwrap_or(place.element);
                open.extend(items.iter().rev().map(|value| Place { value, element, ..place }));
            }
            Value::Object(fields) => {
                if let Some(value) = references.follow(fields) {
                    open.push(Place { value, ..place });
                    continue;
                }
                let names_author = AUTHORS.iter().any(|name| fields.contains_key(*name));
                let owner = if names_author { Some(fields) } else { place.owner };
                let element = element_of(fields).unwrap_or(place.element);
                open.extend(fields.iter().rev().map(|(name, value)| Place {
                    value,
                    path: below(place.path, name),
                    owner,
                    element,
                }));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    // Headings alone are a menu.
    let has_text = |group: &Group<'_>| group.strings.iter().any(|(element, _)| *element != Element::Heading);
    groups.into_values().filter(has_text).collect()
}

fn below(path: u64, name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (path, name).hash(&mut hasher);
    hasher.finish()
}

/// What an object calls itself: `{"type": "h2", "text": …}`.
fn element_of(fields: &Map<String, Value>) -> Option<Element> {
    let is = |name: &str| {
        let value = fields.get(name).and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase();
        match value.as_str() {
            "h2" | "h3" | "h4" | "heading" | "subheading" | "subtitle" | "subhead" => Some(Element::Heading),
            "img" | "image" | "figure" | "photo" | "caption" => Some(Element::Caption),
            _ if value.starts_with("header-") || value.starts_with("heading-") => Some(Element::Heading),
            _ => None,
        }
    };
    ["type", "tag", "kind", "style", "__typename", "_type"].iter().find_map(|name| is(name))
}

fn is_heading_text(text: &str) -> bool {
    /// The longest heading, in characters.
    const CHARS: usize = 60;
    let has_words = weight(text) >= 6 && (text.contains(' ') || !text.is_ascii());
    has_words && text.chars().count() <= CHARS && !text.contains("://")
}

fn is_prose(text: &str) -> bool {
    let text = text.trim();
    weight(text) >= LEAST
        && (markup::is_markup(text) || ends_sentence(text))
        && !text.starts_with(['{', '.', '#', '@', '/'])
        && (!text.contains("://") || text.contains(['。', '，', ' ']))
        && !text.contains("function(")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(doc: &Document) -> Option<String> {
        let lines = body(doc)?.lines.into_iter().map(|line| line.text);
        Some(lines.collect::<Vec<_>>().join("\n"))
    }

    #[test]
    fn the_longest_list_of_sentences_is_taken() {
        let page = r#"<script id="__NEXT_DATA__" type="application/json">{"props":{"pageProps":{
            "menu":["首頁","地方"],
            "blocks":[{"type":"p","text":"市府今天宣布，跨越青河的新橋在上午十點通車。"},
                {"type":"img","text":"x.png"},
                {"type":"p","text":"工程處表示，這座橋花了三年興建，往返兩岸只要五分鐘。"}],
            "others":[{"summary":"另一則新聞的摘要在這裡，說的是別的事情而已。"}]}}}</script>"#;
        let text = text(&Document::from(page)).unwrap();
        assert_eq!(
            text,
            "市府今天宣布，跨越青河的新橋在上午十點通車。\n工程處表示，這座橋花了三年興建，往返兩岸只要五分鐘。"
        );
    }

    #[test]
    fn what_scripts_are_set_to_is_read_and_not_run() {
        let said = "工程處表示，這座橋花了三年興建，往返兩岸只要五分鐘。";
        for script in [
            format!(
                "window.__INITIAL_STATE__ = {{\"story\":{{\"body\":\"{said}\"}}}};(function(){{run()}}());"
            ),
            format!("window[\"__DATA__\"]={{\"a\":[\"{said}\"]}}"),
            format!(r#"self.__next_f.push([1,"5:[\"$\",\"p\",null,{{\"children\":\"{said}\"}}]\n"])"#),
        ] {
            let page = format!("<script>{script}</script>");
            assert_eq!(text(&Document::from(page)).as_deref(), Some(said), "{script}");
        }
        for script in
            ["window.__NUXT__=(function(a){return {x:a}}(1))", "self.__next_f.push([1,2])", "__DATA__"]
        {
            assert_eq!(text(&Document::from(format!("<script>{script}</script>"))), None, "{script}");
        }
    }

    #[test]
    fn data_without_sentences_says_nothing() {
        let page = r#"<script type="application/json">{"a":["x","https://a.test/b.css"],"n":1}</script>"#;
        assert_eq!(text(&Document::from(page)), None);
    }

    #[test]
    fn headings_and_authors_beside_the_text_come_with_it() {
        let page = r#"<script type="application/json">{"article":{"writer":{"name":"林大山"},"blocks":[
            {"type":"paragraph","text":"市府今天宣布，跨越青河的新橋在上午十點通車。"},
            {"type":"header-two","text":"往返只要五分鐘"},
            {"type":"paragraph","text":"工程處表示，這座橋花了三年興建，往返兩岸只要五分鐘。"}]}}</script>"#;
        let found = body(&Document::from(page)).unwrap();
        assert_eq!(found.author.as_deref(), Some("林大山"));
        let elements: Vec<Element> = found.lines.iter().map(|line| line.element).collect();
        assert_eq!(elements, [Element::Paragraph, Element::Heading, Element::Paragraph]);
    }

    #[test]
    fn text_that_is_sent_in_rows_is_found_with_its_author() {
        let said = "<p>市府今天宣布，跨越青河的新橋在上午十點通車。</p><h2>往返五分鐘</h2><p>工程處表示，這座橋花了三年興建。</p>";
        let stream = format!(
            "5:[{{\"writer\":\"記者林大山\",\"content\":\"$1f\"}}]\n1f:T{:x},{said}6:[\"menu\"]\n",
            said.len()
        );
        let cut = stream.char_indices().nth(70).unwrap().0;
        let push =
            |text: &str| format!("<script>self.__next_f.push({})</script>", serde_json::json!([1, text]));
        let page = push(&stream[..cut]) + &push(&stream[cut..]);
        let found = body(&Document::from(page)).unwrap();
        assert_eq!(found.author.as_deref(), Some("記者林大山"));
        assert_eq!(found.lines.len(), 3);
        assert_eq!(found.lines[1].element, Element::Heading);
    }

    #[test]
    fn templates_are_read_where_nothing_is_to_be_filled_in() {
        let page = |text: &str| format!("<script type='text/template'><p>{text}</p></script>");
        let said = "工程處表示，這座橋花了三年興建，往返兩岸只要五分鐘。";
        assert_eq!(text(&Document::from(page(said))).as_deref(), Some(said));
        assert_eq!(text(&Document::from(page("{{ title }}的內容在這裡，往返兩岸只要五分鐘。"))), None);
    }
}
