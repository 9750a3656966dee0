//! React's stream of a page: rows of elements and texts that scripts push piece by piece.
//!
//! A row is an id, a colon, and JSON up to the end of the line; or `T`, the length in bytes as a hexadecimal number, a
//! comma, and that much text.

use std::collections::HashMap;

use serde_json::Value;

use super::{super::steps, embedded::first_value, tags::Element};

/// The start of a script by which React sends a piece of the stream.
const PIECE: &str = "self.__next_f.push(";

/// The piece of the stream that `script` sends.
pub(super) fn piece(script: &str) -> Option<String> {
    let piece = first_value(script.trim_start().strip_prefix(PIECE)?)?;
    Some(piece.get(1)?.as_str()?.to_owned())
}

/// The elements in the `stream`, and the texts by their ids.
pub(super) fn rows(stream: &str) -> (Vec<Value>, HashMap<String, String>) {
    let (mut elements, mut texts) = (Vec::new(), HashMap::new());
    let mut rest = stream;
    while !rest.is_empty() {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        steps::add(line.len() + 1);
        let row = line.split_once(':').filter(|(id, _)| is_id(id));
        let text = row.and_then(|(id, row)| {
            let (length, _) = row.strip_prefix('T')?.split_once(',')?;
            let from = id.len() + 1 + 1 + length.len() + 1;
            Some((id, &rest[from..], usize::from_str_radix(length, 16).ok()?))
        });
        if let Some((id, text, length)) = text {
            let mut end = length.min(text.len());
            while !text.is_char_boundary(end) {
                end += 1;
            }
            texts.insert(id.to_owned(), text[..end].to_owned());
            rest = &text[end..];
            continue;
        }
        elements.extend(row.and_then(|(_, row)| first_value(row)));
        rest = after;
    }
    (elements, texts)
}

/// What an element of the stream is, `["$", "h2", key, fields]`; nothing if it is none or an article's part of any kind.
pub(super) fn element(items: &[Value]) -> Option<Element> {
    let name = items.get(1).filter(|_| items.first().is_some_and(|mark| mark == "$"))?.as_str()?;
    match name {
        "h2" | "h3" | "h4" => Some(Element::Heading),
        "figcaption" | "figure" => Some(Element::Caption),
        "p" | "li" | "blockquote" => Some(Element::Paragraph),
        _ => None,
    }
}

fn is_id(id: &str) -> bool {
    /// The longest id, in digits.
    const DIGITS: usize = 8;
    id.len() <= DIGITS && id.chars().all(|c| c.is_ascii_hexdigit())
}
