//! Consistency: lines of one design are read or not read together, headings with what stands under them.

use std::collections::{HashMap, HashSet};

use super::{
    super::phrases::{self, weight},
    hints::Hints,
    line::Line,
    tags::Element,
};

/// Where no heading of the article stands.
const ELSEWHERE: Hints = Hints::RELATED
    .with(Hints::COMMENTS)
    .with(Hints::NAV)
    .with(Hints::FORM)
    .with(Hints::FOOTER)
    .with(Hints::PROMOTION)
    .with(Hints::NOTES)
    .with(Hints::DROPPED);

/// Decides runs of list items and of table rows each as a whole, by how sure they are on the whole.
pub(super) fn join_runs(lines: &[Line], sure: &[f32], least: f32, is_article: &mut [bool]) {
    for element in [Element::ListItem, Element::Row] {
        let mut at = 0;
        while at < lines.len() {
            let end = at + lines[at..].iter().take_while(|line| line.element == element).count();
            if end > at + 1 {
                let said = |at: usize| weight(&lines[at].text) as f32 + 10.0;
                let whole: f32 = (at..end).map(said).sum();
                let mean = (at..end).map(|at| sure[at] * said(at)).sum::<f32>() / whole;
                is_article[at..end].fill(mean > least);
            }
            at = end.max(at + 1);
        }
    }
}

/// Makes the lines of one design, between the first and the last line that is read, all read or none: labels of
/// speakers, names of places, steps of a recipe.
pub(super) fn join_designs(lines: &[Line], sure: &[f32], is_article: &mut [bool]) {
    /// How many lines a design has at least, for it to say something.
    const LEAST: usize = 3;
    /// How sure the lines of a design are in the middle at least, for those of them that are not to be read.
    const MIDDLE: f32 = 0.5;
    /// How sure a line itself is at least.
    const DOUBTFUL: f32 = 0.2;
    /// How sure a line is at most, to be left out with the others.
    const NEARLY: f32 = 0.75;
    let Some((first, last)) = ends(is_article) else { return };
    let mut designs: HashMap<(u64, bool), Vec<usize>> = HashMap::new();
    for (at, line) in lines.iter().enumerate().take(last + 1).skip(first) {
        let is_own =
            !matches!(line.element, Element::Heading | Element::Headline | Element::ListItem | Element::Row);
        if is_own && !line.is_caption() && !is_set_apart(line) {
            designs.entry((line.design, line.link_share() > 0.5)).or_default().push(at);
        }
    }
    for places in designs.into_values().filter(|places| places.len() >= LEAST) {
        let read = places.iter().filter(|at| is_article[**at]).count();
        let mean = places.iter().map(|at| sure[*at]).sum::<f32>() / places.len() as f32;
        if read * 3 > places.len() * 2 && mean > MIDDLE {
            for at in places {
                is_article[at] |= sure[at] > DOUBTFUL && lines[at].link_share() < 0.5;
            }
        } else if read * 3 < places.len() {
            for at in places {
                // A sentence may stand in an element that is used for anything.
                is_article[at] &= sure[at] > NEARLY || phrases::ends_sentence(&lines[at].text);
            }
        }
    }
}

/// Leaves out what stands above the headline and is no sentence: names of the site, of sections, of authors.
pub(super) fn drop_above(lines: &[Line], title: &[u64], is_article: &mut [bool]) {
    let is_title =
        |line: &Line| line.element == Element::Headline && !title.is_empty() && line.words.ends_with(title);
    let Some(headline) = lines.iter().position(is_title) else { return };
    for (line, is) in lines.iter().zip(is_article).take(headline) {
        *is &= phrases::ends_sentence(&line.text);
    }
}

/// Takes the captions of one design all for the article's, if one of them is: what they are is told later.
pub(super) fn join_captions(lines: &[Line], is_article: &mut [bool]) {
    /// How many lines after the last that is read a caption may stand.
    const AFTER: usize = 4;
    let Some((first, last)) = ends(is_article) else { return };
    let places = first..lines.len().min(last + 1 + AFTER);
    let is_own = |at: &usize| lines[*at].is_caption() && !is_set_apart(&lines[*at]);
    let designs: HashSet<u64> =
        places.clone().filter(|at| is_article[*at]).filter(is_own).map(|at| lines[at].design).collect();
    for at in places.filter(is_own) {
        is_article[at] |= designs.contains(&lines[at].design);
    }
}

/// Makes a heading read where the first text under it is, and silent where nothing after it is.
pub(super) fn join_headings(lines: &[Line], title: &[u64], is_article: &mut [bool]) {
    let Some((first, last)) = ends(is_article) else { return };
    let is_heading = |line: &Line| matches!(line.element, Element::Heading | Element::Headline);
    let is_text = |line: &Line| {
        !is_heading(line)
            && !line.is_caption()
            && !line.hints.has(Hints::DATE | Hints::BYLINE | Hints::EMBED)
            && weight(&line.text) > 6
    };
    let mut is_last = true;
    for at in (first..=last).rev() {
        let line = &lines[at];
        if is_heading(line) {
            let says = !line.hints.has(ELSEWHERE)
                && line.link_share() < 0.5
                && line.words != title
                && !phrases::is_stop(&line.text)
                && !phrases::is_furniture(&line.text);
            let under =
                lines[at + 1..].iter().take_while(|next| !is_heading(next) || next.level > line.level);
            let next = under.zip(at + 1..).find(|(line, _)| is_text(line)).map(|(_, at)| at);
            if says && next.is_some_and(|next| is_article[next]) {
                is_article[at] = true;
            } else if is_last {
                // It announces what is not read.
                is_article[at] = false;
            }
        }
        is_last &= !is_article[at];
    }
}

/// Leaves out what announces headings further on, a table of contents, with the heading over it.
pub(super) fn drop_contents(lines: &[Line], is_article: &mut [bool]) {
    let mut headings: HashMap<&[u64], usize> = HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        if line.element == Element::Heading {
            headings.entry(&line.words).or_insert(at);
        }
    }
    let is_entry = |at: usize| {
        let line = &lines[at];
        let here = line.anchors.iter().any(|anchor| anchor.href.contains('#')) || line.hints.has(Hints::BOX);
        let is_after = || headings.get(line.words.as_slice()).is_some_and(|heading| *heading > at);
        line.element != Element::Heading && here && line.words.len() > 1 && is_after()
    };
    let mut is_dropped = false;
    for at in (0..lines.len()).rev() {
        let is_over = is_dropped && lines[at].element == Element::Heading;
        is_dropped = is_article[at] && is_entry(at);
        if is_dropped || is_over {
            is_article[at] = false;
        }
    }
}

/// Makes lines under picture after picture the text that they are: a diary.
pub(super) fn tell_pictures(lines: &mut [Line]) {
    /// How many lines under pictures make a diary.
    const LEAST: usize = 4;
    let mut designs: HashMap<u64, (usize, usize, usize)> = HashMap::new();
    // In the middle of the page, or where the page says that its text is.
    let may_be_told = |line: &Line| {
        matches!(line.element, Element::Paragraph | Element::Plain)
            && line.link_share() < 0.5
            && (line.is_centered || line.hints.has(Hints::BODY | Hints::ARTICLE))
            && !line.hints.has(ELSEWHERE)
    };
    for line in lines.iter().filter(|line| may_be_told(line)) {
        let design = designs.entry(line.design).or_default();
        design.0 += usize::from(line.is_under_picture);
        design.1 += 1;
        design.2 += weight(&line.text);
    }
    let of_text: usize =
        lines.iter().filter(|line| phrases::ends_sentence(&line.text)).map(|line| weight(&line.text)).sum();
    for line in lines {
        let (under, all, said) = designs.get(&line.design).copied().unwrap_or_default();
        line.is_told = may_be_told(line) && under >= LEAST && under * 2 >= all && said >= of_text;
    }
}

/// Whether `line` is furniture by its words or its place.
fn is_set_apart(line: &Line) -> bool {
    line.hints.has(
        ELSEWHERE.with(Hints::ASIDE).with(Hints::BOX).with(Hints::TAGS).with(Hints::BYLINE).with(Hints::DATE),
    ) || phrases::is_furniture(&line.text)
        || phrases::is_stop(&line.text)
        || phrases::is_cut_off(&line.text)
}

/// The first and the last line that is read.
fn ends(is_article: &[bool]) -> Option<(usize, usize)> {
    is_article.iter().position(|is| *is).zip(is_article.iter().rposition(|is| *is))
}
