//! Rest of the text: lines that go with what is read, though nothing in them says so: the last verses of a poem, a list
//! between two paragraphs, the numbers of a law's articles, the pictures of a gallery.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use regex::Regex;

use super::{
    super::{
        SpanKind, byline, calls, date,
        phrases::{self, weight},
    },
    consistency,
    hints::Hints,
    line::Line,
    tags::Element,
};

/// Where nothing of the text stands.
const ELSEWHERE: Hints =
    consistency::ELSEWHERE.with(Hints::CRUMBS).with(Hints::TAGS).with(Hints::BOX).with(Hints::ASIDE);

/// 第 3 條, 第三章 總則, at the start of a line.
static OF_LAW: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^第\s*[0-9〇零一二三四五六七八九十百]{1,6}\s*[編章節款條](?:\s*之\s*[0-9一二三四五六七八九十]{1,3})?(?:$|[\s　])")
        .expect("a pattern of this file")
});

/// Reads with the lines of `is_article` what goes with them.
pub(super) fn join(lines: &[Line], is_article: &mut [bool]) {
    drop_feet(lines, is_article);
    drop_labels(lines, is_article);
    drop_boxes(lines, is_article);
    drop_cards(lines, is_article);
    join_broken(lines, is_article);
    join_bold(lines, is_article);
    join_points(lines, is_article);
    join_lists(lines, is_article);
    join_tables(lines, is_article);
    join_law(lines, is_article);
    join_gallery(lines, is_article);
}

/// Leaves out the page's foot, unless most of the page is one.
fn drop_feet(lines: &[Line], is_article: &mut [bool]) {
    let is_foot = |line: &Line| {
        line.hints.has(Hints::FOOTER) && !line.hints.has(Hints::ARTICLE | Hints::MAIN | Hints::BODY)
    };
    let said = |is: &dyn Fn(&Line) -> bool| -> usize {
        let read = lines.iter().zip(&*is_article).filter(|(line, is_read)| **is_read && is(line));
        read.map(|(line, _)| weight(&line.text)).sum()
    };
    if said(&is_foot) * 3 < said(&|_| true) {
        for (is, line) in is_article.iter_mut().zip(lines) {
            *is &= !is_foot(line);
        }
    }
}

/// Leaves out the names and counters between the headline and the text, which are set as nothing in the text is.
fn drop_labels(lines: &[Line], is_article: &mut [bool]) {
    /// The greatest weight of such a label.
    const MOST: usize = 24;
    let Some(first) = (0..lines.len()).find(|at| is_article[*at] && phrases::ends_sentence(&lines[*at].text))
    else {
        return;
    };
    let Some(headline) = lines[..first].iter().rposition(|line| line.element == Element::Headline) else {
        return;
    };
    // The first speaker's label is set as those of the next are.
    let read = lines[first..].iter().zip(&is_article[first..]).filter(|(_, is)| **is);
    let designs: HashSet<u64> = read.map(|(line, _)| line.design).collect();
    for at in headline + 1..first {
        let line = &lines[at];
        let is_label =
            line.element == Element::Plain && !designs.contains(&line.design) && weight(&line.text) <= MOST;
        is_article[at] &= !is_label;
    }
}

/// Leaves out boxes between what is read that ask for something: with a button, or a call.
fn drop_boxes(lines: &[Line], is_article: &mut [bool]) {
    /// The greatest weight of such a box.
    const MOST: usize = 500;
    let Some(first) = is_article.iter().position(|is| *is) else { return };
    let is_of_box = |line: &Line| line.hints.without(lines[first].hints).has(Hints::PROMOTION);
    let asks = |line: &Line| {
        line.hints.has(Hints::FORM) || calls::is_call(&line.text) || calls::is_sponsor(&line.text)
    };
    let mut at = first;
    while at < lines.len() {
        let end = at + lines[at..].iter().take_while(|line| is_of_box(line)).count();
        let all = &lines[at..end];
        let said: usize = all.iter().map(|line| weight(&line.text)).sum();
        if all.iter().any(asks) && said <= MOST {
            is_article[at..end].fill(false);
        }
        at = end.max(at + 1);
    }
}

/// Leaves out cards that are each one link to something else, with two lines or a few.
fn drop_cards(lines: &[Line], is_article: &mut [bool]) {
    /// How many lines a card has at most; a link with more was left open.
    const MOST: usize = 4;
    // The link is known by the last line in it.
    let is_linked = |line: &Line| line.hints.has(Hints::LINK) && line.link_share() > 0.9;
    let mut from = 0;
    for at in 0..lines.len() {
        if !is_linked(&lines[at]) {
            from = at + 1;
            continue;
        }
        let Some(anchor) = lines[at].anchors.first() else { continue };
        if (from + 1..from + MOST).contains(&at) && !anchor.href.starts_with('#') {
            is_article[from..=at].fill(false);
        }
        from = at + 1;
    }
}

/// Reads the lines after the text that stand in one element with it, parted from it by line breaks only.
fn join_broken(lines: &[Line], is_article: &mut [bool]) {
    /// How many lines of the element are read at least.
    const LEAST: usize = 3;
    /// How many lines before and after them go with them at most.
    const MOST: usize = 3;
    let mut elements: HashMap<u32, Vec<usize>> = HashMap::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.inside[0] != 0) {
        elements.entry(line.inside[0]).or_default().push(at);
    }
    for places in elements.into_values() {
        let is_read = |at: &usize| is_article[*at];
        let read = places.iter().filter(|at| is_read(at)).count();
        let Some((first, last)) = places.iter().position(is_read).zip(places.iter().rposition(is_read))
        else {
            continue;
        };
        if read < LEAST || read * 4 < (last + 1 - first) * 3 {
            continue;
        }
        let goes_with = |at: &&usize| is_plain(&lines[**at]) && is_said(&lines[**at].text);
        let next =
            |from: usize, to: usize| lines[from].inside[0] == lines[to].inside[0] && from.abs_diff(to) == 1;
        let after = places[last..].windows(2).take_while(|pair| next(pair[0], pair[1])).map(|pair| pair[1]);
        let after: Vec<usize> = after.collect();
        let after: Vec<usize> = after.iter().take(MOST).take_while(goes_with).copied().collect();
        for at in after {
            is_article[at] = true;
        }
    }
}

/// Reads the bold label over a line that is read, parted from it by a line break only.
fn join_bold(lines: &[Line], is_article: &mut [bool]) {
    for at in (1..lines.len()).rev() {
        let (label, line) = (&lines[at - 1], &lines[at]);
        let is_one = label.inside[0] != 0 && label.inside[0] == line.inside[0];
        let is_bold = label.spans.iter().any(|span| {
            let length = (span.range.end - span.range.start) as usize;
            span.kind == SpanKind::Strong && length == label.text.len()
        });
        if is_article[at] && is_one && is_bold && is_plain(label) && is_said(&label.text) {
            is_article[at - 1] = true;
        }
    }
}

/// Reads the list of what matters that stands between the headline and the text.
fn join_points(lines: &[Line], is_article: &mut [bool]) {
    /// How many lines may stand between the headline and the list, or the list and the text.
    const BETWEEN: usize = 3;
    /// The least weight of such a point.
    const LEAST: usize = 30;
    let Some(first) = is_article.iter().position(|is| *is) else { return };
    let is_point = |at: &usize| {
        let line = &lines[*at];
        line.element == Element::ListItem
            && is_plain(line)
            && line.anchors.is_empty()
            && weight(&line.text) >= LEAST
    };
    let Some(last) = (first.saturating_sub(BETWEEN)..first).rev().find(is_point) else { return };
    // Shorter points of the list go with it.
    let is_item = |at: &usize| lines[*at].design == lines[last].design && is_plain(&lines[*at]);
    let from = (0..=last).rev().take_while(|at| is_point(at) || is_item(at)).last().unwrap_or(last);
    let last = (last..first).take_while(|at| is_point(at) || is_item(at)).last().unwrap_or(last);
    let mut over = lines[from.saturating_sub(BETWEEN)..from].iter();
    if last > from && over.any(|line| line.element == Element::Headline) {
        is_article[from..=last].fill(true);
    }
}

/// Whether `text`, a short one, says neither who wrote what nor where to go.
fn is_said(text: &str) -> bool {
    /// The greatest weight of such a line.
    const MOST: usize = 60;
    weight(text) <= MOST
        && !text.starts_with(phrases::POINTERS)
        && !text.starts_with(['(', '（', '【', '['])
        && byline::whole(text).is_none()
        && date::find(text).is_none()
}

/// Reads lists between lines that are read, and under headings between them.
fn join_lists(lines: &[Line], is_article: &mut [bool]) {
    let Some(last) = is_article.iter().rposition(|is| *is) else { return };
    let mut designs: Vec<u64> = Vec::new();
    let mut at = is_article.iter().position(|is| *is).unwrap_or(0);
    while at < lines.len() {
        let end = at + lines[at..].iter().take_while(|line| line.element == Element::ListItem).count();
        if end < at + 2 || is_article[at] {
            at = end.max(at + 1);
            continue;
        }
        let is_list = lines[at..end].iter().all(|line| is_plain(line) && line.link_share() < 0.3);
        let is_introduced = at > 0 && is_article[at - 1] && phrases::ends_sentence(&lines[at - 1].text);
        let is_between = end <= last && is_introduced;
        let is_of_series = designs.contains(&lines[at].design) && is_introduced;
        let heading = heading_of(lines, at).filter(|heading| {
            let says = lines[at..end].iter().all(|line| phrases::ends_sentence(&line.text));
            end <= last && goes_on(lines, is_article, end) || is_as_others(lines, is_article, *heading, says)
        });
        if let Some(heading) = heading.filter(|_| is_list) {
            is_article[heading] = true;
        }
        if is_list && (is_between || is_of_series || heading.is_some()) {
            designs.push(lines[at].design);
            is_article[at..end].fill(true);
        }
        at = end;
    }
}

/// Reads a table that stands in the element of the text, under a sentence that is read.
fn join_tables(lines: &[Line], is_article: &mut [bool]) {
    let mut at = 1;
    while at < lines.len() {
        let end = at + lines[at..].iter().take_while(|line| line.element == Element::Row).count();
        let before = &lines[at - 1];
        let is_introduced = is_article[at - 1]
            && before.element == Element::Paragraph
            && phrases::ends_sentence(&before.text);
        let is_inside =
            |line: &Line| line.hints.without(Hints::TABLE) == before.hints && line.anchors.is_empty();
        let is_text = before.hints.has(Hints::BODY | Hints::ARTICLE);
        if end > at + 1
            && is_introduced
            && is_text
            && lines[at..end].iter().all(|line| is_inside(line) && is_plain(line))
        {
            is_article[at..end].fill(true);
        }
        at = end.max(at + 1);
    }
}

/// Whether the heading at `at` is set as those of the text are, in the element that holds it. `says` tells whether
/// sentences stand under it: then one is enough.
fn is_as_others(lines: &[Line], is_article: &[bool], at: usize, says: bool) -> bool {
    /// How many of them there are at least.
    const LEAST: usize = 2;
    let heading = &lines[at];
    let is_alike = |line: &Line| {
        line.element == Element::Heading && line.level == heading.level && line.design == heading.design
    };
    let before = lines[..at].iter().zip(is_article).filter(|(line, _)| is_alike(line));
    let (read, others): (Vec<_>, Vec<_>) = before.partition(|(_, is)| **is);
    (read.len() >= LEAST || says && !read.is_empty())
        && others.is_empty()
        && heading.hints.has(Hints::BODY | Hints::ARTICLE | Hints::MAIN)
        && read.iter().all(|(line, _)| line.hints == heading.hints)
}

/// The heading over the list at `at`, perhaps with buttons between.
fn heading_of(lines: &[Line], at: usize) -> Option<usize> {
    /// How many buttons there may be.
    const BUTTONS: usize = 3;
    let is_button = |line: &Line| line.hints.has(Hints::FORM);
    let heading = (at.saturating_sub(BUTTONS + 1)..at).rev().find(|at| !is_button(&lines[*at]))?;
    let is_heading = lines[heading].element == Element::Heading && is_plain(&lines[heading]);
    is_heading.then_some(heading)
}

/// Whether the text goes on at `at`: with what is read, or a heading of it.
fn goes_on(lines: &[Line], is_article: &[bool], at: usize) -> bool {
    let next = lines.get(at).is_some_and(|line| line.element == Element::Heading);
    is_article.get(at) == Some(&true) && (next || phrases::ends_sentence(&lines[at].text))
}

/// Reads the numbers and titles of a law's parts, with the sentences that they head.
fn join_law(lines: &[Line], is_article: &mut [bool]) {
    /// How many of them make a law.
    const LEAST: usize = 3;
    /// The longest title of a part, in characters.
    const CHARS: usize = 30;
    let heads = |line: &Line| line.text.chars().count() <= CHARS && OF_LAW.is_match(&line.text);
    let all: Vec<usize> = (0..lines.len()).filter(|at| heads(&lines[*at])).collect();
    if all.len() < LEAST {
        return;
    }
    for at in all.into_iter().rev() {
        let Some(next) = lines.get(at + 1) else { continue };
        is_article[at + 1] |= is_plain(next) && phrases::ends_sentence(&next.text);
        is_article[at] |= is_article[at + 1];
    }
}

/// Reads what stands under the pictures of a gallery that has hardly any other text.
fn join_gallery(lines: &[Line], is_article: &mut [bool]) {
    /// How many pictures make a gallery.
    const LEAST: usize = 3;
    /// How many times the other text is told under them at least.
    const TIMES: usize = 2;
    let mut designs: HashMap<u64, Vec<usize>> = HashMap::new();
    let is_told = |line: &Line| {
        line.element == Element::Caption
            && !line.hints.has(ELSEWHERE)
            && has_sentence(&line.text)
            && line.link_share() < 0.5
    };
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| is_told(line)) {
        designs.entry(line.design).or_default().push(at);
    }
    let said = |at: &usize| weight(&lines[*at].text);
    let other: usize = (0..lines.len())
        .filter(|at| is_article[*at] && lines[*at].element != Element::Caption)
        .map(|at| said(&at))
        .sum();
    for places in designs.into_values() {
        if places.len() >= LEAST && places.iter().map(said).sum::<usize>() >= other * TIMES {
            places.into_iter().for_each(|at| is_article[at] = true);
        }
    }
}

/// Whether a sentence ends in `text`, perhaps before a credit.
fn has_sentence(text: &str) -> bool {
    phrases::ends_sentence(text) || text.contains('。') || text.contains(". ")
}

/// Whether `line` is nothing but text by its words and its place.
fn is_plain(line: &Line) -> bool {
    !line.hints.has(ELSEWHERE.with(Hints::BYLINE).with(Hints::DATE))
        && !line.is_caption()
        && line.text.contains(char::is_alphabetic)
        && is_text(line)
}

/// Whether `line` is nothing but text by its words.
pub(super) fn is_text(line: &Line) -> bool {
    line.link_share() < 0.5
        && !phrases::is_furniture(&line.text)
        && !phrases::is_stop(&line.text)
        && !phrases::is_cut_off(&line.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_between_headline_and_text_are_left_out_unless_the_text_has_their_like() {
        let set = |design: u64, element: Element, text: &str| Line { design, ..Line::of(element, text) };
        let page = |next: u64| {
            [
                set(1, Element::Headline, "新橋今天通車"),
                set(2, Element::Plain, "王小明"),
                set(3, Element::Paragraph, "上午九點，第一班公車開過新橋。"),
                set(next, Element::Plain, "林小美"),
                set(3, Element::Paragraph, "下午還有一班。"),
            ]
        };
        let read = |lines: &[Line]| {
            let mut is_article = vec![true; lines.len()];
            drop_labels(lines, &mut is_article);
            is_article
        };
        assert_eq!(read(&page(4)), [true, false, true, true, true]);
        assert_eq!(read(&page(2)), [true; 5], "names of speakers");
    }
}
