//! How text looks: which font a mark of punctuation is set in, and signs.

mod glyph;
mod quotes;

pub use glyph::{Glyph, glyph_button_ui};
pub use quotes::{Set, runs};
