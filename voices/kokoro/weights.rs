//! The constants of the converted model, by name.

use std::{
    collections::HashMap,
    fs::{self, File},
    io::{self, Read, Seek, SeekFrom},
    path::Path,
};

use prost::Message;

use super::{
    files,
    onnx::{EXTERNAL, ModelProto, TensorProto},
};
use crate::vocoder::{Constant, Weights, WeightsError};

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
}

impl Weights for ModelWeights {
    fn constant(&self, name: &str) -> Result<Constant, WeightsError> {
        let missing = || WeightsError::Missing(name.to_owned());
        let tensor = self.constants.get(name).ok_or_else(missing)?;
        let floats = if tensor.data_location == Some(EXTERNAL) {
            let bytes = self.external(tensor).ok_or_else(missing)?;
            bytes.as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect()
        } else {
            tensor.as_floats().ok_or_else(missing)?
        };
        Ok(Constant { shape: tensor.dims.iter().map(|&dim| dim as usize).collect(), floats })
    }
}
