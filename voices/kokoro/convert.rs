//! Model converter: turns the downloaded int8 file into the two files that are run, a graph of `f32` operators up to
//! the decoder, and its weights. The weights of decoder and vocoder stay integers in the second file.
//!
//! The weights are apart from the graph so that the runtime can map them into memory. Both are
//! written under other names and renamed when they are whole.

use std::{
    collections::HashMap,
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use prost::Message;

use super::{
    files::{self, CONVERTER, PREFIX},
    fuse,
    onnx::{EXTERNAL, Entry, GraphProto, ModelProto, OperatorSetId, TensorProto, ValueInfo, data_type},
    rewrite::{self, Layout, Pending},
    vocoded::{PITCH, RESIDUAL, TEXT},
};

/// Durations of the tokens, in frames of 600 samples. An inner value of the download, an output of ours.
pub const DURATIONS: &str = "/encoder/Clip_output_0";

/// Weights lie on borders of this many bytes: a cache line, also the widest vector register.
const ALIGNMENT: u64 = 64;

/// Constants of fewer bytes stay in the graph.
const LEAST_EXTERNAL: usize = 1024;

/// Why the model could not be converted.
#[derive(Debug, thiserror::Error)]
pub enum ConvertError {
    /// A file could not be read or written.
    #[error("{path}: {source}", path = path.display())]
    File {
        /// The path of the file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// It is no ONNX file.
    #[error("the model file cannot be read: {0}")]
    Format(#[from] prost::DecodeError),
    /// It is not the graph that the converter was written for.
    #[error("the model is not the expected one: {0}")]
    Unexpected(String),
}

impl ConvertError {
    pub(crate) fn unexpected(place: &str, wanted: &str) -> Self {
        Self::Unexpected(format!("{place} has not {wanted}"))
    }

    fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }
}

/// Which part of the model becomes operators on `f32`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// What comes before the decoder.
    Encoder,
    /// All of it, for comparing.
    Whole,
}

/// The constant that holds the scales of the integers of the constant `name`.
pub(crate) fn scales_of(name: &str) -> String {
    format!("{name}:scales")
}

/// Converts the int8 model at `source` into `folder`, and removes what older converters left there.
///
/// Takes about a second and some 250 MB of memory. One process at a time: the installer's lock sees to
/// that.
///
/// # Errors
/// [`ConvertError`]; `folder` then holds nothing that would be taken for the model.
pub(crate) fn convert(source: &Path, folder: &Path, extent: Extent) -> Result<(), ConvertError> {
    let bytes = fs::read(source).map_err(ConvertError::file(source))?;
    let mut model = ModelProto::decode(bytes.as_slice())?;
    drop(bytes);
    let graph = model.graph.as_mut().ok_or_else(|| ConvertError::unexpected("the file", "a graph"))?;
    let mut quantized = rewrite_all(graph)?;
    if extent == Extent::Encoder {
        set_apart(graph, &mut quantized);
    }

    let weights = files::weights_path(folder);
    // While they are replaced, they are not whole.
    fs::remove_file(files::list_path(folder)).ok();
    let mut file = new_file(folder, &weights)?;
    write_weights(graph, &quantized, file.as_file_mut(), &weights)?;
    keep(file, &weights)?;

    // Only ONNX's own operators are left.
    model.opset_import.retain(|set| set.domain().is_empty());
    if model.opset_import.is_empty() {
        model.opset_import.push(OperatorSetId { domain: None, version: Some(20) });
    }
    model.producer_name = Some(format!("tingxinwen converter {CONVERTER}"));
    model.metadata_props.clear();
    let path = files::graph_path(folder);
    write_whole(&model.encode_to_vec(), folder, &path)?;
    let path = files::list_path(folder);
    let list = files::list(folder).map_err(ConvertError::file(&path))?;
    write_whole(list.as_bytes(), folder, &path)?;
    files::remove_others(folder);
    Ok(())
}

/// A constant of small integers, and what they stand for.
struct Quantized {
    scale: Vec<f32>,
    zero: Vec<i32>,
    layout: Layout,
    /// Whether they stay integers, without zero points.
    stays: bool,
}

/// By the name of the constant.
type Weights = HashMap<String, Quantized>;

fn rewrite_all(graph: &mut GraphProto) -> Result<Weights, ConvertError> {
    let mut pending = Pending::new();
    rewrite::products(graph, &mut pending)?;
    rewrite::lookups(graph, &mut pending)?;
    rewrite::contributed(graph, &mut pending)?;
    rewrite::silence(graph)?;
    fuse::instance_norms(graph);
    // As an output it stays itself, whatever the runtime fuses.
    graph.output.push(ValueInfo { name: Some(DURATIONS.to_owned()), r#type: Some(any_floats()) });
    // Scales and zero points are needed once more, by `write_weights`; the graph that runs has none.
    let mut weights = Weights::new();
    for (name, how) in pending {
        let constant = |name: &str| {
            graph
                .initializer
                .iter()
                .find(|tensor| tensor.name() == name)
                .ok_or_else(|| ConvertError::unexpected(name, "a value"))
        };
        let quantized = Quantized {
            scale: constant(&how.scale)?.as_floats().unwrap_or_default(),
            zero: constant(&how.zero)?.as_small_integers().unwrap_or_default(),
            layout: how.layout,
            stays: false,
        };
        weights.insert(name, quantized);
    }
    rewrite::drop_unused(graph);
    Ok(weights)
}

/// Ends the graph where the decoder starts. The constants behind it stay, those of small integers as these.
fn set_apart(graph: &mut GraphProto, weights: &mut Weights) {
    let output = |name: &str| ValueInfo { name: Some(name.to_owned()), r#type: Some(any_floats()) };
    graph.output = [TEXT, RESIDUAL, PITCH, DURATIONS].map(output).into();
    let all = std::mem::take(&mut graph.initializer);
    let names = rewrite::drop_unused(graph);
    let (kept, apart): (Vec<_>, Vec<_>) = all.into_iter().partition(|tensor| names.contains(tensor.name()));
    graph.initializer = kept;
    for tensor in apart {
        if let Some(quantized) = weights.get_mut(tensor.name()) {
            quantized.stays = true;
            let scales = scales_of(tensor.name());
            let dims = [quantized.scale.len() as i64];
            graph.initializer.push(TensorProto::floats(&scales, &dims, &quantized.scale));
        }
        graph.initializer.push(tensor);
    }
}

/// `TypeProto { tensor_type { elem_type: FLOAT } }`.
fn any_floats() -> Vec<u8> {
    vec![0x0A, 2, 0x08, data_type::FLOAT as u8]
}

/// Writes all large constants of `graph` to `out` and makes `graph` point there.
fn write_weights(
    graph: &mut GraphProto,
    weights: &Weights,
    out: &mut File,
    path: &Path,
) -> Result<(), ConvertError> {
    let mut out = BufWriter::with_capacity(1 << 20, out);
    let mut at = 0_u64;
    for tensor in &mut graph.initializer {
        if let Some(quantized) = weights.get(tensor.name()).filter(|quantized| quantized.stays) {
            let integers = quantized
                .integers(tensor)
                .ok_or_else(|| ConvertError::unexpected(tensor.name(), "fitting zero points"))?;
            tensor.data_type = Some(data_type::INT8);
            tensor.int32_data.clear();
            tensor.raw_data = Some(integers);
        } else if let Some(quantized) = weights.get(tensor.name()) {
            let floats = quantized
                .dequantize(tensor)
                .ok_or_else(|| ConvertError::unexpected(tensor.name(), "fitting scales"))?;
            let dims = quantized.dims(tensor);
            *tensor = TensorProto::floats(tensor.name(), &dims, &floats);
        }
        let Some(raw) = tensor.raw_data.take_if(|raw| raw.len() >= LEAST_EXTERNAL) else { continue };
        let gap = at.next_multiple_of(ALIGNMENT) - at;
        out.write_all(&[0; ALIGNMENT as usize][..gap as usize]).map_err(ConvertError::file(path))?;
        out.write_all(&raw).map_err(ConvertError::file(path))?;
        at += gap;
        let entry = |key: &str, value: String| Entry { key: Some(key.to_owned()), value: Some(value) };
        tensor.external_data = vec![
            entry("location", files::weights_name()),
            entry("offset", at.to_string()),
            entry("length", raw.len().to_string()),
        ];
        tensor.data_location = Some(EXTERNAL);
        at += raw.len() as u64;
    }
    out.flush().map_err(ConvertError::file(path))
}

impl Quantized {
    /// The elements of `tensor` less their zero points, a byte each; `None` where they do not fit one.
    fn integers(&self, tensor: &TensorProto) -> Option<Vec<u8>> {
        let elements = tensor.as_small_integers()?;
        let zeros = self.zero.iter().cycle();
        let integer =
            |(element, zero): (&i32, &i32)| i8::try_from(element - zero).ok().map(i8::cast_unsigned);
        (self.layout == Layout::Columns && !self.zero.is_empty())
            .then(|| elements.iter().zip(zeros).map(integer).collect::<Option<Vec<u8>>>())
            .flatten()
    }

    /// The elements of `tensor` as floats, in the order in which they are to lie; `None` where scales,
    /// zero points and shape do not fit each other.
    fn dequantize(&self, tensor: &TensorProto) -> Option<Vec<f32>> {
        let elements = tensor.as_small_integers()?;
        let count: usize = tensor.dims.iter().map(|&dim| dim as usize).product();
        if count != elements.len() || self.scale.is_empty() || self.zero.is_empty() {
            return None;
        }
        let of = |element: i32, idx: usize| {
            let zero = self.zero[idx % self.zero.len()];
            (element - zero) as f32 * self.scale[idx % self.scale.len()]
        };
        match self.layout {
            Layout::Columns => {
                let columns = *tensor.dims.last()? as usize;
                let fits = |scales: usize| scales == 1 || scales == columns;
                (fits(self.scale.len()) && fits(self.zero.len())).then(|| {
                    elements.iter().enumerate().map(|(idx, &element)| of(element, idx % columns)).collect()
                })
            }
            Layout::Lstm => {
                let &[directions, rows, columns] = tensor.dims.as_slice() else { return None };
                let (rows, columns) = (rows as usize, columns as usize);
                (self.scale.len() == directions as usize).then(|| {
                    let mut floats = Vec::with_capacity(count);
                    for (direction, matrix) in elements.chunks_exact(rows * columns).enumerate() {
                        for column in 0..columns {
                            floats
                                .extend(matrix[column..].iter().step_by(columns).map(|&e| of(e, direction)));
                        }
                    }
                    floats
                })
            }
        }
    }

    /// The shape of the dequantized `tensor`.
    fn dims(&self, tensor: &TensorProto) -> Vec<i64> {
        let mut dims = tensor.dims.clone();
        match self.layout {
            Layout::Columns => {}
            Layout::Lstm => dims.swap(1, 2),
        }
        dims
    }
}

/// A file that is to become `path`; its name tells [`files::remove_others`] whose it is.
fn new_file(folder: &Path, path: &Path) -> Result<tempfile::NamedTempFile, ConvertError> {
    tempfile::Builder::new()
        .prefix(&format!("{PREFIX}new-"))
        .tempfile_in(folder)
        .map_err(ConvertError::file(path))
}

fn write_whole(bytes: &[u8], folder: &Path, path: &Path) -> Result<(), ConvertError> {
    let mut file = new_file(folder, path)?;
    file.write_all(bytes).map_err(ConvertError::file(path))?;
    keep(file, path)
}

/// Brings `file` to the disk and gives it its name, in one step for whoever looks at it.
fn keep(file: tempfile::NamedTempFile, path: &Path) -> Result<(), ConvertError> {
    file.as_file().sync_all().map_err(ConvertError::file(path))?;
    file.persist(path).map_err(|error| ConvertError::File { path: path.to_owned(), source: error.error })?;
    Ok(())
}
