//! Model weights: reads constants of the converted model by name.

use std::{
    collections::HashMap,
    fs::{self, File},
    io::{self, Read, Seek, SeekFrom},
    path::Path,
};

use prost::Message;

use super::{
    convert::scales_of,
    files,
    onnx::{EXTERNAL, ModelProto, TensorProto, data_type},
};
use crate::vocoder::{Integers, Weights, WeightsError};

/// The graph and the file with its weights, from which constants are read one at a time.
pub(crate) struct ModelWeights {
    constants: HashMap<String, TensorProto>,
    file: File,
}

impl ModelWeights {
    /// Those of the model that the converter left in `folder`.
    ///
    /// # Errors
    /// Where the files cannot be read, or hold something else.
    pub(crate) fn open(folder: &Path) -> io::Result<Self> {
        let model = ModelProto::decode(fs::read(files::graph_path(folder))?.as_slice())?;
        let constants = model.graph.unwrap_or_default().initializer.into_iter();
        let constants = constants.map(|tensor| (tensor.name().to_owned(), tensor)).collect();
        Ok(Self { constants, file: File::open(files::weights_path(folder))? })
    }

    fn external(&self, tensor: &TensorProto) -> Option<Vec<u8>> {
        let number = |key: &str| {
            let entry = tensor.external_data.iter().find(|entry| entry.key() == key)?;
            entry.value().parse::<u64>().ok()
        };
        let mut bytes = vec![0; usize::try_from(number("length")?).ok()?];
        let mut file = &self.file;
        file.seek(SeekFrom::Start(number("offset")?)).ok()?;
        file.read_exact(&mut bytes).ok()?;
        Some(bytes)
    }

    /// The constant called `name`, which has `shape`, and its bytes where they lie in the other file.
    fn find(&self, name: &str, shape: &[usize]) -> Result<(&TensorProto, Option<Vec<u8>>), WeightsError> {
        let missing = || WeightsError::Missing(name.to_owned());
        let tensor = self.constants.get(name).ok_or_else(missing)?;
        let own: Vec<usize> = tensor.dims.iter().map(|&dim| dim as usize).collect();
        if own != shape {
            return Err(WeightsError::Shape { name: name.to_owned(), shape: own });
        }
        let is_external = tensor.data_location == Some(EXTERNAL);
        let bytes = if is_external { Some(self.external(tensor).ok_or_else(missing)?) } else { None };
        Ok((tensor, bytes))
    }
}

impl Weights for ModelWeights {
    fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, WeightsError> {
        let (tensor, bytes) = self.find(name, shape)?;
        if tensor.data_type == Some(data_type::INT8) {
            let Integers { values, scales } = self.integers(name, shape)?;
            let products = values.iter().zip(scales.iter().cycle());
            return Ok(products.map(|(value, scale)| f32::from(*value) * scale).collect());
        }
        let floats = match bytes {
            Some(bytes) => Some(bytes.as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect()),
            None => tensor.as_floats(),
        };
        floats.ok_or_else(|| WeightsError::Missing(name.to_owned()))
    }

    fn integers(&self, name: &str, shape: &[usize]) -> Result<Integers, WeightsError> {
        let not_quantized = || WeightsError::Floats(name.to_owned());
        let (tensor, bytes) = self.find(name, shape)?;
        if tensor.data_type != Some(data_type::INT8) {
            return Err(not_quantized());
        }
        let bytes = bytes.or_else(|| tensor.raw_data.clone()).ok_or_else(not_quantized)?;
        let name = scales_of(name);
        let scales = self.floats(&name, &[1]).or_else(|_| self.floats(&name, &shape[shape.len() - 1..]))?;
        Ok(Integers { values: bytes.into_iter().map(u8::cast_signed).collect(), scales })
    }
}
