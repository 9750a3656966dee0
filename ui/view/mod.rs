//! What is drawn. A view shows what is, and pushes what the listener asks for; it changes nothing.

pub mod blocks;
pub mod dialog;
pub mod empty;
pub mod escape;
pub mod icon;
pub mod notice;
pub mod palette;
pub mod reader;
pub mod seek_bar;
mod services;
pub mod settings;
pub mod transport;
pub mod word;
pub mod zhuyin;
