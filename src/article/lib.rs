//! Extraction: from an address, a file or pasted text to an [`Article`].

mod best_range;
mod byline;
mod continued;
mod copied;
mod date;
mod decode;
mod html;
mod limits;
mod markdown;
mod open;
mod phrases;
mod shingles;
mod steps;
mod wording;
mod wrapped;

use serde::Serialize;
use url::Url;

pub use open::{open, open_within};
pub use tingxinwen_core::article::*;
pub use tingxinwen_net::Limits;

/// A line of a web page and what speaks for and against its being read; `html/fit.py` fits what that
/// amounts to.
#[derive(Clone, Debug, Serialize)]
pub struct Evidence {
    /// The line.
    pub text: String,
    /// Its facts, in the order of the trees' questions: shares are 0 to 1, lengths and distances logarithms.
    pub facts: Vec<f32>,
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

/// A part of what finds an article in a web page, to be left out to see what it gains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The vote of `dom_smoothie`.
    Readability,
    /// The vote of `trafilatura`.
    Trafilatura,
    /// The densest run of text.
    Run,
    /// JSON-LD's text.
    Told,
    /// The fitted trees; without them two of three votes decide.
    Trees,
    /// Rules for single sites.
    Sites,
    /// Data in the page, and text that it hides until its scripts run.
    Data,
}

/// The article of a web page, found without one of the parts that usually find it.
///
/// # Errors
/// As [`open`].
pub fn extract_without(page: &[u8], part: Option<Part>) -> Result<Article, OpenError> {
    html::extract_without(&decode::decode(page, None), part)
}
