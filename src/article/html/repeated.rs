//! Repeated text: abstracts, teasers, pull quotes and tables of contents, which are not read twice.

use std::collections::HashMap;

use super::{
    super::{phrases, steps},
    hints::Hints,
    line::Line,
    tags::Element,
};

/// How many words a line has at most that may always be said again: a label.
pub(super) const LABEL_WORDS: usize = 3;
/// More words than this say too much to be said in advance and again.
const MOST_WORDS: usize = 20;
/// The same for what is set large or aside.
const SET_WORDS: usize = 7;
/// How many lines at the start may be an abstract.
const ABSTRACT_LINES: usize = 3;
/// One in so many words may be missing at either end of what is said again.
const LOOSE: usize = 20;

/// Of each of `lines`, whether it is left out, as another that is read says the same: an abstract or a teaser
/// of what follows, a quotation set large, what a caption says, too, an entry in a table of contents, a heading
/// of a part that the page shows twice.
///
/// What stands in each item of a series is said every time: 「優點」, Why we like it, the first steps of each of
/// seven recipes. Of 71 long lines that the English development pages say twice, 60 are part of the articles.
pub(super) fn repeated(lines: &[Line], is_article: &[bool]) -> Vec<bool> {
    let mut is_repeated = vec![false; lines.len()];
    // Copies go first: what else is said again is told from the text as it stands once.
    let all: Vec<usize> = (0..lines.len()).filter(|at| is_article[*at]).collect();
    drop_copies(lines, &all, &mut is_repeated);
    let read: Vec<usize> = all.into_iter().filter(|at| !is_repeated[*at]).collect();
    let is_caption: Vec<bool> =
        lines.iter().zip(is_article).map(|(line, is)| *is && line.is_caption()).collect();
    let is_heading = |at: usize| lines[at].element == Element::Heading;
    // Of what is read from here on: where the last line with these words is.
    let mut places: HashMap<&[u64], usize> = HashMap::new();
    // Where the copy of the next line is, if that line is left out.
    let mut copy_of_next = None;
    for (order, at) in read.iter().copied().enumerate().rev() {
        let words = lines[at].words.as_slice();
        let copy = places.get(words).copied().filter(|copy| {
            let is_entry = is_heading(*copy) && !is_heading(at);
            let leads = copy_of_next.is_some_and(|next| *copy < next);
            words.len() > LABEL_WORDS && (is_entry || leads)
        });
        let is_set = is_set(&lines[at]);
        let is_apart = order < ABSTRACT_LINES || is_set;
        let says_it = |other: &usize| (is_apart || is_caption[*other]) && says(lines, *other, at);
        let is_long = words.len() > if is_set { SET_WORDS } else { MOST_WORDS };
        let around = if order < ABSTRACT_LINES { &read } else { near(&read, order) };
        let copy = copy.or_else(|| around.iter().copied().filter(|_| is_long).find(says_it));
        // What announces only lines that are left out goes with them.
        is_repeated[at] = copy.is_some() || is_heading(at) && copy_of_next.is_some();
        if copy.is_none() {
            places.insert(words, at);
        }
        copy_of_next = copy;
    }
    is_repeated
}

/// Whether `line` is a quotation that is set large or aside.
fn is_set(line: &Line) -> bool {
    line.element == Element::Quote
        || line.hints.has(Hints::ASIDE) && line.text.starts_with(['“', '"', '„', '«', '「', '『'])
}

/// Marks what the page holds again for screens of another size: a large part of the text, line by line, or a line or a
/// few right after themselves.
fn drop_copies(lines: &[Line], read: &[usize], is_repeated: &mut [bool]) {
    /// A copy has one in so many words of the text at least; what is shorter may be part of a series.
    const SHARE: usize = 4;
    /// How many lines a copy has at least.
    const LEAST: usize = 3;
    let words = |order: usize| lines[read[order]].words.as_slice();
    let all: usize = (0..read.len()).map(|order| words(order).len()).sum();
    let mut first: HashMap<&[u64], usize> = HashMap::new();
    let mut order = 0;
    while order < read.len() {
        let start = *first.entry(words(order)).or_insert(order);
        let same = |on: &usize| {
            start + on < order && order + on < read.len() && words(start + on) == words(order + on)
        };
        let length = if start < order { (0..).take_while(same).count() } else { 0 };
        steps::add(length + 1);
        let said: usize = (order..order + length).map(|order| words(order).len()).sum();
        // Chinese has no spaces, so that a whole sentence may be of few words.
        let mut copied = read[order..order + length].iter();
        let is_text = copied.any(|at| phrases::ends_sentence(&lines[*at].text));
        let is_next = length > 0 && start + length == order && (is_text || length == 1 && said > LABEL_WORDS);
        let is_copy = length >= LEAST && said * SHARE >= all;
        if is_next || is_copy {
            read[order..order + length].iter().for_each(|at| is_repeated[*at] = true);
        }
        order += length.max(1);
    }
}

/// What is read around the line that is read at `order`.
fn near(read: &[usize], order: usize) -> &[usize] {
    /// A quotation or a caption is this many lines from what it repeats at most.
    const FAR: usize = 40;
    &read[order.saturating_sub(FAR)..(order + FAR).min(read.len())]
}

/// Whether the `other` line says all that the line at `at` says: a longer one, or the same further on.
fn says(lines: &[Line], other: usize, at: usize) -> bool {
    let (words, all) = (&lines[at].words, &lines[other].words);
    let loose = words.len() / LOOSE;
    let part = &words[loose..words.len() - loose];
    let is_part = |window: &[u64]| {
        steps::add(1);
        window == part
    };
    (all.len(), other) > (words.len(), at) && all.windows(part.len()).any(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left_out(lines: &[(Element, &str)]) -> Vec<usize> {
        let lines: Vec<Line> = lines.iter().map(|(element, text)| Line::of(*element, text)).collect();
        let is_repeated = repeated(&lines, &vec![true; lines.len()]);
        (0..lines.len()).filter(|at| is_repeated[*at]).collect()
    }

    use Element::{Heading, ListItem, Paragraph, Quote};

    #[test]
    fn abstracts_and_quotations_set_large_are_said_in_their_place() {
        let text = "新橋今天通車，市長說：「二十年前答應大家的事情，今天終於做到了，以後過河只要五分鐘。」附近居民一早就來排隊。";
        let quote = "「二十年前答應大家的事情，今天終於做到了，以後過河只要五分鐘。」";
        let abstract_ = "記者會上，市府說明了橋的收費、開放時間與往後的維修計畫，並回答里民的問題。";
        let lines = [(Paragraph, abstract_), (Paragraph, text), (Quote, quote), (Paragraph, abstract_)];
        assert_eq!(left_out(&lines), [0, 2]);
    }

    #[test]
    fn what_stands_there_for_another_screen_is_said_once() {
        let text = [
            "市府今天宣布，跨越青河的新橋在上午十點通車。",
            "工程處表示，這座橋花了三年興建，往返只要五分鐘。",
            "附近居民說，以前要繞一大圈才能到對岸。",
        ]
        .map(|text| (Paragraph, text));
        let heard = |lines: &[(Element, &str)]| lines.len() - left_out(lines).len();
        assert_eq!(heard(&[text, text].concat()), 3);
        assert_eq!(heard(&[text[0], text[0], text[1], text[2]]), 3);
        let label = (Paragraph, "往返");
        assert_eq!(left_out(&[text[0], label, text[1], label, text[1], text[2]]), [3, 4], "with its label");
        let steps = [(ListItem, "把烤箱預熱到一百八十度。"), (ListItem, "把麵粉和糖拌在一起。")];
        let recipes = [&steps[..], &text[..1], &steps[..], &text[1..2], &steps[..], &text[2..]].concat();
        assert_eq!(left_out(&recipes), Vec::<usize>::new(), "a series");
    }

    #[test]
    fn labels_of_a_series_are_said_every_time() {
        let lines = [
            (Heading, "Why we would take it"),
            (Paragraph, "It is light."),
            (Heading, "Why we would take it"),
            (Paragraph, "It is strong."),
        ];
        assert_eq!(left_out(&lines), Vec::<usize>::new());
    }

    #[test]
    fn contents_are_left_out_with_what_announces_them() {
        let lines = [
            (Heading, "Contents"),
            (ListItem, "The lantern made of brass"),
            (ListItem, "The lantern made of paper"),
            (Paragraph, "We took two lanterns up the hill."),
            (Heading, "The lantern made of brass"),
            (Paragraph, "It weighs a lot."),
            (Heading, "The lantern made of paper"),
            (Paragraph, "It folds flat."),
        ];
        assert_eq!(left_out(&lines), [0, 1, 2]);
    }
}
