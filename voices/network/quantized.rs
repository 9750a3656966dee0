//! Quantized weights, as they were downloaded: small integers and a scale, a quarter of the memory of floats.

/// What the floats of a constant are products of.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Integers {
    /// One for each element.
    pub(super) values: Vec<i8>,
    /// What they are multiplied with: one number, or one for each place on the last axis (of what goes from step to step,
    /// on the first).
    pub(super) scales: Vec<f32>,
}

impl Integers {
    /// What all are multiplied with, if that is one number.
    pub(super) fn scale(&self) -> Option<f32> {
        if let [scale] = self.scales[..] { Some(scale) } else { None }
    }
}

/// `integers` as floats; both are as long.
#[inline(always)]
pub(super) fn to_floats(integers: &[i8], floats: &mut [f32]) {
    for (float, integer) in floats.iter_mut().zip(integers) {
        *float = f32::from(*integer);
    }
}
