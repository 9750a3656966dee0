//! The vocoder of Kokoro-82M (the generator of iSTFTNet, Kaneko et al. 2022, with the style of StyleTTS 2) in
//! our own code: from the decoder's frames and the harmonic source's spectrum to sound.
//!
//! A runtime spends nine tenths of the voice's time here, nearly all of it in filters of 3, 7 and 11 taps.
//! `filter` runs them with 28 % of the products that they have when written out.

mod activation;
mod block;
mod filter;
mod gemm;
mod lines;
mod pool;
mod quantized;
mod spectrum;
mod stage;
#[cfg(test)]
mod tests;
mod toom_cook;
mod window;

use std::collections::BTreeMap;

use pulp::{Arch, Simd, WithSimd};

use filter::Scratch;
pub use filter::{Kind, Times};
use lines::Lines;
use pool::Pool;
use spectrum::Spectrum;
use stage::Stage;
use window::Window;

/// Channels of the decoder's frames.
const DECODED: usize = 512;
/// Values of a style that the vocoder reads.
pub const STYLE: usize = 128;
/// Values of a frame of the harmonic source's spectrum: magnitudes, then phases.
const SPECTRUM: usize = 22;
/// Samples that a frame of the decoder becomes.
pub const FRAME: usize = 300;

/// What a negative value is multiplied with before the last filter.
const LAST_SLOPE: f32 = 0.01;

/// A constant of the model: its shape and its elements.
pub struct Constant {
    /// Length of each axis.
    pub shape: Vec<usize>,
    /// Row-major.
    pub floats: Vec<f32>,
}

/// Why the vocoder cannot be had from a model.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeightsError {
    /// The model has no such constant.
    #[error("the model has no constant {0}")]
    Missing(String),
    /// It has another shape than that of Kokoro-82M.
    #[error("{name} has the shape {shape:?}")]
    Shape {
        /// Which.
        name: String,
        /// Its own.
        shape: Vec<usize>,
    },
}

/// Gives the constants of a model by name.
pub trait Weights {
    /// The constant called `name`.
    ///
    /// # Errors
    /// [`WeightsError::Missing`].
    fn constant(&self, name: &str) -> Result<Constant, WeightsError>;

    /// The floats of the constant called `name`, which has `shape`.
    ///
    /// # Errors
    /// [`WeightsError`].
    fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, WeightsError> {
        let constant = self.constant(name)?;
        if constant.shape != shape {
            return Err(WeightsError::Shape { name: name.to_owned(), shape: constant.shape });
        }
        Ok(constant.floats)
    }
}

/// The vocoder, its weights transformed for this machine's vectors, and the memory it works in.
pub struct Vocoder {
    arch: Arch,
    pool: Pool,
    stages: [Stage; 2],
    post: Window,
    spectrum: Spectrum,
    memory: Memory,
}

/// What is kept from one utterance to the next, so that only a longer one allocates.
#[derive(Default)]
struct Memory {
    scratch: Vec<Scratch>,
    decoded: Lines,
    harmonics: Lines,
    stage: stage::Memory,
    frames: Lines,
}

struct LanesOf;

impl WithSimd for LanesOf {
    type Output = usize;

    fn with_simd<S: Simd>(self, _: S) -> usize {
        S::F32_LANES
    }
}

impl Vocoder {
    /// The vocoder with the constants of a model, run by `threads` threads.
    ///
    /// # Errors
    /// [`WeightsError`] where it is not Kokoro-82M.
    pub fn new(weights: &impl Weights, threads: usize) -> Result<Self, WeightsError> {
        let arch = Arch::new();
        let lanes = arch.dispatch(LanesOf);
        let pool = Pool::new(threads);
        let stages = [
            Stage::new(weights, lanes, stage::Shape::FIRST)?,
            Stage::new(weights, lanes, stage::Shape::SECOND)?,
        ];
        let channels = stages[1].channels();
        let bias = weights.floats("decoder.decoder.generator.conv_post.bias", &[SPECTRUM])?;
        let taps = weights
            .floats("/decoder/decoder/generator/Mul_2_output_0", &[SPECTRUM, channels, spectrum::TAPS])?;
        let post = Window::new(spectrum::TAPS * channels, &bias, lanes, |row, column| {
            taps[(column * channels + row % channels) * spectrum::TAPS + row / channels]
        });
        let memory = Memory {
            scratch: (0..pool.threads()).map(|_| Scratch::default()).collect(),
            ..Memory::default()
        };
        Ok(Self { arch, stages, post, spectrum: Spectrum::new(weights)?, memory, pool })
    }

    /// The sound of `decoded` (512 channels x frames, before the generator's first activation) with the
    /// harmonic source's `harmonics` (22 values x 60 a frame and one), in a `style`: 300 samples a frame.
    ///
    /// `None` where lengths do not fit each other.
    pub fn speak(&mut self, decoded: &[f32], harmonics: &[f32], style: &[f32]) -> Option<Vec<f32>> {
        let frames = decoded.len() / DECODED;
        let spectra = frames * stage::SPECTRA + 1;
        let fits = decoded.len() == frames * DECODED
            && harmonics.len() == spectra * SPECTRUM
            && style.len() == STYLE;
        if !fits || frames == 0 {
            return None;
        }
        let memory = &mut self.memory;
        let harmonics = stage::harmonics(harmonics, spectra, &mut memory.harmonics);
        // The first stage's input has a frame of silence at both ends.
        let input = memory.decoded.resize((frames + 2) * DECODED);
        input.fill(0.0);
        for (channel, values) in decoded.chunks_exact(frames).enumerate() {
            for (frame, value) in values.iter().enumerate() {
                input[(frame + 1) * DECODED + channel] = stage::leaky(*value, stage::SLOPE);
            }
        }
        let mut run = stage::Run {
            arch: self.arch,
            pool: &self.pool,
            scratch: &mut memory.scratch,
            memory: &mut memory.stage,
            harmonics,
            style,
        };
        let [first, second] = &mut self.stages;
        let frames = first.run(&mut run, input, frames);
        let channels = first.channels();
        stage::hand_on(&self.pool, &run.memory.sum, &mut memory.decoded, channels, 1, stage::SLOPE);
        second.run(&mut run, &memory.decoded, frames);
        let channels = second.channels();
        // What went into the blocks has done its work: its room is taken for what comes out.
        let stage::Memory { input, sum, .. } = run.memory;
        stage::hand_on(&self.pool, sum, input, channels, spectrum::TAPS / 2, LAST_SLOPE);
        let out = memory.frames.resize(spectra * self.post.columns());
        self.post.run(self.arch, &self.pool, input, channels, out);
        Some(self.spectrum.sound(out, self.post.columns()))
    }
}

impl Vocoder {
    /// How long the filters of each kind took since this was last asked for, shortest filters first.
    pub fn take_times(&mut self) -> BTreeMap<Kind, Times> {
        std::mem::take(&mut self.memory.stage.filters.times)
    }
}

impl std::fmt::Debug for Vocoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vocoder").field("threads", &self.pool.threads()).finish_non_exhaustive()
    }
}
