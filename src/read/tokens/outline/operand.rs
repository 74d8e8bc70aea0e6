//! Operands: texts, names, lists, closures, and what follows them: properties, calls, keys.

use super::brackets::Stretch;
use super::parser::{Parser, Syntax};
use crate::outline::Expression;
use crate::read::draft::{element, join, member, text};
use crate::read::tokens::lexer::Kind;
use crate::read::tokens::strings::Part;
use crate::span::TextRange;
use std::rc::Rc;

impl Parser<'_> {
    /// Reads one operand of an expression.
    pub(super) fn operand(&mut self) -> Expression {
        let start = self.start();
        loop {
            let is_sign = matches!(
                self.sign(0),
                b"&" | b"&&" | b"*" | b"-" | b"!" | b"++" | b"--" | b".." | b"..." | b"^" | b"~" | b"@" | b"+"
            );
            if is_sign && !(self.sign(0) == b"@" && self.syntax == Syntax::PowerShell) {
                self.at += 1;
                continue;
            }
            if self.is_label() {
                self.at += 2;
                continue;
            }
            let words: &[&[u8]] = match self.syntax {
                Syntax::CSharp => {
                    &[b"await", b"out", b"ref", b"in", b"async", b"checked", b"unchecked", b"var", b"static"]
                }
                Syntax::Kotlin => &[b"suspend"],
                Syntax::Rust => &[b"mut", b"ref", b"move", b"dyn", b"box", b"async", b"unsafe", b"const", b"static"],
                Syntax::PowerShell => &[],
            };
            if self.syntax == Syntax::PowerShell && self.sign(0).first().is_some_and(u8::is_ascii_alphabetic) {
                let is_join = self.sign(0).eq_ignore_ascii_case(b"join");
                self.at += 1;
                if is_join {
                    let list = self.deeper(Self::operand);
                    return super::shell_words::joined(list, &Expression::Text("".into(), start..start));
                }
                continue;
            }
            if !words.contains(&self.word(0)) || self.sign(1) == b"=>" {
                break;
            }
            let is_out = self.syntax == Syntax::CSharp && self.word(0) == b"out";
            self.at += 1;
            if is_out {
                self.skip_out_type();
            }
        }
        if self.syntax == Syntax::CSharp {
            self.skip_global();
        }
        let value = self.primary(start);
        self.postfix(value, start)
    }

    fn primary(&mut self, start: usize) -> Expression {
        let Some(token) = self.token(0).cloned() else { return Expression::Unknown };
        match token.kind {
            Kind::String(index) => {
                self.at += 1;
                self.string(index, &(token.start..token.range.end))
            }
            Kind::Env => {
                self.at += 1;
                Expression::Environment(crate::read::draft::words(self.bytes(&token.range)))
            }
            Kind::Other | Kind::Parameter => {
                self.at += 1;
                Expression::Unknown
            }
            Kind::Word if token.start < token.range.start => {
                self.at += 1;
                let word = self.bytes(&token.range);
                let is_known =
                    !matches!(&word.to_ascii_lowercase()[..], b"true" | b"false" | b"null" | b"?" | b"$" | b"^");
                if is_known { self.named_by(word) } else { Expression::Unknown }
            }
            Kind::Word => self.word_operand(start),
            Kind::Sign => self.sign_operand(start),
        }
    }

    fn sign_operand(&mut self, start: usize) -> Expression {
        match (self.syntax, self.sign(0)) {
            (Syntax::CSharp, b"(") if self.sign_at(self.behind(self.at)) == b"=>" => self.arrow_function(start),
            (Syntax::CSharp, b"(") if self.is_cast() => {
                self.skip();
                self.deeper(Self::operand)
            }
            (Syntax::PowerShell, b"@" | b"[" | b"(" | b"{" | b"$") => self.shell_operand(start),
            (_, b"(") => {
                let mut all = self.list();
                if all.len() == 1 { all.pop().unwrap_or_default() } else { list_or_unknown(all) }
            }
            (_, b"[") => Expression::List(self.list()),
            (Syntax::Rust, b"{") => self.block(),
            (Syntax::Kotlin, b"{") => self.lambda(start),
            (Syntax::CSharp, b"{") => self.initializer(false),
            (Syntax::Rust, b"|" | b"||") => self.rust_closure(start),
            (Syntax::Rust, b"<") if self.behind_generics(self.at).is_some() => {
                self.skip_generics();
                Expression::Unknown
            }
            (_, b"::") => {
                self.at += 1;
                self.word_operand(start)
            }
            _ => Expression::Unknown,
        }
    }

    /// Reads the elements of the bracket at hand.
    pub(super) fn list(&mut self) -> Vec<Expression> {
        let is_tuple = self.syntax == Syntax::CSharp && self.sign(0) == b"(";
        self.inside(false, |parser| {
            let mut all = Vec::new();
            while parser.at < parser.end {
                // a part of a tuple may have a name
                let is_named = is_tuple && !parser.word(0).is_empty() && parser.sign(1) == b":";
                parser.at += if is_named { 2 } else { 0 };
                all.push(parser.value());
                parser.skip_to(|parser| matches!(parser.sign(0), b"," | b";"));
                parser.at += 1;
            }
            parser.at = parser.end;
            all
        })
    }

    /// What a string says, with the expressions in it.
    pub(super) fn string(&mut self, index: usize, place: &TextRange) -> Expression {
        let stretch = Rc::clone(&self.stretch);
        let parts = stretch.found.strings.get(index).map_or(&[][..], Vec::as_slice);
        let mut all = Vec::with_capacity(parts.len());
        for part in parts {
            all.push(match part {
                Part::Text(decoded) => text(decoded, place),
                Part::Hole(_, inside) => self.hole(inside),
            });
        }
        if all.is_empty() {
            return Expression::Text("".into(), place.clone());
        }
        join(all)
    }

    /// Reads the expression that a string holds at `inside`.
    fn hole(&mut self, inside: &TextRange) -> Expression {
        self.deeper(|parser| {
            let inner = Rc::new(Stretch::cut(parser.dialect, parser.text, inside.clone()));
            let end = inner.found.tokens.len();
            let around = (std::mem::replace(&mut parser.stretch, inner), parser.at, parser.end);
            let modes = (parser.has_lines, parser.is_header);
            (parser.at, parser.end, parser.has_lines, parser.is_header) = (0, end, false, false);
            // `$(name)` runs a command, `$name` and `${name}` are variables
            let is_command = inside.start.checked_sub(1).and_then(|at| parser.text.get(at)) == Some(&b'(');
            let is_name = end == 1 && !parser.word(0).is_empty() && !is_command;
            let value = match parser.syntax {
                Syntax::PowerShell if is_name => parser.named_by(parser.word(0)),
                Syntax::PowerShell => parser.statement(),
                _ => parser.expression(),
            };
            (parser.stretch, parser.at, parser.end) = around;
            (parser.has_lines, parser.is_header) = modes;
            value
        })
    }

    /// Reads what follows an operand and belongs to it.
    pub(super) fn postfix(&mut self, value: Expression, start: usize) -> Expression {
        let mut value = value;
        while self.at < self.end {
            let sign = self.sign(0);
            let is_apart = self.syntax == Syntax::PowerShell && self.start() != self.last_end();
            if self.is_new_line() && !matches!(sign, b"." | b"?.") || is_apart {
                break;
            }
            match (self.syntax, sign) {
                (_, b"." | b"?." | b"::") => {
                    self.at += 1;
                    value = self.property(value);
                }
                (_, b"(") => {
                    let is_of_type = self.syntax == Syntax::Rust && self.sign_at(self.at.saturating_sub(2)) == b"::";
                    let arguments = self.arguments();
                    value = self.finish(value, arguments, start, !is_of_type);
                }
                (_, b"[") => value = self.index(value),
                (Syntax::CSharp, b"?") if self.is_key_of_any() => {
                    self.at += 1;
                    value = self.index(value);
                }
                (Syntax::Rust, b"?") | (Syntax::Kotlin, b"!!") | (Syntax::CSharp, b"!") => self.at += 1,
                (Syntax::Rust, b"!") if matches!(self.sign(1), b"(" | b"[" | b"{") => {
                    self.at += 1;
                    value = self.make(value, start);
                }
                (Syntax::Rust, b"{") if !self.is_header && is_type_name(&value) => {
                    value = self.struct_literal(value, start);
                }
                (Syntax::Kotlin, b"{") if !self.is_header && is_path(&value) => {
                    let function = self.lambda(self.start());
                    value = self.with_lambda(value, function, start);
                }
                (Syntax::Kotlin, b"") if self.is_label() && self.sign(2) == b"{" => self.at += 2,
                (Syntax::Kotlin, b"@") if self.start() == self.last_end() && !self.word(1).is_empty() => {
                    value = self.outer_this(value);
                }
                (Syntax::PowerShell, _) | (_, b"++" | b"--") if matches!(sign, b"++" | b"--") => {
                    self.at += 1;
                    value = Expression::Unknown;
                }
                (_, b"<") => match self.behind_generics(self.at) {
                    Some(behind) if matches!(self.sign_at(behind), b"(" | b"." | b"::") => self.at = behind,
                    Some(behind) if self.syntax == Syntax::Kotlin && self.sign_at(behind) == b"{" => self.at = behind,
                    _ => break,
                },
                _ => break,
            }
        }
        value
    }

    /// Whether the word at hand is the label of a loop or a closure of Kotlin: `each@`.
    fn is_label(&self) -> bool {
        let is_said = || matches!(self.word(0), b"return" | b"break" | b"continue" | b"this" | b"super");
        let ends_at = self.token(0).map(|token| token.range.end);
        self.syntax == Syntax::Kotlin
            && !self.word(0).is_empty()
            && self.sign(1) == b"@"
            && self.token(1).map(|token| token.start) == ends_at
            && !is_said()
    }

    /// Reads the label of `this@Label`: that of the class around it changes nothing, any other is another object.
    fn outer_this(&mut self, value: Expression) -> Expression {
        let label = self.word(1);
        let class = self.scope.class.and_then(|id| self.draft.class_of(id));
        let is_own = class.is_some_and(|class| class.name.as_bytes() == label);
        self.at += 2;
        if is_own && value == Expression::Name("this".into()) { value } else { Expression::Unknown }
    }

    fn property(&mut self, value: Expression) -> Expression {
        self.skip_generics();
        let Some(token) = self.token(0).cloned() else { return value };
        let bytes = self.bytes(&token.range);
        match token.kind {
            Kind::Word | Kind::Other => {
                self.at += 1;
                let is_noise = self.syntax == Syntax::Rust && bytes == b"await";
                if is_noise { value } else { member(value, bytes) }
            }
            Kind::String(_) => {
                let key = self.primary(token.start);
                by_key(value, key)
            }
            _ => value,
        }
    }

    /// Whether a key is asked for where there is an object, `a?["key"]`, rather than a choice made, `a ? ["x"] : ["y"]`.
    fn is_key_of_any(&self) -> bool {
        let follows = |n: usize| self.token(n).is_some_and(|token| token.start == self.end_before(n));
        self.sign(1) == b"[" && follows(0) && follows(1)
    }

    fn index(&mut self, value: Expression) -> Expression {
        let mut keys = self.list();
        let key = if keys.len() == 1 { keys.pop().unwrap_or_default() } else { Expression::Unknown };
        self.setting(&value, &key).unwrap_or_else(|| by_key(value, key))
    }
}

fn by_key(value: Expression, key: Expression) -> Expression {
    match key {
        Expression::Text(key, _) => member(value, key.as_bytes()),
        _ => element(value),
    }
}

fn list_or_unknown(all: Vec<Expression>) -> Expression {
    if all.is_empty() { Expression::Unknown } else { Expression::List(all) }
}

/// Whether `value` is a name or leads to one.
fn is_path(value: &Expression) -> bool {
    matches!(value, Expression::Name(_) | Expression::Member(..) | Expression::Call(_))
}

/// Whether `value` is the name of a type, as Rust spells them.
fn is_type_name(value: &Expression) -> bool {
    match value {
        Expression::Name(name) if &**name == "this" => true,
        Expression::Name(name) | Expression::Member(_, name) => {
            name.starts_with(|first: char| first.is_ascii_uppercase())
        }
        _ => false,
    }
}
