//! Texts: literals with their escapes and gaps, and what is put together from them.

use super::{LONGEST, Lowering, choice};
use crate::outline::Expression;
use crate::read::grammar::Class;
use crate::read::grammar::evaluate::unescaped;
use crate::read::grammar::node::{has_operator, is_brace};
use crate::span::TextRange;
use tree_sitter::Node;

/// Pieces of a text, in order.
#[derive(Default)]
struct Pieces {
    done: Vec<Expression>,
    /// Text since the last gap.
    text: Vec<u8>,
    range: Option<TextRange>,
}

impl Pieces {
    fn push_text(&mut self, text: &[u8], range: TextRange) {
        if !range.is_empty() {
            self.text.extend_from_slice(text);
            let start = self.range.as_ref().map_or(range.start, |known| known.start);
            self.range = Some(start..range.end);
        }
    }

    fn push_gap(&mut self, value: Expression) {
        self.end_text();
        self.done.push(value);
    }

    fn end_text(&mut self) {
        let text = std::mem::take(&mut self.text);
        if let Some(range) = self.range.take() {
            self.done.push(text_of(&text, range));
        }
    }

    /// All pieces as one; nothing at all is the empty text at `at`.
    fn finish(mut self, at: TextRange) -> Expression {
        self.end_text();
        match self.done.len() {
            0 => Expression::Text(Box::default(), at),
            1 => self.done.swap_remove(0),
            _ => Expression::Join(self.done),
        }
    }
}

impl<'l> Lowering<'l> {
    /// A literal.
    pub(super) fn string(&mut self, node: Node<'l>) -> Expression {
        let content = self.evaluator.content(node);
        let mut pieces = Pieces::default();
        let mut at = content.start + self.skipped(node, content.start);
        self.pieces(node, &content, &mut at, &mut pieces);
        self.verbatim(node, at..content.end, &mut pieces);
        let content = content.start.min(content.end)..content.end;
        pieces.finish(content)
    }

    /// The length of what a literal of several lines begins with.
    fn skipped(&self, node: Node<'l>, start: usize) -> usize {
        let text = self.evaluator.slice(start..node.end_byte());
        let opener = self.evaluator.slice(node.start_byte()..start);
        if !self.grammar.shapes.begins_late || !matches!(opener, b"" | b"\"\"\"") || text.first() != Some(&b'\n') {
            return 0;
        }
        text.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
    }

    /// Adds what the children of `node` say, up to the last that is more than plain text.
    fn pieces(&mut self, node: Node<'l>, content: &TextRange, at: &mut usize, pieces: &mut Pieces) {
        let mut cursor = node.walk();
        let children: Vec<Node<'l>> = node.children(&mut cursor).collect();
        for child in children {
            let range = child.byte_range();
            if range.start < *at || content.end < range.end {
                continue;
            }
            let class = self.grammar.class(child);
            if matches!(class, Class::Escape) {
                self.verbatim(node, *at..range.start, pieces);
                let spelled = self.evaluator.slice(range.clone());
                match unescaped(spelled) {
                    Some(text) => pieces.push_text(&text, range.clone()),
                    None => pieces.push_gap(Expression::Unknown),
                }
            } else if is_plain(child) {
                if child.is_named() {
                    self.pieces(child, content, at, pieces);
                    continue;
                }
                // braces around what fills a gap
                if !is_brace(child) {
                    continue;
                }
                self.verbatim(node, *at..range.start, pieces);
            } else {
                self.verbatim(node, *at..range.start, pieces);
                let value = self.lower(child);
                pieces.push_gap(value);
            }
            *at = range.end;
        }
    }

    fn verbatim(&self, node: Node<'l>, range: TextRange, pieces: &mut Pieces) {
        if range.is_empty() {
            return;
        }
        if matches!(self.grammar.class(node), Class::Spelled) {
            let decoded = self.evaluator.spelled(range.clone());
            pieces.push_text(decoded.text(), range);
        } else {
            pieces.push_text(self.evaluator.slice(range.clone()), range);
        }
    }

    /// A text that has no quotes.
    pub(super) fn symbol(&self, node: Node<'l>) -> Expression {
        let range = node.byte_range();
        let text = self.evaluator.slice(range.clone());
        let start = range.start + usize::from(text.starts_with(b":"));
        text_of(self.evaluator.slice(start..range.end), start..range.end)
    }

    /// The words of a shell's array; keys and values where they begin with keys in brackets.
    pub(super) fn words(&mut self, node: Node<'l>) -> Expression {
        let words = match self.list(node) {
            Expression::List(words) if words.iter().any(|word| key_of(word).is_some()) => words,
            words => return words,
        };
        Expression::Object(words.into_iter().map(keyed).collect())
    }

    /// What a shell makes of a name: the text behind it or nothing, where the operator is one of `instead`.
    pub(super) fn expansion(&mut self, node: Node<'l>, instead: &[&str]) -> Expression {
        let mut parts = self.lower_all(node);
        let operator = node.child_by_field_name("operator").map_or(usize::MAX, |operator| operator.start_byte());
        let is_before = node.named_child(0).is_some_and(|name| operator < name.start_byte());
        if parts.is_empty() || is_before {
            // a length, the keys of an array, a name that is held by another
            return Expression::Unknown;
        }
        if has_operator(node, instead) {
            let end = node.end_byte();
            let nothing = Expression::Text(Box::default(), end..end);
            let text = if 1 < parts.len() { parts.pop() } else { None };
            return text.map_or(nothing.clone(), |text| choice(vec![text, nothing]));
        }
        parts.swap_remove(0)
    }

    /// A concatenation, however many operands it has.
    pub(super) fn join(&mut self, node: Node<'l>, operators: &'static [&'static str]) -> Expression {
        let mut operands = Vec::new();
        let mut stack = vec![node];
        while let Some(operand) = stack.pop() {
            let is_same = match self.grammar.class(operand) {
                Class::Join(known) | Class::JoinOrChoice(known, _) => {
                    known == operators && has_operator(operand, operators)
                }
                _ => false,
            };
            if is_same {
                let mut children = self.children(operand);
                children.reverse();
                stack.extend(children);
            } else {
                operands.push(operand);
            }
        }
        let is_adjacency = operators.is_empty();
        let mut parts: Vec<Expression> = Vec::new();
        for operand in operands {
            let lowered = self.lower(operand);
            let bytes = self.evaluator.slice(operand.byte_range());
            let is_bare = lowered == Expression::Unknown && operand.child_count() == 0;
            let part = if is_bare && (is_adjacency || bytes.first().is_some_and(u8::is_ascii_digit)) {
                text_of(bytes, operand.byte_range())
            } else {
                lowered
            };
            match part {
                Expression::Join(inner) if is_adjacency => inner.into_iter().for_each(|part| adjoin(&mut parts, part)),
                part if is_adjacency => adjoin(&mut parts, part),
                Expression::Join(inner) => parts.extend(inner),
                part => parts.push(part),
            }
        }
        if parts.len() == 1 && matches!(parts[0], Expression::Text(..)) {
            return parts.swap_remove(0);
        }
        if parts.iter().all(|part| *part == Expression::Unknown) {
            return Expression::Unknown;
        }
        Expression::Join(parts)
    }
}

/// `text` at `range`, unless it is too long.
fn text_of(text: &[u8], range: TextRange) -> Expression {
    if LONGEST < text.len() {
        return Expression::Unknown;
    }
    let text = String::from_utf8_lossy(text);
    // bytes that are no text take more room once they are shown
    if LONGEST < text.len() { Expression::Unknown } else { Expression::Text(text.into(), range) }
}

/// The key that a word begins with, and the text behind it: `[key]=`.
fn key_of(word: &Expression) -> Option<(&str, &str, &TextRange)> {
    let first = match word {
        Expression::Join(parts) => parts.first()?,
        word => word,
    };
    let Expression::Text(text, range) = first else { return None };
    let (key, text) = text.strip_prefix('[')?.split_once("]=")?;
    Some((key, text, range))
}

/// A word that begins with a key; one without is a value under a key that only the run knows.
fn keyed(word: Expression) -> (Box<str>, Expression) {
    let Some((key, text, range)) = key_of(&word).filter(|(key, ..)| !key.is_empty()) else { return Default::default() };
    let start = range.end.saturating_sub(text.len()).max(range.start);
    let (key, text, is_empty) = (key.into(), Expression::Text(text.into(), start..range.end), text.is_empty());
    let value = match word {
        Expression::Join(mut parts) if is_empty && parts.len() == 2 => parts.swap_remove(1),
        Expression::Join(mut parts) if is_empty => {
            parts.remove(0);
            Expression::Join(parts)
        }
        Expression::Join(mut parts) => {
            parts[0] = text;
            Expression::Join(parts)
        }
        // nothing, or what the grammar does not read as part of the word, such as `$1`
        _ if is_empty => Expression::Unknown,
        _ => text,
    };
    (key, value)
}

/// Adds `part`; texts that follow each other become one.
fn adjoin(parts: &mut Vec<Expression>, part: Expression) {
    if let (Some(Expression::Text(known, before)), Expression::Text(text, range)) = (parts.last_mut(), &part)
        && known.len() + text.len() <= LONGEST
    {
        *known = format!("{known}{text}").into();
        before.end = range.end;
        return;
    }
    parts.push(part);
}

/// Whether `child` of a literal is nothing but text or a sign around it.
fn is_plain(child: Node<'_>) -> bool {
    let kind = child.kind();
    !child.is_named() || kind.contains("content") || kind.contains("fragment") || kind == "nowdoc_string"
}
