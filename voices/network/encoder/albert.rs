//! The text as context: PL-BERT (Li et al. 2023), an ALBERT (Lan et al. 2020) of phonemes whose twelve layers share their
//! weights.

use pulp::{Simd, WithSimd};

use super::{
    Weights, WeightsError, attention,
    elementary::{Norms, gelu},
    linear,
};
use crate::{
    filter::{Output, Tools},
    lines::Lines,
    quantized::Integers,
    window::QuantizedWindow,
};

/// Values of an embedding.
const EMBEDDING: usize = 128;
/// Values of a symbol between layers.
pub(super) const WIDTH: usize = attention::WIDTH;
/// Values inside the feed-forward part of a layer.
const INNER: usize = 2_048;
/// How often the layer is run.
const LAYERS: usize = 12;
/// Added to variances, as in the model.
const EPSILON: f32 = 1e-12;
/// Symbols that the embedding knows, and places in a text.
const SYMBOLS: usize = 178;
const PLACES: usize = 512;

/// What the constants of the layer start with.
const LAYER: &str = "encoder.bert.encoder.albert_layer_groups.0.albert_layers.0";

/// The network.
pub(super) struct Albert {
    symbols: Integers,
    places: Integers,
    /// Of the kind of text, of which there is one.
    kind: Vec<f32>,
    embedded: Norm,
    enter: QuantizedWindow,
    /// Queries, keys and values beside each other.
    attend: QuantizedWindow,
    gather: QuantizedWindow,
    attended: Norm,
    widen: QuantizedWindow,
    narrow: QuantizedWindow,
    done: Norm,
}

/// What it works in.
#[derive(Default)]
pub(super) struct Memory {
    rows: Lines,
    wide: Lines,
    inner: Lines,
    attention: attention::Memory,
}

/// The scales and shifts of a norm.
struct Norm {
    scale: Vec<f32>,
    shift: Vec<f32>,
}

impl Norm {
    fn new(weights: &Weights, name: &str, width: usize) -> Result<Self, WeightsError> {
        Ok(Self {
            scale: weights.floats(&format!("{name}.weight"), &[width])?,
            shift: weights.floats(&format!("{name}.bias"), &[width])?,
        })
    }

    fn apply(&self, tools: &Tools<'_>, frames: &mut [f32]) {
        let Self { scale, shift } = self;
        tools.arch.dispatch(Norms { frames, epsilon: EPSILON, scale, shift });
    }
}

impl Albert {
    pub(super) fn new(weights: &Weights, lanes: usize) -> Result<Self, WeightsError> {
        let embedding = |name: &str, count: usize| {
            let name = format!("encoder.bert.embeddings.{name}_embeddings.weight_quantized");
            weights.integers(&name, &[count, EMBEDDING])
        };
        let kinds = embedding("token_type", 2)?;
        let mut kind = vec![0.0; EMBEDDING];
        add_row(&kinds, 0, &mut kind);
        let bias = |name: &str, width: usize| weights.floats(&format!("{name}.bias"), &[width]);
        let matrix = |number: &str, rows: usize, bias: Vec<f32>| linear(weights, lanes, number, rows, bias);
        Ok(Self {
            symbols: embedding("word", SYMBOLS)?,
            places: embedding("position", PLACES)?,
            kind,
            embedded: Norm::new(weights, "encoder.bert.embeddings.LayerNorm", EMBEDDING)?,
            enter: matrix(
                "6547",
                EMBEDDING,
                bias("encoder.bert.encoder.embedding_hidden_mapping_in", WIDTH)?,
            )?,
            attend: attending(weights, lanes)?,
            gather: matrix("6558_3", WIDTH, bias(&format!("{LAYER}.attention.dense"), WIDTH)?)?,
            attended: Norm::new(weights, &format!("{LAYER}.attention.LayerNorm"), WIDTH)?,
            widen: matrix("6559_3", WIDTH, bias(&format!("{LAYER}.ffn"), INNER)?)?,
            narrow: matrix("6560_3", INNER, bias(&format!("{LAYER}.ffn_output"), WIDTH)?)?,
            done: Norm::new(weights, &format!("{LAYER}.full_layer_layer_norm"), WIDTH)?,
        })
    }

    /// Puts [`WIDTH`] values for each of `symbols`, of which there are 512 at most, to `out`.
    pub(super) fn run(&self, tools: &mut Tools<'_>, memory: &mut Memory, symbols: &[usize], out: &mut Lines) {
        let Memory { rows, wide, inner, attention } = memory;
        let embedded = inner.resize(symbols.len() * EMBEDDING);
        for ((place, symbol), row) in symbols.iter().enumerate().zip(embedded.chunks_exact_mut(EMBEDDING)) {
            row.copy_from_slice(&self.kind);
            add_row(&self.symbols, *symbol, row);
            add_row(&self.places, place, row);
        }
        self.embedded.apply(tools, embedded);
        let (out, rows) = (out.resize(symbols.len() * WIDTH), rows.resize(symbols.len() * WIDTH));
        self.enter.run(tools, (embedded, EMBEDDING), (out, WIDTH), Output::Replace);
        for _ in 0..LAYERS {
            if !(tools.is_wanted)() {
                return;
            }
            let wide = wide.resize(symbols.len() * 3 * WIDTH);
            self.attend.run(tools, (out, WIDTH), (wide, 3 * WIDTH), Output::Replace);
            attention::run(tools, attention, wide, rows);
            self.gather.run(tools, (rows, WIDTH), (out, WIDTH), Output::Add);
            self.attended.apply(tools, out);
            let inner = inner.resize(symbols.len() * INNER);
            self.widen.run(tools, (out, WIDTH), (inner, INNER), Output::Replace);
            let lots = inner.chunks_mut(16 * INNER);
            let arch = tools.arch;
            tools.pool.each(tools.scratch, lots, |_, values| arch.dispatch(Gelu { values }));
            self.narrow.run(tools, (inner, INNER), (out, WIDTH), Output::Add);
            self.done.apply(tools, out);
        }
    }
}

/// The matrices to queries, keys and values as one.
fn attending(weights: &Weights, lanes: usize) -> Result<QuantizedWindow, WeightsError> {
    let (mut all, mut scales, mut biases) = (Vec::new(), Vec::new(), Vec::new());
    for (name, number) in [("query", "6548_3"), ("key", "6551_3"), ("value", "6554_3")] {
        let matrix = weights.integers(&format!("onnx::MatMul_{number}_quantized"), &[WIDTH, WIDTH])?;
        all.extend(matrix.values);
        scales.extend(matrix.scales);
        biases.extend(weights.floats(&format!("{LAYER}.attention.{name}.bias"), &[WIDTH])?);
    }
    // No panel is of two of them.
    let at = |row: usize, column: usize| Some(((column / WIDTH * WIDTH + row) * WIDTH + column % WIDTH, 1));
    QuantizedWindow::new(WIDTH, &Integers { values: all, scales }, biases, lanes, at)
        .ok_or_else(|| WeightsError::Floats(format!("{LAYER}.attention")))
}

/// Adds the row `nth` of a table with one scale.
pub(super) fn add_row(table: &Integers, nth: usize, to: &mut [f32]) {
    let row = &table.values[nth * to.len()..];
    let scales = table.scales.iter().cycle();
    for ((value, integer), scale) in to.iter_mut().zip(row).zip(scales) {
        *value += f32::from(*integer) * scale;
    }
}

struct Gelu<'a> {
    values: &'a mut [f32],
}

impl WithSimd for Gelu<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        for value in self.values {
            *value = gelu(*value);
        }
    }
}
