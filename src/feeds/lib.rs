//! Feeds: RSS, Atom and JSON Feed read, found behind the address of a site, and refreshed politely; OPML in and out.
//!
//! [`parse`] reads the bytes of a feed, mended where they are broken; [`find()`] looks for the feed of a site; a
//! [`Refresher`] asks servers for what is new and keeps it in the library; [`opml`] carries subscriptions to and from
//! other programs. Nothing is asked for that the listener did not add.

mod date;
mod find;
mod identity;
mod json;
mod markup;
mod open;
pub mod opml;
mod parse;
mod problem;
mod refresh;
mod repair;
mod same;
mod schedule;
pub mod sites;
mod whole_text;

pub use date::text as date_text;
pub use find::{Found, find};
pub use open::open;
pub use parse::{MOST_ITEMS, ParsedFeed, ParsedItem, parse};
pub use problem::FeedProblem;
pub use refresh::{Outcome, Refresher, Report, When};
