//! Deck of an article: the sentence or two under the headline that tell what the story is.
//!
//! Among the lines between headline and text, it is what the page describes itself by, or what a class calls so. Of 67
//! such lines on the development pages that trees of the two other sets left out, 60 are counted to the article.

use super::{
    super::{
        phrases::{self, weight},
        shingles::{Shingles, words_of},
    },
    head::Head,
    hints::Hints,
    line::Line,
    tags::Element,
};

/// How many lines above the text a deck may stand: the byline, the date and what shares the page come between.
const ABOVE: usize = 30;
/// Share of a line that is in the description, from which it is a part of it.
const MOSTLY: f32 = 0.75;
/// The least weight (see [`weight`]) of a deck.
const LEAST: usize = 18;
/// Where no deck stands.
const ELSEWHERE: Hints = Hints::NAV
    .with(Hints::CRUMBS)
    .with(Hints::FOOTER)
    .with(Hints::FORM)
    .with(Hints::COMMENTS)
    .with(Hints::CAPTION)
    .with(Hints::TAGS)
    .with(Hints::NOTES)
    .with(Hints::DROPPED);

/// What the page says of its article, in its own words; nothing where it says too little.
pub(super) fn description(head: &Head) -> Option<Shingles> {
    /// How many words tell something.
    const WORDS: usize = 6;
    let names = ["og:description", "description", "twitter:description"];
    let all = names.iter().flat_map(|name| head.all(name)).chain(head.json.description.as_deref());
    let all: Vec<Vec<u64>> = all.map(words_of).filter(|words| words.len() >= WORDS).collect();
    (!all.is_empty()).then(|| Shingles::of(all))
}

/// Reads the deck above the text, on a page that calls itself `title` and says `description` of its article.
pub(super) fn join(lines: &[Line], title: &[u64], description: Option<&Shingles>, is_article: &mut [bool]) {
    let is_text = |at: &usize| is_article[*at] && phrases::ends_sentence(&lines[*at].text);
    let Some(first) = (0..lines.len()).find(is_text) else { return };
    let above = first.saturating_sub(ABOVE)..first;
    let is_title = |line: &Line| line.words == title || line.element == Element::Headline;
    let from =
        above.clone().rev().find(|at| is_title(&lines[*at])).map_or(above.start, |headline| headline + 1);
    for at in from..first {
        let line = &lines[at];
        let is_described = || description.is_some_and(|text| text.cover(&line.words) >= MOSTLY);
        is_article[at] |= may_be_deck(line, title) && (line.hints.has(Hints::DECK) || is_described());
    }
}

/// Whether `line` may be one: text that says more than a name or a label.
fn may_be_deck(line: &Line, title: &[u64]) -> bool {
    matches!(
        line.element,
        Element::Paragraph | Element::Plain | Element::Heading | Element::Quote | Element::ListItem
    ) && weight(&line.text) >= LEAST
        && line.link_share() < 0.5
        && !line.hints.has(ELSEWHERE)
        && !line.is_caption()
        && !title.windows(line.words.len().max(1)).any(|words| words == line.words)
        && !phrases::is_furniture(&line.text)
        && !phrases::is_stop(&line.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TITLE: &str = "新橋今天通車";
    const DECK: &str = "等了二十年，居民終於不必再繞路過河。";

    /// The places that are read of a page with these lines between headline and text.
    fn read(between: Vec<Line>, description: Option<&str>) -> Vec<usize> {
        let text = Line::of(Element::Paragraph, "上午九點，第一班公車開過新橋，兩岸響起鞭炮。");
        let lines: Vec<Line> =
            [vec![Line::of(Element::Headline, TITLE)], between, vec![text]].into_iter().flatten().collect();
        let mut is_article = vec![false; lines.len()];
        *is_article.last_mut().expect("the text") = true;
        let description = description.map(|text| Shingles::of([words_of(text)]));
        join(&lines, &words_of(TITLE), description.as_ref(), &mut is_article);
        (0..lines.len()).filter(|at| is_article[*at]).collect()
    }

    #[test]
    fn what_the_page_says_of_itself_is_read_between_headline_and_text() {
        let deck = Line::of(Element::Paragraph, DECK);
        let share = Line::of(Element::Plain, "分享給在臉書的朋友們看一看這篇");
        let between = || vec![share.clone(), deck.clone()];
        assert_eq!(read(between(), None), [3]);
        assert_eq!(read(between(), Some(DECK)), [2, 3]);
        assert_eq!(read(between(), Some(&format!("{DECK}新橋全長一點二公里。"))), [2, 3], "a part of more");
        let menu = Line { hints: Hints::NAV, ..deck.clone() };
        assert_eq!(read(vec![menu], Some(DECK)), [2], "in a menu");
        let link = Line { linked_chars: 18, ..deck.clone() };
        assert_eq!(read(vec![link], Some(DECK)), [2], "a link");
        assert_eq!(read(vec![Line::of(Element::Plain, TITLE)], Some(TITLE)), [2], "the headline again");
    }

    #[test]
    fn a_class_names_a_deck() {
        let deck = Line { hints: Hints::DECK, ..Line::of(Element::Heading, DECK) };
        assert_eq!(read(vec![deck], None), [1, 2]);
    }
}
