//! HTML extraction: from a web page to an article. The page is parsed once and cut into lines, which are judged each
//! and keep their order.
//!
//! In this order: `parse` makes a tree of bounded size and depth, `sites` marks elements by rules for single sites, `lines` cuts
//! it into lines, `readability` and `run` vote for the lines of the article, `facts` measures each line, `evidence` decides
//! by the fitted `trees`, `title`, `byline_rules` and `date_rules` find headline, authors and dates, `assemble` makes
//! blocks. Where little is visible, `embedded` reads the page's data, `access` finds paywalls and scripts, `links`
//! other pages of the article.

mod access;
mod assemble;
mod bare_names;
mod board;
mod byline_rules;
mod chapter;
mod chapter_terms;
mod class_words;
mod consistency;
mod context;
mod date_rules;
mod deck;
mod embedded;
mod evidence;
mod facts;
mod fields;
mod flight;
mod formula;
mod head;
mod hints;
mod inside;
mod json_ld;
mod line;
mod lines;
mod links;
mod literal;
mod marks;
mod markup;
mod names;
mod narrated;
mod never;
mod next_story;
mod opened;
mod parse;
mod picture;
mod pieces;
mod preserved;
mod readability;
mod references;
mod repeated;
mod rest;
mod run;
mod sections;
mod sentences;
mod setting;
mod sites;
mod spans;
mod tags;
mod time_marks;
mod title;
mod trees;

mod xhtml;

use dom_query::Document;
use url::Url;

use super::{
    Article, Block, BlockKind, Evidence, Language, Method, Notice, OpenError, limits::MAX_LINES, phrases,
    shingles::Shingles,
};
use embedded::Body;
use evidence::{LESS_SURE, SURE};
use facts::Facts;
use head::Head;
use hints::Hints;
use line::Line;
use links::Elsewhere;
use parse::Parsed;

pub use chapter::{Chapter, ChapterBlock};
pub use narrated::Narration;

/// Weight (see [`phrases::weight`]) below which text is an article only where nothing else is: a slogan, a notice.
const LEAST_WEIGHT: usize = 80;
/// Weight below which a page's data is asked for more of its text.
const SHORT_WEIGHT: usize = 900;
/// Weight from which a page for subscribers shows all of its text after all.
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
    /// What the page calls itself, without its site's name.
    title: String,
    /// What the page says of its article.
    description: Option<Shingles>,
    /// The author that the page's data names; the rules in `byline_rules` try it late.
    author: Option<String>,
    /// The date of publication that stands beside that author.
    published: Option<String>,
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
    let page = parse::parse(&opened::opened(html));
    let elsewhere = address.map(|address| links::elsewhere(&page.doc, address)).unwrap_or_default();
    Extraction { article: article(&page, address, None), elsewhere }
}

/// As [`extract`], with one method left out.
pub(super) fn extract_without(html: &str, without: Option<Method>) -> Result<Article, OpenError> {
    let page = parse::parse(&opened::opened(html));
    article(&page, None, without)
}

fn article(parsed: &Parsed, address: Option<&Url>, without: Option<Method>) -> Result<Article, OpenError> {
    let doc = &parsed.doc;
    let mut selection = select_visible(parsed, address, without);
    let visible = weight_of(&selection);
    let is_kept_back =
        access::is_kept_back(&selection.page.head, &selection.page.lines, &selection.is_article);
    let needs_script = visible < LEAST_WEIGHT && access::needs_script(doc, &selection.page.lines);
    if (visible < SHORT_WEIGHT || is_kept_back) && without != Some(Method::Data) {
        selection = with_data(selection, doc, visible);
    }
    if weight_of(&selection) < LEAST_WEIGHT && !needs_script {
        selection.is_article = sentences::only(&selection.page.lines, &selection.is_article);
    }
    let is_beginning = is_kept_back && !selection.is_from_data;
    let none = || match (is_kept_back || selection.page.head.json.is_paid, needs_script) {
        (true, _) => OpenError::Paywalled,
        (false, true) => OpenError::NeedsScript,
        (false, false) => OpenError::NoArticle,
    };
    let weight = weight_of(&selection);
    if weight == 0 || weight < LEAST_WEIGHT && needs_script {
        return Err(none());
    }
    let error = none();
    let ends_early = parsed.ends_early || selection.page.lines.len() >= MAX_LINES;
    let mut article =
        assemble::assemble(&selection.page, selection.is_article, address, selection.is_from_data);
    if is_beginning && weight < WHOLE_WEIGHT {
        article.meta.notice = Some(Notice::OnlyTheBeginning);
    } else if ends_early {
        article.meta.notice = Some(Notice::EndLeftOut);
    }
    // A headline alone is no article.
    let is_text =
        |block: &Block| block.spoken && !matches!(block.kind, BlockKind::Title | BlockKind::Heading);
    if article.has_speech() && article.blocks().iter().any(is_text) { Ok(article) } else { Err(error) }
}

/// The article among the visible lines of `parsed`.
fn select_visible(parsed: &Parsed, address: Option<&Url>, without: Option<Method>) -> Selection {
    let mut page = measured(parsed, address, without);
    let judge = |page: &ParsedPage, least: f32| {
        if without == Some(Method::Trees) {
            evidence::majority(&page.facts)
        } else {
            evidence::judge(page, least)
        }
    };
    let mut is_article = judge(&page, SURE);
    let weight = |page: &ParsedPage, is_article: &[bool]| weight_of_lines(&page.lines, is_article);
    // Pages that show themselves by script hide their text until then.
    let may_reveal = without != Some(Method::Data);
    if weight(&page, &is_article) < LEAST_WEIGHT
        && may_reveal
        && let Some(revealed) = reveal(&parsed.doc)
    {
        let revealed = parse::parse(&opened::opened(&revealed));
        let other = measured(&revealed, address, without);
        let other_is_article = judge(&other, SURE);
        if weight(&other, &other_is_article) > weight(&page, &is_article) {
            (page, is_article) = (other, other_is_article);
        }
    }
    // Where the votes disagree, a lower threshold still separates text from menus.
    if weight(&page, &is_article) < LEAST_WEIGHT {
        is_article = judge(&page, LESS_SURE);
    }
    Selection { page, is_article, is_from_data: false }
}

/// The page `doc` with its hidden elements visible, and what it shows without scripts; nothing if there is neither.
fn reveal(doc: &Document) -> Option<String> {
    let hidden = doc.select("[hidden], [style*='display'], [style*='visibility'], [style*='opacity']");
    let has_other = doc.select("noscript").exists();
    if !hidden.exists() && !has_other {
        return None;
    }
    hidden.remove_attrs(&["hidden", "style"]);
    Some(doc.html().replace("<noscript", "<div").replace("</noscript", "</div"))
}

/// The text in the page's data (JSON-LD, script data) instead of `selection`, if it is half as much again and has most
/// of what is visible, whose weight is `visible`, or no sentence is visible; else `selection`.
fn with_data(selection: Selection, doc: &Document, visible: usize) -> Selection {
    /// Share of the visible text that must be in the data.
    const LEAST_SHARE: f32 = 0.6;
    let told = selection.page.head.json.body.as_deref();
    let told = told.map(|body| Body { lines: markup::lines(body), ..Body::default() });
    let is_text = |line: &Line| {
        !line.is_caption()
            && !line.hints.has(Hints::CAPTION)
            && !phrases::is_furniture(&line.text)
            && !phrases::is_placeholder(&line.text)
    };
    let weight = |body: &Body| -> usize {
        body.lines.iter().filter(|line| is_text(line)).map(|line| phrases::weight(&line.text)).sum()
    };
    let best = told.into_iter().chain(embedded::body(doc)).map(|body| (weight(&body), body));
    let best = best.max_by_key(|(weight, _)| *weight);
    let Some((_, body)) = best.filter(|(weight, _)| *weight > visible.max(LEAST_WEIGHT) * 3 / 2) else {
        return selection;
    };
    let data = Shingles::of(body.lines.iter().map(|line| &line.words));
    let (mut common, mut all) = (0.0, 0.0);
    let mut has_sentence = false;
    for (line, _) in selection.page.lines.iter().zip(&selection.is_article).filter(|(_, is)| **is) {
        has_sentence |= phrases::ends_sentence(&line.text);
        let weight = phrases::weight(&line.text) as f32;
        common += weight * data.cover(&line.words);
        all += weight;
    }
    if visible >= LEAST_WEIGHT && has_sentence && common < all * LEAST_SHARE {
        return selection;
    }
    let is_article = body.lines.iter().map(is_text).collect();
    let Body { lines, author, published } = body;
    let page = ParsedPage { lines, facts: Vec::new(), author, published, ..selection.page };
    Selection { page, is_article, is_from_data: true }
}

/// Every line of the page `html` with its facts, in the order of [`facts::Fact`]; for fitting the trees.
pub(super) fn evidence_of(html: &str) -> Vec<Evidence> {
    let page = parse::parse(&opened::opened(html));
    let page = measured(&page, None, None);
    let evidence = |(line, facts): (Line, Facts)| Evidence { text: line.text, facts: facts.to_vec() };
    page.lines.into_iter().zip(page.facts).map(evidence).collect()
}

/// Cuts `page` into lines and measures them, the votes among the rest.
fn measured(page: &Parsed, address: Option<&Url>, without: Option<Method>) -> ParsedPage {
    let doc = &page.doc;
    let head = Head::of(doc);
    let declared = || Url::parse(head.canonical.as_deref().or_else(|| head.meta(&["og:url"]))?).ok();
    let site = address.cloned().or_else(declared).filter(|_| without != Some(Method::Sites));
    if let Some(host) = site.as_ref().and_then(Url::host_str) {
        sites::mark(doc, host);
    }
    let mut lines = lines::lines(doc, false);
    let language = Language::of(lines.iter().map(|line| line.text.as_str()));
    let vote = readability::vote(doc, page.is_cut, language);
    sites::check(&mut lines, vote.as_ref());
    let json_ld = head.json.body.as_deref();
    let json_ld = json_ld.map(|body| Shingles::of(markup::lines(body).iter().map(|line| &line.words)));
    let json_ld = json_ld.filter(|body| without != Some(Method::JsonLd) && is_whole(body, &lines));
    let vote = vote.filter(|_| without != Some(Method::Readability));
    let title = head.meta(&["og:title", "twitter:title"]).or(head.title.as_deref()).unwrap_or_default();
    let title = title::without_site(title, head.site());
    let in_run = if without == Some(Method::Run) { vec![false; lines.len()] } else { run::densest(&lines) };
    let facts = facts::facts(&lines, vote.as_ref(), &in_run, json_ld.as_ref(), &title, language);
    ParsedPage {
        description: deck::description(&head),
        head,
        lines,
        facts,
        title,
        author: None,
        published: None,
    }
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
