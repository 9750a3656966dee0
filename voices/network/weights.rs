//! Model weights: reads constants of the downloaded model by name.
//!
//! Most are small integers with scales and zero points, as ONNX Runtime's dynamic quantization leaves them: a byte each,
//! which stays a byte in memory.

use std::{
    collections::HashMap,
    fs::File,
    io::{self, Seek, SeekFrom},
    iter::repeat,
    sync::{Mutex, PoisonError},
};

use super::{
    onnx::{self, Graph, NodeProto, TensorProto},
    quantized::Integers,
};

/// What names of quantized constants end with, and those of their scales.
const QUANTIZED: &str = "_quantized";
const SCALE: &str = "_scale";

/// Why the network cannot be had from a model.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeightsError {
    /// It is no ONNX file.
    #[error("it cannot be read: {0}")]
    Format(String),
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
    /// It holds other numbers than small integers with as many scales as are expected.
    #[error("{0} is not quantized as expected")]
    Floats(String),
}

/// The constants of a model; large ones are read when they are asked for.
pub(super) struct Weights {
    file: Option<Mutex<File>>,
    small: HashMap<String, TensorProto>,
    /// Where in the file: first byte and length.
    large: HashMap<String, (u64, u64)>,
    /// The names of zero points by those of the quantized constants: equal zero points are one constant.
    zeros: HashMap<String, String>,
}

impl Weights {
    /// Those of an ONNX file.
    ///
    /// # Errors
    /// [`WeightsError::Format`] where it is none, or cannot be read.
    pub(super) fn read(file: File) -> Result<Self, WeightsError> {
        let Graph { nodes, small, large } = Graph::read(&file).map_err(|error| unreadable(&error))?;
        Ok(Self {
            file: Some(Mutex::new(file)),
            small: small.into_iter().map(|tensor| (tensor.name.clone(), tensor)).collect(),
            large: large.into_iter().map(|(name, start, length)| (name, (start, length))).collect(),
            zeros: zeros(&nodes),
        })
    }

    /// Constants of floats, each with its name and shape.
    #[cfg(test)]
    pub(super) fn of(constants: Vec<(&str, Vec<usize>, Vec<f32>)>) -> Self {
        let tensor = |(name, shape, float_data): (&str, Vec<usize>, Vec<f32>)| {
            let dims = shape.into_iter().map(|dim| dim as i64).collect();
            let tensor = TensorProto { dims, float_data, ..TensorProto::float(name) };
            (name.to_owned(), tensor)
        };
        let small = constants.into_iter().map(tensor).collect();
        Self { file: None, small, large: HashMap::new(), zeros: HashMap::new() }
    }

    /// The constant called `name`.
    fn find(&self, name: &str) -> Result<TensorProto, WeightsError> {
        if let Some(tensor) = self.small.get(name) {
            return Ok(tensor.clone());
        }
        let (Some(file), Some((start, length))) = (self.file.as_ref(), self.large.get(name)) else {
            return Err(WeightsError::Missing(name.to_owned()));
        };
        let read = || {
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            file.seek(SeekFrom::Start(*start))?;
            onnx::message(&mut *file, *length)
        };
        read().and_then(onnx::decoded).map_err(|error| unreadable(&error))
    }

    /// The same, which is to have a `shape`.
    fn shaped(&self, name: &str, shape: &[usize]) -> Result<TensorProto, WeightsError> {
        let tensor = self.find(name)?;
        let own: Vec<usize> = tensor.dims.iter().map(|&dim| dim as usize).collect();
        if own == shape {
            return Ok(tensor);
        }
        Err(WeightsError::Shape { name: name.to_owned(), shape: own })
    }

    /// The elements of the constant called `name`, which has `shape`, row-major.
    ///
    /// # Errors
    /// [`WeightsError`].
    pub(super) fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, WeightsError> {
        if let Some(floats) = self.shaped(name, shape)?.floats() {
            let is_whole = floats.len() == shape.iter().product::<usize>();
            return if is_whole { Ok(floats) } else { Err(WeightsError::Missing(name.to_owned())) };
        }
        let Integers { values, scales } = self.integers(name, shape)?;
        let products = values.iter().zip(scales.iter().cycle());
        Ok(products.map(|(value, scale)| f32::from(*value) * scale).collect())
    }

    /// What these are products of.
    ///
    /// # Errors
    /// The same.
    pub(super) fn integers(&self, name: &str, shape: &[usize]) -> Result<Integers, WeightsError> {
        let not_quantized = || WeightsError::Floats(name.to_owned());
        let tensor = self.shaped(name, shape)?;
        let elements = tensor.small_integers().ok_or_else(not_quantized)?;
        let scales = name.strip_suffix(QUANTIZED).map(|name| format!("{name}{SCALE}"));
        let scales = self.find(&scales.ok_or_else(not_quantized)?)?.floats().ok_or_else(not_quantized)?;
        let zero = self.zeros.get(name).ok_or_else(not_quantized)?;
        let zeros = self.find(zero)?.small_integers().ok_or_else(not_quantized)?;
        if elements.is_signed != zeros.is_signed {
            return Err(not_quantized());
        }
        let (elements, is_signed, zeros) = (&elements.bytes[..], elements.is_signed, &zeros.bytes[..]);
        // One for all, for each place on the last axis, or for each on the first.
        let (first, last) = (shape.first().copied().unwrap_or(1), shape.last().copied().unwrap_or(1));
        let mut values = Vec::with_capacity(elements.len());
        let fits = match zeros {
            [zero] => subtract(elements, repeat(*zero), is_signed, &mut values),
            zeros if zeros.len() == last => {
                let mut rows = elements.chunks(last.max(1));
                rows.all(|row| subtract(row, zeros.iter().copied(), is_signed, &mut values))
            }
            zeros if zeros.len() == first => {
                let mut rows = elements.chunks((elements.len() / first.max(1)).max(1)).zip(zeros);
                rows.all(|(row, zero)| subtract(row, repeat(*zero), is_signed, &mut values))
            }
            _ => false,
        };
        if !fits {
            return Err(not_quantized());
        }
        if values.len() != shape.iter().product::<usize>() {
            return Err(not_quantized());
        }
        Ok(Integers { values, scales })
    }
}

/// Appends `elements` less their zero points to `values`; whether all are bytes then.
fn subtract(
    elements: &[u8],
    zeros: impl Iterator<Item = u8> + Clone,
    is_signed: bool,
    values: &mut Vec<i8>,
) -> bool {
    // With the first bit flipped, numbers of two's complement are in the order of those without a sign.
    let flipped = if is_signed { 0x80 } else { 0 };
    let number = move |byte: u8| i16::from(byte ^ flipped);
    let differences = elements.iter().zip(zeros).map(move |(element, zero)| number(*element) - number(zero));
    values.extend(differences.clone().map(|difference| difference as i8));
    // All are looked at, so that it is done with vectors.
    differences.fold(true, |fits, difference| fits & (difference == i16::from(difference as i8)))
}

fn unreadable(error: &io::Error) -> WeightsError {
    WeightsError::Format(error.to_string())
}

/// What operators on quantized constants name as their zero points.
fn zeros(nodes: &[NodeProto]) -> HashMap<String, String> {
    let made_by: HashMap<&str, &NodeProto> =
        nodes.iter().flat_map(|node| node.output.iter().map(move |output| (output.as_str(), node))).collect();
    let mut zeros = HashMap::new();
    for node in nodes {
        // Places among the inputs: of the integers, and of their zero points.
        let places: &[(usize, usize)] = match node.op_type.as_str() {
            "MatMulInteger" | "ConvInteger" => &[(1, 3)],
            "DynamicQuantizeLSTM" => &[(1, 9), (2, 11)],
            "DequantizeLinear" => &[(0, 2)],
            _ => &[],
        };
        for (integers, zero) in places {
            let (Some(integers), Some(zero)) = (node.input.get(*integers), node.input.get(*zero)) else {
                continue;
            };
            // Rows of an embedding are looked up before they are made floats.
            let looked_up = made_by.get(integers.as_str()).filter(|node| node.op_type == "Gather");
            let integers = looked_up.and_then(|node| node.input.first()).unwrap_or(integers);
            zeros.insert(integers.clone(), zero.clone());
        }
    }
    zeros
}
