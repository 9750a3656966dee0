//! Best range: the stretch of a page with the largest sum of points.

/// The range of `points` with the largest sum (Kadane's algorithm); empty where none is above zero.
pub(super) fn best_range(points: &[f32]) -> (usize, usize) {
    let (mut best, mut range) = (0.0, (0, 0));
    let (mut sum, mut from) = (0.0, 0);
    for (at, point) in points.iter().enumerate() {
        if sum <= 0.0 {
            (sum, from) = (0.0, at);
        }
        sum += point;
        if sum > best {
            (best, range) = (sum, (from, at + 1));
        }
    }
    range
}
