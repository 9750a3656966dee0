//! The network of Kokoro-82M (StyleTTS 2, Li et al. 2023; the generator of iSTFTNet, Kaneko et al. 2022): from symbols and
//! a style to samples.
//!
//! `encoder` makes durations of the symbols, and text, pitch and energy frame by frame; of these `decoder` makes frames,
//! `source` the harmonics of the pitch, and two `stage`s turn both into the short-time spectrum of the sound. A runtime
//! spends nine tenths of the voice's time in the stages, nearly all of it in filters of 3, 7 and 11 taps. `filter` runs
//! them with 28 % of the products that they have when written out.

mod activation;
mod block;
mod decoder;
mod encoder;
mod filter;
mod gemm;
mod half;
mod lines;
mod onnx;
mod pool;
mod quantized;
mod residual;
mod source;
mod spectrum;
mod stage;
mod stretch;
mod style;
#[cfg(test)]
mod tests;
mod toom_cook;
mod weights;
mod window;

use std::{collections::BTreeMap, fs::File, ops::Range, panic::resume_unwind, thread};

use pulp::{Arch, Simd, WithSimd};

use activation::Place;
use decoder::Decoder;
use encoder::Encoder;
pub use encoder::{Encoded, MOST_SYMBOLS, SYMBOLS};
pub use filter::{Kind, Times};
use filter::{Scratch, Tools};
use lines::Lines;
use pool::Pool;
use source::Source;
use spectrum::Spectrum;
use stage::Stage;
pub use stretch::{NoSound, SAMPLES};
use weights::Weights;
pub use weights::WeightsError;
use window::Window;

/// Channels of a frame of [`Aligned::text`].
pub const TEXT: usize = 514;
/// Channels of a frame of [`Aligned::residual`].
pub const RESIDUAL: usize = 64;
/// Frames that the decoder makes of one; the pitch has as many values.
pub const FRAMES: usize = 2;
/// Channels of the decoder's frames.
const DECODED: usize = 512;
/// Values of a style that decoder and vocoder read.
pub const STYLE: usize = 128;
/// Values of a frame of the harmonic source's spectrum: magnitudes, then phases.
const SPECTRUM: usize = 22;
/// Samples that a frame of the decoder becomes.
pub const FRAME: usize = 300;

/// What is to be heard, frame by frame (of 25 ms).
#[derive(Clone, Copy, Debug)]
pub struct Aligned<'a> {
    /// [`TEXT`] values a frame: what is said, pitch and energy.
    pub text: &'a [f32],
    /// [`RESIDUAL`] values a frame: a little of what is said.
    pub residual: &'a [f32],
    /// In Hz, [`FRAMES`] values a frame.
    pub pitch: &'a [f32],
}

impl Aligned<'_> {
    /// Some of its frames.
    fn cut(&self, frames: Range<usize>) -> Self {
        Self {
            text: &self.text[frames.start * TEXT..frames.end * TEXT],
            residual: &self.residual[frames.start * RESIDUAL..frames.end * RESIDUAL],
            pitch: &self.pitch[frames.start * FRAMES..frames.end * FRAMES],
        }
    }

    /// How many frames there are; `None` where the lengths do not fit each other, or there are none.
    fn count(&self) -> Option<usize> {
        let count = self.pitch.len() / FRAMES;
        let fits = self.pitch.len() == count * FRAMES
            && self.text.len() == count * TEXT
            && self.residual.len() == count * RESIDUAL;
        (fits && count > 0).then_some(count)
    }
}

/// What a negative value is multiplied with before the last filter.
const LAST_SLOPE: f32 = 0.01;

/// The network, its weights laid out for this machine's vectors, and the memory that it works in.
pub struct Network {
    arch: Arch,
    pool: Pool,
    encoder: Encoder,
    decoder: Decoder,
    source: Source,
    stages: [Stage; 2],
    post: Window,
    spectrum: Spectrum,
    memory: Memory,
}

/// What is kept from one utterance to the next, so that only a longer one allocates.
#[derive(Default)]
struct Memory {
    scratch: Vec<Scratch>,
    filters: filter::Memory,
    decoder: decoder::Memory,
    source: source::Memory,
    /// With a frame of silence at both ends.
    decoded: Lines,
    /// With [`stage::HARMONICS_EDGE`] frames of silence at both ends.
    harmonics: Lines,
    stage: stage::Memory,
    /// The spectrum of the source, then of the sound.
    frames: Lines,
}

struct LanesOf;

impl WithSimd for LanesOf {
    type Output = usize;

    fn with_simd<S: Simd>(self, _: S) -> usize {
        S::F32_LANES
    }
}

impl Network {
    /// The network whose constants are in an ONNX file, run by `threads` threads.
    ///
    /// # Errors
    /// [`WeightsError`] where it is not Kokoro-82M.
    pub fn read(file: File, threads: usize) -> Result<Self, WeightsError> {
        let weights = &Weights::read(file)?;
        let arch = Arch::new();
        let lanes = arch.dispatch(LanesOf);
        let pool = Pool::new(threads);
        let memory = Memory {
            scratch: (0..pool.threads()).map(|_| Scratch::default()).collect(),
            ..Memory::default()
        };
        // Half of what is laid out is in the encoder and the decoder; the listener waits for it.
        thread::scope(|scope| {
            let first = scope.spawn(|| Ok((Encoder::new(weights, lanes)?, Decoder::new(weights, lanes)?)));
            let stages = [
                Stage::new(weights, lanes, stage::Shape::FIRST)?,
                Stage::new(weights, lanes, stage::Shape::SECOND)?,
            ];
            let channels = stages[1].channels();
            let bias = weights.floats("decoder.decoder.generator.conv_post.bias", &[SPECTRUM])?;
            let taps = weights
                .floats("/decoder/decoder/generator/Mul_2_output_0", &[SPECTRUM, channels, spectrum::TAPS])?;
            let post = Window::new(spectrum::TAPS * channels, &bias, lanes, |row| {
                let ((tap, channel), taps) = ((row / channels, row % channels), &taps);
                move |column| taps[(column * channels + channel) * spectrum::TAPS + tap]
            });
            let (source, spectrum) = (Source::new(weights, lanes)?, Spectrum::new(weights)?);
            let (encoder, decoder) = first.join().unwrap_or_else(|panic| resume_unwind(panic))?;
            Ok(Self { arch, encoder, decoder, source, stages, post, spectrum, memory, pool })
        })
    }

    /// What `symbols` become, frame by frame, in a `style` of twice [`STYLE`] values; between layers `is_wanted` is asked.
    ///
    /// # Errors
    /// [`NoSound::Misfit`] where there are no symbols, more than [`MOST_SYMBOLS`], or others than the [`SYMBOLS`] that
    /// there are; [`NoSound::Unwanted`].
    pub fn encode(
        &mut self,
        symbols: &[usize],
        style: &[f32],
        is_wanted: &(dyn Fn() -> bool + Sync),
    ) -> Result<Encoded, NoSound> {
        let Memory { scratch, filters, .. } = &mut self.memory;
        let place = Place::First;
        let mut tools =
            Tools { arch: self.arch, pool: &self.pool, scratch, memory: filters, place, is_wanted };
        self.encoder.run(&mut tools, symbols, style)
    }

    /// The sound of what is `aligned`, in a `style`: 600 samples a frame.
    ///
    /// `None` where lengths do not fit each other.
    pub fn speak(&mut self, aligned: &Aligned<'_>, style: &[f32]) -> Option<Vec<f32>> {
        let mut whole = Vec::new();
        let take = &mut |sound: &[f32]| whole.extend_from_slice(sound);
        self.speak_stretches(aligned, style, 0, &[], &|| true, take).ok()?;
        Some(whole)
    }

    /// The decoder's frames alone, for comparing: [`FRAMES`] of 512 values for each that is aligned.
    pub fn decode(&mut self, aligned: &Aligned<'_>, style: &[f32]) -> Option<Vec<f32>> {
        let frames = self.decode_within(aligned, style, Place::First, &|| true)?;
        Some(self.memory.decoded[DECODED..(1 + frames) * DECODED].to_vec())
    }

    /// The sound of a decoder's frames of 512 values, before the generator's first activation, and of the harmonic
    /// source's spectrum (22 values, 60 times a frame and once more), for comparing.
    ///
    /// `None` where lengths do not fit each other.
    pub fn vocode(&mut self, decoded: &[f32], harmonics: &[f32], style: &[f32]) -> Option<Vec<f32>> {
        let frames = decoded.len() / DECODED;
        let spectra = frames * stage::SPECTRA + 1;
        let fits = decoded.len() == frames * DECODED
            && harmonics.len() == spectra * SPECTRUM
            && style.len() == STYLE;
        if !fits || frames == 0 {
            return None;
        }
        edged(&mut self.memory.decoded, frames, DECODED, 1).copy_from_slice(decoded);
        let input = edged(&mut self.memory.harmonics, spectra, stage::HARMONICS, stage::HARMONICS_EDGE);
        let frames_of = harmonics.chunks_exact(SPECTRUM).zip(input.chunks_exact_mut(stage::HARMONICS));
        for (from, to) in frames_of {
            to[..SPECTRUM].copy_from_slice(from);
        }
        Some(self.vocode_within(frames, style, (Place::First, 0), &|| true))
    }

    /// Leaves the decoder's frames in the memory, or anything where nobody wants them any more; gives how many there are.
    fn decode_within(
        &mut self,
        aligned: &Aligned<'_>,
        style: &[f32],
        place: Place,
        is_wanted: &(dyn Fn() -> bool + Sync),
    ) -> Option<usize> {
        let count = aligned.count().filter(|_| style.len() == STYLE)?;
        let Memory { scratch, filters, decoder, decoded, .. } = &mut self.memory;
        let mut tools =
            Tools { arch: self.arch, pool: &self.pool, scratch, memory: filters, place, is_wanted };
        let out = edged(decoded, count * FRAMES, DECODED, 1);
        self.decoder.run(&mut tools, decoder, count, aligned, style, out);
        Some(count * FRAMES)
    }

    /// Leaves the harmonic source's spectrum in the memory; gives how many frames it has.
    fn sing_within(&mut self, pitch: &[f32]) -> usize {
        let count = pitch.len() * stage::SPECTRA + 1;
        let Memory { source, harmonics, frames, .. } = &mut self.memory;
        let out = edged(harmonics, count, stage::HARMONICS, stage::HARMONICS_EDGE);
        self.source.spectrum(self.arch, &self.pool, source, frames, pitch, (out, stage::HARMONICS));
        count
    }

    /// The sound of the frames of the decoder that are in the memory, of which the first has the spectrum of the
    /// harmonic source from its frame `first` on; anything where nobody wants it any more.
    fn vocode_within(
        &mut self,
        frames: usize,
        style: &[f32],
        (place, first): (Place, usize),
        is_wanted: &(dyn Fn() -> bool + Sync),
    ) -> Vec<f32> {
        let Memory { scratch, filters, decoded, harmonics, stage, frames: spectra, .. } = &mut self.memory;
        decoded.iter_mut().for_each(|value| *value = stage::leaky(*value, stage::SLOPE));
        let tools = Tools { arch: self.arch, pool: &self.pool, scratch, memory: filters, place, is_wanted };
        let harmonics = &harmonics[first * stage::HARMONICS..];
        let mut run = stage::Run { tools, memory: stage, harmonics, style };
        let [first, second] = &mut self.stages;
        let frames = first.run(&mut run, decoded, frames);
        let between = edged(decoded, frames, first.channels(), 1);
        stage::mean(self.arch, run.memory.sum.get(), stage::SLOPE, between);
        let frames = second.run(&mut run, decoded, frames);

        let channels = second.channels();
        let (sum, edge) = (run.memory.sum.get(), spectrum::TAPS / 2);
        let columns = self.post.columns();
        let lots = spectra.resize(frames * columns).chunks_mut(window::LOT * columns).enumerate();
        self.pool.each(run.tools.scratch, lots, |scratch, (nth, out)| {
            let first = nth * window::LOT;
            let count = out.len() / columns + 2 * edge;
            let sound = scratch.frames.resize(count * channels);
            sound.fill(0.0);
            let (from, to) = (first.saturating_sub(edge), (first + count - edge).min(frames));
            let inner = &mut sound[(from + edge - first) * channels..(to + edge - first) * channels];
            stage::mean(self.arch, &sum[from * channels..to * channels], LAST_SLOPE, inner);
            self.post.lot(self.arch, sound, channels, out);
        });
        self.spectrum.sound(spectra, columns)
    }
}

/// Makes `lines` hold `count` frames of `width` floats, all zero, with `edge` more before and after; gives those
/// between.
fn edged(lines: &mut Lines, count: usize, width: usize, edge: usize) -> &mut [f32] {
    let floats = lines.resize((count + 2 * edge) * width);
    floats.fill(0.0);
    &mut floats[edge * width..(edge + count) * width]
}

impl Network {
    /// How long the filters of each kind took since this was last asked for, shortest filters first.
    pub fn take_times(&mut self) -> BTreeMap<Kind, Times> {
        std::mem::take(&mut self.memory.filters.times)
    }
}

impl Network {
    /// Multiplications and additions that the threads do in a second, as products whose factors stay in the
    /// nearest cache: the peak to which times can be held.
    pub fn peak_flops(&mut self) -> f64 {
        const ROWS: usize = 12;
        const LEN: usize = 128;
        const TIMES: usize = 20_000;
        let width = gemm::panel_width(self.arch.dispatch(LanesOf));
        let started = std::time::Instant::now();
        self.pool.each(&mut self.memory.scratch, 0..self.pool.threads(), |scratch, _| {
            let Scratch { frames, factors, products, .. } = scratch;
            frames.resize(ROWS * LEN).fill(0.5);
            factors.resize(LEN * width).fill(0.25);
            products.resize(ROWS * width);
            for _ in 0..TIMES {
                let rows = gemm::Rows { floats: frames, stride: LEN, len: LEN, count: ROWS };
                self.arch.dispatch(gemm::Product { rows, panel: factors, products });
            }
        });
        let count = 2 * ROWS * LEN * width * TIMES * self.pool.threads();
        count as f64 / started.elapsed().as_secs_f64()
    }
}

impl std::fmt::Debug for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Network").field("threads", &self.pool.threads()).finish_non_exhaustive()
    }
}
