//! XHTML as the HTML parser needs it: no element closes itself, no CDATA, no declarations of entities.

use std::borrow::Cow;

/// Elements without content, which HTML closes by itself.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];

/// `markup` with an end tag for each element that closes itself (`<title/>` would swallow the rest of the page, `<a/>`
/// make a link of it), and with its CDATA sections as text.
pub(super) fn as_html(markup: &str) -> Cow<'_, str> {
    if !markup.contains("/>") && !markup.contains("<![CDATA[") && !markup.contains("<!ENTITY") {
        return Cow::Borrowed(markup);
    }
    let mut out = String::with_capacity(markup.len() + markup.len() / 16);
    let mut rest = markup;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = if rest.starts_with("<!--") {
            rest.find("-->").map_or(rest.len(), |end| end + 3)
        } else if let Some(text) = rest.strip_prefix("<![CDATA[") {
            let end = text.find("]]>").unwrap_or(text.len());
            out.push_str(&text[..end].replace('&', "&amp;").replace('<', "&lt;"));
            rest = text.get(end + 3..).unwrap_or_default();
            continue;
        } else if rest.starts_with("<!DOCTYPE") || rest.starts_with("<!doctype") {
            rest = &rest[declaration_end(rest)..];
            out.push_str("<!DOCTYPE html>");
            continue;
        } else {
            tag_end(rest)
        };
        let (tag, after) = rest.split_at(end);
        rest = after;
        let name =
            tag[1..].split(|c: char| c.is_whitespace() || c == '/' || c == '>').next().unwrap_or_default();
        let is_named = name.starts_with(|c: char| c.is_ascii_alphabetic());
        match tag.strip_suffix("/>") {
            Some(start) if is_named && !VOID.contains(&name.to_ascii_lowercase().as_str()) => {
                out.extend([start, "></", name, ">"]);
            }
            Some(_) | None => out.push_str(tag),
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Where the tag that `rest` begins with ends; a `>` in a quoted value is none.
fn tag_end(rest: &str) -> usize {
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match (byte, quote) {
            (b'"' | b'\'', None) => quote = Some(byte),
            (_, Some(open)) if byte == open => quote = None,
            (b'>', None) => return at + 1,
            // Not a tag, or one that is broken.
            (b'<', _) => return at,
            _ => {}
        }
    }
    rest.len()
}

/// Where the document type that `rest` begins with ends, after its own declarations in brackets.
fn declaration_end(rest: &str) -> usize {
    let close = rest.find('>').map_or(rest.len(), |end| end + 1);
    match rest.find('[').filter(|open| *open < close) {
        Some(open) => {
            let end = rest[open..].find(']').map_or(close, |end| open + end);
            rest[end..].find('>').map_or(rest.len(), |found| end + found + 1)
        }
        None => close,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_closes_itself_gets_an_end_tag() {
        for (xhtml, html) in [
            ("<title/><p>甲<br/>乙</p>", "<title></title><p>甲<br/>乙</p>"),
            ("<a id=\"x>y\" />丙", "<a id=\"x>y\" ></a>丙"),
            ("<!-- <a/> --><script src='a'/>", "<!-- <a/> --><script src='a'></script>"),
            ("<p><![CDATA[a<b & c]]></p>", "<p>a&lt;b &amp; c</p>"),
            ("<!DOCTYPE html [<!ENTITY x \"y\">]><p/>", "<!DOCTYPE html><p></p>"),
            ("1 < 2 <i/>", "1 < 2 <i></i>"),
            ("<p>丁</p>", "<p>丁</p>"),
            ("<i/><", "<i></i><"),
        ] {
            assert_eq!(as_html(xhtml), html);
        }
    }
}
