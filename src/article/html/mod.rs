//! A web page to an article: parse once, ask several judges about every line, keep them all in order.
//!
//! `tame` makes the page harmless, `lines` cuts it, `voters` and `run` say what they take for the
//! article, `evidence` weighs it, `title` and `origin` find what it is called, by whom and when,
//! `assemble` tells what each line is.

mod assemble;
mod evidence;
mod head;
mod hints;
mod json_ld;
mod lines;
mod origin;
mod run;
mod tags;
mod tame;
mod title;
mod voters;
mod weights;

use dom_query::Document;
use url::Url;

use super::{Article, Language, OpenError, phrases, shingles::Shingles};
use evidence::{Facts, LESS_SURE, SURE};
use head::Head;
use lines::Line;

/// Weight (see [`phrases::weight`]) below which what was found is no article: a slogan, a notice.
const LEAST_WEIGHT: usize = 80;

/// A page taken apart, before it is decided what is read.
struct Parts {
    head: Head,
    lines: Vec<Line>,
    facts: Vec<Facts>,
    /// Who and when, by trafilatura: the last to be asked.
    author: Option<String>,
    date: Option<String>,
}

/// The article of the page `html`, which came from `address`.
pub(super) fn extract(html: &str, address: Option<&Url>) -> Result<Article, OpenError> {
    let mut parts = take_apart(html, false)?;
    let mut is_article = evidence::judge(&parts.lines, &parts.facts, SURE);
    // Pages that show themselves by script hide their text until then.
    if weight_of(&parts.lines, &is_article) < LEAST_WEIGHT
        && let Ok(hidden) = take_apart(html, true)
    {
        parts = hidden;
        is_article = evidence::judge(&parts.lines, &parts.facts, SURE);
    }
    // Judges who disagree about a page still tell its text from its menus.
    if weight_of(&parts.lines, &is_article) < LEAST_WEIGHT {
        is_article = evidence::judge(&parts.lines, &parts.facts, LESS_SURE);
    }
    if weight_of(&parts.lines, &is_article) < LEAST_WEIGHT {
        return Err(OpenError::NoArticle);
    }
    let article = assemble::assemble(&parts, is_article, address);
    if article.has_speech() { Ok(article) } else { Err(OpenError::NoArticle) }
}

/// Every line of the page `html` with its facts, in the order of the weights; for fitting these.
pub(super) fn evidence_of(html: &str) -> Vec<(String, Vec<f32>)> {
    let parts = take_apart(html, false).ok();
    let lines = parts.into_iter().flat_map(|parts| parts.lines.into_iter().zip(parts.facts));
    lines.map(|(line, facts)| (line.text, facts.to_vec())).collect()
}

fn take_apart(html: &str, with_hidden: bool) -> Result<Parts, OpenError> {
    let html = tame::tame(html);
    let doc = Document::from(html.as_ref());
    let lines = lines::lines(&doc, with_hidden);
    if lines.is_empty() {
        return Err(if html.trim().is_empty() { OpenError::Empty } else { OpenError::NoArticle });
    }
    let head = Head::of(&doc);
    let language = Language::of(lines.iter().map(|line| line.text.as_str()));
    let votes = voters::ask(&html, &doc, language);
    let told = head.json.body.as_deref().map(|body| Shingles::of(plain(body).lines()));
    let told = told.filter(|told| is_whole(told, &lines));
    let facts = evidence::facts(&lines, &votes, told.as_ref(), language);
    Ok(Parts { head, lines, facts, author: votes.author, date: votes.date })
}

/// JSON-LD's text may hold markup.
fn plain(body: &str) -> String {
    if !body.contains('<') {
        return body.to_owned();
    }
    let lines = lines::lines(&Document::from(tame::tame(body).as_ref()), true);
    lines.into_iter().map(|line| line.text).collect::<Vec<_>>().join("\n")
}

/// Whether JSON-LD tells all of the text that can be seen, and not its first paragraph.
fn is_whole(told: &Shingles, lines: &[Line]) -> bool {
    /// Share of the densest run that it must reach.
    const LEAST_SHARE: usize = 60;
    let run = run::densest(lines);
    let seen = Shingles::of(lines.iter().zip(run).filter(|(_, is)| *is).map(|(line, _)| line.text.as_str()));
    told.len() * 100 >= seen.len() * LEAST_SHARE
}

fn weight_of(lines: &[Line], is_article: &[bool]) -> usize {
    lines.iter().zip(is_article).filter(|(_, is)| **is).map(|(line, _)| phrases::weight(&line.text)).sum()
}
