//! Inside of the text: a list or a table between two paragraphs that are read goes with them, unless the trees are
//! certain of the opposite.
//!
//! The trees learn from pages of news that lists are links to other stories, which those without links seldom are: of
//! such lists on the English development pages, left out by trees of the two other sets, 93 % of the words are the
//! article's.

use super::{
    super::phrases::{self, weight},
    consistency::ELSEWHERE,
    hints::Hints,
    line::Line,
    rest::is_text,
    tags::Element,
};

/// The least weight (see [`weight`]) of such a paragraph.
const LEAST: usize = 60;
/// How far apart the two may be, in lines.
const FAR: usize = 300;
/// How sure an item of a list must be at least, 0 to 1.
const ITEM: f32 = 0.005;
/// How sure a row of a table must be at least.
const ROW: f32 = 0.02;
/// What is no part of the text wherever it stands; boxes may be.
const APART: Hints = ELSEWHERE.with(Hints::CRUMBS).with(Hints::TAGS).with(Hints::BYLINE).with(Hints::DATE);

/// Reads the lists and rows of `lines`, each of which is `sure` to be the article's, inside of what `is_article`.
pub(super) fn join(lines: &[Line], sure: &[f32], is_article: &mut [bool]) {
    let is_paragraph = |at: &usize| {
        let text = &lines[*at].text;
        is_article[*at] && weight(text) >= LEAST && phrases::ends_sentence(text)
    };
    let paragraphs: Vec<usize> = (0..lines.len()).filter(is_paragraph).collect();
    for pair in paragraphs.windows(2).filter(|pair| pair[1] - pair[0] <= FAR) {
        for at in pair[0] + 1..pair[1] {
            is_article[at] |= goes_with_text(&lines[at], sure[at]);
        }
    }
}

fn goes_with_text(line: &Line, sure: f32) -> bool {
    let least = match line.element {
        Element::ListItem => ITEM,
        Element::Row => ROW,
        Element::Plain
        | Element::Paragraph
        | Element::Quote
        | Element::Heading
        | Element::Code
        | Element::Headline
        | Element::Time
        | Element::Caption => return false,
    };
    sure > least && !line.hints.has(APART) && is_text(line)
}

#[cfg(test)]
mod tests {
    use super::{super::line::Anchor, *};

    #[test]
    fn a_list_between_two_paragraphs_is_read_unless_it_is_links() {
        let paragraph = Line::of(Element::Paragraph, &"新橋今天通車，沿線居民都來走一走。".repeat(3));
        let item = Line::of(Element::ListItem, "長度 1.2 公里");
        let row = Line::of(Element::Row, "通車 2026 年");
        let link = Line {
            linked_chars: 7,
            anchors: vec![Anchor { text: "另一座橋的故事".into(), href: "/2".into() }],
            ..Line::of(Element::ListItem, "另一座橋的故事")
        };
        let tag = Line { hints: Hints::TAGS, ..item.clone() };
        let lines = [&paragraph, &item, &row, &link, &tag, &paragraph, &item].map(Line::clone);
        let read = |sure: f32, last: bool| {
            let mut is_article = [true, false, false, false, false, last, false];
            join(&lines, &[sure; 7], &mut is_article);
            is_article
        };
        assert_eq!(read(0.1, true), [true, true, true, false, false, true, false]);
        assert_eq!(
            read(0.01, true),
            [true, true, false, false, false, true, false],
            "rows are asked for more"
        );
        assert_eq!(
            read(0.001, true),
            [true, false, false, false, false, true, false],
            "the trees are certain"
        );
        assert_eq!(read(0.1, false), [true, false, false, false, false, false, false], "after the text");
    }
}
