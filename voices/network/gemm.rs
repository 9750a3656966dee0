//! Matrix product of a few rows with a packed matrix, in registers.

use pulp::{Simd, WithSimd};

use super::lines::{Lines, vectors, vectors_mut};

/// Vectors of a panel's row.
pub(super) const PANEL_VECTORS: usize = 2;

/// Elements of a row that are read at once; the lengths of all rows are multiples of it.
pub(super) const STEP: usize = 8;

/// Columns of a panel on a machine with vectors of `lanes` floats.
pub(super) const fn panel_width(lanes: usize) -> usize {
    PANEL_VECTORS * lanes
}

/// Packs a matrix of `rows` x `columns`, given by `at(row)(column)`, into panels of `width` columns, one
/// after the other, each row by row; the last panel is filled up with zeros.
pub(super) fn pack<Row: Fn(usize) -> f32>(
    rows: usize,
    columns: usize,
    width: usize,
    at: impl Fn(usize) -> Row,
) -> Lines {
    let mut packed = Lines::zeroed(columns.div_ceil(width) * rows * width);
    for (panel, out) in packed.chunks_exact_mut(rows * width).enumerate() {
        for (row, out) in out.chunks_exact_mut(width).enumerate() {
            let at = at(row);
            for (column, out) in (panel * width..columns).zip(out) {
                *out = at(column);
            }
        }
    }
    packed
}

/// Rows of a matrix that may overlap each other.
#[derive(Clone, Copy)]
pub(super) struct Rows<'a> {
    /// Where the first starts.
    pub(super) floats: &'a [f32],
    /// From the start of one to the start of the next.
    pub(super) stride: usize,
    /// Length of each; a multiple of [`STEP`].
    pub(super) len: usize,
    /// How many there are.
    pub(super) count: usize,
}

/// Multiplies `rows` with one `panel` (as many rows as a row is long, [`PANEL_VECTORS`] vectors each), and
/// hands each product, a row of the panel's width, to `store`.
#[inline(always)]
pub(super) fn multiply<S: Simd>(
    simd: S,
    rows: Rows<'_>,
    panel: &[f32],
    mut store: impl FnMut(usize, [S::f32s; PANEL_VECTORS]),
) {
    let panel = vectors::<S>(panel);
    let mut at = 0;
    // As many rows at once as leave registers for a row of the panel and an element.
    if S::REGISTER_COUNT >= 32 {
        while rows.count - at >= 12 {
            block::<S, 12>(simd, rows, at, panel, &mut store);
            at += 12;
        }
    }
    while rows.count - at >= 6 {
        block::<S, 6>(simd, rows, at, panel, &mut store);
        at += 6;
    }
    match rows.count - at {
        0 => {}
        1 => block::<S, 1>(simd, rows, at, panel, &mut store),
        2 => block::<S, 2>(simd, rows, at, panel, &mut store),
        3 => block::<S, 3>(simd, rows, at, panel, &mut store),
        4 => block::<S, 4>(simd, rows, at, panel, &mut store),
        _ => block::<S, 5>(simd, rows, at, panel, &mut store),
    }
}

/// [`multiply`], the products side by side.
pub(super) struct Product<'a> {
    pub(super) rows: Rows<'a>,
    pub(super) panel: &'a [f32],
    pub(super) products: &'a mut [f32],
}

impl WithSimd for Product<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let products = vectors_mut::<S>(self.products).as_chunks_mut::<PANEL_VECTORS>().0;
        multiply(simd, self.rows, self.panel, |row, sums| products[row] = sums);
    }
}

#[inline(always)]
fn block<S: Simd, const ROWS: usize>(
    simd: S,
    rows: Rows<'_>,
    first: usize,
    panel: &[S::f32s],
    store: &mut impl FnMut(usize, [S::f32s; PANEL_VECTORS]),
) {
    let each: [&[[f32; STEP]]; ROWS] = std::array::from_fn(|row| {
        let start = (first + row) * rows.stride;
        rows.floats[start..start + rows.len].as_chunks().0
    });
    let mut sums = [[simd.splat_f32s(0.0); PANEL_VECTORS]; ROWS];
    for (step, factors) in panel.as_chunks::<{ STEP * PANEL_VECTORS }>().0.iter().enumerate() {
        let elements: [&[f32; STEP]; ROWS] = std::array::from_fn(|row| &each[row][step]);
        for k in 0..STEP {
            for row in 0..ROWS {
                let element = simd.splat_f32s(elements[row][k]);
                for vector in 0..PANEL_VECTORS {
                    sums[row][vector] =
                        simd.mul_add_e_f32s(element, factors[k * PANEL_VECTORS + vector], sums[row][vector]);
                }
            }
        }
    }
    for (row, sums) in sums.into_iter().enumerate() {
        store(first + row, sums);
    }
}
