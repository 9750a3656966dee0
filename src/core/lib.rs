//! The types that all packages share: [`article`] is what is read, [`document`] what a listener opens
//! and comes back to, [`speech`] the contract with a voice.
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
