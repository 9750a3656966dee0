//! What is drawn. A view shows what is, and pushes what the listener asks for; it changes nothing.

pub mod blocks;
pub mod card;
pub mod dialog;
pub mod empty;
pub mod escape;
pub mod feeds;
pub mod find;
pub mod focus;
pub mod install;
pub mod library;
mod library_filters;
pub mod looks;
pub mod mini;
pub mod notice;
pub mod palette;
pub mod queue;
pub mod reader;
pub mod row;
pub mod seal;
pub mod seek_bar;
pub mod settings;
pub mod settings_list;
pub mod sidebar;
mod tools;
pub mod transport;
pub mod word;
pub mod zhuyin;
