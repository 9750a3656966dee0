//! ONNX messages: the parts of the format that the converter reads and writes.
//!
//! Field numbers are those of `onnx.proto` (ONNX IR version 9). What is not listed here is lost in
//! a round trip, which is meant: documentation strings, training data, quantization notes.

/// A whole file.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct ModelProto {
    /// Version of the format.
    #[prost(int64, optional, tag = "1")]
    pub ir_version: Option<i64>,
    /// What wrote the file.
    #[prost(string, optional, tag = "2")]
    pub producer_name: Option<String>,
    /// The network.
    #[prost(message, optional, tag = "7")]
    pub graph: Option<GraphProto>,
    /// Versions of the operator sets in use.
    #[prost(message, repeated, tag = "8")]
    pub opset_import: Vec<OperatorSetId>,
    /// Notes by name.
    #[prost(message, repeated, tag = "14")]
    pub metadata_props: Vec<Entry>,
}

/// A set of operators, `""` being ONNX's own.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct OperatorSetId {
    #[prost(string, optional, tag = "1")]
    pub domain: Option<String>,
    #[prost(int64, optional, tag = "2")]
    pub version: Option<i64>,
}

/// A name and its text.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Entry {
    #[prost(string, optional, tag = "1")]
    pub key: Option<String>,
    #[prost(string, optional, tag = "2")]
    pub value: Option<String>,
}

/// Operators in the order in which they run, and constants.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct GraphProto {
    #[prost(message, repeated, tag = "1")]
    pub node: Vec<NodeProto>,
    #[prost(string, optional, tag = "2")]
    pub name: Option<String>,
    #[prost(message, repeated, tag = "5")]
    pub initializer: Vec<TensorProto>,
    #[prost(message, repeated, tag = "11")]
    pub input: Vec<ValueInfo>,
    #[prost(message, repeated, tag = "12")]
    pub output: Vec<ValueInfo>,
}

/// The name and type of a value; the type is passed on unread.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct ValueInfo {
    #[prost(string, optional, tag = "1")]
    pub name: Option<String>,
    #[prost(bytes = "vec", optional, tag = "2")]
    pub r#type: Option<Vec<u8>>,
}

/// An operator between named values.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct NodeProto {
    #[prost(string, repeated, tag = "1")]
    pub input: Vec<String>,
    #[prost(string, repeated, tag = "2")]
    pub output: Vec<String>,
    #[prost(string, optional, tag = "3")]
    pub name: Option<String>,
    #[prost(string, optional, tag = "4")]
    pub op_type: Option<String>,
    #[prost(message, repeated, tag = "5")]
    pub attribute: Vec<Attribute>,
    #[prost(string, optional, tag = "7")]
    pub domain: Option<String>,
}

/// A setting of an operator; `kind` says which field counts.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Attribute {
    #[prost(string, optional, tag = "1")]
    pub name: Option<String>,
    #[prost(float, optional, tag = "2")]
    pub f: Option<f32>,
    #[prost(int64, optional, tag = "3")]
    pub i: Option<i64>,
    #[prost(bytes = "vec", optional, tag = "4")]
    pub s: Option<Vec<u8>>,
    #[prost(message, optional, tag = "5")]
    pub t: Option<TensorProto>,
    #[prost(float, repeated, packed = "false", tag = "7")]
    pub floats: Vec<f32>,
    #[prost(int64, repeated, packed = "false", tag = "8")]
    pub ints: Vec<i64>,
    #[prost(bytes = "vec", repeated, tag = "9")]
    pub strings: Vec<Vec<u8>>,
    #[prost(int32, optional, tag = "20")]
    pub kind: Option<i32>,
}

/// `AttributeProto.AttributeType` of the kinds written here.
pub(crate) mod attribute_kind {
    pub(crate) const FLOAT: i32 = 1;
    pub(crate) const INT: i32 = 2;
    pub(crate) const STRING: i32 = 3;
    pub(crate) const INTS: i32 = 7;
}

/// A constant. Its elements stand in `raw_data` (little-endian), in the field of their type, or in
/// another file.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct TensorProto {
    #[prost(int64, repeated, packed = "false", tag = "1")]
    pub dims: Vec<i64>,
    #[prost(int32, optional, tag = "2")]
    pub data_type: Option<i32>,
    #[prost(float, repeated, tag = "4")]
    pub float_data: Vec<f32>,
    #[prost(int32, repeated, tag = "5")]
    pub int32_data: Vec<i32>,
    #[prost(int64, repeated, tag = "7")]
    pub int64_data: Vec<i64>,
    #[prost(string, optional, tag = "8")]
    pub name: Option<String>,
    #[prost(bytes = "vec", optional, tag = "9")]
    pub raw_data: Option<Vec<u8>>,
    #[prost(double, repeated, tag = "10")]
    pub double_data: Vec<f64>,
    #[prost(message, repeated, tag = "13")]
    pub external_data: Vec<Entry>,
    #[prost(int32, optional, tag = "14")]
    pub data_location: Option<i32>,
}

/// `TensorProto.DataType` of the types met here.
pub(crate) mod data_type {
    pub(crate) const FLOAT: i32 = 1;
    pub(crate) const UINT8: i32 = 2;
    pub(crate) const INT8: i32 = 3;
    pub(crate) const INT64: i32 = 7;
}

/// `TensorProto.DataLocation`: the elements stand in another file.
pub(crate) const EXTERNAL: i32 = 1;

impl Attribute {
    /// A float setting.
    pub(crate) fn float(name: &str, value: f32) -> Self {
        Self { name: Some(name.into()), f: Some(value), kind: Some(attribute_kind::FLOAT), ..Self::default() }
    }

    /// An integer setting.
    pub(crate) fn int(name: &str, value: i64) -> Self {
        Self { name: Some(name.into()), i: Some(value), kind: Some(attribute_kind::INT), ..Self::default() }
    }

    /// A text setting.
    pub(crate) fn text(name: &str, value: &str) -> Self {
        Self {
            name: Some(name.into()),
            s: Some(value.into()),
            kind: Some(attribute_kind::STRING),
            ..Self::default()
        }
    }

    /// A list of integers.
    pub(crate) fn ints(name: &str, values: &[i64]) -> Self {
        Self {
            name: Some(name.into()),
            ints: values.to_vec(),
            kind: Some(attribute_kind::INTS),
            ..Self::default()
        }
    }
}

impl NodeProto {
    /// An operator of ONNX's own set, named after its output.
    pub(crate) fn new(op_type: &str, input: &[&str], output: &str) -> Self {
        Self {
            input: input.iter().map(ToString::to_string).collect(),
            output: vec![output.to_owned()],
            name: Some(format!("{output}:{op_type}")),
            op_type: Some(op_type.to_owned()),
            ..Self::default()
        }
    }

    /// The operator with one more attribute.
    pub(crate) fn with(mut self, attribute: Attribute) -> Self {
        self.attribute.push(attribute);
        self
    }
}

impl TensorProto {
    /// A constant of floats.
    pub(crate) fn floats(name: &str, dims: &[i64], values: &[f32]) -> Self {
        Self {
            dims: dims.to_vec(),
            data_type: Some(data_type::FLOAT),
            name: Some(name.to_owned()),
            raw_data: Some(values.iter().flat_map(|value| value.to_le_bytes()).collect()),
            ..Self::default()
        }
    }

    /// The elements as floats; `None` for another type.
    pub(crate) fn as_floats(&self) -> Option<Vec<f32>> {
        if self.data_type() != data_type::FLOAT {
            return None;
        }
        Some(match &self.raw_data {
            Some(raw) if self.float_data.is_empty() => {
                raw.as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect()
            }
            Some(_) | None => self.float_data.clone(),
        })
    }

    /// The elements of a constant of bytes, signed or not, as integers; `None` for another type.
    pub(crate) fn as_small_integers(&self) -> Option<Vec<i32>> {
        let kind = self.data_type();
        if kind != data_type::INT8 && kind != data_type::UINT8 {
            return None;
        }
        let widen = |byte: u8| if kind == data_type::INT8 { i32::from(byte as i8) } else { i32::from(byte) };
        Some(match &self.raw_data {
            Some(raw) if self.int32_data.is_empty() => raw.iter().map(|&byte| widen(byte)).collect(),
            Some(_) | None => self.int32_data.clone(),
        })
    }
}
