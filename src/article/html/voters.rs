//! Voters: the extraction crates dom_smoothie and trafilatura, and what each takes for the article's text.

use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    thread::JoinHandle,
};

use dom_query::Document;
use dom_smoothie::{Config, Readability};
use trafilatura::{ExtractionFocus, Options};

use super::{
    super::{
        Language, byline, credits, date,
        limits::{MAX_VOTERS_BYTES, MAX_VOTERS_NODES, STACK_BYTES},
        shingles::Shingles,
    },
    lines::lines,
    parse::{Parsed, parse},
    slim::slim,
    trees,
};

/// Characters that dom_smoothie wants before it is content with its first try: its own default for
/// English; a third, as Chinese says the same in a third of the characters.
const THRESHOLD: [usize; 2] = [500, 150];

/// The votes: what each crate takes for the article, `None` where it failed.
#[derive(Default)]
pub(super) struct Votes {
    pub(super) readability: Option<Shingles>,
    pub(super) trafilatura: Option<Shingles>,
    /// Who trafilatura thinks wrote it, and when.
    pub(super) author: Option<String>,
    pub(super) date: Option<String>,
}

/// The vote of trafilatura while it runs on a thread of its own; nothing where it was not started.
pub(super) struct PendingVotes(Option<JoinHandle<Trafilatura>>);

/// What it took for the text, the author and the date.
type Trafilatura = (Option<Shingles>, String, Option<String>);

/// Starts trafilatura on `page`, beside the rest of extraction, since it takes as long as all of that. Neither votes on
/// a page of which something was left out, or that is too large: how long they take grows faster than that.
pub(super) fn start(page: &Parsed) -> PendingVotes {
    if page.is_cut || page.doc.tree.len() > MAX_VOTERS_NODES {
        return PendingVotes(None);
    }
    let html = slim(&page.doc);
    if html.len() > MAX_VOTERS_BYTES {
        return PendingVotes(None);
    }
    let thread = std::thread::Builder::new().name("vote".into()).stack_size(STACK_BYTES);
    let asked = thread.spawn(move || {
        let (content, author, date) = guarded("trafilatura", || trafilatura(&html)).unwrap_or_default();
        (shingles(&content), author, date)
    });
    PendingVotes(asked.ok())
}

impl PendingVotes {
    /// Runs dom_smoothie on `doc`, the same page parsed, and waits for both votes.
    pub(super) fn finish(self, doc: &Document, language: Language) -> Votes {
        let Some(asked) = self.0 else { return Votes::default() };
        let readability =
            guarded("dom_smoothie", || readability(doc, language)).and_then(|content| shingles(&content));
        // Nothing else is done until the other has answered.
        byline::prepare();
        credits::prepare();
        date::prepare();
        trees::prepare();
        let (trafilatura, author, date) = asked.join().unwrap_or_else(|panic| resume_unwind(panic));
        Votes {
            readability,
            trafilatura,
            author: Some(author).filter(|author| !author.is_empty()),
            // The first of January is what it makes of a year alone.
            date: date.filter(|date| !date.ends_with("-01-01")),
        }
    }
}

/// The vote of a crate, none if it panics: a fault in a crate costs its vote, not the article.
fn guarded<T>(voter: &str, vote: impl Fn() -> Option<T>) -> Option<T> {
    let vote = catch_unwind(AssertUnwindSafe(vote));
    vote.inspect_err(|_| tracing::warn!(voter, "an extraction crate panicked")).ok().flatten()
}

fn shingles(content: &str) -> Option<Shingles> {
    let lines = lines(&parse(content).doc, true);
    (!lines.is_empty()).then(|| Shingles::of(lines.iter().map(|line| &line.words)))
}

fn readability(doc: &Document, language: Language) -> Option<String> {
    let char_threshold = match language {
        Language::English => THRESHOLD[0],
        Language::Mandarin => THRESHOLD[1],
    };
    let config = Config { char_threshold, disable_json_ld: true, ..Config::default() };
    let mut reader = Readability::with_document(doc.clone(), None, Some(config)).ok()?;
    Some(reader.parse().ok()?.content.to_string())
}

/// What it takes for the article, its author and date.
fn trafilatura(html: &str) -> Option<(String, String, Option<String>)> {
    let options = Options::default()
        .with_fallback(true)
        .with_exclude_comments(true)
        .with_focus(ExtractionFocus::FavorPrecision);
    let result = trafilatura::extract(html, &options).ok()?;
    let date = result.metadata.date.map(|date| date.to_string());
    Some((result.content_html, result.metadata.author, date))
}
