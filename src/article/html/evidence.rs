//! Decision: which lines of a page are its article, by the trees' certainty; lists and sections are kept whole.

use super::{
    super::phrases::{self, weight},
    facts::{Fact, Facts},
    hints::Hints,
    lines::Line,
    tags::Element,
    trees,
};

/// How sure a line must be to be read, 0 to 1, on pages of which something is sure.
pub(super) const SURE: f32 = 0.45;
/// The same, on a page that has no article by [`SURE`].
pub(super) const LESS_SURE: f32 = 0.25;

/// Share of links from which a line is no more than its links.
const MOSTLY: f32 = 0.8;

/// Of each of `lines`, whether it is of the article. The items of a list stay together.
pub(super) fn judge(lines: &[Line], facts: &[Facts], least: f32) -> Vec<bool> {
    let sure = trees::sureness(facts);
    let least = least.min(best_least(lines, &sure));
    // Counters and rulers say nothing.
    let says = |at: usize| lines[at].text.contains(char::is_alphabetic) || lines[at].element == Element::Row;
    let mut is_article: Vec<bool> = (0..lines.len()).map(|at| sure[at] > least && says(at)).collect();
    let mut at = 0;
    while at < lines.len() {
        let end = at + lines[at..].iter().take_while(|line| line.element == Element::ListItem).count();
        if end > at + 1 {
            let said = |at: usize| weight(&lines[at].text) as f32 + 10.0;
            let whole: f32 = (at..end).map(said).sum();
            let mean = (at..end).map(|at| sure[at] * said(at)).sum::<f32>() / whole;
            is_article[at..end].fill(mean > least);
        }
        at = end.max(at + 1);
    }
    for (is, line) in is_article.iter_mut().zip(lines) {
        let leads_away = line.text.starts_with(phrases::POINTERS) && line.link_share() > MOSTLY;
        *is &= !leads_away && !line.hints.has(Hints::DROPPED);
    }
    is_article
}

/// How sure a line must be for the most to be right on this page, as far as the judges know themselves.
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

/// As [`judge`], by the votes alone: two of three are enough.
pub(super) fn majority(facts: &[Facts]) -> Vec<bool> {
    facts.iter().map(|facts| facts[Fact::Votes as usize] > SURE).collect()
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
