//! Half-precision floats (IEEE 754 binary16, eleven significant bits): sounds between filters in half the memory.

/// A float of 16 bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Half(u16);

/// Bits of a fraction that a half lacks.
const LESS: u32 = 23 - 10;
/// What the exponent's bias of an `f32` is more, in its place.
const BIAS: u32 = (127 - 15) << 23;
/// The least half that has all its bits, 2⁻¹⁴; what is less is silence, 84 dB below one.
const LEAST: u32 = BIAS + (1 << 23);
/// The largest one, 65,504; what is more, or no number, becomes this.
const MOST: u32 = BIAS + (31 << 23) - (1 << LESS);
const SIGN: u32 = 1 << 31;

impl Half {
    #[inline(always)]
    pub(super) fn of(value: f32) -> Self {
        let bits = value.to_bits();
        let size = (bits & !SIGN).min(MOST);
        // To the nearest, and of two to the even one.
        let rounded = size + ((1 << (LESS - 1)) - 1) + ((size >> LESS) & 1);
        let half = if size < LEAST { 0 } else { (rounded - BIAS) >> LESS };
        Self((half | ((bits & SIGN) >> 16)) as u16)
    }

    #[inline(always)]
    pub(super) fn value(self) -> f32 {
        let (size, sign) = (u32::from(self.0 & 0x7FFF), u32::from(self.0 & 0x8000) << 16);
        let bits = if size == 0 { 0 } else { (size << LESS) + BIAS };
        f32::from_bits(bits | sign)
    }
}

/// A number that a sound is made of.
pub(super) trait Element: Copy + Send + Sync {
    fn float(self) -> f32;
}

impl Element for Half {
    #[inline(always)]
    fn float(self) -> f32 {
        self.value()
    }
}

impl Element for f32 {
    #[inline(always)]
    fn float(self) -> f32 {
        self
    }
}

/// `from` as floats; both are as long.
#[inline(always)]
pub(super) fn widen<E: Element>(from: &[E], to: &mut [f32]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to = from.float();
    }
}

/// `from` rounded; both are as long.
#[inline(always)]
pub(super) fn narrow(from: &[f32], to: &mut [Half]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to = Half::of(*from);
    }
}

/// A growing buffer of halves.
#[derive(Default)]
pub(super) struct Halves(Vec<Half>);

impl Halves {
    /// An empty buffer with room for `len`.
    pub(super) fn with_room(len: usize) -> Self {
        Self(Vec::with_capacity(len))
    }

    /// Sets its length to `len`; its values are unspecified. Allocates only if it was never as long.
    pub(super) fn resize(&mut self, len: usize) -> &mut [Half] {
        if self.0.capacity() < len {
            // The old ones go first, so that both are never there at once.
            self.0 = Vec::new();
            self.0 = Vec::with_capacity(len);
        }
        self.0.resize(len, Half::default());
        &mut self.0
    }

    pub(super) fn get(&self) -> &[Half] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_half_comes_back_as_itself() {
        for bits in 0..=u16::MAX {
            let half = Half(bits);
            let size = bits & 0x7FFF;
            // Those that lack bits are silence, and there is no infinity.
            let wanted = if (0x0400..0x7C00).contains(&size) || size == 0 { Some(half) } else { None };
            if let Some(wanted) = wanted {
                assert_eq!(Half::of(half.value()), wanted, "{bits:#x}");
            }
        }
    }

    #[test]
    fn a_float_is_off_by_half_a_bit_of_eleven_at_most() {
        let mut value = 6.2e-5_f32;
        while value < 65_000.0 {
            for value in [value, -value] {
                let found = Half::of(value).value();
                assert!((found - value).abs() <= value.abs() / 2_048.0, "{value}: {found}");
            }
            value *= 1.000_31;
        }
        // 1 + 2⁻¹¹ lies between two halves, as does 1 + 3 · 2⁻¹¹: to the even one.
        assert_eq!(Half::of(1.0 + 1.0 / 2_048.0).value(), 1.0);
        assert_eq!(Half::of(1.0 + 3.0 / 2_048.0).value(), 1.0 + 2.0 / 1_024.0);
    }

    #[test]
    fn what_no_half_can_hold_is_the_nearest_that_one_can() {
        for (value, wanted) in [(1e-6, 0.0), (-1e-6, 0.0), (1e9, 65_504.0), (f32::NEG_INFINITY, -65_504.0)] {
            assert_eq!(Half::of(value).value(), wanted, "{value}");
        }
        assert!(Half::of(f32::NAN).value().is_finite());
    }
}
