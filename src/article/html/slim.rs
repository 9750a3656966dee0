//! Slimmer: a tree as markup again, without what holds no text, for an extractor that parses by itself.
//!
//! Nothing in it is read otherwise than it was: what is neither markup nor text is left out, every element is closed, and
//! marks of markup in text are full-width ones. Nothing needs to be escaped then, which that extractor's serializer does
//! in quadratic time.

use dom_query::{Document, NodeRef};

use super::super::steps;

/// Elements that hold no text of the article; the content of most is no markup.
const EMPTY: &[&str] = &[
    "script",
    "style",
    "svg",
    "iframe",
    "noembed",
    "noframes",
    "xmp",
    "plaintext",
    "object",
    "canvas",
    "template",
];

/// Elements that have no end tag.
const VOID: &[&str] = &[
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen",
    "link", "meta", "param", "source", "track", "wbr",
];
/// The longest value of an attribute that is kept, in bytes: longer ones are pictures, styles, data of scripts.
const VALUE_BYTES: usize = 4096;

/// The markup of `doc`, without scripts, styles, drawings and comments.
pub(super) fn slim(doc: &Document) -> String {
    let mut out = String::new();
    let root = doc.root();
    let mut next = root.first_child();
    while let Some(node) = next {
        if enter(&node, &mut out) {
            if let Some(child) = node.first_child() {
                next = Some(child);
                continue;
            }
            leave(&node, &mut out);
        }
        let mut at = node;
        next = loop {
            if let Some(sibling) = at.next_sibling() {
                break Some(sibling);
            }
            match at.parent().filter(|parent| parent.id != root.id) {
                Some(parent) => {
                    leave(&parent, &mut out);
                    at = parent;
                }
                None => break None,
            }
        };
    }
    out
}

/// Writes what `node` opens with; whether its children and its end are to be written.
fn enter(node: &NodeRef<'_>, out: &mut String) -> bool {
    if node.is_text() {
        let text = node.text();
        steps::add(text.len());
        out.extend(text.chars().map(|c| match c {
            '&' => '＆',
            '<' => '＜',
            '>' => '＞',
            c => c,
        }));
        return false;
    }
    let Some(element) = node.element_ref() else { return false };
    let name = &*element.name.local;
    if EMPTY.contains(&name) {
        return false;
    }
    out.extend(["<", name]);
    for attribute in element.attrs.iter().filter(|attribute| attribute.value.len() <= VALUE_BYTES) {
        let value = attribute.value.replace('&', "&amp;").replace('"', "&quot;");
        out.extend([" ", &attribute.name.local, "=\"", &value, "\""]);
    }
    out.push('>');
    true
}

fn leave(node: &NodeRef<'_>, out: &mut String) {
    let Some(element) = node.element_ref() else { return };
    let name = &*element.name.local;
    if !VOID.contains(&name) {
        out.extend(["</", name, ">"]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_no_text_is_gone_and_nothing_else_becomes_markup() {
        for (html, expected) in [
            ("<p>a<script>if (a<b) '</p>'</script>b</p>", "<p>ab</p>"),
            ("a<STYLE type=x>p{}</STYLE >b<!-- <p> -->c<svg><path/></svg>d", "abcd"),
            (
                "<a title='<svg>\"'>b</a><textarea><p></textarea>",
                "<a title=\"<svg>&quot;\">b</a><textarea>＜p＞</textarea>",
            ),
            ("1 < 2<br><img src=x>", "1 ＜ 2<br><img src=\"x\">"),
        ] {
            let slimmed = slim(&Document::from(html));
            assert_eq!(slimmed, format!("<html><head></head><body>{expected}</body></html>"), "{html}");
        }
    }
}
