//! ONNX messages: the parts of the format that are read (ONNX IR version 9; field numbers of `onnx.proto`).

use bytes::Bytes;

/// A whole file.
#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct ModelProto {
    /// The network.
    #[prost(message, optional, tag = "7")]
    pub(super) graph: Option<GraphProto>,
}

/// Operators and constants.
#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct GraphProto {
    #[prost(message, repeated, tag = "1")]
    pub(super) node: Vec<NodeProto>,
    #[prost(message, repeated, tag = "5")]
    pub(super) initializer: Vec<TensorProto>,
}

/// An operator between named values.
#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct NodeProto {
    #[prost(string, repeated, tag = "1")]
    pub(super) input: Vec<String>,
    #[prost(string, repeated, tag = "2")]
    pub(super) output: Vec<String>,
    #[prost(string, tag = "4")]
    pub(super) op_type: String,
}

/// A constant. Its elements stand in `raw_data` (little-endian), or in the field of their type.
#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct TensorProto {
    #[prost(int64, repeated, packed = "false", tag = "1")]
    pub(super) dims: Vec<i64>,
    #[prost(int32, tag = "2")]
    pub(super) data_type: i32,
    #[prost(float, repeated, tag = "4")]
    pub(super) float_data: Vec<f32>,
    #[prost(int32, repeated, tag = "5")]
    pub(super) int32_data: Vec<i32>,
    #[prost(string, tag = "8")]
    pub(super) name: String,
    /// Not copied, but shared with the file's bytes.
    #[prost(bytes = "bytes", tag = "9")]
    pub(super) raw_data: Bytes,
}

/// `TensorProto.DataType` of the types met here.
mod data_type {
    pub(super) const FLOAT: i32 = 1;
    pub(super) const UINT8: i32 = 2;
    pub(super) const INT8: i32 = 3;
}

impl TensorProto {
    /// A constant of floats.
    #[cfg(test)]
    pub(super) fn float(name: &str) -> Self {
        Self { name: name.to_owned(), data_type: data_type::FLOAT, ..Self::default() }
    }

    /// The elements as floats; `None` for another type.
    pub(super) fn floats(&self) -> Option<Vec<f32>> {
        let raw = || self.raw_data.as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect();
        let is_raw = self.float_data.is_empty();
        (self.data_type == data_type::FLOAT).then(|| if is_raw { raw() } else { self.float_data.clone() })
    }

    /// The elements of a constant of bytes, signed or not; `None` for another type.
    pub(super) fn small_integers(&self) -> Option<Vec<i16>> {
        let widen: fn(u8) -> i16 = match self.data_type {
            data_type::INT8 => |byte| i16::from(byte.cast_signed()),
            data_type::UINT8 => |byte| i16::from(byte),
            _ => return None,
        };
        if self.int32_data.is_empty() {
            return Some(self.raw_data.iter().map(|byte| widen(*byte)).collect());
        }
        self.int32_data.iter().map(|&integer| i16::try_from(integer).ok()).collect()
    }
}
