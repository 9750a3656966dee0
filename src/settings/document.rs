//! The settings file as a document: read field by field, changed key by key.
//!
//! What cannot be read counts as the program's own choice and stays in the file, as do keys that are not known, and
//! the listener's comments and order.

use std::fmt;

use serde_path_to_error::{Path, Segment};
use toml_edit::{DocumentMut, Item, Table, Value};

use super::{Settings, VERSION, migrate::migrate};

/// A new file, with a comment for each setting.
const TEMPLATE: &str = include_str!("template.toml");

/// A settings file.
#[derive(Clone, Debug)]
pub struct Document {
    file: DocumentMut,
}

/// Something in the settings file that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The setting, as `section.key`; empty where the file as a whole cannot be read.
    pub key: String,
    /// What is wrong with it.
    pub kind: ProblemKind,
}

/// What is wrong with a setting, or with the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// The setting has a value that this program cannot read, as it stands in the file.
    Value(String),
    /// The file is no TOML, beginning at this line.
    Syntax {
        /// Counted from 1.
        line: usize,
    },
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ProblemKind::Value(value) => write!(f, "{}: cannot read {value}", self.key),
            ProblemKind::Syntax { line } => write!(f, "line {line}: no TOML"),
        }
    }
}

impl Document {
    /// A new file.
    pub fn new() -> Self {
        Self { file: TEMPLATE.parse().unwrap_or_default() }
    }

    /// The file that says `text`; a new one where it says nothing.
    ///
    /// # Errors
    /// Where it is no TOML.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        if text.trim().is_empty() {
            return Ok(Self::new());
        }
        let mut file: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
            let at = error.span().map_or(0, |span| span.start).min(text.len());
            let line = text.as_bytes()[..at].iter().filter(|&&byte| byte == b'\n').count() + 1;
            Problem { key: String::new(), kind: ProblemKind::Syntax { line } }
        })?;
        migrate(&mut file);
        Ok(Self { file })
    }

    /// What it says; and each value that cannot be read, which counts as the program's own choice.
    pub fn settings(&self) -> (Settings, Vec<Problem>) {
        let mut file = self.file.clone();
        let mut problems = Vec::new();
        loop {
            let read = toml_edit::de::Deserializer::from(file.clone());
            let path = match serde_path_to_error::deserialize(read) {
                Ok(settings) => return (settings, problems),
                Err(error) => path_of(error.path()),
            };
            // Each time round there is one value less.
            let Some(value) = remove(file.as_item_mut(), &path) else {
                return (Settings::default(), problems);
            };
            problems.push(Problem { key: path.join("."), kind: ProblemKind::Value(value) });
        }
    }

    /// Writes what differs between `before` and `after` into it; all else stays as it is.
    pub fn change(&mut self, before: &Settings, after: &Settings) {
        let (before, after) = (tree(before), tree(after));
        if before.to_string() == after.to_string() {
            return;
        }
        let template: DocumentMut = TEMPLATE.parse().unwrap_or_default();
        merge(self.file.as_table_mut(), &before, &after, template.as_table());
        if !self.file.contains_key("version") {
            self.file.insert("version", toml_edit::value(i64::from(VERSION)));
        }
    }
}

impl Settings {
    /// These settings with what differs between `before` and `after`.
    #[must_use]
    pub fn rebased(&self, before: &Self, after: &Self) -> Self {
        let mut file = Document::new();
        file.change(&Self::default(), self);
        file.change(before, after);
        file.settings().0
    }
}

impl Default for Document {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.file.fmt(f)
    }
}

fn tree(settings: &Settings) -> Table {
    // All of the schema has a place in TOML, so that this does not fail.
    toml_edit::ser::to_document(settings).map(DocumentMut::into_table).unwrap_or_default()
}

/// Where in the file a value cannot be read. A service whose kind is not known is none that could be asked.
fn path_of(path: &Path) -> Vec<String> {
    let mut names: Vec<String> = path
        .iter()
        .filter_map(|segment| match segment {
            Segment::Seq { index } => Some(index.to_string()),
            Segment::Map { key } => Some(key.clone()),
            Segment::Enum { variant } => Some(variant.clone()),
            Segment::Unknown => None,
        })
        .collect();
    if names.len() == 3 && names[0] == "services" && names[2] == "kind" {
        names.pop();
    }
    names
}

/// Takes the value at `path` out of `item`; returns it as it stood there. Where the path leads further down than the
/// file, the last value on it.
fn remove(item: &mut Item, path: &[String]) -> Option<String> {
    let (name, rest) = path.split_first()?;
    if let Some(array) = item.as_array_mut() {
        let index = name.parse().ok().filter(|&index| index < array.len())?;
        return Some(array.remove(index).to_string().trim().to_owned());
    }
    let table = item.as_table_like_mut()?;
    if let Some(value) = table.get_mut(name).and_then(|below| remove(below, rest)) {
        return Some(value);
    }
    table.remove(name).map(|value| value.to_string().trim().to_owned())
}

/// Writes the leaves that differ between `before` and `after` into `file`, new ones with the comments of `template`.
fn merge(file: &mut Table, before: &Table, after: &Table, template: &Table) {
    for (key, new) in after {
        let old = before.get(key);
        if old.is_some_and(|old| old.to_string() == new.to_string()) {
            continue;
        }
        let known = template.get(key);
        if let Some(new) = as_table(new) {
            let old = old.and_then(as_table).unwrap_or_default();
            let is_new = !file.contains_key(key);
            let mut below = file.remove(key).and_then(|item| item.into_table().ok()).unwrap_or_default();
            let known = known.and_then(Item::as_table);
            if is_new && let Some(known) = known {
                *below.decor_mut() = known.decor().clone();
            }
            merge(&mut below, &old, &new, known.unwrap_or(&Table::new()));
            file.insert(key, Item::Table(below));
            continue;
        }
        let Some(mut new) = new.as_value().cloned() else { continue };
        match file.get_mut(key).and_then(Item::as_value_mut) {
            Some(there) => {
                *new.decor_mut() = there.decor().clone();
                *there = new;
            }
            None => {
                file.insert(key, Item::Value(plain(new)));
                let comment = template.key(key).map(|key| key.leaf_decor().clone());
                if let (Some(comment), Some(mut key)) = (comment, file.key_mut(key)) {
                    *key.leaf_decor_mut() = comment;
                }
            }
        }
    }
    for (key, _) in before {
        if !after.contains_key(key) {
            file.remove(key);
        }
    }
}

fn plain(mut value: Value) -> Value {
    value.decor_mut().clear();
    value
}

fn as_table(item: &Item) -> Option<Table> {
    match item {
        Item::Table(table) => Some(table.clone()),
        Item::Value(Value::InlineTable(table)) => Some(table.clone().into_table()),
        Item::Value(_) | Item::None | Item::ArrayOfTables(_) => None,
    }
}
