//! What an expression says, as far as its own file tells: strings, joined strings, constants, decoded base64.

use super::node::{MOST_CHILDREN, has_operator, is_brace, is_default, is_delimiter, part};
use super::{Call, Class, Grammar};
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
            Class::Wrapper => {
                let mut cursor = node.walk();
                let inner = node.named_children(&mut cursor).find(|inner| !self.grammar.is_aside(*inner));
                self.value(inner?, depth + 1, known, parts)
            }
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
                let operands: Vec<Node<'_>> =
                    node.named_children(&mut cursor).filter(|operand| !self.grammar.is_aside(*operand)).collect();
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
        for (special, range) in self.specials(node) {
            if range.start < at || content.end < range.end {
                continue;
            }
            between(&mut decoded, at..range.start);
            at = range.end;
            if matches!(self.grammar.class(special), Class::Escape) {
                match unescaped(self.slice(range.clone())) {
                    Some(text) => decoded.push(&text, range),
                    None => decoded.push_hole(range),
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
        if hole.named_child_count() <= 1 {
            return self.names(hole).pop().map(|name| self.name(name));
        }
        // Terraform's signs around it are nodes, too; what is not of its own file has another beginning
        let path = self.slice(hole.named_child(1).filter(|_| hole.named_child_count() == 3)?.byte_range());
        let name = path.strip_prefix(b"local.")?;
        name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(byte)).then_some(name)
    }

    /// The text at `range`, whose escapes the grammar leaves in it.
    pub(super) fn spelled(&self, range: TextRange) -> Decoded {
        Decoded::unescape(self.text, range, b'\\', escape_at)
    }

    /// Escapes and holes inside a string, in the order of the text, and where they stand: a hole with the braces around it.
    fn specials<'t>(&self, node: Node<'t>) -> Vec<(Node<'t>, TextRange)> {
        let mut found: Vec<(Node<'t>, TextRange)> = Vec::new();
        let mut opened = None;
        let mut cursor = node.walk();
        for child in node.children(&mut cursor) {
            if is_brace(child) {
                if child.kind() == "{" {
                    opened = Some(child.start_byte());
                } else if let (Some(start), Some((_, range))) = (opened.take(), found.last_mut())
                    && start <= range.start
                {
                    *range = start..child.end_byte();
                }
                continue;
            }
            if !child.is_named() {
                continue;
            }
            match self.grammar.class(child) {
                Class::Escape | Class::Hole | Class::Choice(_) | Class::Member => {
                    found.push((child, child.byte_range()));
                }
                _ if opened.is_some() => found.push((child, child.byte_range())),
                _ => {
                    let mut cursor = child.walk();
                    let inner = child.named_children(&mut cursor);
                    let inner = inner.filter(|inner| matches!(self.grammar.class(*inner), Class::Escape | Class::Hole));
                    found.extend(inner.map(|inner| (inner, inner.byte_range())));
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

/// What an escape stands for; `None` where that takes a table of names, as in Python's `\N{BULLET}`.
pub(super) fn unescaped(spelled: &[u8]) -> Option<Vec<u8>> {
    match spelled {
        [b'\\', b'N', b'{', ..] => None,
        // a sign that is doubled to stand for itself
        b"{{" | b"}}" => Some(spelled[..1].to_vec()),
        _ => Some(escape_at(spelled).map_or_else(|| spelled.to_vec(), |(text, _)| text)),
    }
}
