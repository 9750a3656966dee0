//! What speaks for and against each line of a page being of its article.
//!
//! The voters are asked once, then every line is judged by itself and its neighbours; what counts
//! how much stands in [`weights`](super::weights).

use std::collections::HashSet;

use super::{
    super::{
        Language,
        phrases::{self, weight},
        shingles::{Shingles, words_of},
    },
    hints::Hints,
    lines::{Element, Line},
    run,
    voters::Votes,
    weights::{COUNT, Fact, WEIGHTS},
};

/// How sure a line must be to be read, 0 to 1.
pub(super) const SURE: f32 = 0.5;
/// The same, on a page that has no article by [`SURE`].
pub(super) const LESS_SURE: f32 = 0.3;
/// Weight of a line that can carry an article by itself.
const STRONG: usize = 90;
/// How many lines on either side count as neighbours.
const NEAR: usize = 2;
/// How far apart two strong lines may be to hold together what is between them, in lines.
const BRIDGE: usize = 8;

/// The facts of one line, each 0 to 1 (but for lengths, which may be somewhat more).
pub(super) type Facts = [f32; COUNT];

/// Of each of `lines`, whether it is of the article. The items of a list stay together.
pub(super) fn judge(lines: &[Line], facts: &[Facts], least: f32) -> Vec<bool> {
    let sure: Vec<f32> = facts.iter().map(sureness).collect();
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
    is_article
}

/// How sure it is that a line is of the article, 0 to 1.
pub(super) fn sureness(facts: &Facts) -> f32 {
    let sum: f32 = facts.iter().zip(&WEIGHTS).map(|(fact, weight)| fact * weight).sum();
    1.0 / (1.0 + (-sum).exp())
}

/// The facts of all `lines` of a page, whose JSON-LD says that `told` is the article's text.
pub(super) fn facts(
    lines: &[Line],
    votes: &Votes,
    told: Option<&Shingles>,
    language: Language,
) -> Vec<Facts> {
    let in_run = run::densest(lines);
    let covered =
        |text: &Option<Shingles>, line: &Line| text.as_ref().map_or(0.0, |text| text.cover(&line.text));
    let mut seen = HashSet::new();
    let mut all: Vec<Facts> = lines
        .iter()
        .zip(&in_run)
        .map(|(line, in_run)| {
            let votes = [
                covered(&votes.readability, line),
                covered(&votes.trafilatura, line),
                f32::from(u8::from(*in_run)),
                told.map_or(0.0, |told| told.cover(&line.text)),
            ];
            let is_repeated = !seen.insert(words_of(&line.text));
            own(line, votes, told.is_some(), is_repeated, language)
        })
        .collect();
    add_neighbours(lines, &mut all);
    add_page(lines, &mut all);
    all
}

fn own(line: &Line, votes: [f32; 4], is_told: bool, is_repeated: bool, language: Language) -> Facts {
    let [d, t, x, j] = votes;
    let said = weight(&line.text);
    let hint = |hint: Hints| flag(line.hints.has(hint));
    let element = |element: Element| flag(line.element == element);
    let mut facts = [0.0; COUNT];
    let mut set = |fact: Fact, value: f32| facts[fact as usize] = value;
    set(Fact::Always, 1.0);
    set(Fact::Readability, d);
    set(Fact::Trafilatura, t);
    set(Fact::Run, x);
    set(Fact::Told, j);
    set(Fact::NotTold, flag(is_told) * (1.0 - j));
    set(Fact::ReadabilityAndTrafilatura, d * t);
    set(Fact::ReadabilityAndRun, d * x);
    set(Fact::TrafilaturaAndRun, t * x);
    if language == Language::Mandarin {
        set(Fact::Mandarin, 1.0);
        set(Fact::MandarinReadability, d);
        set(Fact::MandarinTrafilatura, t);
        set(Fact::MandarinRun, x);
    }
    set(Fact::Length, (1.0 + said as f32).ln() / 5.0);
    set(Fact::IsLong, flag(said > STRONG));
    set(Fact::IsTiny, flag(said < 12));
    set(Fact::Links, line.link_share());
    set(Fact::IsSentence, flag(phrases::ends_sentence(&line.text)));
    set(Fact::IsCutOff, flag(phrases::is_cut_off(&line.text)));
    set(Fact::IsParagraph, element(Element::Paragraph));
    set(Fact::IsHeading, element(Element::Heading));
    set(Fact::IsHeadline, element(Element::Headline));
    set(Fact::IsListItem, element(Element::ListItem));
    set(Fact::IsRow, element(Element::Row));
    set(Fact::IsQuote, element(Element::Quote));
    set(Fact::IsCaption, flag(line.element == Element::Caption || phrases::is_caption(&line.text)));
    set(Fact::InFigure, hint(Hints::CAPTION));
    set(Fact::InBody, hint(Hints::BODY));
    set(Fact::InArticle, hint(Hints::ARTICLE | Hints::MAIN));
    set(Fact::InMenu, hint(Hints::NAV | Hints::CRUMBS));
    set(Fact::InFooter, hint(Hints::FOOTER));
    set(Fact::InHeader, hint(Hints::HEADER));
    set(Fact::InAside, hint(Hints::ASIDE));
    set(Fact::InForm, hint(Hints::FORM));
    set(Fact::InRelated, hint(Hints::RELATED));
    set(Fact::InPromotion, hint(Hints::PROMOTION));
    set(Fact::InComments, hint(Hints::COMMENTS));
    set(Fact::InTags, hint(Hints::TAGS));
    set(Fact::InByline, hint(Hints::BYLINE));
    set(Fact::InDate, hint(Hints::DATE));
    set(Fact::InBox, hint(Hints::BOX));
    set(Fact::IsFurniture, flag(phrases::is_furniture(&line.text)));
    set(Fact::IsStop, flag(phrases::is_stop(&line.text)));
    set(Fact::IsRepeated, flag(is_repeated));
    facts
}

/// What the lines around say.
fn add_neighbours(lines: &[Line], all: &mut [Facts]) {
    let votes: Vec<f32> = all.iter().map(votes).collect();
    let mean = |range: std::ops::Range<usize>| {
        let length = range.len().max(1) as f32;
        votes.get(range).unwrap_or_default().iter().sum::<f32>() / length
    };
    let is_strong = |at: usize| votes[at] > 0.6 && weight(&lines[at].text) > STRONG;
    let strong: Vec<usize> = (0..lines.len()).filter(|at| is_strong(*at)).collect();
    let mut is_after_stop = false;
    let mut next_strong = 0;
    for at in 0..lines.len() {
        while strong.get(next_strong).is_some_and(|strong| *strong < at) {
            next_strong += 1;
        }
        let after = strong.get(next_strong).copied();
        let before = next_strong.checked_sub(1).and_then(|before| strong.get(before)).copied();
        is_after_stop |= before.is_some() && phrases::is_stop(&lines[at].text);
        let bridge = match (before, after) {
            (Some(before), Some(after)) => flag(after - before <= BRIDGE),
            _ => 0.0,
        };
        let facts = &mut all[at];
        facts[Fact::Before as usize] = mean(at.saturating_sub(NEAR)..at);
        facts[Fact::After as usize] = mean(at + 1..(at + 1 + NEAR).min(lines.len()));
        facts[Fact::IsBridged as usize] = bridge;
        facts[Fact::IsBeforeAll as usize] = flag(before.is_none());
        facts[Fact::IsAfterAll as usize] = flag(after.is_none());
        facts[Fact::IsAfterStop as usize] = flag(is_after_stop && after.is_none());
    }
}

/// What the page as a whole says.
fn add_page(lines: &[Line], all: &mut [Facts]) {
    /// Weight of a body that may be the whole article.
    const ENOUGH: usize = 500;
    for (hint, fact) in [(Hints::BODY, Fact::OutOfBody), (Hints::ARTICLE, Fact::OutOfArticle)] {
        let inside: usize =
            lines.iter().filter(|line| line.hints.has(hint)).map(|line| weight(&line.text)).sum();
        if inside > ENOUGH {
            for (line, facts) in lines.iter().zip(&mut *all) {
                facts[fact as usize] = flag(!line.hints.has(hint));
            }
        }
    }
}

fn votes(facts: &Facts) -> f32 {
    let three = [Fact::Readability, Fact::Trafilatura, Fact::Run];
    three.iter().map(|fact| facts[*fact as usize]).sum::<f32>() / three.len() as f32
}

fn flag(value: bool) -> f32 {
    f32::from(u8::from(value))
}
