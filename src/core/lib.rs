//! Types that all packages share: [`article`]s, [`document`]s made of them, and [`speech`], the contract with voices.
//!
//! Data only: no IO, no threads, no clock.

pub mod article;
pub mod document;
mod fault;
pub mod speech;
mod syllables;
mod voice_orders;

pub use syllables::syllables_in;
pub use voice_orders::VoiceOrders;
