//! Literals of program code: the values that scripts are set to where they are no JSON, `{title:"…",tags:[a,b]}`, and what
//! a function with nothing but such a value gives for its arguments, as Nuxt writes its pages.
//!
//! Nothing is run. What is neither a literal nor the name of an argument is taken for nothing.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::{super::steps, json_ld::has_too_many_values};

/// How deep values may lie in each other.
const MAX_DEPTH: usize = 100;
/// How many times the length of the code all of its values may have.
const MAX_GROWTH: usize = 2;

/// The value that `code` begins with: after `=`, perhaps.
pub(super) fn first(code: &str) -> Option<Value> {
    if has_too_many_values(code) {
        return None;
    }
    steps::add(code.len());
    let code = code.trim_start_matches([' ', '=', '\n', '\t', '"', '\'', ']']);
    if let Some(string) = code.strip_prefix("JSON.parse(") {
        let text = Reader::of(string).value(0)?;
        return serde_json::from_str(text.as_str()?).ok();
    }
    if let Some((_, call)) =
        code.get(..CALL_BYTES.min(code.len())).and_then(|start| start.split_once("function"))
    {
        return called(&code[code.find(call)?..]);
    }
    let value = code.starts_with(['{', '[']).then(|| Reader::of(code).value(0))?;
    value.filter(|value| !value.is_null())
}

/// How far on a function's name stands, in bytes: `(function`.
const CALL_BYTES: usize = 12;

/// What `(a,b){a.x=1;return {…}}("…",null)` gives.
fn called(code: &str) -> Option<Value> {
    let (names, rest) = code.trim_start().strip_prefix('(')?.split_once(')')?;
    let rest = rest.trim_start();
    let body_length = Reader::of(rest).block()?;
    let body = rest.get(1..body_length - 1)?;
    // `}(…))` and `})(…)` mean the same.
    let arguments = rest[body_length..].trim_start_matches([')', ' ']).strip_prefix('(')?;
    let mut reader = Reader::of(arguments);
    let mut known = HashMap::new();
    for name in names.split(',') {
        known.insert(name.trim(), reader.value(0)?);
        reader.skip_spaces();
        if !reader.skip(',') {
            break;
        }
    }
    let mut reader = Reader { known, left: code.len() * MAX_GROWTH, ..Reader::of(body) };
    while let Some(assigned) = reader.assignment() {
        assigned?;
    }
    reader.rest = reader.rest.trim_start().strip_prefix("return")?;
    reader.value(0)
}

/// Reads code from its start on.
struct Reader<'c> {
    rest: &'c str,
    known: HashMap<&'c str, Value>,
    /// How many bytes of values that names stand for may still be written out.
    left: usize,
}

impl<'c> Reader<'c> {
    fn of(code: &'c str) -> Self {
        Self { rest: code, known: HashMap::new(), left: code.len() * MAX_GROWTH }
    }

    fn skip_spaces(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn skip(&mut self, mark: char) -> bool {
        let rest = self.rest.strip_prefix(mark);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// `a.x=1;`: sets a field of what the name stands for. `None` where no such statement comes next.
    fn assignment(&mut self) -> Option<Option<()>> {
        self.skip_spaces();
        let (place, value) = self.rest.split_once('=')?;
        let (name, field) = place.split_once('.').or_else(|| place.split_once('['))?;
        let field = field.trim_matches([']', '"', '\'', ' ']);
        let is_name = |text: &str| !text.is_empty() && text.chars().all(is_of_name);
        if !is_name(name) || !is_name(field) {
            return None;
        }
        self.rest = value;
        Some(self.value(0).map(|value| {
            if let Some(Value::Object(fields)) = self.known.get_mut(name) {
                fields.insert(field.to_owned(), value);
            }
            self.skip_spaces();
            let _ = self.skip(';') || self.skip(',');
        }))
    }

    /// The next value; `None` where the code ends before the value does.
    fn value(&mut self, depth: usize) -> Option<Value> {
        self.skip_spaces();
        let first = self.rest.chars().next()?;
        if depth > MAX_DEPTH {
            return None;
        }
        match first {
            '{' => self.object(depth),
            '[' => self.list(depth),
            '"' | '\'' | '`' => self.string().map(Value::String),
            _ => self.word(),
        }
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        self.rest = self.rest.get(1..)?;
        let mut fields = Map::new();
        loop {
            self.skip_spaces();
            if self.skip('}') {
                return Some(Value::Object(fields));
            }
            if self.skip(',') {
                continue;
            }
            let before = self.rest.len();
            let name = if self.rest.starts_with(['"', '\'']) {
                self.string()?
            } else {
                let end = self.rest.find(|c: char| !is_of_name(c))?;
                let (name, rest) = self.rest.split_at(end);
                self.rest = rest;
                name.to_owned()
            };
            self.skip_spaces();
            let value = if self.skip(':') { self.value(depth + 1)? } else { self.other()? };
            // What closes something else is no field.
            if self.rest.len() == before {
                return None;
            }
            fields.insert(name, value);
        }
    }

    fn list(&mut self, depth: usize) -> Option<Value> {
        self.rest = self.rest.get(1..)?;
        let mut items = Vec::new();
        loop {
            self.skip_spaces();
            if self.skip(']') {
                return Some(Value::Array(items));
            }
            let before = self.rest.len();
            if !self.skip(',') {
                items.push(self.value(depth + 1)?);
            }
            if self.rest.len() == before {
                return None;
            }
        }
    }

    fn string(&mut self) -> Option<String> {
        let quote = self.rest.chars().next()?;
        let end = string_end(self.rest)?;
        let inner = self.rest.get(1..end - 1)?;
        self.rest = &self.rest[end..];
        debug_assert!(quote.is_ascii());
        Some(unescaped(inner))
    }

    /// A number, a name, or anything else up to the end of the value.
    fn word(&mut self) -> Option<Value> {
        let end = self.rest.find(|c: char| !is_of_name(c) && !matches!(c, '.' | '-' | '+' | '!'))?;
        let word = &self.rest[..end];
        let after = self.rest[end..].trim_start();
        if word.is_empty() || !after.starts_with([',', '}', ']', ')', ';']) {
            return self.other();
        }
        self.rest = after;
        let value = match word {
            "true" | "!0" => Value::Bool(true),
            "false" | "!1" => Value::Bool(false),
            _ => match self.known.get(word) {
                Some(value) => {
                    let size = size_of(value);
                    if size > self.left {
                        return Some(Value::Null);
                    }
                    self.left -= size;
                    steps::add(size);
                    value.clone()
                }
                None => word.parse().map_or(Value::Null, Value::Number),
            },
        };
        Some(value)
    }

    /// Nothing, for code that is no literal: it is skipped.
    fn other(&mut self) -> Option<Value> {
        loop {
            let at = self.rest.find([',', '}', ']', ')', ';', '{', '[', '(', '"', '\'', '`'])?;
            self.rest = &self.rest[at..];
            if self.rest.starts_with([',', '}', ']', ')', ';']) {
                return Some(Value::Null);
            }
            let end =
                if self.rest.starts_with(['{', '[', '(']) { self.block()? } else { string_end(self.rest)? };
            self.rest = &self.rest[end..];
        }
    }

    /// How long the brackets are that come next, with all that is in them.
    fn block(&self) -> Option<usize> {
        let (mut open, mut at) = (0_usize, 0);
        loop {
            let next = at + self.rest.get(at..)?.find(['{', '[', '(', '}', ']', ')', '"', '\'', '`'])?;
            at = next + 1;
            match self.rest.as_bytes()[next] {
                b'{' | b'[' | b'(' => open += 1,
                b'}' | b']' | b')' => {
                    open = open.checked_sub(1)?;
                    if open == 0 {
                        steps::add(at);
                        return Some(at);
                    }
                }
                _ => at = next + string_end(&self.rest[next..])?,
            }
        }
    }
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}

/// Where the string ends that `code` begins with, after its closing mark.
fn string_end(code: &str) -> Option<usize> {
    let quote = *code.as_bytes().first()?;
    let mut is_escaped = false;
    let end = code.bytes().skip(1).position(|byte| {
        let ends = byte == quote && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    })?;
    Some(end + 2)
}

/// The bytes of text in `value`, and some for each value.
fn size_of(value: &Value) -> usize {
    /// Of a value, in bytes.
    const EACH: usize = 16;
    match value {
        Value::String(text) => text.len() + EACH,
        Value::Array(items) => items.iter().map(size_of).sum::<usize>() + EACH,
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| name.len() + size_of(value)).sum::<usize>() + EACH
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => EACH,
    }
}

/// `text` of a string, without the marks of what is written otherwise: `\u003c`, `\n`, `\x27`.
fn unescaped(text: &str) -> String {
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        units.extend(rest[..at].encode_utf16());
        rest = &rest[at + 1..];
        let Some(c) = rest.chars().next() else { break };
        rest = &rest[c.len_utf8()..];
        let digits = match c {
            'u' => 4,
            'x' => 2,
            _ => 0,
        };
        let code =
            rest.get(..digits).filter(|_| digits > 0).and_then(|code| u16::from_str_radix(code, 16).ok());
        if let Some(code) = code {
            units.push(code);
            rest = &rest[digits..];
            continue;
        }
        let plain = match c {
            'n' => '\n',
            't' => '\t',
            'r' | 'b' | 'f' | 'v' | '0' => ' ',
            // A line that goes on.
            '\n' | '\r' => continue,
            other => other,
        };
        units.extend(plain.encode_utf16(&mut [0; 2]).iter());
    }
    units.extend(rest.encode_utf16());
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn literals_are_read_and_what_is_none_is_nothing() {
        for (code, value) in [
            (
                "{a:'x',\"b\":[1,-2.5,,!0,undefined],c:new Date(\"x, y\"),d:()=>{run({})},e:void 0}; more()",
                json!({"a": "x", "b": [1, -2.5, true, null], "c": null, "d": null, "e": null}),
            ),
            ("=JSON.parse(\"{\\\"a\\\":\\\"\\u65b0橋\\\"}\")", json!({"a": "新橋"})),
            (
                "=(function(a,b){return {t:a,l:[b,a],n:c}}(\"\\u003Cp\\u003E新橋\\u002F\",2))",
                json!({"t": "<p>新橋/", "l": [2, "<p>新橋/"], "n": null}),
            ),
            ("=(function(a){a.x=\"y\";a.z=1;return {o:a}})({})", json!({"o": {"x": "y", "z": 1}})),
            ("{a:\"\\ud83d\\ude00\",b:`x`}", json!({"a": "😀", "b": "x"})),
        ] {
            assert_eq!(first(code), Some(value), "{code}");
        }
        for code in [
            "",
            "{a:",
            "{a:1",
            "(function(a){",
            "(function(a){return {x:a}",
            "=JSON.parse(x)",
            "run()",
            "{a:\"x}",
        ] {
            assert_eq!(first(code), None, "{code}");
        }
        assert_eq!(first(&"[".repeat(100_000)), None);
    }

    #[test]
    fn names_that_stand_for_much_text_are_written_out_within_limits() {
        let text = "新橋".repeat(1000);
        let uses = "a,".repeat(1000);
        let value = first(&format!("(function(a){{return [{uses}]}}(\"{text}\"))")).unwrap();
        let whole = value.as_array().unwrap().iter().filter(|item| item.is_string()).count();
        assert!((1..4).contains(&whole), "{whole}");
    }

    #[test]
    fn what_closes_something_else_ends_the_literal() {
        for code in ["{]", "{a:1;]", "[}", "[1,)", "{a:[}]}", "[{)}]", "{a:1}]", "[;"] {
            let _ends = first(code);
        }
        assert_eq!(first("{a:[}"), None);
        assert_eq!(first("[)"), None);
    }
}
