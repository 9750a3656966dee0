//! How it is said: from an article to utterances. Pure and total: no IO, and no text makes it fail.

mod pause;
mod script;
mod segment;
mod standin;

pub use pause::{after_block, after_mark};
pub use script::{Haste, Piece, Script, Sentence, SentenceIdx};
pub use standin::FrontEnd;
