//! The listener's files: the folders they lie in, and reading and writing that loses nothing.

mod file;
mod folder;

pub use file::{Lock, read_text, set_aside, write};
pub use folder::Folder;
