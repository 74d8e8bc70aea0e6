//! What surely runs, and what runs again: the statements and the loops that a binding is one of.

use super::reach::stretch;
use crate::outline::Stretch;
use crate::read::grammar::shape::{Run, Shape};
use crate::read::grammar::{Class, Grammar};
use tree_sitter::Node;

/// How a run comes to the node at hand.
#[derive(Debug, Default)]
pub(super) struct Course {
    /// Where the statements end that the node is one of; `None` where it may be left out of them.
    line: Option<u32>,
    /// From the end of the binding at hand to that of its statements.
    settled: Stretch,
    /// The loops of the function around it, the outermost first.
    loops: Vec<Stretch>,
}

/// What was left when a node was entered.
pub(super) struct Before {
    line: Option<u32>,
    settled: Stretch,
    around: Around,
}

enum Around {
    Same,
    Loop,
    /// The loops outside of a function: they are none of its own.
    Function(Vec<Stretch>),
}

impl Course {
    pub(super) fn enter(&mut self, grammar: &Grammar, node: Node<'_>) -> Before {
        let (line, settled) = (self.line.take(), std::mem::take(&mut self.settled));
        let mut around = Around::Same;
        match grammar.run(node) {
            Run::Lines => self.line = Some(end_of_lines(grammar, node)),
            Run::Statement => self.line = line,
            Run::Loop => {
                self.loops.push(stretch(node));
                around = Around::Loop;
            }
            Run::Maybe if matches!(grammar.shape(node), Shape::Function(_)) => {
                around = Around::Function(std::mem::take(&mut self.loops));
            }
            Run::Maybe if is_binding(grammar, node) => {
                self.line = line;
                self.settled = line.map(|end| stretch(node).end..end).unwrap_or_default();
            }
            Run::Maybe => {}
        }
        Before { line, settled, around }
    }

    pub(super) fn leave(&mut self, before: Before) {
        (self.line, self.settled) = (before.line, before.settled);
        match before.around {
            Around::Same => {}
            Around::Loop => drop(self.loops.pop()),
            Around::Function(loops) => self.loops = loops,
        }
    }

    /// What is bound from here on has happened all through `node`: the names of a loop, in its body.
    pub(super) fn settle_in(&mut self, node: Node<'_>) {
        self.settled = stretch(node);
    }

    /// Where what is bound here has surely happened.
    pub(super) fn settled(&self) -> Stretch {
        self.settled.clone()
    }

    /// The loops that the node stands in.
    pub(super) fn loops(&self) -> Vec<Stretch> {
        self.loops.clone()
    }
}

fn is_binding(grammar: &Grammar, node: Node<'_>) -> bool {
    matches!(grammar.class(node), Class::Binding(_)) || matches!(grammar.shape(node), Shape::Bound(..))
}

/// Where the statements in `node` end: before what runs when one of them fails.
fn end_of_lines(grammar: &Grammar, node: Node<'_>) -> u32 {
    let mut cursor = node.walk();
    let rescue = node.named_children(&mut cursor).find(|child| matches!(grammar.shape(*child), Shape::Plain));
    rescue.map_or_else(|| stretch(node).end, |rescue| stretch(rescue).start)
}
