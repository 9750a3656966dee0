//! Memory that lies on cache lines, so that no vector load crosses two.

use std::ops::{Deref, DerefMut};

use bytemuck::{Pod, Zeroable};
use pulp::Simd;

const FLOATS: usize = 16;

/// 64 bytes: a cache line, and the widest vector register.
#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C, align(64))]
struct Line([f32; FLOATS]);

/// A growing buffer of floats whose first lies at the start of a cache line.
#[derive(Default)]
pub(super) struct Lines {
    lines: Vec<Line>,
    len: usize,
}

impl Lines {
    /// `len` zeros.
    pub(super) fn zeroed(len: usize) -> Self {
        Self { lines: vec![Line::zeroed(); len.div_ceil(FLOATS)], len }
    }

    /// The same floats.
    pub(super) fn of(floats: &[f32]) -> Self {
        let mut lines = Self::zeroed(floats.len());
        lines.copy_from_slice(floats);
        lines
    }

    /// Makes it `len` long, whatever it then holds. Allocates only where it never was as long.
    pub(super) fn resize(&mut self, len: usize) -> &mut [f32] {
        let lines = len.div_ceil(FLOATS);
        if self.lines.len() < lines {
            self.lines.resize(lines, Line::zeroed());
        }
        self.len = len;
        self
    }
}

impl Deref for Lines {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        &bytemuck::cast_slice(&self.lines)[..self.len]
    }
}

impl DerefMut for Lines {
    fn deref_mut(&mut self) -> &mut [f32] {
        &mut bytemuck::cast_slice_mut(&mut self.lines)[..self.len]
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
