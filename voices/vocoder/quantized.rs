//! Weights as they were downloaded: small integers and one scale, a quarter of the memory of floats.

/// The integers and the scale of which `weights` are the products; `None` where they are not.
///
/// The smallest weight that is not zero is the scale: among the many of a filter, some are of the integer 1.
pub(super) fn quantized(weights: &[f32]) -> Option<(Vec<i8>, f32)> {
    /// What the rounding of a product in `f32` leaves.
    const TOLERANCE: f32 = 1e-4;
    let sizes = weights.iter().map(|weight| weight.abs()).filter(|size| *size > 0.0);
    let scale = sizes.min_by(f32::total_cmp).unwrap_or(1.0);
    let integer = |weight: &f32| {
        let value = weight / scale;
        let integer = value.round();
        let fits = (value - integer).abs() <= TOLERANCE * value.abs().max(1.0);
        (fits && integer.abs() <= f32::from(i8::MAX)).then_some(integer as i8)
    };
    Some((weights.iter().map(integer).collect::<Option<Vec<_>>>()?, scale))
}
