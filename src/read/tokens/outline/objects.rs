//! Objects: struct literals, initializers, and JSON in a macro.

use super::calls::last_two;
use super::parser::Parser;
use crate::outline::{Expression, Scope};
use crate::read::draft::{argument, member, name, words};

impl Parser<'_> {
    /// Reads the literal of the struct `callee` of Rust. Fields of the type that is implemented around it are bound, too.
    pub(super) fn struct_literal(&mut self, callee: Expression, start: usize) -> Expression {
        let class = self.scope.class.and_then(|id| self.draft.class_of(id)).map(|class| class.name.clone());
        let is_this = callee == Expression::Name("this".into());
        let is_own = is_this || class.as_deref() == Some(last_two(&callee).1);
        let callee = if is_this { Expression::Name(class.unwrap_or_default()) } else { callee };
        let entries = self.inside(false, |parser| {
            let mut entries = Vec::new();
            while parser.at < parser.end {
                let key = parser.name_at(parser.at);
                if parser.eat(b"..") {
                    entries.push((words(b""), parser.expression()));
                } else if !key.is_empty() {
                    parser.at += 1;
                    let value = if parser.eat(b":") { parser.expression() } else { parser.named_by(key) };
                    parser.entitle(&value, key);
                    if is_own && !matches!(value, Expression::Object(_) | Expression::List(_)) {
                        parser.bind(member(name(b"this"), key), value.clone(), false);
                    }
                    entries.push((words(key), value));
                }
                parser.skip_to(|parser| parser.sign(0) == b",");
                parser.at += 1;
            }
            parser.at = parser.end;
            entries
        });
        self.call(callee, vec![argument(Expression::Object(entries))], start)
    }

    /// Reads `new …` of C#.
    pub(super) fn creation(&mut self, start: usize) -> Expression {
        self.at += 1;
        self.skip_global();
        let mut callee = Expression::Name("new".into());
        if !self.word(0).is_empty() {
            callee = self.named_by(self.word(0));
            self.at += 1;
            self.skip_generics();
            while self.sign(0) == b"." && !self.word(1).is_empty() {
                callee = member(callee, self.word(1));
                self.at += 2;
                self.skip_generics();
            }
        }
        if self.sign(0) == b"[" {
            self.skip();
            return if self.sign(0) == b"{" { self.initializer(false) } else { Expression::Unknown };
        }
        let is_anonymous = callee == Expression::Name("new".into());
        let mut arguments = match self.sign(0) {
            b"(" => self.arguments(),
            b"{" if is_anonymous => return self.initializer(true),
            b"{" => Vec::new(),
            _ => return callee,
        };
        if self.sign(0) == b"{" && !self.is_header {
            arguments.push(argument(self.initializer(false)));
        }
        let made = self.call(callee, arguments, start);
        if let Expression::Call(id) = made {
            self.creations.insert(id);
        }
        made
    }

    /// Reads `{ … }` of C#: fields, keys or elements. Where fields `have_names`, one without is called what its value is.
    pub(super) fn initializer(&mut self, have_names: bool) -> Expression {
        self.inside(false, |parser| {
            let mut entries = Vec::new();
            let mut elements = Vec::new();
            while parser.at < parser.end {
                let key = parser.word(0);
                if !key.is_empty() && parser.sign(1) == b"=" {
                    parser.at += 2;
                    let value = parser.expression();
                    parser.entitle(&value, key);
                    entries.push((words(key), value));
                } else if parser.sign(0) == b"[" && parser.sign_at(parser.behind(parser.at)) == b"=" {
                    let key = parser.list().pop();
                    parser.at += 1;
                    push_entry(&mut entries, key, parser.expression());
                } else if parser.sign(0) == b"{" {
                    let mut pair = parser.list();
                    match (pair.pop(), pair.pop()) {
                        (Some(value), key @ Some(_)) => push_entry(&mut entries, key, value),
                        _ => elements.push(Expression::Unknown),
                    }
                } else {
                    let value = parser.expression();
                    match last_two(&value).1 {
                        name if have_names && !name.is_empty() => entries.push((name.into(), value)),
                        _ => elements.push(value),
                    }
                }
                parser.skip_to(|parser| parser.sign(0) == b",");
                parser.at += 1;
            }
            parser.at = parser.end;
            if entries.is_empty() && !elements.is_empty() {
                Expression::List(elements)
            } else {
                Expression::Object(entries)
            }
        })
    }

    /// Reads a value of JSON in a macro, up to the end of what is read.
    pub(super) fn json(&mut self) -> Expression {
        match self.sign(0) {
            b"{" => self.inside(false, |parser| {
                let mut entries = Vec::new();
                while parser.at < parser.end {
                    let key = parser.operand();
                    if parser.eat(b":") {
                        let value = parser.deeper(Self::json);
                        push_entry(&mut entries, Some(key), value);
                    }
                    parser.skip_to(|parser| parser.sign(0) == b",");
                    parser.at += 1;
                }
                parser.at = parser.end;
                Expression::Object(entries)
            }),
            b"[" => self.inside(false, |parser| {
                let mut all = Vec::new();
                while parser.at < parser.end {
                    all.push(parser.deeper(Self::json));
                    parser.skip_to(|parser| parser.sign(0) == b",");
                    parser.at += 1;
                }
                parser.at = parser.end;
                Expression::List(all)
            }),
            _ => self.expression(),
        }
    }

    /// Goes on where the fields of a class get their first values, which is where its parameters are known; returns the scope
    /// to come back to.
    pub(super) fn enter_fields(&mut self) -> Scope {
        let inside = Scope { function: self.scope.function.or(self.maker), ..self.scope };
        std::mem::replace(&mut self.scope, inside)
    }
}

fn push_entry(entries: &mut Vec<(Box<str>, Expression)>, key: Option<Expression>, value: Expression) {
    if let Some(Expression::Text(key, _)) = key {
        entries.push((key, value));
    }
}
