//! What an expression says, as far as its own file tells: strings, joined strings, constants, decoded base64.

use super::{Call, Class, Grammar, Part};
use crate::decoded::Decoded;
use crate::read::base64;
use crate::read::unescape::escape_at;
use crate::span::TextRange;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use tree_sitter::{Node, Tree};

/// Wrappers and calls around a value are looked through this deep.
const DEEPEST: usize = 16;
/// Constants longer than this, in bytes, are not carried to where they are used.
const LONGEST_CONSTANT: usize = 4096;
/// A node with more children is no name and no callee.
const MOST_CHILDREN: usize = 16;

type Constants = HashMap<Vec<u8>, Option<Decoded>>;
type Lookup<'l> = &'l dyn Fn(&[u8]) -> Option<Decoded>;

/// Evaluates the expressions of one tree.
pub(super) struct Evaluator<'e> {
    grammar: &'e Grammar,
    tree: &'e Tree,
    text: &'e [u8],
    constants: OnceCell<Constants>,
    /// Nodes that are part of a value already given.
    used: HashSet<usize>,
}

impl<'e> Evaluator<'e> {
    pub(super) fn new(grammar: &'e Grammar, tree: &'e Tree, text: &'e [u8]) -> Self {
        Self { grammar, tree, text, constants: OnceCell::new(), used: HashSet::new() }
    }

    /// Whether `node` is part of a value already given.
    pub(super) fn is_used(&self, node: Node<'_>) -> bool {
        self.used.contains(&node.id())
    }

    /// What a string literal says.
    pub(super) fn string(&self, node: Node<'_>) -> Decoded {
        self.decode(node, &|name| self.constant(name))
    }

    /// What a concatenation says; `None` when it joins no text. Its parts are then used.
    pub(super) fn joined(&mut self, node: Node<'_>) -> Option<Decoded> {
        let mut parts = Vec::new();
        let decoded = self.join(node, 0, &|name| self.constant(name), &mut parts);
        self.used.extend(parts);
        decoded
    }

    /// The names of what `node` calls.
    pub(super) fn callee(&self, call: Call, node: Node<'_>) -> Vec<&'e [u8]> {
        let parts = call.callee.iter().filter_map(|callee| part(node, *callee));
        parts.flat_map(|part| self.names(part)).map(|name| self.name(name)).collect()
    }

    /// What a call of `callee` that decodes base64 gives.
    pub(super) fn unwrapped(&self, call: Call, node: Node<'_>, callee: &[&[u8]]) -> Option<Decoded> {
        let wrapped = self.wrapped(call, node, callee)?;
        self.unwrap(wrapped, 0, &|name| self.constant(name), &mut Vec::new())
    }

    /// The names in an expression, from left to right: identifiers, properties and texts. The last few of many.
    pub(super) fn names<'t>(&self, node: Node<'t>) -> Vec<Node<'t>> {
        const MOST: usize = 6;
        const MOST_VISITED: usize = 64;
        let mut n_visited = 0;
        let mut names = Vec::new();
        let mut stack = vec![node];
        while let Some(node) = stack.pop() {
            n_visited += 1;
            if MOST <= names.len() || MOST_VISITED < n_visited {
                break;
            }
            if node.named_child_count() == 0 {
                if self.is_name(node) {
                    names.push(node);
                }
            } else if node.child_count() <= MOST_CHILDREN {
                let mut cursor = node.walk();
                stack.extend(node.named_children(&mut cursor));
            }
        }
        names.reverse();
        names
    }

    fn is_name(&self, node: Node<'_>) -> bool {
        let text = self.slice(node.byte_range());
        !matches!(self.grammar.class(node), Class::Comment | Class::Escape)
            && text.len() <= 256
            && text.iter().any(u8::is_ascii_alphabetic)
    }

    /// Where a name stands, without the quotes or signs around it.
    pub(super) fn name_range(&self, node: Node<'_>) -> TextRange {
        let range = node.byte_range();
        let text = self.slice(range.clone());
        let is_sign = |byte: &u8| b"'\"`:@$?!".contains(byte);
        let start = text.iter().take_while(|byte| is_sign(byte)).count();
        let end = text.iter().rev().take_while(|byte| is_sign(byte)).count();
        if text.len() <= start + end { range } else { range.start + start..range.end - end }
    }

    /// The text of a name, likewise.
    pub(super) fn name(&self, node: Node<'_>) -> &'e [u8] {
        self.slice(self.name_range(node))
    }

    pub(super) fn slice(&self, range: TextRange) -> &'e [u8] {
        self.text.get(range).unwrap_or_default()
    }

    fn constant(&self, name: &[u8]) -> Option<Decoded> {
        self.constants.get_or_init(|| self.collect()).get(name).cloned().flatten()
    }

    /// The names that the file binds once, to a text.
    fn collect(&self) -> Constants {
        let mut constants = Constants::new();
        let mut cursor = self.tree.walk();
        loop {
            let node = cursor.node();
            if let Class::Binding(binding) = self.grammar.class(node)
                && !is_default(node)
                && let Some(name) = part(node, binding.name).and_then(|name| self.names(name).pop())
                && let Some(value) = part(node, binding.value)
            {
                let name = self.name(name).to_vec();
                let known = |name: &[u8]| constants.get(name).cloned().flatten();
                let value = self.value(value, 0, &known, &mut Vec::new());
                // empty text is what a name has until it has something
                let value = value.filter(|value| (1..=LONGEST_CONSTANT).contains(&value.text().len()));
                constants.entry(name).and_modify(|known| *known = None).or_insert(value);
            }
            if !cursor.goto_first_child() {
                while !cursor.goto_next_sibling() {
                    if !cursor.goto_parent() {
                        return constants;
                    }
                }
            }
        }
    }

    fn value(&self, node: Node<'_>, depth: usize, known: Lookup<'_>, parts: &mut Vec<usize>) -> Option<Decoded> {
        if DEEPEST < depth {
            return None;
        }
        match self.grammar.class(node) {
            Class::String | Class::Spelled => {
                parts.push(node.id());
                Some(self.decode(node, known))
            }
            Class::Join(_) | Class::JoinOrChoice(..) => self.join(node, depth, known, parts),
            Class::Wrapper => self.value(node.named_child(0)?, depth + 1, known, parts),
            Class::Call(call) => self.unwrap(self.wrapped(call, node, &self.callee(call, node))?, depth, known, parts),
            Class::Member => self.names(node).pop().and_then(|name| known(self.name(name))),
            _ if node.named_child_count() <= 1 && node.end_byte() - node.start_byte() <= 256 => known(self.name(node)),
            _ => None,
        }
    }

    fn join(&self, node: Node<'_>, depth: usize, known: Lookup<'_>, parts: &mut Vec<usize>) -> Option<Decoded> {
        let mut joined = Decoded::default();
        let mut n_known = 0;
        // where nothing but nearness joins, as in a shell's word, a bare part stands for itself
        let is_adjacency = matches!(self.grammar.class(node), Class::Join([]));
        let mut stack = vec![node];
        while let Some(node) = stack.pop() {
            if is_adjacency && matches!(self.grammar.class(node), Class::Other) && node.child_count() == 0 {
                joined.push(self.slice(node.byte_range()), node.byte_range());
            } else if self.is_join(node) {
                parts.push(node.id());
                let mut cursor = node.walk();
                let operands: Vec<Node<'_>> = node
                    .named_children(&mut cursor)
                    .filter(|operand| !matches!(self.grammar.class(*operand), Class::Comment))
                    .collect();
                stack.extend(operands.into_iter().rev());
            } else if let Some(value) = self.value(node, depth + 1, known, parts) {
                n_known += 1;
                joined.append(&value);
            } else {
                joined.push_hole(node.byte_range());
            }
        }
        (0 < n_known).then_some(joined)
    }

    fn is_join(&self, node: Node<'_>) -> bool {
        match self.grammar.class(node) {
            Class::Join(operators) | Class::JoinOrChoice(operators, _) => has_operator(node, operators),
            _ => false,
        }
    }

    /// The argument of a call of `callee` that decodes base64.
    fn wrapped<'t>(&self, call: Call, node: Node<'t>, callee: &[&[u8]]) -> Option<Node<'t>> {
        let arguments = part(node, call.arguments)?;
        if !base64::is_decoder(callee, self.slice(arguments.byte_range())) {
            return None;
        }
        let wrapped = arguments.named_child(0)?;
        if matches!(self.grammar.class(wrapped), Class::Binding(_)) { wrapped.named_child(0) } else { Some(wrapped) }
    }

    fn unwrap(&self, wrapped: Node<'_>, depth: usize, known: Lookup<'_>, parts: &mut Vec<usize>) -> Option<Decoded> {
        let value = self.value(wrapped, depth + 1, known, parts)?;
        base64::decode_value(&value).filter(|text| std::str::from_utf8(text.text()).is_ok())
    }

    fn decode(&self, node: Node<'_>, known: Lookup<'_>) -> Decoded {
        let content = self.content(node);
        let mut decoded = Decoded::default();
        let mut at = content.start;
        let is_spelled = matches!(self.grammar.class(node), Class::Spelled);
        let between = |decoded: &mut Decoded, range: TextRange| {
            if is_spelled {
                decoded.append(&self.spelled(range));
            } else {
                decoded.push(self.slice(range.clone()), range);
            }
        };
        for special in self.specials(node) {
            let range = special.byte_range();
            if range.start < at || content.end < range.end {
                continue;
            }
            between(&mut decoded, at..range.start);
            at = range.end;
            if matches!(self.grammar.class(special), Class::Escape) {
                match escape_at(self.slice(range.clone())) {
                    Some((spelled, _)) => decoded.push(&spelled, range),
                    None => decoded.push(self.slice(range.clone()), range),
                }
            } else {
                match self.filling(special).and_then(known) {
                    Some(value) => decoded.append(&value),
                    None => decoded.push_hole(range),
                }
            }
        }
        between(&mut decoded, at..content.end);
        decoded
    }

    /// The name that an interpolation fills in, when it is a single one.
    fn filling(&self, hole: Node<'_>) -> Option<&'e [u8]> {
        if 1 < hole.named_child_count() {
            return None;
        }
        self.names(hole).pop().map(|name| self.name(name))
    }

    /// The text at `range`, whose escapes the grammar leaves in it.
    pub(super) fn spelled(&self, range: TextRange) -> Decoded {
        Decoded::unescape(self.text, range, b'\\', escape_at)
    }

    /// Escapes and holes inside a string, in the order of the text.
    fn specials<'t>(&self, node: Node<'t>) -> Vec<Node<'t>> {
        let mut found = Vec::new();
        let mut cursor = node.walk();
        for child in node.named_children(&mut cursor) {
            match self.grammar.class(child) {
                Class::Escape | Class::Hole | Class::Choice(_) | Class::Member => found.push(child),
                _ => {
                    let mut cursor = child.walk();
                    let inner = child.named_children(&mut cursor);
                    found.extend(
                        inner.filter(|inner| matches!(self.grammar.class(*inner), Class::Escape | Class::Hole)),
                    );
                }
            }
        }
        found
    }

    /// The range between the quotes.
    pub(super) fn content(&self, node: Node<'_>) -> TextRange {
        let mut range = node.byte_range();
        let n_children = u32::try_from(node.child_count()).unwrap_or(u32::MAX);
        if n_children == 0 {
            return self.unquoted(range);
        }
        for at in 0..n_children.min(3) {
            match node.child(at).filter(|child| is_delimiter(*child) && child.start_byte() == range.start) {
                Some(delimiter) => range.start = delimiter.end_byte(),
                None => break,
            }
        }
        let last = node.child(n_children - 1).filter(|child| 1 < n_children && is_delimiter(*child));
        if let Some(last) = last.filter(|last| last.end_byte() == range.end && range.start <= last.start_byte()) {
            range.end = last.start_byte();
        }
        range
    }

    /// For strings that the grammar keeps in one piece.
    fn unquoted(&self, range: TextRange) -> TextRange {
        let text = self.slice(range.clone());
        let skipped = usize::from(text.starts_with(b"$'") || text.starts_with(b"$\""));
        match &text[skipped..] {
            [quote @ (b'\'' | b'"' | b'`'), .., last] if quote == last => range.start + skipped + 1..range.end - 1,
            _ => range,
        }
    }
}

/// A default is no constant: whoever calls may say something else.
fn is_default(node: Node<'_>) -> bool {
    node.kind().contains("parameter") || node.kind().contains("pattern")
}

fn is_delimiter(node: Node<'_>) -> bool {
    let kind = node.kind();
    !node.is_named() || kind.ends_with("_start") || kind.ends_with("_end") || kind == "heredoc_identifier"
}

/// The child of `node` in `wanted`, where that is one child.
pub(super) fn part(node: Node<'_>, wanted: Part) -> Option<Node<'_>> {
    match wanted {
        Part::Field(field) => node.child_by_field_name(field),
        Part::First => node.named_child(0),
        Part::Last => {
            node.named_child(u32::try_from(node.named_child_count()).ok()?.checked_sub(1).filter(|at| 0 < *at)?)
        }
        Part::Before(_) | Part::Rest => None,
    }
}

/// Whether the operator of `node` is one of `operators`, or there need be none.
pub(super) fn has_operator(node: Node<'_>, operators: &[&str]) -> bool {
    if operators.is_empty() {
        return true;
    }
    // PHP's `a ?: b` is a conditional without a middle
    if operators.contains(&"?:") {
        return node.child_by_field_name("body").is_none();
    }
    let mut cursor = node.walk();
    match node.child_by_field_name("operator") {
        Some(operator) => operators.contains(&operator.kind()),
        None => node.children(&mut cursor).take(MOST_CHILDREN).any(|child| operators.contains(&child.kind())),
    }
}
