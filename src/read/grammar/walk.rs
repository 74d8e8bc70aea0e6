//! One pass over a syntax tree, without recursion: what is named, called, joined and said.

use super::broken;
use super::evaluate::Evaluator;
use super::node::{has_operator, part};
use super::{Binding, Call, Class, Grammar, Part};
use crate::decoded::Decoded;
use crate::literal::Role;
use crate::read::embedded;
use crate::read::env;
use crate::read::lines::trimmed;
use crate::read::output::{Mark, Output};
use crate::span::TextRange;
use std::collections::VecDeque;
use tree_sitter::{Node, Tree, TreeCursor};

/// Texts of earlier arguments that count as names of the later ones.
const MOST_SAID: usize = 3;
/// Longest of these, in bytes.
const LONGEST_SAID: usize = 128;

/// Adds the literals of `tree` to `out`.
pub(super) fn walk(grammar: &Grammar, tree: &Tree, out: &mut Output<'_>) {
    let evaluator = Evaluator::new(grammar, tree, out.text());
    let mut walk = Walk { grammar, evaluator, out, frames: Vec::new(), heredocs: VecDeque::new(), errors: Vec::new() };
    walk.run(&mut tree.walk());
    let errors = walk.errors;
    broken::read_around(&errors, out);
}

/// A node whose children are being visited.
struct Frame<'w, 't> {
    node: Node<'t>,
    within: Within<'w>,
    /// What a value is there for, unless something nearer says otherwise.
    role: Role,
    /// Where to go back to when the node is left.
    mark: Mark,
    /// Children seen so far, comments not counted.
    n_seen: usize,
    /// Texts of arguments seen so far.
    said: VecDeque<Vec<u8>>,
}

/// What the children of a node stand in.
enum Within<'w> {
    Nothing,
    Binding(Binding),
    /// A call of what these names say; the arguments are one of its children.
    Call {
        arguments: Part,
        callee: Vec<&'w [u8]>,
    },
    /// Arguments themselves; whether the call reads the environment.
    Arguments {
        reads_env: bool,
    },
    Choice,
}

struct Walk<'w, 't, 'o> {
    grammar: &'w Grammar,
    evaluator: Evaluator<'w>,
    out: &'w mut Output<'o>,
    frames: Vec<Frame<'w, 't>>,
    /// Names of heredocs whose text is still to come.
    heredocs: VecDeque<Vec<Vec<u8>>>,
    /// Where the text does not follow the grammar.
    errors: Vec<TextRange>,
}

impl<'w, 't> Walk<'w, 't, '_> {
    fn run(&mut self, cursor: &mut TreeCursor<'t>) {
        loop {
            let node = cursor.node();
            let mark = self.out.mark();
            if node.is_error() || node.is_missing() {
                self.errors.push(node.byte_range());
            }
            let (descend, within, role) = self.enter(node, cursor.field_name());
            if descend && cursor.goto_first_child() {
                self.frames.push(Frame { node, within, role, mark, n_seen: 0, said: VecDeque::new() });
                continue;
            }
            self.out.back_to(mark);
            self.leave(node);
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return;
                }
                let Some(frame) = self.frames.pop() else { return };
                self.out.back_to(frame.mark);
                self.leave(frame.node);
            }
        }
    }

    /// Adds what `node` itself shows. Says whether to go into it, and what its children stand in.
    fn enter(&mut self, node: Node<'t>, field: Option<&str>) -> (bool, Within<'w>, Role) {
        let Some(role) = self.place(node, field) else { return (false, Within::Nothing, Role::Value) };
        let stay = (false, Within::Nothing, role);
        let go_on = (true, Within::Nothing, role);
        match self.grammar.class(node) {
            Class::String | Class::Spelled => {
                let has_holes = self.string(node, role);
                (has_holes, Within::Nothing, Role::Value)
            }
            Class::Join(operators) if has_operator(node, operators) => self.join(node, role),
            Class::JoinOrChoice(operators, _) if has_operator(node, operators) => self.join(node, role),
            Class::Choice(operators) | Class::JoinOrChoice(_, operators) if has_operator(node, operators) => {
                (true, Within::Choice, role)
            }
            Class::Binding(binding) => {
                self.destructured(binding, node);
                (true, Within::Binding(binding), role)
            }
            Class::Definition(definition) => {
                self.push_names_of(node, definition.name);
                (true, Within::Binding(definition), Role::Value)
            }
            Class::Call(call) => self.call(call, node, role),
            Class::Group => {
                self.out.enter_group();
                match self.frames.last().map(|frame| &frame.within) {
                    Some(Within::Call { callee, .. }) => {
                        let reads_env = callee.iter().any(|name| env::is_reader(name));
                        (true, Within::Arguments { reads_env }, role)
                    }
                    _ => (true, Within::Nothing, Role::Value),
                }
            }
            Class::Member => {
                if self.env_read(node) {
                    return stay;
                }
                go_on
            }
            Class::Comment => {
                self.out.push_verbatim(node.byte_range(), Role::Comment);
                stay
            }
            Class::Text => {
                self.out.push_verbatim(trimmed(self.out.text(), node.byte_range()), Role::Text);
                stay
            }
            Class::Foreign(language) => {
                let inner = self.out.verbatim(node.byte_range());
                self.out.read_inner(language, &inner);
                stay
            }
            _ if node.kind() == "heredoc_beginning" => {
                self.heredocs.push_back(self.out.names().iter().map(|name| name.as_bytes().to_vec()).collect());
                stay
            }
            _ => go_on,
        }
    }

    /// Goes to the place that the parent gives to `node`; `None` when it is a name and not to be read by itself.
    fn place(&mut self, node: Node<'t>, field: Option<&str>) -> Option<Role> {
        let Some(frame) = self.frames.last() else { return Some(Role::Value) };
        let (parent, role, n_seen) = (frame.node, frame.role, frame.n_seen);
        match frame.within {
            Within::Nothing => Some(role),
            Within::Binding(binding) => {
                let is_pair = 1 < parent.named_child_count();
                if is_pair && is_part(node, field, n_seen, binding.name) {
                    // a pattern may hold defaults
                    return matches!(self.grammar.class(node), Class::Group).then_some(role);
                }
                if is_pair && is_part(node, field, n_seen, binding.value) && !is_definition(self.grammar.class(parent))
                {
                    self.push_names_of(parent, binding.name);
                    return Some(if role == Role::Fallback { role } else { Role::Value });
                }
                Some(role)
            }
            Within::Call { arguments, ref callee } => {
                if is_part(node, field, n_seen, arguments) && field != Some("function") {
                    callee.iter().for_each(|name| self.out.push_name(name));
                    return Some(Role::Argument);
                }
                Some(role)
            }
            Within::Arguments { reads_env } => {
                if self.is_callee(node) {
                    return None;
                }
                let said = frame.said.clone();
                said.iter().for_each(|text| self.out.push_name(text));
                Some(if reads_env && !said.is_empty() { Role::Fallback } else { Role::Argument })
            }
            Within::Choice => {
                if n_seen == 0 || !node.is_named() {
                    return Some(role);
                }
                if let Some(first) = parent.named_child(0) {
                    self.push_names(first);
                }
                Some(Role::Fallback)
            }
        }
    }

    /// Counts `node` among its siblings, and keeps what it says for those that follow.
    fn leave(&mut self, node: Node<'t>) {
        if !node.is_named() || self.grammar.is_aside(node) {
            return;
        }
        let is_argument = self.frames.last().is_some_and(|frame| matches!(frame.within, Within::Arguments { .. }));
        let said = if is_argument && !self.is_callee(node) { self.said(node) } else { None };
        let Some(frame) = self.frames.last_mut() else { return };
        frame.n_seen += 1;
        if let Some(text) = said {
            if frame.said.len() == MOST_SAID {
                frame.said.pop_front();
            }
            frame.said.push_back(text);
        }
    }

    /// Whether `node` is the command itself, where that stands among its words.
    fn is_callee(&self, node: Node<'t>) -> bool {
        self.frames.last().is_some_and(|frame| match self.grammar.class(frame.node) {
            Class::Call(call) => call.callee.iter().any(|callee| part(frame.node, *callee) == Some(node)),
            _ => false,
        })
    }

    fn said(&self, node: Node<'t>) -> Option<Vec<u8>> {
        let is_string = |node: &Node<'t>| matches!(self.grammar.class(*node), Class::String | Class::Spelled);
        let string =
            if is_string(&node) { node } else { node.named_child(0).filter(|_| node.named_child_count() == 1)? };
        if !is_string(&string) || LONGEST_SAID < string.end_byte() - string.start_byte() {
            return None;
        }
        Some(self.evaluator.string(string).text().to_vec()).filter(|text| !text.is_empty())
    }

    /// Returns whether there is something inside to be read by itself.
    fn string(&mut self, node: Node<'t>, role: Role) -> bool {
        if !self.evaluator.is_used(node) {
            let decoded = self.evaluator.string(node);
            if self.is_env_name(&decoded) {
                self.out.push(decoded, Role::EnvRead);
                return false;
            }
            if let Some(names) = (node.kind() == "heredoc_body").then(|| self.heredocs.pop_front()).flatten() {
                names.iter().for_each(|name| self.out.push_name(name));
            }
            embedded::push_text(self.out, decoded, role);
        }
        0 < node.named_child_count()
    }

    /// Whether a string is the first argument of a call that reads the environment.
    fn is_env_name(&self, decoded: &Decoded) -> bool {
        // a wrapper or two may stand between; more would be another expression
        let mut outwards = self.frames.iter().rev().take(3);
        let arguments = outwards.find(|frame| matches!(frame.within, Within::Arguments { .. }));
        arguments.is_some_and(|frame| {
            matches!(frame.within, Within::Arguments { reads_env: true }) && frame.said.is_empty() && frame.n_seen == 0
        }) && env::is_variable(decoded.text())
    }

    fn join(&mut self, node: Node<'t>, role: Role) -> (bool, Within<'w>, Role) {
        if !self.evaluator.is_used(node)
            && let Some(decoded) = self.evaluator.joined(node)
        {
            embedded::push_text(self.out, decoded, role);
        }
        (true, Within::Nothing, role)
    }

    fn call(&mut self, call: Call, node: Node<'t>, role: Role) -> (bool, Within<'w>, Role) {
        let callee = self.evaluator.callee(call, node);
        if let Some(decoded) = self.evaluator.unwrapped(call, node, &callee) {
            embedded::push_text(self.out, decoded, role);
        }
        if matches!(call.arguments, Part::Rest) {
            callee.iter().for_each(|name| self.out.push_name(name));
            self.out.enter_group();
            return (true, Within::Arguments { reads_env: false }, Role::Argument);
        }
        (true, Within::Call { arguments: call.arguments, callee }, role)
    }

    /// `process.env.NAME` and its sisters.
    fn env_read(&mut self, node: Node<'t>) -> bool {
        let names = self.evaluator.names(node);
        let [.., object, variable] = names.as_slice() else { return false };
        let range = self.evaluator.name_range(*variable);
        let reads =
            env::is_environment(self.evaluator.name(*object)) && env::is_variable(self.evaluator.slice(range.clone()));
        if reads {
            self.out.push_verbatim(range, Role::EnvRead);
        }
        reads
    }

    /// `const { NAME } = process.env`.
    fn destructured(&mut self, binding: Binding, node: Node<'t>) {
        let (Some(name), Some(value)) = (part(node, binding.name), part(node, binding.value)) else { return };
        if !matches!(self.grammar.class(name), Class::Group) {
            return;
        }
        let Some(source) = self.evaluator.names(value).pop() else { return };
        if !env::is_environment(self.evaluator.name(source)) {
            return;
        }
        let mut cursor = name.walk();
        for variable in name.named_children(&mut cursor) {
            let Some(variable) = self.evaluator.names(variable).first().copied() else { continue };
            let range = self.evaluator.name_range(variable);
            if env::is_variable(self.evaluator.slice(range.clone())) {
                self.out.push_verbatim(range, Role::EnvRead);
            }
        }
    }

    fn push_names_of(&mut self, node: Node<'t>, wanted: Part) {
        if let Part::Before(kind) = wanted {
            let mut cursor = node.walk();
            let heads: Vec<Node<'t>> =
                node.named_children(&mut cursor).take_while(|child| child.kind() != kind).take(MOST_SAID).collect();
            heads.into_iter().for_each(|head| self.push_names(head));
        } else if let Some(name) = part(node, wanted) {
            self.push_names(name);
        }
    }

    fn push_names(&mut self, node: Node<'t>) {
        for name in self.evaluator.names(node) {
            self.out.push_name(self.evaluator.name(name));
        }
    }
}

fn is_part(node: Node<'_>, field: Option<&str>, n_seen: usize, wanted: Part) -> bool {
    node.is_named()
        && match wanted {
            Part::Field(name) => field == Some(name),
            Part::First => n_seen == 0,
            Part::Last => 0 < n_seen,
            Part::Before(_) => false,
            Part::Rest => true,
        }
}

fn is_definition(class: Class) -> bool {
    matches!(class, Class::Definition(_))
}
