//! Slimmer: a page without what holds no text, for an extractor that copies its whole tree several times.

use super::super::steps;

/// Elements without text of the article, with the ends of their tags.
const EMPTY: &[(&str, &str)] = &[("<script", "</script"), ("<style", "</style"), ("<svg", "</svg")];

/// `html` without scripts, styles, drawings and comments.
pub(super) fn slim(html: &str) -> String {
    steps::add(html.len());
    let mut out = String::with_capacity(html.len() / 2);
    let mut rest = html;
    // What was looked for to the end of the page and not found is not there further on either.
    let (mut has_comments, mut has) = (true, [true; EMPTY.len()]);
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = if has_comments && rest.starts_with("<!--") {
            let end = rest.find("-->").map(|end| end + "-->".len());
            has_comments = end.is_some();
            end
        } else {
            let which = EMPTY.iter().position(|(open, _)| begins(rest, open)).filter(|which| has[*which]);
            which.and_then(|which| {
                let end = end_of(rest, EMPTY[which].1);
                has[which] = end.is_some();
                end
            })
        };
        // What does not end is left to the parser.
        let end = end.unwrap_or_else(|| {
            out.push('<');
            1
        });
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// Where the first end tag that opens with `close` ends in `text`.
fn end_of(text: &str, close: &str) -> Option<usize> {
    let at = text.match_indices("</").map(|(at, _)| at).find(|at| begins(&text[*at..], close))?;
    Some(at + text[at..].find('>')? + 1)
}

/// Whether `text` begins with the start of a tag, in any case, and its name ends there.
fn begins(text: &str, tag: &str) -> bool {
    let is_name = text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    is_name && !text[tag.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_no_text_is_gone() {
        for (html, expected) in [
            ("<p>a<script>if (a<b) '</p>'</script>b</p>", "<p>ab</p>"),
            ("a<STYLE type=x>p{}</STYLE >b<!-- <p> -->c<svg><path/></svg>d", "abcd"),
            ("<scripted>a</scripted> <script>never ends", "<scripted>a</scripted> <script>never ends"),
            ("<!-- never ends", "<!-- never ends"),
            ("1 < 2", "1 < 2"),
        ] {
            assert_eq!(slim(html), expected, "{html}");
        }
    }
}
