//! The decoder of StyleTTS 2, as far as the vocoder: five residual blocks that make frames of what is said,
//! how high and how loud.
//!
//! Its filters have three taps and a thousand channels: nearly all of its time goes into products with
//! weights that are used once a frame, and nearly all of the model's memory. They stay small integers.

use std::f32::consts::FRAC_1_SQRT_2;

use pulp::{Simd, WithSimd};

use super::{
    Aligned, DECODED, RESIDUAL, TEXT, Weights, WeightsError,
    activation::Moments,
    filter::{Output, Tools},
    lines::{Lines, vectors, vectors_mut},
    put, stage,
    style::{self, Style},
    window::QuantizedWindow,
};

/// Channels between the blocks.
const INNER: usize = 1_024;
/// Of the channels of the text, those that tell what is said; pitch and energy come after them.
const SAID: usize = 512;
/// Channels that go into the blocks after the first: what the one before gives, a little of what is said,
/// pitch and energy.
const JOINED: usize = INNER + RESIDUAL + TEXT - SAID;
/// What a negative value is multiplied with before a filter.
const SLOPE: f32 = 0.2;
/// The block that makes two frames of one.
const DOUBLING: &str = "decode.3";
/// Taps of its filters.
const TAPS: usize = 3;
/// Channels of a frame are filled up to a multiple of this with zeros: the widest vector.
const FILL: usize = 16;

/// The decoder and its weights.
pub(super) struct Decoder {
    encode: Block,
    blocks: [Block; 3],
    last: Block,
    /// The taps (frame by frame, one per channel) and the bias that make two frames of one in the last block.
    double: Double,
}

/// What it works in.
#[derive(Default)]
pub(super) struct Memory {
    first: Lines,
    joined: [Lines; 2],
    space: Space,
}

/// What its blocks work in.
#[derive(Default)]
struct Space {
    active: Lines,
    inner: Lines,
}

impl Decoder {
    pub(super) fn new(weights: &impl Weights, lanes: usize) -> Result<Self, WeightsError> {
        let block = |name: &str, inputs, outputs| Block::new(weights, lanes, name, inputs, outputs);
        Ok(Self {
            encode: block("encode", TEXT, INNER)?,
            blocks: [
                block("decode.0", JOINED, INNER)?,
                block("decode.1", JOINED, INNER)?,
                block("decode.2", JOINED, INNER)?,
            ],
            last: block(DOUBLING, JOINED, DECODED)?,
            double: Double::new(weights)?,
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
        put(aligned.text, count, first, width, 0);
        let width = fill(JOINED);
        let (mut from, mut to) = (from.resize(count * width), to.resize(count * width));
        // What each block after the first is given beside what the one before it made.
        for joined in [&mut *from, &mut *to] {
            joined.fill(0.0);
            put(aligned.residual, count, joined, width, INNER);
            put(&aligned.text[SAID * count..], count, joined, width, INNER + RESIDUAL);
        }
        self.encode.run(tools, space, style, first, None, (from, width));
        for block in &mut self.blocks {
            block.run(tools, space, style, from, None, (to, width));
            std::mem::swap(&mut from, &mut to);
        }
        self.last.run(tools, space, style, from, Some(&self.double), (out, DECODED));
    }
}

/// `channels`, filled up.
const fn fill(channels: usize) -> usize {
    channels.next_multiple_of(FILL)
}

/// Two filters, each behind a norm in a style, and what went in added to what comes out.
struct Block {
    layers: [Layer; 2],
    shortcut: QuantizedWindow,
}

/// A filter and the norm before it.
struct Layer {
    style: Style,
    /// Of the sound so far.
    moments: Moments,
    scale: Lines,
    shift: Lines,
    filter: QuantizedWindow,
}

impl Block {
    fn new(
        weights: &impl Weights,
        lanes: usize,
        name: &str,
        inputs: usize,
        outputs: usize,
    ) -> Result<Self, WeightsError> {
        // The exporter counted the products before the weights; doubling has one of its own, before the others.
        let first = usize::from(name == DOUBLING);
        let window = |nth: usize, inputs: usize, taps: usize, bias: Vec<f32>| {
            let name = format!("/decoder/decoder/{name}/Mul{}_output_0_quantized", suffix(first + nth));
            let integers = weights.integers(&name, &[outputs, inputs, taps])?;
            let width = fill(inputs);
            let at = |row: usize, column: usize| {
                let (tap, input) = (row / width, row % width);
                (input < inputs).then_some((column * inputs + input) * taps + tap)
            };
            QuantizedWindow::new(taps * width, &integers, bias, lanes, at).ok_or(WeightsError::Floats(name))
        };
        let layer = |nth: usize, inputs: usize| {
            let name = |rest: &str| format!("decoder.decoder.{name}.{rest}");
            let bias = weights.floats(&name(&format!("conv{}.bias", nth + 1)), &[outputs])?;
            Ok(Layer {
                style: Style::new(weights, &name(&format!("norm{}", nth + 1)), inputs)?,
                moments: Moments::default(),
                scale: Lines::zeroed(fill(inputs)),
                shift: Lines::zeroed(fill(inputs)),
                filter: window(nth, inputs, TAPS, bias)?,
            })
        };
        let [first, mut second] = [layer(0, inputs)?, layer(1, outputs)?];
        second.filter = second.filter.scaled(FRAC_1_SQRT_2);
        let shortcut = window(2, inputs, 1, vec![0.0; outputs])?.scaled(FRAC_1_SQRT_2);
        Ok(Self { layers: [first, second], shortcut })
    }

    /// Puts what it makes of the frames of `from`, doubled where that is asked for, into the first columns of
    /// the rows of `out`.
    fn run(
        &mut self,
        tools: &mut Tools<'_>,
        space: &mut Space,
        style: &[f32],
        from: &[f32],
        double: Option<&Double>,
        (out, out_width): (&mut [f32], usize),
    ) {
        let [first, second] = &mut self.layers;
        let Space { active, inner } = space;
        let (inputs, outputs) = (first.scale.len(), second.scale.len());
        if !(tools.is_wanted)() {
            return;
        }
        first.apply(tools, style, from, active);
        if let Some(double) = double {
            double.apply(active, inner, inputs);
            std::mem::swap(active, inner);
        }
        let inner = inner.resize(out.len() / out_width * outputs);
        first.filter.run(tools, (active, inputs), (inner, outputs), Output::Replace);
        second.apply(tools, style, inner, active);
        if double.is_some() {
            let once = &mut inner[..from.len() / inputs * outputs];
            self.shortcut.run(tools, (from, inputs), (once, outputs), Output::Replace);
            for (twice, once) in out.chunks_exact_mut(2 * out_width).zip(once.chunks_exact(outputs)) {
                for out in twice.chunks_exact_mut(out_width) {
                    out.copy_from_slice(once);
                }
            }
        } else {
            self.shortcut.run(tools, (from, inputs), (out, out_width), Output::Replace);
        }
        second.filter.run(tools, (active, outputs), (out, out_width), Output::Add);
    }
}

impl Layer {
    /// Puts the frames of `from`, normed in this `style` and gone through the activation, to `to`, with a frame
    /// of silence before and after.
    fn apply(&mut self, tools: &mut Tools<'_>, style: &[f32], from: &[f32], to: &mut Lines) {
        let channels = self.scale.len();
        let moments = stage::moments_of(tools, from, channels);
        self.moments.take(&moments, tools.place);
        style::norm(&self.moments, self.style.scale_shift(style), &mut self.scale, &mut self.shift);
        let to = to.resize(from.len() + 2 * channels);
        let (before, rest) = to.split_at_mut(channels);
        let (frames, after) = rest.split_at_mut(from.len());
        before.fill(0.0);
        after.fill(0.0);
        tools.arch.dispatch(Leaky { layer: self, from, to: frames });
    }
}

struct Leaky<'a> {
    layer: &'a Layer,
    from: &'a [f32],
    to: &'a mut [f32],
}

impl WithSimd for Leaky<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let (scale, shift) = (vectors::<S>(&self.layer.scale), vectors::<S>(&self.layer.shift));
        let slope = simd.splat_f32s(SLOPE);
        let frames = vectors::<S>(self.from).chunks_exact(scale.len());
        for (from, to) in frames.zip(vectors_mut::<S>(self.to).chunks_exact_mut(scale.len())) {
            for (((from, to), scale), shift) in from.iter().zip(to).zip(scale).zip(shift) {
                let value = simd.mul_add_e_f32s(*from, *scale, *shift);
                // The slope is less than one.
                *to = simd.max_f32s(value, simd.mul_f32s(value, slope));
            }
        }
    }
}

/// Makes two frames of one, channel by channel: a transposed convolution of three taps and a stride of two.
struct Double {
    taps: [Vec<f32>; TAPS],
    bias: Vec<f32>,
}

impl Double {
    fn new(weights: &impl Weights) -> Result<Self, WeightsError> {
        let floats = weights.floats("/decoder/decoder/decode.3/Mul_output_0", &[JOINED, 1, TAPS])?;
        let tap = |nth: usize| floats[nth..].iter().step_by(TAPS).copied().collect();
        Ok(Self {
            taps: [tap(0), tap(1), tap(2)],
            bias: weights.floats("decoder.decoder.decode.3.pool.bias", &[JOINED])?,
        })
    }

    /// `from` and `to` have a frame of silence before and after, and `width` floats a frame.
    fn apply(&self, from: &[f32], to: &mut Lines, width: usize) {
        let count = from.len() / width - 2;
        let to = to.resize((2 * count + 2) * width);
        to.fill(0.0);
        let frames = from.chunks_exact(width).skip(1);
        let pairs = to[width..].chunks_exact_mut(2 * width);
        for ((now, next), pair) in frames.clone().zip(frames.skip(1)).zip(pairs) {
            let (even, odd) = pair.split_at_mut(width);
            for (channel, bias) in self.bias.iter().enumerate() {
                let [first, middle, last] = [0, 1, 2].map(|nth| self.taps[nth][channel]);
                even[channel] = bias + now[channel] * middle;
                odd[channel] = bias + now[channel] * last + next[channel] * first;
            }
        }
    }
}

/// How the exporter numbers values of the same name.
fn suffix(nth: usize) -> String {
    if nth == 0 { String::new() } else { format!("_{nth}") }
}
