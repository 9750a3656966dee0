//! End of the article: where a page goes on to its next story, or to teasers of others.

use std::collections::HashMap;

use super::{
    super::{byline, date, phrases, shingles::words_of},
    hints::Hints,
    line::Line,
    tags::Element,
};

/// How many lines after a headline its date or byline stands.
const NEAR: usize = 4;
/// The least weight (see [`phrases::weight`]) of the text before the next story.
const LEAST: usize = 60;

/// Takes from `is_article` what is of other stories, on a page that calls itself `title`.
pub(super) fn cut(lines: &[Line], title: &str, is_article: &mut [bool]) {
    let Some(first) = (0..lines.len()).find(|at| is_article[*at] && phrases::ends_sentence(&lines[*at].text))
    else {
        return;
    };
    let headline = headline(lines, title, first);
    // The page's own headline may come late, under a picture or a table of contents.
    let own = lines.iter().position(|line| line.element == Element::Headline);
    let mut said = 0;
    for at in first..lines.len() {
        if said >= LEAST && own != Some(at) && opens_next(lines, headline, first, at) {
            is_article[at..].fill(false);
            break;
        }
        if is_article[at] {
            said += phrases::weight(&lines[at].text);
        }
    }
    cut_teasers(lines, headline, first, is_article);
}

/// The line of the headline above `first`.
fn headline(lines: &[Line], title: &str, first: usize) -> Option<usize> {
    /// How far above the text it stands at most, in lines.
    const FAR: usize = 60;
    let words = words_of(title);
    let is_heading = |at: &usize| matches!(lines[*at].element, Element::Headline | Element::Heading);
    let above = first.saturating_sub(FAR)..first + 1;
    let said = |at: &usize| !words.is_empty() && lines[*at].words == words;
    above
        .clone()
        .rev()
        .find(|at| is_heading(at) && said(at))
        .or_else(|| above.rev().find(|at| lines[*at].element == Element::Headline))
}

/// Whether the headline of another story stands at `at`.
fn opens_next(lines: &[Line], headline: Option<usize>, first: usize, at: usize) -> bool {
    let line = &lines[at];
    if !matches!(line.element, Element::Headline | Element::Heading) || line.hints.has(Hints::NOTES) {
        return false;
    }
    let title = headline.map(|at| &lines[at]);
    if title.is_some_and(|title| title.words == line.words) || phrases::weight(&line.text) < 12 {
        return false;
    }
    // As the headline of this one is set, which no heading inside it is.
    let is_set_alike = title.is_some_and(|title| {
        title.element == line.element && title.level == line.level && title.design == line.design
    });
    let is_apart = lines[first].story != line.story;
    let is_headline = line.element == Element::Headline;
    let is_link = leads_away(line);
    let is_dated = lines[at + 1..].iter().take(NEAR).any(is_origin)
        || lines[at.saturating_sub(2)..at]
            .iter()
            .any(|line| is_origin(line) && line.story != lines[first].story);
    let is_alike = is_set_alike && (is_link || is_dated || is_apart);
    is_alike || is_headline && (is_link || is_apart && is_dated) || opens_article(lines, headline, first, at)
}

/// Whether the heading at `at` opens an `article` of its own with another writer, after the `article` of this story has
/// ended: what scrolling on would have brought.
fn opens_article(lines: &[Line], headline: Option<usize>, first: usize, at: usize) -> bool {
    let (own, story) = (lines[first].story, lines[at].story);
    let is_whole = own != 0 && headline.is_some_and(|at| lines[at].story == own);
    let is_signed = |line: &Line| line.hints.has(Hints::BYLINE) || byline::whole(&line.text).is_some();
    is_whole
        && story != 0
        && story != own
        && lines[at - 1].story != story
        && lines[at..].iter().all(|line| line.story != own)
        && lines[at + 1..].iter().take(NEAR).any(is_signed)
}

/// Whether `line` says who wrote something and when.
fn is_origin(line: &Line) -> bool {
    /// The longest of these, in characters.
    const CHARS: usize = 60;
    let is_short = line.text.chars().count() <= CHARS;
    is_short
        && (line.hints.has(Hints::DATE | Hints::BYLINE)
            || line.element == Element::Time
            || date::is_line(&line.text))
}

/// Whether `line` is a link to another page, whole.
fn leads_away(line: &Line) -> bool {
    line.link_share() > 0.8 && line.anchors.iter().any(|anchor| !anchor.href.starts_with('#'))
}

/// Takes headlines that are links, with what stands under each, where two or more of one design follow each other
/// outside the element of the text.
fn cut_teasers(lines: &[Line], headline: Option<usize>, first: usize, is_article: &mut [bool]) {
    /// How many lines a teaser has under its headline at most.
    const UNDER: usize = 5;
    // Where the text is not in one element with its headline, links may be what the page is about.
    let own = &lines[first];
    let is_whole = headline.is_some_and(|at| lines[at].story == own.story && own.story != 0);
    if !is_whole && !own.hints.has(Hints::BODY) {
        return;
    }
    let opens = |at: usize| {
        let line = &lines[at];
        matches!(line.element, Element::Heading | Element::Headline | Element::ListItem | Element::Plain)
            && leads_away(line)
            && phrases::weight(&line.text) >= 18
            && !phrases::ends_sentence(&line.text)
    };
    let is_inside = |line: &Line| {
        own.hints.has(Hints::BODY) && line.hints.has(Hints::BODY) || own.story != 0 && line.story == own.story
    };
    let starts: Vec<usize> = (first + 1..lines.len()).filter(|at| opens(*at)).collect();
    let mut designs: HashMap<u64, usize> = HashMap::new();
    for at in &starts {
        *designs.entry(lines[*at].design).or_default() += 1;
    }
    for (order, from) in starts.iter().copied().enumerate() {
        let line = &lines[from];
        if designs.get(&line.design).is_none_or(|count| *count < 2) || is_inside(line) {
            continue;
        }
        let next = starts.get(order + 1).copied().unwrap_or(lines.len());
        // The elements around the headline, and not around the text.
        let around = line.inside.map(|at| if own.inside.contains(&at) { 0 } else { at });
        let is_under =
            |at: &usize| *at == from || lines[*at].inside.iter().any(|at| *at != 0 && around.contains(at));
        for at in (from..next.min(from + 1 + UNDER)).filter(is_under) {
            is_article[at] = false;
        }
    }
}
