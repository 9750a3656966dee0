//! HTML extraction: from a web page to an article. The page is parsed once and cut into lines, which are judged each
//! and keep their order.
//!
//! In this order: `sanitize` makes the page harmless, `sites` marks elements by rules for single sites, `lines` cuts
//! it into lines, `voters` and `run` vote for the lines of the article, `facts` measures each line, `evidence` decides
//! by the fitted `trees`, `title`, `byline_rules` and `date_rules` find headline, authors and dates, `assemble` makes
//! blocks. Where little is visible, `embedded` reads the page's data, `access` finds paywalls and scripts, `links`
//! other pages of the article.

mod access;
mod assemble;
mod byline_rules;
mod date_rules;
mod embedded;
mod evidence;
mod facts;
mod head;
mod hints;
mod json_ld;
mod lines;
mod links;
mod names;
mod repeated;
mod run;
mod sanitize;
mod sites;
mod spans;
mod tags;
mod title;
mod trees;
mod voters;

use dom_query::Document;
use url::Url;

use super::{
    Article, Evidence, Language, Method, Notice, OpenError, phrases,
    shingles::{Shingles, words_of},
};
use evidence::{LESS_SURE, SURE};
use facts::Facts;
use head::Head;
use lines::Line;
use links::Elsewhere;
use tags::Element;
use voters::PendingVotes;

/// Weight (see [`phrases::weight`]) below which text is no article: a slogan, a notice.
const LEAST_WEIGHT: usize = 80;
/// Weight below which a page's data is asked for more of its text.
const SHORT_WEIGHT: usize = 900;
/// Weight below which the text of a page for subscribers is no more than a teaser.
const TEASER_WEIGHT: usize = 450;
/// Weight from which such a page shows all of its text after all.
const WHOLE_WEIGHT: usize = 2400;

/// The outcome of extraction: the article, or why there is none, and the addresses of other pages of it.
pub(super) struct Extraction {
    pub(super) article: Result<Article, OpenError>,
    pub(super) elsewhere: Elsewhere,
}

impl Extraction {
    /// The outcome for a document without links to other pages.
    pub(super) fn alone(article: Result<Article, OpenError>) -> Self {
        Self { article, elsewhere: Elsewhere::default() }
    }

    /// The outcome without an article.
    pub(super) fn failed(error: OpenError) -> Self {
        Self::alone(Err(error))
    }
}

/// A page as head and lines, with the facts of each line.
struct ParsedPage {
    head: Head,
    lines: Vec<Line>,
    facts: Vec<Facts>,
    /// The author according to trafilatura; the rules in `byline_rules` try it last.
    author: Option<String>,
    /// The date according to trafilatura, for pages in which `date_rules` find none.
    date: Option<String>,
}

/// Which lines of a page are its article.
struct Selection {
    page: ParsedPage,
    /// One for each line.
    is_article: Vec<bool>,
    /// Whether the lines are from the page's data and not visible.
    is_from_data: bool,
}

/// The article of the page `html`, which came from `address`.
pub(super) fn extract(html: &str, address: Option<&Url>) -> Extraction {
    let html = sanitize::sanitize(html);
    let votes = voters::start(&html);
    let doc = Document::from(html.as_ref());
    let elsewhere = address.map(|address| links::elsewhere(&doc, address)).unwrap_or_default();
    Extraction { article: article(votes, &doc, address, None), elsewhere }
}

/// As [`extract`], with one method left out.
pub(super) fn extract_without(html: &str, without: Option<Method>) -> Result<Article, OpenError> {
    let html = sanitize::sanitize(html);
    article(voters::start(&html), &Document::from(html.as_ref()), None, without)
}

fn article(
    votes: PendingVotes,
    doc: &Document,
    address: Option<&Url>,
    without: Option<Method>,
) -> Result<Article, OpenError> {
    let mut selection = select_visible(votes, doc, address, without);
    let visible = weight_of(&selection);
    let last = selection.is_article.iter().rposition(|is| *is).unwrap_or(0);
    let is_walled = access::is_walled(&selection.page.head, &selection.page.lines, last);
    let needs_script = visible < LEAST_WEIGHT && access::needs_script(doc, &selection.page.lines);
    if (visible < SHORT_WEIGHT || is_walled) && without != Some(Method::Data) {
        selection = with_data(selection, doc, visible);
    }
    let weight = weight_of(&selection);
    let is_teaser = is_walled && !selection.is_from_data;
    if is_teaser && weight < TEASER_WEIGHT {
        return Err(OpenError::Paywalled);
    }
    if weight < LEAST_WEIGHT {
        return Err(if needs_script { OpenError::NeedsScript } else { OpenError::NoArticle });
    }
    let mut article =
        assemble::assemble(&selection.page, selection.is_article, address, selection.is_from_data);
    if is_teaser && weight < WHOLE_WEIGHT {
        article.meta.notice = Some(Notice::OnlyTheBeginning);
    }
    if article.has_speech() { Ok(article) } else { Err(OpenError::NoArticle) }
}

/// The article among the visible lines of `doc`.
fn select_visible(
    votes: PendingVotes,
    doc: &Document,
    address: Option<&Url>,
    without: Option<Method>,
) -> Selection {
    let mut page = parse(votes, doc, address, without);
    let judge = |page: &ParsedPage, least: f32| {
        if without == Some(Method::Trees) {
            evidence::majority(&page.facts)
        } else {
            evidence::judge(&page.lines, &page.facts, least)
        }
    };
    let mut is_article = judge(&page, SURE);
    let weight = |page: &ParsedPage, is_article: &[bool]| weight_of_lines(&page.lines, is_article);
    // Pages that show themselves by script hide their text until then.
    let may_reveal = without != Some(Method::Data);
    if weight(&page, &is_article) < LEAST_WEIGHT && may_reveal && reveal(doc) {
        page = parse(voters::start(&doc.html()), doc, address, without);
        is_article = judge(&page, SURE);
    }
    // Where the votes disagree, a lower threshold still separates text from menus.
    if weight(&page, &is_article) < LEAST_WEIGHT {
        is_article = judge(&page, LESS_SURE);
    }
    Selection { page, is_article, is_from_data: false }
}

/// Makes hidden elements of `doc` visible; whether there were any.
fn reveal(doc: &Document) -> bool {
    let hidden = doc.select("[hidden], [style*='display'], [style*='visibility'], [style*='opacity']");
    hidden.remove_attrs(&["hidden", "style"]);
    hidden.exists()
}

/// The text in the page's data (JSON-LD, script data) instead of `selection`, if it is half as much again and has most
/// of what is visible, whose weight is `visible`; else `selection`.
fn with_data(selection: Selection, doc: &Document, visible: usize) -> Selection {
    /// Share of the visible text that must be in the data.
    const LEAST_SHARE: f32 = 0.6;
    let bodies = selection.page.head.json.body.clone().into_iter().chain(embedded::text(doc));
    let best = bodies.map(|body| without_markup(&body)).max_by_key(|body| phrases::weight(body));
    let Some(body) = best.filter(|body| phrases::weight(body) > visible.max(LEAST_WEIGHT) * 3 / 2) else {
        return selection;
    };
    let data = Shingles::of(body.lines().map(words_of));
    let (mut common, mut all) = (0.0, 0.0);
    for (line, _) in selection.page.lines.iter().zip(&selection.is_article).filter(|(_, is)| **is) {
        let weight = phrases::weight(&line.text) as f32;
        common += weight * data.cover(&line.words);
        all += weight;
    }
    if visible >= LEAST_WEIGHT && common < all * LEAST_SHARE {
        return selection;
    }
    let texts = body.lines().filter(|text| !text.trim().is_empty());
    let lines: Vec<Line> = texts.map(|text| Line::of(Element::Paragraph, text)).collect();
    let is_article = vec![true; lines.len()];
    let page = ParsedPage { lines, facts: Vec::new(), ..selection.page };
    Selection { page, is_article, is_from_data: true }
}

/// Every line of the page `html` with its facts, in the order of [`facts::Fact`]; for fitting the trees.
pub(super) fn evidence_of(html: &str) -> Vec<Evidence> {
    let html = sanitize::sanitize(html);
    let page = parse(voters::start(&html), &Document::from(html.as_ref()), None, None);
    let evidence = |(line, facts): (Line, Facts)| Evidence { text: line.text, facts: facts.to_vec() };
    page.lines.into_iter().zip(page.facts).map(evidence).collect()
}

/// Cuts `doc` into lines and measures them, the votes among the rest.
fn parse(votes: PendingVotes, doc: &Document, address: Option<&Url>, without: Option<Method>) -> ParsedPage {
    let head = Head::of(doc);
    let declared = || Url::parse(head.canonical.as_deref().or_else(|| head.meta(&["og:url"]))?).ok();
    let site = address.cloned().or_else(declared).filter(|_| without != Some(Method::Sites));
    if let Some(host) = site.as_ref().and_then(Url::host_str) {
        sites::mark(doc, host);
    }
    let mut lines = lines::lines(doc, false);
    let language = Language::of(lines.iter().map(|line| line.text.as_str()));
    let mut votes = votes.finish(doc, language);
    sites::check(&mut lines, &votes);
    let json_ld = head.json.body.as_deref();
    let json_ld = json_ld.map(|body| Shingles::of(without_markup(body).lines().map(words_of)));
    let json_ld = json_ld.filter(|body| without != Some(Method::JsonLd) && is_whole(body, &lines));
    votes.readability = votes.readability.filter(|_| without != Some(Method::Readability));
    votes.trafilatura = votes.trafilatura.filter(|_| without != Some(Method::Trafilatura));
    let title = head.meta(&["og:title", "twitter:title"]).or(head.title.as_deref()).unwrap_or_default();
    let title = title::without_site(title, head.site());
    let in_run = if without == Some(Method::Run) { vec![false; lines.len()] } else { run::densest(&lines) };
    let facts = facts::facts(&lines, &votes, &in_run, json_ld.as_ref(), &title, language);
    ParsedPage { head, lines, facts, author: votes.author, date: votes.date }
}

/// The text of `body`, which sites write into their data with or without markup.
fn without_markup(body: &str) -> String {
    if !body.contains('<') {
        return body.to_owned();
    }
    let lines = lines::lines(&Document::from(sanitize::sanitize(body).as_ref()), true);
    lines.into_iter().map(|line| line.text).collect::<Vec<_>>().join("\n")
}

/// Whether JSON-LD has all of the visible text, and not only its first paragraph.
fn is_whole(json_ld: &Shingles, lines: &[Line]) -> bool {
    /// The least length of JSON-LD's text, in percent of the densest run's.
    const LEAST_PERCENT: usize = 60;
    let run = run::densest(lines);
    let visible = Shingles::of(lines.iter().zip(run).filter(|(_, is)| *is).map(|(line, _)| &line.words));
    json_ld.len() * 100 >= visible.len() * LEAST_PERCENT
}

fn weight_of(selection: &Selection) -> usize {
    weight_of_lines(&selection.page.lines, &selection.is_article)
}

fn weight_of_lines(lines: &[Line], is_article: &[bool]) -> usize {
    lines.iter().zip(is_article).filter(|(_, is)| **is).map(|(line, _)| phrases::weight(&line.text)).sum()
}
