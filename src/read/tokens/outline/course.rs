//! What surely runs, and what runs again: the statements and the loops that a binding is one of.

use super::parser::Parser;
use crate::outline::{Binding, Expression, Stretch};

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
}

impl Parser<'_> {
    /// Notes that a run may come to this place without the statements before it: at a label.
    pub(super) fn begin_anew(&mut self) {
        let Some(n_before) = self.course.n_before.replace(self.draft.outline.bindings.len()) else { return };
        let (at, end) = (u32::try_from(self.start()).unwrap_or(u32::MAX), self.course.end);
        for binding in self.draft.outline.bindings.iter_mut().skip(n_before) {
            if binding.settled.end == end {
                binding.settled.end = at;
            }
        }
    }

    /// Reads a loop.
    pub(super) fn over_and_over(&mut self, read: impl FnOnce(&mut Self) -> Expression) -> Expression {
        let (n, start) = (self.draft.outline.bindings.len(), self.start());
        let value = read(self);
        let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let round = byte(start)..byte(self.last_end());
        let is_own = |binding: &&mut Binding| binding.scope.function == self.scope.function;
        for binding in self.draft.outline.bindings.iter_mut().skip(n).filter(is_own) {
            binding.loops.push(round.clone());
        }
        value
    }
}
