//! Pieces: where the tokenizer of HTML is given the next piece of a page, so that no tag has too many attributes.
//!
//! The tokenizer compares each attribute with all before it, and gives a tag away only when it has all of it. So a piece
//! is text with the tag, comment or declaration after it, by the states of <https://html.spec.whatwg.org/#tokenization>.

use html5ever::LocalName;

use super::super::{limits::MAX_ATTRIBUTES, steps};

/// What the tokenizer is in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Content {
    /// Markup.
    #[default]
    Markup,
    /// Markup in a drawing or formula, which may have CDATA sections.
    Foreign,
    /// What is no markup, up to the end tag of the element with this name.
    UntilEnd(LocalName),
    /// Text to the end of the page.
    Text,
}

/// The next piece of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// All to the byte `end`.
    Whole { end: usize },
    /// A tag with too many attributes: its name ends at `name_end`, the tag at `end`.
    WithoutAttributes { name_end: usize, end: usize },
    /// The end tag of content that is no markup: its name ends at `name_end`, and the tag at `end` if it is one.
    EndOfContent { name_end: usize, end: usize },
    /// A tag that does not end, which the tokenizer would leave out.
    Unended,
}

/// The piece of `html` from the byte `at`, which is in `content`.
pub(super) fn next(html: &str, at: usize, content: &Content) -> Piece {
    let piece = match content {
        Content::Markup | Content::Foreign => markup(html, at, content),
        Content::UntilEnd(name) => until_end(html, at, name),
        Content::Text => Piece::Whole { end: html.len() },
    };
    steps::add(match piece {
        Piece::Whole { end } | Piece::WithoutAttributes { end, .. } | Piece::EndOfContent { end, .. } => {
            end - at
        }
        Piece::Unended => html.len() - at,
    });
    piece
}

fn markup(html: &str, at: usize, content: &Content) -> Piece {
    let bytes = html.as_bytes();
    let begins =
        |at: usize| matches!(bytes.get(at + 1), Some(b'!' | b'?' | b'/' | b'a'..=b'z' | b'A'..=b'Z'));
    let Some(start) = html[at..].match_indices('<').map(|(found, _)| at + found).find(|at| begins(*at))
    else {
        return Piece::Whole { end: html.len() };
    };
    let rest = &html[start..];
    let closed = |found: Option<usize>| Piece::Whole { end: found.map_or(html.len(), |end| start + end) };
    if rest.starts_with("<!--") {
        return closed(comment_end(rest));
    }
    if rest.starts_with("<![CDATA[") && *content == Content::Foreign {
        // Whether it is one is known only after the text before it.
        return if start > at {
            Piece::Whole { end: start }
        } else {
            closed(rest.find("]]>").map(|end| end + 3))
        };
    }
    if start > at && rest.starts_with("<![CDATA[") {
        return Piece::Whole { end: start };
    }
    let name = start + 1 + usize::from(rest.starts_with("</"));
    if !bytes.get(name).is_some_and(u8::is_ascii_alphabetic) {
        return closed(rest.find('>').map(|end| end + 1));
    }
    let tag = Tag::at(bytes, name);
    match tag.end {
        // Text before it is text.
        None if start > at => Piece::Whole { end: start },
        None => Piece::Unended,
        Some(end) if tag.attributes > MAX_ATTRIBUTES => {
            Piece::WithoutAttributes { name_end: tag.name_end, end }
        }
        Some(end) => Piece::Whole { end },
    }
}

/// Where the comment that `rest` begins with ends.
fn comment_end(rest: &str) -> Option<usize> {
    const OPEN: usize = "<!--".len();
    let is_end = |at: usize| {
        let inside = &rest.as_bytes()[OPEN..at];
        matches!(inside, [] | [b'-'] | [.., b'-', b'-'] | [.., b'-', b'-', b'!'])
    };
    rest.match_indices('>').map(|(at, _)| at).find(|at| *at >= OPEN && is_end(*at)).map(|at| at + 1)
}

fn until_end(html: &str, at: usize, name: &str) -> Piece {
    let bytes = html.as_bytes();
    let is_end = |start: usize| {
        let end = start + 2 + name.len();
        let is_named =
            bytes.get(start + 2..end).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()));
        is_named && bytes.get(end).is_some_and(|byte| is_gap(*byte) || *byte == b'>')
    };
    let Some(start) = html[at..].match_indices("</").map(|(found, _)| at + found).find(|at| is_end(*at))
    else {
        return Piece::Whole { end: html.len() };
    };
    let tag = Tag::at(bytes, start + 2);
    Piece::EndOfContent { name_end: tag.name_end, end: tag.end.unwrap_or(html.len()) }
}

/// A tag, as far as it is measured.
struct Tag {
    /// The byte after its name.
    name_end: usize,
    attributes: usize,
    /// The byte after its `>`; `None` where it has none.
    end: Option<usize>,
}

impl Tag {
    /// The tag whose name begins at `name`.
    fn at(bytes: &[u8], name: usize) -> Self {
        let until = |from: usize, is_end: &dyn Fn(u8) -> bool| {
            from + bytes[from..].iter().position(|byte| is_end(*byte)).unwrap_or(bytes.len() - from)
        };
        let name_end = until(name, &|byte| is_gap(byte) || byte == b'>');
        let (mut at, mut attributes) = (name_end, 0);
        let end = loop {
            at = until(at, &|byte| !is_gap(byte));
            match bytes.get(at) {
                None => break None,
                Some(b'>') => break Some(at + 1),
                Some(_) => attributes += 1,
            }
            // An equals sign may begin a name.
            at = until(at + 1, &|byte| is_gap(byte) || matches!(byte, b'>' | b'='));
            at = until(at, &|byte| !byte.is_ascii_whitespace());
            if bytes.get(at) != Some(&b'=') {
                continue;
            }
            at = until(at + 1, &|byte| !byte.is_ascii_whitespace());
            at = match bytes.get(at) {
                Some(quote @ (b'"' | b'\'')) => (until(at + 1, &|byte| byte == *quote) + 1).min(bytes.len()),
                Some(_) | None => until(at, &|byte| byte.is_ascii_whitespace() || byte == b'>'),
            };
        };
        Self { name_end, attributes, end }
    }
}

/// Whether `byte` parts the attributes of a tag.
fn is_gap(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == b'/'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_end_where_the_tokenizer_gives_something_away() {
        for (html, first) in [
            ("text", "text"),
            ("a < b <3 <p>c", "a < b <3 <p>"),
            ("<!-->b>", "<!-->"),
            ("<!--->b>", "<!--->"),
            ("<!-- > -- > --->b>", "<!-- > -- > --->"),
            ("<!-- a --!>b>", "<!-- a --!>"),
            ("<!doctype html>a", "<!doctype html>"),
            ("</>a>", "</>"),
            ("<a b='>' c=\">\" d=e'>f>", "<a b='>' c=\">\" d=e'>"),
            ("<a b=>c>", "<a b=>"),
            ("<a =b=c / d = 'e>'>f", "<a =b=c / d = 'e>'>"),
            ("<a 'b>c'>", "<a 'b>"),
        ] {
            assert_eq!(next(html, 0, &Content::Markup), Piece::Whole { end: first.len() }, "{html}");
        }
        assert_eq!(next("<a b='>", 0, &Content::Markup), Piece::Unended);
        assert_eq!(next("c<a b='>", 0, &Content::Markup), Piece::Whole { end: 1 });
        assert_eq!(next("<![CDATA[>]]>a", 0, &Content::Foreign), Piece::Whole { end: 13 });
        assert_eq!(next("<![CDATA[>]]>a", 0, &Content::Markup), Piece::Whole { end: 10 });
        let script = Content::UntilEnd(LocalName::from("script"));
        assert_eq!(
            next("a</p></scripts></SCRIPT >", 0, &script),
            Piece::EndOfContent { name_end: 23, end: 25 }
        );
    }

    #[test]
    fn attributes_are_counted_as_the_tokenizer_counts_them() {
        for (tag, attributes) in
            [("a>", 0), ("a b c=d e='f g'h=i>", 4), ("a/b/c>", 2), ("a = b>", 2), ("a b = c>", 1)]
        {
            assert_eq!(Tag::at(tag.as_bytes(), 0).attributes, attributes, "{tag}");
        }
    }
}
