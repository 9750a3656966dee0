//! Consistency: lines of one design are read or not read together, headings with what stands under them.

use std::collections::{HashMap, HashSet};

use super::{
    super::{
        consent,
        phrases::{self, weight},
        shingles::words_of,
    },
    hints::Hints,
    line::Line,
    tags::Element,
};

/// Where no heading of the article stands.
pub(super) const ELSEWHERE: Hints = Hints::RELATED
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
/// speakers, names of places, steps of a recipe. Where most lines of a design are sentences, a doubtful one still
/// counts for itself, since an element of no class is used for anything.
pub(super) fn join_designs(lines: &[Line], sure: &[f32], is_article: &mut [bool]) {
    /// How many lines a design has at least, for it to say something.
    const LEAST: usize = 3;
    /// How sure the lines of a design are in the middle at least, for those of them that are not to be read.
    const MIDDLE: f32 = 0.5;
    /// How sure a line of a design of sentences is at least, to be read with the others.
    const DOUBTFUL: f32 = 0.2;
    /// How sure it is at most, to be left out with the others.
    const NEARLY: f32 = 0.75;
    /// The greatest weight of a label.
    const LABEL: usize = 40;
    let Some((first, last)) = ends(is_article) else { return };
    // The first label stands over the first line that is read.
    for places in designs(lines, first.saturating_sub(1)..last + 1).into_values() {
        let is_label = |at: &usize| {
            let line = &lines[*at];
            !phrases::ends_sentence(&line.text) && weight(&line.text) <= LABEL && line.link_share() < 0.5
        };
        let (labels, others): (Vec<usize>, Vec<usize>) = places.iter().partition(|at| is_label(at));
        if labels.len() >= LEAST && labels.len() > others.len() {
            let read = labels.iter().filter(|at| is_article[**at]).count();
            let over_text = labels.iter().filter(|at| **at < last && is_article[**at + 1]).count();
            let is_read = read + over_text > labels.len() || read == labels.len();
            labels.into_iter().for_each(|at| is_article[at] = is_read);
            continue;
        }
        if places.len() < LEAST {
            continue;
        }
        let read = places.iter().filter(|at| is_article[**at]).count();
        let mean = places.iter().map(|at| sure[*at]).sum::<f32>() / places.len() as f32;
        if read * 3 >= places.len() * 2 && mean > MIDDLE {
            for at in places {
                let is_said = at > first && at < last && is_article[at - 1] && is_article[at + 1];
                let is_between = is_said && phrases::ends_sentence(&lines[at].text);
                is_article[at] |= (sure[at] > DOUBTFUL || is_between) && lines[at].link_share() < 0.5;
            }
        } else if read * 3 < places.len() {
            for at in places {
                // A sentence may stand in an element that is used for anything.
                is_article[at] &= sure[at] > NEARLY || phrases::ends_sentence(&lines[at].text);
            }
        }
    }
}

/// Reads on after the last line that is read, where the page goes on in the designs of the text before: another
/// heading or label with its text, perhaps after the same card of a product as before.
pub(super) fn go_on(lines: &[Line], is_article: &mut [bool]) {
    let Some((first, last)) = ends(is_article) else { return };
    let mut known: HashMap<(u64, bool), (usize, usize)> = HashMap::new();
    for at in first..=last {
        let (read, all) = known.entry(design(&lines[at])).or_default();
        *read += usize::from(is_article[at]);
        *all += 1;
    }
    let is_known = |at: &usize| {
        let line = &lines[*at];
        known.contains_key(&design(line)) && !phrases::is_stop(&line.text)
    };
    let end = (last + 1..lines.len()).take_while(is_known).last().unwrap_or(last);
    let is_read = |at: usize| {
        let is_known = known.get(&design(&lines[at])).is_some_and(|(read, all)| *read > 1 && read == all);
        is_known && !is_set_apart(&lines[at])
    };
    let heads = |at: &usize| is_read(*at) && !phrases::ends_sentence(&lines[*at].text);
    let Some(head) = (last + 1..=end).find(heads) else { return };
    let says = |at: usize| is_read(at) && phrases::ends_sentence(&lines[at].text);
    let Some(text) = (head + 1..=end).rev().find(|at| says(*at)) else { return };
    for at in (head..=text).filter(|at| is_read(*at)) {
        is_article[at] = true;
    }
}

/// Leaves out what stands above the headline and is no sentence, names of the site, of sections, of authors, or asks for
/// consent.
pub(super) fn drop_above(lines: &[Line], title: &[u64], is_article: &mut [bool]) {
    /// How many parts of a request for consent tell one here.
    const CONSENT: usize = 2;
    let is_title =
        |line: &Line| line.element == Element::Headline && !title.is_empty() && line.words.ends_with(title);
    let Some(headline) = lines.iter().position(is_title) else { return };
    for (line, is) in lines.iter().zip(is_article).take(headline) {
        *is &= phrases::ends_sentence(&line.text) && consent::parts(&line.text) < CONSENT;
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

/// Makes a heading read where the first text under it is, and silent where nothing after it is. So is a question on the
/// button that opens its answer.
pub(super) fn join_headings(lines: &[Line], title: &[u64], is_article: &mut [bool]) {
    /// How many headings of one design are a series.
    const LEAST: usize = 3;
    let Some((first, last)) = ends(is_article) else { return };
    let is_heading =
        |line: &Line| matches!(line.element, Element::Heading | Element::Headline) || is_question(line);
    let level = |line: &Line| if line.level == 0 { u8::MAX } else { line.level };
    let is_text = |line: &Line, heading: &Line| {
        !is_heading(line)
            && !line.is_caption()
            && !line.hints.without(heading.hints).has(Hints::DATE | Hints::BYLINE | Hints::EMBED)
            && weight(&line.text) > 6
    };
    // Where the article's headings are links, so may any of them be; elsewhere that is another story's.
    let mut designs: HashMap<u64, (usize, usize)> = HashMap::new();
    for at in (first..=last).filter(|at| is_heading(&lines[*at])) {
        let (read, all) = designs.entry(lines[at].design).or_default();
        *read += usize::from(is_article[at]);
        *all += 1;
    }
    designs.retain(|_, (read, all)| *read >= LEAST && *read * 3 > *all);
    let mut is_last = true;
    for at in (first..=last).rev() {
        let line = &lines[at];
        if is_heading(line) {
            let places = if is_question(line) { ELSEWHERE.without(Hints::FORM) } else { ELSEWHERE };
            let says = !line.hints.has(places)
                && (line.link_share() < 0.5 || leads_to_itself(line) || designs.contains_key(&line.design))
                && line.words != title
                && !phrases::is_furniture(&line.text);
            let under =
                lines[at + 1..].iter().take_while(|next| !is_heading(next) || level(next) > level(line));
            let next = under.zip(at + 1..).find(|(next, _)| is_text(next, line)).map(|(_, at)| at);
            let is_over_text = next.is_some_and(|next| is_article[next]);
            // "Up next" may head links, or what the teams play tomorrow.
            let is_over_sentence = || {
                let next = next.filter(|next| *next == at + 1).map(|next| &lines[next]);
                next.is_some_and(|next| phrases::ends_sentence(&next.text) && next.anchors.is_empty())
            };
            if says && is_over_text && (!phrases::is_stop(&line.text) || is_over_sentence()) {
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
    // An entry may have a number that its heading has not: 2.1 濾杯.
    let bare = |line: &Line| {
        words_of(line.text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' ')))
    };
    let mut headings: HashMap<Vec<u64>, usize> = HashMap::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.element == Element::Heading) {
        headings.entry(bare(line)).or_insert(at);
    }
    let is_entry = |at: usize| {
        let line = &lines[at];
        let here = line.anchors.iter().any(|anchor| anchor.href.contains('#')) || line.hints.has(Hints::BOX);
        let is_after = || headings.get(&bare(line)).is_some_and(|heading| *heading > at);
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

/// Whether all links of the heading `line` are to places in its page: its own address, to be copied.
fn leads_to_itself(line: &Line) -> bool {
    !line.anchors.is_empty() && line.anchors.iter().all(|anchor| anchor.href.starts_with('#'))
}

/// Makes lines under picture after picture the text that they are: a diary.
pub(super) fn tell_pictures(lines: &mut [Line]) {
    /// How many lines under pictures make a diary.
    const LEAST: usize = 4;
    /// How many lines, set in the middle, a picture has at most.
    const LINES: usize = 6;
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
        // Several lines may be told of one picture.
        let lines = if line.is_centered { LINES } else { 2 };
        line.is_told = may_be_told(line) && under >= LEAST && under * lines >= all && said >= of_text;
    }
}

/// Whether `line` is a question on a button.
fn is_question(line: &Line) -> bool {
    line.hints.has(Hints::FORM) && line.text.ends_with(['?', '？'])
}

/// The design of `line`, links apart.
fn design(line: &Line) -> (u64, bool) {
    (line.design, line.link_share() > 0.5)
}

/// The places of the lines of each design among those at `places`, but for what is decided otherwise: headings, captions,
/// rows, lists, furniture.
fn designs(lines: &[Line], places: std::ops::Range<usize>) -> HashMap<(u64, bool), Vec<usize>> {
    let mut designs: HashMap<(u64, bool), Vec<usize>> = HashMap::new();
    for at in places {
        let line = &lines[at];
        let is_own =
            !matches!(line.element, Element::Heading | Element::Headline | Element::ListItem | Element::Row);
        if is_own && !line.is_caption() && !is_set_apart(line) {
            designs.entry(design(line)).or_default().push(at);
        }
    }
    designs
}

/// Whether `line` is furniture by its words or its place.
pub(super) fn is_set_apart(line: &Line) -> bool {
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

#[cfg(test)]
mod tests {
    use super::{super::line::Anchor, *};

    /// A line in an element of the class `class`, and whether it is read.
    fn line(class: u64, text: &str, is_read: bool) -> (Line, bool) {
        (Line { design: class, ..Line::of(Element::Paragraph, text) }, is_read)
    }

    /// The places that are read after `join`.
    fn read(lines: &[(Line, bool)], join: impl Fn(&[Line], &mut [bool])) -> Vec<usize> {
        let (lines, mut is_article): (Vec<Line>, Vec<bool>) = lines.iter().cloned().unzip();
        join(&lines, &mut is_article);
        (0..lines.len()).filter(|at| is_article[*at]).collect()
    }

    #[test]
    fn labels_of_one_design_are_all_read_or_none_however_sure_one_is() {
        const SAID: [&str; 4] = ["你好。", "早安，請坐。", "今天談什麼？", "談橋。"];
        let talk = |is_read: [bool; 4]| -> Vec<(Line, bool)> {
            let turn = |(said, is): (&&str, bool)| [line(1, "主持人", is), line(2, said, true)];
            SAID.iter().zip(is_read).flat_map(turn).collect()
        };
        let join = |lines: &[Line], is: &mut [bool]| join_designs(lines, &vec![0.9; lines.len()], is);
        let all: Vec<usize> = (0..8).collect();
        for is_read in [[true, false, false, false], [true, true, false, true], [false, false, true, true]] {
            assert_eq!(read(&talk(is_read), join), all, "{is_read:?}");
        }
        assert_eq!(read(&talk([false; 4]), join), [1, 3, 5, 7], "none");
        let mut noted = talk([true; 4]);
        noted.splice(1..1, [line(3, "三樓", false), line(3, "五樓", true), line(3, "七樓", false)]);
        assert_eq!(read(&noted, join), [0, 4, 5, 6, 7, 8, 9, 10], "one of three labels that head nothing");
    }

    #[test]
    fn a_table_of_contents_with_numbers_is_not_read() {
        let entry = |text: &str| {
            let anchors = vec![Anchor { text: text.to_owned(), href: "#part".to_owned() }];
            (Line { anchors, ..Line::of(Element::ListItem, text) }, true)
        };
        let heading = |text: &str| (Line { level: 2, ..Line::of(Element::Heading, text) }, true);
        let text = line(1, "這樣東西很好用，值得一買。", true);
        let page = [
            entry("1 先看壺嘴"),
            entry("1.1 再看濾杯"),
            entry("2. 三樣東西"),
            heading("先看壺嘴"),
            text.clone(),
            heading("1.1 再看濾杯"),
            text.clone(),
            entry("3 別處的事"),
            text,
        ];
        assert_eq!(read(&page, drop_contents), [2, 3, 4, 5, 6, 7, 8]);
    }

    #[test]
    fn a_heading_that_is_a_link_is_read_where_the_others_of_its_design_are() {
        let part = |title: &str, linked: usize, is: bool| {
            let heading = Line { level: 2, linked_chars: linked, ..Line::of(Element::Heading, title) };
            [(heading, is), line(1, "這樣東西很好用，值得一買。", true)]
        };
        let linked = |is: bool| {
            [part("壺嘴", 0, is), part("磨豆機", 0, is), part("濾杯", 2, false), part("電子秤", 3, is)]
                .concat()
        };
        let join = |lines: &[Line], is: &mut [bool]| join_headings(lines, &[], is);
        assert_eq!(read(&linked(true), join), [0, 1, 2, 3, 4, 5, 6, 7]);
        let alone = [part("壺嘴", 0, true), part("延伸的故事", 5, false), part("濾杯", 0, true)].concat();
        assert_eq!(read(&alone, join), [0, 1, 3, 4, 5], "another story's");
    }

    #[test]
    fn what_goes_on_in_the_designs_of_the_text_is_read_to_its_end() {
        let heading = |text: &str, is| (Line { level: 2, ..Line::of(Element::Heading, text) }, is);
        let part = |title: &str, is: bool| {
            [heading(title, is), line(2, "這樣東西很好用。", is), line(3, "NT$520", false)]
        };
        let parts = |titles: [(&str, bool); 3]| -> Vec<(Line, bool)> {
            titles.into_iter().flat_map(|(title, is)| part(title, is)).collect()
        };
        let list = parts([("壺嘴", true), ("磨豆機", true), ("濾杯", false)]);
        assert_eq!(read(&list, go_on), [0, 1, 3, 4, 6, 7]);
        let other = parts([("壺嘴", true), ("磨豆機", true), ("延伸閱讀", false)]);
        assert_eq!(read(&other, go_on), [0, 1, 3, 4], "where the article ends");
        let mut legal = parts([("壺嘴", true), ("磨豆機", true), ("濾杯", false)]);
        legal.remove(6);
        assert_eq!(read(&legal, go_on), [0, 1, 3, 4], "a paragraph alone may be anything");
    }
}
