//! Reads articles aloud: [`article`] is what is read, [`text`] how it is said, [`speech`] the
//! contract with a voice.

pub mod article;
pub mod speech;
pub mod text;
