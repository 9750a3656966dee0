//! What a browser shows in another place than the markup has it: declared shadow roots, and what React sends late.

use std::borrow::Cow;

use super::super::steps;

/// How far the end of a start tag is looked for, in bytes.
const SHORT_TAG: usize = 512;

/// The page with all that in place: what React sends late, hidden, to be moved by script, is shown where it stands.
pub(super) fn opened(html: &str) -> Cow<'_, str> {
    /// As React writes it, to the letter.
    const LATE: &str = "<div hidden id=\"S:";
    if html.contains(LATE) {
        return Cow::Owned(with_roots(&html.replace(LATE, "<div id=\"S:")).into_owned());
    }
    with_roots(html)
}

/// The page with its declared shadow roots in place: `<template shadowrootmode=open>` as `<div>`.
fn with_roots(html: &str) -> Cow<'_, str> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shadow_roots_and_late_parts_are_in_place() {
        for (html, expected) in [
            ("<p>a</p>", "<p>a</p>"),
            (
                "<template>a</template><template shadowrootmode=open>b</template>",
                "<template>a</template><div shadowrootmode=open>b</div>",
            ),
            ("<div hidden id=\"S:0\">a</div>", "<div id=\"S:0\">a</div>"),
        ] {
            assert_eq!(opened(html), expected);
        }
    }
}
