//! Sentences of a page that has hardly any text: what is read where nothing looks like an article.

use super::{super::phrases, hints::Hints, line::Line, run};

/// Where no sentence is the page's own text.
const ELSEWHERE: Hints = Hints::NAV
    .with(Hints::FOOTER)
    .with(Hints::COMMENTS)
    .with(Hints::FORM)
    .with(Hints::RELATED)
    .with(Hints::PROMOTION)
    .with(Hints::NOTES)
    .with(Hints::TAGS)
    .with(Hints::BOX);

/// Of each of `lines`, whether it is read: those of `is_article` if they have a sentence, else the sentences of the
/// densest run of text.
pub(super) fn only(lines: &[Line], is_article: &[bool]) -> Vec<bool> {
    let has_sentence = lines.iter().zip(is_article).any(|(line, is)| *is && is_sentence(line));
    if has_sentence {
        return is_article.to_vec();
    }
    let in_run = run::densest(lines);
    lines.iter().zip(in_run).map(|(line, in_run)| in_run && is_sentence(line)).collect()
}

fn is_sentence(line: &Line) -> bool {
    /// The least [`phrases::weight`] of a line that says something.
    const LEAST: usize = 15;
    phrases::ends_sentence(&line.text)
        && phrases::weight(&line.text) >= LEAST
        && line.link_share() < 0.5
        && !line.hints.has(ELSEWHERE)
        && !phrases::is_furniture(&line.text)
        && !phrases::is_stop(&line.text)
        && !line.is_caption()
}
