//! Tests of extraction.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod builders;
mod common;
mod data;
mod extract;
mod fetch;
mod hostile;
mod kinds;
mod pages;
mod pictures;
mod rest;
mod shapes;
mod spans;
mod stories;
mod taiwan;
mod texture;
mod titles_and_bylines;
mod written;
