//! Readers of books and documents: from the bytes of a file to a [`Document`] of parts.
//!
//! [`open`] takes any source; what is a page or an article goes on to `tingxinwen_article`. A file is told by its first
//! bytes ([`format`]), read on a thread of its own behind a wall that catches panics and bounds time (`wall`), into
//! a `flow` of blocks that is cut into parts. `archive` is the one place that unpacks, `xml` the one that parses XML;
//! chapters of books are read by `tingxinwen_article::Chapter`. What a narrator has recorded (`epub/overlay`) stays in the file:
//! [`SoundBytes`] reads it from there.

mod archive;
mod epub;
mod fb2;
mod flow;
mod format;
mod long_text;
mod mail;
mod mobi;
mod office;
mod open;
mod paragraph;
mod parallel;
mod pdf;
mod recorded;
mod rtf;
mod subtitles;
mod text;
mod wall;
mod xml;

pub use format::Format;
pub use open::{open, open_linked, read};
pub use recorded::SoundBytes;
pub use tingxinwen_core::document::Document;
