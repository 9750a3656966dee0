//! Text front-end: from an article to utterances. Pure and total: no IO, and no text makes it fail.

mod front_end;
mod normalize;
mod pause;
mod pronounce;
mod script;
mod segment;

pub use front_end::FrontEnd;
pub use pause::{after_block, after_mark};
pub use pronounce::{EntryError, LineError, ReadingError, Readings, UserLexicon, zhuyin};
pub use script::{Haste, Piece, Script, Sentence, SentenceIdx};
