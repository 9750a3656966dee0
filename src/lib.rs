//! Reads articles aloud: [`article`] is what is read, [`text`] how it is said, [`speech`] the
//! contract with a voice, [`player`] what to do next.

pub mod app;
pub mod audio;
pub mod block_overrides_file;
pub mod engine;
pub mod export;
pub mod lexicon_file;
pub mod player;
pub mod settings;

pub use tingxinwen_article as article;
pub use tingxinwen_core::{self as core, speech};
pub use tingxinwen_text as text;
