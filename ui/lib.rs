//! Draws a [`tingxinwen::player::Snapshot`] and collects [`tingxinwen::player::Command`]s: in a
//! window, in a terminal, and once for all on the command line.

pub mod actions;
pub mod app;
mod asked;
mod awake;
mod block_overrides;
pub mod cli;
pub mod clipboard;
mod console;
mod covers;
mod exporting;
mod faces;
pub mod failure;
mod feeds_panel;
mod find;
pub mod follow;
pub mod global_keys;
mod installing;
mod layout;
mod library_panel;
pub mod locale;
pub mod look;
mod marks;
mod media_keys;
pub mod memory;
mod offline;
pub mod output;
pub mod page;
pub mod panes;
mod pictures;
pub mod preview;
pub mod reading;
mod selection;
mod settings_page;
pub mod setup;
mod sharing;
pub mod terminal;
pub mod theme;
pub mod trace;
pub mod view;
pub mod words;

/// The version, and the day of the sources where a package was made of them.
pub const VERSION: &str = env!("TINGXINWEN_VERSION");

/// The texts of the licences of all that is in the program, each below the names of what it is the licence of.
pub const LICENCES: &str = include_str!("licences.txt");

/// The width of the text column in a window `available` wide, in points: as many characters of `size` points as `looks`
/// wants, or as have room, so that a line of Chinese ends where the column does.
pub fn page_width(available: f32, looks: &tingxinwen::settings::Looks) -> f32 {
    let size = looks.text_size() as f32;
    let room = (available - 2.0 * theme::MARGIN).max(120.0);
    (room / size).floor().clamp(4.0, looks.column() as f32) * size
}
