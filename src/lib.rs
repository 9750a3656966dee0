//! Reads articles aloud: [`article`] is what is read, [`text`] how it is said, [`speech`] the
//! contract with a voice, [`player`] what to do next.

pub mod article;
pub mod audio;
pub mod engine;
pub mod export;
mod fault;
pub mod lexicon_file;
pub mod player;
pub mod settings;
pub mod singles_file;
pub mod speech;
pub mod text;
