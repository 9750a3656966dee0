//! Extraction crates as voters: what each takes for the article's text.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_query::Document;
use dom_smoothie::{Config, Readability};
use trafilatura::{ExtractionFocus, Options};

use super::{
    super::{Language, limits::MAX_VOTERS_BYTES, shingles::Shingles},
    lines::lines,
};

/// Characters that dom_smoothie wants before it is content with its first try: its own default for
/// English; a third, as Chinese says the same in a third of the characters.
const THRESHOLD: [usize; 2] = [500, 150];

/// What the voters say, nothing where one failed.
#[derive(Default)]
pub(super) struct Votes {
    pub(super) readability: Option<Shingles>,
    pub(super) trafilatura: Option<Shingles>,
}

/// Asks the extraction crates for the article of `html`, which is `doc` parsed.
pub(super) fn ask(html: &str, doc: &Document, language: Language) -> Votes {
    if html.len() > MAX_VOTERS_BYTES {
        return Votes::default();
    }
    // A page that makes a crate panic costs its vote, not the reading.
    let guarded = |vote: &dyn Fn() -> Option<String>| {
        let content = catch_unwind(AssertUnwindSafe(vote)).ok().flatten()?;
        let lines = lines(&Document::from(content), true);
        (!lines.is_empty()).then(|| Shingles::of(lines.iter().map(|line| line.text.as_str())))
    };
    Votes {
        readability: guarded(&|| readability(doc, language)),
        trafilatura: guarded(&|| trafilatura(html)),
    }
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

fn trafilatura(html: &str) -> Option<String> {
    let options = Options::default()
        .with_fallback(true)
        .with_exclude_comments(true)
        .with_focus(ExtractionFocus::FavorPrecision);
    Some(trafilatura::extract(html, &options).ok()?.content_html)
}
