//! Voices for tingxinwen: an utterance goes in, sound with the time of every word comes out.
//!
//! [`Voices`] lists and loads them; [`install`] fetches their files, which the [`catalog`] names.
//! [`services`] are the voices of others, over the network.
//! [`kokoro`] is the embedded voice: on a [`model`] runtime in this process up to the [`vocoder`], which is our
//! own; [`tone`] beeps, for tests.
//! This is the only package that names the model runtime.

pub mod catalog;
pub mod data_dir;
pub mod install;
pub mod kokoro;
mod mapped;
pub mod model;
pub mod services;
mod sum;
pub mod tone;
pub use tingxinwen_vocoder as vocoder;
mod voices;

pub use data_dir::DataDir;
pub use tone::ToneVoice;
pub use voices::{VoiceInfo, Voices, default_threads};
