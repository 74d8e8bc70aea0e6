//! A set of objects, a bit for each that there is.

use super::inventory::Position;

/// A set of objects.
#[derive(Debug)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    /// The empty set, for numbers below `len`.
    pub(super) fn new(len: usize) -> Self {
        Self(vec![0; len.div_ceil(64)])
    }

    pub(super) fn contains(&self, at: Position) -> bool {
        self.0[at as usize / 64] >> (at % 64) & 1 == 1
    }

    /// Takes `at` in; returns whether it was not there.
    pub(super) fn insert(&mut self, at: Position) -> bool {
        let is_new = !self.contains(at);
        self.0[at as usize / 64] |= 1 << (at % 64);
        is_new
    }

    pub(super) fn len(&self) -> u64 {
        self.0.iter().map(|word| u64::from(word.count_ones())).sum()
    }
}
