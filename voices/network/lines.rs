//! Aligned buffer: memory on cache lines, so that no vector load crosses two.

use std::ops::{Deref, DerefMut};

use pulp::Simd;

/// Bytes of a cache line, and of the widest vector register.
const LINE: usize = 64;

/// A growing buffer of floats whose first lies at the start of a cache line.
#[derive(Default)]
pub(super) struct Lines {
    /// Room for a line more than is ever in use.
    floats: Vec<f32>,
    /// Where the first line starts.
    start: usize,
    len: usize,
}

impl Lines {
    /// `len` zeros.
    pub(super) fn zeroed(len: usize) -> Self {
        // The system gives zeros as pages that take no memory until they are written.
        let floats = vec![0.0; len + LINE / size_of::<f32>()];
        // Where that cannot be told, vectors cross lines, which is slower and as right.
        let start = floats.as_ptr().align_offset(LINE);
        Self { start: if start < LINE { start } else { 0 }, floats, len }
    }

    /// The same floats.
    pub(super) fn of(floats: &[f32]) -> Self {
        let mut lines = Self::zeroed(floats.len());
        lines.copy_from_slice(floats);
        lines
    }

    /// Sets its length to `len`; its values are unspecified. Allocates only if it was never as long.
    pub(super) fn resize(&mut self, len: usize) -> &mut [f32] {
        if self.floats.len() < self.start + len {
            // The old floats go first, so that both are never there at once.
            *self = Self::default();
            *self = Self::zeroed(len);
        }
        self.len = len;
        self
    }
}

impl Deref for Lines {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        &self.floats[self.start..self.start + self.len]
    }
}

impl DerefMut for Lines {
    fn deref_mut(&mut self) -> &mut [f32] {
        &mut self.floats[self.start..self.start + self.len]
    }
}

/// `floats`, whose length is a multiple of the lanes, as vectors.
#[inline(always)]
pub(super) fn vectors<S: Simd>(floats: &[f32]) -> &[S::f32s] {
    bytemuck::cast_slice(floats)
}

/// `floats`, whose length is a multiple of the lanes, as vectors.
#[inline(always)]
pub(super) fn vectors_mut<S: Simd>(floats: &mut [f32]) -> &mut [S::f32s] {
    bytemuck::cast_slice_mut(floats)
}
