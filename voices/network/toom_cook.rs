//! Toom-Cook filtering: minimal filtering (S. Winograd, *Arithmetic Complexity of Computations*, 1980):
//! `m` outputs of a filter of `r` taps from `n = m + r - 1` products instead of `m · r`.
//!
//! `y = Aᵀ((G g) ⊙ (Bᵀ d))`: a polynomial product, by its values at `n - 1` points and at infinity.
//! The points are 0 and pairs `±p`, so that the rows of `Bᵀ` and the columns of `Aᵀ` come in pairs which
//! differ in the sign of every other element: half of the sums are shared.

/// Outputs of a tile: `m`.
pub(super) const TILE: usize = 6;

/// Half of the points of the longest filter.
pub(super) const MOST: usize = 8;

/// `Aᵀ` and `Bᵀ` of an `F(6, r)`, without what follows from the symmetry of its points.
///
/// The rows of `Bᵀ` and the columns of `Aᵀ` have length one: what is left of the scale is in `G`, which is
/// applied to the weights beforehand.
pub(super) struct Transforms {
    /// Half of the points: 4, 6 or 8.
    pub(super) half: usize,
    /// From the inputs 0, 2, 4… to the factor of the point 0 (row 0), and to what both factors of each pair
    /// share (the others).
    pub(super) even: [[f32; MOST]; MOST],
    /// From the inputs 1, 3, 5… to the factor of infinity (row 0), and to what the first factor of each pair
    /// adds and the second takes away (the others).
    pub(super) odd: [[f32; MOST]; MOST],
    /// To the outputs 0, 2, 4 from the sum, to the others from the difference of the products of each pair;
    /// to the first and last also, with element 0, from the product of the point 0 and of infinity.
    pub(super) outputs: [[f32; MOST]; TILE],
}

impl Transforms {
    /// Those of filters of 3, 7 or 11 taps, and `G`: a row of factors of the taps for each point, in the
    /// order 0, first pair (+, -), second pair…, infinity.
    ///
    /// The points were found by a search among small fractions for the least error of random filters in
    /// `f32`: 121, 106 and 89 dB of signal to error.
    pub(super) fn of_taps(taps: usize) -> Option<(Self, Vec<Vec<f64>>)> {
        let pairs: &[f64] = match taps {
            3 => &[1.0, 0.5, 2.0],
            7 => &[1.0, 1.5, 2.0 / 3.0, 1.0 / 3.0, 2.5],
            11 => &[1.0, 0.5, 2.0, 0.25, 4.0, 0.75, 4.0 / 3.0],
            _ => return None,
        };
        Some(Self::new(taps, pairs))
    }

    /// `F(6, taps)` on the points 0, ±`pairs` and infinity, of which there are `taps + 5`.
    fn new(taps: usize, pairs: &[f64]) -> (Self, Vec<Vec<f64>>) {
        let half = pairs.len() + 1;
        debug_assert_eq!(TILE + taps - 1, 2 * half, "as many points as products");
        let mut new =
            Self { half, even: [[0.0; MOST]; MOST], odd: [[0.0; MOST]; MOST], outputs: [[0.0; MOST]; TILE] };
        let mut factors = Vec::with_capacity(2 * half);
        let powers =
            |of: f64, count: usize| (0..count).map(|power| of.powi(power as i32)).collect::<Vec<_>>();

        // Point 0: the product of x² - p² over all pairs.
        let squares: Vec<f64> = pairs.iter().map(|pair| pair * pair).collect();
        let row = product(&squares);
        let scale = row[0];
        let norm = length(&row);
        assign(&mut new.even[0], row.iter().map(|value| value / norm));
        new.outputs[0][0] = 1.0;
        factors.push(powers(0.0, taps).iter().map(|power| power / scale * norm).collect());

        for (nth, &pair) in pairs.iter().enumerate() {
            // x (x ± p) times the product of the others: even powers from x², odd ones from ± p x.
            let others: Vec<f64> = squares
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != nth)
                .map(|(_, &square)| square)
                .collect();
            let rest = product(&others);
            let norm = length(&rest) * (1.0 + pair * pair).sqrt();
            assign(&mut new.even[nth + 1][1..], rest.iter().map(|value| value / norm));
            assign(&mut new.odd[nth + 1], rest.iter().map(|value| value * pair / norm));
            let column = powers(pair, TILE);
            let column_norm = length(&column);
            for (output, power) in new.outputs.iter_mut().zip(&column) {
                output[nth + 1] = (power / column_norm) as f32;
            }
            // The value of the polynomial at its own point; that of the pair's other point is the same.
            let scale = 2.0 * pair * pair * others.iter().map(|other| pair * pair - other).product::<f64>();
            for point in [pair, -pair] {
                let row = powers(point, taps);
                factors.push(row.iter().map(|power| power / scale * norm * column_norm).collect());
            }
        }

        // Infinity: x times the product of x² - p².
        assign(&mut new.odd[0], product(&squares).iter().map(|value| value / norm));
        new.outputs[TILE - 1][0] = 1.0;
        factors.push((0..taps).map(|tap| if tap + 1 == taps { norm } else { 0.0 }).collect());
        (new, factors)
    }
}

/// The coefficients of the product of `u - root` over `roots`, the lowest power first.
fn product(roots: &[f64]) -> Vec<f64> {
    let mut poly = vec![1.0];
    for root in roots {
        poly.push(0.0);
        for idx in (0..poly.len()).rev() {
            poly[idx] = if idx > 0 { poly[idx - 1] } else { 0.0 } - root * poly[idx];
        }
    }
    poly
}

fn length(values: &[f64]) -> f64 {
    values.iter().map(|value| value * value).sum::<f64>().sqrt()
}

fn assign(to: &mut [f32], values: impl Iterator<Item = f64>) {
    for (to, value) in to.iter_mut().zip(values) {
        *to = value as f32;
    }
}
