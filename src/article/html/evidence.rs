//! Decision: which lines of a page are its article, by the trees' certainty and what belongs together.

use super::{
    super::{phrases::weight, shingles::words_of},
    ParsedPage, board, consistency, deck,
    facts::{Fact, Facts},
    inside,
    line::Line,
    never, next_story, rest, sections,
    tags::Element,
    trees,
};

/// How sure a line must be to be read, 0 to 1, on pages of which something is sure.
pub(super) const SURE: f32 = 0.45;
/// The same, on a page that has no article by [`SURE`].
pub(super) const LESS_SURE: f32 = 0.25;

/// Of each of `lines` of a page that calls itself `title`, whether it is of the article. Lists, tables and lines of one
/// design stay together, headings stay with what is under them, and the article ends at the next story.
pub(super) fn judge(page: &ParsedPage, least: f32) -> Vec<bool> {
    let ParsedPage { lines, title, facts, description, .. } = page;
    let sure = trees::sureness(facts);
    let least = least.min(best_least(lines, &sure));
    // Counters and rulers say nothing.
    let says = |line: &Line| line.text.contains(char::is_alphabetic) || line.element == Element::Row;
    let mut is_article: Vec<bool> =
        lines.iter().zip(&sure).map(|(line, sure)| *sure > least && says(line)).collect();
    consistency::join_runs(lines, &sure, least, &mut is_article);
    inside::join(lines, &sure, &mut is_article);
    let words = words_of(title);
    settle(lines, &mut is_article);
    next_story::cut(lines, title, &mut is_article);
    consistency::join_designs(lines, &sure, &mut is_article);
    consistency::join_captions(lines, &mut is_article);
    sections::drop_last(lines, &mut is_article);
    sections::join_headings(lines, &mut is_article);
    consistency::join_headings(lines, &words, &mut is_article);
    consistency::go_on(lines, &mut is_article);
    rest::join(lines, &mut is_article);
    sections::join_series(lines, &mut is_article);
    sections::join_end(lines, &mut is_article);
    sections::join_start(lines, &mut is_article);
    sections::drop_fields(lines, &mut is_article);
    consistency::drop_contents(lines, &mut is_article);
    next_story::cut(lines, title, &mut is_article);
    consistency::drop_above(lines, &words, &mut is_article);
    board::cut(lines, &mut is_article);
    deck::join(lines, &words, description.as_ref(), &mut is_article);
    settle(lines, &mut is_article);
    is_article
}

/// Leaves out what is never read, and reads what is told under pictures.
fn settle(lines: &[Line], is_article: &mut [bool]) {
    for (is, line) in is_article.iter_mut().zip(lines) {
        *is = (*is || line.is_told) && !never::is_never_read(line);
    }
}

/// How sure a line must be for the most to be right on this page, by what the trees say of each of its lines.
///
/// The more of a page is doubtful, the less sure its lines need to be: where F1 is at its best, it is
/// twice what the least sure line that is read is.
fn best_least(lines: &[Line], sure: &[f32]) -> f32 {
    /// Factor on the threshold, so that precision counts a little more than recall.
    const CAUTION: f32 = 1.1;
    /// A page without an article has no line that is sure enough, whatever the others are.
    const LEAST: f32 = 0.3;
    let mut all: Vec<(f32, f32)> =
        lines.iter().zip(sure).map(|(line, sure)| (*sure, weight(&line.text) as f32)).collect();
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    let expected: f32 = all.iter().map(|(sure, weight)| sure * weight).sum();
    let (mut right, mut read, mut best) = (0.0, 0.0, 0.0_f32);
    for (sure, weight) in all {
        right += sure * weight;
        read += weight;
        best = best.max(2.0 * right / (read + expected).max(1.0));
    }
    (best / 2.0 * CAUTION).max(LEAST)
}

/// As [`judge`], by the two votes alone: where both read a line, or nearly.
pub(super) fn majority(facts: &[Facts]) -> Vec<bool> {
    /// More than one vote gives.
    const BOTH: f32 = 0.6;
    facts.iter().map(|facts| facts[Fact::Votes as usize] > BOTH).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubtful_pages_want_less_of_their_lines() {
        let line = Line::of(Element::Paragraph, "新橋今天通車。");
        let least = |sure: &[f32]| best_least(&vec![line.clone(); sure.len()], sure);
        assert!(least(&[0.98, 0.97, 0.99, 0.02, 0.01]) > SURE);
        let doubtful = least(&[0.62, 0.55, 0.40, 0.35, 0.02, 0.01]);
        assert!((0.3..0.4).contains(&doubtful), "{doubtful}");
        assert_eq!(least(&[0.1, 0.05]), 0.3, "a menu stays a menu");
        assert_eq!(least(&[]), 0.3);
    }
}
