//! The listener's files: the folders they lie in, and reading and writing that loses nothing.

mod file;
mod folder;

pub use file::{Lock, Readers, draft, read, read_text, set_aside, write, write_readable};
pub use folder::{Folder, music_folder};
