//! The embedded voice: Kokoro-82M.

pub mod convert;
mod onnx;
mod rewrite;
