//! Draws a [`tingxinwen::player::Snapshot`] and collects [`tingxinwen::player::Command`]s: in a
//! window, in a terminal, and once for all on the command line.

pub mod actions;
pub mod app;
mod block_overrides;
pub mod cli;
pub mod failure;
pub mod follow;
mod layout;
mod library_panel;
pub mod locale;
pub mod look;
mod offline;
pub mod page;
pub mod preview;
pub mod reading;
mod settings_window;
pub mod setup;
pub mod terminal;
pub mod theme;
pub mod trace;
pub mod view;
pub mod words;

/// The width of the text column in a window `available` wide, in points.
pub fn page_width(available: f32) -> f32 {
    (available - 2.0 * theme::MARGIN).clamp(120.0, theme::COLUMN_WIDTH)
}
