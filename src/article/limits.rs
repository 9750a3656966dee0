//! Limits of parsing: depth, sizes and counts.

/// How many elements of a page may be open or be opened again at a time; the tags of more are left out, their text
/// stays. Browsers cut at 512.
pub(super) const MAX_DEPTH: usize = 256;
/// The same for a page that has used up its levels.
pub(super) const SPENT_DEPTH: usize = 40;
/// How many levels a page has: each element takes as many as it is deep.
pub(super) const BASE_LEVELS: usize = 1 << 20;
/// How many more levels it has for each byte.
pub(super) const LEVELS_PER_BYTE: usize = 2;
/// How many nodes a page may have; what follows is left out. One takes about 200 bytes.
pub(super) const BASE_NODES: usize = 100_000;
/// For how many bytes it may have one node more.
pub(super) const BYTES_PER_NODE: usize = 16;
/// How many nodes the largest page may have.
pub(super) const MAX_NODES: usize = 1_000_000;
/// The bytes of a book's file for which it may have one node more: all of it is read.
pub(super) const BOOK_BYTES_PER_NODE: usize = 8;
/// How many values one text of JSON may have.
pub(super) const MAX_JSON_VALUES: usize = 400_000;
/// How many attributes a tag may have; a tag with more loses all, since parsing them takes quadratic time.
pub(super) const MAX_ATTRIBUTES: usize = 200;
/// How large a page may be to be worth the vote of another extractor, in nodes.
pub(super) const MAX_VOTER_NODES: usize = 50_000;
/// How many lines of a page are looked at; what follows is left out.
pub(super) const MAX_LINES: usize = 50_000;
/// How many strings of a page's data are looked at.
pub(super) const MAX_DATA_STRINGS: usize = 20_000;
/// How many parts of an article are joined; long reports have 10.
pub(super) const MAX_PARTS: usize = 20;
/// Stack of the parsing thread, in bytes: room for crates that recurse over [`MAX_DEPTH`] elements.
pub(super) const STACK_BYTES: usize = 32 << 20;
/// Share of characters that may be undecodable before a declared charset is disbelieved.
pub(super) const MAX_UNDECODABLE: f64 = 0.005;
/// How many blocks one file of a book may have; what follows is left out.
pub(super) const MAX_CHAPTER_BLOCKS: usize = 200_000;
/// How many lines of a text are looked at one by one.
pub(super) const BASE_LINES: usize = 100_000;
/// For how many bytes of a text that is one more.
pub(super) const BYTES_PER_LINE: usize = 16;
/// How many marks of markup a Markdown text may have; one with more is read as it stands.
pub(super) const BASE_MARKS: usize = 100_000;
/// For how many bytes of a Markdown text that is one more.
pub(super) const BYTES_PER_MARK: usize = 8;
