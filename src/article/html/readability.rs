//! The vote of another extractor: what the crate dom_smoothie takes for the article's text.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_query::Document;
use dom_smoothie::{Config, Readability};

use super::{
    super::{Language, limits::MAX_VOTER_NODES, shingles::Shingles},
    lines::lines,
    parse::parse,
};

/// Characters that dom_smoothie wants before it is content with its first try: its own default for
/// English; a third, as Chinese says the same in a third of the characters.
const THRESHOLD: [usize; 2] = [500, 150];

/// What dom_smoothie takes for the article of `doc`, nothing where it fails. It does not vote on a page of which
/// something was left out (`is_cut`), or that is too large: how long it takes grows faster than that.
pub(super) fn vote(doc: &Document, is_cut: bool, language: Language) -> Option<Shingles> {
    if is_cut || doc.tree.len() > MAX_VOTER_NODES {
        return None;
    }
    // A fault in a crate costs its vote, not the article.
    let content = catch_unwind(AssertUnwindSafe(|| content(doc, language)));
    let content = content.inspect_err(|_| tracing::warn!("dom_smoothie panicked")).ok().flatten()?;
    let lines = lines(&parse(&content).doc, true);
    (!lines.is_empty()).then(|| Shingles::of(lines.iter().map(|line| &line.words)))
}

fn content(doc: &Document, language: Language) -> Option<String> {
    let char_threshold = match language {
        Language::English => THRESHOLD[0],
        Language::Mandarin => THRESHOLD[1],
    };
    let config = Config { char_threshold, disable_json_ld: true, ..Config::default() };
    let mut reader = Readability::with_document(doc.clone(), None, Some(config)).ok()?;
    Some(reader.parse().ok()?.content.to_string())
}
