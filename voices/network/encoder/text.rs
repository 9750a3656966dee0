//! What is said: an embedding of each symbol, three short convolutions, and a memory in both directions.

use pulp::{Simd, WithSimd};

use super::{
    EPSILON, Lstm, SLOPE, SYMBOLS, WIDTH, Weights, WeightsError, albert::add_row, convolution,
    elementary::Norms, lstm,
};
use crate::{
    filter::{Output, Tools},
    lines::Lines,
    quantized::Integers,
    window::QuantizedWindow,
};

/// Taps of a convolution, and symbols before and after those of the text.
const TAPS: usize = 5;
const EDGE: usize = TAPS / 2;

/// The weights.
pub(super) struct Text {
    symbols: Integers,
    layers: [Layer; 3],
    lstm: Lstm,
}

struct Layer {
    convolution: QuantizedWindow,
    scale: Vec<f32>,
    shift: Vec<f32>,
}

/// What it works in: with [`EDGE`] symbols of silence at both ends.
#[derive(Default)]
pub(super) struct Memory {
    from: Lines,
    to: Lines,
}

impl Text {
    pub(super) fn new(weights: &Weights, lanes: usize) -> Result<Self, WeightsError> {
        let layer = |nth: usize| {
            let floats =
                |name: &str| weights.floats(&format!("encoder.text_encoder.cnn.{nth}.{name}"), &[WIDTH]);
            let name = format!("/encoder/text_encoder/cnn.{nth}/Mul");
            Ok(Layer {
                convolution: convolution(weights, lanes, &name, [WIDTH, TAPS], floats("0.bias")?)?,
                scale: floats("1.gamma")?,
                shift: floats("1.beta")?,
            })
        };
        Ok(Self {
            symbols: weights
                .integers("encoder.text_encoder.embedding.weight_quantized", &[SYMBOLS, WIDTH])?,
            layers: [layer(0)?, layer(1)?, layer(2)?],
            lstm: Lstm::new(weights, lanes, 6929, WIDTH)?,
        })
    }

    /// Puts [`WIDTH`] values for each of `symbols` to `out`.
    pub(super) fn run(
        &self,
        tools: &mut Tools<'_>,
        (memory, lstm): (&mut Memory, &mut lstm::Memory),
        symbols: &[usize],
        out: &mut Lines,
    ) {
        let inner = EDGE * WIDTH..(EDGE + symbols.len()) * WIDTH;
        let Memory { from, to } = memory;
        for lines in [&mut *from, &mut *to] {
            lines.resize((2 * EDGE + symbols.len()) * WIDTH).fill(0.0);
        }
        for (symbol, row) in symbols.iter().zip(from[inner.clone()].chunks_exact_mut(WIDTH)) {
            add_row(&self.symbols, *symbol, row);
        }
        for Layer { convolution, scale, shift } in &self.layers {
            let frames = &mut to[inner.clone()];
            convolution.run(tools, (from, WIDTH), (frames, WIDTH), Output::Replace);
            tools.arch.dispatch(Norms { frames, epsilon: EPSILON, scale, shift });
            tools.arch.dispatch(Leak { frames });
            std::mem::swap(from, to);
        }
        let out = out.resize(symbols.len() * WIDTH);
        self.lstm.run(tools, lstm, &from[inner], (out, WIDTH));
    }
}

struct Leak<'a> {
    frames: &'a mut [f32],
}

impl WithSimd for Leak<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        for value in self.frames {
            *value = value.max(*value * SLOPE);
        }
    }
}
