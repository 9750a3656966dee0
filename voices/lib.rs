//! Voices.

pub mod kokoro;
mod mapped;
pub mod model;
