//! Which lines of a page are of its article: the facts weighed, lists and sections kept whole.

use super::{
    super::phrases::{self, weight},
    facts::{Fact, Facts},
    hints::Hints,
    lines::{Element, Line},
    trees,
};

/// How sure a line must be to be read, 0 to 1.
pub(super) const SURE: f32 = 0.45;
/// The same, on a page that has no article by [`SURE`].
pub(super) const LESS_SURE: f32 = 0.25;

/// Share of links from which a line is no more than its links.
const MOSTLY: f32 = 0.8;

/// Of each of `lines`, whether it is of the article. The items of a list stay together.
pub(super) fn judge(lines: &[Line], facts: &[Facts], least: f32) -> Vec<bool> {
    let sure: Vec<f32> = facts.iter().map(trees::sureness).collect();
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

/// The same by the votes alone, of which two of three are enough.
pub(super) fn majority(facts: &[Facts]) -> Vec<bool> {
    facts.iter().map(|facts| facts[Fact::Votes as usize] > SURE).collect()
}
