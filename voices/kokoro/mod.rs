//! The embedded voice: Kokoro-82M.

pub mod convert;
mod fuse;
mod onnx;
mod rewrite;
