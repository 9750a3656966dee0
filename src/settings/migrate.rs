//! Files of earlier schemas, brought to the present one.

use toml_edit::{Array, DocumentMut, Item, Table, Value};

/// Where the settings of version 0 stand in version 1; its lists of voices need more than a new name.
const MOVED: &[(&str, &str, &str)] = &[
    ("speed", "playback", "speed"),
    ("volume", "playback", "volume"),
    ("ahead_secs", "playback", "ahead_secs"),
    ("aligns", "voices", "align_words"),
    ("readings", "reading", "readings"),
    ("blocks", "reading", "blocks"),
    ("zhuyin", "looks", "zhuyin"),
    ("kept_bytes", "sound_cache", "limit_bytes"),
];

/// Brings `file` to the present version; what is not known stays where it is. A file of a later version stays as it
/// is, and what is known of it is read.
pub(super) fn migrate(file: &mut DocumentMut) {
    if file.contains_key("version") || file.is_empty() {
        return;
    }
    // The wanted voice of each language stood in `voices`, those after it in `stand_by`.
    let wanted = file.remove("voices").and_then(table);
    let stand_by = file.remove("stand_by").and_then(table);
    for (from, section, to) in MOVED {
        if let Some(item) = file.remove(from) {
            section_of(file, section).insert(to, item);
        }
    }
    let tags = wanted.iter().chain(&stand_by).flat_map(|table| table.iter().map(|(tag, _)| tag.to_owned()));
    let mut tags: Vec<String> = tags.collect();
    tags.sort();
    tags.dedup();
    for tag in tags {
        let first = wanted.as_ref().and_then(|table| table.get(&tag)).and_then(Item::as_str);
        let others = stand_by.as_ref().and_then(|table| table.get(&tag)).and_then(Item::as_array);
        let others = others.into_iter().flatten().filter_map(Value::as_str);
        let mut order = Array::new();
        for voice in first.into_iter().chain(others) {
            if !order.iter().any(|known| known.as_str() == Some(voice)) {
                order.push(voice);
            }
        }
        let voices = section_of(file, "voices");
        let orders = voices.entry("order").or_insert_with(|| Item::Table(Table::new()));
        if let Some(orders) = orders.as_table_like_mut() {
            orders.insert(&tag, Item::Value(order.into()));
        }
    }
    file.insert("version", toml_edit::value(i64::from(super::VERSION)));
    // A key without a section stands before all sections.
    if let Some(mut key) = file.key_mut("version") {
        key.leaf_decor_mut().set_prefix("");
    }
}

fn table(item: Item) -> Option<Table> {
    item.into_table().ok()
}

/// The table called `name`, made where it is missing.
fn section_of<'a>(file: &'a mut DocumentMut, name: &str) -> &'a mut Table {
    let item = file.entry(name).or_insert_with(|| Item::Table(Table::new()));
    if !item.is_table() {
        *item = Item::Table(item.clone().into_table().unwrap_or_default());
    }
    #[expect(clippy::unwrap_used, reason = "made a table above")]
    item.as_table_mut().unwrap()
}
