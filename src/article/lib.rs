//! Extraction: from an address, a file or pasted text to an [`Article`].

mod addresses;
mod best_range;
mod byline;
mod calls;
mod captions;
mod consent;
mod continued;
mod copied;
mod credits;
mod date;
mod date_patterns;
mod decode;
mod html;
mod limits;
mod markdown;
mod open;
mod phrases;
mod plain;
mod shingles;
mod steps;
mod wording;
mod wrapped;

use serde::Serialize;
use url::Url;

pub use decode::{Charset, check_is_text, decode};
pub use html::{Chapter, ChapterBlock, Narration};
pub use markdown::blocks as markdown_blocks;
pub use open::{
    extract_page, file_address, local, on_large_stack, open, open_bytes, open_page, open_seen, open_within,
    path_as_text,
};
pub use plain::plain;
pub use tingxinwen_core::article::*;
pub use tingxinwen_net::{Limits, Page, Reach, fetch, fetch_linked};
pub use wrapped::{Hyphens, lines as unwrapped_lines};

/// A line of a web page and the facts by which it is judged; `html/fit.py` fits the trees that judge it.
#[derive(Clone, Debug, Serialize)]
pub struct Evidence {
    /// The line.
    pub text: String,
    /// Its facts, in the order that the trees number them: shares are 0 to 1, lengths and distances logarithms.
    pub facts: Vec<f32>,
}

/// How much of the shorter of two texts is in the other, 0 to 1, by runs of four words.
pub fn shared_text(a: &str, b: &str) -> f32 {
    let (a, b) = (shingles::words_of(a), shingles::words_of(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    shingles::Shingles::of([long]).cover(&short)
}

/// The evidence about every line of a web page.
pub fn evidence(page: &[u8]) -> Vec<Evidence> {
    html::evidence_of(&decode::decode(page, None))
}

/// How many steps it takes to extract the article of a web page that came from `address`, whether it has one or not;
/// for tests that this grows with the page and no faster.
///
/// # Errors
/// [`OpenError::Internal`] when extraction panics.
pub fn steps(page: &[u8], address: &Url) -> Result<u64, OpenError> {
    let extract = || drop(html::extract(&decode::decode(page, None), Some(address)));
    open::on_large_stack(|| steps::of(extract))
}

/// A method of HTML extraction, which [`extract_without`] can leave out to see what it gains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// The vote of `dom_smoothie`.
    Readability,
    /// The vote of the densest run of text.
    Run,
    /// The comparison with JSON-LD's `articleBody`.
    JsonLd,
    /// The fitted trees; without them the two votes decide.
    Trees,
    /// Rules for single sites.
    Sites,
    /// The page's data, and text that is hidden until its scripts run.
    Data,
}

/// The article of a web page, found with one method left out.
///
/// # Errors
/// As [`open()`].
pub fn extract_without(page: &[u8], method: Option<Method>) -> Result<Article, OpenError> {
    html::extract_without(&decode::decode(page, None), method)
}
