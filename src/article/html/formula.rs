//! Formulas: what is said of a MathML element, in one line.

use dom_query::NodeRef;

/// The longest formula that is worth a line of text, in characters.
const MAX_CHARS: usize = 400;

/// The text of the formula `math`: its author's own, if it is no program's code, else what its elements hold.
pub(super) fn text(math: &NodeRef<'_>) -> String {
    let own =
        math.attr("alttext").map(|text| plain(&text)).filter(|text| !text.is_empty() && !text.contains('\\'));
    let text = own.unwrap_or_else(|| {
        let mut text = String::new();
        for node in math.descendants_it().filter(NodeRef::is_text) {
            let is_source = node
                .ancestors_it(None)
                .take_while(|outer| outer.id != math.id)
                .any(|outer| outer.has_name("annotation") || outer.has_name("annotation-xml"));
            if !is_source {
                let parent = node.parent();
                let is_raised = parent.as_ref().is_some_and(|parent| {
                    parent.prev_element_sibling().is_some()
                        && parent.parent().is_some_and(|outer| outer.has_name("msup"))
                });
                let piece = node.text();
                let piece = piece.trim();
                text.push_str(&if is_raised { raised(piece) } else { piece.to_owned() });
            }
        }
        text
    });
    text.chars().take(MAX_CHARS).collect()
}

/// `alttext` without the marks of TeX that say nothing, powers as raised digits.
fn plain(alttext: &str) -> String {
    let mut text = alttext.replace("\\displaystyle", "").replace("\\textstyle", "").replace("\\,", " ");
    while let Some(at) = text.find("^{") {
        let Some(end) = text[at..].find('}') else { break };
        let power = raised(&text[at + 2..at + end]);
        text.replace_range(at..=at + end, &power);
    }
    let mut out = String::new();
    let mut chars = text.chars().filter(|c| !matches!(c, '{' | '}' | '$')).peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(next) if c == '^' && next.is_ascii_digit() => {
                out.push_str(&raised(&next.to_string()));
                chars.next();
            }
            Some(_) | None => out.push(c),
        }
    }
    out.trim().to_owned()
}

/// `text` raised, if all of it can be; else after a caret.
fn raised(text: &str) -> String {
    let raised: Option<String> = text.chars().map(super::marks::superscript).collect();
    raised.unwrap_or_else(|| format!("^{text}"))
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::*;

    #[test]
    fn formulas_are_one_line_of_text() {
        for (markup, expected) in [
            ("<math alttext='E=mc^{2}'><mi>x</mi></math>", "E=mc²"),
            ("<math alttext='{\\displaystyle a^2+b}'></math>", "a²+b"),
            ("<math alttext='\\frac{1}{2}'><mfrac><mn>1</mn><mo>/</mo><mn>2</mn></mfrac></math>", "1/2"),
            ("<math><msup><mi>c</mi><mn>2</mn></msup><annotation>c^2</annotation></math>", "c²"),
        ] {
            let doc = Document::from(markup);
            let found = doc.select("math");
            assert_eq!(text(&found.nodes()[0]), expected, "{markup}");
        }
    }
}
