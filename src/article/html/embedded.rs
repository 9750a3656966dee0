//! Embedded data: the article's text in JSON that the page's own scripts would show, for pages with little visible
//! text.
//!
//! Nothing is run: the data is JSON (Next's `__NEXT_DATA__`, Nuxt's `__NUXT_DATA__`, JSON-LD, what scripts
//! set to JSON, and what React sends piece by piece).

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

use dom_query::Document;
use serde_json::Value;

use super::{
    super::{
        limits::MAX_DATA_STRINGS,
        phrases::{ends_sentence, weight},
        steps,
    },
    json_ld,
};

/// Weight of a string that may be a paragraph.
const LEAST: usize = 30;

/// Variables of scripts whose values are JSON.
const STATES: &[&str] =
    &["__INITIAL_STATE__", "__PRELOADED_STATE__", "__APOLLO_STATE__", "__NUXT__", "__DATA__"];
/// The start of a script by which React sends the page's elements piece by piece.
const PIECE: &str = "self.__next_f.push(";

/// The text in the data of `doc` that is most likely its article: paragraphs, or markup.
pub(super) fn text(doc: &Document) -> Option<String> {
    let mut best: Option<(usize, String)> = None;
    let mut take = |value: &Value, below: fn(u64, &str) -> u64| {
        for strings in prose(value, below) {
            let said = strings.iter().map(|text| weight(text)).sum();
            if best.as_ref().is_none_or(|(most, _)| said > *most) {
                best = Some((said, strings.join("\n")));
            }
        }
    };
    let mut pieces = String::new();
    for node in doc.select("script:not([src])").nodes() {
        let kind = node.attr_or("type", "").trim().to_ascii_lowercase();
        let script = node.text();
        steps::add(script.len());
        if kind.starts_with("application/json") || kind.starts_with("application/ld+json") {
            if let Some(value) = json_ld::parse(&script) {
                take(&value, below);
            }
        } else if let Some(piece) = script.trim_start().strip_prefix(PIECE) {
            pieces.extend(first_value(piece).and_then(|piece| Some(piece.get(1)?.as_str()?.to_owned())));
        } else if let Some(state) = STATES.iter().find_map(|state| Some(script.split_once(state)?.1))
            && let Some(value) = first_value(state)
        {
            take(&value, below);
        }
    }
    // A line each: a number, and the elements that it stands for.
    let elements = pieces.lines().filter_map(|line| first_value(line.split_once(':')?.1));
    take(&Value::Array(elements.collect()), |_, name| below(0, name));
    best.map(|(_, text)| text)
}

/// The JSON that `text` begins with, after an equals sign at most.
fn first_value(text: &str) -> Option<Value> {
    /// How far on it may begin: `"] = `.
    const NEAR: usize = 6;
    let from = text.find(['{', '[']).filter(|from| *from <= NEAR)?;
    serde_json::Deserializer::from_str(&text[from..]).into_iter().next()?.ok()
}

/// The strings of `value` that are sentences, in order, grouped by where they stand: those of one
/// list of paragraphs are together. `below` makes of a place and a field's name the place of the field.
fn prose(value: &Value, below: fn(u64, &str) -> u64) -> Vec<Vec<&str>> {
    let mut groups: HashMap<u64, Vec<&str>> = HashMap::new();
    // The path stands for the names of fields on the way, without the places in lists.
    let mut open = vec![(value, 0_u64)];
    let mut left = MAX_DATA_STRINGS;
    while let Some((value, path)) = open.pop() {
        steps::add(1);
        match value {
            Value::String(text) if is_prose(text) => {
                groups.entry(path).or_default().push(text);
                left -= 1;
                if left == 0 {
                    break;
                }
            }
            Value::Array(items) => open.extend(items.iter().rev().map(|item| (item, path))),
            Value::Object(fields) => {
                open.extend(fields.iter().rev().map(|(name, field)| (field, below(path, name))));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    groups.into_values().collect()
}

fn below(path: u64, name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (path, name).hash(&mut hasher);
    hasher.finish()
}

fn is_prose(text: &str) -> bool {
    let text = text.trim();
    let is_markup = text.contains("<p") || text.ends_with('>');
    weight(text) >= LEAST
        && (is_markup || ends_sentence(text))
        && !text.starts_with(['{', '.', '#', '@', '/'])
        && (!text.contains("://") || text.contains(['。', '，', ' ']))
        && !text.contains("function(")
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
