//! Markup inside data: the lines of a text that a page keeps in JSON with its tags, escaped once or twice.

use super::{super::phrases, line::Line, lines, opened::opened, parse::parse, tags::Element};

/// Whether `text` is HTML.
pub(super) fn is_markup(text: &str) -> bool {
    let text = text.trim_end();
    let opens = |at: usize| {
        let rest = &text[at + 1..];
        rest.starts_with('/') || rest.starts_with(|c: char| c.is_ascii_alphabetic())
    };
    text.contains("&lt;")
        || text.match_indices('<').take(50).any(|(at, _)| opens(at) && text[at..].contains('>'))
}

/// The weight (see [`phrases::weight`]) of `text` without its tags.
pub(super) fn weight_of(text: &str) -> usize {
    let (mut weight, mut rest) = (0, text);
    while let Some((before, tag)) = rest.split_once('<') {
        weight += phrases::weight(before);
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    weight + phrases::weight(rest)
}

/// The lines of `text`: of its markup, if it has any, else as they stand.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let text = unescaped(text);
    if !is_markup(&text) {
        let lines = text.lines().map(str::trim).filter(|text| !text.is_empty());
        return lines.map(|text| Line::of(Element::Paragraph, text)).collect();
    }
    let mut lines = lines::lines(&parse(&opened(&text)).doc, true);
    for line in &mut lines {
        // What stands in the data has no page around it.
        if line.element == Element::Plain {
            line.element = Element::Paragraph;
        }
    }
    lines
}

/// `text` with what stands for tags in it turned into tags: some sites escape their markup before they put it into JSON.
fn unescaped(text: &str) -> String {
    /// How many times it may have been escaped.
    const TIMES: usize = 2;
    let mut text = text.to_owned();
    for _ in 0..TIMES {
        if !text.contains('&') || text.contains("</") && !text.contains("&lt;/") {
            break;
        }
        for (escaped, plain) in
            [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")]
        {
            text = text.replace(escaped, plain);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_told_from_text_and_unescaped() {
        let texts = |text: &str| lines(text).into_iter().map(|line| line.text).collect::<Vec<_>>();
        for text in [
            "<p>新橋今天通車。</p><p>往返五分鐘。</p>",
            "&lt;p&gt;新橋今天通車。&lt;/p&gt;&lt;p&gt;往返五分鐘。&lt;/p&gt;",
            "&amp;lt;p&amp;gt;新橋今天通車。&amp;lt;/p&amp;gt;&amp;lt;p&amp;gt;往返五分鐘。&amp;lt;/p&amp;gt;",
            "新橋今天通車。\n往返五分鐘。",
        ] {
            assert_eq!(texts(text), ["新橋今天通車。", "往返五分鐘。"], "{text}");
        }
        assert!(!is_markup("3 < 4 and 5 > 2"));
        assert_eq!(texts("A &amp; B."), ["A & B."]);
        assert_eq!(weight_of("<p class=x>新橋</p>"), 6);
    }
}
