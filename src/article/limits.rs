//! Limits of parsing: depth, sizes and counts.

/// How deeply elements may be nested; deeper tags are left out, their text stays. Browsers cut at 512.
pub(super) const MAX_DEPTH: usize = 200;
/// How many attributes a tag may have; a tag with more loses all, since parsing them takes quadratic time.
pub(super) const MAX_ATTRIBUTES: usize = 200;
/// How large a page may be to be worth the slower extractors, in bytes.
pub(super) const MAX_VOTERS_BYTES: usize = 4 << 20;
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
