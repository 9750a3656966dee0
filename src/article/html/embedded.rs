//! The article in a page's data: what its own scripts would show, for pages that show little without.
//!
//! Nothing is run: the data is JSON (Next's `__NEXT_DATA__`, Nuxt's `__NUXT_DATA__`, JSON-LD, others).

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
    },
    json_ld,
};

/// Weight of a string that may be a paragraph.
const LEAST: usize = 30;

/// The text in the data of `doc` that is most likely its article: paragraphs, or markup.
pub(super) fn text(doc: &Document) -> Option<String> {
    let mut best: Option<(usize, String)> = None;
    for node in doc.select("script[type], script[id]").nodes() {
        let kind = node.attr_or("type", "").trim().to_ascii_lowercase();
        let is_data = kind.starts_with("application/json") || kind.starts_with("application/ld+json");
        if !is_data {
            continue;
        }
        let Some(value) = json_ld::parse(&node.text()) else { continue };
        for strings in prose(&value) {
            let said = strings.iter().map(|text| weight(text)).sum();
            if best.as_ref().is_none_or(|(most, _)| said > *most) {
                best = Some((said, strings.join("\n")));
            }
        }
    }
    best.map(|(_, text)| text)
}

/// The strings of `value` that are sentences, in order, grouped by where they stand: those of one
/// list of paragraphs are together.
fn prose(value: &Value) -> Vec<Vec<&str>> {
    let mut groups: HashMap<u64, Vec<&str>> = HashMap::new();
    // The path stands for the names of fields on the way, without the places in lists.
    let mut open = vec![(value, 0_u64)];
    let mut left = MAX_DATA_STRINGS;
    while let Some((value, path)) = open.pop() {
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
    fn data_without_sentences_says_nothing() {
        let page = r#"<script type="application/json">{"a":["x","https://a.test/b.css"],"n":1}</script>"#;
        assert_eq!(text(&Document::from(page)), None);
    }
}
