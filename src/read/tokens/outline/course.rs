//! What surely runs: the statements that a binding is one of.

use crate::outline::{Binding, Stretch};

/// How a run comes to the statement at hand.
#[derive(Debug, Default)]
pub(super) struct Course {
    /// The byte where its statements end.
    end: u32,
    /// How deep what is right in the statement is read; nothing is that deep where there is no statement.
    depth: usize,
    /// How many bindings there were before its statements.
    n_before: Option<usize>,
}

impl Course {
    /// Begins a statement of those that end at byte `end` and are read `depth` deep; there are `n` bindings.
    pub(super) fn begin_statement(&mut self, end: usize, depth: usize, n: usize) {
        self.end = u32::try_from(end).unwrap_or(u32::MAX);
        self.depth = depth + 1;
        self.n_before.get_or_insert(n);
    }

    /// Where that has surely happened which is bound at byte `at` and read `depth` deep.
    pub(super) fn settled(&self, at: Option<u32>, depth: usize) -> Stretch {
        at.filter(|at| depth == self.depth && *at < self.end).map_or(0..0, |at| at..self.end)
    }

    /// A label: a run may come to byte `at` without the statements before it, whose `bindings` are the last of these.
    pub(super) fn begin_anew(&mut self, at: usize, bindings: &mut [Binding]) {
        let Some(n_before) = self.n_before.replace(bindings.len()) else { return };
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        for binding in bindings.iter_mut().skip(n_before) {
            if binding.settled.end == self.end {
                binding.settled.end = at;
            }
        }
    }
}
