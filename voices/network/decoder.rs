//! The decoder of StyleTTS 2, as far as the vocoder: five residual blocks that make frames of what is said,
//! how high and how loud.
//!
//! Its filters have three taps and a thousand channels: nearly all of its time goes into products with
//! weights that are used once a frame, and nearly all of the model's memory. They stay small integers.

use super::{
    Aligned, DECODED, RESIDUAL, TEXT, Weights, WeightsError,
    filter::Tools,
    lines::Lines,
    residual::{Block, Space, fill},
};

/// Channels between the blocks.
const INNER: usize = 1_024;
/// Of the channels of the text, those that tell what is said; pitch and energy come after them.
const SAID: usize = 512;
/// Channels that go into the blocks after the first: what the one before gives, a little of what is said,
/// pitch and energy.
const JOINED: usize = INNER + RESIDUAL + TEXT - SAID;
/// The block that makes two frames of one.
const DOUBLING: &str = "decode.3";

/// The decoder and its weights.
pub(super) struct Decoder {
    encode: Block,
    blocks: [Block; 3],
    last: Block,
}

/// What it works in.
#[derive(Default)]
pub(super) struct Memory {
    first: Lines,
    joined: [Lines; 2],
    space: Space,
}

impl Decoder {
    pub(super) fn new(weights: &Weights, lanes: usize) -> Result<Self, WeightsError> {
        let block = |name: &str, inputs, outputs| {
            let constants = format!("/decoder/decoder/{name}");
            let parameters = format!("decoder.decoder.{name}");
            Block::new(weights, lanes, (&constants, &parameters), [inputs, outputs], name == DOUBLING)
        };
        Ok(Self {
            encode: block("encode", TEXT, INNER)?,
            blocks: [
                block("decode.0", JOINED, INNER)?,
                block("decode.1", JOINED, INNER)?,
                block("decode.2", JOINED, INNER)?,
            ],
            last: block(DOUBLING, JOINED, DECODED)?,
        })
    }

    /// Puts [`FRAMES`](super::FRAMES) frames of [`DECODED`] channels for each of the `count` that are `aligned` to
    /// `out`.
    pub(super) fn run(
        &mut self,
        tools: &mut Tools<'_>,
        memory: &mut Memory,
        count: usize,
        aligned: &Aligned<'_>,
        style: &[f32],
        out: &mut [f32],
    ) {
        let Memory { first, joined: [from, to], space } = memory;
        let width = fill(TEXT);
        let first = first.resize(count * width);
        first.fill(0.0);
        let text = aligned.text.chunks_exact(TEXT);
        for (text, frame) in text.clone().zip(first.chunks_exact_mut(width)) {
            frame[..TEXT].copy_from_slice(text);
        }
        let width = fill(JOINED);
        let (mut from, mut to) = (from.resize(count * width), to.resize(count * width));
        // What each block after the first is given beside what the one before it made.
        for joined in [&mut *from, &mut *to] {
            joined.fill(0.0);
            let given = text.clone().zip(aligned.residual.chunks_exact(RESIDUAL));
            for ((text, residual), frame) in given.zip(joined.chunks_exact_mut(width)) {
                frame[INNER..INNER + RESIDUAL].copy_from_slice(residual);
                frame[INNER + RESIDUAL..JOINED].copy_from_slice(&text[SAID..]);
            }
        }
        self.encode.run(tools, space, style, first, (from, width));
        for block in &mut self.blocks {
            block.run(tools, space, style, from, (to, width));
            std::mem::swap(&mut from, &mut to);
        }
        self.last.run(tools, space, style, from, (out, DECODED));
    }
}
