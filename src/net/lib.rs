//! The HTTP client: fetches pages within limits, and keeps public pages out of the listener's own network.

mod fetch;
mod limits;
mod private;

pub use fetch::{Guest, Page, fetch, fetch_linked};
pub use limits::Limits;
