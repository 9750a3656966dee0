//! HTTP client: fetches pages within limits, and keeps public pages from reaching the listener's own network.

mod conditional;
mod fetch;
mod limits;
mod picture;
mod private;
pub mod tls;

pub use conditional::{Answer, ConditionalClient, Validators};
pub use fetch::{Page, Reach, fetch, fetch_linked};
pub use limits::Limits;
pub use picture::fetch_picture;
