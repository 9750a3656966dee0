//! Filter: a dilated convolution along time by minimal filtering, with activation before it, and bias, residual and
//! moments of the result after it.
//!
//! Sounds lie frame by frame, channels side by side: all vectors run along channels, a dilation is a
//! distance between frames, and nothing is ever shuffled. The work is shared out in blocks of frames, small
//! enough that everything between input and output of a block stays in the cache of its core.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use pulp::{Arch, Simd, WithSimd};

use super::{
    activation::{Activation, Moments, PART, Place},
    block::Block,
    gemm,
    half::Half,
    lines::{Lines, vectors_mut},
    pool::Pool,
    quantized::{Integers, to_floats},
    toom_cook::{TILE, Transforms},
};

/// Floats of the factors of one point in a block: of all points together they fill half a cache of 1 MiB.
const BLOCK: usize = 6144;

/// Tiles of a block are a multiple of this, so that no product has to be made for a row or two.
const TILES_STEP: usize = 6;

/// A dilated filter of 3, 7 or 11 taps that leaves a sound as long as it was.
pub(super) struct Filter {
    pub(super) channels: usize,
    pub(super) dilation: usize,
    pub(super) transforms: Transforms,
    /// By panel, input channel, tap and column. They are transformed anew for each sound, and so take a
    /// sixth of the memory of factors that are kept, or less.
    taps: Vec<i8>,
    /// For each point, what the taps are multiplied with, the scale of their integers included.
    factors: Vec<Vec<f32>>,
    /// Columns of a panel.
    width: usize,
    pub(super) bias: Lines,
}

/// Whether the output is overwritten or added to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Output {
    /// They are overwritten.
    Replace,
    /// They are added to.
    Add,
}

/// Scratch memory of a thread.
#[derive(Default)]
pub(super) struct Scratch {
    pub(super) frames: Lines,
    pub(super) factors: Lines,
    pub(super) products: Lines,
    pub(super) results: Lines,
}

/// What a filter works with.
pub(super) struct Tools<'a> {
    pub(super) arch: Arch,
    pub(super) pool: &'a Pool,
    pub(super) scratch: &'a mut [Scratch],
    pub(super) memory: &'a mut Memory,
    /// Where what is made stands in its sound.
    pub(super) place: Place,
    /// Asked between filters; what nobody wants any more is not made.
    pub(super) is_wanted: &'a (dyn Fn() -> bool + Sync),
}

/// Scratch memory that filters share.
#[derive(Default)]
pub(super) struct Memory {
    /// Transformed weights: per panel and point, as [`gemm::pack`] packs.
    weights: Lines,
    /// Of a window's columns, before they are put where they belong.
    pub(super) products: Lines,
    pub(super) parts: Lines,
    pub(super) times: BTreeMap<Kind, Times>,
}

/// The shape of a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kind {
    /// Channels that go in, and come out.
    pub channels: usize,
    /// Taps.
    pub taps: usize,
    /// Frames from one tap to the next.
    pub dilation: usize,
}

/// How long filters took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// Time of all filters together.
    pub spent: Duration,
    /// The number of filters that ran.
    pub runs: u32,
}

/// What a [`Filter`] is run on.
pub(super) struct Sound<'a> {
    /// Frames before the activation.
    pub(super) frames: &'a [Half],
    /// What they go through first.
    pub(super) activation: &'a Activation,
    /// Added to what comes out.
    pub(super) residual: Option<&'a [Half]>,
}

impl Filter {
    /// A filter with `weights` (output channel, input channel, tap) and a `bias` per channel, for vectors of
    /// `lanes` floats; `None` where sizes do not fit, where there are no transforms for as many taps, or
    /// where there is more than one scale.
    pub(super) fn new(weights: &Integers, bias: &[f32], dilation: usize, lanes: usize) -> Option<Self> {
        let channels = bias.len();
        let (integers, scale) = (&weights.values, weights.scale()?);
        let count = integers.len() / (channels * channels).max(1);
        let width = gemm::panel_width(lanes);
        if integers.len() != count * channels * channels || !channels.is_multiple_of(width.max(gemm::STEP)) {
            return None;
        }
        let (transforms, factors) = Transforms::of_taps(count)?;
        let mut taps = vec![0; integers.len()];
        for (panel, taps) in taps.chunks_exact_mut(channels * count * width).enumerate() {
            let step = channels * count;
            for (row, taps) in taps.chunks_exact_mut(width).enumerate() {
                let integers = integers[panel * width * step + row..].iter().step_by(step);
                taps.iter_mut().zip(integers).for_each(|(tap, integer)| *tap = *integer);
            }
        }
        let scaled = |factor: &f64| (factor * f64::from(scale)) as f32;
        let factors = factors.iter().map(|row| row.iter().map(scaled).collect()).collect();
        Some(Self { channels, dilation, transforms, taps, factors, width, bias: Lines::of(bias) })
    }

    /// Filters `sound` into `out`; gives the moments of what then is there.
    pub(super) fn run(
        &self,
        tools: &mut Tools<'_>,
        sound: &Sound<'_>,
        out: &mut [Half],
        output: Output,
    ) -> Moments {
        let started = Instant::now();
        let Tools { arch, pool, .. } = *tools;
        let Memory { weights, parts, times, .. } = &mut *tools.memory;
        self.transform(arch, pool, weights);
        let block = self.block_frames();
        let frames = out.len() / self.channels;
        let blocks = frames.div_ceil(block);
        let parts = parts.resize(blocks * PART * self.channels);
        let jobs = out
            .chunks_mut(block * self.channels)
            .zip(parts.chunks_exact_mut(PART * self.channels))
            .enumerate();
        let weights: &[f32] = weights;
        pool.each(tools.scratch, jobs, |scratch, (nth, (out, part))| {
            let first = nth * block;
            arch.dispatch(Block { filter: self, weights, sound, output, first, out, part, scratch });
        });
        let counts = (0..blocks).map(|nth| block.min(frames - nth * block));
        let moments = Moments::of_parts(parts, counts, self.channels);
        let taps = self.taps.len() / self.channels.pow(2);
        let times = times.entry(Kind { channels: self.channels, taps, dilation: self.dilation }).or_default();
        times.spent += started.elapsed();
        times.runs += 1;
        moments
    }

    /// Makes the factors of all points of the weights.
    fn transform(&self, arch: Arch, pool: &Pool, to: &mut Lines) {
        let (points, taps) = (self.factors.len(), self.taps.len() / self.channels.pow(2));
        let to = to.resize(points * self.channels * self.channels);
        let panel = self.width * self.channels;
        let jobs = self.taps.chunks_exact(taps * panel).zip(to.chunks_exact_mut(points * panel));
        pool.each(&mut vec![(); pool.threads()], jobs, |(), (taps, to)| {
            arch.dispatch(Panel { filter: self, taps, to });
        });
    }

    /// Tiles of each phase of a block.
    fn tiles(&self) -> usize {
        let step = TILES_STEP / gcd(TILES_STEP, self.dilation);
        (BLOCK / self.channels).div_ceil(self.dilation).next_multiple_of(step)
    }

    fn block_frames(&self) -> usize {
        self.tiles() * TILE * self.dilation
    }
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// A panel of a filter's weights, to be transformed.
struct Panel<'a> {
    filter: &'a Filter,
    taps: &'a [i8],
    to: &'a mut [f32],
}

impl WithSimd for Panel<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        match self.filter.transforms.half {
            4 => self.run::<S, 3>(simd),
            6 => self.run::<S, 7>(simd),
            _ => self.run::<S, 11>(simd),
        }
    }
}

impl Panel<'_> {
    #[inline(always)]
    fn run<S: Simd, const TAPS: usize>(self, simd: S) {
        let Filter { channels, width, ref factors, .. } = *self.filter;
        let lanes = S::F32_LANES;
        let to = vectors_mut::<S>(self.to);
        for (input, taps) in self.taps.chunks_exact(TAPS * width).enumerate() {
            for vector in 0..width / lanes {
                let taps: [S::f32s; TAPS] = std::array::from_fn(|tap| {
                    let mut floats = simd.splat_f32s(0.0);
                    let integers = &taps[tap * width + vector * lanes..][..lanes];
                    to_floats(integers, bytemuck::cast_slice_mut(std::slice::from_mut(&mut floats)));
                    floats
                });
                for (point, factors) in factors.iter().enumerate() {
                    let mut sum = simd.splat_f32s(0.0);
                    for (tap, factor) in taps.iter().zip(factors) {
                        sum = simd.mul_add_e_f32s(*tap, simd.splat_f32s(*factor), sum);
                    }
                    to[((point * channels + input) * width) / lanes + vector] = sum;
                }
            }
        }
    }
}
