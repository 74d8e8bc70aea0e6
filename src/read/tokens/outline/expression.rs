//! Expressions: what is joined, chosen from or assigned.

use super::parser::{Parser, Syntax};
use super::shell_words;
use crate::outline::Expression;
use crate::read::draft::{argument, choice, element, join, words};

/// Operators whose result is no text of either side.
const OPERATORS: &[&[u8]] = &[
    b"-", b"*", b"/", b"%", b"<", b">", b"==", b"!=", b"<=", b">=", b"===", b"!==", b"&&", b"||", b"&", b"|", b"^",
    b"..",
];

impl Parser<'_> {
    /// Reads an expression.
    pub(super) fn expression(&mut self) -> Expression {
        self.deeper(Self::choice)
    }

    fn choice(&mut self) -> Expression {
        let mut arms = Vec::new();
        let mut parts = vec![self.operands()];
        let mut is_text = true;
        while self.at < self.end {
            let sign = self.sign(0);
            if self.is_new_line() && !matches!(sign, b"?:" | b"??" | b"&&" | b"||") {
                break;
            }
            match sign {
                b"+" => {
                    self.at += 1;
                    parts.push(self.operands());
                }
                b"??" | b"?:" => {
                    self.at += 1;
                    arms.push(if is_text { join(parts) } else { Expression::Unknown });
                    is_text = true;
                    parts = vec![self.operand()];
                }
                b"?" if self.syntax == Syntax::CSharp || self.syntax == Syntax::PowerShell => {
                    self.at += 1;
                    let first = self.expression();
                    let second = if self.eat(b":") { self.expression() } else { Expression::Unknown };
                    arms.push(choice(vec![first, second]));
                    return choice(arms);
                }
                _ if self.syntax == Syntax::PowerShell && sign.first().is_some_and(u8::is_ascii_alphabetic) => {
                    self.at += 1;
                    if sign.eq_ignore_ascii_case(b"f") {
                        // it binds tighter than `+`
                        let template = parts.pop().unwrap_or_default();
                        parts.push(self.filled(template));
                    } else if sign.eq_ignore_ascii_case(b"join") {
                        let list = join(std::mem::take(&mut parts));
                        let between = self.operands();
                        parts = vec![shell_words::joined(list, &between)];
                    } else {
                        self.operands();
                        is_text = false;
                    }
                }
                _ if self.syntax == Syntax::PowerShell && !matches!(sign, b"-" | b"*" | b"/" | b"%" | b"") => break,
                _ if OPERATORS.contains(&sign) => {
                    self.at += 1;
                    self.operand();
                    is_text = false;
                }
                b"" => match self.word_operator(&mut parts) {
                    Some(keeps) => is_text &= keeps,
                    None => break,
                },
                _ => break,
            }
        }
        arms.push(if is_text { join(parts) } else { Expression::Unknown });
        choice(arms)
    }

    /// Reads what the operator `-f` of a shell puts into `template`.
    fn filled(&mut self, template: Expression) -> Expression {
        let mut values = vec![self.operand()];
        while self.eat(b",") {
            values.push(self.operand());
        }
        if let [Expression::List(all)] = values.as_mut_slice() {
            // a list alone gives its elements
            values = std::mem::take(all);
        }
        super::format::braces(self, template, values.into_iter().map(argument).collect())
    }

    /// Reads an operator that is a word, and what is behind it; says whether the value is still what it was.
    fn word_operator(&mut self, parts: &mut Vec<Expression>) -> Option<bool> {
        match (self.syntax, self.word(0)) {
            (Syntax::PowerShell, _) | (_, b"") => None,
            (_, b"as") => {
                self.at += 1;
                self.skip_type();
                Some(true)
            }
            (Syntax::Rust, _) | (_, b"else" | b"when" | b"where" | b"catch" | b"finally" | b"while") => None,
            (Syntax::CSharp, b"switch") if self.sign(1) == b"{" => {
                self.at += 1;
                *parts = vec![self.arms(b"=>")];
                Some(true)
            }
            (Syntax::CSharp, b"with") if self.sign(1) == b"{" => {
                self.at += 1;
                let changed = self.initializer(false);
                if let Expression::Object(changed) = changed
                    && !changed.is_empty()
                {
                    let mut entries = match parts.pop().unwrap_or_default() {
                        Expression::Object(entries) => entries,
                        whole => vec![("".into(), whole)],
                    };
                    entries.extend(changed);
                    parts.push(Expression::Object(entries));
                }
                Some(true)
            }
            (Syntax::CSharp, b"is" | b"and" | b"or" | b"in") => {
                self.at += 1;
                self.skip_pattern();
                Some(false)
            }
            (Syntax::CSharp, _) => None,
            (Syntax::Kotlin, b"to") => {
                self.at += 1;
                let value = self.sum();
                let Some(key) = said(&std::mem::take(parts)) else { return Some(false) };
                *parts = vec![Expression::Object(vec![(key, value)])];
                Some(true)
            }
            (Syntax::Kotlin, _) => {
                self.at += 1;
                self.operand();
                Some(false)
            }
        }
    }

    /// Reads what stands behind an operator of Kotlin that is a word: all others bind tighter.
    fn sum(&mut self) -> Expression {
        let mut parts = vec![self.operand()];
        let mut is_text = true;
        while !self.is_new_line() {
            match self.sign(0) {
                b"+" => {}
                b"-" | b"*" | b"/" | b"%" | b".." => is_text = false,
                b"" if self.word(0) == b"as" => {
                    self.at += 1;
                    self.skip_type();
                    continue;
                }
                _ => break,
            }
            self.at += 1;
            parts.push(self.operand());
        }
        if is_text { join(parts) } else { Expression::Unknown }
    }

    /// Steps over a type.
    pub(super) fn skip_type(&mut self) {
        self.at += usize::from(matches!(self.sign(0), b"?" | b"&" | b"*"));
        while self.at < self.end {
            self.at += usize::from(matches!(self.word(0), b"dyn" | b"mut" | b"impl" | b"const"));
            if self.word(0).is_empty() {
                break;
            }
            self.at += 1;
            self.skip_generics();
            if !matches!(self.sign(0), b"." | b"::") {
                break;
            }
            self.at += 1;
        }
        if matches!(self.syntax, Syntax::Kotlin | Syntax::CSharp) && self.sign(0) == b"?" {
            self.at += usize::from(!matches!(self.sign(1), b"") || self.syntax == Syntax::Kotlin);
        }
    }

    /// Reads the expression at hand and what is assigned to it; what it is worth.
    pub(super) fn assignment(&mut self) -> Expression {
        let target = self.expression();
        if self.is_new_line() {
            return target;
        }
        match self.sign(0) {
            b"=" => self.assign(target, false),
            b"+=" => self.assign(target, true),
            b"??=" => {
                self.at += 1;
                let value = choice(vec![target.clone(), self.value()]);
                self.bind(target, value, false);
                Expression::Unknown
            }
            b"-=" => {
                self.at += 1;
                self.expression();
                Expression::Unknown
            }
            _ => target,
        }
    }

    fn assign(&mut self, target: Expression, adds: bool) -> Expression {
        self.at += 1;
        let value = self.value();
        match target {
            Expression::List(targets) => self.bind_parts(targets, value),
            target => self.bind(target, value, adds),
        }
        Expression::Unknown
    }

    /// Binds each of `targets` to its part of `value`.
    pub(super) fn bind_parts(&mut self, targets: Vec<Expression>, value: Expression) {
        let mut values = match value {
            Expression::List(values) if values.len() == targets.len() => values,
            Expression::Call(id) => vec![element(Expression::Call(id)); targets.len()],
            _ => Vec::new(),
        };
        values.resize(targets.len(), Expression::Unknown);
        for (target, value) in targets.into_iter().zip(values) {
            self.bind(target, value, false);
        }
    }

    /// Reads a value, which a shell may get from a command, and which may be assigned in turn.
    pub(super) fn value(&mut self) -> Expression {
        if self.syntax == Syntax::PowerShell {
            return self.statement();
        }
        let value = self.expression();
        if self.sign(0) != b"=" || self.is_new_line() {
            return value;
        }
        self.at += 1;
        let given = self.expression();
        self.bind(value, given.clone(), false);
        given
    }

    /// What the part of a text is, or a name in one.
    pub(super) fn named_by(&self, word: &[u8]) -> Expression {
        match word {
            b"self" | b"this" | b"Self" | b"base" if self.syntax != Syntax::PowerShell && word != b"base" => {
                Expression::Name("this".into())
            }
            b"base" if self.syntax == Syntax::CSharp => Expression::Name("this".into()),
            b"super" if self.syntax == Syntax::Kotlin => Expression::Name("this".into()),
            _ => Expression::Name(words(word)),
        }
    }
}

/// What `parts` say when there are some and all of them are texts.
fn said(parts: &[Expression]) -> Option<Box<str>> {
    let text = |part: &Expression| if let Expression::Text(text, _) = part { Some(text.to_string()) } else { None };
    let all: Option<String> = parts.iter().map(text).collect();
    all.filter(|_| !parts.is_empty()).map(Into::into)
}
