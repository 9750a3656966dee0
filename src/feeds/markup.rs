//! Tolerant tokenizer of XML and HTML: never fails, covers its text without gap, does not recurse.

use quick_xml::escape::resolve_html5_entity;

/// A piece of markup; `raw` pieces together are the whole text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// Text between tags, with its entities.
    Text(&'a str),
    /// `<name …>`.
    Open(Tag<'a>),
    /// `</name>`.
    Close(Tag<'a>),
    /// What is inside `<![CDATA[…]]>`.
    Cdata(&'a str),
    /// A comment, a declaration, an instruction.
    Other(&'a str),
}

/// A tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tag<'a> {
    /// Its name with its prefix, as it is written.
    pub(crate) name: &'a str,
    /// What follows the name.
    pub(crate) attributes: &'a str,
    /// Whether it closes itself.
    pub(crate) is_empty: bool,
}

impl<'a> Tag<'a> {
    /// The name without its prefix, in lower case.
    pub(crate) fn local(&self) -> String {
        self.name.rsplit(':').next().unwrap_or_default().to_ascii_lowercase()
    }

    /// Names and values as they are written, without quotes; a name alone has an empty value.
    pub(crate) fn attributes(&self) -> Vec<(&'a str, &'a str)> {
        let mut found = Vec::new();
        let mut rest = self.attributes.trim_start();
        while !rest.is_empty() {
            let end = rest.find(|c: char| c == '=' || c.is_whitespace() || c == '/').unwrap_or(rest.len());
            if end == 0 {
                rest = rest[rest.chars().next().map_or(0, char::len_utf8)..].trim_start();
                continue;
            }
            let name = &rest[..end];
            rest = rest[end..].trim_start();
            let Some(after) = rest.strip_prefix('=') else {
                found.push((name, ""));
                continue;
            };
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (value, left) = match quote {
                Some(quote) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                None => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
            };
            found.push((name, value));
            rest = left.trim_start();
        }
        found
    }

    /// The value of the attribute `name`, whatever its case, with entities resolved.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let found = self.attributes().into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| unescaped(value).trim().to_owned())
    }
}

/// The tokens of a text.
pub(crate) struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

/// The tokens of `text`.
pub(crate) fn tokens(text: &str) -> Tokens<'_> {
    Tokens { text, at: 0 }
}

impl Tokens<'_> {
    /// Where the next token begins, in bytes.
    pub(crate) fn at(&self) -> usize {
        self.at
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let rest = &self.text[self.at..];
        if rest.is_empty() {
            return None;
        }
        let (token, length) = if opens_markup(rest) { markup(rest) } else { text(rest) };
        self.at += length;
        Some(token)
    }
}

/// Whether `rest` begins with markup and not with a bare `<`.
fn opens_markup(rest: &str) -> bool {
    let mut chars = rest.chars();
    chars.next() == Some('<')
        && match chars.next() {
            Some('!' | '?') => true,
            Some('/') => chars.next().is_some_and(char::is_alphabetic),
            Some(c) => c.is_alphabetic() || c == '_',
            None => false,
        }
}

fn text(rest: &str) -> (Token<'_>, usize) {
    let starts = rest.match_indices('<').map(|(at, _)| at).filter(|&at| at > 0);
    let end = starts.into_iter().find(|&at| opens_markup(&rest[at..])).unwrap_or(rest.len());
    (Token::Text(&rest[..end]), end)
}

fn markup(rest: &str) -> (Token<'_>, usize) {
    if let Some(inside) = rest.strip_prefix("<![CDATA[") {
        let end = inside.find("]]>");
        let length = end.map_or(rest.len(), |end| "<![CDATA[".len() + end + 3);
        return (Token::Cdata(&inside[..end.unwrap_or(inside.len())]), length);
    }
    if let Some(inside) = rest.strip_prefix("<!--") {
        let length = inside.find("-->").map_or(rest.len(), |end| "<!--".len() + end + "-->".len());
        return (Token::Other(&rest[..length]), length);
    }
    if rest.starts_with("<!") || rest.starts_with("<?") {
        let length = declaration(rest);
        return (Token::Other(&rest[..length]), length);
    }
    let end = tag_end(rest);
    let length = (end + 1).min(rest.len());
    let inside = &rest[1..end];
    let (inside, is_close) = inside.strip_prefix('/').map_or((inside, false), |inside| (inside, true));
    let name_end = inside.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(inside.len());
    let (name, attributes) = inside.split_at(name_end);
    let attributes = attributes.trim();
    let is_empty = attributes.ends_with('/');
    let attributes = attributes.strip_suffix('/').unwrap_or(attributes).trim_end();
    let tag = Tag { name, attributes, is_empty };
    (if is_close { Token::Close(tag) } else { Token::Open(tag) }, length)
}

/// The length of a declaration or instruction, whose square brackets may hold others.
fn declaration(rest: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in rest.char_indices() {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            '>' if depth == 0 => return at + 1,
            _ => (),
        }
    }
    rest.find('>').map_or(rest.len(), |at| at + 1)
}

/// Where the `>` of a tag stands: outside of quotes, or the first where quotes stay open.
fn tag_end(rest: &str) -> usize {
    let mut quote = None;
    let mut was_equals = false;
    for (at, c) in rest.char_indices() {
        match (quote, c) {
            (None, '>') => return at,
            (None, '"' | '\'') if was_equals => quote = Some(c),
            // A tag never holds another.
            (Some(_), '<') => break,
            (Some(open), c) if c == open => quote = None,
            _ => (),
        }
        was_equals = c == '=' || was_equals && c.is_whitespace();
    }
    rest.find('>').unwrap_or(rest.len())
}

/// `text` with entities of XML and HTML and numbers resolved; what is none stays.
pub(crate) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match entity(rest) {
            Some((value, length)) => {
                out.push_str(&value);
                rest = &rest[length..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// What the entity at the start of `rest` means, and its length in bytes.
pub(crate) fn entity(rest: &str) -> Option<(String, usize)> {
    /// The longest name of an entity of HTML is 31 bytes.
    const LONGEST: usize = 33;
    let inside = rest.strip_prefix('&')?;
    let end = inside.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let name = &inside[..end];
    let value = if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        char::from_u32(code).filter(|c| is_xml_char(*c))?.to_string()
    } else {
        resolve_html5_entity(name)?.to_owned()
    };
    Some((value, end + 2))
}

/// Whether XML 1.0 may hold `c` (production 2, Char).
pub(crate) fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// `text` with `&` and `<` and `>` escaped.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Elements of HTML, between which there is a new line.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "br",
    "li",
    "ul",
    "ol",
    "tr",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "section",
    "article",
    "figure",
    "figcaption",
    "hr",
    "pre",
    "dl",
    "dt",
    "dd",
];
/// Elements of HTML that stand within a line.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "audio", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font",
    "i", "iframe", "img", "ins", "kbd", "label", "mark", "nobr", "picture", "q", "rb", "rt", "ruby", "s",
    "samp", "script", "small", "source", "span", "strike", "strong", "style", "sub", "sup", "svg", "tbody",
    "td", "th", "thead", "time", "tt", "u", "var", "video", "wbr", "center", "main", "header", "footer",
    "aside",
];
/// Elements whose text nobody reads.
const UNREAD: &[&str] = &["script", "style", "rt", "rp"];

/// The text of a piece of HTML, a line a block; what looks like a tag of no known name is text.
pub(crate) fn plain(html: &str) -> String {
    let mut out = String::new();
    let mut unread: Option<String> = None;
    let mut all = tokens(html);
    loop {
        let start = all.at();
        let Some(token) = all.next() else { break };
        match token {
            Token::Text(text) if unread.is_none() => out.push_str(&unescaped(text)),
            Token::Cdata(text) if unread.is_none() => out.push_str(text),
            Token::Open(tag) => {
                let name = tag.name.to_ascii_lowercase();
                if BLOCKS.contains(&name.as_str()) {
                    out.push('\n');
                } else if !INLINE.contains(&name.as_str()) && unread.is_none() {
                    out.push_str(&html[start..all.at()]);
                }
                if UNREAD.contains(&name.as_str()) && !tag.is_empty && unread.is_none() {
                    unread = Some(name);
                }
            }
            Token::Close(tag) => {
                let name = tag.name.to_ascii_lowercase();
                if BLOCKS.contains(&name.as_str()) {
                    out.push('\n');
                }
                if unread.as_deref() == Some(&name) {
                    unread = None;
                }
            }
            Token::Text(_) | Token::Cdata(_) | Token::Other(_) => (),
        }
    }
    let lines = out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The same on one line.
pub(crate) fn line(html: &str) -> String {
    plain(html).replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_html_is_plain() {
        assert_eq!(line("市場<b>漲價</b>了 &amp; &lt;好&gt;"), "市場漲價了 & <好>");
        assert_eq!(line("a < b and Vec<T>"), "a < b and Vec<T>");
        assert_eq!(plain("<p>一<br>二</p><script>x</script><div>三"), "一\n二\n三");
        assert_eq!(line("R&D &nbsp; AT&T &#x4E00;"), "R&D AT&T 一");
    }

    #[test]
    fn attributes_are_read_with_any_quotes() {
        let Some(Token::Open(tag)) = tokens(r#"<link REL=alternate href='/a?b&amp;c' type="x>y" />"#).next()
        else {
            panic!("no tag");
        };
        assert_eq!(tag.attribute("rel").as_deref(), Some("alternate"));
        assert_eq!(tag.attribute("HREF").as_deref(), Some("/a?b&c"));
        assert_eq!(tag.attribute("type").as_deref(), Some("x>y"));
        assert!(tag.is_empty);
    }
}
