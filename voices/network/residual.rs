//! Residual block of StyleTTS 2: two filters of three taps, each behind a norm in a style, and what went in added to what
//! comes out. Decoder and prosody are made of it.

use std::f32::consts::FRAC_1_SQRT_2;

use pulp::{Simd, WithSimd};

use super::{
    Weights, WeightsError,
    activation::Moments,
    filter::{Output, Tools},
    lines::{Lines, vectors, vectors_mut},
    stage,
    style::{self, Style},
    window::QuantizedWindow,
};

/// What a negative value is multiplied with before a filter.
const SLOPE: f32 = 0.2;
/// Taps of its filters.
const TAPS: usize = 3;
/// Channels of a frame are filled up to a multiple of this with zeros: the widest vector.
const FILL: usize = 16;

/// `channels`, filled up.
pub(super) const fn fill(channels: usize) -> usize {
    channels.next_multiple_of(FILL)
}

/// The weights.
pub(super) struct Block {
    layers: [Layer; 2],
    /// From the channels that go in to those that come out, where these are not as many.
    shortcut: Option<QuantizedWindow>,
    /// What makes two frames of one between the norm and the first filter.
    double: Option<Double>,
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

/// What blocks work in.
#[derive(Default)]
pub(super) struct Space {
    active: Lines,
    inner: Lines,
}

impl Block {
    /// The block whose constants and parameters start with these names.
    pub(super) fn new(
        weights: &Weights,
        lanes: usize,
        (constants, parameters): (&str, &str),
        [inputs, outputs]: [usize; 2],
        doubles: bool,
    ) -> Result<Self, WeightsError> {
        // The exporter counted the products before the weights; doubling has one of its own, before the others.
        let first = usize::from(doubles);
        let window = |nth: usize, inputs: usize, taps: usize, bias: Vec<f32>| {
            let name = format!("{constants}/Mul{}_output_0_quantized", suffix(first + nth));
            let integers = weights.integers(&name, &[outputs, inputs, taps])?;
            let width = fill(inputs);
            let at = |row: usize, column: usize| {
                let (tap, input) = (row / width, row % width);
                (input < inputs).then_some(((column * inputs + input) * taps + tap, inputs * taps))
            };
            QuantizedWindow::new(taps * width, &integers, bias, lanes, at).ok_or(WeightsError::Floats(name))
        };
        let layer = |nth: usize, inputs: usize| {
            let name = |rest: &str| format!("{parameters}.{rest}");
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
        let shortcut = || Ok(window(2, inputs, 1, vec![0.0; outputs])?.scaled(FRAC_1_SQRT_2));
        Ok(Self {
            layers: [first, second],
            shortcut: (inputs != outputs).then(shortcut).transpose()?,
            double: doubles.then(|| Double::new(weights, constants, parameters, inputs)).transpose()?,
        })
    }

    /// Puts what it makes of the frames of `from` into the first columns of the rows of `out`, unless nobody wants it
    /// any more.
    pub(super) fn run(
        &mut self,
        tools: &mut Tools<'_>,
        space: &mut Space,
        style: &[f32],
        from: &[f32],
        (out, out_width): (&mut [f32], usize),
    ) {
        let [first, second] = &mut self.layers;
        let Space { active, inner } = space;
        let (inputs, outputs) = (first.scale.len(), second.scale.len());
        if !(tools.is_wanted)() {
            return;
        }
        first.apply(tools, style, from, active);
        if let Some(double) = &self.double {
            double.apply(active, inner, inputs);
            std::mem::swap(active, inner);
        }
        let inner = inner.resize(out.len() / out_width * outputs);
        first.filter.run(tools, (active, inputs), (inner, outputs), Output::Replace);
        second.apply(tools, style, inner, active);
        if self.double.is_some() {
            let once = &mut inner[..from.len() / inputs * outputs];
            skip(self.shortcut.as_ref(), tools, (from, inputs), (once, outputs));
            for (twice, once) in out.chunks_exact_mut(2 * out_width).zip(once.chunks_exact(outputs)) {
                for out in twice.chunks_exact_mut(out_width) {
                    out.copy_from_slice(once);
                }
            }
        } else {
            skip(self.shortcut.as_ref(), tools, (from, inputs), (out, out_width));
        }
        second.filter.run(tools, (active, outputs), (out, out_width), Output::Add);
    }
}

/// Puts what goes past the filters to `out`.
fn skip(
    shortcut: Option<&QuantizedWindow>,
    tools: &mut Tools<'_>,
    (from, width): (&[f32], usize),
    (out, out_width): (&mut [f32], usize),
) {
    match shortcut {
        Some(shortcut) => shortcut.run(tools, (from, width), (out, out_width), Output::Replace),
        None => {
            for (from, out) in from.chunks_exact(width).zip(out.chunks_exact_mut(out_width)) {
                for (from, out) in from.iter().zip(out) {
                    *out = from * FRAC_1_SQRT_2;
                }
            }
        }
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
    fn new(
        weights: &Weights,
        constants: &str,
        parameters: &str,
        channels: usize,
    ) -> Result<Self, WeightsError> {
        let floats = weights.floats(&format!("{constants}/Mul_output_0"), &[channels, 1, TAPS])?;
        let tap = |nth: usize| floats[nth..].iter().step_by(TAPS).copied().collect();
        Ok(Self {
            taps: [tap(0), tap(1), tap(2)],
            bias: weights.floats(&format!("{parameters}.pool.bias"), &[channels])?,
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
