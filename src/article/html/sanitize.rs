//! Sanitizer: cuts nesting and attributes that cost parsers quadratic time or their stack.
//!
//! Honest pages come back as they are.

use std::{borrow::Cow, collections::HashMap};

use super::super::{
    limits::{MAX_ATTRIBUTES, MAX_DEPTH},
    steps,
};

/// Elements that need no end tag, so that counting their start tags says nothing of depth.
const UNCLOSED: &[&str] = &[
    "p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option", "optgroup", "br", "img",
    "hr", "input", "meta", "link", "area", "base", "col", "embed", "param", "source", "track", "wbr",
    "colgroup", "html", "head", "body",
];
/// Elements whose content is not markup.
const RAW: &[&str] = &["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// How many tags without an end are looked for it through all of the page; each takes as long as that is.
const MAX_UNENDED: usize = 50;
/// How far it is looked for after these, in bytes.
const SHORT_TAG: usize = 512;

/// The page, without the tags that nest deeper than [`MAX_DEPTH`].
///
/// What React sends late, hidden, to be moved into its place by script is shown where it stands.
pub(super) fn sanitize(html: &str) -> Cow<'_, str> {
    /// As React writes it, to the letter.
    const LATE: &str = "<div hidden id=\"S:";
    if html.contains(LATE) {
        return Cow::Owned(cut(&opened(&html.replace(LATE, "<div id=\"S:"))).into_owned());
    }
    match opened(html) {
        Cow::Borrowed(html) => cut(html),
        Cow::Owned(html) => Cow::Owned(cut(&html).into_owned()),
    }
}

/// The page with its declared shadow roots in place: `<template shadowrootmode=open>` as `<div>`.
fn opened(html: &str) -> Cow<'_, str> {
    const OPEN: &str = "<template";
    const CLOSE: &str = "</template>";
    if !html.contains("shadowroot") {
        return Cow::Borrowed(html);
    }
    steps::add(html.len());
    let mut out = String::with_capacity(html.len());
    // Of each template that is open, whether it is such a root.
    let mut open = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if !rest.starts_with(OPEN) && !rest.starts_with(CLOSE) {
            out.push('<');
            rest = &rest[1..];
            continue;
        }
        let tag = if let Some(after) = rest.strip_prefix(CLOSE) {
            rest = after;
            if open.pop() == Some(true) { "</div>" } else { CLOSE }
        } else {
            let end = rest.bytes().take(SHORT_TAG).position(|byte| byte == b'>').unwrap_or(0);
            let is_root = rest[..end].contains("shadowroot");
            open.push(is_root);
            rest = &rest[OPEN.len()..];
            if is_root { "<div" } else { OPEN }
        };
        out.push_str(tag);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn cut(html: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let (mut kept_to, mut at) = (0, 0);
    let last = html.rfind('>').unwrap_or(0);
    let mut unended = 0;
    let mut depth = 0_usize;
    let mut dropped: HashMap<String, usize> = HashMap::new();
    let mut raw = String::new();
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        steps::add(found + 1);
        if raw.is_empty() && html[start..].starts_with("<!--") {
            at = html[start + 4..].find("-->").map_or(html.len(), |end| start + 4 + end + 3);
            steps::add(at - start);
            continue;
        }
        if start > last {
            break;
        }
        let farthest = if unended < MAX_UNENDED { html.len() } else { html.len().min(start + SHORT_TAG) };
        let Some(tag) = Tag::at(html, start, farthest) else {
            // Only what begins as a tag was looked at to its end.
            unended +=
                usize::from(html[start + 1..].starts_with(|c: char| c == '/' || c.is_ascii_alphabetic()));
            at = start + 1;
            continue;
        };
        if !raw.is_empty() && (!tag.is_end || tag.name != raw) {
            at = start + 1;
            continue;
        }
        raw.clear();
        at = tag.end;
        if !tag.is_end && RAW.contains(&tag.name.as_str()) {
            raw.clone_from(&tag.name);
        }
        let counts = !UNCLOSED.contains(&tag.name.as_str());
        let mut replacement = None;
        if !tag.is_end {
            if counts && depth >= MAX_DEPTH && raw.is_empty() {
                *dropped.entry(tag.name).or_default() += 1;
                replacement = Some(String::new());
            } else {
                depth += usize::from(counts && !tag.is_empty);
                if tag.attributes > MAX_ATTRIBUTES {
                    replacement = Some(format!("<{}>", tag.name));
                }
            }
        } else if counts {
            match dropped.get_mut(&tag.name).filter(|count| **count > 0) {
                Some(count) => {
                    *count -= 1;
                    replacement = Some(String::new());
                }
                None => depth = depth.saturating_sub(1),
            }
        }
        if let Some(replacement) = replacement {
            out.push_str(&html[kept_to..start]);
            out.push_str(&replacement);
            kept_to = at;
        }
    }
    if kept_to == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(&html[kept_to..]);
    Cow::Owned(out)
}

/// A tag, as far as its nesting goes.
struct Tag {
    name: String,
    is_end: bool,
    /// `<br/>`.
    is_empty: bool,
    attributes: usize,
    /// The byte after `>`.
    end: usize,
}

impl Tag {
    /// The tag that opens at `start`, where there is a `<`, if it ends before `farthest`.
    fn at(html: &str, start: usize, farthest: usize) -> Option<Self> {
        let bytes = &html.as_bytes()[..farthest];
        let is_end = bytes.get(start + 1) == Some(&b'/');
        let name_at = start + 1 + usize::from(is_end);
        if !bytes.get(name_at)?.is_ascii_alphabetic() {
            return None;
        }
        let is_over = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
        let name_end = name_at + bytes[name_at..].iter().position(is_over).unwrap_or(bytes.len() - name_at);
        let name = html.get(name_at..name_end)?.to_ascii_lowercase();
        let (mut at, mut attributes, mut quote) = (name_end, 0, None);
        let mut before = b' ';
        while let Some(&byte) = bytes.get(at) {
            match quote {
                Some(open) if byte == open => quote = None,
                Some(_) => {}
                None if byte == b'>' => break,
                None if matches!(byte, b'"' | b'\'') && before == b'=' => quote = Some(byte),
                None => {
                    let is_gap = before.is_ascii_whitespace() || before == b'/';
                    attributes += usize::from(is_gap && !byte.is_ascii_whitespace() && byte != b'/');
                }
            }
            before = byte;
            at += 1;
        }
        steps::add(at - start);
        // Cut off in the middle of a tag: as good as no tag.
        let end = (at < bytes.len()).then_some(at + 1)?;
        Some(Self { name, is_end, is_empty: before == b'/', attributes, end })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn honest_pages_stay_as_they_are() {
        let page =
            "<p>a<p>b<div class='x>y'><!-- <div> --><script>\"<div>\"</script><br/>c</div>".repeat(500);
        assert!(matches!(sanitize(&page), Cow::Borrowed(_)));
    }

    #[test]
    fn deep_nesting_is_cut_and_the_text_stays() {
        let page = format!("{}deep{}after", "<div>".repeat(100_000), "</div>".repeat(100_000));
        let sanitized = sanitize(&page);
        assert!(sanitized.len() < 20 * MAX_DEPTH, "{}", sanitized.len());
        assert!(sanitized.contains("deep") && sanitized.ends_with("after"));
    }

    #[test]
    fn swarms_of_attributes_are_dropped() {
        let attributes: String = (0..100_000).map(|i| format!(" a{i}=1")).collect();
        assert_eq!(sanitize(&format!("<p{attributes}>x")), "<p>x");
    }

    #[test]
    fn tags_without_an_end_are_not_looked_for_over_and_over() {
        // Each of them to the end of the page would be 10^12 steps.
        for unended in ["<a ", "<a b='\"", "<script></script ", "</"] {
            let page = unended.repeat(1_000_000);
            assert_eq!(sanitize(&page), page);
            assert!(sanitize(&format!("{page}>")).len() <= page.len() + 1);
        }
        let quoted = format!("<a b=\"{}\">x</a>{}", "y".repeat(5_000), "<a b=\"".repeat(200_000));
        assert_eq!(sanitize(&quoted), quoted);
    }

    #[test]
    fn cut_off_tags_are_text() {
        assert_eq!(sanitize("a < b <p <"), "a < b <p <");
    }
}
