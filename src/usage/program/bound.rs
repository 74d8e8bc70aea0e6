//! Which of the bindings of a name count where it is used: those that a run can have come by, and none that another took the place of.

use super::{Place, Program};
use crate::outline::Binding;
use crate::usage::value::Key;

/// Bindings of one name that are followed where no order is known.
const MOST_BINDINGS: usize = 8;
/// The same where the nearest are known: a helper may mend its address in many arms.
const MOST_NEAR: usize = 24;
/// And those that are looked at before and behind a place.
const MOST_LOOKED_AT: usize = 64;

impl<'o> Program<'o> {
    /// What the text of a class binds its property `name` to, each with its index.
    pub(in crate::usage) fn own_property(&self, class: Key, name: &str) -> Vec<(usize, &'o Binding)> {
        self.all(class.file, self.properties.get(&(class.file, class.index, name))).take(MOST_BINDINGS).collect()
    }

    /// The bindings of `name` in one function, or at the top of a file, that `here` may mean, each with its index.
    pub(in crate::usage) fn bindings(
        &self,
        here: Place,
        function: Option<u32>,
        name: &str,
    ) -> Vec<(usize, &'o Binding)> {
        let indices = self.bound.get(&(here.file, function, name));
        let meant = self.bindings_at(here, function, indices);
        // a name that is bound nowhere before is bound in a way that the text does not show
        if meant.is_empty() { self.all(here.file, indices).take(MOST_BINDINGS).collect() } else { meant }
    }

    /// The bindings of members of `name`, likewise.
    pub(in crate::usage) fn member_bindings(
        &self,
        here: Place,
        function: Option<u32>,
        name: &str,
    ) -> Vec<(usize, &'o Binding)> {
        self.bindings_at(here, function, self.members.get(&(here.file, function, name)))
    }

    /// Those of `indices`, bindings in `function`, that a name at `here` may mean.
    fn bindings_at(
        &self,
        here: Place,
        function: Option<u32>,
        indices: Option<&Vec<usize>>,
    ) -> Vec<(usize, &'o Binding)> {
        let all = || self.all(here.file, indices);
        let Some(at) = here.scope.at else { return all().take(MOST_BINDINGS).collect() };
        let is_meant = |(_, bound): &(usize, &Binding)| bound.is_known_at(at) && bound.may_meet(at);
        let mut meant: Vec<(usize, &Binding)> = if function == here.scope.function {
            // the nearest of those before it, and those that a loop brings
            let n_before = indices.map_or(0, |indices| indices.partition_point(|index| self.is_before(here, *index)));
            let may_precede = |(_, bound): &(usize, &Binding)| bound.may_precede(at);
            let near = all().rev().skip(all().len() - n_before).take(MOST_LOOKED_AT);
            let mut near = near.filter(may_precede).filter(is_meant);
            let mut before: Vec<_> = near.by_ref().take(MOST_NEAR).collect();
            if !before.iter().any(|(_, bound)| bound.is_settled_at(at)) {
                // what those far before may have changed begins with it
                before.extend(near.find(|(_, bound)| bound.is_settled_at(at)));
            }
            before.reverse();
            let behind = all().skip(n_before).take(MOST_LOOKED_AT).filter(may_precede).filter(is_meant);
            before.extend(behind.take(MOST_BINDINGS));
            before
        } else {
            // when another function runs, the text does not tell
            all().filter(is_meant).take(MOST_BINDINGS).collect()
        };
        // what the innermost block declares hides what stands outside of it
        let blocks = meant.iter().filter_map(|(_, bound)| bound.block.as_ref());
        if let Some(block) = blocks.min_by_key(|block| block.len()) {
            meant.retain(|(_, bound)| bound.scope.at.is_some_and(|at| block.contains(&at)));
        }
        meant
    }

    fn is_before(&self, here: Place, index: usize) -> bool {
        self.outline(here.file).bindings[index].scope.at < here.scope.at
    }

    fn all(
        &self,
        file: usize,
        indices: Option<&Vec<usize>>,
    ) -> impl DoubleEndedIterator<Item = (usize, &'o Binding)> + ExactSizeIterator {
        let bindings = &self.outline(file).bindings;
        let indices = indices.map(Vec::as_slice).unwrap_or_default();
        indices.iter().map(|index| (*index, &bindings[*index]))
    }
}
