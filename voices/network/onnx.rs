//! ONNX files: the messages that are read of them (ONNX IR version 9; field numbers of `onnx.proto`).
//!
//! A model is one message of a hundred megabytes, so that its outer parts are walked through and what is large in it is
//! left where it is until it is asked for.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use bytes::Bytes;
use prost::Message;

/// What stands in a file.
#[derive(Default)]
pub(super) struct Graph {
    /// Operators.
    pub(super) nodes: Vec<NodeProto>,
    /// Constants of a few elements.
    pub(super) small: Vec<TensorProto>,
    /// The names of the others, and where in the file each is: first byte and length.
    pub(super) large: Vec<(String, u64, u64)>,
}

/// Constants of fewer bytes are small.
const SMALL: u64 = 4_096;

/// Room that is set aside at most before as many bytes were read.
const LARGEST: u64 = 8 << 20;

impl Graph {
    /// That of a file, from its start.
    ///
    /// # Errors
    /// The file's own, and [`io::ErrorKind::InvalidData`] where it is no ONNX file.
    pub(super) fn read(file: impl Read + Seek) -> io::Result<Self> {
        let (mut file, mut graph) = (BufReader::new(file), Self::default());
        let whole = file.seek(SeekFrom::End(0))?;
        file.rewind()?;
        while !file.fill_buf()?.is_empty() {
            match field(&mut file)? {
                // `ModelProto.graph`.
                (7, length) => {
                    let end = file.stream_position()?.saturating_add(length);
                    while file.stream_position()? < end {
                        graph.take(&mut file)?;
                    }
                }
                (_, length) => skip(&mut file, length)?,
            }
        }
        // What is passed over may lack its end.
        if file.stream_position()? > whole { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(graph) }
    }

    /// Takes the next field of `GraphProto`.
    fn take(&mut self, file: &mut BufReader<impl Read + Seek>) -> io::Result<()> {
        match field(file)? {
            // `node`.
            (1, length) => self.nodes.push(decoded(message(file, length)?)?),
            // `initializer`.
            (5, length) if length < SMALL => self.small.push(decoded(message(file, length)?)?),
            (5, length) => {
                let start = file.stream_position()?;
                let end = start.saturating_add(length);
                while file.stream_position()? < end {
                    match field(file)? {
                        // `TensorProto.name`.
                        (8, length) => {
                            let name = String::from_utf8(message(file, length)?);
                            self.large.push((name.map_err(no_onnx)?, start, end - start));
                        }
                        (_, length) => skip(file, length)?,
                    }
                }
            }
            (_, length) => skip(file, length)?,
        }
        Ok(())
    }
}

/// The number of the field that begins here, and the length of its content, which comes next. What is no message, text
/// or bytes is passed over.
fn field(file: &mut (impl BufRead + Seek)) -> io::Result<(u32, u64)> {
    let key = varint(file)?;
    let length = match key & 7 {
        0 => varint(file).map(|_| 0)?,
        1 => 8,
        2 => varint(file)?,
        5 => 4,
        _ => return Err(no_onnx("a group")),
    };
    Ok((u32::try_from(key >> 3).map_err(no_onnx)?, length))
}

/// A number of seven bits a byte, the least first.
fn varint(file: &mut impl Read) -> io::Result<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let mut byte = [0];
        file.read_exact(&mut byte)?;
        number |= u64::from(byte[0] & 0x7F) << shift;
        if byte[0] < 0x80 {
            return Ok(number);
        }
    }
    Err(no_onnx("a number of more than 64 bits"))
}

fn skip(file: &mut BufReader<impl Read + Seek>, length: u64) -> io::Result<()> {
    file.seek_relative(i64::try_from(length).map_err(no_onnx)?)
}

/// The next `length` bytes.
///
/// # Errors
/// Where there are not as many.
pub(super) fn message(file: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    // A file that is damaged may name any length.
    let mut bytes = Vec::with_capacity(length.min(LARGEST) as usize);
    let found = file.take(length).read_to_end(&mut bytes)?;
    if found as u64 == length { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

/// The message that is `bytes`.
pub(super) fn decoded<M: Message + Default>(bytes: Vec<u8>) -> io::Result<M> {
    M::decode(Bytes::from(bytes)).map_err(no_onnx)
}

fn no_onnx(why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
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
    /// Not copied, but shared with the message's bytes.
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
    pub(super) fn small_integers(&self) -> Option<SmallIntegers> {
        let (is_signed, stored) = match self.data_type {
            data_type::INT8 => (
                true,
                self.int32_data.iter().map(|&of| i8::try_from(of).ok().map(i8::cast_unsigned)).collect(),
            ),
            data_type::UINT8 => (false, self.int32_data.iter().map(|&of| u8::try_from(of).ok()).collect()),
            _ => return None,
        };
        let stored: Option<Vec<u8>> = stored;
        let bytes = if self.int32_data.is_empty() { self.raw_data.clone() } else { stored?.into() };
        Some(SmallIntegers { bytes, is_signed })
    }
}

/// The elements of a constant of bytes.
#[derive(Debug, PartialEq)]
pub(super) struct SmallIntegers {
    pub(super) bytes: Bytes,
    /// Whether the bytes are numbers of two's complement.
    pub(super) is_signed: bool,
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;

    /// A field of bytes.
    fn bytes_of(number: u8, content: &[u8]) -> Vec<u8> {
        let length = content.len();
        let length = [(length & 0x7F) as u8 | 0x80, (length >> 7 & 0x7F) as u8 | 0x80, (length >> 14) as u8];
        [&[number << 3 | 2][..], &length, content].concat()
    }

    /// A model of an operator, a small constant and a large one.
    fn model() -> Vec<u8> {
        let node = bytes_of(4, b"Gather");
        let small = [bytes_of(8, b"small"), vec![2 << 3, 3], bytes_of(9, &[1, 2])].concat();
        let large = [bytes_of(8, b"large"), vec![2 << 3, 3], bytes_of(9, &[7; 5_000])].concat();
        let graph =
            [bytes_of(1, &node), bytes_of(5, &small), bytes_of(5, &large), bytes_of(2, b"main")].concat();
        [vec![1 << 3, 9], bytes_of(7, &graph), bytes_of(2, b"nobody")].concat()
    }

    #[test]
    fn small_constants_are_read_and_large_ones_are_found() {
        // Their type is 3: signed.
        let signed = |bytes: Vec<u8>| Some(SmallIntegers { bytes: bytes.into(), is_signed: true });
        let bytes = model();
        let graph = Graph::read(Cursor::new(&bytes)).unwrap();
        assert_eq!((graph.nodes[0].op_type.as_str(), graph.nodes.len()), ("Gather", 1));
        assert_eq!(graph.small[0].small_integers(), signed(vec![1, 2]));
        let (name, start, length) = &graph.large[0];
        let mut rest = &bytes[*start as usize..];
        let tensor: TensorProto = message(&mut rest, *length).and_then(decoded).unwrap();
        assert_eq!((name.as_str(), tensor.name.as_str()), ("large", "large"));
        assert_eq!(tensor.small_integers(), signed(vec![7; 5_000]));
        let last = bytes.len() - bytes_of(2, b"nobody").len();
        for cut in 3..last {
            assert!(Graph::read(Cursor::new(&bytes[..cut])).is_err(), "cut after {cut}");
        }
    }

    proptest! {
        #[test]
        fn damaged_files_are_errors_or_other_graphs(
            cut in 0_usize..5_200,
            changes in prop::collection::vec((0_usize..5_200, any::<u8>()), 0..9),
        ) {
            let mut bytes = model();
            for (at, byte) in changes {
                if let Some(place) = bytes.get_mut(at) {
                    *place = byte;
                }
            }
            bytes.truncate(cut);
            // It ends, and does not panic.
            Graph::read(Cursor::new(&bytes)).ok();
        }
    }
}
