//! Picture: an image of the page, by its address and place.

use serde::{Deserialize, Serialize};

/// A picture of an article's page. Nothing of it but these words is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Picture {
    /// The byte of [`Article::text`](super::Article::text) at which the block starts that it stands before.
    pub at: u32,
    /// Its address: absolute, `http` or `https`.
    pub url: String,
    /// What it shows, as the page says it to those who do not see it; may be empty.
    pub alt: String,
    /// Its width and height in pixels, where the page tells them.
    pub size: Option<(u32, u32)>,
}
