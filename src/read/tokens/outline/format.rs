//! Templates that a function fills in: `"{base}/contacts/{}"` and `"%s/contacts/%s"`.

use super::parser::Parser;
use crate::outline::{Argument, Expression};
use crate::read::draft::join;
use crate::span::TextRange;

/// What `template` says with `arguments` in its braces.
pub(super) fn braces(parser: &Parser<'_>, template: Expression, arguments: Vec<Argument>) -> Expression {
    let Expression::Text(text, range) = template else { return template };
    let mut filling = Filling { range, len: text.len(), arguments, next: 0, parts: Vec::new() };
    let bytes = text.as_bytes();
    let (mut from, mut at) = (0, 0);
    while let Some(found) = memchr::memchr2(b'{', b'}', &bytes[at..]).map(|found| at + found) {
        at = found + 1;
        if bytes.get(at) == bytes.get(found) {
            // a brace that stands for itself
            filling.text(&text, from, at);
            at += 1;
            from = at;
            continue;
        }
        let Some(close) = memchr::memchr(b'}', &bytes[at..]).filter(|_| bytes[found] == b'{').map(|len| at + len)
        else {
            continue;
        };
        filling.text(&text, from, found);
        let spec = &text[at..close];
        let name = spec.split([':', ',']).next().unwrap_or_default().trim();
        filling.push(name, |name| parser.named_by(name.as_bytes()));
        (from, at) = (close + 1, close + 1);
    }
    filling.text(&text, from, text.len());
    join(filling.parts)
}

/// What `template` says with `arguments` in place of its signs.
pub(super) fn percents(template: Expression, arguments: Vec<Argument>) -> Expression {
    let Expression::Text(text, range) = template else { return template };
    let mut filling = Filling { range, len: text.len(), arguments, next: 0, parts: Vec::new() };
    let bytes = text.as_bytes();
    let (mut from, mut at) = (0, 0);
    while let Some(found) = memchr::memchr(b'%', &bytes[at..]).map(|found| at + found) {
        at = found + 1;
        let n = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let is_numbered = bytes.get(at + n) == Some(&b'$');
        let sign = at + n + usize::from(is_numbered);
        if !bytes.get(sign).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        filling.text(&text, from, found);
        let number: Option<usize> = text[at..at + n].parse().ok().filter(|_| is_numbered);
        let index = number.map(|number| number.saturating_sub(1).to_string()).unwrap_or_default();
        filling.push(&index, |_| Expression::Unknown);
        (from, at) = (sign + 1, sign + 1);
    }
    filling.text(&text, from, text.len());
    join(filling.parts)
}

/// A template that is being filled in.
struct Filling {
    /// What spells it.
    range: TextRange,
    len: usize,
    arguments: Vec<Argument>,
    next: usize,
    parts: Vec<Expression>,
}

impl Filling {
    /// Adds the part of `text` from `from` to `to`.
    fn text(&mut self, text: &str, from: usize, to: usize) {
        if to <= from {
            return;
        }
        // a text with escapes is spelled as a whole
        let is_verbatim = self.range.len() == self.len;
        let range = if is_verbatim { self.range.start + from..self.range.start + to } else { self.range.clone() };
        self.parts.push(Expression::Text(text[from..to].into(), range));
    }

    /// Adds the argument that `name` means: a number, a name, or nothing for the next one.
    fn push(&mut self, name: &str, other: impl Fn(&str) -> Expression) {
        let index = if name.is_empty() {
            self.next += 1;
            Some(self.next - 1)
        } else if name.bytes().all(|byte| byte.is_ascii_digit()) {
            name.parse().ok()
        } else {
            let is_named = |argument: &Argument| argument.name.as_deref() == Some(name);
            match self.arguments.iter().position(is_named) {
                Some(index) => Some(index),
                None => return self.parts.push(other(name)),
            }
        };
        let argument = index.and_then(|index| self.arguments.get_mut(index)).map(|argument| &mut argument.value);
        self.parts.push(match argument {
            // what is given once may be named often
            Some(name @ Expression::Name(_)) => name.clone(),
            Some(value) => std::mem::take(value),
            None => Expression::Unknown,
        });
    }
}
