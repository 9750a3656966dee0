//! Reader of the packed data files that the scripts in `data` write.

use miniz_oxide::inflate::decompress_to_vec;

/// The columns of a packed file, in the order they were written.
///
/// The files are part of the program: a damaged one gives columns that are empty.
pub(super) struct Packed {
    body: Vec<u8>,
    at: usize,
}

impl Packed {
    /// Opens a file: raw deflate around columns, each behind its length in bytes (u32, little-endian).
    pub(super) fn open(file: &[u8]) -> Self {
        Self { body: decompress_to_vec(file).unwrap_or_default(), at: 0 }
    }

    /// The next column.
    pub(super) fn bytes(&mut self) -> &[u8] {
        let len = self
            .body
            .get(self.at..self.at + 4)
            .and_then(|len| len.try_into().ok())
            .map_or(0, u32::from_le_bytes) as usize;
        let start = self.at + 4;
        self.at = start + len;
        self.body.get(start..start + len).unwrap_or_default()
    }

    /// The next column, 16 bits a value.
    pub(super) fn u16s(&mut self) -> Vec<u16> {
        self.bytes().chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect()
    }

    /// The next column, half-precision floats.
    pub(super) fn f16s(&mut self) -> Vec<f32> {
        self.u16s().into_iter().map(f32_from_f16).collect()
    }
}

/// IEEE 754 binary16 to binary32; the weights hold no infinities.
fn f32_from_f16(half: u16) -> f32 {
    let sign = u32::from(half & 0x8000) << 16;
    let exponent = u32::from(half >> 10) & 0x1F;
    let fraction = u32::from(half & 0x3FF);
    if exponent == 0 {
        // Subnormal: fraction × 2^-24.
        let small = fraction as f32 / 16_777_216.0;
        return if sign == 0 { small } else { -small };
    }
    f32::from_bits(sign | (exponent + 112) << 23 | fraction << 13)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_floats_keep_their_value() {
        for (half, value) in
            [(0x3C00, 1.0), (0xC000, -2.0), (0x3555, 0.333_251_95), (0x0001, 5.960_464_5e-8), (0, 0.0)]
        {
            assert_eq!(f32_from_f16(half), value);
        }
    }

    #[test]
    fn a_damaged_file_gives_empty_columns() {
        let mut packed = Packed::open(&[1, 2, 3]);
        assert!(packed.bytes().is_empty());
        assert!(packed.u16s().is_empty());
    }
}
