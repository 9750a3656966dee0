//! A web page to an article: parse once, ask several judges about every line, keep them all in order.
//!
//! `tame` makes the page harmless, `sites` marks what is known, `lines` cuts it, `voters` and `run` say
//! what they take for the article, `facts` collects what speaks for each line and `evidence` weighs it
//! by `trees`, `title`, `origin` and `names` find what it is called, by whom and when, `assemble` tells what each
//! line is. `embedded` is asked where little can be seen, `access` tells why, `links` where else to look.

mod access;
mod assemble;
mod embedded;
mod evidence;
mod facts;
mod head;
mod hints;
mod json_ld;
mod lines;
mod links;
mod names;
mod origin;
mod repeated;
mod run;
mod sites;
mod spans;
mod tags;
mod tame;
mod title;
mod trees;
mod voters;

use dom_query::Document;
use url::Url;

use super::{
    Article, Evidence, Language, Notice, OpenError, Part, phrases,
    shingles::{Shingles, words_of},
};
use evidence::{LESS_SURE, SURE};
use facts::Facts;
use head::Head;
use lines::Line;
use links::Elsewhere;
use tags::Element;
use voters::Asked;

/// Weight (see [`phrases::weight`]) below which what was found is no article: a slogan, a notice.
const LEAST_WEIGHT: usize = 80;
/// Weight below which a page's data is asked for more of its text.
const SHORT_WEIGHT: usize = 900;
/// Weight below which the text of a page for subscribers is no more than a teaser.
const TEASER_WEIGHT: usize = 450;
/// Weight from which such a page shows all of its text after all.
const WHOLE_WEIGHT: usize = 2400;

/// What is on a page: its article, or why there is none, and where else it may be.
pub(super) struct Found {
    pub(super) article: Result<Article, OpenError>,
    pub(super) elsewhere: Elsewhere,
}

impl Found {
    /// What is found in what links nowhere.
    pub(super) fn alone(article: Result<Article, OpenError>) -> Self {
        Self { article, elsewhere: Elsewhere::default() }
    }

    /// Nothing, by `error`.
    pub(super) fn none(error: OpenError) -> Self {
        Self::alone(Err(error))
    }
}

/// A page taken apart, before it is decided what is read.
struct Parts {
    head: Head,
    lines: Vec<Line>,
    facts: Vec<Facts>,
    /// Who and when, by trafilatura: the last to be asked.
    author: Option<String>,
    date: Option<String>,
}

/// What is read of a page, and from where.
struct Read {
    parts: Parts,
    is_article: Vec<bool>,
    is_from_data: bool,
}

/// The article of the page `html`, which came from `address`.
pub(super) fn extract(html: &str, address: Option<&Url>) -> Found {
    let html = tame::tame(html);
    let asked = voters::ask(&html);
    let doc = Document::from(html.as_ref());
    let elsewhere = address.map(|address| links::elsewhere(&doc, address)).unwrap_or_default();
    Found { article: article(asked, &doc, address, None), elsewhere }
}

/// As [`extract`], without one part of it.
pub(super) fn extract_without(html: &str, without: Option<Part>) -> Result<Article, OpenError> {
    let html = tame::tame(html);
    article(voters::ask(&html), &Document::from(html.as_ref()), None, without)
}

fn article(
    asked: Asked,
    doc: &Document,
    address: Option<&Url>,
    without: Option<Part>,
) -> Result<Article, OpenError> {
    let mut read = seen(asked, doc, address, without);
    let said = weight_of(&read);
    let last = read.is_article.iter().rposition(|is| *is).unwrap_or(0);
    let is_walled = access::is_walled(&read.parts.head, &read.parts.lines, last);
    let needs_script = said < LEAST_WEIGHT && access::needs_script(doc, &read.parts.lines);
    if (said < SHORT_WEIGHT || is_walled) && without != Some(Part::Data) {
        read = with_data(read, doc, said);
    }
    let all = weight_of(&read);
    let is_teaser = is_walled && !read.is_from_data;
    if is_teaser && all < TEASER_WEIGHT {
        return Err(OpenError::Paywalled);
    }
    if all < LEAST_WEIGHT {
        return Err(if needs_script { OpenError::NeedsScript } else { OpenError::NoArticle });
    }
    let mut article = assemble::assemble(&read.parts, read.is_article, address, read.is_from_data);
    if is_teaser && all < WHOLE_WEIGHT {
        article.meta.notice = Some(Notice::OnlyTheBeginning);
    }
    if article.has_speech() { Ok(article) } else { Err(OpenError::NoArticle) }
}

/// What is read of what the page shows.
fn seen(asked: Asked, doc: &Document, address: Option<&Url>, without: Option<Part>) -> Read {
    let mut parts = take_apart(asked, doc, address, without);
    let judge = |parts: &Parts, least: f32| match without {
        Some(Part::Trees) => evidence::majority(&parts.facts),
        _ => evidence::judge(&parts.lines, &parts.facts, least),
    };
    let mut is_article = judge(&parts, SURE);
    let weight = |parts: &Parts, is_article: &[bool]| weight_of_lines(&parts.lines, is_article);
    // Pages that show themselves by script hide their text until then.
    let may_reveal = without != Some(Part::Data);
    if weight(&parts, &is_article) < LEAST_WEIGHT && may_reveal && reveal(doc) {
        parts = take_apart(voters::ask(&doc.html()), doc, address, without);
        is_article = judge(&parts, SURE);
    }
    // Judges who disagree about a page still tell its text from its menus.
    if weight(&parts, &is_article) < LEAST_WEIGHT {
        is_article = judge(&parts, LESS_SURE);
    }
    Read { parts, is_article, is_from_data: false }
}

/// Shows what is hidden in `doc`; whether there was anything.
fn reveal(doc: &Document) -> bool {
    let hidden = doc.select("[hidden], [style*='display'], [style*='visibility'], [style*='opacity']");
    hidden.remove_attrs(&["hidden", "style"]);
    hidden.exists()
}

/// `read`, or the article that the page has in its data, if that is more and says the same.
fn with_data(read: Read, doc: &Document, said: usize) -> Read {
    /// How much of what can be seen must be in the data, where it can be seen.
    const LEAST_SHARE: f32 = 0.6;
    let told = read.parts.head.json.body.clone().into_iter();
    let bodies = told.chain(embedded::text(doc));
    let best = bodies.map(|body| plain(&body)).max_by_key(|body| phrases::weight(body));
    let Some(body) = best.filter(|body| phrases::weight(body) > said.max(LEAST_WEIGHT) * 3 / 2) else {
        return read;
    };
    let data = Shingles::of(body.lines().map(words_of));
    let seen = || read.parts.lines.iter().zip(&read.is_article).filter(|(_, is)| **is);
    let (mut common, mut all) = (0.0, 0.0);
    for (line, _) in seen() {
        let weight = phrases::weight(&line.text) as f32;
        common += weight * data.cover(&line.words);
        all += weight;
    }
    if said >= LEAST_WEIGHT && common < all * LEAST_SHARE {
        return read;
    }
    let said = body.lines().filter(|text| !text.trim().is_empty());
    let lines: Vec<Line> = said.map(|text| Line::of(Element::Paragraph, text)).collect();
    let is_article = vec![true; lines.len()];
    Read { parts: Parts { lines, facts: Vec::new(), ..read.parts }, is_article, is_from_data: true }
}

/// Every line of the page `html` with its facts, in the order of the weights; for fitting these.
pub(super) fn evidence_of(html: &str) -> Vec<Evidence> {
    let html = tame::tame(html);
    let parts = take_apart(voters::ask(&html), &Document::from(html.as_ref()), None, None);
    let evidence = |(line, facts): (Line, Facts)| Evidence { text: line.text, facts: facts.to_vec() };
    parts.lines.into_iter().zip(parts.facts).map(evidence).collect()
}

fn take_apart(asked: Asked, doc: &Document, address: Option<&Url>, without: Option<Part>) -> Parts {
    let head = Head::of(doc);
    let told = || Url::parse(head.canonical.as_deref().or_else(|| head.meta(&["og:url"]))?).ok();
    let site = address.cloned().or_else(told).filter(|_| without != Some(Part::Sites));
    if let Some(host) = site.as_ref().and_then(Url::host_str) {
        sites::mark(doc, host);
    }
    let mut lines = lines::lines(doc, false);
    let language = Language::of(lines.iter().map(|line| line.text.as_str()));
    let mut votes = asked.answers(doc, language);
    sites::check(&mut lines, &votes);
    let told = head.json.body.as_deref().map(|body| Shingles::of(plain(body).lines().map(words_of)));
    let told = told.filter(|told| without != Some(Part::Told) && is_whole(told, &lines));
    match without {
        Some(Part::Readability) => votes.readability = None,
        Some(Part::Trafilatura) => votes.trafilatura = None,
        _ => {}
    }
    let title = head.meta(&["og:title", "twitter:title"]).or(head.title.as_deref()).unwrap_or_default();
    let title = title::without_site(title, head.site());
    let in_run = match without {
        Some(Part::Run) => vec![false; lines.len()],
        _ => run::densest(&lines),
    };
    let facts = facts::facts(&lines, &votes, &in_run, told.as_ref(), &title, language);
    Parts { head, lines, facts, author: votes.author, date: votes.date }
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
    let seen = Shingles::of(lines.iter().zip(run).filter(|(_, is)| *is).map(|(line, _)| &line.words));
    told.len() * 100 >= seen.len() * LEAST_SHARE
}

fn weight_of(read: &Read) -> usize {
    weight_of_lines(&read.parts.lines, &read.is_article)
}

fn weight_of_lines(lines: &[Line], is_article: &[bool]) -> usize {
    lines.iter().zip(is_article).filter(|(_, is)| **is).map(|(line, _)| phrases::weight(&line.text)).sum()
}
