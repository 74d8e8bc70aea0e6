//! The order in which commits count as first: parents before children, and of those that could be next the oldest.
//!
//! Dates alone would not do: clocks go wrong, and a rebase keeps the author's. A commit that comes first here is never a
//! descendant of a later one.

use super::inventory::Position;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

/// A commit as the order sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub(super) position: Position,
    /// Its tree, where there is one.
    pub(super) tree: Option<Position>,
    /// Unix seconds of the committer; 0 where it says none.
    pub(super) seconds: i64,
    /// Unix seconds of the author.
    pub(super) author_seconds: Option<i64>,
    pub(super) first_parent: u32,
    pub(super) n_parents: u32,
}

/// Commits and their parents.
#[derive(Debug, Default)]
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
    parents: Vec<Position>,
    by_position: HashMap<Position, u32>,
}

impl Graph {
    /// Adds a commit; returns its number. `parents` need not be added, now or ever.
    pub(super) fn add(&mut self, node: Node, parents: &[Position]) -> u32 {
        let number = self.nodes.len() as u32;
        let (first_parent, n_parents) = (self.parents.len() as u32, parents.len() as u32);
        self.parents.extend_from_slice(parents);
        self.by_position.insert(node.position, number);
        self.nodes.push(Node { first_parent, n_parents, ..node });
        number
    }

    pub(super) fn contains(&self, position: Position) -> bool {
        self.by_position.contains_key(&position)
    }

    pub(super) fn parents(&self, number: u32) -> &[Position] {
        let node = &self.nodes[number as usize];
        &self.parents[node.first_parent as usize..][..node.n_parents as usize]
    }

    /// The commits from number `from` on, in their order.
    pub(super) fn ordered(&self, from: usize) -> Vec<u32> {
        let n = self.nodes.len();
        let known =
            |position: &Position| self.by_position.get(position).copied().filter(|parent| from <= *parent as usize);
        let mut n_waiting = vec![0_u32; n];
        let mut children: Vec<(u32, u32)> = Vec::new();
        for child in from as u32..n as u32 {
            for parent in self.parents(child).iter().filter_map(known) {
                children.push((parent, child));
                n_waiting[child as usize] += 1;
            }
        }
        children.sort_unstable();
        let key =
            |number: u32| Reverse((self.nodes[number as usize].seconds, self.nodes[number as usize].position, number));
        let mut ready: BinaryHeap<_> =
            (from as u32..n as u32).filter(|number| n_waiting[*number as usize] == 0).map(key).collect();
        let mut order = Vec::with_capacity(n - from);
        while let Some(Reverse((_, _, number))) = ready.pop() {
            order.push(number);
            let start = children.partition_point(|(parent, _)| *parent < number);
            for (_, child) in children[start..].iter().take_while(|(parent, _)| *parent == number) {
                n_waiting[*child as usize] -= 1;
                if n_waiting[*child as usize] == 0 {
                    ready.push(key(*child));
                }
            }
        }
        // only objects that were made to deceive go round in circles; they are looked at all the same
        order.extend((from as u32..n as u32).filter(|number| 0 < n_waiting[*number as usize]));
        order
    }
}

impl Node {
    pub(super) fn new(position: Position, tree: Option<Position>) -> Self {
        Self { position, tree, seconds: 0, author_seconds: None, first_parent: 0, n_parents: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parents_come_first_whatever_the_clock_said() {
        let mut graph = Graph::default();
        // 0 <- 1 <- 3, 0 <- 2 <- 3; 1 is older than its parent, 4 stands alone, 5 and 6 go round
        for (position, seconds, parents) in [
            (3, 40, &[1, 2][..]),
            (1, 5, &[0]),
            (2, 20, &[0, 99]),
            (0, 10, &[]),
            (4, 15, &[]),
            (5, 1, &[6]),
            (6, 1, &[5]),
        ] {
            graph.add(Node { seconds, ..Node::new(position, None) }, parents);
        }
        let order: Vec<u32> = graph.ordered(0).iter().map(|number| graph.nodes[*number as usize].position).collect();
        assert_eq!(order, [0, 1, 4, 2, 3, 5, 6]);
    }
}
