//! How far names reach: the block that one is declared in, and the arms of conditions that leave each other out.

use crate::outline::{Arm, Stretch};
use crate::read::grammar::Grammar;
use crate::read::grammar::shape::{Reach, Shape};
use tree_sitter::Node;

/// What the node at hand stands in.
#[derive(Debug, Default)]
pub(super) struct Held {
    block: Option<Stretch>,
    declares: bool,
    forks: Vec<Fork>,
}

/// The arms of a condition.
#[derive(Debug)]
struct Fork(Vec<Arm>);

/// What was left when a node was entered.
pub(super) enum Outside {
    Same,
    Block(Option<Stretch>, bool),
    Declares(bool),
    Fork,
}

impl Held {
    pub(super) fn enter(&mut self, grammar: &Grammar, node: Node<'_>) -> Outside {
        match grammar.reach(node) {
            Reach::Same => Outside::Same,
            Reach::Block => {
                let declares = std::mem::take(&mut self.declares);
                Outside::Block(self.block.replace(stretch(node)), declares)
            }
            Reach::Declares => Outside::Declares(std::mem::replace(&mut self.declares, true)),
            Reach::Fork(fields) => {
                let mut arms = Vec::new();
                for field in fields {
                    let mut cursor = node.walk();
                    let found = node.children_by_field_name(field, &mut cursor);
                    arms.extend(found.filter(Node::is_named).map(|arm| Arm {
                        // nothing comes behind an arm that ends with `return`
                        of: if ends_with_return(grammar, arm) { 0..u32::MAX } else { stretch(node) },
                        own: stretch(arm),
                    }));
                }
                self.forks.push(Fork(arms));
                Outside::Fork
            }
        }
    }

    pub(super) fn leave(&mut self, outside: Outside) {
        match outside {
            Outside::Same => {}
            Outside::Block(block, declares) => (self.block, self.declares) = (block, declares),
            Outside::Declares(declares) => self.declares = declares,
            Outside::Fork => drop(self.forks.pop()),
        }
    }

    /// The block of what is bound here, where that is a declaration.
    pub(super) fn block(&self) -> Option<Stretch> {
        self.block.clone().filter(|_| self.declares)
    }

    /// The arms that the byte `at` stands in.
    pub(super) fn arms(&self, at: usize) -> Box<[Arm]> {
        let Ok(at) = u32::try_from(at) else { return Box::default() };
        self.forks.iter().filter_map(|fork| fork.0.iter().find(|arm| arm.own.contains(&at))).cloned().collect()
    }
}

/// Where a node stands; programs are far shorter than 4 GiB.
pub(super) fn stretch(node: Node<'_>) -> Stretch {
    let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    byte(node.start_byte())..byte(node.end_byte())
}

/// Whether the last thing in an arm gives the function's value back.
fn ends_with_return(grammar: &Grammar, arm: Node<'_>) -> bool {
    let mut node = arm;
    // the arm, its block, what it stands in: nothing that runs only at times
    for _ in 0..3 {
        if matches!(grammar.shape(node), Shape::Return) {
            return true;
        }
        let holds = matches!(grammar.shape(node), Shape::Block | Shape::Sequence) || is_clause(node.kind());
        let last = node.named_child_count().checked_sub(1).and_then(|last| u32::try_from(last).ok());
        let Some(inner) = last.filter(|_| holds).and_then(|last| node.named_child(last)) else { return false };
        node = inner;
    }
    matches!(grammar.shape(node), Shape::Return)
}

/// Whether a kind of node only holds an arm: `else_clause`, `else`, `then`.
fn is_clause(kind: &str) -> bool {
    matches!(kind, "else_clause" | "else" | "then")
}
