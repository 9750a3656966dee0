//! References in a page's data: Nuxt's flat list, whose values are places in it, and Apollo's cache, whose `__ref` are
//! names of its entries.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::super::steps;

/// How deep values may lie in each other.
const MAX_DEPTH: usize = 60;
/// How many times the size of the list its value may have, in values.
const MAX_GROWTH: usize = 4;

/// The value that `list` stands for, if it is such a flat list: the first item, where numbers are places in the list.
pub(super) fn unflattened(list: &Value) -> Option<Value> {
    let items = list.as_array()?;
    let is_place = |value: &Value| value.as_u64().is_some_and(|at| (at as usize) < items.len());
    let is_flat = match items.first()? {
        Value::Array(first) => first.len() == 2 && first[0].is_string() && is_place(&first[1]),
        Value::Object(first) => !first.is_empty() && first.values().all(is_place),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    };
    let mut left = items.len() * MAX_GROWTH;
    is_flat.then(|| value_at(items, 0, &mut left, 0))
}

fn value_at(items: &[Value], at: usize, left: &mut usize, depth: usize) -> Value {
    let Some(item) = items.get(at).filter(|_| *left > 0 && depth < MAX_DEPTH) else { return Value::Null };
    *left -= 1;
    steps::add(1);
    let mut below = |value: &Value| {
        let at = value.as_u64().and_then(|at| usize::try_from(at).ok());
        at.map_or(Value::Null, |at| value_at(items, at, left, depth + 1))
    };
    match item {
        // ["Reactive", 3]: what the third item is, in a shell.
        Value::Array(shell) if shell.first().is_some_and(Value::is_string) => shell
            .get(1)
            .map_or(Value::Null, |inner| if inner.is_string() { inner.clone() } else { below(inner) }),
        Value::Array(list) => Value::Array(list.iter().map(below).collect()),
        Value::Object(fields) => Value::Object(
            fields.iter().map(|(name, value)| (name.clone(), below(value))).collect::<Map<_, _>>(),
        ),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => item.clone(),
    }
}

/// Finds what references in data stand for, each once.
pub(super) struct References<'a> {
    root: &'a Value,
    followed: HashSet<&'a str>,
}

impl<'a> References<'a> {
    pub(super) fn within(root: &'a Value) -> Self {
        Self { root, followed: HashSet::new() }
    }

    /// What `{"__ref": "Paragraph:4"}` stands for, if these `fields` are such a reference.
    pub(super) fn follow(&mut self, fields: &'a Map<String, Value>) -> Option<&'a Value> {
        let name = fields.get("__ref")?.as_str()?;
        let target = self.root.get(name)?;
        self.followed.insert(name).then_some(target)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_flat_list_is_the_value_that_it_was() {
        let flat = json!([["ShallowReactive", 1], {"title": 2, "tags": 3, "day": 6, "more": 99}, "新橋", [4, 5], "河", "橋", ["Date", "2026-01-02"]]);
        let value = json!({"title": "新橋", "tags": ["河", "橋"], "day": "2026-01-02", "more": null});
        assert_eq!(unflattened(&flat), Some(value));
        assert_eq!(unflattened(&json!([{"title": "新橋"}])), None);
        assert_eq!(unflattened(&json!(["a", "b"])), None);
    }

    #[test]
    fn a_list_that_holds_itself_many_times_ends() {
        let twice = |at: usize| json!([at + 1, at + 1]);
        let list: Vec<Value> = std::iter::once(json!({"a": 1})).chain((1..50).map(twice)).collect();
        assert!(unflattened(&Value::Array(list)).is_some());
    }
}
