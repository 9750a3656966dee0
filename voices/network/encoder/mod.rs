//! Encoder of Kokoro-82M: from symbols and a style to how long each is held, and to what is said, how high and how loud,
//! frame by frame (StyleTTS 2, Li et al. 2023).
//!
//! `text` makes of each symbol what the decoder is to say; `albert` reads the symbols in their context, and `prosody` makes
//! durations of that, then pitch and energy.

mod albert;
mod attention;
mod elementary;
mod lstm;
mod prosody;
#[cfg(test)]
mod tests;
mod text;

use crate::{
    Aligned, FRAMES, NoSound, RESIDUAL, STYLE, TEXT, Weights, WeightsError,
    filter::{Output, Tools},
    lines::Lines,
    window::QuantizedWindow,
};
use albert::Albert;
use lstm::Lstm;
use prosody::Prosody;
use text::Text;

/// The most symbols of an utterance, the padding at both ends included.
pub const MOST_SYMBOLS: usize = 512;
/// How many symbols there are to choose from.
pub const SYMBOLS: usize = 178;
/// Values of a symbol or frame between most layers.
const WIDTH: usize = 512;
/// What a negative value is multiplied with.
const SLOPE: f32 = 0.2;
/// Added to variances.
const EPSILON: f32 = 1e-5;

/// An utterance, frame by frame.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Encoded {
    /// How many frames of 25 ms each symbol is held; at least one.
    pub durations: Vec<usize>,
    text: Vec<f32>,
    residual: Vec<f32>,
    pitch: Vec<f32>,
}

impl Encoded {
    /// What is heard when.
    pub fn aligned(&self) -> Aligned<'_> {
        Aligned { text: &self.text, residual: &self.residual, pitch: &self.pitch }
    }
}

/// The encoder's weights, and the memory that it works in.
pub(super) struct Encoder {
    text: Text,
    albert: Albert,
    prosody: Prosody,
    /// From a symbol's text to a little of it, which the decoder is given again and again.
    residual: QuantizedWindow,
    memory: Memory,
}

#[derive(Default)]
struct Memory {
    lstm: lstm::Memory,
    albert: albert::Memory,
    text: text::Memory,
    prosody: prosody::Memory,
    said: Lines,
    residual: Lines,
    context: Lines,
}

impl Encoder {
    pub(super) fn new(weights: &Weights, lanes: usize) -> Result<Self, WeightsError> {
        let bias = weights.floats("decoder.decoder.asr_res.0.bias", &[RESIDUAL])?;
        Ok(Self {
            text: Text::new(weights, lanes)?,
            albert: Albert::new(weights, lanes)?,
            prosody: Prosody::new(weights, lanes)?,
            residual: convolution(weights, lanes, "/decoder/decoder/asr_res/Mul", [WIDTH, 1], bias)?,
            memory: Memory::default(),
        })
    }

    /// What `symbols` become, in a `style` of which the first half is the decoder's and the second is read here.
    ///
    /// # Errors
    /// [`NoSound::Misfit`] where there are no symbols, more than [`MOST_SYMBOLS`], or others than the [`SYMBOLS`] that
    /// there are; [`NoSound::Unwanted`].
    pub(super) fn run(
        &mut self,
        tools: &mut Tools<'_>,
        symbols: &[usize],
        style: &[f32],
    ) -> Result<Encoded, NoSound> {
        let fits = (1..=MOST_SYMBOLS).contains(&symbols.len())
            && symbols.iter().all(|symbol| *symbol < SYMBOLS)
            && style.len() == 2 * STYLE;
        if !fits {
            return Err(NoSound::Misfit);
        }
        let Memory { lstm, albert, text, prosody, said, residual, context } = &mut self.memory;
        self.text.run(tools, (text, lstm), symbols, said);
        let residual = residual.resize(symbols.len() * RESIDUAL);
        self.residual.run(tools, (said, WIDTH), (residual, RESIDUAL), Output::Replace);
        self.albert.run(tools, albert, symbols, context);
        let prosody = self.prosody.run(tools, (prosody, lstm), context, &style[STYLE..]);
        if !(tools.is_wanted)() {
            return Err(NoSound::Unwanted);
        }
        let frames: usize = prosody.durations.iter().sum();
        let mut encoded = Encoded {
            text: Vec::with_capacity(frames * TEXT),
            residual: Vec::with_capacity(frames * RESIDUAL),
            pitch: prosody.pitch,
            durations: prosody.durations,
        };
        let mut tone = prosody.tone.into_iter();
        let symbols = said.chunks_exact(WIDTH).zip(residual.chunks_exact(RESIDUAL));
        for ((said, residual), duration) in symbols.zip(&encoded.durations) {
            for _ in 0..*duration {
                encoded.text.extend_from_slice(said);
                encoded.text.extend(tone.next().unwrap_or_default());
                encoded.residual.extend_from_slice(residual);
            }
        }
        debug_assert_eq!(encoded.pitch.len(), frames * FRAMES);
        Ok(encoded)
    }
}

/// A matrix that the exporter numbered, of `rows` rows and a column for each of `bias`.
fn linear(
    weights: &Weights,
    lanes: usize,
    number: &str,
    rows: usize,
    bias: Vec<f32>,
) -> Result<QuantizedWindow, WeightsError> {
    let name = format!("onnx::MatMul_{number}_quantized");
    let columns = bias.len();
    let integers = weights.integers(&name, &[rows, columns])?;
    let at = |row: usize, column: usize| Some((row * columns + column, 1));
    QuantizedWindow::new(rows, &integers, bias, lanes, at).ok_or(WeightsError::Floats(name))
}

/// A convolution of so many inputs and taps, with an output for each of `bias`.
fn convolution(
    weights: &Weights,
    lanes: usize,
    name: &str,
    [inputs, taps]: [usize; 2],
    bias: Vec<f32>,
) -> Result<QuantizedWindow, WeightsError> {
    let name = format!("{name}_output_0_quantized");
    let integers = weights.integers(&name, &[bias.len(), inputs, taps])?;
    let at = |row: usize, column: usize| {
        Some(((column * inputs + row % inputs) * taps + row / inputs, inputs * taps))
    };
    QuantizedWindow::new(taps * inputs, &integers, bias, lanes, at).ok_or(WeightsError::Floats(name))
}
