//! Voices for tingxinwen: an utterance goes in, sound with the time of every word comes out.
//!
//! [`Voices`] lists and loads them; [`install`] fetches their files, which the [`catalog`] names.
//! [`services`] are the voices of others, over the network.
//! [`kokoro`] is the embedded voice, spoken by the [`network`]; [`tone`] beeps, for tests.

pub mod catalog;
pub mod data_dir;
pub mod install;
pub mod kokoro;
pub mod model;
pub mod services;
mod sum;
pub mod tone;
mod voices;

pub use data_dir::DataDir;
pub use tingxinwen_network as network;
pub use tone::ToneVoice;
pub use voices::{VoiceInfo, Voices, default_threads};
