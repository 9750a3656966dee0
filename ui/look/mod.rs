//! How text looks: which font a mark of punctuation is set in.

mod quotes;

pub use quotes::{Set, runs};
