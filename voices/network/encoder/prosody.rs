//! Prosody: how long each symbol is held, then pitch and energy, two values of each a frame.

use super::{
    EPSILON, Lstm, WIDTH, Weights, WeightsError, albert,
    elementary::{Norms, sigmoid},
    linear, lstm,
};
use crate::{
    FRAMES, STYLE,
    filter::{Output, Tools},
    lines::Lines,
    residual::{self, Block},
    style::Style,
    window::QuantizedWindow,
};

/// What is known of a symbol or frame, and the style beside it.
const STYLED: usize = WIDTH + STYLE;
/// Numbers whose sum is a duration: each is one at the most.
const PORTIONS: usize = 50;
/// The portions of a symbol, filled up to whole vectors.
const PORTIONS_FILLED: usize = 64;
/// Values of a frame in the last blocks of a branch.
const NARROW: usize = WIDTH / 2;

/// The weights.
pub(super) struct Prosody {
    enter: QuantizedWindow,
    /// Memories, and the norm in a style behind each.
    layers: [(Lstm, Style); 3],
    lasting: Lstm,
    portions: QuantizedWindow,
    shared: Lstm,
    pitch: Branch,
    energy: Branch,
}

/// What it works in.
#[derive(Default)]
pub(super) struct Memory {
    styled: Lines,
    rows: Lines,
    framed: Lines,
    space: residual::Space,
    blocks: [Lines; 2],
}

/// What it gives.
pub(super) struct Found {
    /// Frames of each symbol.
    pub(super) durations: Vec<usize>,
    /// In Hz, [`FRAMES`] values a frame.
    pub(super) pitch: Vec<f32>,
    /// Of each frame, pitch and energy as the decoder is given them.
    pub(super) tone: Vec<[f32; 2]>,
}

impl Prosody {
    pub(super) fn new(weights: &Weights, lanes: usize) -> Result<Self, WeightsError> {
        let bias = |name: &str, width: usize| weights.floats(&format!("encoder.{name}.bias"), &[width]);
        let layer = |number: usize, norm: usize| {
            let name = format!("encoder.predictor.text_encoder.lstms.{norm}");
            Ok((Lstm::new(weights, lanes, number, STYLED)?, Style::new(weights, &name, WIDTH)?))
        };
        let portions = bias("predictor.duration_proj.linear_layer", PORTIONS)?;
        Ok(Self {
            enter: linear(weights, lanes, "6704", albert::WIDTH, bias("bert_encoder", WIDTH)?)?,
            layers: [layer(6748, 1)?, layer(6793, 3)?, layer(6838, 5)?],
            lasting: Lstm::new(weights, lanes, 6883, STYLED)?,
            portions: linear(weights, lanes, "6886", WIDTH, portions)?,
            shared: Lstm::new(weights, lanes, 6980, STYLED)?,
            pitch: Branch::new(weights, lanes, "F0", "/decoder/decoder/Mul_output_0_quantized")?,
            energy: Branch::new(weights, lanes, "N", "/decoder/decoder/Mul_1_output_0_quantized")?,
        })
    }

    /// Of symbols in their `context`, spoken in a `style`.
    pub(super) fn run(
        &mut self,
        tools: &mut Tools<'_>,
        (memory, lstm): (&mut Memory, &mut lstm::Memory),
        context: &[f32],
        style: &[f32],
    ) -> Found {
        let Memory { styled, rows, framed, space, blocks } = memory;
        let count = context.len() / albert::WIDTH;
        let styled = styled.resize(count * STYLED);
        for symbol in styled.chunks_exact_mut(STYLED) {
            symbol[WIDTH..].copy_from_slice(style);
        }
        let rows = rows.resize(count * WIDTH.max(PORTIONS_FILLED));
        self.enter.run(tools, (context, albert::WIDTH), (rows, WIDTH), Output::Replace);
        put(rows, styled);
        for (memory, norm) in &mut self.layers {
            memory.run(tools, lstm, styled, (rows, WIDTH));
            let (scale, shift) = norm.scale_shift(style).split_at(WIDTH);
            let scale: Vec<f32> = scale.iter().map(|scale| 1.0 + scale).collect();
            tools.arch.dispatch(Norms { frames: rows, epsilon: EPSILON, scale: &scale, shift });
            put(rows, styled);
        }
        self.lasting.run(tools, lstm, styled, (rows, WIDTH));
        let portions = framed.resize(count * PORTIONS_FILLED);
        self.portions.run(tools, (rows, WIDTH), (portions, PORTIONS_FILLED), Output::Replace);
        let durations: Vec<usize> = portions.chunks_exact(PORTIONS_FILLED).map(duration).collect();

        let frames = durations.iter().sum::<usize>();
        let given = framed.resize(frames * STYLED);
        let held = styled.chunks_exact(STYLED).zip(&durations);
        let held = held.flat_map(|(symbol, duration)| std::iter::repeat_n(symbol, *duration));
        for (frame, symbol) in given.chunks_exact_mut(STYLED).zip(held) {
            frame.copy_from_slice(symbol);
        }
        let [shared, between] = blocks;
        self.shared.run(tools, lstm, given, (shared.resize(frames * WIDTH), WIDTH));
        let mut branch = |branch: &mut Branch| branch.run(tools, space, (shared, between, framed), style);
        let (pitch, pitch_of_frames) = branch(&mut self.pitch);
        let (_, energy_of_frames) = branch(&mut self.energy);
        let tone = pitch_of_frames.into_iter().zip(energy_of_frames);
        Found { durations, pitch, tone: tone.map(|(pitch, energy)| [pitch, energy]).collect() }
    }
}

/// The sum of a symbol's portions as a whole number, at least one; rounded to the nearest, and of two to the even one.
fn duration(portions: &[f32]) -> usize {
    let sum: f32 = portions[..PORTIONS].iter().map(|portion| sigmoid(*portion)).sum();
    sum.round_ties_even().max(1.0) as usize
}

/// Puts `rows` beside the styles.
fn put(rows: &[f32], styled: &mut [f32]) {
    for (row, styled) in rows.chunks_exact(WIDTH).zip(styled.chunks_exact_mut(STYLED)) {
        styled[..WIDTH].copy_from_slice(row);
    }
}

/// Three blocks, of which the second makes two frames of one, and a value of each of those frames.
struct Branch {
    blocks: [Block; 3],
    value: [f32; NARROW],
    bias: f32,
    /// From three values, of which the second is the first of a frame, to the frame's.
    taps: [f32; 3],
    tap_bias: f32,
}

impl Branch {
    fn new(weights: &Weights, lanes: usize, name: &str, taps: &str) -> Result<Self, WeightsError> {
        let block = |nth: usize, channels: [usize; 2]| {
            let constants = format!("/encoder/{name}.{nth}");
            let parameters = format!("encoder.predictor.{name}.{nth}");
            Block::new(weights, lanes, (&constants, &parameters), channels, nth == 1)
        };
        let value = format!("encoder.predictor.{name}_proj");
        let floats = weights.floats(&format!("{value}.weight_quantized"), &[1, NARROW, 1])?;
        let shape = |name: &str| WeightsError::Missing(name.to_owned());
        let bias = |name: &str| weights.floats(&format!("{name}.bias"), &[1]).map(|bias| bias[0]);
        Ok(Self {
            blocks: [block(0, [WIDTH, WIDTH])?, block(1, [WIDTH, NARROW])?, block(2, [NARROW, NARROW])?],
            value: floats.try_into().map_err(|_| shape(&value))?,
            bias: bias(&value)?,
            taps: weights.floats(taps, &[1, 1, 3])?.try_into().map_err(|_| shape(taps))?,
            tap_bias: bias(&format!("decoder.decoder.{name}_conv"))?,
        })
    }

    /// [`FRAMES`] values for each frame of `shared`, and one for each as the decoder is given it; works in the other two.
    fn run(
        &mut self,
        tools: &mut Tools<'_>,
        space: &mut residual::Space,
        (shared, one, other): (&[f32], &mut Lines, &mut Lines),
        style: &[f32],
    ) -> (Vec<f32>, Vec<f32>) {
        let frames = shared.len() / WIDTH;
        let [first, second, third] = &mut self.blocks;
        first.run(tools, space, style, shared, (one.resize(frames * WIDTH), WIDTH));
        second.run(tools, space, style, one, (other.resize(frames * FRAMES * NARROW), NARROW));
        third.run(tools, space, style, other, (one.resize(frames * FRAMES * NARROW), NARROW));
        let value = |frame: &[f32]| {
            frame.iter().zip(&self.value).map(|(value, weight)| value * weight).sum::<f32>() + self.bias
        };
        let values: Vec<f32> = one.chunks_exact(NARROW).map(value).collect();
        let around = |frame: usize| {
            let at = |nth: Option<usize>| nth.and_then(|nth| values.get(nth)).copied().unwrap_or(0.0);
            let first = frame * FRAMES;
            [at(first.checked_sub(1)), at(Some(first)), at(Some(first + 1))]
        };
        let sum = |values: [f32; 3]| {
            values.iter().zip(&self.taps).map(|(value, tap)| value * tap).sum::<f32>() + self.tap_bias
        };
        let of_frames = (0..frames).map(|frame| sum(around(frame))).collect();
        (values, of_frames)
    }
}
