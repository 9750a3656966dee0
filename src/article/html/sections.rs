//! Sections: headings that are none by their markup, and the last sections of a reference work, which are lists of other works.

use std::collections::{HashMap, HashSet};

use super::{
    super::{byline, date, phrases},
    consistency::is_set_apart,
    fields,
    line::Line,
    tags::Element,
};

/// Headings of lists of other pages and works.
const LAST: &[&str] = &[
    "參考資料",
    "參考文獻",
    "參考來源",
    "参考资料",
    "参考文献",
    "参考来源",
    "外部連結",
    "外部链接",
    "參見",
    "参见",
    "另見",
    "參看",
    "註釋",
    "注釋",
    "注释",
    "腳註",
    "脚注",
    "出典",
    "関連項目",
    "外部リンク",
    "see also",
    "references",
    "citations",
    "footnotes",
    "external links",
    "further reading",
    "notes and references",
    "einzelnachweise",
    "weblinks",
    "siehe auch",
    "notes et références",
    "références",
    "voir aussi",
    "liens externes",
    "véase también",
    "referencias",
    "enlaces externos",
];

/// Leaves out the lists under the headings of other works.
pub(super) fn drop_last(lines: &[Line], is_article: &mut [bool]) {
    let mut level = None;
    for (line, is) in lines.iter().zip(is_article) {
        if line.element == Element::Heading {
            let name = line.text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            if level.is_none_or(|level| line.level <= level) {
                level = LAST.contains(&name.as_str()).then_some(line.level);
            }
            *is &= level.is_none();
        } else if level.is_some() && matches!(line.element, Element::ListItem | Element::Row) {
            *is = false;
        }
    }
}

/// Reads short lines of one design that stand each between two parts of the text, or over all of it: headings, set in bold
/// by a style.
pub(super) fn join_headings(lines: &[Line], is_article: &mut [bool]) {
    /// How many of them there are at least.
    const LEAST: usize = 2;
    let Some((first, last)) = is_article.iter().position(|is| *is).zip(is_article.iter().rposition(|is| *is))
    else {
        return;
    };
    let mut designs: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, line) in lines.iter().enumerate().take(last).skip(first.saturating_sub(2)) {
        if says(line) {
            designs.entry(line.design).or_default().push(at);
        }
    }
    let is_text = |at: usize| {
        is_article[at]
            && (phrases::ends_sentence(&lines[at].text)
                || matches!(
                    lines[at].element,
                    Element::ListItem | Element::Row | Element::Code | Element::Heading
                ))
    };
    let sentence = (first..=last).find(|at| is_text(*at)).unwrap_or(last);
    let is_between = |at: &usize| {
        let after = (at + 1..=last).find(|at| says(&lines[*at]));
        let before = (first..*at).rev().find(|at| says(&lines[*at]));
        after.is_some_and(is_text) && before.is_none_or(|before| before < sentence || is_text(before))
    };
    let mut found = Vec::new();
    for places in designs.into_values() {
        let texts: HashSet<&str> = places.iter().map(|at| lines[*at].text.as_str()).collect();
        let is_series = places.len() >= LEAST && texts.len() == places.len();
        if is_series && places.iter().all(|at| may_head(&lines[*at]) && is_between(at)) {
            found.extend(places);
        }
    }
    found.into_iter().for_each(|at| is_article[at] = true);
}

/// Whether `line` has a word, and not only a number.
fn says(line: &Line) -> bool {
    line.text.contains(char::is_alphabetic)
}

/// Whether `line` may be a heading by its words.
fn may_head(line: &Line) -> bool {
    /// The least and the greatest weight (see [`phrases::weight`]) of a heading.
    const WEIGHTS: std::ops::RangeInclusive<usize> = 6..=90;
    let text = line.text.as_str();
    let (mut letters, mut digits) = (0, 0);
    for c in text.chars() {
        letters += usize::from(c.is_alphabetic());
        digits += usize::from(c.is_ascii_digit());
    }
    matches!(line.element, Element::Plain | Element::Paragraph)
        && WEIGHTS.contains(&phrases::weight(text))
        && !phrases::ends_sentence(text)
        && letters > digits
        && !text.contains(['/', '／', '©', '@', '|', '｜'])
        && !text.starts_with(['"', '“', '「', '（', '(', '—', '–', '-'])
        && line.anchors.is_empty()
        && !line.is_caption()
        && !line.is_under_picture
        && !is_set_apart(line)
        && byline::whole(text).is_none()
        && date::find(text).is_none()
}

/// Reads the line after the text that opens with the label of two before it, set as they are: the last of a series.
pub(super) fn join_series(lines: &[Line], is_article: &mut [bool]) {
    /// How many lines open with it before.
    const LEAST: usize = 2;
    /// The longest label, in characters.
    const CHARS: usize = 12;
    let label = |line: &Line| -> Option<String> {
        let (label, rest) = line.text.split_once(['：', ':'])?;
        (label.chars().count() <= CHARS && !rest.trim().is_empty()).then(|| label.to_owned())
    };
    let Some(next) = is_article.iter().rposition(|is| *is).map(|last| last + 1) else { return };
    let Some((line, own)) = lines.get(next).and_then(|line| Some((line, label(line)?))) else { return };
    let is_alike = |at: &usize| {
        let other = &lines[*at];
        is_article[*at] && other.design == line.design && label(other).as_deref() == Some(own.as_str())
    };
    if (0..next).filter(is_alike).count() >= LEAST && line.anchors.is_empty() && !is_set_apart(line) {
        is_article[next] = true;
    }
}

/// Leaves out labels of fields with their values, above the text: Published, 2 December 2025.
pub(super) fn drop_fields(lines: &[Line], is_article: &mut [bool]) {
    let is_text = |at: &usize| {
        is_article[*at] && phrases::ends_sentence(&lines[*at].text) && !fields::is_label(&lines[*at].text)
    };
    let Some(first) = (0..lines.len()).find(is_text) else { return };
    let is_item = |at: usize| lines[at].element == Element::ListItem;
    for at in 1..first {
        if is_item(at - 1) && is_item(at) && fields::is_label(&lines[at - 1].text) {
            is_article[at - 1..=at].fill(false);
        }
    }
}

/// Reads the first posts of a thread, which are set as those after them, on a page without a headline.
pub(super) fn join_start(lines: &[Line], is_article: &mut [bool]) {
    /// How many posts after them are set so.
    const LEAST: usize = 2;
    /// How far above the others they stand at most, in lines.
    const FAR: usize = 12;
    /// The least weight (see [`phrases::weight`]) of such a post.
    const WEIGHT: usize = 60;
    // Posts may be numbered: 1/4.
    let says = |line: &Line| {
        phrases::ends_sentence(
            line.text.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '/' | ' ')),
        )
    };
    let Some(first) = (0..lines.len()).find(|at| is_article[*at] && says(&lines[*at])) else { return };
    if lines.iter().any(|line| line.element == Element::Headline) {
        return;
    }
    let may_be = |line: &Line| {
        matches!(line.element, Element::Plain | Element::Paragraph)
            && line.anchors.is_empty()
            && phrases::weight(&line.text) >= WEIGHT
            && says(line)
            && !is_set_apart(line)
    };
    let is_post = |at: &usize| {
        let line = &lines[*at];
        let is_alike =
            |other: &Line| other.design == line.design && other.hints == line.hints && may_be(other);
        let after = lines.iter().zip(&*is_article).skip(first).filter(|(other, _)| is_alike(other));
        let (read, others): (Vec<_>, Vec<_>) = after.partition(|(_, is)| **is);
        may_be(line) && read.len() >= LEAST && others.is_empty()
    };
    let found: Vec<usize> = (first.saturating_sub(FAR)..first).filter(is_post).collect();
    found.into_iter().for_each(|at| is_article[at] = true);
}

/// Reads the paragraph after a list or a table that ends the text so far, which stands where the paragraphs before do and is
/// set as they are.
pub(super) fn join_end(lines: &[Line], is_article: &mut [bool]) {
    /// How many paragraphs stand there before.
    const LEAST: usize = 2;
    /// How many lines of something else may be between.
    const BETWEEN: usize = 2;
    /// The least weight (see [`phrases::weight`]) of such a paragraph.
    const WEIGHT: usize = 30;
    let Some(last) = is_article.iter().rposition(|is| *is) else { return };
    if !matches!(lines[last].element, Element::ListItem | Element::Row) {
        return;
    }
    let is_end = |at: &usize| {
        let line = &lines[*at];
        let is_alike = |other: &&Line| other.design == line.design && other.inside[1] == line.inside[1];
        let before = lines[..last].iter().zip(&*is_article).filter(|(other, _)| is_alike(other));
        let (read, others): (Vec<_>, Vec<_>) = before.partition(|(_, is)| **is);
        line.element == Element::Paragraph
            && line.inside[1] != 0
            && read.len() >= LEAST
            && others.is_empty()
            && line.anchors.is_empty()
            && read.iter().all(|(other, _)| other.hints == line.hints)
            && phrases::weight(&line.text) >= WEIGHT
            && phrases::ends_sentence(&line.text)
            && !phrases::is_furniture(&line.text)
            && !line.is_caption()
    };
    if let Some(at) = (last + 1..lines.len().min(last + 2 + BETWEEN)).find(is_end) {
        is_article[at] = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "新橋今天通車，沿線居民都來走一走。";

    fn set(design: u64, text: &str) -> Line {
        Line { design, ..Line::of(Element::Plain, text) }
    }

    fn read(lines: &[Line], is_read: &[bool], join: fn(&[Line], &mut [bool])) -> Vec<bool> {
        let mut is_article = is_read.to_vec();
        join(lines, &mut is_article);
        is_article
    }

    #[test]
    fn short_lines_of_one_design_between_parts_of_the_text_are_headings() {
        let page =
            |second: &str| [set(1, TEXT), set(2, "星期六：硬碟"), set(1, TEXT), set(2, second), set(1, TEXT)];
        let is_read = [true, false, true, false, true];
        assert_eq!(read(&page("星期日：搬家"), &is_read, join_headings), [true; 5]);
        for other in ["星期六：硬碟", "（小安攝）", "2026-07-03", "安娜／路透", TEXT] {
            assert_eq!(read(&page(other), &is_read, join_headings), is_read, "{other}");
        }
        let numbered = [
            set(4, "Before the judge"),
            set(2, "Introduction"),
            set(3, "1."),
            set(1, TEXT),
            set(2, "The evidence"),
            set(3, "2."),
            set(1, TEXT),
        ];
        let is_read = [true, false, false, true, false, false, true];
        assert_eq!(read(&numbered, &is_read, join_headings), [true, true, false, true, true, false, true]);
    }

    #[test]
    fn lists_of_other_works_are_not_read() {
        let heading = |text: &str, level: u8| Line { level, ..Line::of(Element::Heading, text) };
        let item = Line::of(Element::ListItem, "王小明。《青河的橋》。2012年。");
        let page = [
            heading("歷史", 2),
            item.clone(),
            heading("參考資料", 2),
            heading("書籍", 3),
            item.clone(),
            heading("影響", 2),
            item,
        ];
        assert_eq!(read(&page, &[true; 7], drop_last), [true, true, false, false, false, true, true]);
    }

    #[test]
    fn the_first_posts_of_a_thread_are_read_with_the_others() {
        let post = set(1, "新橋今天通車，沿線居民都來走一走，還有人從山上下來看。");
        let page = [set(2, "林大山"), post.clone(), set(3, "1 分享"), post.clone(), set(3, "5 分享"), post];
        let is_read = [true, false, false, true, false, true];
        assert_eq!(read(&page, &is_read, join_start), [true, true, false, true, false, true]);
        let mut headed = page.to_vec();
        headed[0].element = Element::Headline;
        assert_eq!(read(&headed, &is_read, join_start), is_read, "above the text of an article");
    }

    #[test]
    fn labels_of_fields_are_left_out_with_their_values() {
        let item = |text: &str| Line::of(Element::ListItem, text);
        let page =
            [item("Published"), item("2 December 2025"), set(1, TEXT), item("From:"), item("the river")];
        assert_eq!(read(&page, &[true; 5], drop_fields), [false, false, true, true, true]);
    }

    #[test]
    fn the_last_of_a_series_of_labels_is_read() {
        let page = |last: &str| {
            [set(1, "幸運色：橘"), set(1, TEXT), set(1, "幸運色：白"), set(1, TEXT), set(1, last)]
        };
        let is_read = [true, true, true, true, false];
        assert_eq!(read(&page("幸運色：綠"), &is_read, join_series), [true; 5]);
        assert_eq!(read(&page("責任編輯：何小安"), &is_read, join_series), is_read);
    }
}
