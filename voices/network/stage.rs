//! Stage of the vocoder, one of two: upsamples frames by ten, then by six, adds the harmonic source, and applies three
//! blocks of filters with 3, 7 and 11 taps.

use pulp::{Arch, Simd, WithSimd};

use super::{
    SPECTRUM, Weights, WeightsError,
    activation::{self, Activation, Moments, PART, Place},
    filter::{Filter, Output, Sound, Tools},
    half::{Element, Half, Halves, widen},
    style::Style,
    window::Window,
};

/// Frames of the harmonic source's spectrum in one of the decoder's.
pub(super) const SPECTRA: usize = 60;
/// Floats of such a frame, a multiple of what a product takes at once.
pub(super) const HARMONICS: usize = 24;
/// Frames of silence before and after the harmonic source: half of what its longest window overlaps.
pub(super) const HARMONICS_EDGE: usize = 3;
/// What a negative value is multiplied with before frames are made more.
pub(super) const SLOPE: f32 = 0.1;
/// Filters of a block, of each of its two kinds.
const FILTERS: usize = 3;
/// Their dilations; those of the second kind have none.
const DILATIONS: [usize; FILTERS] = [1, 3, 5];
/// Blocks whose mean is the stage's result.
const BLOCKS: usize = 3;
/// Taps of their filters.
const TAPS: [usize; BLOCKS] = [3, 7, 11];
/// Frames whose moments are taken together, and which a thread takes at once.
const LOT: usize = 256;

/// The shape of a stage.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    nth: usize,
    inputs: usize,
    channels: usize,
    rate: usize,
    /// Taps of the window that reads the harmonic source, and how far it goes on.
    noise_window: (usize, usize),
    /// Taps of the filters which that goes through.
    noise_taps: usize,
    /// Whether one frame is put before the first.
    reflects: bool,
    /// The constant that holds the weights of the window which makes frames more.
    up: &'static str,
}

impl Shape {
    pub(super) const FIRST: Self = Self {
        nth: 0,
        inputs: 512,
        channels: 256,
        rate: 10,
        noise_window: (12, 6),
        noise_taps: 7,
        reflects: false,
        up: "/decoder/decoder/generator/Mul_output_0",
    };

    pub(super) const SECOND: Self = Self {
        nth: 1,
        inputs: 256,
        channels: 128,
        rate: 6,
        noise_window: (1, 1),
        noise_taps: 11,
        reflects: true,
        up: "/decoder/decoder/generator/Mul_1_output_0",
    };
}

/// A stage's weights.
pub(super) struct Stage {
    shape: Shape,
    up: Window,
    noise: Window,
    noise_block: Block,
    blocks: [Block; BLOCKS],
}

/// Floats of 16 seconds, longer than nearly all utterances, so that buffers seldom have to grow: an allocator keeps
/// the smaller ones that they leave.
const ROOM: usize = 16 * 4_800 * 128;

/// What a stage works in; the longest utterance so far fits.
pub(super) struct Memory {
    /// What goes into the blocks, after a few frames that belong to none.
    input: Halves,
    current: Halves,
    filtered: Halves,
    /// Of the blocks.
    pub(super) sum: Halves,
}

impl Default for Memory {
    fn default() -> Self {
        let [input, current, filtered, sum] = std::array::from_fn(|_| Halves::with_room(ROOM));
        Self { input, current, filtered, sum }
    }
}

/// What a stage is run with.
pub(super) struct Run<'a> {
    pub(super) tools: Tools<'a>,
    pub(super) memory: &'a mut Memory,
    /// [`HARMONICS`] floats a frame, with [`HARMONICS_EDGE`] frames of silence before and after.
    pub(super) harmonics: &'a [f32],
    pub(super) style: &'a [f32],
}

impl Stage {
    pub(super) fn new(weights: &Weights, lanes: usize, shape: Shape) -> Result<Self, WeightsError> {
        let Shape { nth, inputs, channels, rate, .. } = shape;
        let generator = |rest: &str| format!("decoder.decoder.generator.{rest}");

        // Each new frame is made of two old ones: with the later half of the taps of the one before it, and
        // the earlier half of those of the one after.
        let taps = weights.floats(shape.up, &[inputs, channels, 2 * rate])?;
        let bias = weights.floats(&generator(&format!("ups.{nth}.bias")), &[channels])?;
        let up = Window::new(2 * inputs, &bias.repeat(rate), lanes, |row| {
            let (input, is_later) = (row % inputs, row >= inputs);
            let (taps, first) = (&taps, if is_later { 0 } else { rate });
            move |column| taps[(input * channels + column % channels) * 2 * rate + first + column / channels]
        });

        let (window, _) = shape.noise_window;
        let name = generator(&format!("noise_convs.{nth}.weight_quantized"));
        let taps = weights.floats(&name, &[channels, SPECTRUM, window])?;
        let bias = weights.floats(&generator(&format!("noise_convs.{nth}.bias")), &[channels])?;
        let noise = Window::new(window * HARMONICS, &bias, lanes, |row| {
            let ((tap, value), taps) = ((row / HARMONICS, row % HARMONICS), &taps);
            move |column: usize| {
                if value < SPECTRUM { taps[(column * SPECTRUM + value) * window + tap] } else { 0.0 }
            }
        });

        let block = |which: usize| {
            Block::new(weights, lanes, &format!("resblocks.{}", nth * BLOCKS + which), channels, TAPS[which])
        };
        Ok(Self {
            shape,
            up,
            noise,
            noise_block: Block::new(weights, lanes, &format!("noise_res.{nth}"), channels, shape.noise_taps)?,
            blocks: [block(0)?, block(1)?, block(2)?],
        })
    }

    pub(super) fn channels(&self) -> usize {
        self.shape.channels
    }

    /// Makes the sum of the blocks of `input`, whose `frames` frames lie between two of silence; gives how
    /// many frames that is.
    pub(super) fn run(&mut self, run: &mut Run<'_>, input: &[f32], frames: usize) -> usize {
        let Shape { inputs, channels, rate, noise_window: (window, step), reflects, .. } = self.shape;
        let Run { tools, memory: Memory { input: ahead, current, filtered, sum }, harmonics, style } = run;
        let all = ahead.resize((frames + 1) * rate * channels);
        self.up.run_narrow(tools, input, inputs, all);
        let before = rate / 2 * channels;
        let first = if reflects {
            let first = before - channels;
            all.copy_within(before + channels..before + 2 * channels, first);
            first
        } else {
            before
        };
        let floats = frames * rate * channels + before - first;
        let ahead = &mut all[first..first + floats];

        let current = current.resize(floats);
        let filtered = filtered.resize(floats);
        let sum = sum.resize(floats);
        let start = (HARMONICS_EDGE - window / 4) * HARMONICS;
        self.noise.run_narrow(tools, &harmonics[start..], step * HARMONICS, current);
        let moments = moments_of(tools, current, channels);
        self.noise_block.run(tools, style, None, &moments, current, filtered, ahead, Output::Add);
        let moments = moments_of(tools, ahead, channels);
        let mut output = Output::Replace;
        for block in &mut self.blocks {
            block.run(tools, style, Some(ahead), &moments, current, filtered, sum, output);
            output = Output::Add;
        }
        floats / channels
    }
}

/// Puts the mean of the blocks whose `sum` that is, after an activation with `slope`, to `to`.
pub(super) fn mean(arch: Arch, sum: &[Half], slope: f32, to: &mut [f32]) {
    arch.dispatch(Mean { sum, slope, to });
}

struct Mean<'a> {
    sum: &'a [Half],
    slope: f32,
    to: &'a mut [f32],
}

impl WithSimd for Mean<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        for (to, from) in self.to.iter_mut().zip(self.sum) {
            *to = leaky(from.float() / BLOCKS as f32, self.slope);
        }
    }
}

pub(super) fn leaky(value: f32, slope: f32) -> f32 {
    if value < 0.0 { value * slope } else { value }
}

/// The moments of `frames`.
pub(super) fn moments_of<E: Element>(tools: &mut Tools<'_>, frames: &[E], channels: usize) -> Moments {
    let lots = frames.chunks(LOT * channels);
    let counts: Vec<usize> = lots.clone().map(|lot| lot.len() / channels).collect();
    let parts = tools.memory.parts.resize(counts.len() * PART * channels);
    let jobs = lots.zip(parts.chunks_exact_mut(PART * channels));
    tools.pool.each(tools.scratch, jobs, |scratch, (frames, part)| {
        let floats = scratch.results.resize(frames.len());
        tools.arch.dispatch(Part { frames, floats, channels, part });
    });
    Moments::of_parts(parts, counts.into_iter(), channels)
}

struct Part<'a, E> {
    frames: &'a [E],
    floats: &'a mut [f32],
    channels: usize,
    part: &'a mut [f32],
}

impl<E: Element> WithSimd for Part<'_, E> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        widen(self.frames, self.floats);
        activation::part(simd, self.floats, self.channels, self.part);
    }
}

/// Three pairs of filters, the sound before each added to what comes after it.
struct Block {
    pairs: [[Layer; 2]; FILTERS],
}

/// A filter, and what stands before it.
struct Layer {
    filter: Filter,
    activation: Activation,
    /// Of the sound so far.
    moments: Moments,
    style: Style,
}

impl Layer {
    fn fit(&mut self, place: Place, moments: &Moments, style: &[f32]) {
        self.moments.take(moments, place);
        self.activation.fit(&self.moments, self.style.scale_shift(style));
    }
}

impl Block {
    fn new(
        weights: &Weights,
        lanes: usize,
        name: &str,
        channels: usize,
        taps: usize,
    ) -> Result<Self, WeightsError> {
        let layer = |pair: usize, kind: usize| {
            let own = |rest: &str| format!("decoder.decoder.generator.{name}.{rest}");
            let (kind_name, dilation) = (kind + 1, if kind == 0 { DILATIONS[pair] } else { 1 });
            // The exporter counted the products before the weights: two of an activation, one of a norm of
            // the weights, and so on.
            let constant = format!(
                "/decoder/decoder/generator/{name}/Mul_{}_output_0_quantized",
                2 + 3 * (2 * pair + kind)
            );
            let taps = weights.integers(&constant, &[channels, channels, taps])?;
            let bias = weights.floats(&own(&format!("convs{kind_name}.{pair}.bias")), &[channels])?;
            let alpha = weights.floats(&own(&format!("alpha{kind_name}.{pair}")), &[1, channels, 1])?;
            Ok(Layer {
                filter: Filter::new(&taps, &bias, dilation, lanes)
                    .ok_or_else(|| WeightsError::Shape { name: constant, shape: vec![taps.values.len()] })?,
                activation: Activation::new(&alpha),
                moments: Moments::default(),
                style: Style::new(weights, &own(&format!("adain{kind_name}.{pair}")), channels)?,
            })
        };
        let pair = |nth| Ok([layer(nth, 0)?, layer(nth, 1)?]);
        Ok(Self { pairs: [pair(0)?, pair(1)?, pair(2)?] })
    }

    /// Runs `input`, or what is in `current` already, with these `moments`, and puts the result to `out`.
    #[expect(clippy::too_many_arguments, reason = "buffers that a caller shares out")]
    fn run(
        &mut self,
        tools: &mut Tools<'_>,
        style: &[f32],
        input: Option<&[Half]>,
        moments: &Moments,
        current: &mut [Half],
        filtered: &mut [Half],
        out: &mut [Half],
        output: Output,
    ) {
        let mut latest: Option<Moments> = None;
        for (nth, [first, second]) in self.pairs.iter_mut().enumerate() {
            if !(tools.is_wanted)() {
                return;
            }
            first.fit(tools.place, latest.as_ref().unwrap_or(moments), style);
            let from = input.filter(|_| nth == 0).unwrap_or(&*current);
            let moments = first.run(tools, from, None, filtered, Output::Replace);
            if !(tools.is_wanted)() {
                return;
            }
            second.fit(tools.place, &moments, style);
            latest = Some(if nth + 1 == FILTERS {
                second.run(tools, filtered, Some(current), out, output)
            } else if let (0, Some(input)) = (nth, input) {
                second.run(tools, filtered, Some(input), current, Output::Replace)
            } else {
                second.run(tools, filtered, None, current, Output::Add)
            });
        }
    }
}

impl Layer {
    fn run(
        &self,
        tools: &mut Tools<'_>,
        frames: &[Half],
        residual: Option<&[Half]>,
        out: &mut [Half],
        output: Output,
    ) -> Moments {
        let sound = Sound { frames, activation: &self.activation, residual };
        self.filter.run(tools, &sound, out, output)
    }
}
