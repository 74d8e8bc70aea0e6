//! Templates that a function fills in: `"{base}/contacts/{}"` and `"%s/contacts/%s"`.

use super::parser::Parser;
use crate::outline::{Argument, Expression};
use crate::read::draft::join;
use crate::span::TextRange;

/// Most parts, and most bytes of text, of a template that is joined itself.
const MOST_PARTS: usize = 32;
const MOST_BYTES: usize = 4 << 10;
/// Longest name or text of an argument that is repeated, in bytes.
const LONGEST_REPEATED: usize = 256;

/// What `template` says with `arguments` in its braces.
pub(super) fn braces(parser: &Parser<'_>, template: Expression, arguments: Vec<Argument>) -> Expression {
    fill(template, arguments, |filling, text| filling.braces(parser, text))
}

/// What `template` says with `arguments` in place of its signs.
pub(super) fn percents(template: Expression, arguments: Vec<Argument>) -> Expression {
    fill(template, arguments, Filling::percents)
}

/// Whether `value` says enough of a template to be filled in.
pub(super) fn is_template(value: &Expression) -> bool {
    match value {
        Expression::Text(..) => true,
        Expression::Join(parts) if parts.len() <= MOST_PARTS => {
            let len = |part: &Expression| if let Expression::Text(text, _) = part { text.len() } else { 0 };
            parts.iter().map(len).sum::<usize>() <= MOST_BYTES
        }
        _ => false,
    }
}

/// Fills in each text of `template` by `each`; what is no text stays.
fn fill(template: Expression, arguments: Vec<Argument>, each: impl Fn(&mut Filling, &str)) -> Expression {
    let parts = match template {
        template if !is_template(&template) => return template,
        Expression::Join(parts) => parts,
        template => vec![template],
    };
    let mut filling = Filling { range: 0..0, len: 0, arguments, next: 0, parts: Vec::new() };
    for part in parts {
        match part {
            Expression::Text(text, range) => {
                (filling.range, filling.len) = (range, text.len());
                each(&mut filling, &text);
            }
            part => filling.parts.push(part),
        }
    }
    join(filling.parts)
}

/// A template that is being filled in.
struct Filling {
    /// What spells the text at hand.
    range: TextRange,
    /// The length of that text.
    len: usize,
    arguments: Vec<Argument>,
    next: usize,
    parts: Vec<Expression>,
}

impl Filling {
    /// Adds `text`, with arguments in its braces.
    fn braces(&mut self, parser: &Parser<'_>, text: &str) {
        let bytes = text.as_bytes();
        let (mut from, mut at) = (0, 0);
        while let Some(found) = memchr::memchr2(b'{', b'}', &bytes[at..]).map(|found| at + found) {
            at = found + 1;
            if bytes.get(at) == bytes.get(found) {
                // a brace that stands for itself
                self.text(text, from, at);
                at += 1;
                from = at;
                continue;
            }
            let Some(close) = memchr::memchr(b'}', &bytes[at..]).filter(|_| bytes[found] == b'{').map(|len| at + len)
            else {
                continue;
            };
            self.text(text, from, found);
            let spec = &text[at..close];
            let name = spec.split([':', ',']).next().unwrap_or_default().trim();
            self.push(name, |name| parser.named_by(name.as_bytes()));
            (from, at) = (close + 1, close + 1);
        }
        self.text(text, from, text.len());
    }

    /// Adds `text`, with arguments in place of its signs.
    fn percents(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let (mut from, mut at) = (0, 0);
        while let Some(found) = memchr::memchr(b'%', &bytes[at..]).map(|found| at + found) {
            at = found + 1;
            let n = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            let is_numbered = bytes.get(at + n) == Some(&b'$');
            let flags = at + if is_numbered { n + 1 } else { 0 };
            // how it is to look: its sign, its width, its precision
            let sign = flags + bytes[flags..].iter().take_while(|byte| b"-#+ ,(<.0123456789".contains(byte)).count();
            let Some(conversion) = bytes.get(sign).filter(|byte| byte.is_ascii_alphabetic() || **byte == b'%') else {
                continue;
            };
            self.text(text, from, found);
            match conversion {
                b'%' => {
                    (from, at) = (sign, sign + 1);
                    continue;
                }
                b'n' => self.parts.push(Expression::Text("\n".into(), self.place(found, sign + 1))),
                _ => {
                    let number: Option<usize> = text[at..at + n].parse().ok().filter(|_| is_numbered);
                    let index = number.map(|number| number.saturating_sub(1).to_string());
                    // `%<s` repeats the one before
                    let repeats = bytes[flags..sign].contains(&b'<').then(|| "<".to_string());
                    self.push(&index.or(repeats).unwrap_or_default(), |_| Expression::Unknown);
                }
            }
            // a part of a date has a letter more
            let is_date = matches!(conversion, b't' | b'T') && bytes.get(sign + 1).is_some_and(u8::is_ascii_alphabetic);
            at = sign + 1 + usize::from(is_date);
            from = at;
        }
        self.text(text, from, text.len());
    }

    /// Adds the part of `text` from `from` to `to`.
    fn text(&mut self, text: &str, from: usize, to: usize) {
        if from < to {
            self.parts.push(Expression::Text(text[from..to].into(), self.place(from, to)));
        }
    }

    /// What spells the text at hand from `from` to `to`.
    fn place(&self, from: usize, to: usize) -> TextRange {
        // a text with escapes is spelled as a whole
        let is_verbatim = self.range.len() == self.len;
        if is_verbatim { self.range.start + from..self.range.start + to } else { self.range.clone() }
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
            Some(value) if is_short(value) => value.clone(),
            Some(value) => std::mem::take(value),
            None => Expression::Unknown,
        });
    }
}

/// Whether it costs little to say `value` again.
fn is_short(value: &Expression) -> bool {
    match value {
        Expression::Name(text) | Expression::Environment(text) | Expression::Text(text, _) => {
            text.len() <= LONGEST_REPEATED
        }
        Expression::Member(inner, key) => key.len() <= LONGEST_REPEATED && is_short(inner),
        Expression::Element(inner) => is_short(inner),
        Expression::Call(_) => true,
        _ => false,
    }
}
